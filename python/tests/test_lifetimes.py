"""What ends, moves or is interrupted while transformations and states live."""

import gc
import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

import optaxx


def resident():
    """Bytes of memory."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def steps(n, tx, grads, state, params):
    for _ in range(n):
        tx.step(grads, state, params)


def updates(n, tx, grads, state, params):
    for _ in range(n):
        _, state = tx.update(grads, state, params)


def failures(n, tx, grads, state, params):
    for _ in range(n):
        with pytest.raises(ValueError):
            tx.step({"w": grads["w"]}, state, params)


def recipes(n, tx, grads, state, params):
    for _ in range(n):
        made = optaxx.inject_hyperparams(lambda rate: optaxx.sgd(lambda step: rate))(0.1)
        made.step(grads, made.init(params), params)


@pytest.mark.parametrize("run, count", [(steps, 100_000), (updates, 100_000), (failures, 20_000), (recipes, 2000)])
def test_memory_does_not_grow(run, count):
    tx = optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adamw(lambda step: 1e-3))
    params = {"w": np.ones((40, 50), np.float32), "b": np.ones(50, np.float32)}
    grads = {key: np.full_like(p, 0.1) for key, p in params.items()}
    state = tx.init(params)
    run(count // 10, tx, grads, state, params)
    gc.collect()
    blocks, memory = sys.getallocatedblocks(), resident()
    run(count, tx, grads, state, params)
    gc.collect()
    assert sys.getallocatedblocks() - blocks < 500
    assert resident() - memory < 8 << 20  # 8 KB of arrays a step would be hundreds of times that


def test_arrays_that_were_resized_are_looked_at_again():
    tx = optaxx.sgd(1.0)
    w, g = np.zeros(4, np.float32), np.ones(4, np.float32)
    state = tx.init(w)
    tx.step(g, state, w)
    w.resize(1 << 20, refcheck=False)  # to another place
    with pytest.raises(ValueError, match="grads|params"):
        tx.step(g, state, w)
    assert w[0] == -1 and w[-1] == 0
    w.resize(4, refcheck=False)
    tx.step(g, state, w)
    assert (w == -2).all()


def test_tensors_whose_memory_was_replaced_are_looked_at_again():
    torch = pytest.importorskip("torch")
    tx = optaxx.sgd(1.0)
    w, g = torch.zeros(4), torch.ones(4)
    state = tx.init(w)
    tx.step(g, state, w)
    w.data = torch.full((4,), 5.0)
    tx.step(g, state, w)
    assert w.tolist() == [4, 4, 4, 4]
    w.resize_(8)
    with pytest.raises(ValueError):
        tx.step(g, state, w)
    assert w[:4].tolist() == [4, 4, 4, 4]


@pytest.fixture
def ctrl_c():
    """Ctrl-C raises KeyboardInterrupt, also where the shell has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("where", ["step", "update"])
def test_ctrl_c_in_a_function_passes_through_and_nothing_has_changed(where, ctrl_c):
    at = []

    def rate(step):
        if int(step) == 1:
            at.append(step)
            signal.raise_signal(signal.SIGINT)
            sum(i for i in range(10))  # a place where Python looks for signals
        return 0.1

    tx = optaxx.sgd(rate)
    w = np.zeros(3, np.float32)
    state = tx.init(w)
    tx.step(np.ones(3, np.float32), state, w)
    before = w.copy(), state[1].count.copy()
    with pytest.raises(KeyboardInterrupt):
        getattr(tx, where)(np.ones(3, np.float32), state, w)
    assert at and w.tobytes() == before[0].tobytes() and state[1].count == before[1]


def test_ctrl_c_between_steps_ends_a_loop(ctrl_c):
    tx = optaxx.adam(0.1)
    w = np.zeros(1000, np.float32)
    state = tx.init(w)
    timer = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        while True:
            tx.step(w, state, np.zeros(1000, np.float32))


FORK = """
import os
import numpy as np
import optaxx

optaxx.set_threads(2)
tx = optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adam(0.1))
w = np.zeros(1 << 22, np.float32)
state = tx.init(w)
tx.step(np.ones_like(w), state, w)
child = os.fork()
if child == 0:
    for _ in range(3):
        tx.step(np.ones_like(w), state, w)
    os._exit(0 if (w < -0.3).all() else 1)
_, status = os.waitpid(child, 0)
tx.step(np.ones_like(w), state, w)
print(status, (w < -0.1).all())
"""

EXIT = """
import threading
import numpy as np
import optaxx

tx = optaxx.inject_hyperparams(lambda rate: optaxx.sgd(lambda step: rate))(lambda step: 0.1 / (step + 1))
w = np.zeros(1 << 16, np.float32)
state = tx.init(w)
kept = [tx, state, optaxx.recipe("optax.adam(f)", f=lambda step: 0.1)]

def run():
    mine, s = w.copy(), tx.init(w)
    while True:
        tx.step(w, s, mine)

for _ in range(3):
    threading.Thread(target=run, daemon=True).start()
for _ in range(20):
    tx.step(np.ones_like(w), state, w)
print("done")
"""


@pytest.mark.parametrize("text, said", [(FORK, "0 True\n"), (EXIT, "done\n")])
def test_processes_fork_and_end(text, said):
    run = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stdout, run.stderr) == (0, said, "")
