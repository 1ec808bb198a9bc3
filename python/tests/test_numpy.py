"""What needs nothing but NumPy."""

import gc
import pickle
import subprocess
import sys
import threading
from collections import OrderedDict, namedtuple
from dataclasses import dataclass

import numpy as np
import pytest
from conftest import gradients

import optaxx


def test_step_writes_into_the_arrays_it_is_given(params, grads):
    w, address = params["dense"]["w"], params["dense"]["w"].ctypes.data
    before = w.copy()
    tx = optaxx.sgd(0.5)
    assert tx.step(grads, tx.init(params), params) is None
    assert params["dense"]["w"] is w and w.ctypes.data == address
    np.testing.assert_array_equal(w, before - np.float32(0.5) * grads["dense"]["w"])


def test_a_view_of_memory_of_others_is_stepped_where_it_is():
    memory = bytearray(16)
    w = np.frombuffer(memory, np.float32)
    tx = optaxx.sgd(1.0)
    tx.step(np.ones(4, np.float32), tx.init(w), w)
    assert np.frombuffer(memory, np.float32).tolist() == [-1] * 4


def test_update_changes_nothing_that_it_is_given(params, grads):
    tx = optaxx.adam(0.1)
    state = tx.init(params)
    before = pickle.dumps((params, grads, state))
    updates, new = tx.update(grads, state, params)
    assert pickle.dumps((params, grads, state)) == before
    assert new[0].count == 1 and state[0].count == 0
    again, _ = tx.update(grads, state, params)
    assert pickle.dumps(again) == pickle.dumps(updates)
    optaxx.apply_updates(params, updates)
    assert pickle.dumps((params, grads, state)) == before


def test_states_are_named_tuples(params, grads):
    tx = optaxx.adam(0.1)
    state = tx.init(params)
    assert type(state) is tuple and state[0]._fields == ("count", "mu", "nu")
    assert state[0].count.dtype == np.int32 and state[0].count.shape == ()
    assert sorted(state[0].mu) == ["dense", "head"]
    _, state = tx.update(grads, (state[0]._replace(count=np.array(6, np.int32)), state[1]))
    assert state[0].count == 7
    assert type(state[0]) is optaxx.states.ScaleByAdamState


def test_a_hyperparameter_changes_between_steps(params, grads):
    tx = optaxx.inject_hyperparams(optaxx.sgd)(learning_rate=0.5)
    state = tx.init(params)
    state.hyperparams["learning_rate"] = 0.25
    updates, state = tx.update(grads, state)
    np.testing.assert_array_equal(updates["dense"]["b"], np.float32(-0.25) * grads["dense"]["b"])
    state.hyperparams["learning_rate"] = 0.125
    with pytest.raises(ValueError, match=r"state.hyperparams\['learning_rate'\] is the number 0.125.*in place"):
        tx.step(grads, state, params)
    state.hyperparams["learning_rate"] = np.array(0.125, np.float32)
    before = params["dense"]["b"].copy()
    tx.step(grads, state, params)
    np.testing.assert_array_equal(params["dense"]["b"], before - np.float32(0.125) * grads["dense"]["b"])


Pair = namedtuple("Pair", "a b")


@dataclass
class Layer:
    w: object
    b: object


@pytest.mark.parametrize(
    "make",
    [
        lambda a, b: a,
        lambda a, b: {"x": a, "y": b},
        lambda a, b: {2: a, 10: b},
        lambda a, b: OrderedDict([("y", a), ("x", b)]),
        lambda a, b: [a, (b,)],
        lambda a, b: (a, None, {"n": None, "b": b}),
        lambda a, b: Pair(a, {"deep": b}),
        lambda a, b: {"layer": Layer(a, [b])},
    ],
)
def test_containers_come_back_as_they_were(make):
    def arrays():
        return make(np.ones(3, np.float32), np.full((2, 2), 2, np.float32))

    params = arrays()
    tx = optaxx.adam(0.1)
    state = tx.init(params)
    updates, state = tx.update(arrays(), state, params)
    for tree in (updates, state[0].mu, optaxx.apply_updates(params, updates)):
        assert_alike(tree, params)
    tx = optaxx.sgd(0.5)
    tx.step(arrays(), tx.init(params), params)
    assert [leaf.flat[0] for leaf in leaves(params)] == [leaf.flat[0] / 2 for leaf in leaves(arrays())]


def leaves(tree):
    if isinstance(tree, np.ndarray):
        return [tree]
    if isinstance(tree, Layer):
        tree = [tree.w, tree.b]
    parts = tree.values() if isinstance(tree, dict) else tree or ()
    return [leaf for part in parts for leaf in leaves(part)]


