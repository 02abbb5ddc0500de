"""Lesson 6: the mirage. Friends of buyers buy more often also where nobody hears a word: alike people are friends."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.lab.lessons.evenings import Days
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.living import live
from simulation.configure import build
from simulation.model import MarketModel
from simulation.recording.friend_influence import influence_estimates

DAYS = 56
DRAWN, COUNTED = 60, 4_000
"""People in the picture, and in the world in which the analyst counts: among sixty, chance hides everything."""
FIRST = 14
"""Day from which the chart begins: before it there are too few buyers to compare."""
SEEN, LARGE = 0.1, 0.5
"""From which an excess of the friends of buyers is called one, and a large one."""

START = (
    "market.burn_in=0",
    "market.people=60000",
    "creators.number=1",
    "graph.follows=0.3",
    "graph.friends=6",
    "crises=none",
    "brands=single",
    "brands.appeal=[-2]",
    "consumers.traits.purchase_interval=14",
    "consumers.traits.interest_odds=20",
    "strategy=none",
)
"""Nobody advertises. People buy often, and interest decides more than usual who buys: a product for those who care."""

TALK = {"silent": ("consumers.talk.hear=0",), "usual": ()}
ALIKE = {"strong": 0.9, "usual": 0.65, "none": 0.0}
"""Share of circles of friends that form inside one interest: `graph.friend_homophily`."""


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live a small world for the picture, and a larger one of the same kind in which an analyst counts."""
    parameters = [*START, *TALK[choices["talk"]], f"graph.friend_homophily={ALIKE[choices['alike']]}"]
    drawn = live(market(parameters, DRAWN, seed), DAYS, "drawn", snapshots=False)
    with market(parameters, COUNTED, seed) as model:
        naive, matched = counted(model)
        bought = int((model.consumers.purchases[:, 0] > 0).sum())
    figures = {
        "people": COUNTED,
        "bought": bought,
        "naive": round(100 * float(naive[-1])),
        "matched": round(100 * float(matched[-1])),
        "silent": int(choices["talk"] == "silent"),
    }
    outcome = "none" if naive[-1] < SEEN else "large" if naive[-1] >= LARGE else "some"
    return Lived(
        (drawn,),
        figures,
        outcome,
        (chart([line("naive", 100 * naive), line("matched", 100 * matched, dashed=True)]),),
        [
            {"N": round(100 * float(one)) if one == one else one, "M": round(100 * float(two)) if two == two else two}
            for one, two in zip(naive, matched, strict=True)
        ],
        colour="owns",
    )


def market(parameters: list[str], people: int, seed: int) -> MarketModel:
    """Return a world with so many people, at its beginning."""
    return build([*parameters, f"market.consumers={people}"], seed, threads=1)


def counted(model: MarketModel) -> tuple[Days, Days]:
    """Live the world and return the naive and the matched estimate evening by evening; NaN in the first days."""
    naive, matched = np.full((2, DAYS + 1), np.nan)
    model.run_for(FIRST)
    for day in range(FIRST, DAYS + 1):
        found = influence_estimates(model)
        naive[day], matched[day] = found["naive_influence"], found["matched_influence"]
        if day < DAYS:
            model.step()
    return naive, matched


MIRAGE = Lesson("mirage", {"talk": tuple(TALK), "alike": tuple(ALIKE)}, live_it)
