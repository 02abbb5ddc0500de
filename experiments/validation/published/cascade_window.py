"""Watts 2002, and Watts, Dodds 2007: cascades where a person adopts once a share of the neighbours has.

Both are the linear threshold model of ``sim.graph.spread`` with one threshold for all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.validation.published.published_row import Row, shares
from simulation.graph import Graph, from_edges, spread

THRESHOLD = 0.18
GLOBAL = 0.1
"""Share of all nodes from which on a cascade is called global."""
WINDOW = (1.02, 5.76)
TRIES = 100
"""Single seeds that are tried on one graph."""
DEGREES = ((0.6, 1.6), (5.0, 7.2))
"""Where the ends of the window are looked for: no cascade at one end of each range, cascades at the other."""
STEPS = 7
"""Halvings of a range; the ends are then known to a hundredth or two."""

HUBS = {"random": 91 / 400, "hub": 100 / 400}
"""Share of the runs of all four settings together with a global cascade, in a replica of a hundred runs of each."""
MEAN_DEGREES, HUB_THRESHOLDS = (4, 32), (0.1, 0.4)


def rows(runs: int, seed: int, nodes: int = 10_000) -> Iterator[Row]:
    """Yield the ends of the window of global cascades on Poisson graphs."""
    for end, theirs, (low, high) in zip(("lower", "upper"), WINDOW, DEGREES, strict=True):
        ours = tuple(_end(low, high, end == "lower", seed + run, nodes) for run in range(runs))
        yield Row(
            "Watts 2002",
            f"{end} end of the window of global cascades, threshold {THRESHOLD}",
            theirs,
            ours,
            "friends",
            f"sim.graph.spread, linear threshold, Poisson graphs of {nodes:,} people, {TRIES} single seeds each",
            f"global: {GLOBAL:.0%} of all or more; a finite graph blurs the ends".replace("%", " %"),
        )


def _end(low: float, high: float, rising: bool, seed: int, nodes: int) -> float:
    """Return the mean degree at which global cascades begin or cease to happen, by halving."""
    for step in range(STEPS):
        middle = (low + high) / 2
        if happens(poisson_graph(nodes, middle, seed * 100 + step), seed) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def happens(graph: Graph, seed: int, threshold: float = THRESHOLD) -> bool:
    """Return whether any of so many single seeds sets off a global cascade."""
    starts = np.random.default_rng([seed, 3]).choice(graph.n, min(TRIES, graph.n), replace=False)
    return any(is_global(graph, int(start), threshold) for start in starts)


def is_global(graph: Graph, start: int, threshold: float) -> bool:
    """Return whether a single seed sets off a global cascade."""
    return spread(graph, [start], "lt", runs=2, threshold=threshold).mean >= GLOBAL * graph.n


def poisson_graph(nodes: int, degree: float, seed: int) -> Graph:
    """Return a random graph with so many friends in the mean."""
    rng = np.random.default_rng([seed, 5])
    edges = rng.poisson(nodes * degree / 2)
    source, target = rng.integers(0, nodes, (2, edges))
    apart = source != target
    first, second = np.minimum(source, target)[apart], np.maximum(source, target)[apart]
    pairs = np.unique(first * nodes + second)
    return from_edges(pairs // nodes, pairs % nodes, nodes, directed=False)


def hub_rows(runs: int, seed: int, nodes: int = 10_000) -> Iterator[Row]:
    """Yield how often a cascade is global from anybody and from the best connected, over degrees and thresholds."""
    hits: dict[str, list[bool]] = {kind: [] for kind in HUBS}
    for degree in MEAN_DEGREES:
        for run in range(runs):
            graph = preferential_graph(nodes, degree // 2, seed + run)
            anybody = int(np.random.default_rng([seed + run, 7]).integers(graph.n))
            for kind, start in (("random", anybody), ("hub", int(graph.out_degree.argmax()))):
                hits[kind] += [is_global(graph, start, threshold) for threshold in HUB_THRESHOLDS]
    for kind, found in hits.items():
        yield Row(
            "Watts, Dodds 2007",
            f"runs with a global cascade from a {kind} seed, mean degrees 4 and 32, thresholds 0.1 and 0.4",
            HUBS[kind],
            shares(found),
            "share of runs",
            f"sim.graph.spread, linear threshold, preferential graphs of {nodes:,} people",
        )


def preferential_graph(nodes: int, each: int, seed: int) -> Graph:
    """Return a graph that grows by preferential attachment (Barabasi, Albert 1999), ``each`` edges a newcomer."""
    rng = np.random.default_rng([seed, 11])
    ends = np.empty(2 * nodes * each, np.int64)
    source, target, filled = [], [], 0
    for newcomer in range(each, nodes):
        if filled == 0:
            chosen = set(range(each))
        else:
            chosen = set()
            while len(chosen) < each:
                chosen.add(int(ends[rng.integers(filled)]))
        for old in chosen:
            source.append(newcomer)
            target.append(old)
            ends[filled], ends[filled + 1] = newcomer, old
            filled += 2
    return from_edges(np.array(source), np.array(target), nodes, directed=False)