def assert_alike(a, b):
    assert type(a) is type(b)
    if isinstance(b, np.ndarray):
        assert a.shape == b.shape and a.dtype == b.dtype
    elif isinstance(b, dict):
        assert list(a) == list(b) if isinstance(b, OrderedDict) else a.keys() == b.keys()
        for k in b:
            assert_alike(a[k], b[k])
    elif isinstance(b, Layer):
        assert_alike([a.w, a.b], [b.w, b.b])
    elif b is not None:
        assert len(a) == len(b)
        for x, y in zip(a, b):
            assert_alike(x, y)


@pytest.mark.parametrize("dtype", [np.float16, np.float64, "bfloat16"])
def test_other_dtypes(dtype):
    if dtype == "bfloat16":
        dtype = pytest.importorskip("ml_dtypes").bfloat16
    w = np.array([1, 2], dtype)
    tx = optaxx.sgd(0.5, momentum=0.5)
    state = tx.init(w)
    assert state[0].trace.dtype == dtype
    updates, _ = tx.update(np.array([2, 4], dtype), state)
    assert updates.dtype == dtype and updates.astype(float).tolist() == [-1, -2]
    tx.step(np.array([2, 4], dtype), state, w)
    assert w.astype(float).tolist() == [0, 0]


def test_gradients_wider_than_the_parameters():
    bfloat16 = pytest.importorskip("ml_dtypes").bfloat16
    w = np.array([1, 2], bfloat16)
    g = np.array([2, 4], np.float32)
    tx = optaxx.trace(0.5)
    state = tx.init(w)
    _, wide = tx.update(g, state, w)
    assert state.trace.dtype == bfloat16 and wide.trace.dtype == np.float32
    _, wide = tx.update(g, wide, w)
    assert wide.trace.tolist() == [3, 6]
    with pytest.raises(ValueError, match=r"state.trace is bfloat16 and becomes float32 .*gradients='float32'"):
        tx.step(g, state, w)
    assert w.astype(float).tolist() == [1, 2]
    state = tx.init(w, gradients="float32")
    assert state.trace.dtype == np.float32
    tx.step(g, state, w)
    assert w.astype(float).tolist() == [3, 6] and state.trace.tolist() == [2, 4]


def read_only():
    a = np.ones((2, 3), np.float32)
    a.flags.writeable = False
    return a


@pytest.mark.parametrize(
    "leaf, message",
    [
        (np.ones((3, 2), np.float32).T, r"numbers do not lie one behind the other.*ascontiguousarray"),
        (np.ones((2, 6), np.float32)[:, ::2], r"numbers do not lie one behind the other.*ascontiguousarray"),
        (np.ones((2, 3), ">f4"), r"in the other order \(>f4\).*newbyteorder"),
        (np.ones((2, 3), complex), r"is an array of complex128; .*astype"),
        (np.array(["a"]), r"is an array of <U1"),
        (read_only(), r"may not be written to, and step writes in place: copy it"),
        (1.0, r"is the number 1.0, and step writes in place"),
        ("text", r"is a str, expected an array"),
        (object(), r"is a object, expected an array"),
    ],
)
def test_an_array_that_cannot_be_stepped_is_named_with_what_to_do(leaf, message):
    tx = optaxx.sgd(0.1)
    good = {"net": [np.ones((2, 3), np.float32)]}
    state = tx.init(good)
    with pytest.raises(ValueError, match=r"params\['net'\]\[0\] .*" + message):
        tx.step(good, state, {"net": [leaf]})


def test_messages_are_those_of_recipes(params, grads):
    with pytest.raises(ValueError, match=r"optax.adamw has no argument 'weigth_decay' \(did you mean 'weight_decay'\?\)"):
        optaxx.adamw(1e-3, weigth_decay=0.1)
    with pytest.raises(ValueError, match="optax.adam needs the argument 'learning_rate'"):
        optaxx.adam()
    with pytest.raises(ValueError, match="line 1, column 7.*did you mean 'adam'"):
        optaxx.recipe("optax.adma(0.1)")
    with pytest.raises(ValueError, match="cosine_decay_schedule: decay_steps must be positive, got 0"):
        optaxx.cosine_decay_schedule(0.1, 0)
    with pytest.raises(AttributeError):
        optaxx.adma
    tx = optaxx.adam(0.1)
    with pytest.raises(ValueError, match=r"updates\['dense'\]\['b'\] is float64"):
        tx.update({**grads, "dense": {**grads["dense"], "b": np.zeros(4)}}, tx.init(params), params)
    with pytest.raises(ValueError, match="the state is"):
        tx.update(grads, optaxx.sgd(0.1).init(params), params)
    with pytest.raises(ValueError, match="must be a string, an int or a bool"):
        tx.init({1.5: np.ones(1)})


