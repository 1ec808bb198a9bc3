# shapes: {"encoder": {"bias": [3], "kernel": [2, 3]}, "layers_0": {"B": [3, 2], "Lambda_re": [3], "log_step": [3]}, "norm": {"scale": [3]}}
# steps: 12
# seed: 103
# class: libm
# why: ["pow"]
from functools import partial

import optax

args = {"ssm_lr": 1e-3, "lr": 4e-3, "weight_decay": 0.05, "dt_global": False, "lr_factor": None}


def map_nested_fn(fn):
    """Applies `fn` to the keys and values of dicts in one another."""

    def map_fn(nested_dict):
        return {k: (map_fn(v) if hasattr(v, "keys") else fn(k, v)) for k, v in nested_dict.items()}

    return map_fn


def create_groups(args, ssm_names: set[str], no_decay: set[str]):
    names = ssm_names if args["dt_global"] else ssm_names | {"log_step"}
    overlap = names & no_decay
    assert not overlap, f"both: {sorted(overlap)}"
    return map_nested_fn(lambda k, _: "ssm" if k in names else ("none" if k in no_decay else "regular"))


lr: float = args["lr"] * (factor if (factor := args["lr_factor"]) is not None else 1.0)
warmup = partial(optax.linear_schedule, 0.0, transition_steps=5)
optimizers: dict[str, optax.GradientTransformation] = {}
for group, (rate, decay) in {"ssm": (args["ssm_lr"], None), "regular": (lr, args["weight_decay"])}.items():
    if decay is None:
        optimizers[group] = optax.adam(warmup(rate))
        continue
    optimizers[group] = optax.adamw(warmup(rate), weight_decay=decay)
tx = optax.multi_transform(optimizers | {"none": optax.sgd(lr)}, create_groups(args, {"B", "Lambda_re", "Lambda_im"}, {"scale"}))
