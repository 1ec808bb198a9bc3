# params: small
# grads: hostile
# seed: 180
# class: libm
# why: ["pow"]
optax.scale_by_belief(b1=0.8, b2=0.99, eps=1e-8, eps_root=1e-6)
