#!/usr/bin/env python3
"""Writes python_expressions.json: what CPython makes of expressions, as pairs of the text and the repr of its value."""

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
    "import functools\nadd = functools.partial(lambda a, b: a - b, b=1)\nresult = add(5)",
]


def make():
    names = {"re": re, "fnmatch": fnmatch, "functools": functools, "math": math}
    rows = [[text, repr(eval(text, dict(names)))] for text in (line.replace("\\\\", "\\") for line in EXPRESSIONS)]
    for text in PROGRAMS:
        scope = dict(names)
        exec(text, scope)
        rows.append([text, repr(scope["result"])])
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
    (HERE / "python_expressions.json").write_text(text)


if __name__ == "__main__":
    make()
