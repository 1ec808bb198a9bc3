# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4792
# override: {"8": {"2/count": 6662}, "18": {"2/count": 70000}}
# class: libm
# why: ["cos", "pow"]
import optax

learning_rate, b1, b2, weight_decay = 2e-3, 0.9, 0.999, 0.1
step_hint, warmup_steps = 133_333, 6_666


def cosine_warmup():
    warmup_fn = optax.linear_schedule(init_value=0.0, end_value=learning_rate, transition_steps=warmup_steps)
    cosine_steps = max(step_hint - warmup_steps, 1)
    cosine_fn = optax.cosine_decay_schedule(init_value=learning_rate, decay_steps=cosine_steps)
    return optax.join_schedules(schedules=[warmup_fn, cosine_fn], boundaries=[warmup_steps])


tx = optax.chain(
    # In the place of a scale_by_nadam of its own.
    optax.scale_by_adam(b1, b2, 1e-8, nesterov=True),
    optax.add_decayed_weights(weight_decay),
    optax.scale_by_learning_rate(cosine_warmup()),
)
