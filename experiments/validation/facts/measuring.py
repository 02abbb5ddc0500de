"""What companies would measure of campaigns whose truth is known: observational studies and last touch."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np

from experiments.validation.fact import Band, Fact
from experiments.validation.lab import Lab, ratio
from simulation.brand_view.sensors import sense
from simulation.brand_view.touch_log import DIRECT
from simulation.counterfactual.campaign import Worlds
from simulation.evaluation.dashboard_score import score
from simulation.model import MarketModel
from simulation.state.columns import PAID_SOCIAL, STUDIED

CAMPAIGNS = ("broadcast", "paid_social", "hyper_targeted", "celebrity", "search_retargeting")
BUDGETS = (0.5, 1.0, 2.0)
"""Shares of the budget; with five kinds of campaign these are fifteen, as many as Gordon et al. 2019 have."""
DISPLAY_CLICKS = 0.0028
"""Clicks an impression in the study of last touch (from memory); trade rate cards have 0.0005 to 0.0015."""

FACTS = (
    Fact(
        "observational_bias",
        "held",
        "Comparing exposed with unexposed people is off by a factor of three in half the studies.",
        (Band("median ratio of observed to true lift, or its inverse", 1.5, 30.0, "ratio"),),
        "Gordon et al. 2019, 2022",
        "A",
        "who is exposed: attention, interests, occasions to buy",
    ),
    Fact(
        "last_touch_bias",
        "held",
        "Last touch over-credits what is near the purchase; clicks catch under 30 % of the effect.",
        (
            Band("credit to search and retargeting less their true share", 0.0, 1.0),
            Band("share of an advertisement's effect on those who click", 0.0, 0.3),
        ),
        "Blake, Nosko, Tadelis 2015; Lewis, Reiley, Schreiner 2012",
        "A",
        "platform.retargeting_window, consumers.purchase.browsing, measurement.click, measurement.click_shape",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return how far such measurements are from the truth."""
    days = lab.campaign
    none = lab.live("none", days).model.consumers
    apart = []
    budget = lab.scenario.brands.budget
    for name, share in itertools.product(CAMPAIGNS, BUDGETS):
        consumers = lab.live(name, days, {"brands.budget": share * budget}).model.consumers
        buyers = consumers.rate > 0
        exposed = (consumers.exposures[:, STUDIED] > 0) & buyers
        others = (consumers.exposures[:, STUDIED] == 0) & buyers
        if not exposed.any() or not others.any():
            continue
        bought, without = (each.expected[:, STUDIED].astype(np.float64) for each in (consumers, none))
        observed = ratio(bought[exposed].mean(), bought[others].mean()) - 1
        true = ratio(bought[exposed].mean(), without[exposed].mean()) - 1
        if true > 0 and observed > 0:
            apart.append(max(observed / true, true / observed))
    found = {"median ratio of observed to true lift, or its inverse": float(np.median(apart)) if apart else np.nan}
    return found | _last_touch(lab)


def _last_touch(lab: Lab) -> dict[str, float]:
    ready = lab.ready({"measurement.touches": 512})
    with ready.fork("full_funnel") as start, Worlds(start) as worlds:
        table = score(worlds, methods=["last"], sensors=("links",), resamples=0).of("last")
    near = table.loc[[name for name in ("search", "retargeting") if name in table.index]]
    return {
        "credit to search and retargeting less their true share": float(near["share"].sum() - near["true_share"].sum()),
        "share of an advertisement's effect on those who click": _of_clickers(lab, ready),
    }


def _of_clickers(lab: Lab, ready: MarketModel) -> float:
    """Return what advertisements in the feed add to purchases of people who click one, over what they add to all.

    The study splits the effect of a randomised experiment so: each person is held against the same person in the
    world without the campaign. Its advertisements stand beside the pages of a portal, where fewer click than in a feed.
    """
    with ready.fork("paid_social") as shown, ready.fork("none") as unseen:
        for model in (shown, unseen):
            model.run_for(lab.campaign)
        added = (shown.consumers.expected - unseen.consumers.expected)[:, STUDIED].astype(np.float64)
        given = shown.scenario.measurement
        click = [DISPLAY_CLICKS if k == PAID_SOCIAL else chance for k, chance in enumerate(given.click)]
        unseen_views = [0.0] * len(given.view)
        sensor = dataclasses.replace(given, click=click, consent=1.0, view=unseen_views, lookback=10_000.0)
        caught = sense(shown, "links", "channel", sensor)
    clicks = np.array(caught.paths.channels)[caught.paths.touch] != DIRECT
    clicked = np.unique(caught.person[caught.paths.row[clicks]])
    return ratio(added[clicked].sum(), added.sum())
