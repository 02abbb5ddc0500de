"""One number that a published model has, and what comes out here, over runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from experiments.results.statistics import interval


class Row(NamedTuple):
    """A published number beside ours.

    Attributes:
        model: The publication.
        quantity: What is compared.
        theirs: Their number.
        ours: Ours, run by run.
        unit: Of both.
        set_up: What stands for their model here: the market with switches, or a cascade on a graph.
        apart: Known differences between the two; empty: none.
        grade: Of their number: A: seen in the study; B: seen in a replica or a report of it; C: from memory.
    """

    model: str
    quantity: str
    theirs: float
    ours: tuple[float, ...]
    unit: str
    set_up: str
    apart: str = ""
    grade: str = "B"

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data, with the mean and Student's interval over runs."""
        found = interval(self.ours)
        inside = found.low <= self.theirs <= found.high if math.isfinite(found.half) else None
        return {
            **self._asdict(),
            "ours": list(self.ours),
            "mean": found.mean,
            "interval": [found.low, found.high] if math.isfinite(found.half) else None,
            "runs": found.number,
            "inside": inside,
        }


def shares(hits: Sequence[bool]) -> tuple[float, ...]:
    """Return hits as numbers, so that their mean is a share."""
    return tuple(float(hit) for hit in hits)
