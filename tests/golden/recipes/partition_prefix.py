# params: small
# grads: normal
# seed: 90
# class: exact
# note: the labels are a prefix of the tree; one group has no leaf
optax.partition(
    {'fast': optax.sgd(0.1, momentum=0.9), 'slow': optax.sgd(0.01), 'unused': optax.lion(1e-3)},
    {'dense': 'fast', 'gain': 'slow', 'deep': 'slow'},
)
