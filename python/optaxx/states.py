"""The classes of states: named tuples with Optax's names and fields, as optaxx.states.ScaleByAdamState."""

from collections import namedtuple

_types = {}


def state_type(name, fields):
    """The class of that name with these fields."""
    key = name, tuple(fields)
    if key not in _types:
        made = namedtuple(name, fields)
        made.__module__ = __name__
        made.__reduce__ = lambda self: (_made, (name, key[1], tuple(self)))
        _types[key] = made
    return _types[key]


def _made(name, fields, values):
    return state_type(name, fields)(*values)


def __getattr__(name):
    for (known, _), made in reversed(_types.items()):
        if known == name:
            return made
    raise AttributeError(f"no state has been called {name!r} yet")
