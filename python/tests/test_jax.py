"""optaxx.jax.as_optax within programs that JAX traces."""

import concurrent.futures

import pytest

import optaxx

jax = pytest.importorskip("jax")
optax = pytest.importorskip("optax")
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from conftest import bits  # noqa: E402

import optaxx.jax  # noqa: E402


def params(dtype=jnp.float32):
    return {"w": jnp.linspace(-1, 1, 12, dtype=dtype).reshape(3, 4), "b": [jnp.zeros(4, dtype), jnp.ones((), dtype)]}


def grads(step):
    return jax.tree.map(lambda a: jnp.sin(a * 3 + step).astype(a.dtype), params())


def numbers(tree):
    """The leaves as arrays of NumPy, typed keys as theirs."""
    key = jax.dtypes.prng_key
    return jax.tree.map(
        lambda a: np.asarray(jax.random.key_data(a) if jnp.issubdtype(a.dtype, key) else a), jax.tree.leaves(tree)
    )


RECIPES = {
    "clip, adamw, schedule": "optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(optax.cosine_decay_schedule(0.1, 9)))",
    "multi_steps": "optax.MultiSteps(optax.adam(0.1), every_k_schedule=2)",
    "noise": "optax.noisy_sgd(0.1, key=jax.random.key(3))",
    "injected": "optax.inject_hyperparams(optax.sgd)(0.1, momentum=0.9)",
    "masked": "optax.masked(optax.adam(0.1), optaxx.paths('w'))",
    "factored": "optax.adafactor(0.1, min_dim_size_to_factor=2)",
    "narrow": "optax.adam(0.1, mu_dtype=jnp.bfloat16)",
}


@pytest.mark.parametrize("name", RECIPES)
def test_steps_under_jit_have_the_bits_of_those_outside(name):
    tx = optaxx.recipe(RECIPES[name])
    inside = optaxx.jax.as_optax(tx)
    p = q = params()
    state, other = tx.init(p), jax.jit(inside.init)(p)
    assert jax.tree.structure(state) == jax.tree.structure(other)
    update = jax.jit(inside.update)
    for step in range(4):
        u, state = tx.update(grads(step), state, p)
        v, other = update(grads(step), other, q)
        p, q = optax.apply_updates(p, u), optax.apply_updates(q, v)
        assert jax.tree.map(lambda a: a.dtype, state) == jax.tree.map(lambda a: a.dtype, other)
        assert bits(numbers((p, state))) == bits(numbers((q, other)))


def test_a_program_calls_the_step_itself_unless_that_calls_functions_of_python():
    state = optaxx.adam(0.1).init(params())
    for tx, itself in ((optaxx.adam(0.1), True), (optaxx.adam(lambda step: 0.1), False)):
        text = jax.jit(optaxx.jax.as_optax(tx).update).lower(grads(0), tx.init(params()), params()).as_text()
        assert ("optaxx_update" in text) == itself and ("callback" in text) != itself
    assert state[0].count == 0


def test_extra_arguments_of_a_program():
    tx = optaxx.contrib.reduce_on_plateau(patience=1, factor=0.5)
    inside = optaxx.jax.as_optax(tx)
    update = jax.jit(lambda g, s, value: inside.update(g, s, value=value, other={"a": value, "b": 2}))
    state = other = tx.init(params())
    for step in range(6):
        u, state = tx.update(grads(0), state, value=1.0)
        v, other = update(grads(0), other, 1.0)
        assert bits(numbers((u, state))) == bits(numbers((v, other)))
    assert state.scale < 1


def test_programs_that_run_at_the_same_time():
    tx = optaxx.jax.as_optax(optaxx.adam(0.1))
    run = jax.jit(lambda g, s: jax.lax.fori_loop(0, 200, lambda _, s: tx.update(g, s)[1], s))
    state = tx.init(params())
    expected = bits(numbers(run(grads(1), state)))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for result in pool.map(lambda _: bits(numbers(run(grads(1), state))), range(12)):
            assert result == expected


def test_outside_of_jit_it_is_the_transformation():
    tx = optaxx.adam(0.1)
    inside = optaxx.jax.as_optax(tx)
    state = inside.init(params())
    assert bits(numbers(inside.update(grads(0), state, params()))) == bits(numbers(tx.update(grads(0), state, params())))


def test_a_loop_of_jax_with_parts_of_optax_around():
    def trained(tx):
        def body(carry, step):
            p, state = carry
            updates, state = tx.update(grads(step), state, p)
            return (optax.apply_updates(p, updates), state), None

        return jax.jit(lambda p: jax.lax.scan(body, (p, tx.init(p)), jnp.arange(8.0))[0][0])(params())

    ours = trained(optax.chain(optax.clip(0.5), optaxx.jax.as_optax(optaxx.adamw(0.1))))
    theirs = trained(optax.chain(optax.clip(0.5), optax.adamw(0.1)))
    for a, b in zip(jax.tree.leaves(ours), jax.tree.leaves(theirs)):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_donated_states():
    tx = optaxx.jax.as_optax(optaxx.adam(0.1))
    update = jax.jit(tx.update, donate_argnums=1)
    state = tx.init(params())
    for step in range(3):
        _, state = update(grads(step), state, params())
    assert state[0].count == 3


def test_vmap_is_one_call_after_the_other():
    tx = optaxx.jax.as_optax(optaxx.clip_by_global_norm(1.0))
    many = jnp.arange(6.0).reshape(3, 2) + 1
    updates = jax.jit(jax.vmap(lambda g: tx.update(g, tx.init(g))[0]))(many)
    np.testing.assert_allclose(jnp.linalg.norm(updates, axis=1), [1, 1, 1], rtol=1e-6)


def test_functions_of_python_get_numbers():
    seen = []
    tx = optaxx.jax.as_optax(optaxx.sgd(lambda count: seen.append(int(count)) or 0.5))
    state = tx.init(params())
    updates, state = jax.jit(tx.update)(grads(0), state)
    np.testing.assert_array_equal(updates["w"], -0.5 * grads(0)["w"])
    assert set(seen) == {0}


def test_functions_as_extra_arguments_are_refused():
    tx = optaxx.jax.as_optax(optaxx.adam(0.1))
    state = tx.init(params())
    with pytest.raises(TypeError, match="value_fn is a function, and what is traced by JAX takes trees of arrays only"):
        jax.jit(lambda g, s: tx.update(g, s, value_fn=lambda p: 0.0))(grads(0), state)
    _, state = jax.jit(lambda g, s, value: tx.update(g, s, value=value))(grads(0), state, 1.5)
    assert state[0].count == 1


def test_a_tracer_in_the_transformation_itself_says_what_to_do():
    tx = optaxx.adam(0.1)
    with pytest.raises(ValueError, match=r"params\['b'\]\[0\] is traced by JAX, .*optaxx.jax.as_optax\(tx\)"):
        jax.jit(tx.init)(params())


def test_what_a_step_complains_of_arrives():
    tx = optaxx.jax.as_optax(optaxx.adamw(0.1))
    state = tx.init(params())
    with pytest.raises(ValueError, match="needs params"):
        jax.jit(tx.update)(grads(0), state)
