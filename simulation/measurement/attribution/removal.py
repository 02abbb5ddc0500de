"""Removal effects of a large sparse chain: solve for every channel, several channels at once.

Let D(s, c) be the probability that a walk from state s (not counting s itself) passes channel c and later converts.
With b(t) the probability of converting from t,

    D(s, c) = sum_t q(s, t) * (b(t) if t is of channel c else D(t, c)),

all terms >= 0, and D(start, c) is what is lost when c is removed. The same with the value that is paid.

The chain is contracted, and its strongly connected parts are solved one after another, those that walks end in first
(see :mod:`simulation.measurement.attribution.contraction`). A part of one state needs one pass; a larger one is swept
(Gauss-Seidel) until a sweep changes nothing that matters.

**When it stops.** Let a sweep change the solution by d(s). The residual before it is at most |d| + Q |d|; u = N[start,
.] bounds the visits of the chain with c removed, and u Q <= u; so the error at the start is at most 2 sum_s u(s)
|d(s)|. Sweeps go on until sum_s u(s) |d(s)| <= 1e-12 sum_s u(s) D(s, c) over the part. The right side is 1e-12 times
the expected visits to the part on walks that then pass c and convert: so the relative error is at most 2e-12 times the
mean number of those visits.

After some sweeps the changes shrink by the same factor each time, the chance that a walk goes on. Every fifth sweep
therefore adds the rest of that geometric series at once (Aitken), which halves the number of sweeps; the rule for
stopping holds from any starting point.
"""

from __future__ import annotations

import numpy as np
from numba import get_num_threads

from simulation.jit import compiled, kernel, prange
from simulation.measurement.attribution.chain import Chain
from simulation.measurement.attribution.contraction import Contracted, contract, parts
from simulation.measurement.attribution.table import Floats

TOLERANCE = 1e-12
MOST_SWEEPS = 100_000
LEAP = 5  # sweeps from one extrapolation to the next
MEMORY = 2**31  # bytes of all threads' tables
WIDTH = 16  # channels at a time: two cache lines of doubles


def by_channel(chain: Chain, channels: int) -> tuple[Floats, Floats]:
    """Return what a walk loses, in conversions and in value, when each channel is removed. Shape (channels,) each."""
    order, begins = parts(chain)
    rewards = np.stack([chain.converts, chain.pays], axis=1)
    absorbed = np.zeros_like(rewards)
    _check(_absorb(order, begins, chain.first, chain.head, chain.probability, rewards, absorbed))
    small = contract(chain, order, begins, absorbed, channels)
    lost = _lost(small, small.gain, channels)
    return lost, _lost(small, small.gain_value, channels) if chain.pays.any() else np.zeros(channels)


