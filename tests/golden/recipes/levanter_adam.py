# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6494
# override: {"8": {"count": 3996}, "18": {"count": 200000}}
# class: ulp
# why: ["cos", "pow", "sum"]
import jax
import optax

beta1, beta2, epsilon, weight_decay, max_grad_norm = 0.9, 0.95, 1e-8, 0.1, 1.0


def weight_decay_mask(params):
    def decayed(path, _):
        key = jax.tree_util.keystr(path)
        return "bias" not in key and "LayerNorm" not in key

    return jax.tree_util.tree_map_with_path(decayed, params)


def _optimizer(learning_rate):
    components = []
    if max_grad_norm:
        components.append(optax.clip_by_global_norm(max_grad_norm))
    components.append(optax.scale_by_adam(beta1, beta2, epsilon, nesterov=False))
    if weight_decay > 0:
        components.append(optax.add_decayed_weights(weight_decay, weight_decay_mask))
    # - learning rate for descent
    components.append(optax.scale(-learning_rate))
    return optax.chain(*components)


num_train_steps, learning_rate, min_lr_ratio = 400_000, 6e-4, 0.1
warmup_steps = int(0.01 * num_train_steps)
lr_schedule = optax.join_schedules(
    [
        optax.linear_schedule(0.0, learning_rate, warmup_steps),
        optax.cosine_decay_schedule(learning_rate, num_train_steps - warmup_steps, min_lr_ratio),
    ],
    [warmup_steps],
)

optimizer = optax.inject_hyperparams(_optimizer)(learning_rate=lr_schedule)
