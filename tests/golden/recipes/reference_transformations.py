# shapes: {"scale_by_trust_ratio": {"bias": [2], "kernel": [3, 3]}, "scale_by_rms": {"bias": [2], "kernel": [3, 3]}, "scale_by_adam": {"bias": [2], "kernel": [3, 3]}, "add_noise": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 9479
# class: ulp
# why: ["normal", "pow", "rsqrt", "sum"]
# Scale by trust ratio (LARS/LAMB)
scale_by_trust_ratio = optax.scale_by_trust_ratio()

# Scale by RMS
scale_by_rms = optax.scale_by_rms()

# Scale by Adam statistics
scale_by_adam = optax.scale_by_adam(b1=0.9, b2=0.999)

# Add noise to gradients
add_noise = optax.add_noise(
    eta=0.01,
    gamma=0.55,
    seed=0
)

tx = optax.partition({'scale_by_trust_ratio': scale_by_trust_ratio, 'scale_by_rms': scale_by_rms, 'scale_by_adam': scale_by_adam, 'add_noise': add_noise}, {'scale_by_trust_ratio': 'scale_by_trust_ratio', 'scale_by_rms': 'scale_by_rms', 'scale_by_adam': 'scale_by_adam', 'add_noise': 'add_noise'})