def _lost(small: Contracted, gain: Floats, channels: int) -> Floats:
    blocks = -(-channels // WIDTH)
    by = np.argsort(small.gain_channel, kind="stable")
    gain_first = np.searchsorted(small.gain_channel[by], np.arange(blocks * WIDTH + 1))
    lost = np.zeros(blocks * WIDTH)
    lanes = max(1, min(get_num_threads(), blocks, MEMORY // (24 * WIDTH * len(small.channel))))
    done = _sweep(
        small.begins, small.swept, small.channel, small.visits, small.first, small.head, small.probability,
        small.extra_first, small.extra, gain_first, small.gain_row[by], gain[by], lanes, lost,
    )  # fmt: skip
    _check(done.all())
    return lost[:channels]


def _check(converged: bool) -> None:
    if not converged:
        raise ArithmeticError(f"the chain of the paths was not solved in {MOST_SWEEPS} sweeps")


@compiled
def _absorb(order, begins, first, head, probability, rewards, values):  # type: ignore[no-untyped-def]
    """Solve values = rewards + Q values, shape (states, 2), part by part, to the last digits."""
    for part in range(len(begins) - 1):
        moved = 1.0
        sweeps = 0
        while moved > 1e-15:
            if sweeps == MOST_SWEEPS:
                return False
            sweeps += 1
            moved = 0.0
            for k in range(begins[part], begins[part + 1]):
                s = order[k]
                converts = rewards[s, 0]
                pays = rewards[s, 1]
                stay = 0.0
                for e in range(first[s], first[s + 1]):
                    if head[e] == s:
                        stay = probability[e]
                    else:
                        converts += probability[e] * values[head[e], 0]
                        pays += probability[e] * values[head[e], 1]
                converts /= 1.0 - stay
                pays /= 1.0 - stay
                if begins[part + 1] - begins[part] > 1:
                    if converts > 0.0:
                        moved = max(moved, abs(converts - values[s, 0]) / converts)
                    if pays > 0.0:
                        moved = max(moved, abs(pays - values[s, 1]) / pays)
                values[s, 0] = converts
                values[s, 1] = pays
    return True


@kernel
def _sweep(  # type: ignore[no-untyped-def]
    begins,
    swept,
    channel,
    visits,
    first,
    head,
    probability,
    extra_first,
    extra,
    gain_first,
    gain_row,
    gain,
    lanes,
    lost,
):
    """Solve D = gain + (Q without the channel) D for blocks of channels, the lanes beside one another.

    Each block is solved by itself, so the result does not depend on which lane (thread) solves it.
    """
    blocks = len(lost) // WIDTH
    done = np.ones(lanes, dtype=np.bool_)
    for lane in prange(lanes):
        # Made once a lane: to clear a table is far cheaper than to have the system hand out new memory.
        tables = np.empty((3, len(channel), WIDTH))
        for block in range(lane, blocks, lanes):
            low = block * WIDTH
            tables[:2] = 0.0
            for c in range(WIDTH):
                for g in range(gain_first[low + c], gain_first[low + c + 1]):
                    tables[1, gain_row[g], c] += gain[g]
            for part in range(len(begins) - 1):
                begin, end = np.uint64(begins[part]), np.uint64(begins[part + 1])
                done[lane] &= _solve_part(
                    begin, end, swept[part], low, channel, visits, first, head, probability, extra_first, extra, tables
                )
            for c in range(WIDTH):
                lost[low + c] = tables[0, len(channel) - 1, c]
    return done


@compiled
def _solve_part(  # type: ignore[no-untyped-def]
    begin, end, swept, low, channel, visits, first, head, probability, extra_first, extra, tables
):
    """Pass the rows once, or sweep them until nothing changes that matters; say whether that was reached."""
    table, known, moved = tables[0], tables[1], tables[2]  # the solution, what is given, the last changes
    total = np.empty(WIDTH)
    change = np.zeros(WIDTH)
    before = np.zeros(WIDTH)
    size = np.zeros(WIDTH)
    for sweep in range(1, MOST_SWEEPS + 1):
        before[:] = change
        change[:] = 0.0
        size[:] = 0.0
        leap = sweep % LEAP == 0
        for s in range(begin, end):
            stay = 0.0
            for c in range(WIDTH):
                total[c] = known[s, c]
            for e in range(np.uint64(first[s]), np.uint64(first[s + np.uint64(1)])):
                t = np.uint64(head[e])
                p = probability[e]
                if t == s and extra_first[e] == extra_first[e + np.uint64(1)]:
                    stay += p
                    continue
                for c in range(WIDTH):
                    total[c] += p * table[t, c]
                for x in range(extra_first[e], extra_first[e + np.uint64(1)]):
                    c = np.int64(extra[x]) - low
                    if 0 <= c < WIDTH:
                        total[c] -= p * table[t, c]
            # A state is entered with its own channel passed: that column is never used, and kept at 0.
            own = np.int64(channel[s]) - low
            if 0 <= own < WIDTH:
                total[own] = 0.0
            scale = 1.0 / (1.0 - stay)
            u = visits[s]
            for c in range(WIDTH):
                value = total[c] * scale
                step = value - table[s, c]
                change[c] += u * abs(step)
                size[c] += u * value
                table[s, c] = value
                if leap:
                    moved[s, c] = step
        going = False
        if swept:
            for c in range(WIDTH):
                if change[c] > TOLERANCE * size[c]:
                    going = True
        if not going:
            return True
        if leap:
            for c in range(WIDTH):
                shrink = change[c] / before[c] if before[c] > 0.0 else 0.0
                # The rest of the series: d (f + f^2 + ...). No leap where the changes do not yet shrink.
                total[c] = shrink / (1.0 - shrink) if shrink < 0.999 else 0.0
            for s in range(begin, end):
                for c in range(WIDTH):
                    table[s, c] += total[c] * moved[s, c]
    return False
