# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 3035
# override: {"8": {"1/2/count": 996}, "20": {"1/2/count": 50000}}
# bindings: {"TRAIN_STEPS": 100000}
# class: libm
# why: ["cos", "pow"]
import optax

schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0, peak_value=1e-4, warmup_steps=1000, decay_steps=TRAIN_STEPS, end_value=0.0
)
tx = optax.chain(optax.clip(max_delta=1.0), optax.adamw(learning_rate=schedule))
