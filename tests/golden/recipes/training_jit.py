# note: recorded by training.py in mode jit
import optax

tx = optax.chain(
    optax.clip(1.0),
    optax.inject_hyperparams(optax.adamw)(learning_rate=1e-2, b2=0.99, weight_decay=0.01),
)
