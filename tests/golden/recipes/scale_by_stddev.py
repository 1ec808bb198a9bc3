# params: small
# grads: normal
# seed: 172
# class: ulp
# why: ["rsqrt"]
optax.scale_by_stddev()
