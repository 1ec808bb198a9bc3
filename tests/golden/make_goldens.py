#!/usr/bin/env python3
"""Records every recipe of recipes/ into <name>.safetensors.gz beside this file, the schedules, and Python's expressions and
patterns, and expressions over arrays.

    make_goldens.py [NAME...]

Fails if a recipe's class or reasons are not those that its primitives give.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import array_expressions
import language_schedules
import optaxx_jax
import python_expressions
import python_patterns
import python_statements
import recipe_schedules
import record_trace
import schedules
import training


def make(file):
    arguments = record_trace.read_recipe(file)
    claim = arguments.pop("expected"), arguments.pop("why", [])
    tensors, metadata = record_trace.record(**arguments)
    measured = metadata["class"], json.loads(metadata["why"])
    if claim != measured:
        raise SystemExit(f"{file.name} says {claim}, its primitives say {measured}")
    golden = HERE / f"{file.stem}.safetensors.gz"
    optaxx_jax.write_safetensors(golden, tensors, metadata)
    print(f"{file.stem:48} {metadata['class']:6} {golden.stat().st_size:8}")


def main(names):
    for file in sorted((HERE / "recipes").glob("*.py")):
        if names and file.stem not in names:
            continue
        training.make(file.stem) if file.stem.startswith("training_") else make(file)
    for module in (schedules, recipe_schedules, language_schedules, python_expressions, python_patterns,
                   python_statements, array_expressions):
        if not names or module.__name__ in names:
            module.make()


if __name__ == "__main__":
    main(sys.argv[1:])
