# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 5609
# override: {"8": {"count": 3996}, "18": {"count": 200000}}
# class: ulp
# why: ["cos", "pow", "sum"]
import optax

weight_decay, max_lr = 0.1, 6e-4


def _optimizer(learning_rate):
    components = [optax.clip_by_global_norm(1.0), optax.scale_by_adam(0.9, 0.95, 1e-8)]
    components.append(optax.add_decayed_weights(weight_decay * (learning_rate / max_lr)))
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

tx = optax.inject_hyperparams(_optimizer)(learning_rate=lr_schedule)
