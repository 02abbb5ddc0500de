"""Print which share of a graph's edges runs between parts, if communities are dealt out to so many machines.

    .venv/bin/python scripts/edge_cuts.py [--parts 2 4 8 16] [GRAPH ...]

GRAPH is a file that `graph.read` reads; without one, the friend graph of the default market is taken. Communities
larger than a part's share are split by looking for communities inside; then the largest goes to the emptiest part.
Beside it: the cut of parts dealt out at random; the share of nodes with a neighbour elsewhere; how many copies of a
node's word other parts need, on average over all nodes; and the fullest part over the mean.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulation.graph import Graph, from_edges, read
from simulation.graph.describe.communities import communities

PARTS = (2, 4, 8, 16)
CONSUMERS = 100_000


def main() -> None:
    """Print a row for each graph and number of parts."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("graphs", nargs="*")
    asked.add_argument("--parts", nargs="+", type=int, default=PARTS)
    asked.add_argument("--consumers", type=int, default=CONSUMERS)
    given = asked.parse_args()
    head = f"{'graph':34} {'nodes':>9} {'parts':>5} {'cut':>6} {'random':>6}"
    print(f"{head} {'at a border':>11} {'copies':>6} {'fullest':>7}")
    for name, graph in graphs(given.graphs, given.consumers):
        tail = np.repeat(np.arange(graph.n), np.diff(graph.indptr))
        for parts in given.parts:
            part = deal(graph, parts)
            across = part[tail] != part[graph.indices]
            pairs = np.unique(tail[across] * np.int64(parts) + part[graph.indices[across]])
            border = len(np.unique(pairs // parts)) / graph.n
            fullest = np.bincount(part, minlength=parts).max() * parts / graph.n
            print(
                f"{name:34} {graph.n:>9,} {parts:>5} {across.mean():>6.1%} {1 - 1 / parts:>6.1%} {border:>11.1%}"
                f" {len(pairs) / graph.n:>6.2f} {fullest:>7.2f}",
                flush=True,
            )


def graphs(paths: list[str], consumers: int) -> Iterator[tuple[str, Graph]]:
    """Yield the graphs by name, directions left out; the default market's friends if no file is named."""
    for path in paths:
        found = read(path)
        tail = np.repeat(np.arange(found.n), np.diff(found.indptr))
        yield path.rsplit("/", 1)[-1], from_edges(tail, found.indices, found.n, directed=False)
    if not paths:
        from simulation.configure import compose, scenario_of
        from simulation.world.build import build_world

        friends = build_world(scenario_of(compose([f"market.consumers={consumers}"])), 1).tables.friends
        yield "friends of the default market", Graph(friends.start, friends.friend, directed=False)


def deal(graph: Graph, parts: int) -> NDArray[np.int64]:
    """Return the part of each node, int64[n]."""
    most = -(-graph.n // parts)
    pieces = sorted(split(graph, np.arange(graph.n), most), key=len, reverse=True)
    part, filled = np.zeros(graph.n, np.int64), np.zeros(parts, np.int64)
    for piece in pieces:
        emptiest = int(filled.argmin())
        part[piece] = emptiest
        filled[emptiest] += len(piece)
    return part


def split(graph: Graph, nodes: NDArray[np.int64], most: int) -> Iterator[NDArray[np.int64]]:
    """Yield communities of at most so many nodes; where no smaller ones are found, cut by the order of the nodes."""
    place = np.full(graph.n, -1)
    place[nodes] = np.arange(len(nodes))
    tail = np.repeat(np.arange(graph.n), np.diff(graph.indptr))
    inside = (place[tail] >= 0) & (place[graph.indices] >= 0) & (tail < graph.indices)
    own = from_edges(place[tail[inside]], place[graph.indices[inside]], len(nodes), directed=False)
    group = communities(own)
    for number in range(int(group.max(initial=-1)) + 1):
        members = nodes[group == number]
        if len(members) <= most:
            yield members
        elif len(members) == len(nodes):
            yield from np.array_split(members, -(-len(members) // most))
        else:
            yield from split(graph, members, most)


if __name__ == "__main__":
    main()
