"""Records a training of your own as a trace `optaxx.trace.v1`, with two lines:

    from recorder import Recorder
    recorder = Recorder("run.safetensors.gz", recipe=TEXT)
    tx = recorder.wrap(tx)

`TEXT` is the Python that makes `tx`, and `bindings` the names that it does not define. The step may be jitted or not:
what reached `tx.update` and what it returned are copied as they were. The first `steps` steps are written when the
program ends, or at `recorder.close()`.

The parameters after a step are those that the next call is given, so that one more call than `steps` is needed. What the
loop itself has changed in the state between two calls is recorded as `override`.
"""

import atexit
import json

import jax
import jax.experimental
import numpy as np
import optax

from optaxx_jax import flat, is_key, structure, write_safetensors
from record_trace import classify


class Recorder:
    """Copies what a wrapped transformation is given and returns; see the head of this file."""

    def __init__(self, file, recipe, *, bindings=None, steps=30, note=""):
        self.file, self.recipe, self.bindings, self.steps, self.note = file, recipe, bindings or {}, steps, note
        self.calls, self.mode = [], "eager"
        atexit.register(self.close)

    def wrap(self, tx):
        """`tx` with the same updates and states, whose calls of `update` are recorded."""
        self.tx = tx = optax.with_extra_args_support(tx)

        def update(updates, state, params=None, **extra):
            if params is None:
                raise ValueError("Recorder: the parameters are a part of a trace: tx.update(grads, state, params)")
            new_updates, new_state = tx.update(updates, state, params, **extra)
            call = dict(grads=updates, before=state, given=params, extra=extra, updates=new_updates, state=new_state)
            self.keys = jax.tree.map(is_key, call)  # a callback cannot be given typed keys
            call = jax.tree.map(lambda x: jax.random.key_data(x) if is_key(x) else x, call)
            if any(isinstance(x, jax.core.Tracer) for x in jax.tree.leaves(call)):
                self.mode = "jit"
                jax.experimental.io_callback(self.copy, None, call, ordered=True)
            else:
                self.copy(call)
            return new_updates, new_state

        return optax.GradientTransformationExtraArgs(tx.init, update)

    def copy(self, call):
        if len(self.calls) <= self.steps:
            self.calls.append(jax.tree.map(np.array, call))

    def close(self):
        """Writes the file, once."""
        jax.effects_barrier()
        atexit.unregister(self.close)
        if len(self.calls) < 2:
            return
        calls = [jax.tree.map(lambda x, key: jax.random.wrap_key_data(x) if key else x, call, self.keys)
                 for call in self.calls]
        params, before, extra = (calls[0][name] for name in ("given", "before", "extra"))
        tensors = flat(params, "params") | flat(before, "init/state")
        structures = dict(params_structure=structure(params), state_structure=structure(before))
        for step, (call, following) in enumerate(zip(calls, calls[1:])):
            kept, given = (flat(state, f"{step}/override") for state in (before, call["before"]))
            tensors |= {name: x for name, x in given.items() if x.tobytes() != kept[name].tobytes()}
            for name, tree in (call | {"params": following["given"]}).items():
                tensors |= flat(tree, f"{step}/{name}") if name not in ("before", "given") else {}
            before = call["state"]
        if structure(before) != structures["state_structure"]:
            structures["state_structure_end"] = structure(before)
        expected = ("ulp", ["jit"]) if self.mode == "jit" else classify(self.tx, params, extra)
        metadata = {
            "format": "optaxx.trace.v1", "recipe": self.recipe.strip(), "bindings": json.dumps(self.bindings),
            "steps": str(len(calls) - 1), "extra": json.dumps(sorted(extra)), "optax": optax.__version__,
            "jax": jax.__version__, "mode": self.mode, "note": self.note,
            **{key: json.dumps(value) for key, value in structures.items()},
            "class": expected[0], "why": json.dumps(expected[1]),
        }
        write_safetensors(self.file, tensors, metadata | ({"x64": "true"} if jax.config.jax_enable_x64 else {}))
