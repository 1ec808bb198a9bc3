# shapes: {"conv_init": {"kernel": [3, 2]}, "fc": {"bias": [3], "kernel": [2, 3]}}
# steps: 14
# seed: 110
# override: {"7": {"0/count": 60, "2/count": 60}}
# class: libm
# why: ["cos", "pow"]
from __future__ import annotations

from types import SimpleNamespace

import jax.numpy as jnp
import optax

hyperparameters = SimpleNamespace(learning_rate=0.02, one_minus_beta1=0.1, beta2=0.99, warmup_factor=0.05, weight_decay=0.01)
workload = SimpleNamespace(step_hint=100, target=None)


def jax_cosine_warmup(step_hint: int, hyperparameters) -> optax.Schedule:
    # A fraction of all steps, if it is said.
    warmup_steps = int(getattr(hyperparameters, "warmup_factor", 0.0) * step_hint)
    warmup_fn = optax.linear_schedule(init_value=0.0, end_value=hyperparameters.learning_rate, transition_steps=warmup_steps)
    cosine_steps = max(step_hint - warmup_steps, 1)
    cosine_fn = optax.cosine_decay_schedule(init_value=hyperparameters.learning_rate, decay_steps=cosine_steps)
    return optax.join_schedules(schedules=[warmup_fn, cosine_fn], boundaries=[warmup_steps])


def init_optimizer_state(workload: spec.Workload, model_params: spec.ParameterContainer, hyperparameters: spec.Hyperparameters, rng: spec.RandomState) -> spec.OptimizerState:
    del_rng = rng
    lr_schedule_fn = jax_cosine_warmup(workload.step_hint, hyperparameters)
    epsilon = hyperparameters.epsilon if hasattr(hyperparameters, "epsilon") else 1e-8
    return optax.nadamw(
        learning_rate=lr_schedule_fn,
        b1=1.0 - hyperparameters.one_minus_beta1,
        b2=hyperparameters.beta2,
        eps=epsilon,
        weight_decay=hyperparameters.weight_decay,
    )


optimizer = init_optimizer_state(workload, None, hyperparameters, None)
