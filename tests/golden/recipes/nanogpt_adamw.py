# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 1388
# override: {"5": {"inner_states/decay/inner_state/2/count": 1990, "inner_states/no_decay/inner_state/2/count": 1990}, "20": {"inner_states/decay/inner_state/2/count": 300000, "inner_states/no_decay/inner_state/2/count": 300000}}
# class: libm
# why: ["cos", "pow"]
import jax
import optax

learning_rate, min_lr = 6e-4, 6e-5
lr_schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=learning_rate,
    warmup_steps=2000,
    decay_steps=600000,
    end_value=min_lr,
)
betas = (0.9, 0.95)


def get_optimizer(decay):
    return optax.adamw(learning_rate=lr_schedule, b1=betas[0], b2=betas[1], weight_decay=decay)


def partition_fn(path, x):
    name = path[-1].key
    if name in ("bias", "scale", "embedding"):
        return "no_decay"
    elif name in ("kernel",):
        return "decay"
    else:
        raise ValueError(f"Unrecognized parameter: {path}")


tx = optax.multi_transform(
    {"decay": get_optimizer(0.1), "no_decay": get_optimizer(0.0)},
    lambda params: jax.tree_util.tree_map_with_path(partition_fn, params),
)
