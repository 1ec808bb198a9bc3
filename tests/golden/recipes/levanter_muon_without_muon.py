# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 9967
# override: {"15": {"count": 200000}}
# class: ulp
# why: ["pow", "sum"]
import jax
import optax


def create_mask(params):
    def label(path, x):
        name = jax.tree_util.keystr(path)
        if "Embed" in name or "lm_head" in name:
            return "adamw"
        elif x.ndim == 2:
            return "muon"
        else:
            return "adamw"

    return jax.tree_util.tree_map_with_path(label, params)


def optimizer(learning_rate, adam_lr):
    def muon_transform():
        # Its momentum, without the Newton-Schulz steps.
        components = [optax.trace(0.95, nesterov=True)]
        components.append(optax.add_decayed_weights(0.1))
        components.append(optax.scale(-learning_rate))
        return optax.chain(*components)

    def adamw_transform():
        components = [optax.clip_by_global_norm(1.0), optax.scale_by_adam(0.9, 0.95, 1e-8)]
        components.append(optax.add_decayed_weights(0.1))
        components.append(optax.scale(-adam_lr))
        return optax.chain(*components)

    transformations = {
        "muon": muon_transform(),
        "adamw": adamw_transform(),
    }
    return optax.multi_transform(transformations, create_mask)


tx = optax.inject_hyperparams(optimizer)(
    learning_rate=optax.linear_schedule(0.02, 0.0, 400_000), adam_lr=optax.linear_schedule(6e-4, 0.0, 400_000)
)
