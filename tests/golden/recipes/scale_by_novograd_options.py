# params: ranks
# grads: zero
# steps: 32
# seed: 7501
# class: ulp
# why: ["sum"]
optax.scale_by_novograd(b1=0.8, b2=0.5, eps=1e-3, eps_root=1e-4, weight_decay=0.1)
