"""Lesson 7: can you measure it? What a brand sees of its campaign, what the reader makes of it, then the truth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist

import numpy as np

from experiments.lab.lessons.evenings import Days, series_by_day
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.small_market import BEFORE, DAYS, live_each
from experiments.lab.living import LivedRun
from simulation.brand_view.attribution.methods import attribute
from simulation.brand_view.sensors import sense
from simulation.brand_view.touch_log import DIRECT
from simulation.state.columns import STUDIED

FEW, MOST = 0.3, 0.6
"""Shares of the reached buyers' purchases below which few were caused, and from which most were."""

START = ("measurement.touches=64",)

PLAN = {"full_funnel": "full_funnel", "creators": "hyper_targeted"}
BUDGET = {"usual": 20_000, "small": 2_500}
"""USD: `brands.budget`."""
EVIDENCE = ("sold", "reached_bought", "clicks", "codes", "difference", "before_after")


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the market with the campaign and without it."""
    parameters = [*START, f"brands.budget={BUDGET[choices['budget']]}"]
    campaign, nothing = live_each(parameters, [PLAN[choices["plan"]], "none"], seed)
    sold, would_be = (bought_by_day(run) for run in (campaign, nothing))
    truth = round(float(sold[-1] - would_be[-1]))
    seen = evidence(campaign)
    share = truth / seen["reached_bought"] if seen["reached_bought"] else 0.0
    figures = {
        **seen,
        "truth": truth,
        "share": round(100 * share),
        "test": widest_error(campaign),
        "cost": round(campaign.model.ledger.cost / 100),
        "people": round(len(campaign.model.consumers.niche) * campaign.model.people_per_consumer),
    }
    campaign.title, nothing.title = "campaign", "without"
    return Lived(
        (campaign, nothing),
        figures,
        "few" if share < FEW else "most" if share >= MOST else "half",
        (chart([line("campaign", sold), line("without", would_be, dashed=True)]),),
        [
            {"with": round(float(one)), "without": round(float(two)), "added": round(float(one - two))}
            for one, two in zip(sold, would_be, strict=True)
        ],
        colour="owns",
        evidence=EVIDENCE,
    )


def bought_by_day(run: LivedRun) -> Days:
    """Return the purchases since the campaign began; entry 0 of the series is of the day before it."""
    daily = series_by_day(run, "purchases")
    daily[0] = 0
    return np.cumsum(daily)


def evidence(run: LivedRun) -> dict[str, int]:
    """Return what a brand counts, in purchases: none of it knows what would have been sold anyway.

    ``sold``: all; ``reached_bought``: of people whom the campaign reached; ``clicks``, ``codes``: by the last touch
    that its links and promo codes caught; ``difference``: reached people bought so many more than as many others;
    ``before_after``: more than in as many days at the pace before.
    """
    model = run.model
    people = model.people_per_consumer
    bought, reached = model.consumers.purchases[:, STUDIED].astype(float), model.consumers.exposures[:, STUDIED] > 0
    others = float(bought[~reached].mean()) if (~reached).any() else 0.0
    daily = model.metrics["purchases"]
    pace = float(daily[daily.index < 0].tail(BEFORE).mean())
    return {
        "sold": round(float(bought.sum()) * people),
        "reached_bought": round(float(bought[reached].sum()) * people),
        "clicks": credited(run, "links"),
        "codes": credited(run, "codes"),
        "difference": round(float((bought[reached] - others).sum()) * people),
        "before_after": round(float(daily[daily.index >= 0].sum()) - pace * DAYS),
    }


def credited(run: LivedRun, sensor: str) -> int:
    """Return the purchases that a sensor gives to the campaign by last touch."""
    table = attribute(sense(run.model, sensor, "channel").paths, "last")
    credits = zip(table["channel"], table["conversions"], strict=True)
    return round(sum(float(purchases) for channel, purchases in credits if channel != DIRECT))


def widest_error(run: LivedRun) -> int:
    """Return the half-width of a fair test's 95 % interval, in purchases, if half of the real people were held out.

    The people of the market are taken to vary as the simulated ones do.
    """
    people = len(run.model.consumers.niche) * run.model.people_per_consumer
    spread = float(run.model.consumers.purchases[:, STUDIED].std())
    return round(NormalDist().inv_cdf(0.975) * spread * 2 * math.sqrt(people))


MEASURE = Lesson("measure", {"plan": tuple(PLAN), "budget": tuple(BUDGET)}, live_it)
