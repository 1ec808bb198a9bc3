"""The Python package against torch.optim and Optax under jit, both sides from Python; and what a call from Python costs."""

import numpy as np

from column import CHECKED_STEPS, MOST_ULP, ulp_apart
from ours import AS_TORCH, FIRST_TIMED_STEP, MAX_NORM, WORKS, Optaxx, rate
from rounds import quartiles, side_by_side

SIZES = {"2410": 15, "1000x1000": 8, "300k": 1.2, "64Mi": 0.95}  # with what optaxx.torch.Optimizer is to be faster than fused
WITH_CLIP = 1.2
UNDER_JIT = {("clip, schedule", "64Mi"): 2}
OVERHEAD = {"2410": 3e-6, "1000x1000": 0.15e-6 * 1000}  # seconds that a step may take more than in C++


class Loop:
    """Steps in a loop in Python."""

    def __init__(self, name, step):
        self.name, self.step = name, step

    def __call__(self, steps):
        step = self.step
        for _ in range(steps):
            step()

    def count(self, steps):
        """Counts go on."""

    def reset(self):
        pass


def numbers(leaves):
    """Parameters away from 0, where a unit in the last place is one of a step too, and gradients."""
    rng = np.random.default_rng(0)
    params = [rng.random(n, dtype=np.float32) + np.float32(0.5) for n in leaves]
    return params, [rng.standard_normal(n, dtype=np.float32) * np.float32(1e-2) for n in leaves]


def in_torch(work, leaves):
    """[(contender, parameters)]: ours, torch's."""
    import optaxx.torch
    import torch

    def tensors():
        params, grads = ([torch.from_numpy(x.copy()) for x in arrays] for arrays in numbers(leaves))
        for p, g in zip(params, grads):
            p.requires_grad_()
            p.grad = g
        return params

    params = tensors()
    ours = optaxx.torch.Optimizer(params, WORKS[work])
    yield Loop("optaxx.torch.Optimizer", ours.step), params
    for how in ("fused", "foreach"):
        params = tensors()
        optimizer = torch.optim.AdamW(params, **AS_TORCH, **{how: True})
        yield Loop(f"torch {how}", step_of(torch, optimizer, params, work)), params


def step_of(torch, optimizer, params, work):
    if work == "adamw":
        return optimizer.step
    group, first, count = optimizer.param_groups[0], [p.grad.clone() for p in params], [0]

    def step():
        for p, g in zip(params, first):
            p.grad = g  # its norm is within the limit after the first time
        torch.nn.utils.clip_grad_norm_(params, MAX_NORM)
        group["lr"] = rate(work, count[0])
        count[0] += 1
        optimizer.step()

    return step


def under_jit(work, leaves):
    import jax
    import optax
    import optaxx.jax

    recipe = WORKS[work]
    for name, tx in (("optaxx.jax", optaxx.jax.as_optax(optaxx.recipe(recipe))), ("Optax, jit", eval(recipe))):

        def run(params, state, grads, tx=tx):
            updates, state = tx.update(grads, state, params)
            return optax.apply_updates(params, updates), state

        compiled = jax.jit(run, donate_argnums=(0, 1))
        params, grads = ([jax.numpy.asarray(x) for x in arrays] for arrays in numbers(leaves))
        held = [params, tx.init(params)]

        def step(compiled=compiled, held=held, grads=grads):
            held[0], held[1] = compiled(held[0], held[1], grads)
            jax.block_until_ready(held)

        yield Loop(name, step), held


def times(made, options, elements):
    made = list(made)
    for loop, _ in made:
        loop(CHECKED_STEPS)
    first = [np.asarray(p.detach() if hasattr(p, "detach") else p) for p in _leaves(made[0][1])]
    for loop, params in made[1:]:
        apart = ulp_apart(first, [np.asarray(p.detach() if hasattr(p, "detach") else p) for p in _leaves(params)])
        if apart > MOST_ULP:
            print(f"{loop.name} ends {apart:.3g} ULP from optaxx after {CHECKED_STEPS} steps: other work")
    rounds = options.rounds or (7 if options.quick else 9 if elements > 1 << 20 else 21)
    seconds, _ = side_by_side([loop for loop, _ in made], rounds, sample_seconds=8e-3, first_step=FIRST_TIMED_STEP,
                              warm=True, pause=0, clock=options.clock)
    return [loop for loop, _ in made], seconds


def _leaves(params):
    return params[0] if isinstance(params[0], list) else params


def rows(library, sizes, options):
    """(peer, work, size, times faster, target) and (size, seconds of a call more than in C++, target)."""
    for work in WORKS:
        for size, leaves in sizes.items():
            if size in SIZES or size == "16Mi":
                loops, seconds = times(in_torch(work, leaves), options, sum(leaves))
                for loop, theirs in zip(loops[1:], seconds[1:]):
                    aim = SIZES.get(size) if work == "adamw" else WITH_CLIP
                    yield loop.name, work, size, quartiles([b / a for a, b in zip(seconds[0], theirs)])[1], aim
                loops, seconds = times(under_jit(work, leaves), options, sum(leaves))
                faster = quartiles([b / a for a, b in zip(*seconds)])[1]
                yield loops[1].name, work, size, faster, UNDER_JIT.get((work, size))


def overheads(library, sizes, options):
    import optaxx

    for size, aim in OVERHEAD.items():
        leaves = sizes[size]
        native = Optaxx(library, "adamw", leaves)
        params, grads = ({f"w{i}": x for i, x in enumerate(arrays)} for arrays in numbers(leaves))
        tx = optaxx.recipe(WORKS["adamw"])
        state = tx.init(params)
        loop = Loop("optaxx, NumPy", lambda: tx.step(grads, state, params))
        rounds = options.rounds or (7 if options.quick else 21)
        (ours, cpp), _ = side_by_side([loop, native], rounds, sample_seconds=8e-3, first_step=FIRST_TIMED_STEP, warm=True,
                                      pause=0, clock=options.clock)
        native.close()
        yield size, quartiles([a - b for a, b in zip(ours, cpp)])[1], aim
