"""Optax's gradient transformations for arrays of NumPy, torch and JAX in the memory of the CPU.

    tx = optaxx.chain(optaxx.clip_by_global_norm(1.0), optaxx.adamw(1e-3))
    state = tx.init(params)
    tx.step(grads, state, params)                       # in place
    updates, state = tx.update(grads, state, params)    # or as Optax does it

Names, arguments and defaults are Optax's.
"""

import atexit as _atexit
import sys as _sys
import threading as _threading
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
    schedule_free_eval_params as _schedule_free_eval_params,
    schedule_recipe,
    set_threads,
    tell_leaks as _tell_leaks,
    threads,
    unitwise_clip as _unitwise_clip,
    unitwise_norm as _unitwise_norm,
)

__version__ = "0.1.0"


@_atexit.register
def _expect_leaks():
    """Threads that the end of the interpreter cuts off keep what they have."""
    if any(thread.daemon for thread in _threading.enumerate()):
        _tell_leaks(False)


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
contrib.schedule_free_eval_params = _schedule_free_eval_params  # noqa: F821
transforms.unitwise_clip, transforms.unitwise_norm = _unitwise_clip, _unitwise_norm  # noqa: F821
__all__ = sorted(name for name in globals() if not name.startswith("_"))
