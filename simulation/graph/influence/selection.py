"""Whom to give the message first: seeds by degree, by degree discount, by greedy simulation, by reverse sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.errors import InputError, nearest
from simulation.graph.csr import Graph, transpose
from simulation.graph.influence.cascade import arc_probability, check_model
from simulation.graph.influence.greedy import Chosen, Limit, best_of_both, limit
from simulation.graph.influence.ris import ReverseSets, maximise
from simulation.graph.influence.snapshots import Snapshots

METHODS = ("degree", "degree_discount", "celf", "ris")


@dataclass(frozen=True)
class Selection:
    """Seeds that were chosen.

    Attributes:
        nodes: labels (indices, if the graph has no labels), in the order of their choice.
        method: how they were chosen.
        estimate: the method's own estimate of their spread (of the value reached, if values were given), ``None`` for
            the degree methods. It flatters them: measure anew by :func:`simulation.graph.spread`.
        spent: what they cost; their number if no costs were given.
        samples: reverse sets or simulated worlds that were drawn.
    """

    nodes: list[Any]
    method: str
    estimate: float | None
    spent: float
    samples: int


def select(
    graph: Graph,
    k: int | None = None,
    method: str = "ris",
    model: str = "ic",
    p: float | str | None = None,
    seed: int = 0,
    *,
    costs: ArrayLike | None = None,
    budget: float | None = None,
    values: ArrayLike | None = None,
    epsilon: float = 0.1,
    runs: int = 200,
) -> Selection:
    """Choose seeds for a cascade.

    ``degree`` takes the nodes with most neighbours. ``degree_discount`` lowers a node's degree for each neighbour that
    was taken (Chen, Wang, Yang 2009, KDD). ``celf`` is greedy over ``runs`` simulated worlds, kept fixed (Cheng et al.
    2013, "StaticGreedy"). ``ris`` has a guarantee, see :mod:`simulation.graph.influence.ris`, and is the fastest that
    has one.

    Args:
        graph: arcs point the way that word travels.
        k: number of seeds; may be left out with a budget.
        method: ``degree``, ``degree_discount``, ``celf`` or ``ris``.
        model: ``ic`` or ``lt``.
        p: as in :func:`simulation.graph.spread`.
        seed: two calls with one seed choose the same.
        costs: price of each node, float[n]; needs ``budget``.
        budget: most that the seeds may cost together. The better of greedy by gain and greedy by gain per cost.
        values: what it is worth to reach each node, float[n], not negative; 1 if not given. For ``celf`` and ``ris``.
        epsilon: slack of the guarantee of ``ris``, 0..1 exclusive.
        runs: worlds of ``celf``.

    Raises:
        InputError: an unknown method or model, a number out of range.
    """
    if method not in METHODS:
        raise InputError(f"method: got {method!r}{nearest(str(method), METHODS)}")
    check_model(model)
    if graph.n == 0:
        raise InputError("graph: got no nodes to choose from")
    if not 0.0 < epsilon < 1.0:
        raise InputError(f"epsilon: got {epsilon}, takes 0..1, exclusive")
    if runs < 1:
        raise InputError(f"runs: got {runs}, takes 1 or more")
    allowed = limit(graph.n, k, costs, budget)
    value = _values(values, graph.n)
    probability = arc_probability(graph, model, p)
    estimate: float | None = None
    samples = 0
    if method == "ris":
        order = np.empty(graph.m if len(probability) > 1 else 0, np.int64)
        indptr, indices = transpose(graph.indptr, graph.indices, graph.n, order)
        into = probability[order] if len(probability) > 1 else probability
        sets = ReverseSets(indptr, indices, into, value, model == "lt", seed)
        chosen, samples = maximise(sets, allowed, epsilon)
        estimate = chosen.value
    elif method == "celf":
        worlds = Snapshots(graph, probability, model == "lt", value, runs, seed)
        chosen, samples = best_of_both(lambda by_cost: worlds.choose(allowed, by_cost), allowed), runs
        estimate = chosen.value
    else:
        chance = float(probability.mean()) if len(probability) and method == "degree_discount" else None
        chosen = _by_degree(graph, chance, allowed)
    names = chosen.items if graph.labels is None else [graph.labels[i] for i in chosen.items]
    nodes = [name.item() if isinstance(name, np.generic) else name for name in names]
    return Selection(nodes, method, estimate, chosen.spent, samples)


def _values(values: ArrayLike | None, n: int) -> NDArray[np.float64]:
    value = np.ones(n) if values is None else np.asarray(values, np.float64)
    if value.shape != (n,) or not (np.isfinite(value).all() and (value >= 0).all() and value.sum() > 0):
        raise InputError(f"values: takes {n} numbers that are not negative, one for each node, and not all 0")
    return value


def _by_degree(graph: Graph, chance: float | None, allowed: Limit) -> Chosen:
    """Take nodes by degree, or by degree discount where a probability of passing on is given; skip what is too dear."""
    degree = graph.out_degree.astype(np.float64)
    taken_near = np.zeros(graph.n)
    score = degree.copy()
    items: list[int] = []
    gains: list[float] = []
    spent = 0.0
    score[allowed.cost > allowed.budget * (1.0 + 1e-12)] = -np.inf
    while len(items) < allowed.most:
        i = int(np.argmax(score))
        if score[i] == -np.inf:
            break
        gain, score[i] = float(score[i]), -np.inf
        if not allowed.affordable(spent, i):
            continue
        items.append(i)
        gains.append(gain)
        spent += float(allowed.cost[i])
        if chance is not None:
            near = graph.neighbours(i)
            near = near[score[near] > -np.inf]
            taken_near[near] += 1
            t, d = taken_near[near], degree[near]
            score[near] = d - 2 * t - (d - t) * t * chance
    return Chosen(items, gains, spent)
