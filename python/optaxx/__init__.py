"""Optax's gradient transformations for arrays of NumPy, torch and JAX in the memory of the CPU.

    tx = optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adamw(1e-3))
    state = tx.init(params)
    tx.step(grads, state, params)                       # in place
    updates, state = tx.update(grads, state, params)    # or as Optax does it

Names, arguments and defaults are Optax's.
"""

import sys as _sys
import types as _types

from optaxx._optaxx import (
    GradientTransformation,
    Schedule,
    apply_updates,
    describe,
    explain,
    factory_names as _factory_names,
    load_state,
    named as _named,
    recipe,
    save_state,
    schedule_recipe,
    set_threads,
    threads,
)

__version__ = "0.1.0"


def _fill(space):
    """Every factory that recipes know, under its name: optaxx.adam, optaxx.contrib.muon."""
    for dotted in _factory_names():
        *modules, name = dotted.split(".")[1:]
        at = space
        for module in modules:
            inner = f"{__name__}.{module}"
            at = at.setdefault(module, _sys.modules.setdefault(inner, _types.ModuleType(inner))).__dict__
        at.setdefault(name, _named(dotted))


_fill(globals())
__all__ = sorted(name for name in globals() if not name.startswith("_"))
