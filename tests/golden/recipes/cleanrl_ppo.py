# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 9344
# override: {"20": {"1/count": 78120}}
# class: ulp
# why: ["pow", "sum"]
import optax

num_minibatches, update_epochs, num_updates = 4, 4, 10_000_000 // (8 * 128)


def linear_schedule(count):
    # anneal learning rate linearly after one training iteration which contains
    # (num_minibatches * update_epochs) gradient updates
    frac = 1.0 - (count // (num_minibatches * update_epochs)) / num_updates
    return 2.5e-4 * frac


tx = optax.chain(
    optax.clip_by_global_norm(0.5),
    optax.inject_hyperparams(optax.adam)(learning_rate=linear_schedule, eps=1e-5),
)
