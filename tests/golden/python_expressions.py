#!/usr/bin/env python3
"""Writes what CPython makes of texts.

python_expressions.json: pairs of an expression and the repr of its value. python_formats.json: the repr of each value in each
format, null where Python raises.
"""

import fnmatch
import functools
import json
import math
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent

EXPRESSIONS = """
7 // 2
-7 // 2
7 // -2
-7 % 3
7 % -3
7.5 % -2
-7.5 // 2
2 ** 10
2 ** -2
-2 ** 2
2 ** 3 ** 2
1 / 3
0.1 + 0.2
1e-8
10_000 * 3
1 < 2 < 3
1 < 3 < 2
1 == 1.0
True + True
not 0
0 or 'a'
1 and 2
[] or [1]
3 if [] else 4
'a' + 'b' * 3
[1, 2] + [3] * 2
(1,) + (2, 3)
(1, 2) == (1, 2)
[1, 2] == (1, 2)
{'a': 1} == {'a': 1.0}
'b' in 'abc'
'x' not in 'abc'
3 in [1, 2, 3]
'a' in {'a': 1}
2 in {1, 2}
None is None
'abc'[1]
'abc'[-1]
'abcdef'[1:4]
'abcdef'[::-1]
'abcdef'[-2:]
[1, 2, 3, 4][:-1]
[1, 2, 3, 4][::2]
[1, 2, 3, 4][10:]
(1, 2, 3)[-5:2]
[x * x for x in range(5)]
[x for x in range(10) if x % 3 == 0]
[x for x in range(20) if x % 2 if x % 3]
[(x, y) for x in range(3) for y in range(x)]
[a + b for a, b in [(1, 2), (3, 4)]]
[i * v for i, (v, w) in enumerate([(1, 2), (3, 4)])]
{k: v * 2 for k, v in {'a': 1, 'b': 2}.items()}
{str(i): i for i in range(3)}
sum(x * 0.5 for x in range(4))
sum([1, 2, 3], 10)
min(3, 1, 2)
max([1.5, 2.5])
max(x for x in (3, 1))
abs(-3)
abs(-0.5)
round(2.5)
round(3.5)
round(2.675, 2)
round(0.125, 2)
round(1234.5678, 3)
round(7)
len('abc')
len({'a': 1})
len(range(7))
list(range(2, 10, 3))
list(range(5, 0, -2))
list(range(0))
list(zip([1, 2, 3], 'ab'))
list(enumerate('ab', start=1))
sorted([3, 1, 2])
sorted(['b', 'a'])
list(map(lambda x: x + 1, [1, 2]))
any(x > 2 for x in [1, 2, 3])
all([])
tuple([1, 2])
tuple('ab')
list({'a': 1, 'b': 2}.keys())
list({'a': 1, 'b': 2}.values())
list({'a': 1}.items())
{'a': 1}.get('b')
{'a': 1}.get('b', 2)
dict(a=1, **{'b': 2})
dict([('a', 1), ('b', 2)])
{**{'a': 1}, 'a': 2}
[*[1, 2], 3]
(*'ab',)
int(3.9)
int(-3.9)
int('42')
float('1e-3')
float('inf') > 1e308
bool([])
bool('a')
str(3)
str(1.5)
str([1, 'a'])
str(None)
isinstance(1, int)
isinstance('a', (int, str))
isinstance({}, dict)
'Dense_0/Bias'.lower()
'abc'.upper()
'kernel'.startswith('ker')
'kernel'.startswith(('x', 'k'))
'kernel'.endswith('nel')
'a/b/c'.split('/')
'a/b/c'.split('/', 1)
' a  b '.split()
'/'.join(['a', 'b'])
'-'.join(str(i) for i in range(3))
'a-b'.replace('-', '_')
'  x '.strip()
'xxaxx'.strip('x')
'banana'.count('an')
[1, 2, 1].count(1)
['a', 'b'].index('b')
'12'.isdigit()
r'a\\d'
'a\\tb'
(lambda x, y=2: x * y)(3)
(lambda x, y=2: x * y)(3, y=5)
(lambda *, a, b=1: a - b)(a=5)
functools.partial(lambda a, b, c: (a, b, c), 1, c=3)(2)
[f(2) for f in [lambda x: x, lambda x: x ** 2]]
(lambda n: [n + i for i in range(2)])(10)
any(k in 'dense/bias' for k in ('bias', 'scale'))
bool(re.search('bias|norm', 'layer_norm'))
bool(re.search('^norm', 'layer_norm'))
bool(re.match('layer', 'layer_norm'))
bool(re.match('norm', 'layer_norm'))
bool(re.fullmatch('layer_[0-9]+', 'layer_12'))
bool(re.fullmatch('layer_[0-9]+', 'layer_12x'))
bool(re.search(r'\\bbias\\b', 'dense/bias'))
bool(re.search(r'(a|b)*c$', 'ababc'))
bool(re.search(r'^(?:enc|dec)oder/layers?_\\d{1,2}/', 'encoder/layer_07/w'))
bool(re.search(r'[^/]+/kernel', '/kernel'))
bool(re.search(r'x{2,3}y', 'xy'))
bool(re.search(r'x{2,3}y', 'xxxxy'))
bool(re.search(r'(?i)BIAS', 'bias'))
bool(re.search(r'a.c', 'a\\nc'))
bool(re.search(r'a??b', 'b'))
bool(re.search(r'\\w+\\.\\w+', 'a.b'))
re.search('x', 'abc') is None
bool(re.compile('w$').search('dense/w'))
fnmatch.fnmatch('dense/bias', '*bias')
fnmatch.fnmatch('dense_1', 'dense_?')
fnmatch.fnmatch('dense_1', 'dense_[!0-9]')
math.sqrt(2)
math.cos(math.pi / 3)
math.floor(-2.5)
math.ceil(2.1)
math.log(10)
math.pow(2, 0.5)
math.exp(1)
f'{1}'
f'a{1}b{2}c'
f'{1.5:.3f}'
f'{1e-4}'
f'{0.1 + 0.2}'
f'{1234.5678:.2e}'
f'{1234.5678:.3g}'
f'{1e-7:g}'
f'{100000.0:g}'
f'{1e16:g}'
f'{1234567:,}'
f'{1234567.891:,.2f}'
f'{1234567:_d}'
f'{42:5d}|'
f'{42:<5}|'
f'{42:^5}|'
f'{42:05d}|'
f'{-42:05d}|'
f'{-42:+d} {42:+d} {42: d}'
f'{3.14159:8.2f}|'
f'{3.14159:08.2f}|'
f'{-3.14159:=8.2f}|'
f'{3.14159:*^12.3e}|'
f'{255:x} {255:X} {255:#x} {255:b} {255:o}'
f'{1234:010,}'
f'{0.256:.1%}'
f'{0.256:%}'
f'{5:.2f}'
f'{5:e}'
f'{True} {True:d} {True:3}'
f'{None}'
f'{[1, "a"]}'
f'{"abc":6}|{"abc":>6}|{"abc":^6}|{"abc":.2}|{"abc":-<6s}'
f'{"a"!r}'
f'{"a"!r:>5}'
f'{1.5!s:>5}'
f'{"a"!a}'
f'{{}}'
f'{{{1}}}'
f'{1:{3}}|'
f'{3.14159:{8}.{2}f}|'
f'{1 + 1=}'
f'{ 1 + 1 = }'
f'{1.5=:.3f}'
f'{"a"=}'
f'{"a"=!s}'
f'{1 == 1} {1 != 2} {1 <= 2}'
f'{1 if True else 2}'
f'{(lambda x: x + 1)(2)}'
f'{ {"a": 1}["a"] }'
f'{[x for x in range(3)]}'
f'{1, 2}'
f'{"{}"}'
f"{'a' + f'{1}'}"
'a' f'{1}' "b" rf'\\d{2}'
f'\\t{1}\\n'
rf'\\t{1}'
f'''{1}"{2}'''
F'{1}' fR'{2}'
f''
f'{float("inf"):.2f} {float("nan"):5}|'
f'{-0.0:.1f} {0.0:g} {-0.0}'
f'{1e22} {123456789012345680.0}'
f'{2 ** 62:d}'
f'{"é":>3}|'
f'{1:é>3}|'
str(ValueError('a'))
repr(ValueError('a'))
repr(KeyError())
[*(lambda *a: a)(1, 2), *(lambda *a, b=3: (a, b))(4, b=5)]
(lambda **k: k)(a=1, b=2)
(lambda a, *b, c=1, **d: (a, b, c, d))(1, 2, 3, c=4, e=5)
(lambda *a, **k: (a, k))(*[1, 2], **{'x': 3})
[1, 2].copy()
""".strip().splitlines()

