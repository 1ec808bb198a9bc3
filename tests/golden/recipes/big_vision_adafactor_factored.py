# shapes: {"kernel": [32, 33], "bias": [4]}
# grads: normal
# steps: 6
# seed: 8985
# class: ulp
# why: ["lowp", "pow", "sum"]
import jax.numpy as jnp
import optax


def scale_by_adafactor(min_dim_size_to_factor=32, decay_rate=0.8, decay_offset=0, beta2_cap=0.999,
                       clipping_threshold=None, momentum=0.9, dtype_momentum=jnp.bfloat16, eps=1e-30):
    def decay_rate_pow(i, exponent):
        t = jnp.array(i, jnp.float32) + 1.0
        return jnp.minimum(beta2_cap, 1.0 - t ** (-exponent))

    scale_by_rms = optax.scale_by_factored_rms(
        factored=True,
        decay_rate=decay_rate,
        step_offset=decay_offset,
        min_dim_size_to_factor=min_dim_size_to_factor,
        epsilon=eps,
        decay_rate_fn=decay_rate_pow,
    )
    clip = optax.clip_by_block_rms(clipping_threshold) if clipping_threshold else optax.identity()
    mom = optax.ema(momentum, debias=False, accumulator_dtype=dtype_momentum) if momentum else optax.identity()
    return optax.chain(scale_by_rms, clip, mom)


tx = optax.chain(scale_by_adafactor(beta2_cap=0.95, clipping_threshold=1.0), optax.scale(0.001), optax.scale(-1.0))
