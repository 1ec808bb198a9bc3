# params: fresh
# steps: 8
# class: libm
# why: ["pow"]
import jax.numpy as jnp
import optax

tx = optax.adam(learning_rate=jnp.array(1e-3, jnp.bfloat16))
