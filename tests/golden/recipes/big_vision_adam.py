# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 8544
# override: {"8": {"5/inner_state/count": 9996}, "18": {"5/inner_state/count": 60000}}
# class: ulp
# why: ["cos", "lowp", "pow", "sum"]
import re
import jax
import jax.numpy as jnp
import optax

lr, wd, total_steps, warmup_steps = 0.001, 0.0001, 90_000, 10_000


def matching(pattern):
    def mask(params):
        return jax.tree_util.tree_map_with_path(
            lambda path, _: bool(re.fullmatch(pattern, "/".join(part.key for part in path))), params
        )

    return mask


def create_learning_rate_schedule(base=1.0):
    def step_fn(step):
        progress = (step - warmup_steps) / float(total_steps - warmup_steps)
        progress = jnp.clip(progress, 0.0, 1.0)
        lr = base * 0.5 * (1.0 + jnp.cos(jnp.pi * progress))
        lr = lr * jnp.minimum(1.0, step / warmup_steps)
        return jnp.asarray(lr, dtype=jnp.float32)

    return step_fn


frozen = matching("Embed_.*")


def not_frozen(params):
    return jax.tree_util.tree_map(lambda f: not f, frozen(params))


tx = optax.chain(
    optax.masked(optax.clip_by_global_norm(1.0), not_frozen),
    optax.masked(optax.scale_by_adam(mu_dtype=jnp.bfloat16), not_frozen),
    optax.scale(lr),
    optax.masked(optax.scale(0.1), matching("Dense_0/.*")),
    optax.add_decayed_weights(wd, matching(".*/kernel$")),
    optax.masked(optax.scale_by_schedule(create_learning_rate_schedule()), not_frozen),
    optax.masked(optax.set_to_zero(), frozen),
    optax.scale(-1.0),
)
