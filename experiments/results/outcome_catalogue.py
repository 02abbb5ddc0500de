"""What is known of every metric that a run has: those of the model, of the truth, and the funnel's stages."""

from __future__ import annotations

from experiments.results.findings import Measure
from simulation.errors import InputError, nearest


def measures() -> dict[str, Measure]:
    """Return what is known of each metric, those of the truth included."""
    from simulation.recording.metrics import OUTCOMES

    known = {
        name: Measure(metric.unit, DIRECTION[metric.better], metric.definition, name in PERCENT)
        for name, metric in OUTCOMES.items()
    }
    truth = {
        f"incremental_{name}": Measure(
            known[name].unit,
            1,
            f"What the campaign added to {name}: the world with it less the world without it, person by person.",
        )
        for name in ("profit", "revenue", "purchases")
    }
    truth |= {
        f"incremental_expected_{name}": Measure(
            known[name].unit, 1, f"What the campaign added to expected {name}: the world with it less that without it."
        )
        for name in ("profit", "revenue", "purchases")
    }
    truth["incremental_cost"] = Measure(
        "USD", 0, "What the campaign cost more than what is bought in the world without it: all of it, if nothing is."
    )
    return known | truth | STAGES


def refuse_unknown(name: str, parameter: str = "outcome") -> None:
    """Refuse a metric that no run has.

    Raises:
        InputError: with the nearest one that runs have.
    """
    if name not in (known := measures()):
        raise InputError(f"{parameter}: got '{name}', takes a metric{nearest(name, known)}")


DIRECTION = {"higher": 1, "lower": -1, "neither": 0}
PERCENT = ("waste", "conversion", "penetration", "loyalty", "engagement", "awareness", "feed_load", "shared_reach")
"""Metrics that are shares, and read best in per cent."""
STAGES = {
    "reactions": Measure("reactions", 1, "Likes, comments, shares, messages and saves on the brand's sponsored posts."),
    "newly_aware": Measure("people", 1, "People who came to know the brand on the measured days."),
    "reached_buyers": Measure(
        "people", 1, "People whom the campaign reached and who bought the brand on the measured days."
    ),
    "reached_purchases": Measure(
        "purchases", 1, "Purchases of the brand on the measured days by people whom the campaign reached."
    ),
    "buyers": Measure("people", 1, "People who bought the brand on the measured days."),
    "repeat_buyers": Measure("people", 1, "People who bought the brand at least twice on the measured days."),
    "naive_influence": Measure(
        "1",
        0,
        "How much likelier people are to buy the brand if a friend bought it, less 1: what looks like influence.",
    ),
    "code_rank_correlation": Measure(
        "1",
        1,
        "Rank correlation of what codes credit creators with and what they truly added, where touches are kept.",
    ),
    "all_profit": Measure("USD", 1, "Profit of all brands together, the studied one's and its rivals'."),
    "shared_reach": Measure(
        "1", 0, "Share of the people whom the brand's paid content reached who saw another brand's paid content too."
    ),
    "price_gap": Measure(
        "1",
        0,
        "How far creators ask more than what their audiences are worth by the end: above 0 if prices lag a fall.",
    ),
    "exit_integrity": Measure(
        "1",
        0,
        "Mean integrity of creators who left the brand less that of those who stayed: above 0 if the authentic leave.",
    ),
    "matched_influence": Measure(
        "1", 0, "The same among people of the same niches, so that likeness of friends counts less."
    ),
}
