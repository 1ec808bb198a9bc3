# grads: normal
# steps: 12
# seed: 22
# class: ulp
# why: ["lowp", "pow"]
import jax.numpy as jnp
import optax

tx = optax.inject_hyperparams(optax.adamw)(learning_rate=jnp.array(1e-3, jnp.bfloat16), weight_decay=jnp.float16(0.1))
