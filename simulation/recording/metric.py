"""What a metric is: one name, unit, direction, definition and formula, from which the documentation is made."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Metric(NamedTuple):
    """One metric.

    Attributes:
        name: As it is written in tables and configs.
        unit: ``USD``, ``people``, ``1`` (a share or an index), or what is counted. Counts are in people: a simulated
            consumer's act counts as often as the consumer stands for people.
        better: Which direction is good for the studied brand, or neither.
        definition: What it is.
        formula: How it is computed, in the notation of :data:`NOTATION`.
    """

    name: str
    unit: str
    better: Literal["higher", "lower", "neither"]
    definition: str
    formula: str


NOTATION = """`n`: people that a simulated consumer stands for. `#x`: how many x there were among simulated consumers.
`sum x`: over simulated consumers, posts or contracts, as the metric says. Other names are metrics of the same table,
or parameters.
"""


def registry(*metrics: Metric) -> dict[str, Metric]:
    """Return metrics by their names."""
    return {metric.name: metric for metric in metrics}
