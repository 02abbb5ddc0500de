"""``task=calibrate task.recheck=true``: are the worlds that ship still plausible after defaults have changed?

A whole calibration takes an hour. When a default changes that no fit row tells, the worlds that ship were found without
it. Each is measured once more with the new default; those that still miss no band by more than the chance of one seed
explains are kept. Nothing is drawn anew: a region that the new default opens is not found so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.emulator import scaled
from experiments.calibration.priors import FIXED, SPACE
from experiments.sweeps.points import read
from experiments.validation.fact import Band
from experiments.worlds.plausible import SHIPPED, path_of
from simulation.files.safe_writing import write_json, write_text
from simulation.state.columns import Float64s

WITHIN = 2.0
"""Standard deviations of one seed by which a world may miss a band."""


def recheck(
    measure: Callable[[Sequence[dict[str, float]], int], list[dict[str, float]]],
    bands: Sequence[Band],
    folder: Path,
    seeds: int,
    seed: int,
) -> str:
    """Measure the worlds that ship once more, write those that agree to ``plausible.csv``, and say what came out.

    Args:
        measure: Parameters of worlds and the first one's seed -> what each shows, on seeds of their own.
        bands: The targets.
        folder: Where ``plausible.csv`` and ``recheck.json`` are written.
        seeds: On how many seeds the world of the defaults is measured, for the chance of one.
        seed: The command's.
    """
    names = [each.name for each in SPACE]
    shipped = read(path_of(SHIPPED))
    worlds = [{name: float(shipped.at(k)[name]) for name in names} for k in range(len(shipped))]
    again = measure([{} for _ in range(seeds)], seed - 1)
    noise = [float(np.nanstd(_shown(again, band), ddof=1)) for band in bands]
    found = measure(worlds, seed - 1 + 1000)
    missed = {band.name: _missed(_shown(found, band), band, sd) for band, sd in zip(bands, noise, strict=True)}
    kept = ~np.any(list(missed.values()), axis=0)
    lines = [",".join([*names, *FIXED])]
    for world, good in zip(worlds, kept, strict=True):
        if good:
            lines.append(",".join(f"{value:.5g}" for value in [*(world[name] for name in names), *FIXED.values()]))
    write_text(folder / "plausible.csv", "\n".join(lines) + "\n")
    write_json(
        folder / "recheck.json",
        {"noise": dict(zip(missed, noise, strict=True)), "kept": kept.tolist(), "worlds": worlds, "found": found},
    )
    number = {name: int(each.sum()) for name, each in missed.items() if each.any()}
    most = ", ".join(f"{name} ({count})" for name, count in sorted(number.items(), key=lambda each: -each[1]))
    return (
        f"{len(worlds)} worlds that ship were measured again; {int(kept.sum())} still miss no band by more than the "
        f"chance of one seed explains. Bands missed: {most or 'none'}."
    )


def _shown(found: Sequence[Mapping[str, float]], band: Band) -> Float64s:
    return scaled(np.array([each[band.name] for each in found]), band)


def _missed(shown: Float64s, band: Band, deviation: float) -> NDArray[np.bool_]:
    low, high = scaled(np.array([band.low, band.high]), band)
    agrees = np.isfinite(shown) & (shown > low - WITHIN * deviation) & (shown < high + WITHIN * deviation)
    return np.asarray(~agrees)
