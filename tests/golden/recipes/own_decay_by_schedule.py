# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 9
# class: libm
# why: ["pow"]
import jax
import jax.numpy as jnp
import optax

weight_decay, peak_lr = 0.1, 1e-2
schedule = optax.linear_schedule(peak_lr, 0.0, 20)


def decay_init(params):
    return optax.ScaleByScheduleState(count=jnp.zeros([], jnp.int32))


def decay_update(updates, state, params):
    rate = schedule(state.count)
    coefficient = weight_decay * rate / peak_lr
    updates = jax.tree.map(lambda u, p: u + coefficient * p, updates, params)
    return updates, optax.ScaleByScheduleState(optax.safe_increment(state.count))


decay = optax.GradientTransformation(decay_init, decay_update)
tx = optax.chain(optax.scale_by_adam(), decay, optax.scale_by_learning_rate(schedule))
