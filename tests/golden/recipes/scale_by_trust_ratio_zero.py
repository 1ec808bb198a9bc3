# params: fresh
# grads: zero
# seed: 69
# class: ulp
# why: ["sum"]
# note: zero parameters and zero gradients: ratio 1
optax.scale_by_trust_ratio()
