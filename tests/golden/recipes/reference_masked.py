# shapes: {"decoder": {"bias": [2], "kernel": [3, 3]}, "encoder": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 3062
# class: libm
# why: ["pow"]
# Freeze certain parameters
def trainable_mask(params):
    # Only train decoder, freeze encoder
    return {
        'encoder': False,
        'decoder': True,
    }

optimizer = optax.masked(
    optax.adam(1e-3),
    mask=trainable_mask
)
