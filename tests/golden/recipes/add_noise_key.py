# params: fresh
# grads: normal
# seed: 252
# class: libm
# why: ["normal", "pow"]
optax.chain(optax.clip(1.0), optax.add_noise(eta=0.3, gamma=0.9, key=42), optax.trace(0.9))
