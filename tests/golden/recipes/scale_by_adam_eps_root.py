# params: small
# grads: hostile
# seed: 52
# class: libm
# why: ["pow"]
optax.scale_by_adam(eps=0.0, eps_root=1e-8)
