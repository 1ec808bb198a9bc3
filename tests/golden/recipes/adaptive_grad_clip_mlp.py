# params: mlp
# grads: normal
# seed: 164
# class: ulp
# why: ["sum"]
optax.chain(optax.adaptive_grad_clip(0.1, eps=0.01), optax.scale(-0.1))
