# params: small
# grads: hostile
# seed: 171
# class: ulp
# why: ["rsqrt"]
optax.scale_by_rss(0.0)
