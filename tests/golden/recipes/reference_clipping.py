# shapes: {"clip_norm": {"bias": [2], "kernel": [3, 3]}, "adaptive_clip": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 2019
# class: ulp
# why: ["sum"]
# Clip by global norm (most common)
clip_norm = optax.clip_by_global_norm(max_norm=1.0)

# Adaptive clipping (scales with parameter norm)
adaptive_clip = optax.adaptive_grad_clip(clipping=0.01)

tx = optax.partition({'clip_norm': clip_norm, 'adaptive_clip': adaptive_clip}, {'clip_norm': 'clip_norm', 'adaptive_clip': 'adaptive_clip'})
