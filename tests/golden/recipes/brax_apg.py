# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7722
# class: libm
# why: ["pow"]
import optax

learning_rate, schedule_decay = 1e-4, 0.997
lr_schedule = optax.exponential_decay(init_value=learning_rate, transition_steps=1, decay_rate=schedule_decay)
optimizer = optax.chain(optax.clip(1.0), optax.adam(learning_rate=lr_schedule, b1=0.7, b2=0.95))
