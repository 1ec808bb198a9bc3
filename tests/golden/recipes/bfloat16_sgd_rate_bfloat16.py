# steps: 8
# params: bfloat16
# class: ulp
# why: ["lowp"]
import jax.numpy as jnp
import optax

tx = optax.sgd(jnp.array(1e-3, jnp.bfloat16), momentum=0.9)
