"""What calibration found, as a page: which bands the worlds meet, what the facts tell, and recovery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from experiments.calibration.emulator import Emulator
from experiments.calibration.priors import SPACE, ranges
from experiments.calibration.recovery import coverage
from simulation.state.columns import Float64s

LEARNED = 0.8
"""A parameter is told by the facts if its 90 % range is narrower than this share of what it was (ours)."""


class Found(NamedTuple):
    """What there is to say.

    Attributes:
        runs: How many worlds were run.
        drawn: How many of them where all bands may hold.
        shown: What the plausible ones showed, target by name.
        emulators: Of the targets.
        sample: Where all bands may hold, by the emulators, as shares of the ranges: float64[points, parameters].
        again: Hidden worlds that were sought.
    """

    runs: int
    drawn: int
    shown: Sequence[Mapping[str, float]]
    emulators: Sequence[Emulator]
    sample: Float64s
    again: Sequence[Mapping[str, Any]]


def page(found: Found) -> str:
    """Return the page in Markdown."""
    lines = ["# Calibration", "", summary(found), "", "## Targets", ""]
    lines += ["Each world on one seed. Error: what emulators miss at points left out; 1 is all.", ""]
    lines += ["| target | band | plausible worlds: median (5 to 95 %) | emulator's error |", "|---|---|---|---|"]
    for each in found.emulators:
        values = np.array([shown[each.band.name] for shown in found.shown], np.float64)
        low, middle, high = np.nanquantile(values, (0.05, 0.5, 0.95)) if len(values) else (np.nan,) * 3
        band = f"{each.band.low:.3g} to {each.band.high:.3g} {each.band.unit}"
        lines.append(f"| {each.band.name} | {band} | {middle:.3g} ({low:.3g} to {high:.3g}) | {each.error:.2f} |")
    lines += [
        "",
        "## Parameters",
        "",
        "Where all bands may hold, by the emulators. Width: of that 90 % range, over the",
        "",
    ]
    lines[-2] += " range before; 1: no fit row tells it."
    lines += ["| parameter | before | after: median (5 to 95 %) | width | found again |", "|---|---|---|---|---|"]
    for k, prior in enumerate(SPACE):
        low, middle, high = (ranges()[k].at(float(q)) for q in np.quantile(found.sample[:, k], (0.05, 0.5, 0.95)))
        inside, _ = coverage(found.again, prior.name)
        lines.append(
            f"| `{prior.name}` | {prior.low:g} to {prior.high:g} | {middle:.3g} ({low:.3g} to {high:.3g}) "
            f"| {width(found.sample[:, k]):.2f} | {inside} of {len(found.again)} |"
        )
    return "\n".join(lines) + "\n"


def width(shares: Float64s) -> float:
    """Return the width of the 90 % range of shares of a range, over that of the whole range."""
    low, high = np.quantile(shares, (0.05, 0.95))
    return float(high - low) / 0.9


def told(sample: Float64s) -> list[str]:
    """Return the parameters that the facts tell something about."""
    return [prior.name for k, prior in enumerate(SPACE) if width(sample[:, k]) < LEARNED]


def summary(found: Found) -> str:
    """Say how many worlds are plausible, what the facts tell, and whether hidden worlds were found again."""
    names = told(found.sample)
    lines = [
        f"{found.runs} worlds were run; of {found.drawn} drawn where they may agree, {len(found.shown)} miss no band "
        "by more than the chance of one seed explains: these are the plausible ones.",
        f"The fit rows narrow {len(names)} of {len(SPACE)} parameters: {', '.join(names) or 'none'}. Of the others "
        "they say next to nothing.",
    ]
    if found.again:
        inside, worlds = sum(coverage(found.again, each.name)[0] for each in SPACE), len(found.again)
        lines.append(
            f"Hidden worlds: {sum(each['found'] for each in found.again)} of {worlds} lie in the 95 % region that was "
            f"found for them; {inside} of {worlds * len(SPACE)} parameters in their 90 % ranges."
        )
    return " ".join(lines)
