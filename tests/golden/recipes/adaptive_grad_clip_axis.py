# params: fresh
# grads: normal
# seed: 212
# class: ulp
# why: ["sum"]
# note: over rows; b has one axis only
optax.adaptive_grad_clip(0.02, axis=-1)