def test_recipes_take_bindings(params, grads):
    tx = optaxx.recipe(
        "tx = optax.chain(optax.clip(1.0), optax.sgd(rate, momentum=m))",
        rate=lambda step: 0.5 if step == 0 else 0.0,
        m=0.9,
    )
    updates, state = tx.update(grads, tx.init(params))
    np.testing.assert_array_equal(updates["head"][0], -np.float32(0.5) * np.clip(grads["head"][0], -1, 1))
    updates, _ = tx.update(grads, state)
    assert not updates["head"][0].any()


class Stop(Exception):
    pass


@pytest.mark.parametrize("call", ["update", "step"])
def test_an_exception_of_a_function_passes_through_and_nothing_has_changed(call, params, grads):
    stop = Stop("here")

    def rate(step):
        if step == 1:
            raise stop
        return 0.1

    tx = optaxx.chain(optaxx.trace(0.9), optaxx.scale_by_schedule(rate))
    state = tx.init(params)
    tx.step(grads, state, params)
    before = pickle.dumps((params, state))
    with pytest.raises(Stop) as caught:
        getattr(tx, call)(grads, state, params)
    assert caught.value is stop
    assert pickle.dumps((params, state)) == before


def test_an_exception_of_a_mask_passes_through(params):
    stop = Stop("here")

    def mask(p):
        raise stop

    with pytest.raises(Stop) as caught:
        optaxx.masked(optaxx.sgd(0.1), mask).init(params)
    assert caught.value is stop


def test_a_mask_sees_the_callers_own_arrays(params):
    seen = []

    def mask(p):
        seen.append(p)
        return {"dense": {"w": True, "b": False}, "head": [False]}

    optaxx.masked(optaxx.sgd(0.1), mask).init(params)
    assert seen[0]["dense"]["w"] is params["dense"]["w"] and seen[0]["head"][0] is params["head"][0]


def test_a_function_that_calls_its_transformation_is_refused(params, grads):
    def rate(step):
        tx.update(grads, state)

    tx = optaxx.sgd(rate)
    state = tx.init(params)
    with pytest.raises(RuntimeError, match="called by a function that it has called itself"):
        tx.update(grads, state)


def test_extra_arguments(params, grads):
    tx = optaxx.MultiSteps(optaxx.sgd(1.0), 2, should_skip_update_fn=optaxx.skip_not_finite)
    state = tx.init(params)
    grads["head"][0][0] = np.nan
    updates, state = tx.update(grads, state, params, value=np.float32(3.0), name=1.0)
    assert state.mini_step == 0 and state.skip_state["should_skip"]


def test_what_comes_out_outlives_what_it_came_from():
    params = {"w": np.ones(1000, np.float32)}
    tx = optaxx.adam(0.1)
    updates, state = tx.update(params, tx.init(params), params)
    kept, moment = updates["w"], state[0].mu["w"]
    expected = kept.copy(), moment.copy()
    del tx, updates, state, params
    gc.collect()
    filler = [np.full(1000, 7, np.float32) for _ in range(100)]
    np.testing.assert_array_equal(kept, expected[0])
    np.testing.assert_array_equal(moment, expected[1])
    assert filler


def test_the_owner_of_memory_may_go_first():
    def view():
        return np.frombuffer(bytearray(4000), np.float32)

    params = view()
    gc.collect()
    tx = optaxx.sgd(1.0)
    tx.step(np.ones(1000, np.float32), tx.init(params), params)
    assert (params == -1).all()


def test_references_are_balanced(params, grads):
    rate = lambda step: 0.0  # noqa: E731
    tx = optaxx.adam(rate)
    state = tx.init(params)
    watched = [tx, rate, state, params, grads, params["dense"], params["dense"]["w"], grads["head"][0], state[0].mu]

    def counts():
        return [sys.getrefcount(o) for o in watched]

    def blocks():
        gc.collect()
        return sys.getallocatedblocks()

    def run(n):
        for _ in range(n):
            tx.step(grads, state, params)
            updates, new = tx.update(grads, state, params)
            del updates, new

    run(100)
    before, allocated = counts(), blocks()
    run(10_000)
    assert counts() == before
    assert blocks() - allocated < 200


def test_a_transformation_that_its_function_reaches_is_collected():
    import weakref

    class Rate:
        def __call__(self, step):
            return 0.1

    rate = Rate()
    rate.tx = optaxx.adam(rate)
    gone = weakref.ref(rate)
    del rate
    gc.collect()
    assert gone() is None


