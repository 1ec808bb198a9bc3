# shapes: {"Conv_0": {"bias": [2], "kernel": [3, 2]}, "Dense_0": {"bias": [2], "kernel": [2, 2]}}
# steps: 12
# seed: 114
# class: libm
# why: ["pow"]
import optax
from absl import logging


def create_optimizer(
    name: str = "adam",
    learning_rate: float | optax.Schedule = 6.25e-5,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1.5e-4,
    centered: bool = False,
    warmup: int | None = None,
):
    """One of a few optimizers, by name."""
    if warmup and not callable(learning_rate):
        learning_rate = optax.schedules.warmup_constant_schedule(0.0, learning_rate, warmup)
    if name == "adam":
        logging.info("Creating Adam optimizer with settings lr=%s, beta1=%f, beta2=%f, eps=%f", learning_rate, beta1, beta2, eps)
        return optax.adam(learning_rate, b1=beta1, b2=beta2, eps=eps)
    elif name == "rmsprop":
        logging.info("Creating RMSProp optimizer with settings lr=%s, beta2=%f, eps=%f", learning_rate, beta2, eps)
        return optax.rmsprop(learning_rate, decay=beta2, eps=eps, centered=centered)
    elif name == "sam":
        return sharpness_aware(optax.sgd(learning_rate), rho=RHO)
    else:
        raise ValueError(f"Unsupported optimizer {name}")


chain = []
for i, (name, options) in enumerate([("adam", {"beta1": 0.95}), ("adam", {"eps": 1e-3})]):
    part = create_optimizer(name, 1e-2, warmup=3 if i else None, **options)
    chain.append((f"{i}_{name}", part))
tx = optax.named_chain(*chain)

if __name__ == "__main__":
    app.run(main)
