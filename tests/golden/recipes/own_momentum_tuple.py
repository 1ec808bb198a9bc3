# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 3
# class: libm
# why: ["pow"]
import jax
import jax.numpy as jnp
import optax

f32, i32 = jnp.float32, jnp.int32


def scale_by_rms(beta=0.999, eps=1e-8):
    def init_fn(params):
        nu = jax.tree.map(lambda t: jnp.zeros_like(t, f32), params)
        return (jnp.zeros((), i32), nu)

    def update_fn(updates, state, params=None):
        step, nu = state
        step = optax.safe_int32_increment(step)
        nu = jax.tree.map(lambda v, u: beta * v + (1 - beta) * (u * u), nu, updates)
        nu_hat = optax.tree_utils.tree_bias_correction(nu, beta, step)
        updates = jax.tree.map(lambda u, v: u / (jnp.sqrt(v) + eps), updates, nu_hat)
        return updates, (step, nu)

    return optax.GradientTransformation(init_fn, update_fn)


def scale_by_momentum(beta=0.9, nesterov=False):
    def init_fn(params):
        return (jnp.zeros((), i32), optax.tree.zeros_like(params))

    def update_fn(updates, state, params=None):
        step, mu = state
        step = optax.safe_increment(step)
        mu = optax.tree.update_moment(updates, mu, beta, 1)
        if nesterov:
            mu_nesterov = optax.tree.update_moment(updates, mu, beta, 1)
            mu_hat = optax.tree.bias_correction(mu_nesterov, beta, step)
        else:
            mu_hat = optax.tree.bias_correction(mu, beta, step)
        return mu_hat, (step, mu)

    return optax.GradientTransformation(init_fn, update_fn)


tx = optax.chain(scale_by_rms(), scale_by_momentum(nesterov=True), optax.scale_by_learning_rate(1e-2))
