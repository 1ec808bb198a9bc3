# params: small
# grads: normal
# seed: 2506
# steps: 32
# class: ulp
# why: ["pow", "sum"]
optax.chain(
    optax.sgd(0.1, momentum=0.9),
    optax.monitor({'norm': optax.tree.norm, 'mean': optax.measure_with_ema(optax.tree.norm, 0.9)}),
    optax.clip_by_global_norm(0.5),
)
