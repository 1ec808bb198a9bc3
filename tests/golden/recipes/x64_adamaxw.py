# params: ranks
# grads: normal
# steps: 32
# seed: 7012
# x64: true
# class: libm
# why: ["cos", "pow"]
optax.adamaxw(optax.cosine_decay_schedule(1e-2, 30))
