r"""A chain made small: its strongly connected parts, and what is left of it when links are walked over.

In chains of order 2 or 3 most states have one way in and at most one way on: they are *links*. All other states are
*branching*. A link is walked once: a transition of the contracted chain leads from a branching state, or from the
start, over any links to the next branching state, and remembers the channels that it passed.

**An example by hand.** Four journeys: a > b > a and a > c converted, a alone did not, twice. At order 1 each channel is
a state. State a is passed five times: it leads to b once, to c once, and converts once. b leads back to a; c converts.

    start --1--> a       a --1/5--> b --1--> a       a --1/5--> c       a converts with 1/5, c with 1

b has one way in and one way on, c has one way in and none on: both are links. What is left has two rows, the start and
a, and two transitions: start -> a (1) and a -> a (1/5), which passes b. The way over c ends and leaves no transition.

A walk visits a u(a) = 5/4 times (five passes, four journeys). From a it converts with probability 1/2, since
B = 1/5 + 1/5 B + 1/5; from b with 1/2 as well; from c with 1. A *gain* is the probability that a way from a row comes
to pass a channel, times the probability of converting from there:

    start, a: 1 x 1/2       a, b: 1/5 x 1/2       a, a (over b): 1/5 x 1/2       a, c: 1/5 x 1

For each channel let x(t) be the visits of row t by walks that passed the channel before. A transition brings x(s) of
the row s that it leaves, or all of u(s) if it passes the channel itself; and x(t) = u(t) for the channel's own row.
Only the first pass counts, so what is lost with the channel is the sum of (u(s) - x(s)) x gain:

    a: x(start) = 0, x(a) = 5/4         (1 - 0) 1/2 + (5/4 - 5/4) 1/10 = 1/2
    b: x(a) = 1/5 u(a) = 1/4            (5/4 - 1/4) 1/10               = 1/10
    c: x(a) = 0                         (5/4 - 0) 1/5                  = 1/4

Without b, a converts with 1/5 + 1/5 = 2/5 instead of 1/2: 1/10 is lost, as it should be. In code:

>>> from simulation.brand_view import attribution
>>> from simulation.brand_view.attribution.chain import build
>>> from simulation.brand_view.attribution.markov import removal_effects
>>> journeys = {"path": ["a > b > a", "a > c", "a"], "conversions": [1, 1, 0], "nulls": [0, 0, 2]}
>>> chain = build(attribution.read(journeys), order=1)
>>> converts_from = np.array([1 / 2, 1 / 2, 1])  # a, b, c
>>> absorbed = np.stack([converts_from, np.zeros(3)], axis=1)  # conversions; no value
>>> small = contract(chain, *parts(chain), absorbed, worth=2 * converts_from, channels=3)
>>> small.channel.tolist(), small.visits.tolist()  # the start (-1) and a (0)
([-1, 0], [1.0, 1.25])
>>> small.tail.tolist(), small.probability.tolist()  # into a: from the start, and from a over b
([0, 1], [1.0, 0.2])
>>> small.extra_channel.tolist(), small.extra_tail.tolist(), small.extra_probability.tolist()  # b, passed on the latter
([1], [1], [0.2])
>>> list(zip(small.gain_row.tolist(), small.gain_channel.tolist(), small.gain[:, 0].tolist()))
[(0, 0, 0.5), (1, 1, 0.1), (1, 0, 0.1), (1, 2, 0.2)]
>>> removal_effects(chain, 3, dense=False)[0].round(12).tolist()
[0.5, 0.1, 0.25]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.attribution.chain import Chain
from simulation.brand_view.attribution.path_table import Floats, Integers
from simulation.compute.compiling import compiled


@dataclass(frozen=True, slots=True)
class Contracted:
    """Rows are the start and then the branching states, in the order in which walks come to their parts.

    Attributes:
        begins: where each stretch of rows to be solved together begins, and the number of rows.
        swept: whether a stretch is one strongly connected part, to be swept until solved, or rows for one pass.
        channel: of each row; -1 for the start.
        visits: expected visits of each row, 1 for the start.
        stay: probability of coming back at once over no link.
        worth: probability of converting from each row on, and the value then paid, each as a share of what all walks
            bring, added up.
        first: the other transitions into row t are first[t]:first[t + 1],
        tail: from these rows,
        probability: with these probabilities.
        extra_first: channels of links walked over on the way into row t are extra_first[t]:extra_first[t + 1],
        extra_channel: these, each once a transition, but for t's own,
        extra_tail: on a transition from this row
        extra_probability: of this probability.
        gain_row: for each (row, channel that a way from it comes to pass): the row,
        gain_channel: the channel,
        gain: the probability of passing it there for the first time on this way and then converting, and the expected
            value then paid, shape (gains, 2).
    """

    begins: Integers
    swept: NDArray[np.bool_]
    channel: NDArray[np.int32]
    visits: Floats
    stay: Floats
    worth: Floats
    first: Integers
    tail: NDArray[np.int32]
    probability: Floats
    extra_first: Integers
    extra_channel: NDArray[np.int32]
    extra_tail: NDArray[np.int32]
    extra_probability: Floats
    gain_row: NDArray[np.int32]
    gain_channel: NDArray[np.int32]
    gain: Floats


def parts(chain: Chain) -> tuple[Integers, Integers]:
    """Return the states by strongly connected part, those that walks end in first, and where each part begins.

    Within a part, states met later in the paths come first, as a state depends on those that follow it.
    """
    label = _components(chain.first, chain.head)
    order = np.lexsort((-chain.place, label)).astype(np.int64)
    return order, np.searchsorted(label[order], np.arange(label.max() + 2))


def contract(
    chain: Chain, order: Integers, begins: Integers, absorbed: Floats, worth: Floats, channels: int
) -> Contracted:
    """Walk over the links of a chain.

    Args:
        chain: the chain.
        order: its states by part, as :func:`parts` returns them.
        begins: where each part begins in ``order``.
        absorbed: probability of converting, and expected value, from each state, shape (states, 2).
        worth: of each state, as in :class:`Contracted`.
        channels: number of channels.
    """
    on = np.diff(chain.first)
    ways_in = np.bincount(chain.head, minlength=len(on)) + (chain.entry > 0)
    links = (on == 0) | ((on == 1) & (ways_in == 1))
    forward = order[::-1]
    tail, head, probability, extra_edge, extra_channel, gain_row, gain_channel, gain = _walk(
        forward, chain.channel, chain.first, chain.head, chain.probability, chain.entry, links, absorbed, channels,
        len(chain.head) + len(on),
    )  # fmt: skip
    states = forward[~links[forward]]
    rows = len(states) + 1
    channel = np.concatenate([[-1], chain.channel[states]]).astype(np.int32)
    over_links = np.bincount(extra_edge, minlength=len(head)) > 0
    at_once = (tail == head) & ~over_links
    by_head = np.argsort(head, kind="stable")
    by_head = by_head[~at_once[by_head]]
    extra = np.flatnonzero(extra_channel != channel[head[extra_edge]])
    extra = extra[np.argsort(head[extra_edge[extra]], kind="stable")]
    part_of = np.empty(len(on), dtype=np.int64)
    part_of[order] = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    comes_back = np.zeros(rows, dtype=bool)
    comes_back[head[(tail == head) & over_links]] = True
    stretch, swept = _stretches(np.concatenate([[-1], part_of[states]]), comes_back)
    return Contracted(
        begins=stretch,
        swept=swept,
        channel=channel,
        visits=np.concatenate([[1.0], chain.visits[states]]),
        # Where there are none, numpy adds up integers.
        stay=np.bincount(head[at_once], probability[at_once], rows).astype(np.float64),
        worth=np.concatenate([[chain.entry @ worth], worth[states]]),
        first=np.searchsorted(head[by_head], np.arange(rows + 1)),
        tail=tail[by_head],
        probability=probability[by_head],
        extra_first=np.searchsorted(head[extra_edge[extra]], np.arange(rows + 1)),
        extra_channel=extra_channel[extra],
        extra_tail=tail[extra_edge[extra]],
        extra_probability=probability[extra_edge[extra]],
        gain_row=gain_row,
        gain_channel=gain_channel,
        gain=gain,
    )


def _stretches(part: Integers, comes_back: NDArray[np.bool_]) -> tuple[Integers, NDArray[np.bool_]]:
    """Put neighbouring parts that need one pass together; return where each stretch begins, and whether it is swept.

    A part of one row that leads back to itself over links needs sweeps too.
    """
    changes = np.concatenate([[True], np.diff(part) != 0])
    group = np.cumsum(changes) - 1
    swept = (np.bincount(group)[group] > 1) | comes_back
    begins = changes.copy()
    begins[1:] &= swept[1:] | swept[:-1]
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
    component = 0
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
                    label[stack[waiting]] = component
                    if stack[waiting] == s:
                        break
                component += 1
    return label


@compiled
def _walk(order, channel, first, head, probability, entry, links, absorbed, channels, size):  # type: ignore[no-untyped-def]
    """Walk every transition of a branching state, and of the start, over links to the next branching state.

    A link has one way in, so every transition of the chain is walked once: ``size`` bounds all that is written.
    """
    states = len(channel)
    row_of = np.empty(states, dtype=np.int32)
    row = 0
    for s in order:
        if not links[s]:
            row += 1
            row_of[s] = row
    edge_tail = np.empty(size, dtype=np.int32)
    edge_head = np.empty(size, dtype=np.int32)
    edge_probability = np.empty(size)
    extra_edge = np.empty(size, dtype=np.int64)
    extra_channel = np.empty(size, dtype=np.int32)
    gain_row = np.empty(size, dtype=np.int32)
    gain_channel = np.empty(size, dtype=np.int32)
    gain = np.empty((size, 2))
    passed = np.full(channels, -1, dtype=np.int64)
    edges = 0
    extras = 0
    gains = 0
    way = 0
    for k in range(-1, states):
        s = order[k] if k >= 0 else -1  # first the start
        if s >= 0 and links[s]:
            continue
        begin = first[s] if s >= 0 else 0
        end = first[s + 1] if s >= 0 else states
        for e in range(begin, end):
            mass = probability[e] if s >= 0 else entry[e]
            if mass == 0.0:
                continue
            t = head[e] if s >= 0 else e
            way += 1
            before = extras
            while True:
                on = links[t] and first[t + 1] > first[t]
                if passed[channel[t]] != way:
                    passed[channel[t]] = way
                    gain_row[gains] = row_of[s] if s >= 0 else 0
                    gain_channel[gains] = channel[t]
                    gain[gains] = mass * absorbed[t]
                    gains += 1
                    if on:
                        extra_edge[extras] = edges
                        extra_channel[extras] = channel[t]
                        extras += 1
                if not on:
                    break
                mass *= probability[first[t]]
                t = head[first[t]]
            if links[t]:
                extras = before  # the way ends: nothing depends on what it passed
            else:
                edge_tail[edges] = row_of[s] if s >= 0 else 0
                edge_head[edges] = row_of[t]
                edge_probability[edges] = mass
                edges += 1
    return (
        edge_tail[:edges], edge_head[:edges], edge_probability[:edges], extra_edge[:extras], extra_channel[:extras],
        gain_row[:gains], gain_channel[:gains], gain[:gains],
    )  # fmt: skip