def test_transformations_schedules_and_states_are_pickled(params, grads):
    tx = optaxx.chain(optaxx.clip(1.0), optaxx.adamw(optaxx.linear_schedule(0.1, 0.0, 10), mask={"dense": True, "head": False}))
    state = tx.init(params)
    tx.step(grads, state, params)
    other, copy = pickle.loads(pickle.dumps((tx, state)))
    assert optaxx.describe(other) == optaxx.describe(tx) == repr(tx)
    a, _ = tx.update(grads, state, params)
    b, _ = other.update(grads, copy, params)
    assert pickle.dumps(a) == pickle.dumps(b)
    assert pickle.loads(pickle.dumps(optaxx.linear_schedule(0.1, 0.0, 10)))(5) == np.float32(0.05)
    with pytest.raises(ValueError, match="it holds the function 'my_rate'"):

        def my_rate(step):
            return 0.1

        pickle.dumps(optaxx.adam(my_rate))


def test_a_state_is_pickled_into_another_process(tmp_path, params):
    (tmp_path / "state").write_bytes(pickle.dumps((optaxx.adam(0.1), optaxx.adam(0.1).init(params))))
    text = "import pickle, sys; tx, s = pickle.load(open(sys.argv[1], 'rb')); print(s[0].count, s[0]._fields, tx)"
    run = subprocess.run([sys.executable, "-c", text, tmp_path / "state"], capture_output=True, text=True, check=True)
    assert run.stdout == "0 ('count', 'mu', 'nu') optax.adam(learning_rate=0.1)\n" and not run.stderr


def test_files(tmp_path, params, grads):
    file = str(tmp_path / "run.safetensors")
    tx = optaxx.adam(0.1)
    state = tx.init(params)
    tx.step(grads, state, params)
    optaxx.save_state(file, state, tx, step=1)
    loaded = optaxx.load_state(file, tx, params)
    assert pickle.dumps(loaded) == pickle.dumps(state)
    with pytest.raises(ValueError):
        optaxx.load_state(file, optaxx.sgd(0.1, momentum=0.9), params)
    with pytest.raises(OSError):
        optaxx.load_state(str(tmp_path / "none"), tx, params)


def test_explain_names_what_a_step_does(params):
    text = optaxx.explain(optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adam(0.1)), params)
    assert "the next step: 2 sweeps" in text and "[1][0].mu" in text


def test_threads_step_side_by_side():
    tx = optaxx.adam(lambda step: 0.1)

    def run(results, i):
        params = {"w": np.full(1000, i, np.float32)}
        state = tx.init(params)
        for step in range(50):
            tx.step({"w": np.full(1000, step + 1, np.float32)}, state, params)
            tx.update({"w": np.full(1000, step + 1, np.float32)}, state, params)
        results[i] = params["w"]

    results, expected = {}, {}
    threads = [threading.Thread(target=run, args=(results, i)) for i in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for i in range(4):
        run(expected, i)
        np.testing.assert_array_equal(results[i], expected[i])


def test_every_factory_has_its_name():
    for name in ("adamw", "chain", "clip_by_global_norm", "cosine_decay_schedule", "inject_hyperparams", "partition", "paths"):
        assert name in optaxx.__all__ and callable(getattr(optaxx, name))
    assert optaxx.describe(optaxx.adamw(1e-3, weight_decay=0.1)) == "optax.adamw(learning_rate=0.001, weight_decay=0.1)"
    assert "paths" in repr(optaxx.masked(optaxx.sgd(1.0), optaxx.paths("**/w")))


def test_nothing_is_left_when_the_interpreter_exits(tmp_path):
    text = """
import numpy as np, optaxx
tx = optaxx.adam(lambda step: 0.1)
params = {"w": np.ones(3, np.float32)}
state = tx.init(params)
tx.step(params, state, {"w": np.ones(3, np.float32)})
"""
    run = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert run.stdout == "" and run.stderr == ""


def test_arguments_of_methods_are_those_of_python(params, grads):
    tx = optaxx.sgd(0.5)
    state = tx.init(params=params)
    tx.step(state=state, params=params, grads=grads)
    updates, _ = tx.update(grads, state=state)
    for wrong, message in [
        (lambda: tx.update(grads), r"update\(\) lacks the argument 'state'"),
        (lambda: tx.step(grads, state, params, params), r"step\(\) takes at most 3 arguments by position, got 4"),
        (lambda: tx.update(grads, state, updates=grads), r"update\(\) was given 'updates' twice"),
        (lambda: tx.init(params, dtype="float32"), r"init\(\) has no argument 'dtype'"),
    ]:
        with pytest.raises(TypeError, match=message):
            wrong()
