# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 8656
# override: {"8": {"1/count": 50040}, "18": {"1/count": 500000}}
# class: libm
# why: ["cos", "pow"]
import optax

num_epochs, warmup_epochs, batch_size = 100, 5, 128
base_learning_rate = 0.1 * batch_size / 256.0
steps_per_epoch = 1281167 // batch_size


def create_learning_rate_fn():
    warmup_fn = optax.linear_schedule(
        init_value=0.0, end_value=base_learning_rate, transition_steps=warmup_epochs * steps_per_epoch
    )
    cosine_epochs = max(num_epochs - warmup_epochs, 1)
    cosine_fn = optax.cosine_decay_schedule(
        init_value=base_learning_rate, decay_steps=cosine_epochs * steps_per_epoch
    )
    return optax.join_schedules(schedules=[warmup_fn, cosine_fn], boundaries=[warmup_epochs * steps_per_epoch])


tx = optax.sgd(learning_rate=create_learning_rate_fn(), momentum=0.9, nesterov=True)
