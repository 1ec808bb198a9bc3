#!/usr/bin/env python3
"""Runs two builds of the benchmarks in turn and says, row by row, how much faster the second is.

    compare_benchmarks.py [--pairs N] BASE PROGRAM [ARGS]

Both run with --quick and ARGS, such as a kind of row, in the order A B B A: what slows the machine down for a while meets
both. `faster` is the time of the base divided by that of the program within a pair, median and quartiles of the pairs; below 1
the row became slower. `by reference` is the quotient of their two ratios against the row's own reference, which was measured
beside each of them. A row counts as slower if by both the median is below 0.97 and the upper quartile below 1; then the exit
status is 1.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

SLOWER = 0.97


def rows_of(program, arguments, file):
    """What identifies a row -> the row."""
    said = subprocess.run([program, "--quick", "--json", file, *arguments], capture_output=True, text=True)
    if said.returncode:
        sys.exit(f"{program} {' '.join(arguments)}: {said.stderr.strip() or said.stdout.strip()}")
    rows = json.loads(pathlib.Path(file).read_text())
    return {tuple(row[key] for key in ("work", "reference", "size", "threads", "isa")): row for row in rows}


def compare(base, program, arguments, pairs):
    """Row -> the two lists of quotients, one of each per pair; and the rows that only one of the two has."""
    quotients, lonely = {}, set()
    with tempfile.TemporaryDirectory() as folder:
        for pair in range(pairs):
            print(f"pair {pair + 1} of {pairs}", file=sys.stderr, flush=True)
            order = (base, program) if pair % 2 == 0 else (program, base)
            rows = {which: rows_of(which, arguments, str(pathlib.Path(folder) / "rows.json")) for which in order}
            old, new = rows[base], rows[program]
            lonely |= old.keys() ^ new.keys()
            for key in (key for key in new if key in old):
                times, ratios = quotients.setdefault(key, ([], []))
                times.append(old[key]["seconds"] / new[key]["seconds"])
                ratios.append(new[key]["ratio"] / old[key]["ratio"])
    return quotients, lonely


def quartiles(values):
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3


def is_slower(*lists):
    return all(median < SLOWER and upper < 1 for _, median, upper in map(quartiles, lists))


def report(quotients, lonely):
    """Prints the table; returns the number of rows that became slower."""
    print(f"{'work':<36} {'size':<10} thr isa    faster  quartiles     by reference")
    for (work, _, size, threads, isa), (times, ratios) in quotients.items():
        lower, median, upper = quartiles(times)
        by_reference = quartiles(ratios)[1]
        slower = " slower" if is_slower(times, ratios) else ""
        print(f"{work:<36} {size:<10} {threads:>3} {isa:<6} {median:>6.3f}  {lower:.3f} .. {upper:.3f} "
              f"{by_reference:>6.3f}{slower}")
    for key in sorted(lonely, key=str):
        print(f"in one of the two alone: {', '.join(str(part) for part in key)}")
    slower = sum(is_slower(*lists) for lists in quotients.values())
    print(f"{slower} of {len(quotients)} rows became slower")
    return slower


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=6, help="runs of each (6)")
    parser.add_argument("base")
    parser.add_argument("program")
    options, arguments = parser.parse_known_args()
    if options.pairs < 1:
        parser.error(f"--pairs must be positive, got {options.pairs}")
    quotients, lonely = compare(options.base, options.program, arguments, options.pairs)
    return 1 if report(quotients, lonely) else 0


if __name__ == "__main__":
    sys.exit(main())
