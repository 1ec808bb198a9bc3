# params: ranks
# grads: normal
# steps: 32
# seed: 7042
# x64: true
# class: libm
# why: ["pow"]
optax.optimistic_adam_v2(1e-2, b2=0.9, eps_root=1e-8)
