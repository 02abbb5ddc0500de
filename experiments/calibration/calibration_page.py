"""What calibration found, as a page: which bands the worlds meet, what the facts tell, and recovery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.calibration.emulator import Emulator
from experiments.calibration.priors import SPACE, share_of
from experiments.calibration.recovery import coverage

LEARNED = 0.8
"""A parameter is told by the facts if its 90 % range is narrower than this share of what it was (ours)."""


def page(
    values: Sequence[Mapping[str, float]],
    found: Sequence[Mapping[str, float]],
    kept: Sequence[int],
    emulators: Sequence[Emulator],
    again: Sequence[Mapping[str, Any]],
    candidates: int,
) -> str:
    """Return the page in Markdown."""
    lines = ["# Calibration", "", summary(values, kept, candidates, again), ""]
    lines += [
        "## Targets",
        "",
        "Each world on one seed. Error: what the emulator misses at points left out, 1 is all.",
        "",
    ]
    lines += ["| target | band | plausible worlds: median (5 to 95 %) | emulator's error |", "|---|---|---|---|"]
    for each in emulators:
        shown = np.array([found[k][each.band.name] for k in kept], np.float64)
        middle, low, high = np.nanquantile(shown, (0.5, 0.05, 0.95)) if len(shown) else (np.nan,) * 3
        band = f"{each.band.low:.3g} to {each.band.high:.3g} {each.band.unit}"
        lines.append(f"| {each.band.name} | {band} | {middle:.3g} ({low:.3g} to {high:.3g}) | {each.error:.2f} |")
    lines += [
        "",
        "## Parameters",
        "",
        "Width: of the 90 % range, over that before; 1 says that no fit row tells it.",
        "",
    ]
    lines += [
        "| parameter | range before | plausible worlds: median (5 to 95 %) | width | found again |",
        "|---|---|---|---|---|",
    ]
    for prior in SPACE:
        low, middle, high, width = spread_of(prior.name, values, kept)
        inside, _ = coverage(again, prior.name)
        lines.append(
            f"| `{prior.name}` | {prior.low:g} to {prior.high:g} | {middle:.3g} ({low:.3g} to {high:.3g}) "
            f"| {width:.2f} | {inside} of {len(again)} |"
        )
    return "\n".join(lines) + "\n"


def spread_of(
    name: str, values: Sequence[Mapping[str, float]], kept: Sequence[int]
) -> tuple[float, float, float, float]:
    """Return a parameter's 5, 50 and 95 % value in the worlds kept, and the width of that range over that before."""
    prior = next(each for each in SPACE if each.name == name)
    shown = np.array([values[k][name] for k in kept], np.float64)
    if not len(shown):
        return (np.nan,) * 4
    low, middle, high = (float(q) for q in np.quantile(shown, (0.05, 0.5, 0.95)))
    return low, middle, high, (share_of(prior, high) - share_of(prior, low)) / 0.9


def summary(
    values: Sequence[Mapping[str, float]], kept: Sequence[int], candidates: int, again: Sequence[Mapping[str, Any]]
) -> str:
    """Say how many worlds are plausible, what the facts tell, and whether hidden worlds were found again."""
    told = [each.name for each in SPACE if spread_of(each.name, values, kept)[3] < LEARNED]
    lines = [
        f"{len(values)} worlds were run; of the last {candidates}, {len(kept)} miss no band by more than the chance of "
        "one seed explains: these are the plausible ones.",
        f"The fit rows narrow {len(told)} of {len(SPACE)} parameters: {', '.join(told) or 'none'}. Of the others they "
        "say next to nothing.",
    ]
    if again:
        inside = sum(coverage(again, each.name)[0] for each in SPACE)
        lines.append(
            f"Hidden worlds: {sum(each['found'] for each in again)} of {len(again)} lie in the 95 % region that was "
            f"found for them; {inside} of {len(again) * len(SPACE)} parameters in their 90 % ranges."
        )
    return " ".join(lines)


def terminal(
    values: Sequence[Mapping[str, float]], kept: Sequence[int], candidates: int, again: Sequence[Mapping[str, Any]]
) -> str:
    """Return what is printed."""
    return summary(values, kept, candidates, again)
