"""A launch: a brand that nobody knows is advertised for a while, and spreads."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import curve_fit

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.lab import Lab, ratio
from simulation.scenario import Scenario
from simulation.state.columns import STUDIED, Float64s

YEARS = 10
DURABLE = {
    "consumers.traits.purchase_interval": 5 * 364.0,
    "consumers.traits.category_share": 1.0,
}
"""Everybody buys in the category, every five years (ours)."""
MOST = 4_000
"""Simulated consumers: ten years take their time."""
WEEK = 7

FACTS = (
    Fact(
        "bass_curve",
        "held",
        "New products are adopted by innovators (p about 0.03 a year) and imitators (q about 0.38), q > p.",
        (
            Band("p", 0.01, 0.09, "per year"),
            Band("q", 0.127, 1.14, "per year"),
            Band("q over p", 1.0, INFINITE, "ratio"),
        ),
        "Sultan, Farley, Lehmann 1990; Van den Bulte, Lilien 1997",
        "C",
        "consumers.talk, consumers.persuasion.awareness",
    ),
)


def launch_of(scenario: Scenario) -> dict[str, Any]:
    """Return the parameters of a world in which nobody knows the studied brand, and the others stay as they are."""
    others = {f"brands.{name}": scenario.per_brand(name)[1:] for name in ("awareness", "loyal")}
    return {name: [0.0, *rest] for name, rest in others.items()}


def measure(lab: Lab) -> dict[str, float]:
    """Return Bass's coefficients of a launch of a durable with a broadcast campaign: first purchases.

    The studies' products are durables that most households buy, followed for a decade. Over fewer years the market
    potential is fitted too small, and p and q too large (Van den Bulte, Lilien 1997).
    """
    consumers = {"market.consumers": min(MOST, lab.scenario.market.consumers)}
    values = launch_of(lab.scenario) | DURABLE | consumers
    model = lab.fork("broadcast", values=values)
    bought = np.empty(52 * YEARS)
    for week in range(len(bought)):
        for _ in range(WEEK):
            model.step()
        bought[week] = (model.consumers.purchases[:, STUDIED] > 0).sum()
    potential = float((model.consumers.rate > 0).sum())
    return bass(bought / potential)


def bass(adopted: Float64s) -> dict[str, float]:
    """Return p and q a year of the Bass curve (1969) nearest to weekly adopted shares, its market potential free."""
    years = np.arange(1, len(adopted) + 1) * WEEK / 364

    def curve(t: Float64s, p: float, q: float, m: float) -> Float64s:
        fading = np.exp(-(p + q) * t)
        share: Float64s = m * (1 - fading) / (1 + q / p * fading)
        return share

    try:
        (p, q, _), _ = curve_fit(curve, years, adopted, p0=(0.03, 0.4, 0.8), bounds=([1e-5, 1e-5, 1e-3], [5, 10, 1]))
    except RuntimeError:  # no curve is near
        return {}
    return {"p": float(p), "q": float(q), "q over p": ratio(q, p)}
