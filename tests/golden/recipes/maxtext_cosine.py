# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6435
# override: {"5": {"2/count": 14998}, "12": {"2/count": 80000}, "20": {"2/count": 149996}}
# class: libm
# why: ["cos", "pow"]
import jax.numpy as jnp
import optax

lr, steps = 3e-5, 150_001
warmup_steps = int(0.1 * steps)
cos_steps = steps - warmup_steps


def make_cos_schedule(init_lr, final_lr, len_steps):
    def schedule(step):
        pct = step / (len_steps - 1) if len_steps > 1 else 1.0
        a = 0.5 * (jnp.cos(jnp.pi * pct) + 1)
        return init_lr * a + final_lr * (1 - a)

    return schedule


pieces = [
    optax.linear_schedule(init_value=0.0, end_value=lr, transition_steps=warmup_steps),
    make_cos_schedule(lr, 0.1 * lr, cos_steps),
    optax.constant_schedule(0.0),
]
tx = optax.adamw(optax.join_schedules(pieces, [warmup_steps, warmup_steps + cos_steps]), b1=0.9, b2=0.95, weight_decay=0.1)
