"""optaxx, through shim.hpp, and the arrays that all contenders step."""

import ctypes
import math

import numpy as np

LEARNING_RATE, B1, B2, EPS, WEIGHT_DECAY = 1e-3, 0.9, 0.999, 1e-8, 0.01
MAX_NORM, DECAY_STEPS = 0.1, 1_000_000
OTHERS = f"b1={B1}, b2={B2}, eps={EPS}, weight_decay={WEIGHT_DECAY}"
WORKS = {
    "adamw": f"optax.adamw({LEARNING_RATE}, {OTHERS})",
    "clip, schedule": f"optax.chain(optax.clip_by_global_norm({MAX_NORM}), "
                      f"optax.adamw(optax.cosine_decay_schedule({LEARNING_RATE}, {DECAY_STEPS}), {OTHERS}))",
}
AS_TORCH = {"lr": LEARNING_RATE, "betas": (B1, B2), "eps": EPS, "weight_decay": WEIGHT_DECAY}
FIRST_TIMED_STEP = 1000


def rate(work, count):
    """The learning rate of a step, by hand."""
    if work == "adamw":
        return LEARNING_RATE
    return LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * min(count, DECAY_STEPS) / DECAY_STEPS))


def written(options):
    """As in a call: "lr=0.001, eps=1e-08"."""
    return ", ".join(f"{name}={value}" for name, value in options.items())


class Error(Exception):
    """What a library said."""


class Library:
    """A shared library of C functions whose names begin with a prefix; `prefix_error` says what went wrong."""

    def __init__(self, file, prefix):
        self.functions = ctypes.CDLL(str(file))
        self.prefix = prefix

    def call(self, name, *arguments, result=ctypes.c_int):
        function = getattr(self.functions, self.prefix + name)
        function.restype = result
        value = function(*arguments)
        if value is None or (result is ctypes.c_int and value < 0):
            said = getattr(self.functions, self.prefix + "error")
            said.restype = ctypes.c_char_p
            raise Error(said().decode())
        return value

    def do(self, name, *arguments):
        """A function without result."""
        function = getattr(self.functions, self.prefix + name)
        function.restype = None
        function(*arguments)


def c_sizes(sizes):
    return (ctypes.c_size_t * len(sizes))(*sizes)


class Native:
    """A contender behind a C library: an object that is made, stepped in a loop there, and deleted."""

    def __init__(self, library, handle):
        self.library, self.handle = library, ctypes.c_void_p(handle)

    def __call__(self, steps):
        self.library.call("step", self.handle, ctypes.c_size_t(steps))

    def count(self, steps):
        self.library.do("set_count", self.handle, ctypes.c_int64(steps))

    def reset(self):
        """Nothing but the arrays and the count changes from step to step."""

    def close(self):
        self.library.do("delete", self.handle)


class Optaxx(Native):
    """Steps of a recipe. With `like`, on the arrays of another one."""

    def __init__(self, library, work, sizes, fast=False, like=None):
        self.name = "fast" if fast else "exact"
        self.options = f'optaxx::recipe("{WORKS[work]}"), numerics::{self.name}; step() in a loop in C++'
        handle = library.call("new", WORKS[work].encode(), ctypes.c_int(fast), c_sizes(sizes),
                              ctypes.c_size_t(len(sizes)), like.handle if like else None, result=ctypes.c_void_p)
        super().__init__(library, handle)
        self.sizes = sizes

    def arrays(self, name):
        """The leaves of "params", "grads", "mu" or "nu", where they lie."""
        pointers = (self.library.call("array", self.handle, name.encode(), ctypes.c_size_t(i), result=ctypes.c_void_p)
                    for i in range(len(self.sizes)))
        return [np.ctypeslib.as_array((ctypes.c_float * n).from_address(at)) for at, n in zip(pointers, self.sizes)]


class Arrays:
    """Parameters, gradients and both moments of AdamW."""

    def __init__(self, optaxx):
        self.params, self.grads, self.mu, self.nu = (optaxx.arrays(name) for name in ("params", "grads", "mu", "nu"))
        self.first = [x.copy() for x in self.params]

    def restart(self):
        for x, first in zip(self.params, self.first):
            x[:] = first
        for x in self.mu + self.nu:
            x[:] = 0


def first_call(library, work, sizes):
    """Seconds of init and a first step, and of a later step."""
    first, later = ctypes.c_double(), ctypes.c_double()
    library.call("first_call", WORKS[work].encode(), c_sizes(sizes), ctypes.c_size_t(len(sizes)),
                 ctypes.byref(first), ctypes.byref(later))
    return first.value, later.value
