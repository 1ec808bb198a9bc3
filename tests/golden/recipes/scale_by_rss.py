# params: small
# grads: normal
# seed: 169
# class: ulp
# why: ["rsqrt"]
optax.scale_by_rss()
