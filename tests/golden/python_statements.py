#!/usr/bin/env python3
"""Writes python_statements.json: what CPython makes of loops, sets, `:=` and the like. Pairs of a text and the repr of its
value, as in python_expressions.json.
"""

import functools
import json
import logging
import math
import pathlib
import re
import types

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent

EXPRESSIONS = r"""
sorted({x % 3 for x in range(10)})
sorted({(x, y) for x in range(2) for y in 'ab' if x})
{x for x in []} == set()
{1, 1.0, True}
{2.5, 2.5, 3}
len({'a', 'b', 'a'})
len({None, 'a', None})
'a' in {'a', 'b'}
3 not in {x for x in range(3)}
{1, 2} == {2, 1}
{1, 2} != {1, 2, 3}
{1, 2} == [1, 2]
[{1} < {1, 2}, {1} <= {1}, {1} < {1}, {2} <= {1}, {1, 2} > {2}, {1, 2} >= {3}]
sorted({1, 2} | {2, 3})
sorted({1, 2, 3} & {2, 3, 4})
sorted({1, 2, 3} - {2})
sorted({1, 2} ^ {2, 3})
sorted(set('banana'))
set()
bool(set())
sorted(frozenset([3, 1]) | {2})
isinstance({1}, set)
sorted({*'ab', *['c', 'a'], 'd'})
sorted({1, 2}.union([3], (4, 1)))
sorted({1, 2, 3}.intersection([3, 2], {2}))
sorted({1, 2, 3}.difference(range(2)))
{1}.issubset([1, 2])
str({1})
sum({1, 2, 3})
[*{7}]
{'a': 1, 'b': 2} | {'b': 3, 'c': 4}
{} | {'a': 1}
dict(a=1) | dict(b=2) | {'a': 3}
6 & 3
6 | 3
6 ^ 3
-6 & 11
True | False
True & 3
True ^ True
1 | 2 & 3 ^ 4
1 + 2 | 4
1 | 2 == 3
(1 < 2) & (2 < 3) | False
[y := 5, y ** 2]
(n := 10) + n
[last := x for x in range(4)][-1]
[y for x in range(6) if (y := x * x) > 5]
(lambda x: (y := x + 1) * y)(2)
max(y := 3, 2)
[1, 2] < [1, 3]
(1, 'b') > (1, 'a')
[1, 2] < [1, 2, 0]
(1, 2) <= (1, 2)
[(2, 'a') < (1, 'b'), [] < [0], (1.5,) >= (1,)]
sorted({'b': 1, 'a': 2}.items())
sorted([(1, 'b'), (0, 'z'), (1, 'a')])
sorted(['bb', 'a', 'ccc'], key=len)
sorted([3, 1, 2], reverse=True)
sorted(['b', 'A', 'c'], key=lambda s: s.lower(), reverse=True)
sorted([(1, 'x'), (0, 'y'), (1, 'a')], key=lambda p: p[0], reverse=True)
sorted({'x': 3, 'y': 1}, key={'x': 3, 'y': 1}.get)
callable(len)
callable(lambda: 1)
callable(3)
callable('a')
callable(functools.partial(len))
getattr('a,b', 'split')(',')
getattr({'a': 1}, 'missing', None)
getattr([1], 'count')(1)
hasattr('a', 'upper')
hasattr('a', 'items')
hasattr({}, 'items')
hasattr(3, 'nothing')
types.SimpleNamespace(a=1, b=2).b
getattr(types.SimpleNamespace(a=1), 'c', 7)
[hasattr(types.SimpleNamespace(a=1), 'a'), hasattr(types.SimpleNamespace(a=1), 'c')]
print('nothing')
print(1, 2, sep=',')
re.escape("['ln_f']['bias']")
re.escape('a-b c.d#e&f~g')
re.escape('x^$*+?(){}|\\')
re.escape('_1/é')
bool(re.fullmatch(re.escape('a-b c.d#e&f~[g]'), 'a-b c.d#e&f~[g]'))
bool(re.search(re.escape("['bias']"), "['dense']['bias']"))
math.prod((2, 3, 4))
math.prod([])
math.prod([0.5, 3], start=2)
int(np.prod((2, 3, 4)))
float(np.prod(()))
float(np.prod([0.1, 3, 7]))
int(np.prod([[1, 2], [3, 4]]))
int(np.prod(5))
np.ndim(3)
np.ndim([1, 2])
np.ndim([[1, 2], [3, 4]])
np.ndim(np.array([1.5]))
np.shape([[1, 2, 3], [4, 5, 6]])
np.shape(2.0)
int(np.size([[1, 2], [3, 4]]))
np.iinfo(np.int32).max
np.iinfo(np.int64).min
np.iinfo('uint32').max
np.iinfo(np.int32).bits
float(np.finfo(np.float32).eps)
float(np.finfo(np.float32).max)
float(np.finfo(np.float32).tiny)
float(np.finfo(np.float16).min)
float(np.finfo(np.float64).eps)
float(np.finfo(np.float64).smallest_subnormal)
np.finfo(np.float32).bits
[float(x) for x in np.linspace(0, 1, 5)]
[float(x) for x in np.linspace(0.1, 0.7, 7)]
[float(x) for x in np.linspace(1e-3, 1e-5, 11)][3:6]
[float(x) for x in np.linspace(2, 3, num=4, endpoint=False)]
[float(x) for x in np.linspace(5, 5, 3)]
[float(x) for x in np.linspace(0.3, 2, 1)]
[int(x) for x in np.linspace(0, 1000, 7, dtype=np.int32)]
[int(x) for x in np.linspace(-3, 2, 4, dtype=np.int32)]
[float(x) for x in np.zeros(3)]
[float(x) for x in np.ones((2,)) * 0.5]
[int(x) for x in np.ones(2, dtype=np.int32)]
float(np.zeros(()))
""".strip().splitlines()

