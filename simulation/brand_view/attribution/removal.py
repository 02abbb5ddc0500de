"""Removal effects of a large sparse chain: solve for every channel, several channels at once.

With channel c removed, a walk from the start is expected at state t y(t) = u(t) - x(t) times. Here u = N[start, .] is
known, and x(t) are the visits that a walk has only after it passed c:

    x(t) = u(t) for the states of c,    x(t) = sum_s x(s) q(s, t) for all others.

What is lost with c is what walks that enter it for the first time go on to: sum over the states t of c of b(t) sum_s
y(s) q(s, t), with b(t) the probability of converting from t, or the value that is then paid: both from one x.

The chain is contracted, and its strongly connected parts are solved one after another, as walks come to them (see
:mod:`simulation.brand_view.attribution.contraction`; a transition that passed c on a link brings u(s) instead of
x(s)). A part of one state needs one pass; a larger one is swept (Gauss-Seidel), for a block of channels at a time.

**When it stops.** Let a sweep change x by d. What the new x still lacks comes to at most |d| Q a step, and a walker who
is missing at t costs at most b(t): the effect errs by at most sum_t |d(t)| b(t), as Q b <= b. Sweeps go on until that
is at most 1e-9 of the channel's own effect and 1e-12 of what all walks bring (conversions and value, each as a share of
all, added up). The bound takes it that whoever is missing comes back to the channel; as few do, the error is far
smaller. Parts share what is allowed by what passes them is worth.

After some sweeps the changes shrink by the same factor each time, the probability that a walk goes on. Every fifth
sweep therefore adds the rest of that geometric series at once (Aitken), which halves the number of sweeps; the rule for
stopping holds from any starting point.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.attribution.chain import Chain
from simulation.brand_view.attribution.contraction import Contracted, contract, parts
from simulation.brand_view.attribution.lanes import WIDTH, add_scaled, settle
from simulation.brand_view.attribution.path_table import Floats
from simulation.compute.compiling import compiled, kernel, prange, threads

RELATIVE = 1e-9  # of what is lost with the channel
ABSOLUTE = 1e-12  # of what all walks bring
ROUNDING = 1e-15  # of what all visits are worth: sums of doubles are no finer
MOST_SWEEPS = 100_000
LEAP = 5  # sweeps from one extrapolation to the next
MEMORY = 2**31  # bytes of all threads' tables


def by_channel(chain: Chain, channels: int) -> tuple[Floats, Floats]:
    """Return what a walk loses, in conversions and in value, when each channel is removed. Shape (channels,) each."""
    order, begins = parts(chain)
    rewards = np.stack([chain.converts, chain.pays], axis=1)
    absorbed = np.zeros_like(rewards)
    _check(_absorb(order, begins, chain.first, chain.head, chain.probability, rewards, absorbed))
    whole = chain.entry @ absorbed
    scale = np.divide(1.0, whole, out=np.zeros(2), where=whole > 0)
    small = contract(chain, order, begins, absorbed, absorbed @ scale, channels)
    # Channels that are passed about as often need about as many sweeps: they are solved together.
    slot = np.empty(channels, dtype=np.int32)
    slot[np.argsort(-np.bincount(chain.channel, chain.visits, channels), kind="stable")] = np.arange(channels)
    lost = _lost(small, slot, scale)[slot]
    return lost[:, 0], lost[:, 1]


def _lost(small: Contracted, slot: NDArray[np.int32], scale: Floats) -> Floats:
    blocks = -(-len(slot) // WIDTH)
    gain_slot = slot[small.gain_channel]
    by = np.argsort(gain_slot, kind="stable")
    gain_first = np.searchsorted(gain_slot[by], np.arange(blocks * WIDTH + 1))
    extra_row = np.repeat(np.arange(len(small.channel)), np.diff(small.extra_first))
    extra_slot = slot[small.extra_channel]
    extra = np.argsort(extra_slot // WIDTH, kind="stable")  # rows in order within each block
    extra_first = np.searchsorted(extra_slot[extra] // WIDTH, np.arange(blocks + 1))
    lost = np.zeros((blocks * WIDTH, 2))
    lanes = max(1, min(threads(), blocks, MEMORY // (16 * WIDTH * len(small.channel))))
    done = _sweep(
        small.begins, small.swept, np.append(slot, -1)[small.channel], small.visits, small.stay, small.worth,
        small.first, small.tail, small.probability,
        extra_first, extra_row[extra], extra_slot[extra], small.extra_tail[extra], small.extra_probability[extra],
        gain_first, small.gain_row[by], small.gain[by], scale, lanes, lost,
    )  # fmt: skip
    _check(done.all())
    return lost


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
    begins, swept, slot, visits, stay, worth, first, tail, probability,
    extra_first, extra_row, extra_slot, extra_tail, extra_probability, gain_first, gain_row, gain, scale, lanes, lost,
):  # fmt: skip
    """Solve for blocks of channels, the lanes (threads) beside one another, and add up what is lost with each channel.

    Each block is solved by itself, so the result does not depend on which lane solves it.
    """
    blocks = len(lost) // WIDTH
    passing = (visits * worth).sum()
    share = np.zeros(len(swept))
    for part in range(len(swept)):
        if swept[part]:
            for t in range(begins[part], begins[part + 1]):
                share[part] += visits[t] * worth[t]
    share /= max(share.sum(), 1e-300)
    done = np.ones(lanes, dtype=np.bool_)
    for lane in prange(lanes):
        # Made once a lane: to clear a table is far cheaper than to have the system hand out new memory.
        table = np.empty((len(slot), WIDTH))
        old = np.empty((len(slot), WIDTH))
        effect = np.empty(WIDTH)
        allowed = np.empty(WIDTH)
        for block in range(lane, blocks, lanes):
            low = block * WIDTH
            mine = extra_first[block]
            end = extra_first[block + 1]
            table[:] = 0.0
            before_effect = np.full(WIDTH, np.inf)
            while True:
                _effects(low, visits, gain_first, gain_row, gain, scale, table, lost, effect)
                good = True
                for c in range(WIDTH):
                    # What is lost falls as more of the walks are known to have passed the channel before.
                    good = good and effect[c] >= 0.5 * before_effect[c]
                    before_effect[c] = effect[c]
                    allowed[c] = max(0.5 * min(RELATIVE * effect[c], ABSOLUTE), ROUNDING * passing)
                if good:
                    break
                for part in range(len(swept)):
                    done[lane] &= _solve_part(
                        np.uint64(begins[part]), np.uint64(begins[part + 1]), swept[part], allowed * share[part], low,
                        slot, visits, stay, worth, first, tail, probability, extra_row[mine:end],
                        extra_slot[mine:end], extra_tail[mine:end], extra_probability[mine:end], table, old,
                    )  # fmt: skip
    return done


@compiled
def _effects(low, visits, gain_first, gain_row, gain, scale, table, lost, effect):  # type: ignore[no-untyped-def]
    """Add up what is lost with each channel of a block, given the table."""
    for c in range(WIDTH):
        conversions = 0.0
        value = 0.0
        for g in range(gain_first[low + c], gain_first[low + c + 1]):
            reached = visits[gain_row[g]] - table[gain_row[g], c]
            conversions += reached * gain[g, 0]
            value += reached * gain[g, 1]
        lost[low + c, 0] = conversions
        lost[low + c, 1] = value
        effect[c] = conversions * scale[0] + value * scale[1]


@compiled
def _solve_part(  # type: ignore[no-untyped-def]
    begin, end, swept, allowed, low, slot, visits, stay, worth,
    first, tail, probability, extra_row, extra_slot, extra_tail, extra_probability, table, old,
):  # fmt: skip
    """Pass the rows once, or sweep them until what may still be missing is worth no more than ``allowed``.

    Return whether that was reached.
    """
    total = np.empty(WIDTH)
    change = np.zeros(WIDTH)
    before = np.zeros(WIDTH)
    one = np.uint64(1)
    opening = np.searchsorted(extra_row, np.int64(begin))
    for sweep in range(1, MOST_SWEEPS + 1):
        before[:] = change
        change[:] = 0.0
        leap = swept and sweep % LEAP == 0
        if leap:
            old[begin:end] = table[begin:end]
        x = opening
        for t in range(begin, end):
            total[:] = 0.0
            for e in range(np.uint64(first[t]), np.uint64(first[t + one])):
                add_scaled(total, table, np.uint64(tail[e]), probability[e])
            while x < len(extra_row) and extra_row[x] == np.int64(t):
                c = np.int64(extra_slot[x]) - low
                s = np.uint64(extra_tail[x])
                total[c] += extra_probability[x] * (visits[s] - table[s, c])
                x += 1
            own = np.int64(slot[t]) - low
            if 0 <= own < WIDTH:
                total[own] = visits[t] * (1.0 - stay[t])
            settle(total, 1.0 / (1.0 - stay[t]), table, t, change, worth[t])
        if not swept or (change <= allowed).all():
            return True
        if leap:
            for c in range(WIDTH):
                shrink = change[c] / before[c] if before[c] > 0.0 else 0.0
                # The rest of the series: d (f + f^2 + ...). No leap where the changes do not yet shrink.
                total[c] = shrink / (1.0 - shrink) if shrink < 0.999 else 0.0
            for t in range(begin, end):
                for c in range(WIDTH):
                    table[t, c] += total[c] * (table[t, c] - old[t, c])
    return False
