"""How fast cascades are beside cynetdiff (C++), on one thread, over the same arcs from the same seeds.

Seeds are the 50 nodes with most neighbours. Times are CPU, the median of three turns each, taken in turn in the same
process. cynetdiff is an extra: ``pip install 'nichecast[bench]'``. What is not there is not run.
"""

from __future__ import annotations

import array
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from simulation.compute.compiling import set_threads
from simulation.graph import Graph, read, select, spread
from simulation.graph.influence.cascade import arc_probability

CHANCES: tuple[float | str, ...] = (0.01, 0.1, "weighted")
TURNS, SEEDS = 3, 50


def is_there() -> bool:
    """Say whether cynetdiff is installed."""
    return find_spec("cynetdiff") is not None


def measure(paths: Sequence[str], runs: int = 400) -> list[dict[str, Any]]:
    """Return a row for each graph and probability: milliseconds a cascade, ours and theirs, and the numbers reached.

    Theirs are missing where cynetdiff is not installed; a graph's last row is a choice of seeds by reverse sets.
    """
    set_threads(1)
    rows: list[dict[str, Any]] = []
    for path in paths:
        graph = read(path)
        seeds = select(graph, min(SEEDS, graph.n), "degree").nodes
        about = {"graph": Path(path).name, "nodes": graph.n}
        rows += [{**about, "p": p, **beside(graph, seeds, p, runs)} for p in CHANCES]
        select(graph, 1, "ris", p="weighted", epsilon=0.5)  # compiles
        took = cpu(partial(select, graph, min(SEEDS, graph.n), "ris", p="weighted", seed=1))
        rows.append({**about, "p": "weighted", "chosen": min(SEEDS, graph.n), "choice_s": took})
    return rows


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the rows of :func:`measure` as lines."""
    lines = [
        f"{'graph':30} {'p':>8} {'ours, ms':>9} {'cynetdiff':>9} {'ratio':>6}"
        "   means, ours and cynetdiff's (standard errors apart)"
    ]
    for row in rows:
        about = f"{row['graph']:30} {row['p']!s:>8}"
        if "choice_s" in row:
            lines.append(f"{about} {row['choice_s']:>8.2f}s  a choice of {row['chosen']} seeds by reverse sets")
        elif "ratio" in row:
            means = f"{row['mean']:,.1f} {row['their_mean']:,.1f} ({row['errors_apart']:.1f})"
            lines.append(f"{about} {row['ms']:>9.4f} {row['their_ms']:>9.4f} {row['ratio']:>6.2f}   {means}")
        else:
            lines.append(f"{about} {row['ms']:>9.4f} {'not run':>9} {'':>6}   {row['mean']:,.1f}; without cynetdiff")
    return lines


def beside(graph: Graph, seeds: list[Any], p: float | str, runs: int) -> dict[str, float]:
    """Return times and means for one graph and probability, and the ratio of times where cynetdiff is there."""
    theirs = cynetdiff_runs(graph, seeds, p)
    spread(graph, seeds, p=p, runs=2)  # compiles
    own, other = [], []
    for turn in range(TURNS):
        own.append(cpu(partial(spread, graph, seeds, p=p, runs=runs, seed=turn)) / runs)
        if theirs is not None:
            other.append(cpu(partial(theirs, runs)) / runs)
    mine = spread(graph, seeds, p=p, runs=runs, seed=TURNS)
    ours = statistics.median(own)
    found = {"ms": ours * 1e3, "mean": mine.mean}
    if theirs is None:
        return found
    reached = theirs(runs)
    error = math.hypot(mine.standard_error, float(reached.std(ddof=1)) / math.sqrt(runs))
    apart = abs(mine.mean - float(reached.mean())) / error if error else 0.0
    median = statistics.median(other)
    return {
        **found,
        "their_ms": median * 1e3,
        "their_mean": float(reached.mean()),
        "errors_apart": apart,
        "ratio": median / ours,
    }


def cynetdiff_runs(graph: Graph, seeds: list[Any], p: float | str) -> Callable[[int], Any] | None:
    """Return a function that runs cynetdiff so many times and returns the numbers reached; None if it is not there."""
    if not is_there():
        return None
    chance = arc_probability(graph, "ic", p)
    each = np.broadcast_to(chance, graph.m).astype(np.float32)
    model = import_module("cynetdiff.models").IndependentCascadeModel(
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