PROGRAMS = [
    # Annotations.
    "from __future__ import annotations\ndef f(a: float | None = None, *b: Mapping[str, x], c: 'str' = 'd', **e: Any) -> tuple[int, ...]:\n"
    "    return a, b, c, e\nresult = f(1, 2, g=3)",
    "from __future__ import annotations\ndef f(schedule: Callable[..., float], on: Literal['a:b', \"c=d\"] = 'a:b') -> Dict[str, Union[int, float]]:\n"
    "    return schedule(on)\nresult = f(lambda on: on)",
    "from __future__ import annotations\nx: float = 1.0\ny: Callable[[int, ...], float] | None\nz: dict[str, list[int]] = {'a': [1]}\nresult = (x, z)",
    "from __future__ import annotations\ndef f(x: {'a': 1}['a'] = 2, y: a == b = 3, z: (lambda q: q) = 4) -> not_known.Type[3]: return x, y, z\nresult = f()",
    "from __future__ import annotations\ndef f():\n    a: int\n    a = 3\n    b: Optional[float] = None; c: int = 4\n    return a, b, c\nresult = f()",
    # Loops.
    "result = []\nfor x in range(3):\n    result.append(x)",
    "result = []\nfor x in 'ab', (1, 2), {'k': 3}: result.append(x)",
    "result = []\nfor a, (b, c) in [(1, (2, 3)), (4, (5, 6))]:\n    result.append(a + b * c)",
    "result = []\nfor i, (k, v) in enumerate({'a': 1, 'b': 2}.items(), start=1):\n    result.append(f'{i}{k}{v}')",
    "result = {}\nfor name, lr in zip(['a', 'b', 'c'], (0.1, 0.2)):\n    result[name] = lr",
    "result = []\nfor k in {'x': 1, 'y': 2}:\n    result.append(k)",
    "total = 0\nfor x in range(10):\n    if x % 2:\n        continue\n    if x > 6:\n        break\n    total += x\nresult = (total, x)",
    "result = []\nfor x in [1, 2]:\n    result.append(x)\nelse:\n    result.append('done')",
    "result = []\nfor x in [1, 2]:\n    break\nelse:\n    result.append('done')",
    "result = []\nfor x in []:\n    pass\nelse:\n    result.append('empty')",
    "result = []\nfor x in range(3):\n    for y in range(3):\n        if y == x:\n            break\n        result.append((x, y))\n    else:\n"
    "        result.append('never')\n        continue\n    result.append(x)",
    "def f(items):\n    for i, x in enumerate(items):\n        if x > 2:\n            return i\n    return None\nresult = [f([1, 2, 3]), f([1])]",
    "def f():\n    for x in range(3):\n        for y in range(3):\n            if x + y == 3:\n                return x, y\n    else:\n        return 'none'\nresult = f()",
    "fs = []\nfor i in range(3):\n    fs.append(lambda x, i=i: x + i)\nresult = [f(10) for f in fs]",
    "fs = []\nfor i in range(3):\n    def f(x):\n        return x * i\n    fs.append(f)\nresult = [f(10) for f in fs]",
    "a = [1, 2, 3]\nfor i, x in enumerate(a):\n    a[i] = x * 10\nresult = a",
    "a = [1, 1, 1, 1]\nfor i, x in enumerate(a):\n    if i + 1 < len(a):\n        a[i + 1] += x\nresult = a",
    "a = [1, 2, 3]\nfor x in a:\n    a[2] = a[2] + x\nresult = a",
    "d = {'a': 1, 'b': 2}\nfor k, v in d.items():\n    d['b'] = v + 10\nresult = d",
    "d = {'a': [1], 'b': [2]}\nfor v in d.values():\n    v.append(0)\nfor k in d:\n    d[k] = len(d[k])\nresult = d",
    "a, b = [1, 2], [3, 4]\nout = []\nfor x, y in zip(a, b):\n    b[1] = 9\n    out.append((x, y))\nresult = out",
    "x = 'before'\nfor x in []:\n    pass\nresult = x",
    "result = 0\nfor x in {3, 4}:\n    result += x",
    "def f(x):\n    for x in x:\n        x += 1\n    return x\nresult = f([1, 2])",
    "result = []\nfor row in [[1, 2], [3]]:\n    result.extend(y * 2 for y in row)",
    "for i in range(3): a = i; b = i * 2\nresult = (a, b)",
    # Sets and dicts in place.
    "d = {'a': 1}\ne = d\nd |= {'b': 2, 'a': 3}\nresult = e",
    "d = {'a': 1}\nd |= [('b', 2)]\nresult = d",
    "d = {'a': {}}\nd['a'] |= {'x': 1}\nresult = d",
    "d = {'a': 1}\ne = d | {'b': 2}\ne['a'] = 5\nresult = (d, e)",
    "s = {1, 2}\nt = s\ns |= {3}\nresult = sorted(t)",
    "s = {1, 2, 3}\nt = s\ns -= {1}\ns &= {2, 9}\ns ^= {5}\nresult = sorted(t)",
    "s = set()\ns.add('a')\ns.add('a')\ns.add('b')\ns.discard('c')\ns.discard('b')\nresult = sorted(s)",
    "seen = set()\nresult = []\nfor x in [3, 1, 3, 2, 1]:\n    if x not in seen:\n        seen.add(x)\n        result.append(x)",
    "n = 5\nn |= 2\nn &= 6\nn ^= 1\nresult = n",
    "flag = True\nflag &= 3 > 4\nresult = flag",
    # :=
    "if (n := len([1, 2, 3])) > 2:\n    result = n",
    "if n := 0:\n    result = 'no'\nelif m := 4:\n    result = (n, m)",
    "def f(x):\n    return [y := x, y + 1, (z := y * 2) + z, z]\nresult = f(3)",
    "def f(items):\n    found = [x for x in items if (last := x) > 1]\n    return found, last\nresult = f([3, 2, 1])",
    "total = 0\npartial_sums = [total := total + x for x in range(5)]\nresult = (partial_sums, total)",
    "f = lambda x: (y := x * 2, y)\ny = 'outer'\nresult = (f(2), y)",
    "print(y := 3)\nresult = 4",
    # Sorting in place.
    "a = [3, 1, 2]\nb = a\na.sort()\nresult = b",
    "a = ['bb', 'a', 'ccc']\nr = a.sort(key=len, reverse=True)\nresult = (a, r)",
    "a = [('x', 2), ('y', 1), ('z', 2)]\na.sort(key=lambda p: -p[1])\nresult = a",
    # Attributes.
    "import types\ncfg = types.SimpleNamespace(lr=0.1, inner=types.SimpleNamespace(b=2))\ncfg.lr *= 2\ncfg.new = cfg.inner.b\ncfg.inner.b = 7\n"
    "result = (cfg.lr, cfg.new, cfg.inner.b, getattr(cfg, 'lr'))",
    "import types\na = types.SimpleNamespace(x=[1])\nb = a\nb.x += [2]\nb.x.append(3)\nresult = a.x",
    "def f(name):\n    return getattr(name, 'upper' if hasattr(name, 'upper') else 'x')()\nresult = f('ab')",
    # What only tells.
    "import logging\nlogger = logging.getLogger(__name__)\nlogger.setLevel(logging.ERROR)\nlogging.info('%d', 3)\nlogger.info('%s', 'a')\n"
    "result = print('x', end='')",
    # Names that are not there, in branches that are not taken.
    "kind = 'a'\nif kind == 'b':\n    result = not_there(kind)\nelse:\n    result = 'fine'",
    "def f(kind):\n    if kind == 'b':\n        return not_there.at_all(kind)\n    return kind\nresult = f('a')",
    "result = 1 if True else not_there",
    "result = True or not_there",
    "result = [not_there for x in []]",
    "makers = {'a': lambda: 1, 'b': lambda: not_there}\nresult = makers['a']()",
    "def unused():\n    return not_there\nresult = 2",
    "for x in []:\n    not_there(x)\nresult = 3",
    "def f(x):\n    if x:\n        return 1\n    return not_there\nresult = f(True)",
    "if __name__ == '__main__':\n    not_there()\nresult = 4",
]


def make():
    names = {"re": re, "functools": functools, "math": math, "np": np, "types": types, "logging": logging, "__name__": "recipe"}
    rows = [[text, repr(eval(text, dict(names)))] for text in EXPRESSIONS]
    for text in PROGRAMS:
        scope = dict(names)
        exec(text, scope)
        rows.append([text, repr(scope["result"])])
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
    (HERE / "python_statements.json").write_text(text)


if __name__ == "__main__":
    make()
