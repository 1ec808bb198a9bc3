"""Steps after the first look again at what they know: whatever is different, they find."""

import dataclasses
import gc
import pickle
import weakref

import numpy as np
import pytest
from conftest import bits, gradients

import optaxx


@pytest.fixture
def tx():
    return optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adamw(0.1))


def by_update(tx, params, steps):
    state = tx.init(params)
    for grads in steps:
        updates, state = tx.update(grads, state, params)
        params = optaxx.apply_updates(params, updates)
    return bits((params, state))


def test_arrays_elsewhere_at_every_step(tx, params):
    expected = by_update(tx, params, [gradients(step) for step in range(10)])
    state = tx.init(params)
    for step in range(10):
        tx.step(gradients(step), state, params)
        params, state = pickle.loads(pickle.dumps((params, state)))
        gc.collect()
    assert bits((params, state)) == expected


def test_dicts_in_any_order(tx):
    shapes = {"c": (2,), "a": (3,), "b": (4,)}

    def tree(seed, order):
        numbers = {k: np.random.default_rng([seed, ord(k)]).standard_normal(s, np.float32) for k, s in shapes.items()}
        return {bytes(k, "ascii").decode(): numbers[k] for k in order}

    expected = by_update(tx, tree(0, "abc"), [tree(step, "abc") for step in range(1, 7)])
    params = tree(0, "cab")
    state = tx.init(params)
    for step, order in enumerate(["abc", "cab", "bca", "cab", "cba", "abc"], 1):
        tx.step(tree(step, order), state, params)
    assert bits((params, state)) == expected


def test_two_states_in_turn(tx, params):
    expected = by_update(tx, params, [gradients(step) for step in range(4)])
    others = pickle.loads(pickle.dumps(params))
    states = tx.init(params), tx.init(others)
    for step in range(4):
        tx.step(gradients(step), states[0], params)
        tx.step(gradients(step), states[1], others)
    assert bits((params, states[0])) == bits((others, states[1])) == expected


@pytest.mark.parametrize(
    "wrong, message",
    [
        (lambda g: g | {"dense": g["dense"] | {"w": np.ones((4, 3), np.float32)}}, r"updates\['dense'\]\['w'\]"),
        (lambda g: g | {"dense": g["dense"] | {"w": np.ones((4, 3), np.float32).T}}, "do not lie one behind the other"),
        (lambda g: g | {"head": []}, "head"),
        (lambda g: g | {"head": g["dense"]}, "head"),
        (lambda g: g | {"head": [None]}, "head"),
        (lambda g: {"dense": g["dense"], "tail": g["head"]}, "tail"),
        (lambda g: g | {"head": [np.ones(2, ">f4")]}, "bytes of its numbers"),
        (lambda g: g | {"head": [np.ones(2, complex)]}, "complex128"),
    ],
)
def test_gradients_that_are_wrong_later_change_nothing(tx, params, wrong, message):
    state = tx.init(params)
    for step in range(3):
        tx.step(gradients(step), state, params)
    before = bits((params, state))
    with pytest.raises(ValueError, match=message):
        tx.step(wrong(gradients(3)), state, params)
    assert bits((params, state)) == before
    tx.step(gradients(3), state, params)
    assert state[1][0].count == 4


def test_parameters_that_are_read_only_later(tx, params):
    state = tx.init(params)
    tx.step(gradients(0), state, params)
    params["head"][0].flags.writeable = False
    with pytest.raises(ValueError, match=r"params\['head'\]\[0\] is an array that may not be written to"):
        tx.step(gradients(1), state, params)


def test_wider_gradients_later(params):
    tx = optaxx.adam(0.1)
    narrow = {"w": np.zeros(3, np.float16)}
    state = tx.init(narrow)
    tx.step({"w": np.ones(3, np.float16)}, state, narrow)
    with pytest.raises(ValueError, match="becomes float32 with these gradients"):
        tx.step({"w": np.ones(3, np.float32)}, state, narrow)


def test_nothing_of_the_callers_is_kept(tx):
    w = np.zeros(2, np.float32)
    state = tx.init(w)
    for _ in range(2):
        grads = np.ones(2, np.float32)
        tx.step(grads, state, w)
    gone = [weakref.ref(a) for a in (grads, w, state[1][0].count)]
    del grads, w, state
    assert all(ref() is None for ref in gone)
    w = np.zeros(2, np.float32)
    tx.step(np.ones(2, np.float32), tx.init(w), w)
    assert w.tolist() == pytest.approx([-0.1, -0.1], rel=1e-5)


def test_tensors_that_are_others_later():
    torch = pytest.importorskip("torch")
    tx = optaxx.sgd(1.0)
    w = torch.zeros(2, 2)
    state = tx.init(w)
    for _ in range(2):
        tx.step(torch.ones(2, 2), state, w)
    assert w.tolist() == [[-2, -2], [-2, -2]]
    for wrong, message in [
        (torch.ones(2, 2).to_sparse(), "layout torch.sparse_coo"),
        (torch.ones(4, 4)[::2, ::2], "one behind the other"),
        (torch.ones(2, 2, device="meta"), "on meta"),
        (torch.ones(2, 2, dtype=torch.complex64), "complex64"),
    ]:
        with pytest.raises(ValueError, match=message):
            tx.step(wrong, state, w)
    tx.step(np.ones((2, 2), np.float32), state, w)
    assert w.tolist() == [[-3, -3], [-3, -3]]


def test_a_container_where_an_array_was():
    @dataclasses.dataclass
    class Layer:
        w: np.ndarray

    tx = optaxx.trace(0.5)
    w = np.ones(2, np.float32)
    tx.init(w)
    state = tx.init(Layer(w))
    assert state.trace.w.tolist() == [0, 0]
    updates, _ = tx.update(Layer(w), state, Layer(w))
    assert updates.w.tolist() == [1, 1]
