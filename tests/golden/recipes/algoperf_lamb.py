# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 5937
# override: {"8": {"3/count": 6662}, "18": {"3/count": 70000}}
# class: ulp
# why: ["cos", "pow", "sum"]
import optax

learning_rate, b1, b2, weight_decay = 2e-3, 0.9, 0.999, 0.1
step_hint, warmup_steps = 133_333, 6_666


def cosine_warmup():
    warmup_fn = optax.linear_schedule(init_value=0.0, end_value=learning_rate, transition_steps=warmup_steps)
    cosine_steps = max(step_hint - warmup_steps, 1)
    cosine_fn = optax.cosine_decay_schedule(init_value=learning_rate, decay_steps=cosine_steps)
    return optax.join_schedules(schedules=[warmup_fn, cosine_fn], boundaries=[warmup_steps])


tx = optax.lamb(cosine_warmup(), b1=b1, b2=b2, eps=1e-8, weight_decay=weight_decay)
