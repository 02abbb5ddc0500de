"""How engagement and profit follow what is spent on creators, and how often they post."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import Band, Fact
from experiments.validation.lab import Lab, slope
from simulation.strategies.hyper_targeted import HyperTargeted

BUDGETS = (0.25, 0.5, 1.0, 2.0)
POSTS = (2, 5, 10, 20, 40, 80)

FACTS = (
    Fact(
        "spend_elasticity",
        "held",
        "One per cent more influencer spend gives about 0.46 % more engagement; the best posting frequency is inside.",
        (
            Band("elasticity of engagement to spend", 0.3, 0.6),
            Band("place of the best posting frequency among those tried", 0.05, 0.95),
        ),
        "Leung, Gu, Li, Zhang, Palmatier 2022, Journal of Marketing",
        "A, sizes B",
        "strategy hyper_targeted, consumers.engagement.fatigue, feed load",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what hyper-targeted campaigns of several sizes and frequencies show."""
    budget = lab.scenario.brands.budget
    lives = [lab.live("hyper_targeted", lab.campaign, {"brands.budget": share * budget}) for share in BUDGETS]
    spent = [life.model.journal.ledger(0).cost for life in lives]
    engaged = [life.engaged.sum() for life in lives]
    fewer = {"brands.budget": 0.4 * budget}
    profits = []
    for posts in POSTS:
        life = lab.live(HyperTargeted(posts=posts), None, fewer)
        profits.append(life.model.outcomes()["expected_profit"])
    with np.errstate(divide="ignore"):
        found = slope(np.log(spent), np.log(engaged))
    return {
        "elasticity of engagement to spend": found,
        "place of the best posting frequency among those tried": float(np.argmax(profits)) / (len(POSTS) - 1),
    }
