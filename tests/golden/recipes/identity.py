# params: small
# grads: hostile
# seed: 1
# class: exact
# note: subnormal gradients come out as they went in
optax.identity()
