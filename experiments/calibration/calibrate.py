"""``task=calibrate``: from sourced ranges and the fit rows to a set of plausible worlds, and what the facts leave open.

Waves (Craig et al. 1997; Andrianakis et al. 2015): points all over the space are run, emulators learn from them what
each target would be elsewhere, the next points are drawn where all bands may hold, and so on. The worlds of these
further waves that agree are the plausible ones. What is finished is kept in the folder, so that an interrupted command
goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.calibration import targets
from experiments.calibration.beside_shipped import beside_shipped
from experiments.calibration.calibration_page import Found, page, summary
from experiments.calibration.emulator import Emulator, emulate, require_library, scaled
from experiments.calibration.priors import FIXED, SPACE, ranges, shares_of
from experiments.calibration.recheck import WITHIN, recheck
from experiments.calibration.recovery import recover
from experiments.calibration.sampling import sample
from experiments.running import provenance
from experiments.running.folder_lock import held
from experiments.sweeps.points import Points, sobol, spread
from experiments.validation.fact import Band
from experiments.validation.measured_worlds import measured
from simulation.errors import InputError
from simulation.files.safe_writing import clear_left, write_json, write_text
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.command.command import Job

CONSUMERS = 8_000
WHOLE = {"points": 2, "waves": 1, "more": 2, "worlds": 1, "seeds": 2, "recovered": 0}
"""Options and the least of each."""


class Runs(NamedTuple):
    """Points that were run, and what they showed.

    Attributes:
        x: Points as shares of the ranges, float64[points, parameters].
        values: The same as parameters.
        found: Targets by name.
        wave: Of each point, from 0.
    """

    x: Float64s
    values: list[dict[str, float]]
    found: list[dict[str, float]]
    wave: list[int]


def run(job: Job) -> int:
    """Calibrate, print what came out, and write ``plausible.csv``, ``calibration.json`` and ``calibration.md``.

    With ``recheck`` the worlds that ship are measured again instead: ``plausible.csv`` and ``recheck.json``.

    Raises:
        InputError: An option or the folder cannot be used, scikit-learn is not installed, or a world failed.
    """
    options = options_of(job.config["task"])
    again = job.config["task"].get("recheck", False)
    if not isinstance(again, bool):
        raise InputError(f"task.recheck: got {again!r}, takes true or false")
    first = sobol(ranges(), options["points"], job.settings.seed)
    require_library()
    folder = Path(job.settings.output.dir or "outputs/calibration").expanduser()
    try:
        with held(folder):
            (folder / "parts").mkdir(exist_ok=True)
            clear_left(folder / "parts")
            if not again:
                return _calibrate(job, folder, options, first)
            measure = partial(_measured, job, folder)
            print(recheck(measure, targets.targets(), folder, options["seeds"], job.settings.seed))
            print(f"written: {folder}/plausible.csv, recheck.json")
            return 0
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None


def options_of(task: Mapping[str, Any]) -> dict[str, int]:
    """Return the task's whole numbers.

    Raises:
        InputError: One is none, or too small.
    """
    for name, least in WHOLE.items():
        if type(task.get(name)) is not int or not least <= task[name] <= 100_000:
            raise InputError(f"task.{name}: got {task.get(name)!r}, takes a whole number from {least} to 100000")
    return {name: task[name] for name in WHOLE}


def _calibrate(job: Job, folder: Path, options: Mapping[str, int], first: Points) -> int:
    bands = targets.targets()
    runs = _more(job, folder, Runs(np.empty((0, len(SPACE))), [], [], []), first, 0)
    for wave in range(1, options["waves"] + 1):
        emulators = emulate(runs.x, runs.found, bands)
        points = sample(partial(together, emulators), len(SPACE), job.settings.seed + wave)
        rows = np.random.default_rng(job.settings.seed + wave).choice(len(points), options["more"], replace=False)
        runs = _more(job, folder, runs, spread(ranges(), points[rows].tolist()), wave)
    emulators = emulate(runs.x, runs.found, bands)
    chance = together(emulators, runs.x)
    noise = _noise(job, folder, runs.values[int(np.argmax(chance))], bands, options["seeds"])
    drawn = np.array(runs.wave) > 0
    agree = drawn & agreeing(runs, bands, noise)
    best = [int(k) for k in np.argsort(-chance, kind="stable") if agree[k]][: options["worlds"]]
    kept = sorted(best)  # in the order in which they were drawn, so that the first so many are any so many
    again = recover(runs.x, runs.found, emulators, options["recovered"], job.settings.seed)
    points = sample(partial(together, emulators), len(SPACE), job.settings.seed)
    shown = [runs.found[k] for k in kept]
    found = Found(len(runs.found), int(drawn.sum()), shown, emulators, points, again)
    write(folder, runs, kept, found)
    print(summary(found))
    if kept:
        print(beside_shipped([runs.values[k] for k in kept]))
    print(f"written: {folder}/plausible.csv, calibration.json, calibration.md")
    return 0


def together(emulators: Sequence[Emulator], x: Float64s) -> Float64s:
    """Return the log of the probability that all bands hold, float64[points]."""
    total = np.zeros(len(x))  # without an emulator nothing is ruled out
    for each in emulators:
        total += each.log_chance(x)
    return total


def agreeing(runs: Runs, bands: Sequence[Band], noise: Sequence[float]) -> NDArray[np.bool_]:
    """Say of each run whether no band is missed by more than the chance of its one seed explains.

    Args:
        runs: The runs.
        bands: The targets.
        noise: Standard deviation of each target over seeds, scaled.
    """
    good = np.ones(len(runs.found), np.bool_)
    for band, deviation in zip(bands, noise, strict=True):
        low, high = scaled(np.array([band.low, band.high]), band)
        y = scaled(np.array([found[band.name] for found in runs.found]), band)
        good &= np.isfinite(y) & (y > low - WITHIN * deviation) & (y < high + WITHIN * deviation)
    return good


def _noise(job: Job, folder: Path, values: dict[str, float], bands: Sequence[Band], seeds: int) -> list[float]:
    """Return how much each target differs between seeds of one world: its standard deviation, scaled."""
    found = _measured(job, folder, [values] * seeds, job.settings.seed - 1)
    shown = [scaled(np.array([each[band.name] for each in found]), band) for band in bands]
    return [float(np.nanstd(y, ddof=1)) for y in shown]


def _more(job: Job, folder: Path, runs: Runs, points: Points, wave: int) -> Runs:
    """Measure further points, each on a seed of its own, and add them."""
    values = [points.at(k) for k in range(len(points))]
    first = job.settings.seed - 1 + 1000 * (wave + 1)
    found = _measured(job, folder, values, first)
    x = np.array([shares_of(each) for each in values])
    return Runs(np.concatenate([runs.x, x]), runs.values + values, runs.found + found, runs.wave + [wave] * len(values))


def _measured(job: Job, folder: Path, values: Sequence[dict[str, float]], seed: int) -> list[dict[str, float]]:
    from simulation.configure import scenario_of

    base = scenario_of(job.config).with_values(FIXED)
    if not any(override.startswith("market.consumers=") for override in job.overrides):
        base = base.with_values({"market.consumers": CONSUMERS})
    version = provenance.code_version() + _sources()
    items: list[dict[str, Any]] = [
        {"scenario": base.with_values(each).to_dict(), "seed": seed + k, "version": version}
        for k, each in enumerate(values)
    ]
    return measured(job, targets.measure, items, folder, "worlds")


def _sources() -> str:
    """Return a hash of the files that measure: another way of measuring is another number."""
    here = Path(__file__).parent.parent / "validation"
    files = [*sorted(here.rglob("*.py")), Path(targets.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def write(folder: Path, runs: Runs, kept: Sequence[int], done: Found) -> None:
    """Write the set of worlds, all numbers, and a page."""
    names = [each.name for each in SPACE]
    lines = [",".join([*names, *FIXED])]
    for k in kept:
        lines.append(",".join(f"{value:.5g}" for value in [*(runs.values[k][name] for name in names), *FIXED.values()]))
    write_text(folder / "plausible.csv", "\n".join(lines) + "\n")
    write_json(
        folder / "calibration.json",
        {
            "parameters": names,
            "runs": [
                {"wave": wave, "values": values, "found": found, "kept": k in set(kept)}
                for k, (wave, values, found) in enumerate(zip(runs.wave, runs.values, runs.found, strict=True))
            ],
            "emulators": [
                {
                    "target": each.band.name,
                    "depends on": [names[k] for k in each.inputs],
                    "noise": each.noise,
                    "error": each.error,
                }
                for each in done.emulators
            ],
            "recovery": list(done.again),
        },
    )
    write_text(folder / "calibration.md", page(done))
