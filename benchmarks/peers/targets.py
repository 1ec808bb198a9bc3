"""Sizes and recipes, and how many times faster than its peers optaxx is to be."""

MANY_LEAVES = [1000] * 1000
SIZES = {
    "2410": [2048, 32, 320, 10],  # an MLP of 64, 32 and 10 units
    "30k": [30_000],
    "300k": [300_000],
    "64Mi": [64 << 20],
    "1000x1000": MANY_LEAVES,
}
QUICK_SIZES = {("16Mi" if name == "64Mi" else name): ([16 << 20] if name == "64Mi" else leaves)
               for name, leaves in SIZES.items()}

# By peer, work and numerics; in the order of the sizes. With one thread.
TARGETS = {
    ("torch fused, Python", "adamw", "exact"): (30, 3, 1.2, 0.95, 12),
    ("torch operator, C++", "adamw", "exact"): (6, 1, 0.87, 0.93, 7),
    ("torch operator, C++", "adamw", "fast"): (None, None, 1.3, None, None),
    ("torch::optim::AdamW", "adamw", "exact"): (30, 3, 2.2, 8, 35),
    ("Optax, jit", "adamw", "exact"): (30, 1.8, 1.05, 1.7, 45),
    ("Optax, jit", "clip, schedule", "exact"): (28, 2, 1.2, 3.5, 50),
}
FIRST_CALL = 5e-3  # seconds that init and a first step take more than a later one, at most; 1000 leaves


def target(peer, work, numerics, size, threads):
    """None: for information."""
    if threads != 1 or size not in SIZES:
        return None
    by_size = TARGETS.get((peer, work, numerics), (None,) * len(SIZES))
    return by_size[list(SIZES).index(size)]


# Recipes on matrices, against Optax under jit: how many, of how many rows and columns; with one thread and with two.
SQUARES = {"4 x 1024^2": (4, 1024, 1024), "4096^2": (1, 4096, 4096)}
RECIPES = (
    ("optax.adafactor(1e-3)", "4 x 1024^2", 1.2, 1.2),
    ("optax.adafactor(1e-3)", "4096^2", 1.2, 1.2),
    ("optax.adafactor(1e-3, factored=False)", "4 x 1024^2", 1.2, 1.2),
    ("optax.chain(optax.adaptive_grad_clip(0.01), optax.sgd(1e-3))", "4 x 1024^2", 1.2, 1.2),
    ("optax.noisy_sgd(1e-3)", "4 x 1024^2", 2, 2),
    ("optax.lamb(1e-3)", "4 x 1024^2", 1.5, 1.3),
    ("optax.lars(1e-3)", "4 x 1024^2", 1.5, 1.3),
    ("optax.chain(optax.clip_by_block_rms(1.0), optax.adam(1e-3))", "4 x 1024^2", 1.5, 1.3),
    ("optax.chain(optax.zero_nans(), optax.adam(1e-3))", "4 x 1024^2", 1.2, 1.3),
    ("optax.apply_if_finite(optax.adamw(1e-3), 5)", "4 x 1024^2", 1.5, 1.3),
    ("optax.rmsprop(1e-3, centered=True, momentum=0.9)", "4 x 1024^2", 1.5, 1.3),
)

# Every transformation, on two matrices whose names their masks know: 1 Mi parameters.
LEAVES = ("b", "w")
LEAF = (512, 1024)
OF_EVERY_TRANSFORMATION = 1.0
