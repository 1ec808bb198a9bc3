# params: fresh
# grads: zero
# seed: 165
# class: ulp
# why: ["sum"]
# note: b starts at zero
optax.adaptive_grad_clip(0.05)
