# params: small
# grads: hostile
# seed: 2513
# steps: 32
# x64: true
# class: libm
# why: ["pow"]
optax.masked(optax.flatten(optax.adamw(0.1)), {'dense': True, 'gain': False, 'deep': True})
