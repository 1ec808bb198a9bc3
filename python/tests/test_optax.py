"""The numbers and the states of real Optax, where it is installed."""

import functools

import numpy as np
import pytest
from conftest import gradients

import optaxx

jax = pytest.importorskip("jax")
optax = pytest.importorskip("optax")
jnp = jax.numpy


def matrices(tree):
    return jax.tree.map(lambda leaf: leaf.ndim > 1, tree)


def labels(tree):
    return {"dense": "slow", "head": "fast"}


def halved(step):
    return 0.1 * 0.5 ** (step // 4)


# What has neither norms nor reciprocal roots has Optax's bits.
EXACT = {
    "adamw": lambda o: o.adamw(1e-2, weight_decay=0.1),
    "by position and by name": lambda o: o.adam(0.1, 0.8, b2=0.99, eps_root=1e-8, nesterov=True),
    "chain and clip": lambda o: o.chain(o.clip(0.5), o.trace(decay=0.9), o.scale(-0.1)),
    "cosine": lambda o: o.adam(o.cosine_decay_schedule(0.1, 10)),
    "warmup": lambda o: o.sgd(o.warmup_cosine_decay_schedule(0.0, 0.1, 3, 10), momentum=0.9),
    "joined": lambda o: o.sgd(
        o.join_schedules([o.linear_schedule(0.0, 0.1, 3), o.exponential_decay(0.1, 2, 0.5)], [3])
    ),
    "a schedule of Python": lambda o: o.adam(halved),
    "a lambda with jnp": lambda o: o.sgd(lambda step: 0.1 * jnp.minimum(step / 4, 1.0)),
    "a mask of Python": lambda o: o.adamw(1e-2, weight_decay=0.1, mask=matrices),
    "a mask tree": lambda o: o.masked(o.trace(0.9), {"dense": {"w": True, "b": False}, "head": [True]}),
    "a prefix": lambda o: o.masked(o.sgd(0.1), {"dense": True, "head": False}),
    "partition": lambda o: o.partition({"slow": o.adam(0.01), "fast": o.sgd(1.0, 0.9)}, labels),
    "a partition by a tree": lambda o: o.partition(
        {"a": o.set_to_zero(), "b": o.sgd(0.1)}, {"dense": {"w": "a", "b": "b"}, "head": ["a"]}
    ),
    "injected": lambda o: o.inject_hyperparams(o.adamw)(
        o.linear_schedule(0.1, 0.0, 10), b1=0.8, weight_decay=0.1
    ),
    "an injected partial": lambda o: o.inject_hyperparams(functools.partial(o.sgd, momentum=0.9))(
        learning_rate=halved
    ),
    "an injected function": lambda o: o.inject_hyperparams(
        lambda learning_rate, momentum, at: o.chain(o.clip(at), o.sgd(learning_rate, momentum=momentum)), static_args="at"
    )(halved, momentum=0.9, at=0.5),
    "an injected function that takes a mask": lambda o: o.inject_hyperparams(
        lambda rate, mask: o.masked(o.sgd(rate), mask), ["mask"]
    )(0.25, functools.partial(jax.tree.map, lambda leaf: leaf.ndim > 1)),
    "several steps": lambda o: o.MultiSteps(o.sgd(0.5), every_k_schedule=2).gradient_transformation(),
    "dtype": lambda o: o.adam(0.1, mu_dtype=jnp.bfloat16),
    "float32 option": lambda o: o.adam(jnp.float32(0.1), b1=np.float32(0.9)),
    "named chain": lambda o: o.named_chain(("clip", o.clip(1.0)), ("sgd", o.sgd(0.1))),
}


def same_bits(a, b):
    """Zeros of either sign are equal: steps between gradient steps have plain ones here."""
    a, b = np.asarray(a) + 0, np.asarray(b) + 0
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def assert_same(ours, theirs):
    mine, tree = jax.tree_util.tree_flatten_with_path(ours)
    other, _ = jax.tree_util.tree_flatten_with_path(theirs)
    assert [jax.tree_util.keystr(path) for path, _ in mine] == [jax.tree_util.keystr(path) for path, _ in other]
    for (path, a), (_, b) in zip(mine, other):
        assert same_bits(a, b), (jax.tree_util.keystr(path), a, b)


@pytest.mark.parametrize("name", EXACT)
def test_updates_states_and_parameters_have_the_bits_of_optax(name, params):
    ours, theirs = EXACT[name](optaxx), EXACT[name](optax)
    mine = other = jax.tree.map(jnp.asarray, params)
    state, expected = ours.init(mine), theirs.init(other)
    assert_same(state, expected)
    for step in range(8):
        g = jax.tree.map(jnp.asarray, gradients(step))
        updates, state = ours.update(g, state, mine)
        wanted, expected = theirs.update(g, expected, other)
        assert isinstance(jax.tree.leaves(updates)[0], jax.Array)
        assert_same(updates, wanted)
        assert_same(state, expected)
        mine, other = optaxx.apply_updates(mine, updates), optax.apply_updates(other, wanted)
        assert_same(mine, other)


def test_a_norm_is_within_an_ulp(params):
    ours = optaxx.chain(optaxx.clip_by_global_norm(0.5), optaxx.scale(-1.0))
    theirs = optax.chain(optax.clip_by_global_norm(0.5), optax.scale(-1.0))
    g = jax.tree.map(jnp.asarray, gradients(1))
    mine, _ = ours.update(g, ours.init(g))
    wanted, _ = theirs.update(g, theirs.init(g))
    for a, b in zip(jax.tree.leaves(mine), jax.tree.leaves(wanted)):
        np.testing.assert_array_max_ulp(np.asarray(a), np.asarray(b), 2)


def test_in_place_is_the_same_as_update(params):
    ours, theirs = EXACT["adamw"](optaxx), EXACT["adamw"](optax)
    state, expected = ours.init(params), theirs.init(params)
    other = jax.tree.map(jnp.asarray, params)
    for step in range(8):
        ours.step(gradients(step), state, params)
        wanted, expected = theirs.update(gradients(step), expected, other)
        other = optax.apply_updates(other, wanted)
    assert_same(params, other)
    assert_same(state, expected)


def test_a_state_of_optax_goes_on_here(params):
    theirs = optax.adam(0.1)
    g = jax.tree.map(jnp.asarray, gradients(0))
    _, expected = theirs.update(g, theirs.init(g))
    updates, state = optaxx.adam(0.1).update(g, expected)
    wanted, expected = theirs.update(g, expected)
    assert_same(updates, wanted)
    assert_same(state, expected)


@pytest.mark.parametrize(
    "make",
    [
        lambda o: o.cosine_decay_schedule(0.3, 20, alpha=0.1),
        lambda o: o.warmup_exponential_decay_schedule(0.0, 0.1, 5, 3, 0.7),
        lambda o: o.piecewise_constant_schedule(1.0, {3: 0.1, 8: 0.5}),
        lambda o: o.polynomial_schedule(1.0, 0.0, 2, 10),
    ],
)
def test_schedules_are_callable_and_have_the_bits_of_optax(make):
    ours, theirs = make(optaxx), make(optax)
    for step in range(25):
        assert same_bits(ours(step), theirs(jnp.int32(step))), step


def test_a_tracer_is_refused_with_what_to_do(params):
    tx = optaxx.adam(0.1)
    state = tx.init(params)
    with pytest.raises(ValueError, match=r"updates\['dense'\]\['b'\] is traced by JAX.*as_optax"):
        jax.jit(lambda g: tx.update(g, state)[0])(gradients(0))


def test_step_refuses_arrays_of_jax(params):
    tx = optaxx.sgd(0.1)
    frozen = jax.tree.map(jnp.asarray, params)
    with pytest.raises(ValueError, match=r"params\['dense'\]\['b'\] is an array of JAX.*use update"):
        tx.step(gradients(0), tx.init(frozen), frozen)


def test_registered_containers_come_back(params):
    @jax.tree_util.register_pytree_with_keys_class
    class Layer:
        def __init__(self, w, b):
            self.w, self.b = w, b

        def tree_flatten_with_keys(self):
            return [(jax.tree_util.GetAttrKey("w"), self.w), (jax.tree_util.GetAttrKey("b"), self.b)], None

        @classmethod
        def tree_unflatten(cls, _, children):
            return cls(*children)

    layer = Layer(jnp.ones((2, 2)), jnp.ones(2))
    tx = optaxx.masked(optaxx.adam(0.1), lambda p: {"layer": Layer(True, False)})
    mu = tx.init({"layer": layer}).inner_state[0].mu["layer"]
    assert isinstance(mu, Layer) and type(mu.b).__name__ == "MaskedNode"
    tx = optaxx.adam(0.1)
    state = tx.init({"layer": layer})
    assert isinstance(state[0].mu["layer"], Layer)
    updates, state = tx.update({"layer": layer}, state)
    assert isinstance(updates["layer"], Layer) and isinstance(state[0].nu["layer"], Layer)
    theirs = optax.adam(0.1)
    assert_same(updates, theirs.update({"layer": layer}, theirs.init({"layer": layer}))[0])


def test_typed_keys_come_in_and_go_out(params):
    key = jax.random.key(7)
    mine = jax.tree.map(jnp.asarray, params)
    state = optaxx.add_noise(0.1, 0.55, key).init(mine)
    expected = optax.add_noise(0.1, 0.55, key).init(mine)
    assert same_bits(jax.random.key_data(state.rng_key), jax.random.key_data(expected.rng_key))
    g = jax.tree.map(jnp.asarray, gradients(0))
    _, state = optaxx.add_noise(0.1, 0.55, key).update(g, state)
    _, expected = optax.add_noise(0.1, 0.55, key).update(g, expected)
    assert same_bits(jax.random.key_data(state.rng_key), jax.random.key_data(expected.rng_key))


def test_what_keeps_no_state_takes_any():
    g = jnp.float32([3.0, -0.5])
    for o in (optax, optaxx):
        for state in (None, 0, o.clip(1.0).init(g)):
            assert o.clip(1.0).update(g, state)[0].tolist() == [1.0, -0.5]


def test_parameters_that_are_none_stay_so():
    for o in (optax, optaxx):
        assert o.apply_updates(None, jnp.ones(2)) is None
        params = o.apply_updates({"a": None, "b": jnp.ones(2)}, {"a": jnp.ones(3), "b": jnp.ones(2)})
        assert params["a"] is None and params["b"].tolist() == [2, 2]


def test_shapes_are_enough_for_a_first_state():
    shapes = {"w": jax.ShapeDtypeStruct((2, 3), jnp.bfloat16), "b": jax.ShapeDtypeStruct((), jnp.float32)}
    state, theirs = (o.adam(0.1).init(shapes) for o in (optaxx, optax))
    described = [jax.tree.map(lambda a: (a.shape, str(a.dtype)), s) for s in (state, theirs)]
    assert jax.tree.leaves(described[0]) == jax.tree.leaves(described[1])


@pytest.mark.parametrize(
    "updates", [[jnp.array(11.0), jnp.zeros(())], [jnp.array(9.0), jnp.zeros(())], [jnp.array(jnp.nan), jnp.array(jnp.inf)]]
)
def test_what_decides_of_micro_batches_can_be_asked(updates):
    for name, rest in [("skip_large_updates", (100.0,)), ("skip_not_finite", ())]:
        ours, state = getattr(optaxx, name)(updates, jnp.zeros([], jnp.int32), None, *rest)
        theirs, expected = getattr(optax, name)(updates, jnp.zeros([], jnp.int32), None, *rest)
        assert bool(ours) == bool(theirs) and set(state) == set(expected)
        for key, value in expected.items():
            np.testing.assert_array_equal(state[key], value)


def test_schedules_of_many_steps():
    for steps in (jnp.arange(6), np.arange(6).reshape(2, 3), 3, jnp.int32(3)):
        ours, theirs = (o.cosine_decay_schedule(0.5, 5, exponent=2.0)(steps) for o in (optaxx, optax))
        assert np.shape(ours) == np.shape(theirs)
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_static_arguments_that_there_are_not():
    for o in (optax, optaxx):
        for factory in (o.scale, lambda rate: o.scale(rate)):
            with pytest.raises(ValueError):
                o.inject_hyperparams(factory, static_args=["lr"])


def test_what_optax_warns_of_is_warned_of():
    for o in (optax, optaxx):
        with pytest.warns(DeprecationWarning, match="use `optimistic_adam_v2` instead"):
            o.optimistic_adam(0.1)


def test_numbers_of_a_state_may_be_of_another_float_dtype(params):
    tx = optaxx.contrib.reduce_on_plateau(patience=1, factor=0.5)
    state = tx.init(params)
    other = state._replace(scale=np.float64(state.scale), best_value=np.asarray(state.best_value, np.float64))
    assert_same(*(tx.update(gradients(0), s, params, value=1.0) for s in (state, other)))


def test_updates_narrower_than_their_parameters():
    w = optaxx.apply_updates({"w": np.full(2, 1 / 3)}, {"w": np.full(2, 0.1, np.float32)})["w"]
    assert w.dtype == np.float64 and (w == 1 / 3 + np.float64(np.float32(0.1))).all()


@pytest.mark.parametrize("mask", [{"dense": True, "head": False}, matrices])
def test_states_are_mapped_as_parameters_are(mask, params):
    for o in (optax, optaxx):
        tx = o.chain(o.masked(o.adam(0.1), mask), o.trace(0.9))
        state = optax.tree.map_params(tx, lambda leaf: leaf + 1, tx.init(params))
        assert state[0].inner_state[0].count == 0
        assert (state[0].inner_state[0].mu["dense"]["w"] == 1).all() and (state[1].trace["head"][0] == 1).all()
        assert "MaskedNode" in str(state[0].inner_state[0].nu["head"])


def test_a_hyperparameter_may_become_an_integer():
    for o in (optax, optaxx):
        tx = o.inject_hyperparams(o.sgd)(0.5)
        state = tx.init(jnp.ones(2))
        state = state._replace(hyperparams=state.hyperparams | {"learning_rate": jnp.asarray(2)})
        updates, _ = tx.update(jnp.ones(2), state, jnp.ones(2))
        assert updates.tolist() == [-2, -2]
