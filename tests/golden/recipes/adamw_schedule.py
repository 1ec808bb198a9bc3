# params: mlp
# grads: normal
# steps: 30
# seed: 119
# class: libm
# why: ["cos", "pow"]
schedule = optax.warmup_cosine_decay_schedule(0.0, 1e-2, warmup_steps=8, decay_steps=30)
tx = optax.adamw(learning_rate=schedule, b2=0.95, weight_decay=0.1)
