# shapes: {"adam": {"bias": [2], "kernel": [3, 3]}, "adamw": {"bias": [2], "kernel": [3, 3]}, "adamw_accum": {"bias": [2], "kernel": [3, 3]}, "adafactor": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 4649
# class: ulp
# why: ["pow", "sum"]
# Standard Adam
adam = optax.adam(
    learning_rate=1e-3,
    b1=0.9,          # Momentum decay
    b2=0.999,        # RMSprop decay
    eps=1e-8
)

# AdamW (Adam with decoupled weight decay)
adamw = optax.adamw(
    learning_rate=1e-3,
    weight_decay=0.01,
    b1=0.9,
    b2=0.999
)

# AdamW with gradient accumulation
adamw_accum = optax.MultiSteps(
    optax.adamw(1e-3, weight_decay=0.01),
    every_k_schedule=4  # Accumulate 4 batches
)

# Adafactor (memory-efficient Adam)
adafactor = optax.adafactor(
    learning_rate=1e-3,
    min_dim_size_to_factor=128  # Only factor large dims
)

tx = optax.partition({'adam': adam, 'adamw': adamw, 'adamw_accum': adamw_accum, 'adafactor': adafactor}, {'adam': 'adam', 'adamw': 'adamw', 'adamw_accum': 'adamw_accum', 'adafactor': 'adafactor'})
