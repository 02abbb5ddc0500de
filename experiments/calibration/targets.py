"""What calibration aims at: the bands of the scorecard's fit rows, and how one world is measured for them.

Held and contested rows have no part in it: they are scored afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from experiments.validation.card import facts
from experiments.validation.fact import Band
from experiments.validation.facts.advertising import of_broadcast
from experiments.validation.facts.feed import loss_by_fit, of_feed
from experiments.validation.facts.people import creators_of_a_campaign, interest
from experiments.validation.facts.tiers import by_tier
from experiments.validation.facts.word_of_mouth import cascades_of
from experiments.validation.lab import Lab
from simulation.scenario import Scenario

INPUTS = frozenset({"graph_shape", "segment_accuracy"})
"""Fit rows that rest on parameters which calibration does not move; the scorecard has them."""
CONSTANT = frozenset({"hours per creator", "agency's share"})


def targets() -> list[Band]:
    """Return the bands that calibration aims at, in the order of the scorecard."""
    return [
        band
        for fact, _ in facts().values()
        if fact.split == "fit" and fact.name not in INPUTS
        for band in fact.bands
        if band.name not in CONSTANT
    ]


def measure(item: Mapping[str, Any], say: Any = None) -> dict[str, float]:
    """Return what the world of one point and seed shows for each target; NaN: not measured."""
    with Lab(Scenario.from_dict(item["scenario"]), item["seed"]) as lab:
        found = {
            **of_feed(lab, None),
            "posts that fit against others": loss_by_fit(lab),
            "creators of a campaign of 50,000 USD": creators_of_a_campaign(lab),
            **interest(lab.ready()),
            **of_broadcast(lab),
            **cascades_of(lab),
            **by_tier(lab),
        }
    return {band.name: float(found.get(band.name, math.nan)) for band in targets()}
