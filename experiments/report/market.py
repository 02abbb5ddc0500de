"""The figures of the market, each with the sentence that it shows."""

from __future__ import annotations

from experiments.report.context import Context
from experiments.report.html import figure


def funnel(context: Context) -> str:
    """From reach to repeat purchase."""
    return figure(context, "funnel", titled=False)


def trust(context: Context) -> str:
    """Trust over time, by tier, with bands."""
    return figure(context, "trust_by_tier", titled=False)


def uplift(context: Context) -> str:
    """What the campaign did to each person."""
    return figure(context, "person_level_uplift", titled=False)


def sample(context: Context) -> str:
    """A part of the friend graph."""
    return figure(context, "market_map", titled=False)
