# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 3794
# override: {"8": {"1/1/count": 9329}, "18": {"1/1/count": 100000}}
# class: exact
import optax

learning_rate, one_minus_beta_1, weight_decay, end_factor = 2.0, 0.05, 1e-5, 0.01
step_hint, warmup_steps, decay_steps_factor = 186_666, 9_333, 0.9


def create_lr_schedule_fn(step_hint):
    warmup_fn = optax.linear_schedule(init_value=0.0, end_value=learning_rate, transition_steps=warmup_steps)
    decay_steps = step_hint - warmup_steps
    polynomial_schedule_fn = optax.polynomial_schedule(
        init_value=learning_rate,
        end_value=learning_rate * end_factor,
        power=1,
        transition_steps=int(decay_steps * decay_steps_factor),
    )
    return optax.join_schedules(schedules=[warmup_fn, polynomial_schedule_fn], boundaries=[warmup_steps])


def sgd(learning_rate, weight_decay, momentum=None, nesterov=False):
    return optax.chain(
        optax.add_decayed_weights(weight_decay),
        optax.sgd(learning_rate=learning_rate, momentum=momentum, nesterov=nesterov),
    )


tx = sgd(create_lr_schedule_fn(step_hint), weight_decay, momentum=1.0 - one_minus_beta_1, nesterov=True)
