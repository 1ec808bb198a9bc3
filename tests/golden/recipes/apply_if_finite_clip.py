# params: fresh
# grads: nan
# seed: 104
# class: ulp
# why: ["sum"]
# note: NaN in a norm, then rejected
optax.chain(optax.clip_by_global_norm(1.0), optax.apply_if_finite(optax.sgd(0.1), 3))
