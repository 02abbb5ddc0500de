"""The figures of the market, each with the sentence that it shows."""

from __future__ import annotations

from experiments.report.context import Context
from experiments.report.pieces import Block, blocks


def funnel(context: Context) -> list[Block]:
    """From reach to repeat purchase."""
    return blocks(context.figure("funnel", titled=False))


def trust(context: Context) -> list[Block]:
    """Trust over time, by tier, with bands."""
    return blocks(context.figure("trust_by_tier", titled=False))


def uplift(context: Context) -> list[Block]:
    """What the campaign did to each person."""
    return blocks(context.figure("person_level_uplift", titled=False))


def sample(context: Context) -> list[Block]:
    """A part of the friend graph."""
    return blocks(context.figure("market_map", titled=False))
