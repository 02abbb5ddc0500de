"""Removal effects of a large sparse chain: solve for every channel, several channels at once.

With channel c removed, a walk from the start is expected at state t y(t) = u(t) - x(t) times, where u = N[start, .] is
known and x(t) are the visits that a walk has only after it passed c:

    x(t) = u(t) for the states of c,    x(t) = sum_s x(s) q(s, t) for all others.

What is lost with c is what walks that enter it for the first time go on to: sum over the states t of c of b(t) sum_s
y(s) q(s, t), with b(t) the probability of converting from t, or the value that is then paid: both from one x.

The chain is contracted, and its strongly connected parts are solved one after another, as walks come to them (see
:mod:`simulation.measurement.attribution.contraction`; a transition that passed c on a link brings u(s) instead of
x(s)). A part of one state needs one pass; a larger one is swept (Gauss-Seidel), for a block of channels at a time.

**When it stops.** Let a sweep change x by d. The residual before it is at most |d| + |d| Q; if |d| <= eps u everywhere,
that is at most 2 eps u, since u Q <= u, and x errs by at most 2 eps u N. What is lost then errs by at most 2 eps times
the rows passed on the way to c, summed over the times that a walk comes to c and converts from there: a relative error
of 2 eps times a path's length or so, where walks seldom come to c twice. eps is 1e-10.

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

TOLERANCE = 1e-10
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
    lost = _lost(contract(chain, order, begins, absorbed, channels), channels)
    return lost[:, 0], lost[:, 1]


def _lost(small: Contracted, channels: int) -> Floats:
    blocks = -(-channels // WIDTH)
    by = np.argsort(small.gain_channel, kind="stable")
    gain_first = np.searchsorted(small.gain_channel[by], np.arange(blocks * WIDTH + 1))
    lost = np.zeros((blocks * WIDTH, 2))
    lanes = max(1, min(get_num_threads(), blocks, MEMORY // (16 * WIDTH * len(small.channel))))
    done = _sweep(
        small.begins, small.swept, small.channel, small.visits, small.stay, small.first, small.tail, small.probability,
        small.extra_first, small.extra_channel, small.extra_tail, small.extra_probability, gain_first,
        small.gain_row[by], small.gain[by], lanes, lost,
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
    begins, swept, channel, visits, stay, first, tail, probability,
    extra_first, extra_channel, extra_tail, extra_probability, gain_first, gain_row, gain, lanes, lost,
):  # fmt: skip
    """Solve for blocks of channels, the lanes (threads) beside one another, and add up what is lost with each channel.

    Each block is solved by itself, so the result does not depend on which lane solves it.
    """
    blocks = len(lost) // WIDTH
    done = np.ones(lanes, dtype=np.bool_)
    for lane in prange(lanes):
        # Made once a lane: to clear a table is far cheaper than to have the system hand out new memory.
        table = np.empty((len(channel), WIDTH))
        moved = np.empty((len(channel), WIDTH))
        for block in range(lane, blocks, lanes):
            low = block * WIDTH
            table[:] = 0.0
            for part in range(len(swept)):
                done[lane] &= _solve_part(
                    np.uint64(begins[part]), np.uint64(begins[part + 1]), swept[part], low, channel, visits, stay,
                    first, tail, probability, extra_first, extra_channel, extra_tail, extra_probability, table, moved,
                )  # fmt: skip
            for c in range(WIDTH):
                for g in range(gain_first[low + c], gain_first[low + c + 1]):
                    reached = visits[gain_row[g]] - table[gain_row[g], c]
                    lost[low + c, 0] += reached * gain[g, 0]
                    lost[low + c, 1] += reached * gain[g, 1]
    return done


@compiled
def _solve_part(  # type: ignore[no-untyped-def]
    begin, end, swept, low, channel, visits, stay,
    first, tail, probability, extra_first, extra_channel, extra_tail, extra_probability, table, moved,
):  # fmt: skip
    """Pass the rows once, or sweep them until nothing changes that matters; say whether that was reached."""
    total = np.empty(WIDTH)
    change = np.zeros(WIDTH)
    before = np.zeros(WIDTH)
    worst = np.zeros(WIDTH)
    for sweep in range(1, MOST_SWEEPS + 1):
        before[:] = change
        change[:] = 0.0
        worst[:] = 0.0
        leap = swept and sweep % LEAP == 0
        for t in range(begin, end):
            total[:] = 0.0
            for e in range(np.uint64(first[t]), np.uint64(first[t + np.uint64(1)])):
                s = np.uint64(tail[e])
                p = probability[e]
                for c in range(WIDTH):
                    total[c] += p * table[s, c]
            for x in range(extra_first[t], extra_first[t + np.uint64(1)]):
                c = np.int64(extra_channel[x]) - low
                if 0 <= c < WIDTH:
                    s = np.uint64(extra_tail[x])
                    total[c] += extra_probability[x] * (visits[s] - table[s, c])
            scale = 1.0 / (1.0 - stay[t])
            per_visit = 1.0 / visits[t]
            own = np.int64(channel[t]) - low
            if 0 <= own < WIDTH:
                total[own] = visits[t] * (1.0 - stay[t])
            for c in range(WIDTH):
                value = total[c] * scale
                step = value - table[t, c]
                table[t, c] = value
                if leap:
                    moved[t, c] = step
                step = abs(step)
                change[c] += step
                worst[c] = max(worst[c], step * per_visit)
        if not swept or worst.max() <= TOLERANCE:
            return True
        if leap:
            for c in range(WIDTH):
                shrink = change[c] / before[c] if before[c] > 0.0 else 0.0
                # The rest of the series: d (f + f^2 + ...). No leap where the changes do not yet shrink.
                total[c] = shrink / (1.0 - shrink) if shrink < 0.999 else 0.0
            for t in range(begin, end):
                for c in range(WIDTH):
                    table[t, c] += total[c] * moved[t, c]
    return False
