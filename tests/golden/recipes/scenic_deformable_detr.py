# shapes: {"backbone": {"bn1": {"scale": [3]}, "conv1": {"kernel": [3, 3]}, "early": {"kernel": [4]}}, "head": {"kernel": [3, 2], "ref_embed": [4]}}
# grads: normal
# steps: 30
# seed: 8452
# override: {"15": {"1/2/count": 159995}}
# class: ulp
# why: ["pow", "sum"]
import jax
import optax

base_learning_rate, steps_per_epoch = 2e-4, 4000


def named(part):
    return lambda params: jax.tree_util.tree_map_with_path(lambda path, _: part in jax.tree_util.keystr(path), params)


tx = optax.chain(
    optax.clip_by_global_norm(0.1),
    optax.adamw(
        learning_rate=optax.piecewise_constant_schedule(base_learning_rate, {40 * steps_per_epoch: 0.1}),
        b1=0.9,
        b2=0.999,
        weight_decay=1e-4,
    ),
    optax.masked(optax.scale(0.1), named("backbone")),
    optax.masked(optax.scale(0.1), named("ref_embed")),
    optax.masked(optax.scale(0.0), named("bn")),
    optax.masked(optax.scale(0.0), named("early")),
)