PROGRAMS = [
    "def f(x):\n    return x + 1\nresult = f(2)",
    "def f(x):\n    if x > 2:\n        return 'big'\n    elif x == 2:\n        return 'two'\n    else:\n        return 'small'\n"
    "result = [f(i) for i in range(4)]",
    "def f(x):\n    if x:\n        return 1\nresult = [f(True), f(False)]",
    "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nresult = f(10)",
    "def outer(a):\n    b = a * 2\n    def inner(c, d=b):\n        return a + b + c + d\n    return inner\nresult = outer(1)(10)",
    "def outer():\n    x = 1\n    f = lambda: x\n    x = 2\n    return f()\nresult = outer()",
    "x = 1\ndef f():\n    return x\nx = 2\nresult = f()",
    "x = 1\ndef f():\n    x = 5\n    return x\nresult = (f(), x)",
    "x = 1\ny = [x for x in range(3)]\nresult = (x, y)",
    "def f(a, b=2, *, c=3):\n    return (a, b, c)\nresult = [f(1), f(1, c=5), f(b=4, a=0)]",
    "x = 2\nx += 3\nx *= 2\nx -= 1\nx /= 2\nx //= 2\nx **= 3\nx %= 5\nresult = x",
    "if 1 > 2:\n    a = 1\nelse:\n    a = 2\nresult = a",
    "def f(x):  # a comment\n\n    # another\n    y = x  # one more\n\n    return (y +\n  1)\nresult = f(1)",
    "def f(x): return x * 2\nresult = f(4)",
    "def f():\n\tif True:\n\t\ta = 1\n\t\tb = 2\n\treturn a + b\nresult = f()",
    "def f():\r\n    a = 1\r\n    return a\r\nresult = f()",
    "a, (b, c) = 1, (2, 3)\nresult = [c, b, a]",
    "def f(x: int, y: float = 0.5) -> float:\n    z: float = x * y\n    return z\nresult = f(3)",
    "def f(x):\n    pass\nresult = f(1)",
    "def even(n):\n    return True if n == 0 else odd(n - 1)\ndef odd(n):\n    return False if n == 0 else even(n - 1)\n"
    "result = even(10)",
    "fs = [(lambda i: lambda: i)(i) for i in range(3)]\nresult = [f() for f in fs]",
    "fs = [lambda: i for i in range(3)]\nresult = [f() for f in fs]",
    "a = []\nb = a\na.append(1)\nb.append(2)\nresult = (a, b)",
    "a = [1]\nb = a\na += [2]\nresult = b",
    "a = [1]\nb = a\na = a + [2]\nresult = (a, b)",
    "a = [1]\nb = a\na *= 2\nresult = b",
    "a = (1,)\nb = a\na += (2,)\nresult = (a, b)",
    "a = [1, 2]\na += 'xy'\nresult = a",
    "a = []\nb = [a, a]\na.append(1)\nresult = b",
    "a = []\nb = (a, {'k': a})\na.extend(range(3))\na.insert(1, 'x')\na.insert(-100, 'y')\na.insert(100, 'z')\nresult = b",
    "a = [1, 2, 3]\na[0] = 5\na[-1] = 6\na[1] += 10\nresult = a",
    "a = [1, 2, 3]\nresult = [a.pop(), a.pop(0), a]",
    "d = {'a': 1}\ne = d\nd['b'] = 2\nd['a'] = 3\nresult = e",
    "d = {'a': {'b': 1}}\nd['a']['b'] += 1\nd['a']['c'] = []\nd['a']['c'].append(1)\nresult = d",
    "d = {}\nd.update(a=1)\nd.update({'b': 2}, c=3)\nd.update([('d', 4)])\nresult = d",
    "d = {'a': 1}\nresult = [d.pop('a'), d.pop('a', 2), d.setdefault('x', []), d]\nresult[2].append(1)",
    "d = {1: 'a'}\nd[True] = 'b'\nd[(1, 2)] = 'c'\nresult = d",
    "def f(x):\n    x.append(1)\n    x = []\n    x.append(2)\n    return x\na = []\nresult = (f(a), a)",
    "def f(c):\n    c['n'] = c['m'] // 2\n    def g(i):\n        return c['n'] * i\n    return g\n"
    "c = {'m': 9}\nresult = (f(c)(2), c)",
    "a = []\ndef f():\n    a.append(len(a))\n    return len(a)\nf()\nf()\nresult = a",
    "a = []\nb = [a.append(x) for x in range(3)]\nresult = (a, b)",
    "a = [1, 2]\nb = a[:]\nc = list(a)\nd = a.copy()\na.append(3)\nresult = [b, c, d]",
    "d = {'a': [1]}\ne = d.copy()\ne['b'] = 2\ne['a'].append(2)\nresult = (d, e)",
    "def f(*args, **kwargs):\n    return (args, kwargs)\nresult = f(1, *[2, 3], x=4, **{'y': 5})",
    "def f(a, *rest, b=2, **others):\n    return (a, rest, b, others)\ndef g(*args, **kwargs):\n"
    "    return f(*args, **kwargs)\nresult = [g(1, 2, b=3, c=4), g(a=0, z=1)]",
    "def f(x, **kwargs):\n    kwargs['y'] = x\n    kwargs.update(z=1)\n    return kwargs\n"
    "d = {'y': 0}\nresult = (f(1, **d), d)",
    "def f(**kwargs):\n    n = kwargs.pop('n', 3)\n    return n, kwargs\nresult = [f(n=1), f(m=2)]",
    "def f(x):\n    if x < 0:\n        raise ValueError(f'negative: {x}')\n    return x\nresult = f(1)",
    "def f(x):\n    assert x > 0, f'{x} is not positive'\n    return x\nresult = f(1)",
    "x, y = 3, 0.5\nw = 8\nresult = f'{x:>{w}}|{y:<{w}.2f}|{x=}'",
    "import functools\nadd = functools.partial(lambda a, b: a - b, b=1)\nresult = add(5)",
    "from typing import NamedTuple\nclass S(NamedTuple):\n    \"\"\"A state.\"\"\"\n    count: int\n    mu: float = 0.5\ns = S(1)\na, b = s\n"
    "result = [s, s.count, s[1], s._replace(count=2), a, b]",
    "from typing import NamedTuple\nclass S(NamedTuple):\n    count: int\n    mu: float = 0.5\ns = S(1)\n"
    "result = [isinstance(s, tuple), isinstance(s, S), s == (1, 0.5), s._asdict(), len(s), list(s)]",
    "from collections import namedtuple\nP = namedtuple('P', ['x', 'y'])\nQ = namedtuple('Q', 'x y')\nresult = [P(1, y=2), Q(*P(3, 4)), P(1, 2) + (3,)]",
    "def f(x, y):\n    del y\n    return ~x\nresult = f(5, 2)",
    "x = 1\ny = [x, 2]\ndel x\nx = 3\nresult = [x, y]",
    "def f():\n    ...\nresult = f()",
    "import functools, operator\nresult = functools.reduce(operator.add, [1, 2, 3], 10)",
]

