# shapes: {"sgd": {"bias": [2], "kernel": [3, 3]}, "sgd_momentum": {"bias": [2], "kernel": [3, 3]}, "nesterov": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 2528
# class: exact
# Standard SGD
sgd = optax.sgd(learning_rate=0.1)

# SGD with momentum
sgd_momentum = optax.sgd(
    learning_rate=0.1,
    momentum=0.9,
    nesterov=False
)

# Nesterov momentum
nesterov = optax.sgd(
    learning_rate=0.1,
    momentum=0.9,
    nesterov=True
)

tx = optax.partition({'sgd': sgd, 'sgd_momentum': sgd_momentum, 'nesterov': nesterov}, {'sgd': 'sgd', 'sgd_momentum': 'sgd_momentum', 'nesterov': 'nesterov'})
