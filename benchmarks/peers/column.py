"""One size and one kind of work: all contenders on the same arrays, checked against each other and timed."""

import numpy as np

from ours import FIRST_TIMED_STEP, Arrays, Error, Optaxx
from rounds import quartiles, side_by_side
from targets import target

CHECKED_STEPS = 3
# Of a parameter, after these steps. torch forms 1 - b2**t in double and Optax in float32, which at first is 4 digits less.
MOST_ULP = 8
WARM_BELOW = 256 << 20  # bytes of the four arrays
SLICE = 1 << 20


def ulp_apart(ours, theirs):
    """The largest difference in units in the last place of ours."""
    worst = 0.0
    for x, y in zip(ours, theirs):
        for at in range(0, x.size, SLICE):
            a, b = x[at:at + SLICE], y[at:at + SLICE]
            worst = max(worst, float(np.max(np.abs(a.astype(np.float64) - b) / np.spacing(np.abs(a)))))
    return worst


def check(contenders, arrays, distance=ulp_apart):
    """The first steps of each; how far the parameters of each end from those of the first of them."""
    apart = {}
    for contender in contenders:
        arrays.restart()
        contender.reset()
        contender.count(0)
        for _ in range(CHECKED_STEPS):
            contender(1)
        now = getattr(contender, "own_params", arrays.params)
        if not apart:
            expected = [x.copy() for x in now]
        apart[contender.name] = distance(expected, now)
    arrays.restart()
    return apart


def leave_out_others(contenders, apart, work, size, left_out):
    """Those that do the same work as the first of them; the first two are ours."""
    same = contenders[:2]
    for contender in contenders[2:]:
        ulp = apart[contender.name]
        if ulp <= MOST_ULP:
            same.append(contender)
            continue
        contender.close()
        left_out[f"{contender.name}, {work}, {size}"] = (
            f"ends {ulp:.3g} ULP from optaxx after {CHECKED_STEPS} steps; more than {MOST_ULP} is other work")
    return same


def row_of(peer, work, numerics, size, options, theirs, ours, aim, rounds, disturbed, ulp):
    """A row of the table, from the seconds of each round."""
    low, median, high = quartiles([b / a for a, b in zip(ours, theirs)])
    return {
        "peer": peer.name, "work": work, "numerics": numerics, "size": size, "threads": options.threads,
        "times_faster": median, "lower_quartile": low, "upper_quartile": high, "target": aim,
        "seconds": quartiles(ours)[1], "peer_seconds": quartiles(theirs)[1],
        "rounds": rounds, "disturbed_rounds": disturbed, "ulp_apart": ulp,
        "first_call_seconds": getattr(peer, "first_call", None),
    }


def peers_on(arrays, work, modules, left_out):
    """What the modules make; one whose library cannot be used is taken out of them."""
    made = []
    for module in list(modules):
        try:
            made.extend(module.peers(arrays, work))
        except (Error, ImportError, OSError, RuntimeError) as e:
            left_out[module.__name__] = str(e).strip().splitlines()[0]
            modules.remove(module)
    return made


def measure(library, work, size, leaves, modules, left_out, options):
    """The rows of the table, and by contender what it does."""
    exact = Optaxx(library, work, leaves)
    fast = Optaxx(library, work, leaves, fast=True, like=exact)
    arrays = Arrays(exact)
    peers = peers_on(arrays, work, modules, left_out)
    contenders = [exact, fast, *peers]
    try:
        apart = check(contenders, arrays)
        contenders = leave_out_others(contenders, apart, work, size, left_out)
        elements = sum(leaves)
        rounds = options.rounds or (7 if options.quick else 9 if elements > SLICE else 21)
        times, disturbed = side_by_side(
            contenders, rounds, sample_seconds=8e-3 if options.threads == 1 else 25e-3,
            first_step=FIRST_TIMED_STEP, warm=16 * elements <= WARM_BELOW, pause=0 if options.threads == 1 else 30e-3,
            clock=options.clock)
    finally:
        for contender in reversed(contenders):
            contender.close()
    rows = []
    for peer, theirs in list(zip(contenders, times))[2:]:
        for mine, ours in zip((exact, fast), times):
            aim = target(peer.name, work, mine.name, size, options.threads)
            rows.append(row_of(peer, work, mine.name, size, options, theirs, ours, aim, rounds, disturbed, apart[peer.name]))
    return rows, {f"{contender.name}, {work}": contender.options for contender in contenders}
