"""Lesson 8: niche or broadcast. One budget, small creators of the trade or television for everybody, or neither."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.lab.lessons.evenings import Days, series_by_day
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.small_market import live_each
from experiments.lab.living import LivedRun

BUDGET = {"small": 8_000, "large": 25_000}
"""USD: `brands.budget`."""
BRAND = {"known": (), "new": ("brands=launch",)}
PLANS = {"niche": "hyper_targeted", "broadcast": "broadcast"}


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the market without a campaign and with each of two that cost the same."""
    budget = BUDGET[choices["budget"]]
    parameters = [*BRAND[choices["brand"]], f"brands.budget={budget}"]
    nothing, *runs = live_each(parameters, ["none", *PLANS.values()], seed)
    earned = {name: gained(run, nothing, "profit") for name, run in zip(PLANS, runs, strict=True)}
    added = [np.cumsum(gained(run, nothing, "purchases")) for run in runs]
    for name, run in zip(PLANS, runs, strict=True):
        run.title = name
    scenario = nothing.model.scenario
    each = scenario.per_brand("price")[0] * scenario.per_brand("margin")[0]
    figures: dict[str, float | int] = {
        "budget": budget,
        "break_even": round(budget / each),
        "apart": abs(round(float(earned["niche"][-1] - earned["broadcast"][-1]))),
        "grain": round(each * nothing.model.people_per_consumer),
    }
    for name, run, sold in zip(PLANS, runs, added, strict=True):
        figures |= {
            name: round(float(earned[name][-1])),
            f"{name}_spent": round(run.model.ledger.cost / 100),
            f"{name}_sold": round(float(sold[-1])),
            f"{name}_reached": round(100 * float((run.model.consumers.exposures[:, 0] > 0).mean())),
        }
    nothing.close()
    return Lived(
        tuple(runs),
        figures,
        outcome_of(earned),
        (chart([line("niche", earned["niche"]), line("broadcast", earned["broadcast"], dashed=True)]),),
        [
            {"m": round(each, 2), "niche": round(float(one)), "broadcast": round(float(two))}
            for one, two in zip(*added, strict=True)
        ],
        colour="owns",
    )


def gained(run: LivedRun, nothing: LivedRun, name: str) -> Days:
    """Return how much more of a series there was with a campaign than without, day by day."""
    return series_by_day(run, name) - series_by_day(nothing, name)


def outcome_of(earned: Mapping[str, Days]) -> str:
    """Return the plan that earned more; ``neither`` if both cost more than they brought."""
    best = max(earned, key=lambda name: float(earned[name][-1]))
    return best if earned[best][-1] > 0 else "neither"


NICHE_OR_BROADCAST = Lesson("niche_or_broadcast", {"brand": tuple(BRAND), "budget": tuple(BUDGET)}, live_it)
