# shapes: {"rmsprop": {"bias": [2], "kernel": [3, 3]}, "lion": {"bias": [2], "kernel": [3, 3]}, "lamb": {"bias": [2], "kernel": [3, 3]}, "adagrad": {"bias": [2], "kernel": [3, 3]}, "sm3": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 2422
# class: ulp
# why: ["pow", "rsqrt", "sum"]
# RMSprop
rmsprop = optax.rmsprop(
    learning_rate=1e-3,
    decay=0.9,
    eps=1e-8
)

# Lion (newer, memory-efficient)
lion = optax.lion(
    learning_rate=1e-4,  # Typically needs lower LR
    b1=0.9,
    b2=0.99
)

# Lamb (large batch training)
lamb = optax.lamb(
    learning_rate=1e-3,
    weight_decay=0.01
)

# Adagrad
adagrad = optax.adagrad(learning_rate=0.1)

# SM3 (memory-efficient for large embeddings)
sm3 = optax.sm3(learning_rate=0.01)

tx = optax.partition({'rmsprop': rmsprop, 'lion': lion, 'lamb': lamb, 'adagrad': adagrad, 'sm3': sm3}, {'rmsprop': 'rmsprop', 'lion': 'lion', 'lamb': 'lamb', 'adagrad': 'adagrad', 'sm3': 'sm3'})
