"""A chain made small: its strongly connected parts, and what is left of it when mere links are walked over.

In chains of order 2 or 3 most states have one way in and at most one way on. Such *links* are walked once: a transition
of the contracted chain leads from a branching state over any links to the next branching state, and carries the
channels passed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.jit import compiled
from simulation.measurement.attribution.chain import Chain
from simulation.measurement.attribution.table import Floats, Integers


@dataclass(frozen=True, slots=True)
class Contracted:
    """Rows are the branching states in the order of their parts, walks' ends first, and last the start.

    Attributes:
        begins: where each stretch of rows to be solved together begins, and the number of rows.
        swept: whether a stretch is one strongly connected part, to be swept until solved, or rows for one pass.
        channel: of each row; -1 for the start.
        visits: expected visits of each row, 1 for the start.
        first: transitions of row s are first[s]:first[s + 1].
        head: the row that each transition leads to.
        probability: of each transition.
        extra_first: where each transition's channels begin in ``extra``.
        extra: channels of the links that a transition walks over, each once.
        gain_row: for each (row, channel that a way from it comes to pass): the row,
        gain_channel: the channel,
        gain: the probability of passing it there for the first time on this way, and then converting,
        gain_value: and the expected value then paid.
    """

    begins: Integers
    swept: NDArray[np.bool_]
    channel: NDArray[np.int32]
    visits: Floats
    first: Integers
    head: NDArray[np.int32]
    probability: Floats
    extra_first: Integers
    extra: NDArray[np.int32]
    gain_row: NDArray[np.int32]
    gain_channel: NDArray[np.int32]
    gain: Floats
    gain_value: Floats


def parts(chain: Chain) -> tuple[Integers, Integers]:
    """Return the states by strongly connected part, those that walks end in first, and where each part begins.

    Within a part, states met later in the paths come first, as a state depends on those that follow it.
    """
    label = _components(chain.first, chain.head)
    order = np.lexsort((-chain.place, label)).astype(np.int64)
    return order, np.searchsorted(label[order], np.arange(label.max() + 2))


def contract(chain: Chain, order: Integers, begins: Integers, absorbed: Floats, channels: int) -> Contracted:
    """Walk over the links of a chain.

    Args:
        chain: the chain.
        order: its states by part, as :func:`parts` returns them.
        begins: where each part begins in ``order``.
        absorbed: probability of converting, and expected value, from each state, shape (states, 2).
        channels: number of channels.
    """
    on = np.diff(chain.first)
    ways_in = np.bincount(chain.head, minlength=len(on)) + (chain.entry > 0)
    links = (on == 0) | ((on == 1) & (ways_in == 1))
    walked = _walk(
        order, chain.channel, chain.first, chain.head, chain.probability, chain.entry, links, absorbed, channels,
        len(chain.head) + len(on),
    )  # fmt: skip
    kept = ~links[order]
    states = order[kept]
    part = np.repeat(np.arange(len(begins) - 1), np.diff(begins))[kept]
    stretch, sweeps = _stretches(np.append(part, len(begins) - 1), walked[0], walked[1], walked[3])
    return Contracted(
        stretch,
        sweeps,
        np.append(chain.channel[states], -1).astype(np.int32),
        np.append(chain.visits[states], 1.0),
        *walked,
    )


def _stretches(
    part: Integers, first: Integers, head: Integers, extra_first: Integers
) -> tuple[Integers, NDArray[np.bool_]]:
    """Put neighbouring parts that need one pass together; return where each stretch begins, and whether it is swept.

    A part of one row that leads to itself over links needs sweeps too: only the channels not passed come back.
    """
    row = np.repeat(np.arange(len(part)), np.diff(first))
    swept = np.bincount(part)[part] > 1
    swept[row[(head == row) & (np.diff(extra_first) > 0)]] = True
    begins = np.ones(len(part), dtype=bool)
    begins[1:] = (np.diff(part) > 0) & (swept[1:] | swept[:-1])
    at = np.flatnonzero(begins)
    return np.append(at, len(part)).astype(np.int64), swept[at]


@compiled
def _components(first, head):  # type: ignore[no-untyped-def]
    """Label strongly connected components from 0, a component before those that lead to it (Tarjan 1972)."""
    states = len(first) - 1
    label = np.full(states, -1, dtype=np.int64)
    met = np.full(states, -1, dtype=np.int64)
    low = np.empty(states, dtype=np.int64)
    ahead = np.empty(states, dtype=np.int64)
    stack = np.empty(states, dtype=np.int64)
    calls = np.empty(states, dtype=np.int64)
    waiting = 0
    found = 0
    clock = 0
    for root in range(states):
        if met[root] >= 0:
            continue
        depth = 1
        calls[0] = root
        while depth > 0:
            s = calls[depth - 1]
            if met[s] < 0:
                met[s] = clock
                low[s] = clock
                clock += 1
                ahead[s] = first[s]
                stack[waiting] = s
                waiting += 1
            deeper = False
            while ahead[s] < first[s + 1]:
                t = head[ahead[s]]
                if met[t] < 0:
                    calls[depth] = t
                    depth += 1
                    deeper = True
                    break
                if label[t] < 0:
                    low[s] = min(low[s], low[t])
                ahead[s] += 1
            if deeper:
                continue
            depth -= 1
            if low[s] == met[s]:
                while True:
                    waiting -= 1
                    label[stack[waiting]] = found
                    if stack[waiting] == s:
                        break
                found += 1
    return label


@compiled
def _walk(order, channel, first, head, probability, entry, links, absorbed, channels, size):  # type: ignore[no-untyped-def]
    """Walk every transition of a branching state, and of the start, over links to the next branching state.

    A link has one way in, so every transition of the chain is walked once: ``size`` bounds all that is written.
    """
    states = len(channel)
    row_of = np.full(states, -1, dtype=np.int32)
    rows = 0
    for s in order:
        if not links[s]:
            row_of[s] = rows
            rows += 1
    edge_first = np.zeros(rows + 2, dtype=np.int64)
    edge_head = np.empty(size, dtype=np.int32)
    edge_probability = np.empty(size)
    extra_first = np.zeros(size + 1, dtype=np.int64)
    extra = np.empty(size, dtype=np.int32)
    gain_row = np.empty(size, dtype=np.int32)
    gain_channel = np.empty(size, dtype=np.int32)
    gain = np.empty(size)
    gain_value = np.empty(size)
    passed = np.full(channels, -1, dtype=np.int64)
    edges = 0
    extras = 0
    gains = 0
    way = 0
    r = 0
    for k in range(states + 1):
        s = order[k] if k < states else states  # last the start
        if s < states and links[s]:
            continue
        begin = first[s] if s < states else 0
        end = first[s + 1] if s < states else states
        for e in range(begin, end):
            mass = probability[e] if s < states else entry[e]
            if mass == 0.0:
                continue
            t = head[e] if s < states else e
            way += 1
            before = extras
            while True:
                on = links[t] and first[t + 1] > first[t]
                if passed[channel[t]] != way:
                    passed[channel[t]] = way
                    gain_row[gains] = r
                    gain_channel[gains] = channel[t]
                    gain[gains] = mass * absorbed[t, 0]
                    gain_value[gains] = mass * absorbed[t, 1]
                    gains += 1
                    if on:
                        extra[extras] = channel[t]
                        extras += 1
                if not on:
                    break
                mass *= probability[first[t]]
                t = head[first[t]]
            if links[t]:
                extras = before  # the way ends: nothing depends on what it passed
            else:
                edge_head[edges] = row_of[t]
                edge_probability[edges] = mass
                edges += 1
                extra_first[edges] = extras
        r += 1
        edge_first[r] = edges
    return (
        edge_first, edge_head[:edges], edge_probability[:edges], extra_first[: edges + 1], extra[:extras],
        gain_row[:gains], gain_channel[:gains], gain[:gains], gain_value[:gains],
    )  # fmt: skip
