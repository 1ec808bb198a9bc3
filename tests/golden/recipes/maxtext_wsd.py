# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4478
# override: {"5": {"2/count": 14998}, "12": {"2/count": 134998}, "20": {"2/count": 149996}}
# class: libm
# why: ["pow"]
import optax

lr, steps = 3e-5, 150_001
warmup_steps, decay_steps = int(0.1 * steps), int(0.1 * steps)
stable_steps = steps - warmup_steps - decay_steps
pieces, boundaries = [], []
pieces += [optax.linear_schedule(init_value=0.0, end_value=lr, transition_steps=warmup_steps)]
boundaries += [warmup_steps]
pieces += [optax.constant_schedule(lr)]
boundaries += [boundaries[-1] + stable_steps]
pieces += [optax.linear_schedule(init_value=lr, end_value=0.1 * lr, transition_steps=decay_steps - 1)]
boundaries += [boundaries[-1] + decay_steps]
pieces += [optax.constant_schedule(0.0)]
tx = optax.adamw(optax.join_schedules(pieces, boundaries), b1=0.9, b2=0.95, weight_decay=0.1)
