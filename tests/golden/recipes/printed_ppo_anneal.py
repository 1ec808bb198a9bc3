# shapes: {"Dense_0": {"bias": [4], "kernel": [3, 4]}, "Dense_1": {"bias": [2], "kernel": [4, 2]}}
# steps: 12
# seed: 104
# override: {"6": {"1/1/count": 90}}
# class: libm
# why: ["pow"]
import optax

config = {
    "LR": 2.5e-4,
    "NUM_STEPS": 8,
    "TOTAL_TIMESTEPS": 5e3,
    "NUM_ENVS": 4,
    "NUM_MINIBATCHES": 4,
    "UPDATE_EPOCHS": 4,
    "MAX_GRAD_NORM": 0.5,
    "ANNEAL_LR": True,
    "OPTIMIZER": "adam",
}
config["NUM_UPDATES"] = config["TOTAL_TIMESTEPS"] // config["NUM_STEPS"] // config["NUM_ENVS"]
config |= dict(MINIBATCH_SIZE=config["NUM_ENVS"] * config["NUM_STEPS"] // config["NUM_MINIBATCHES"])


def linear_schedule(count):
    frac = 1.0 - (count // (config["NUM_MINIBATCHES"] * config["UPDATE_EPOCHS"])) / config["NUM_UPDATES"]
    return config["LR"] * frac


OPTIMIZERS = {
    "adam": lambda lr: optax.adam(lr, eps=1e-5),
    "shampoo": lambda lr: distributed_shampoo(lr, block_size=config["BLOCK"]),
    "kfac": lambda lr: kfac_jax.Optimizer(lr),
}
learning_rate = linear_schedule if config["ANNEAL_LR"] else config["LR"]
print("callable" if callable(learning_rate) else "fixed", learning_rate)
tx = optax.chain(
    optax.clip(config["MAX_GRAD_NORM"]),
    OPTIMIZERS[config["OPTIMIZER"]](learning_rate),
)
