"""Doshi, Ramesh, Rao 2022: which tier of influencers brings buyers at the least cost, and how that turns with price.

Their rules as a cascade of its own; the market has no price that a person cannot pay, no adopter who passes on a
purchase, no decay by generation and no engagement by degree. A person buys once, if the budget (uniform on 0..100)
allows the price, with probability interest x influence x signal, the signal falling with the square of the step. Buyers
pass it on to their own followers; a purchase of somebody followed raises interest by interest x influence. Hired
accounts have an influence 0.7 greater with the probability of their engagement rate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from experiments.validation.published.published_row import Row
from simulation.graph import Graph, from_edges
from simulation.state.columns import Float64s

PRICES = {"everyday goods": 10.0, "luxury": 90.0}
CAMPAIGNS = 10
"""Campaigns of each level on one graph: the largest accounts are few, and differ much."""
FEE = 0.01
"""Hiring cost of an account for each follower."""
BOUNDS = (0, 50, 150, 500, 1000, 3000, 10**9)
"""Followers at which levels begin, the smallest first; between the table's ends they are ours."""
PUBLISHED = {
    ("Twitter", "everyday goods"): 0.00327 / 0.0038,
    ("Twitter", "luxury"): 0.195 / 0.168,
    ("Google+", "everyday goods"): 0.0052 / 0.0053,
    ("Google+", "luxury"): 0.159 / 0.149,
}
"""Cost of a buyer with the smallest accounts over that with the largest."""
APART = "their graphs and their distribution of influence are not public: ours are generated, influence uniform on 0..1"


class Hired(NamedTuple):
    """What a campaign with accounts of one level brought."""

    buyers: int
    met: int
    cost: float


def rows(runs: int, seed: int, people: int = 10_000) -> Iterator[Row]:
    """Yield the cost of a buyer with the smallest accounts over that with the largest, by price."""
    for goods, price in PRICES.items():
        ours = tuple(ratio_of_costs(price, seed + run, people) for run in range(runs))
        for network in ("Twitter", "Google+"):
            yield Row(
                "Doshi, Ramesh, Rao 2022",
                f"cost of a buyer, smallest accounts over largest, {goods}, {network}",
                PUBLISHED[network, goods],
                ours,
                "ratio",
                f"their rules as a cascade among {people:,} people",
                APART,
            )


def ratio_of_costs(price: float, seed: int, people: int) -> float:
    """Return the cost of a buyer with the smallest accounts over that with the largest, at equal cost of hiring."""
    graph = followers_graph(people, seed)
    level = np.searchsorted(BOUNDS, graph.out_degree, side="right") - 1
    there = np.unique(level[graph.out_degree > 0])
    budget = FEE * float(graph.out_degree[level == there[-1]].max())
    costs = []
    for chosen in (there[0], there[-1]):
        pool = np.flatnonzero(level == chosen)
        found = [campaign(graph, pool, budget, price, seed * CAMPAIGNS + k) for k in range(CAMPAIGNS)]
        buyers = sum(each.buyers for each in found)
        costs.append(sum(each.cost for each in found) / buyers if buyers else math.nan)
    return costs[0] / costs[1]


def followers_graph(people: int, seed: int) -> Graph:
    """Return who is followed by whom: follower counts by a power law with exponent 2.2, followers anybody."""
    rng = np.random.default_rng([seed, 17])
    counts = np.minimum(5 * (1 - rng.random(people)) ** (-1 / 1.2), people / 4).astype(np.int64)
    source = np.repeat(np.arange(people), counts)
    target = rng.integers(0, people, len(source))
    pairs = np.unique((source * people + target)[source != target])
    return from_edges(pairs // people, pairs % people, people, directed=True)


def campaign(graph: Graph, pool: np.ndarray, budget: float, price: float, seed: int) -> Hired:
    """Hire accounts of a pool in a random order for a budget, and let purchases spread until nobody buys."""
    rng = np.random.default_rng([seed, 19])
    order = pool[np.argsort(rng.random(len(pool)))]
    order = order[graph.out_degree[order] > 0]
    spent = np.cumsum(FEE * graph.out_degree[order])
    hired = order[: max(1, int(np.searchsorted(spent, budget, side="right")))]
    n = graph.n
    interest = np.clip(rng.normal(0.5, 0.2, n), 0, 1)
    influence = rng.random(n)
    affords = rng.random(n) * 100 >= price
    engaged = rng.random(len(hired)) < engagement(graph.out_degree[hired])
    influence[hired] = np.minimum(influence[hired] + 0.7 * engaged, 1)
    bought, met = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    posting, step = hired, 1
    bought_now = np.empty(0, np.int64)
    while len(posting):
        teller, listener = _arcs(graph, posting)
        if step > 1:  # friends' purchases raise interest; hired accounts have not bought
            np.add.at(interest, listener, interest[listener] * influence[teller])
            interest = np.minimum(interest, 1)
        met[listener] = True
        chance = interest[listener] * influence[teller] / step**2
        buys = affords[listener] & ~bought[listener] & (rng.random(len(listener)) < chance)
        bought_now = np.unique(listener[buys])
        bought[bought_now] = True
        posting, step = bought_now, step + 1
    return Hired(int(bought.sum()), int(met.sum()), float(FEE * graph.out_degree[hired].sum()))


def engagement(followers: np.ndarray) -> Float64s:
    """Return the engagement rate by followers: 30 % below 50, 1 % above 3,000, a line in logarithms between."""
    place = np.log(np.clip(followers, 50, 3000) / 50) / math.log(3000 / 50)
    rate: Float64s = np.exp(math.log(0.3) + place * math.log(0.01 / 0.3))
    return rate


def _arcs(graph: Graph, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of all arcs that leave these nodes."""
    counts = graph.out_degree[nodes]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(nodes, counts), graph.indices[np.repeat(graph.indptr[nodes], counts) + within]
