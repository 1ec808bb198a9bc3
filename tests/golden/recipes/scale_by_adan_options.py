# params: ranks
# grads: nan
# steps: 32
# seed: 7031
# class: libm
# why: ["pow"]
optax.scale_by_adan(b1=0.9, b2=0.8, b3=0.95, eps=1e-4, eps_root=1e-6)
