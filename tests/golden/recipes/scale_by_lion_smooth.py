# params: small
# grads: normal
# seed: 67
# class: libm
# why: ["tanh"]
optax.scale_by_lion(mode='smooth', smooth_beta=2.0)
