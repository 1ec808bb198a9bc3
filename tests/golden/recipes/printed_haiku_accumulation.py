# shapes: {"mlp/~/linear_0": {"b": [3], "w": [2, 3]}, "mlp/~/linear_1": {"b": [2], "w": [3, 2]}}
# steps: 12
# seed: 102
# class: libm
# why: ["cos", "pow"]
from __future__ import annotations

import optax


def cosine_schedule(*, peak: float, total: int, warmup: int = 0) -> optax.Schedule:
    return optax.join_schedules(
        [optax.linear_schedule(0.0, peak, warmup), optax.cosine_decay_schedule(peak, total - warmup)], [warmup]
    )


def make_optimizer(
    optimizer_name: str,
    optimizer_kwargs: Optional[Mapping[str, Any]] = None,
    every_k_schedule: int | Callable[[int], int] = 1,
    decay_mask: "Callable[[hk.Params], Mapping[str, bool]] | None" = None,
    **schedule_kwargs: Union[int, float],
) -> optax.GradientTransformation:
    """An optimizer of optax by name, over a virtual batch of several batches."""
    kwargs = {"weight_decay": 1e-2} | (optimizer_kwargs or {})
    if not hasattr(optax, optimizer_name):
        raise ValueError(f"optax has no {optimizer_name!r}")
    constructor = getattr(optax, optimizer_name)
    print(f"{optimizer_name} with {kwargs}, every {every_k_schedule} batches")
    opt = constructor(cosine_schedule(**schedule_kwargs), **kwargs)
    return optax.MultiSteps(opt, every_k_schedule).gradient_transformation()


tx = make_optimizer("lion", {"b2": 0.98}, 3, peak=3e-3, warmup=1, total=10)
