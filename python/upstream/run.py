"""Runs the tests that Optax comes with, on optaxx: run.py [--baseline] [--write] [--jobs N] [PATTERN]

They are those of the Optax that is installed, 0.2.8. What they jit is jitted, and calls back for a step.
expected.tsv says of each case whether it passes, or why not: what is otherwise fails the run, also what passes and should not.

--baseline  with Optax itself: what it does not pass, optaxx need not
--write     writes what came as what is expected; rows whose reason still holds keep it
PATTERN     files whose path contains it
"""

import argparse
import collections
import concurrent.futures
import functools
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import traceback
import unittest

HERE = pathlib.Path(__file__).parent
EXPECTED = HERE / "expected.tsv"
VERSION = "0.2.8"


# The imports without which a test has nothing that optaxx could have.
USES = re.compile(
    r"^import optax$|^(?:import|from) optax\S*.*"
    r"\b(?:alias|base|clipping|combine|constrain|experimental|factorized|linesearch|lookahead|schedules?|transforms?|update|wrappers|contrib)\b",
    re.MULTILINE,
)


def folder():
    return pathlib.Path(importlib.util.find_spec("optax").origin).parent


def cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases(test)
        else:
            yield test


class Results(unittest.TestResult):
    """What became of a case: ("pass" | "skip" | "fail", why)."""

    outcome = ("pass", "")

    def _failed(self, err):
        kind, value, trace = err
        frames = [frame.filename for frame in traceback.extract_tb(trace)]
        where = "optaxx" if any("optaxx" in pathlib.Path(name).parts for name in frames) else "test"
        self.outcome = ("fail", f"{where}: {kind.__name__}: {' '.join(str(value).split())[:300]}")

    def addFailure(self, test, err):
        self._failed(err)

    def addError(self, test, err):
        self._failed(err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._failed(err)

    def addSkip(self, test, reason):
        self.outcome = ("skip", reason)


def run_file(path, baseline, only):
    """One line of JSON for each case, or each of `only`."""
    root = folder()
    shim = None
    if not baseline:
        sys.path.insert(0, str(HERE))
        import shim

        shim.install()
    from absl import flags

    flags.FLAGS(["upstream"])
    spec = importlib.util.spec_from_file_location("upstream_" + pathlib.Path(path).stem, root / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as e:  # one row for the whole file
        print("@", json.dumps([path, "fail", f"import: {type(e).__name__}: {e}", [], []]), flush=True)
        return
    idle = not USES.search((root / path).read_text())
    for test in cases(unittest.defaultTestLoader.loadTestsFromModule(module)):
        if only and f"{path}::{type(test).__name__}.{test._testMethodName}" not in only:
            continue
        if idle:  # losses, projections and the like, whose tests take minutes
            print("@", json.dumps([f"{path}::{type(test).__name__}.{test._testMethodName}", "pass", "", [], []]), flush=True)
            continue
        if shim:
            shim.ends_with_missing = True
            shim.called.clear()
            shim.missing.clear()
        results = Results()
        test.run(results)
        name = f"{type(test).__name__}.{test._testMethodName}"
        told = [sorted(shim.called), sorted(shim.missing)] if shim else [[], []]
        print("@", json.dumps([f"{path}::{name}", *results.outcome, *told]), flush=True)


def collect(files, baseline, jobs, only=()):
    def one(path):
        command = [sys.executable, __file__, "--file", path] + ["--baseline"] * baseline
        command += [f"--only={case}" for case in only if case.split("::")[0] == path]
        rows = []
        with tempfile.TemporaryFile("w+") as errors:
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
                for line in process.stdout:
                    if line.startswith("@ ["):
                        rows.append(json.loads(line[2:]))
                        if os.environ.get("VERBOSE"):
                            print(rows[-1], file=sys.stderr)
            if process.returncode:
                errors.seek(0)
                rows.append([f"{path}::", "fail", f"the process ended: {errors.read()[-300:]!r}", [], []])
        print(f"{path}: {sum(row[1] == 'pass' for row in rows)} of {len(rows)}", file=sys.stderr)
        return rows

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return [row for rows in pool.map(one, files) for row in rows]


LACKS, NOTHING, OPTAX = "optaxx lacks ", "calls nothing of optaxx", "fails with Optax itself"


def became(row):
    """What expected.tsv says of a case that ended like this."""
    _, outcome, why, called, missing = row
    if missing:
        return LACKS + ", ".join(missing)
    if not called:
        return NOTHING
    if outcome == "pass":
        return "pass"
    return f"skipped by Optax: {why}" if outcome == "skip" else f"? {why}"


def read_expected():
    if not EXPECTED.exists():
        return {}
    lines = EXPECTED.read_text().splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def agree(expected, came):
    """Whether a row holds: a reason of its own stands for any failure."""
    if expected == came:
        return True
    kinds = (LACKS, NOTHING, "skipped", "pass")
    return not expected.startswith(kinds) and came.startswith("? ") and not expected.startswith("?")


def known(reason):
    """Whether somebody has said why a case fails."""
    return bool(reason) and agree(reason, "? ")


def area(case):
    return str(pathlib.PurePath(case.split("::")[0]).parent)


@functools.cache
def names_in(path):
    return re.findall(r"def (test\w*)", (folder() / path).read_text())


def function_of(case):
    """The function that a case is made from, by its arguments."""
    path, name = case.split("::")
    method = name.split(".")[-1]
    return path, max((known for known in names_in(path) if method.startswith(known)), key=len, default=method)


def whole_of_all(expected):
    """{area: "functions all of whose cases pass of functions"}."""
    functions = collections.defaultdict(list)
    for case, said in expected.items():
        functions[area(case), function_of(case)].append(said == "pass")
    areas = collections.defaultdict(list)
    for (name, _), passed in functions.items():
        areas[name].append(all(passed))
        areas["all"].append(all(passed))
    return {name: f"{sum(passed)} of {len(passed)}" for name, passed in sorted(areas.items())}


def table(expected):
    """How many cases and functions of each area pass."""
    rows = collections.defaultdict(collections.Counter)
    for case, said in expected.items():
        kind = "pass" if said == "pass" else NOTHING if said == NOTHING else LACKS if said.startswith(LACKS) else "other"
        rows[area(case)][kind] += 1
    whole = whole_of_all(expected)
    print(f"{'area':18}{'cases':>8}{'pass':>8}{'lacks':>8}{'nothing':>9}{'other':>8}   functions, whole of all")
    for name, counts in [*sorted(rows.items()), ("all", sum(rows.values(), collections.Counter()))]:
        print(
            f"{name:18}{counts.total():8}{counts['pass']:8}{counts[LACKS]:8}{counts[NOTHING]:9}{counts['other']:8}"
            f"   {whole.get(name, '')}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    parser.add_argument("--only", action="append", help=argparse.SUPPRESS)
    parser.add_argument("pattern", nargs="?", default="")
    options = parser.parse_args()
    if options.file:
        run_file(options.file, options.baseline, options.only)
        return 0
    if importlib.metadata.version("optax") != VERSION:
        sys.exit(f"these are the tests of Optax {VERSION}: pip install optax=={VERSION}")
    files = sorted(str(p.relative_to(folder())) for p in folder().rglob("*_test.py") if options.pattern in str(p))
    rows = collect(files, options.baseline, options.jobs)
    if options.baseline:
        for case, outcome, why, *_ in rows:
            if outcome != "pass":
                print(f"{case}\t{outcome}: {why}")
        return 0
    expected = read_expected()
    came = {row[0]: became(row) for row in rows}
    if options.write:
        failing = [case for case, said in came.items() if said.startswith("? ") and not known(expected.get(case))]
        failing_files = sorted({case.split("::")[0] for case in failing})
        itself = {row[0] for row in collect(failing_files, True, options.jobs, failing) if row[1] != "pass"}
        for case, said in came.items():
            if said.startswith("? ") and case in itself:
                expected[case] = OPTAX
            elif case not in expected or not agree(expected[case], said):
                expected[case] = said
        for case in [case for case in expected if case.split("::")[0] in files and case not in came]:
            del expected[case]
        rows = [f"# {name}\t{counts}\n" for name, counts in whole_of_all(expected).items()]
        rows += [f"{case}\t{said}\n" for case, said in sorted(expected.items())]
        EXPECTED.write_text("".join(rows))
    wrong = [
        f"{case}: expected {expected.get(case, 'no such case')!r}, came {said!r}"
        for case, said in came.items()
        if not agree(expected.get(case, ""), said)
    ]
    wrong += [
        f"{case}: expected {said!r}, and there is no such case"
        for case, said in expected.items()
        if case.split("::")[0] in files and case not in came
    ]
    print(*wrong, sep="\n", end="\n" * bool(wrong))
    table({case: said for case, said in expected.items() if case.split("::")[0] in files})
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
