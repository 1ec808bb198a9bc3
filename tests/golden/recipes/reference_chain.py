# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 3554
# class: ulp
# why: ["pow", "sum"]
import optax

# Adam = gradient clipping + scale by Adam statistics + weight decay
optimizer = optax.chain(
    optax.clip_by_global_norm(1.0),      # Clip gradients
    optax.scale_by_adam(),                # Adam statistics
    optax.add_decayed_weights(0.01),      # Weight decay
    optax.scale(-1e-3)                    # Learning rate
)
