# params: wide
# grads: normal
# steps: 30
# seed: 93
# class: ulp
# why: ["rsqrt", "sum"]
optax.multi_transform(
    {'a': optax.clip_by_global_norm(0.5), 'b': optax.rmsprop(1e-2)},
    {'w': 'a', 'b': 'b'},
)
