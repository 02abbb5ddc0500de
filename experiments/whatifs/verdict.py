"""What came out of a what-if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from experiments.results.statistics import Interval, interval
from experiments.whatifs.claims import Ruling
from experiments.whatifs.units import shown


@dataclass(frozen=True)
class Verdict:
    """What came out of a what-if.

    Attributes:
        name: Of the experiment.
        rulings: Each claim's, in the worlds as they are.
        without: Each claim's in the worlds with the mechanism switched off; claims about those worlds have none.
        hypothesis: supported, falsified or undecided: all claims at once.
        effect: What became of the effect without its mechanism: ``vanishes`` or ``stays`` where all of its claims do,
            ``partly`` where some vanish and others stay, ``undecided``, or ``none`` where there was no effect, or no
            ablation.
        terms: What each term of the claims comes to, and without the mechanism.
    """

    name: str
    rulings: tuple[Ruling, ...]
    without: tuple[Ruling | None, ...]
    hypothesis: str
    effect: str
    terms: Mapping[str, tuple[Interval, Interval | None]] = field(default_factory=dict)

    def weaker(self, number: int, confidence: float) -> Interval:
        """Return by how much a claim's effect falls when the mechanism is switched off, paired by seed."""
        other = self.without[number]
        if other is None or other.values.size != self.rulings[number].values.size:
            return interval([np.nan])
        return interval(self.rulings[number].values - other.values, confidence)

    def to_dict(self, confidence: float) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {
            "hypothesis": self.hypothesis,
            "without_the_mechanism": self.effect,
            "claims": {
                ruling.claim.name: {
                    "claim": ruling.claim.text,
                    "bound": ruling.claim.bound,
                    "unit": shown(ruling.claim).strip(),
                    "verdict": ruling.verdict,
                    **_numbers(ruling.effect),
                    "ablated": None if other is None else {"verdict": other.verdict, **_numbers(other.effect)},
                    "carried_by_the_mechanism": _numbers(self.weaker(number, confidence)),
                }
                for number, (ruling, other) in enumerate(zip(self.rulings, self.without, strict=True))
            },
            "terms": {
                name: {**_numbers(own), "ablated": None if other is None else _numbers(other)}
                for name, (own, other) in self.terms.items()
            },
        }


def _numbers(each: Interval) -> dict[str, float | int]:
    return {"effect": each.mean, "low": each.low, "high": each.high, "seeds": each.number}
