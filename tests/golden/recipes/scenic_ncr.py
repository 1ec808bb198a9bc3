# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6214
# override: {"8": {"1/1/count": 25016}, "18": {"1/1/count": 300000}}
# bindings: {"steps_per_epoch": 5004}
# class: libm
# why: ["cos", "pow"]
import optax

learning_rate = optax.warmup_cosine_decay_schedule(0.0, 0.1, 5 * steps_per_epoch, 90 * steps_per_epoch, 0.0)
tx = optax.chain(optax.add_decayed_weights(5e-4), optax.sgd(learning_rate, momentum=0.9, nesterov=True))
