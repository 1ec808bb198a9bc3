"""Times several pieces of work side by side: round by round, in alternating order, ratios within a round."""

import os
import statistics
import time

TICK = 1 / os.sysconf("SC_CLK_TCK")
DISTURBED = 0.08  # of one core


def quartiles(values):
    """Lower quartile, median, upper quartile."""
    if len(values) == 1:
        return values * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def seconds_of(work, calls, clock):
    start = clock()
    work(calls)
    return clock() - start


def calls_that_fill(work, seconds, clock):
    work(1)
    one = max(1e-9, seconds_of(work, 1, clock))
    guess = max(1, int(seconds / one))
    return guess if guess == 1 else max(1, int(seconds * guess / seconds_of(work, guess, clock)))


def busy_seconds():
    """Processor time that others than this process have used since the system started."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq, steal = (int(x) for x in file.readline().split()[1:9])
    own = os.times()
    return (user + nice + system + irq + softirq + steal) * TICK - own.user - own.system


def side_by_side(works, rounds, *, sample_seconds, first_step, warm, pause, restart=False, clock=time.perf_counter):
    """Seconds per step of each of the works, a list with an element per round, and how many rounds were disturbed.

    A work does as many steps as it is called with. A sample is a warm-up (if `warm`) and as many steps from `first_step` on
    as fill `sample_seconds`, after a pause, in which the threads of the work before stop spinning; with `restart` an even
    number of steps, from the first parameters and a state that is else new. A round in which others used more than 8 % of a
    core is repeated, at most as many times as there are rounds; what is disturbed then is kept. Of a clock of processor time
    none is.
    """
    calls = [calls_that_fill(work, sample_seconds, clock) for work in works]
    if restart:
        calls = [n + n % 2 for n in calls]  # of accumulation over two steps both kinds
    kept = [[] for _ in works]
    dropped = disturbed = 0
    while len(kept[0]) < rounds:
        order = range(len(works))
        start, others = time.perf_counter(), busy_seconds()
        times = {}
        for i in order if len(kept[0]) % 2 == 0 else reversed(order):
            time.sleep(pause)
            if restart:
                works[i].reset()
            works[i].count(first_step)
            if warm:
                works[i](1)
            times[i] = seconds_of(works[i], calls[i], clock) / calls[i]
        share = (busy_seconds() - others) / (time.perf_counter() - start)
        if clock is time.perf_counter and share > DISTURBED:
            if dropped < rounds:
                dropped += 1
                continue
            disturbed += 1
        for i, seconds in times.items():
            kept[i].append(seconds)
    return kept, disturbed
