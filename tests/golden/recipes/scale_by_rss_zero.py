# params: small
# grads: zero
# seed: 170
# class: ulp
# why: ["rsqrt"]
# note: where the sum is zero the update is 0 times the gradient
optax.scale_by_rss(initial_accumulator_value=0.0, eps=1e-10)
