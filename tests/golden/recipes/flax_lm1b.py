# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 8197
# override: {"8": {"2/count": 996}, "18": {"2/count": 50000}}
# class: libm
# why: ["pow"]
import optax


def rsqrt_schedule(init_value, shift=0):
    def schedule(count):
        return init_value * (count + shift) ** -0.5 * shift**0.5

    return schedule


def create_learning_rate_schedule(learning_rate, warmup_steps):
    return optax.join_schedules(
        [
            optax.linear_schedule(init_value=0, end_value=learning_rate, transition_steps=warmup_steps),
            rsqrt_schedule(init_value=learning_rate, shift=warmup_steps),
        ],
        boundaries=[warmup_steps],
    )


optimizer = optax.adamw(
    create_learning_rate_schedule(0.0016, 1000), b1=0.9, b2=0.98, eps=1e-9, weight_decay=0.1
)
