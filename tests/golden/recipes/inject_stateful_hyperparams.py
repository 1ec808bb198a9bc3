# params: small
# grads: hostile
# seed: 2516
# steps: 32
# class: exact
optax.inject_stateful_hyperparams(optax.sgd)(
    learning_rate=optax.schedules.WrappedSchedule(optax.linear_schedule(0.1, 0.01, 20)), momentum=0.9)
