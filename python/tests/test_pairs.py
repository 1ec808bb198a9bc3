"""Transformations of Python's own, as optax.GradientTransformation(init, update), among those of optaxx."""

import gc

import numpy as np
import pytest
from conftest import bits, gradients

import optaxx

optax = pytest.importorskip("optax")


def momentum():
    def init(params):
        return {"m": {k: np.zeros_like(p) for k, p in params.items()}}

    def update(updates, state, params=None):
        m = {k: np.float32(0.5) * state["m"][k] + u for k, u in updates.items()}
        return m, {"m": m}

    return optax.GradientTransformation(init, update)


def flat(step):
    return {"w": gradients(step)["dense"]["w"], "b": gradients(step)["head"][0]}


def test_a_pair_is_a_link():
    tx, known = optaxx.chain(optaxx.clip(0.5), momentum(), optaxx.scale(-0.1)), optaxx.chain(
        optaxx.clip(0.5), optaxx.trace(0.5), optaxx.scale(-0.1)
    )
    p, q = flat(0), flat(0)
    state, other = tx.init(p), known.init(q)
    assert sorted(state[1]) == ["m"]
    for step in range(1, 5):
        tx.step(flat(step), state, p)
        known.step(flat(step), other, q)
    assert bits(p) == bits(q) and bits(state[1]["m"]) == bits(other[1].trace)
    updates, new = tx.update(flat(5), state, p)
    assert bits(new[1]["m"]) != bits(state[1]["m"])


def test_parts_of_optax_are_links_too():
    jnp = pytest.importorskip("jax.numpy")
    tx = optaxx.chain(optax.sign_sgd(0.1), optaxx.trace(0.5))
    known = optax.chain(optax.sign_sgd(0.1), optax.trace(0.5))
    p = {"w": jnp.linspace(-1, 1, 6)}
    state, other = tx.init(p), known.init(p)
    for step in range(3):
        g = {"w": jnp.sin(p["w"] + step)}
        u, state = tx.update(g, state, p)
        v, other = known.update(g, other, p)
        np.testing.assert_array_equal(u["w"], v["w"])


def test_only_those_with_extra_arguments_get_them_and_as_they_came():
    seen = []

    def update(updates, state, params, **extra):
        seen.append(extra)
        return updates, state

    plain = optax.GradientTransformation(lambda p: (), lambda u, s, p=None: (u, s))
    extra = optax.GradientTransformationExtraArgs(lambda p: (), update)
    tx = optaxx.chain(plain, extra, optaxx.sgd(1.0))
    w = np.zeros(2, np.float32)
    word, function = "a word", lambda: None
    tx.step(np.ones(2, np.float32), tx.init(w), w, word=word, function=function, value=1.5)
    assert seen == [{"word": word, "function": function, "value": 1.5}] and w.tolist() == [-1, -1]


@pytest.mark.parametrize(
    "update, message",
    [
        (lambda u, s, p=None: (u[:1], s), r"updates came back as float32 \(1,\), expected float32 \(2,\)"),
        (lambda u, s, p=None: (u, u), r"state came back as float32 \(2,\), expected float32 \(\)"),
        (lambda u, s, p=None: (u, (s,)), r"state came back as \(\*,\), expected \*"),
        (lambda u, s, p=None: u, "update gives the updates and the state, got array"),
    ],
)
def test_what_comes_back_otherwise_is_refused_and_nothing_has_changed(update, message):
    w = np.zeros(2, np.float32)
    tx = optaxx.chain(optaxx.trace(0.5), optax.GradientTransformation(lambda p: np.zeros((), np.float32), update))
    state = tx.init(w)
    with pytest.raises(ValueError, match=message):
        tx.step(np.ones(2, np.float32), state, w)
    assert w.tolist() == [0, 0] and state[0].trace.tolist() == [0, 0]


def test_exceptions_pass_through():
    def update(u, s, p=None):
        raise LookupError("of mine")

    tx = optaxx.chain(optax.GradientTransformation(lambda p: (), update))
    w = np.zeros(2, np.float32)
    with pytest.raises(LookupError, match="of mine"):
        tx.step(w, tx.init(w), w)


def test_what_holds_a_pair_keeps_its_functions():
    tx = optaxx.masked(momentum(), {"w": True, "b": True})
    gc.collect()
    state = tx.init(flat(0))
    tx.update(flat(1), state, flat(0))
    assert "momentum" in optaxx.describe(tx)


def test_has_updated():
    tx = optaxx.MultiSteps(optaxx.sgd(0.1), every_k_schedule=2)
    w = np.zeros(2, np.float32)
    state = tx.init(w)
    seen = [tx.has_updated(state)]
    for _ in range(4):
        tx.step(w, state, w)
        seen.append(tx.has_updated(state))
    assert seen == [False, False, True, False, True]
    with pytest.raises(ValueError, match="has_updated: the state is not that of MultiSteps"):
        tx.has_updated(optaxx.sgd(0.1).init(w))


def test_updates_in_numpys_wide_floats_are_rounded_first():
    jax = pytest.importorskip("jax")
    params = {"w": np.float32([1.0, 2.0]), "n": np.float16([1.0])}
    updates = {"w": np.array([0.1, 1e-9]), "n": np.array([0.1])}
    ours, theirs = optaxx.apply_updates(params, updates), optax.apply_updates(jax.tree.map(jax.numpy.asarray, params), updates)
    for name in params:
        np.testing.assert_array_equal(ours[name], theirs[name])
        assert ours[name].dtype == theirs[name].dtype
