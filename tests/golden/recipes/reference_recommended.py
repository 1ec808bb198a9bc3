# shapes: {"image_optimizer": {"bias": [2], "kernel": [3, 3]}, "nlp_optimizer": {"bias": [2], "kernel": [3, 3]}, "large_scale_optimizer": {"bias": [2], "kernel": [3, 3]}, "finetune_optimizer": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 3091
# class: libm
# why: ["cos", "pow"]
# Image classification (ResNet, ViT)
image_optimizer = optax.sgd(
    learning_rate=0.1,
    momentum=0.9,
    nesterov=True
)

# NLP transformers
nlp_optimizer = optax.adamw(
    learning_rate=optax.warmup_cosine_decay_schedule(
        init_value=0.0,
        peak_value=1e-3,
        warmup_steps=1000,
        decay_steps=10000
    ),
    weight_decay=0.01,
    b1=0.9,
    b2=0.999
)

# Large-scale training (saves memory)
large_scale_optimizer = optax.lion(
    learning_rate=1e-4,
    b1=0.9,
    b2=0.99
)

# Fine-tuning pretrained models
finetune_optimizer = optax.sgd(
    learning_rate=optax.exponential_decay(
        init_value=1e-2,
        transition_steps=1000,
        decay_rate=0.96
    ),
    momentum=0.9
)

tx = optax.partition({'image_optimizer': image_optimizer, 'nlp_optimizer': nlp_optimizer, 'large_scale_optimizer': large_scale_optimizer, 'finetune_optimizer': finetune_optimizer}, {'image_optimizer': 'image_optimizer', 'nlp_optimizer': 'nlp_optimizer', 'large_scale_optimizer': 'large_scale_optimizer', 'finetune_optimizer': 'finetune_optimizer'})
