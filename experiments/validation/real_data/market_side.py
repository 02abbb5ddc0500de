"""The market's side of the comparison with real data: the same statistics, of the worlds of one seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.validation.lab import Lab
from experiments.validation.real_data.data_sets import (
    CONTACTS,
    OPINIONS,
    PAID,
    PURCHASES,
    REPEATS,
    differences,
    hazard_ratios,
    shape,
)
from experiments.validation.real_data.likeness import LIKENESS, interests_of, likeness
from experiments.validation.real_data.resampled import Statistics, classes, ratio
from simulation.graph import Graph, profile
from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.state.columns import COMMENTS, ENGAGED, LIKES, SEEN, SHARES, STUDIED, STUDIED_ENGAGED, STUDIED_SEEN

WEEKS = 39
PERIOD = 28
"""Days of a period in which people adopt or not."""


def measure(item: Mapping[str, Any], say: Any = None) -> Statistics:
    """Return what the worlds of one seed show; ``item``: plain data, as worker processes take it."""
    with Lab(Scenario.from_dict(item["scenario"]), item["seed"]) as lab:
        return {
            **_purchases(lab),
            **_adoption(lab),
            **_posts(lab),
            **_people(lab),
        }


def _purchases(lab: Lab) -> Statistics:
    model = lab.live("none", 7 * WEEKS).model
    bought = model.consumers.purchases
    ours = bought[:, STUDIED]
    return {
        PURCHASES: classes(ours[ours > 0], REPEATS),
        "shape of purchase rates (NBD)": shape(bought[model.consumers.rate > 0].sum(axis=1).astype(np.float64)),
    }


def _adoption(lab: Lab) -> Statistics:
    """Return hazards of a first purchase in a launch by the number of friends who bought before the period."""
    others = [lab.scenario.per_brand(name)[1:] for name in ("awareness", "loyal")]
    values = {"brands.awareness": [0.0, *others[0]], "brands.loyal": [0.0, *others[1]]}
    friends = lab.ready(values).tables.friends
    ego = np.repeat(np.arange(len(friends.start) - 1), np.diff(friends.start))
    before = np.zeros(len(friends.start) - 1, np.bool_)
    at_risk, adopts = np.zeros((2, CONTACTS + 1))

    def note(model: MarketModel) -> None:
        nonlocal before
        if (model.day - model.scenario.market.burn_in) % PERIOD:
            return
        now = model.consumers.purchases[:, STUDIED] > 0
        contacts = np.bincount(ego, before[friends.friend], len(before)).astype(np.int64)
        contacts = np.minimum(contacts, CONTACTS)
        open_ = ~before & (model.consumers.rate > 0)
        at_risk[:] += np.bincount(contacts[open_], minlength=CONTACTS + 1)
        adopts[:] += np.bincount(contacts[open_ & now], minlength=CONTACTS + 1)
        before = now

    lab.live("broadcast", 364, values=values, each_day=note)
    return hazard_ratios(at_risk, adopts)


def _posts(lab: Lab) -> Statistics:
    with lab.fork("hyper_targeted") as model:
        counts, kinds = np.zeros(model.tally.creator.shape), np.zeros(3)
        for _ in range(lab.campaign):
            model.step()
            counts += model.tally.creator
            kinds += model.tally.brand[STUDIED, [LIKES, COMMENTS, SHARES]]
    total = counts[counts[:, STUDIED_SEEN] > 0].sum(0)  # of the creators who post for the brand
    paid = ratio(total[STUDIED_ENGAGED], total[STUDIED_SEEN])
    organic = ratio(total[ENGAGED] - total[STUDIED_ENGAGED], total[SEEN] - total[STUDIED_SEEN])
    return {
        PAID: ratio(paid, organic),
        "kinds of engagement (likes, comments, shares)": kinds / max(kinds.sum(), 1),
    }


def _people(lab: Lab) -> Statistics:
    model = lab.ready()
    friends, people = model.tables.friends, model.consumers
    ego = np.repeat(np.arange(len(friends.start) - 1), np.diff(friends.start))
    opinions = np.where(people.aware != 0, people.attitude, np.nan).astype(np.float64)
    anybody = np.random.default_rng(lab.seed).integers(0, len(opinions), (2, len(ego)))
    near, far = differences(opinions, ego, friends.friend), differences(opinions, *anybody)
    found = profile(Graph(friends.start.astype(np.int64), friends.friend, directed=False))
    return {
        "purchases of the most interested quarter over all": most_interested(model),
        OPINIONS: ratio(near.mean(), far.mean()),
        LIKENESS: likeness_of_friends(model),
        "clustering of friends": found.mean_clustering,
        "assortativity of friends": found.degree_assortativity,
    }


def likeness_of_friends(model: MarketModel) -> float:
    """Return how alike the niches of friends are, in excess of anybody's likeness."""
    friends, people = model.tables.friends, model.consumers
    ego = np.repeat(np.arange(len(friends.start) - 1), np.diff(friends.start))
    vectors = interests_of(
        people.niche, people.second, people.weight.astype(np.float64), len(model.scenario.market.niches)
    )
    return likeness(vectors, ego, friends.friend)


def most_interested(model: MarketModel) -> float:
    """Return how much likelier the quarter with most affinity to the brand is to buy in its category than all."""
    people, brands = model.consumers, model.tables.brands
    affinity = (
        people.weight * brands.affinity[people.niche, 0] + (1 - people.weight) * brands.affinity[people.second, 0]
    )
    buys = people.rate > 0
    return ratio(float(buys[affinity >= np.quantile(affinity, 0.75)].mean()), float(buys.mean()))
