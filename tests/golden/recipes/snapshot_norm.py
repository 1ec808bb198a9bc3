# params: small
# grads: normal
# seed: 2503
# steps: 32
# class: ulp
# why: ["sum"]
optax.chain(optax.sgd(0.1, momentum=0.9), optax.snapshot('norm', optax.tree.norm), optax.clip(0.05))
