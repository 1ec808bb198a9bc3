# params: small
# grads: normal
# seed: 163
# class: ulp
# why: ["sum"]
optax.adaptive_grad_clip(0.01)
