"""Print how fast cascades are beside cynetdiff (C++), on one thread, over the same arcs from the same seeds.

    .venv/bin/python scripts/spread_speed.py [--runs N] [GRAPH ...]

GRAPH is a file that `graph.read` reads; without one, the sample that ships is taken. Seeds are the 50 nodes with most
neighbours. Times are CPU, the median of three turns each, taken in turn in the same process. cynetdiff is an extra:
``pip install 'nichecast[bench]'``. What is not there is not run, and the table says so.
"""

from __future__ import annotations

import argparse
import array
import math
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.compute.compiling import set_threads
from simulation.graph import Graph, read, select, spread
from simulation.graph.influence.cascade import arc_probability

SAMPLE = "docs/samples/edges.csv.gz"
CHANCES: tuple[float | str, ...] = (0.01, 0.1, "weighted")
TURNS, SEEDS = 3, 50


def main() -> None:
    """Print a row for each graph and probability, then the time of a choice of seeds by reverse sets."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("graphs", nargs="*", default=[SAMPLE])
    asked.add_argument("--runs", type=int, default=1000)
    given = asked.parse_args()
    set_threads(1)
    head = f"{'graph':30} {'p':>8} {'ours, ms':>9} {'cynetdiff':>9} {'ratio':>6}"
    print(f"{head}   means, ours and cynetdiff's (standard errors apart)")
    for path in given.graphs:
        graph = read(path)
        seeds = select(graph, min(SEEDS, graph.n), "degree").nodes
        name = path.rsplit("/", 1)[-1]
        for p in CHANCES:
            print(f"{name:30} {p!s:>8} {row(graph, seeds, p, given.runs)}", flush=True)
        select(graph, 1, "ris", p="weighted", epsilon=0.5)  # compiles
        took = cpu(lambda graph=graph: select(graph, min(SEEDS, graph.n), "ris", p="weighted", seed=1))
        print(f"{name:30} {'weighted':>8} {took:>8.2f}s  a choice of {min(SEEDS, graph.n)} seeds by reverse sets")


def row(graph: Graph, seeds: list[Any], p: float | str, runs: int) -> str:
    """Return times, ratio and means for one graph and probability."""
    theirs = cynetdiff_runs(graph, seeds, p)
    spread(graph, seeds, p=p, runs=2)  # compiles
    own, other = [], []
    for turn in range(TURNS):
        own.append(cpu(lambda turn=turn: spread(graph, seeds, p=p, runs=runs, seed=turn)) / runs)
        if theirs is not None:
            other.append(cpu(lambda: theirs(runs)) / runs)
    mine = spread(graph, seeds, p=p, runs=runs, seed=TURNS)
    ours = statistics.median(own)
    if theirs is None:
        return f"{ours * 1e3:>9.4f} {'not run':>9} {'':>6}   {mine.mean:,.1f}; cynetdiff is not installed"
    reached = theirs(runs)
    error = math.hypot(mine.standard_error, float(reached.std(ddof=1)) / math.sqrt(runs))
    apart = abs(mine.mean - float(reached.mean())) / error if error else 0.0
    median = statistics.median(other)
    means = f"{mine.mean:,.1f} {reached.mean():,.1f} ({apart:.1f})"
    return f"{ours * 1e3:>9.4f} {median * 1e3:>9.4f} {median / ours:>6.2f}   {means}"


def cynetdiff_runs(graph: Graph, seeds: list[Any], p: float | str) -> Callable[[int], Any] | None:
    """Return a function that runs cynetdiff so many times and returns the numbers reached; None if it is not there."""
    try:
        from cynetdiff.models import IndependentCascadeModel
    except ImportError:
        return None
    chance = arc_probability(graph, "ic", p)
    each = np.broadcast_to(chance, graph.m).astype(np.float32)
    model = IndependentCascadeModel(
        array.array("I", graph.indptr[:-1].tolist()),
        array.array("I", graph.indices.tolist()),
        activation_probs=array.array("f", each.tolist()),
    )
    model.set_seeds(graph.index_of(seeds).tolist())

    def runs(number: int) -> Any:
        reached = np.empty(number)
        for run in range(number):
            model.reset_model()
            model.advance_until_completion()
            reached[run] = model.get_num_activated_nodes()
        return reached

    return runs


def cpu(work: Callable[[], Any]) -> float:
    """Return the CPU seconds of a call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
