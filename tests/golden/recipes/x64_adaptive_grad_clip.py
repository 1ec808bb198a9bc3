# params: small
# grads: normal
# seed: 210
# x64: true
# class: ulp
# why: ["sum"]
optax.adaptive_grad_clip(0.02)
