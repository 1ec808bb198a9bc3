# params: bfloat16
# grads: normal
# seed: 933
# class: ulp
# why: ["lowp"]
optax.chain(optax.masked(optax.scale(0.5), {"w": True, "b": False, "c": True}), optax.clip(1.0), optax.scale(-0.01))
