#!/usr/bin/env python3
"""How many times faster optaxx is than the AdamW of other libraries, of those that this Python has, and than Optax's others.

All step the same arrays in one process (Optax copies of them), round by round in alternating order. A figure is the time of
the peer divided by that of optaxx in the same round, the median of the rounds; above 1 optaxx is faster. Before a size is
timed, three steps of each from the same start must give the same parameters to 8 units in the last place.

`recipes` are optimizers of many kinds on matrices, against Optax under jit, and `transformations` all that there are, at 1 Mi
parameters: there the parameters agree to 256 units in the last place of the largest (with bfloat16 to one of its own).

`python` compares the package optaxx, if this Python has it, with torch.optim and Optax, both sides from Python.

Needs numpy. torch, deepspeed, and jax with optax are compared with if they are there.
"""

import argparse
import ctypes
import importlib
import json
import os
import pathlib
import platform
import sys
import time

from targets import FIRST_CALL, MANY_LEAVES, QUICK_SIZES, SIZES

TABLES = ("recipes", "transformations", "python")
MODULES = ("torch_peers", "torch_native", "deepspeed_peer", "optax_peer")
MODULES_OF_RECIPES = ("optax_peer",)


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench peers", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", metavar="WHAT",
                        help=f"sizes of AdamW, {', '.join(SIZES)}, or {', '.join(TABLES)}; all of them unless given")
    parser.add_argument("--only", metavar="TEXT", default="", help="of recipes and transformations those that have this in them")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and 16Mi in place of 64Mi")
    parser.add_argument("--rounds", type=int, help="of every size (21; 9 for the largest; with --quick 7)")
    parser.add_argument("--threads", type=int, default=1, help="and processors, for everybody (1)")
    parser.add_argument("--isa", help="our instruction set in place of the widest")
    parser.add_argument("--processor-time", dest="clock", action="store_const", const=time.process_time,
                        default=time.perf_counter, help="in place of elapsed time, with one thread: where others compute too")
    parser.add_argument("--json", metavar="FILE", help="write the rows, versions and options to this file")
    parser.add_argument("--library", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    known = QUICK_SIZES if options.quick else SIZES
    for what in options.what:
        if what not in known and what not in TABLES:
            parser.error(f"no size '{what}'; there are {', '.join(known)}, and {' and '.join(TABLES)}")
    if options.json and not pathlib.Path(options.json).absolute().parent.is_dir():
        parser.error(f"--json: no folder for {options.json}")
    if options.rounds is not None and options.rounds < 1:
        parser.error(f"--rounds must be positive, got {options.rounds}")
    processors = len(os.sched_getaffinity(0))
    if not 1 <= options.threads <= processors:
        parser.error(f"--threads must be from 1 to {processors}, got {options.threads}")
    if options.clock is time.process_time and options.threads != 1:
        parser.error("--processor-time counts what idle threads spin: it is for one thread")
    options.what = options.what or [*known, *TABLES]
    options.sizes = {size: known[size] for size in options.what if size not in TABLES}
    return options


def keep_to(threads):
    """That many processors, and pools of that many threads. Before any library starts its own."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    os.environ.update(OMP_NUM_THREADS=str(threads), OPTAXX_THREADS=str(threads), JAX_PLATFORMS="cpu",
                      CUDA_VISIBLE_DEVICES="")


def load_modules(names, left_out):
    """Those whose libraries are there."""
    found = []
    for name in names:
        try:
            found.append(importlib.import_module(name))
        except (ImportError, OSError, RuntimeError) as e:
            left_out[name] = str(e).strip().splitlines()[0]
    return found


def machine():
    with open("/proc/cpuinfo") as file:
        first = file.read().split("\n\n")[0]
    about = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in first.splitlines())}
    model = ", ".join(f"{key} {about[key]}" for key in ("model name", "cpu family", "model", "cache size") if key in about)
    return f"{model}; {os.cpu_count()} processors; {platform.platform()}"


def print_row(row):
    aim = "" if row["target"] is None else f">={row['target']:g}"
    missed = " missed" if row["target"] is not None and row["times_faster"] < row["target"] else ""
    print(f"{row['peer']:<22} {row['work']:<15} {row['numerics']:<6} {row['size']:<10} {row['threads']:>3} "
          f"{row['times_faster']:>8.3g}  {row['lower_quartile']:>6.3g} .. {row['upper_quartile']:<6.3g} {aim:>6}{missed}",
          flush=True)


def print_recipe_row(row):
    aim = f">={row['target']:g}"
    missed = " missed" if row["times_faster"] < row["target"] else ""
    nanoseconds = "  ".join(f"{1e9 * row[side] / row['elements']:>7.3f}" for side in ("seconds", "peer_seconds"))
    print(f"{row['size']:<10} {row['threads']:>3} {row['times_faster']:>8.3g}  {row['lower_quartile']:>6.3g} .. "
          f"{row['upper_quartile']:<6.3g} {nanoseconds} {aim:>6}{missed:<7}  {row['work']}", flush=True)


def python_rows(library, options, left_out):
    """Those of the package, printed as they come."""
    try:
        import from_python
        import optaxx
        import torch
    except ImportError as e:
        left_out["python"] = str(e)
        return []
    torch.set_num_threads(options.threads)
    optaxx.set_threads(options.threads)
    sizes = QUICK_SIZES if options.quick else SIZES
    report = []
    print(f"{'peer, both from Python':<22} {'work':<15} {'size':<10} {'faster':>8}")
    for peer, work, size, faster, aim in from_python.rows(library, sizes, options):
        missed = "" if aim is None else f" >={aim:g}" + " missed" * (faster < aim)
        print(f"{peer:<22} {work:<15} {size:<10} {faster:>8.3g}{missed}", flush=True)
        report.append({"peer": peer, "work": work, "size": size, "times_faster": faster, "target": aim})
    for size, seconds, aim in from_python.overheads(library, sizes, options):
        print(f"a step from Python, {size}: {1e6 * seconds:.2f} us more than in C++ (target <= {1e6 * aim:g})", flush=True)
        report.append({"size": size, "seconds_more": seconds, "target": aim})
    return report


def print_foot(report):
    first = report["first_call"]
    rows = report["rows"] + report["recipes"]
    missed = sum(row["target"] is not None and row["times_faster"] < row["target"] for row in rows)
    disturbed = sum({(row["work"], row["size"]): row["disturbed_rounds"] for row in rows}.values())
    print("faster: time of the peer / time of optaxx, median over interleaved rounds; above 1 optaxx is faster.")
    print(f"{missed} of {len(rows)} rows miss their target; others used the processors in {disturbed} rounds that were kept")
    if first:
        print(f"init and first step with 1000 leaves: {1e3 * (first['seconds'] - first['later_seconds']):.2f} ms more than a "
              f"later step (target <= {1e3 * FIRST_CALL:g})")
    for row in report["rows"]:
        if row["first_call_seconds"] is not None and row["numerics"] == "exact":
            print(f"first call of {row['peer']}, {row['work']}, {row['size']}: {row['first_call_seconds']:.2f} s")
    for title, texts in (("what each does", report["options"]), ("left out", report["left_out"])):
        for name, text in texts.items():
            print(f"{title}: {name}: {text}")


def main():
    options = arguments()
    keep_to(options.threads)
    os.environ["OPTAXX_PEERS_BUILD"] = str(options.library.parent)

    from column import measure
    from ours import WORKS, Library, first_call
    from recipes import recipe_rows
    library = Library(options.library.resolve(), "optaxx_")
    library.call("set_threads", ctypes.c_size_t(options.threads))
    if options.isa:
        library.call("set_instruction_set", options.isa.encode())
    report = {"machine": machine(), "optaxx": library.call("build", result=ctypes.c_char_p).decode().splitlines(),
              "versions": {"Python": platform.python_version()}, "options": {}, "left_out": {}, "first_call": {}, "rows": [],
              "recipes": []}
    modules = load_modules(MODULES if options.sizes else MODULES_OF_RECIPES, report["left_out"])
    for module in modules:
        report["versions"] |= module.VERSIONS
    print(report["machine"], *report["optaxx"], sep="\n")
    print(*(f"{name} {version}" for name, version in report["versions"].items()), sep="\n")

    if options.sizes:
        print(f"{'peer':<22} {'work':<15} {'ours':<6} {'size':<10} thr   faster  quartiles         target")
        for work in WORKS:
            for size, leaves in options.sizes.items():
                rows, about = measure(library, work, size, leaves, modules, report["left_out"], options)
                for row in rows:
                    print_row(row)
                report["rows"] += rows
                report["options"] |= about
        first, later = first_call(library, "adamw", MANY_LEAVES)
        report["first_call"] = {"seconds": first, "later_seconds": later, "target": FIRST_CALL}
    for peer in modules:
        for table in (what for what in options.what if what in ("recipes", "transformations") and peer.__name__ in MODULES_OF_RECIPES):
            print(f"{'size':<10} thr   faster  quartiles         ns per parameter: ours, Optax  {table}")
            for row in recipe_rows(library, table, peer, report["left_out"], options):
                print_recipe_row(row)
                report["recipes"].append(row)
    if "python" in options.what:
        report["python"] = python_rows(library, options, report["left_out"])
    print_foot(report)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
