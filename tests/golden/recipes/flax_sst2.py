# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4994
# class: exact
import optax

tx = optax.chain(optax.sgd(learning_rate=0.1, momentum=0.9), optax.add_decayed_weights(weight_decay=3e-6))
