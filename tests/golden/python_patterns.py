#!/usr/bin/env python3
"""Writes python_patterns.json: what CPython's re and fnmatch find in texts.

`texts`, and for each pattern `[pattern, flags, search, match, fullmatch]`: a bit for each text, four in a hexadecimal digit. `globs` in the same way:
`[pattern, fnmatchcase]`. `refused` are patterns that raise re.error. `same_letters` are `[pattern, texts that it matches]`.
"""

import fnmatch
import json
import pathlib
import random
import re
import warnings

HERE = pathlib.Path(__file__).resolve().parent

TEXTS = r"""
|a|b|ab|ba|aab|abc|A|Ab|é|É|éa|aé|café|CAFÉ|1|a1|12|a_1|_|-|a-b|/|a/b|a/b/c|.|a.b|[|]|[a]|!|^|^a|\\|\\d|d|{|a{2}|a{,}|*|?|a b
encoder/layer_0/attention/kernel|encoder/layer_11/norm/scale|params/dense/bias|Dense_0/Bias|decoder/embed|head|lora_a|LayerNorm|
größe|straße|STRASSE|ſ|K|k|K|i|I|İ|ı|Σ|σ|ς|µ|μ|日本|日本語/重み|٣|²|½|Ⅷ|😀|a😀b|é
""".strip("\n").replace("\n", "|").split("|")
TEXTS += ["x\ny", "a\n", "\n", "\na", "a\n\n", "\t", "\v", "\x1c", "\x85", "\xa0", "\u2003", "\u200b", "a\u2003b"]

PATTERNS = r"""
a|é|.|..|^.$|^..$|[é]|[^é]|[à-ÿ]|[a-z]|[A-Z]|[a-zé]+|\w|\W|\w+|\d|\D|\s|\S|\bé|é\b|\ba|a\b|\B|\Ba|\b|[\w]|[^\w]|[\W]|[\d_]|[\s]|[\S]|[\w-]+|[-a]|[a-]|[]a]|[^]a]
[a\-b]|[\]]|[\\]|[.]|[\b]|[^a-z/]+|[!a]|[a^]|[[]|[{]|a{2}|a{1,}|a{,2}b|a{,}|a{|a{x}|a{}|{|{a|a{2,x}|(a|b)+|(?:ab)*|(?P<n>a)b|(a)|()|(|a)|a||^a|a$|\Aa|a\Z|^|$|\Z|\A
a*|a+?|a??|a*?b|(a*)*|(a+)+b|(a|ab)(c|bcd)?|(?:(?:a)|b){2}|x*|^x*$|^(?!.*bias).*|^(?!a)|(?=a).|a(?=b)|a(?!b)|(?<=a)b|(?<!a)b|(?<=/)[^/]+$|(?!)|(?=)|(?<=a|b)c
(?!.*(?:bias|norm|scale))[a-z].*|^(?!.*routed_experts/gate/kernel).*|(?=.*kernel)(?=.*attention).*|(?=(?!a)).|(?!(?=a)).+|(?<=^)a|(?=$)|a(?=$)|(?<!.)a|(?=a|b)\w
((?!/).)*|(?:(?!norm).)*$|^(?:(?!norm).)*$|\u00e9|\xe9|\U0001F600|\x61|\0|\t|\n|\v|\a|\.|\/|\-|\é|\_|.*|.+|(?s:.)+|(?i:a)B|(?i)ab|(?i)é|(?i)[é]|(?i)[^é]|(?i)[a-z]+|(?i)\w+
(?i)k|(?i)s|(?i)straße|(?i)i|(?i)σ|(?i)µ|(?i)[à-þ]|(?i)[^a]|(?i)[k]|(?i:k)K|(?a)\w|(?a)\s|(?a)\d|(?a)\W|(?ai)k|(?ai)é|(?ai)[^k]|(?a)\bé|(?a:\w)é|(?s).|(?s)a.|(?m)^a|(?m)a$|(?m)$|(?m)^$
(?im)^A$|(?i-s:a.)|(?-i:a)|(?i)(?-i:a)b|(?s-i:.)|a(?#comment)b|.*bias$|.*/(?:bias|scale)$|(?:^|/)(?:bias|b)$|layer_\d+|layer_[0-9]{2}|^encoder/layer_(?:[0-9]|1[01])/
.*(norm|bias).*|^params/.*|[Bb]ias|(?i)bias|(?i)layernorm|\.|^\w+/\w+$|^[^/]*/[^/]*$|(?:[^/]+/)*kernel|kernel|日|[日本]+|[一-龥]+|\d+|[٠-٩]|[0-9]|[^\x00-\x7f]|[\x80-\U0010ffff]
""".strip("\n").replace("\n", "|")

REFUSED = r"""
( ) (a [ [a [z-a] [a-\d] [\d-a] *a +a ?a ^* a** a+* a{2}{3} a*{2} {2} {,} (?P<n (?P<>a) (?z) (?<n>a) (?P a\ \q [\q] \x1 \xg0 \u12 a{3,2} (?: (?=a (?i-) \8
""".split()

