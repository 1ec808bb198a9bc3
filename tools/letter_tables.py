#!/usr/bin/env python3
"""Writes src/recipe/values/letter_tables.cpp: which letters CPython's re takes for a word's, a digit and a blank, and which for one another
when case is ignored."""

import pathlib
import re
import unicodedata
from re import _casefix

import _sre

TARGET = pathlib.Path(__file__).resolve().parents[1] / "src/recipe/values/letter_tables.cpp"
LETTERS = range(0x110000)


def ranges(pattern):
    """Pairs of the first and the last letter of those that match."""
    found = []
    for c in LETTERS:
        if re.match(pattern, chr(c)) is None:
            continue
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def case_steps():
    """Runs of letters that are the same as those at a distance: first, last, the step between them, the distance."""
    pairs = [(c, _sre.unicode_tolower(c)) for c in LETTERS]
    pairs = [(c, lower) for c, lower in pairs if c != lower]
    pairs += [(lower, other) for lower, others in _casefix._EXTRA_CASES.items() for other in others if lower < other]
    runs = []
    for c, other in pairs:
        if runs:
            first, last, step, distance = runs[-1]
            if distance == other - c and last < c <= last + 2 and (first == last or step == c - last):
                runs[-1] = [first, c, c - last, distance]
                continue
        runs.append([c, c, 1, other - c])
    return runs


def rows(items):
    return ", ".join("{" + ", ".join(hex(x) if i < 2 else str(x) for i, x in enumerate(item)) + "}" for item in items)


WORD = r"[^\W\d]"
DIGIT = r"\d"
BLANK = r"\s"


def make():
    TARGET.write_text(f"""\
// Written by tools/letter_tables.py, from CPython's Unicode {unicodedata.unidata_version}.
#include "recipe/values/letter_tables.hpp"

namespace optaxx::recipes {{
namespace {{

constexpr letter_range words[] = {{{rows(ranges(WORD))}}};
constexpr letter_range digits[] = {{{rows(ranges(DIGIT))}}};
constexpr letter_range blanks[] = {{{rows(ranges(BLANK))}}};
constexpr case_run runs[] = {{{rows(case_steps())}}};

}}  // namespace

const std::span<const letter_range> word_ranges = words;
const std::span<const letter_range> digit_ranges = digits;
const std::span<const letter_range> blank_ranges = blanks;
const std::span<const case_run> case_runs = runs;

}}  // namespace optaxx::recipes
""")


if __name__ == "__main__":
    make()
