# params: fresh
# steps: 8
# class: ulp
# why: ["lowp"]
import jax.numpy as jnp
import optax

tx = optax.sgd(lambda step: jnp.array(0.1, jnp.bfloat16) / (1 + step))
