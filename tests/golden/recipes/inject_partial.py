# grads: normal
# steps: 12
# seed: 21
# class: libm
# why: ["pow"]
import functools

import optax

tx = optax.inject_hyperparams(functools.partial(optax.adamw, weight_decay=0.05, b1=0.8))(learning_rate=1e-2, b1=0.85)
