"""How many replicates: a fixed number, or as many as make the interval of the paired difference narrow enough.

The rule looks at the width of intervals only, never at where they lie, so that it cannot stop on a lucky sign (a
fixed-width sequential procedure: Chow and Robbins 1965, Annals of Mathematical Statistics 36, 457-462). Its intervals
keep nearly their nominal coverage; what is left of the bias of stopping where the variance looks small is what
`replicates.minimum` is for. Which seeds are run depends on results alone, not on workers or interruptions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.results import statistics
from experiments.results.findings import EXPECTED
from experiments.running.replicates import simulate

if TYPE_CHECKING:
    from experiments.command.settings import Replicates, Settings
    from experiments.results.findings import Findings
    from experiments.running.arms import Design
    from experiments.running.run_folder import RunFolder

GROWTH = 2
"""The number of seeds at most doubles between two looks: an early guess of the variance may be far off."""


@dataclass(frozen=True)
class Tried:
    """The replicates of a command.

    Attributes:
        seeds: All that were tried, in order.
        finished: Those that have results.
        failed: Errors by seed.
        outcome: The metric whose interval was watched.
        precision: The width asked for; None if the number was fixed.
        widths: Number of seeds -> widest interval of a paired difference at that look.
        reached: Whether the interval is as narrow as asked for; None if nothing was asked for.
        asked: How many were asked for, where the folder had more; None: no fewer than there are.
    """

    seeds: list[int]
    finished: list[int]
    failed: dict[int, dict[str, str]]
    outcome: str = "profit"
    precision: float | None = None
    widths: dict[int, float] = field(default_factory=dict)
    reached: bool | None = None
    asked: int | None = None

    def lines(self) -> list[str]:
        """Say why no more replicates were run, where that was a question."""
        more = (
            [f"Replicates: {len(self.seeds)}, all that the folder had before; asked for: {self.asked}."]
            if self.asked is not None
            else []
        )
        if self.reached is None:
            return more
        number, width = list(self.widths.items())[-1]
        how = f"the widest {self.outcome} interval is {width:,.4g} wide; asked for: {self.precision:,.4g}"
        if self.reached:
            return [
                f"Replicates: {number}, the first number looked at where it was narrow enough ({how}). "
                "Looks saw widths only, so stopping favours no arm.",
                *more,
            ]
        return [f"Replicates: {number}, the cap, and NOT narrow enough ({how}); `replicates.max` allows more.", *more]

    def to_dict(self, findings: Findings, reference: str) -> dict[str, Any]:
        """Return what the summary says of replicates, what pairing saved included."""
        paired = {arm: findings.difference(arm, reference, self.outcome) for arm in findings.arms if arm != reference}
        number = len(findings.seeds)
        return {
            "number": number,
            "precision": self.precision,
            "reached": self.reached,
            "widths": {str(seeds): width for seeds, width in self.widths.items()},
            "outcome": self.outcome,
            "against": reference,
            "variance_ratio": {arm: each.pairing for arm, each in paired.items()},
            "variance_ratio_interval": {arm: list(each.pairing_bounds) for arm, each in paired.items()},
        }


def replicate(
    settings: Settings, folder: RunFolder, design: Design, meanwhile: Callable[[], None] = lambda: None
) -> Tried:
    """Run replicates until there are enough; what is in the folder already is not run again.

    Seeds that the folder had before are part of what is returned, whatever was asked for: no command leaves fewer.

    Args:
        settings: Of the command.
        folder: Where results go.
        design: The arms.
        meanwhile: As `replicates.simulate` takes it.

    Raises:
        InputError: if a replicate finds that the input cannot be used.
        KeyboardInterrupt: with a line that says what is kept.
    """
    counts = settings.replicates
    failed: dict[int, dict[str, str]] = {}
    widths: dict[int, float] = {}

    def upto(number: int) -> list[int]:
        seeds = list(range(settings.seed, settings.seed + number))
        failed.update(simulate(settings, folder, design, [seed for seed in seeds if seed not in failed], meanwhile))
        return seeds

    def finished_of(seeds: Sequence[int]) -> list[int]:
        there = set(folder.finished())
        return [seed for seed in seeds if seed in there]

    def tried(seeds: list[int], reached: bool | None) -> Tried:
        whole = sorted({*seeds, *folder.had})
        asked = None
        if len(whole) > len(seeds):
            asked = len(seeds)
            failed.update(simulate(settings, folder, design, [seed for seed in whole if seed not in failed], meanwhile))
        return Tried(whole, finished_of(whole), failed, watched(settings), counts.precision, widths, reached, asked)

    if counts.precision is None:
        return tried(upto(counts.number), None)
    seeds = upto(counts.minimum)
    while True:
        finished = finished_of(seeds)
        widths[len(seeds)] = widest(folder, finished, settings, design)
        more = next_number(len(seeds), len(finished), widths[len(seeds)], counts)
        if more == len(seeds):
            return tried(seeds, widths[len(seeds)] <= counts.precision)
        seeds = upto(more)


def next_number(tried: int, finished: int, width: float, counts: Replicates) -> int:
    """Return how many replicates there should be; as many as there are if it is time to stop."""
    assert counts.precision is not None
    if width <= counts.precision or tried >= counts.max:
        return tried
    most = min(counts.max, tried * GROWTH)
    if not math.isfinite(width) or finished < 2:
        return most
    # t falls a little as seeds are added, so that this is rather too many than too few; the next look decides.
    needed = math.ceil(finished * (width / counts.precision) ** 2)
    return max(tried + 1, min(most, tried + needed - finished))


def watched(settings: Settings) -> str:
    """Return the outcome whose interval is watched: without the chance of choices, where there is such a version."""
    return EXPECTED.get(settings.outcome, settings.outcome)


def widest(folder: RunFolder, seeds: Sequence[int], settings: Settings, design: Design) -> float:
    """Return the greatest width, end to end, of the paired differences against the reference; infinite if unknown."""
    values = outcomes_of(folder, seeds, watched(settings)) or outcomes_of(folder, seeds, settings.outcome)
    reference = values.get(settings.reference, {})
    widths = [math.inf] if len(seeds) < 2 or len(design.arms) < 2 else []
    for arm in design.names:
        if arm == settings.reference or widths == [math.inf]:
            continue
        both = [(values.get(arm, {}).get(seed, math.nan), reference.get(seed, math.nan)) for seed in seeds]
        a, b = np.array(both).T
        each = statistics.paired(a, b, settings.replicates.confidence).interval
        widths.append(each.high - each.low if math.isfinite(each.half) else math.inf)
    return max(widths)


def outcomes_of(folder: RunFolder, seeds: Sequence[int], metric: str) -> Mapping[str, Mapping[int, float]]:
    """Return one metric by arm and seed, read from the shards."""
    import polars as pl

    values: dict[str, dict[int, float]] = {}
    for seed in seeds:
        rows = folder.read(seed).table("outcomes").filter(pl.col("metric") == metric)
        for arm, value in rows.select("arm", "value").iter_rows():
            values.setdefault(arm, {})[seed] = math.nan if value is None else value
    return values
