# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 5759
# override: {"4": {"1/hyperparams/learning_rate": 0.00015}, "11": {"1/hyperparams/learning_rate": 0.0001}, "19": {"1/hyperparams/learning_rate": 1e-05}}
# bindings: {"max_grad_norm": 1.0}
# class: ulp
# why: ["pow", "sum"]
import optax

optimizer = optax.inject_hyperparams(optax.adam)(learning_rate=1e-4)
optimizer = optax.chain(optax.clip_by_global_norm(max_grad_norm), optimizer)