VALUES = """
"a" "abc" "" "é" 1 -7 0 123456789 True 1.5 -0.0 99.99 1234.5678 1e16 1e20 0.0001 1e-7 5e-324 float("inf") -float("nan") None [1]
""".split()

FORMATS = """
x 05x 05 5 <05 =5 =05 0>5 0=5 0<5 ^7 ^ < > = 0 00 01 1 - -5 -06 + +d +s -s +,
.1 .2 .3 .4 .0 .6 .10 .17 .20 8.3 10.2 012.3 +.3 ,.6 _.9 <012.3 05.1 06.2s 5.1s
s 5s 05s 0s =s d 05d _d ,d #x #b #o #X #05x +#06x #s b o X 0x .1x .2d
e E f F g G % .2f .2e .3g .0f .0% 08.2f +08.2f ,.2f _.2f 010.1f 012,.2f
, _ ,x _x _b ,s _s 010, 010,d 06_x 06_b 08_x 010_d 3, *^9 *<9 é>4 <<5 >>5 ==5
. .f 5. r ff e5 %% --
""".split()


def formatted(value, how):
    try:
        return repr(format(value, how))
    except (TypeError, ValueError):
        return None


def make():
    names = {"re": re, "fnmatch": fnmatch, "functools": functools, "math": math}
    rows = [[text, repr(eval(text, dict(names)))] for text in (line.replace("\\\\", "\\") for line in EXPRESSIONS)]
    for text in PROGRAMS:
        scope = dict(names)
        exec(text, scope)
        rows.append([text, repr(scope["result"])])
    table = {"formats": FORMATS, "values": {text: [formatted(eval(text), how) for how in FORMATS] for text in VALUES}}
    (HERE / "python_formats.json").write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n")
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
    (HERE / "python_expressions.json").write_text(text)


if __name__ == "__main__":
    make()
