# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7778
# class: ulp
# why: ["pow", "sum"]
import optax

learning_rate = 0.001
schedule = optax.schedules.warmup_exponential_decay_schedule(
    init_value=learning_rate, peak_value=learning_rate * 1.05, warmup_steps=10, transition_steps=10, decay_rate=0.999
)
tx = optax.chain(
    optax.clip_by_global_norm(1000.0),
    optax.amsgrad(learning_rate=schedule, b1=0.9, b2=0.99, eps=1e-6),
)