GLOBS = r"""
* ? ?? a a* *a *a* [a] [!a] [^a] [ab] [a-z] [!a-z] [a-] [-a] [!-a] []] []a] [!]] [!]a] [] [!] [ [a ] a] [z-a] [!z-a] [z-ab-c] [a-c-e] [a--] [--0] [\d] \d [\w] [\]
[[] [[a] [!a-]* [é] [!é] [é-ü] [a-é]* é* ?é *é *[0-9] *_[0-9] dense_[!0-9] */bias */kernel */layer_[0-9]/* *layer_1?/* [A-Z]* [Dd]ense_* *.b a.b *.* [.] [*] [?] [!*]
** *** *?* {a,b} [a&&b] [a~b] [a|b] [a^] [^] [^^] [!^] [!!] [b-a] [!b-a]* *[b-a] [a-a] [日] [!日] 日* [日-本] *[日本]* ~ ^ ^a $ + ( a\b [\\] [\-a] [0-9][0-9] *[!s]
""".split()


def split(text):
    """At | outside of brackets, so that sets and groups may have it."""
    parts, depth, part, escaped = [], 0, "", False
    for c in text:
        if c == "|" and depth == 0 and not escaped:
            parts.append(part)
            part = ""
            continue
        depth += (c == "(") - (c == ")") if not escaped else 0
        escaped = c == "\\" and not escaped
        part += c
    return parts + [part]


def random_pattern(rng, depth=0):
    def atom():
        kind = rng.randrange(16 if depth < 3 else 9)
        if kind < 4:
            return rng.choice(["a", "b", "é", "/", "1", "A", "k", "ß"])
        if kind < 6:
            return rng.choice([".", r"\w", r"\d", r"\s", r"\W", r"\b", r"\B", "^", "$", r"\Z"])
        if kind < 9:
            inside = "".join(rng.choice(["a", "b-é", "é", r"\w", r"\d", "0-9", "/", "A-Z", "k"]) for _ in range(rng.randint(1, 3)))
            return "[" + rng.choice(["", "^"]) + inside + "]"
        inner = random_pattern(rng, depth + 1)
        return rng.choice(["(", "(?:", "(?=", "(?!", "(?i:", "(?:", "("]) + inner + ")"

    def piece():
        text = atom()
        endless = ["*", "+", "*?"] if depth == 0 and text[0] != "(" else []  # of groups, CPython would take for ever
        repeat = rng.choice(["", "", "", "?", "{2}", "{1,2}", "??", "{,1}"] + endless)
        return text + (repeat if not re.match(r"(\^|\$|\\[bBZ])$", text) else "")

    return "|".join("".join(piece() for _ in range(rng.randint(1, 3))) for _ in range(rng.choice([1, 1, 1, 2])))


def bits(found):
    binary = "".join("1" if x else "0" for x in found)
    return "".join(f"{int(binary[i : i + 4].ljust(4, '0'), 2):x}" for i in range(0, len(binary), 4))


def row(pattern, flags=0):
    p = re.compile(pattern, flags)
    return [pattern, flags] + [bits(f(text) for text in TEXTS) for f in (p.search, p.match, p.fullmatch)]


def dumps(x):
    return json.dumps(x, ensure_ascii=False)


def make():
    warnings.simplefilter("ignore")
    rng = random.Random(15)
    patterns = [row(p) for p in split(PATTERNS)]
    patterns += [row(p, flags) for flags in (re.I, re.S | re.M, re.A) for p in ["a.", "^É", r"\w+$", "[^a-z]", "k"] for flags in [int(flags)]]
    patterns += [row(random_pattern(rng)) for _ in range(250)]
    for p in REFUSED:
        try:
            re.compile(p)
        except re.error:
            continue
        raise AssertionError(p)
    letters = [chr(c) for c in range(0x3000) if not 0xD800 <= c < 0xE000] + list("ꙮＡａ𐐀𐐨𝟘💩")
    same = [[p, "".join(c for c in letters if re.fullmatch(p, c))] for p in [r"\w", r"\d", r"\s", "(?i)s", "(?i)[σθ]", "(?i)[à-þ]", "(?i)ǆ", r"(?ai)[a-k]"]]
    globs = [[g, bits(fnmatch.fnmatchcase(text, g) for text in TEXTS)] for g in GLOBS]
    table = {"texts": TEXTS, "patterns": patterns, "refused": REFUSED, "same_letters": same, "letters": "".join(letters), "globs": globs}
    (HERE / "python_patterns.json").write_text(
        "{\n" + ",\n".join(dumps(k) + ": [\n" + ",\n".join(map(dumps, v)) + "\n]" if isinstance(v, list) else dumps(k) + ": " + dumps(v) for k, v in table.items()) + "\n}\n"
    )


if __name__ == "__main__":
    make()
