"""`task=sensitivity`: which parameters the headline depends on, in each arm and in the differences between arms."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.command.command import Job
from experiments.results.outcome_catalogue import refuse_unknown
from experiments.running import replicates, shards
from experiments.running.arms import resolve
from experiments.running.run_folder import manifest_in
from experiments.sweeps import indices
from experiments.sweeps.indices import Array
from experiments.sweeps.points import Points, check_rows, spread
from experiments.sweeps.space import Space, levels_of
from experiments.sweeps.study import Study, market_study
from experiments.sweeps.sweep_task import Checks, count_of, ranges_in
from simulation.errors import InputError, not_one_of
from simulation.files.safe_writing import DamagedError, checksum, read_bytes, read_json, write_json, written_aside

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

METHODS = ("morris", "sobol", "delta")
OPTIONS = ("method", "parameters", "points")


def run(job: Job) -> int:
    """Run the design that the method asks for, or read a sweep's table; print and keep the indices."""
    from experiments.results.terminal import frame_table

    found, folder = analyse_market(job)
    where = folder / "sensitivity.csv"
    with written_aside(where) as aside:
        found.to_csv(aside, index=False)
    write_json(
        folder / "summary.json",
        {
            "task": "sensitivity",
            "method": found.attrs["method"],
            "outcome": job.settings.outcome,
            "noise": found.attrs["noise"],
            "indices": found.to_dict("records"),
            "seeds": found.attrs["seeds"],
        },
    )
    for quantity, rows in found.groupby("quantity", sort=False):
        frame_table(rows.drop(columns="quantity"), f"{job.settings.outcome}, {quantity}{_noise_line(found, quantity)}")
    print(f"written: {where}")
    return 0


def analyse_market(job: Job, quiet: bool = False) -> tuple[pd.DataFrame, Path]:
    """Return the indices of a command, and the folder that holds them.

    Raises:
        InputError: if the input cannot be used, runs failed, or the outcome is undefined in some.
    """
    method = str(job.config.get("method"))
    if method not in METHODS:
        raise not_one_of("method", method, METHODS)
    refuse_unknown(job.settings.outcome)
    confidence, seed = job.settings.replicates.confidence, job.settings.seed
    if method == "delta":
        folder = Path(str(job.config.get("samples") or "")).expanduser()
        table, names, reference = samples_in(folder)
        return from_samples(table, names, reference, job.settings.outcome, confidence, seed), folder
    replicates.make_ready(job.settings.executor)
    design = resolve(job)
    checks = Checks.of(Space(design))
    asked = {name: job.config.get(name) for name in OPTIONS}
    points, shares = points_for(asked, checks, seed)
    with market_study(job, design, asked, quiet=quiet) as study:
        found = analyse(study, points, shares, method, job.settings.outcome, design.reference, confidence, seed)
        return found, study.folder.path


def points_for(options: Mapping[str, Any], checks: Checks, seed: int) -> tuple[Points, Array]:
    """Return the points that a method asks for, checked, and their places in the unit cube.

    Raises:
        InputError: if options cannot be used.
    """
    method = str(options["method"])
    levels = levels_of(options.get("parameters"))
    ranges = ranges_in(levels, checks)
    number = count_of(options, least=2)
    if method == "sobol" and number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        raise InputError(f"points: got {number} with method=sobol, takes a power of two such as {below} or {2 * below}")
    shares = indices.unit_points(method, len(ranges), number, seed)
    points = spread(ranges, shares.tolist())
    check_rows(points, checks.values, f"{method}: ")
    return points, shares


def analyse(
    study: Study, points: Points, shares: Array, method: str, outcome: str, reference: str, confidence: float, seed: int
) -> pd.DataFrame:
    """Run a study's design and return its indices; see `frame_of`.

    Raises:
        InputError: if runs failed: these methods need every one.
    """
    swept = study.run_all(points)
    if swept.failed:
        raise InputError(
            f"{swept.failed} of {swept.failed + swept.finished} runs failed, and method={method} needs all; the first: "
            f"{swept.first} (all in {study.folder.path / 'failed.parquet'})"
        )
    quantities = quantities_of(swept.table(), outcome, reference)
    rows = {
        name: indices.sobol(values, len(points.names), confidence, seed)
        if method == "sobol"
        else indices.morris(shares, values, confidence, seed)
        for name, values in quantities.items()
    }
    return frame_of(method, quantities, points.names, rows)


def from_samples(
    table: pl.DataFrame, names: Sequence[str], reference: str, outcome: str, confidence: float, seed: int
) -> pd.DataFrame:
    """Return the delta indices of a sweep's table; points at which a run failed are left out.

    Raises:
        InputError: if the table does not do.
    """
    import polars as pl

    words = [name for name in names if not table[name].dtype.is_numeric()]
    if words:
        raise InputError(f"samples: {words[0]} holds no numbers, takes a sweep over numbers")
    counts = table.group_by("point").agg(pl.len().alias("runs"))
    whole = counts.filter(pl.col("runs") == pl.col("runs").max())["point"]
    table = table.filter(pl.col("point").is_in(whole.implode()))
    quantities = quantities_of(table, outcome, reference)
    places = table.unique("point", keep="first").sort("point").select(names).to_numpy().astype(np.float64)
    if len(places) < 8 * len(names):
        raise InputError(
            f"samples: got {len(places)} points for {len(names)} parameters, takes {8 * len(names)} or more"
        )
    rows = {name: indices.delta(places, values, confidence, seed) for name, values in quantities.items()}
    return frame_of("delta", quantities, names, rows)


def samples_in(folder: Path) -> tuple[pl.DataFrame, list[str], str]:
    """Return a sweep's table, the names of its parameters, and the arm that others are held against.

    Raises:
        InputError: if there is none in the folder, or a file was changed since it was written.
    """
    try:
        manifest = manifest_in(folder)
        names = [str(name) for name in manifest["parameters"]]
        contents = {name: read_bytes(folder / name) for name in ("sweep.parquet", "arms.json")}
        for name, content in contents.items():
            if "tables" in manifest and checksum(content) != manifest["tables"][name]:
                raise DamagedError(folder / name, "was changed since it was written")
        table = shards.parquet(folder / "sweep.parquet", contents["sweep.parquet"])
        reference = str(read_json(folder / "arms.json")["reference"])
    except DamagedError as damaged:
        raise InputError(f"samples: got '{folder}', takes the folder of a finished sweep ({damaged})") from None
    except (KeyError, TypeError):
        raise InputError(f"samples: got '{folder}', takes the folder of a finished sweep") from None
    return table, names, reference


def quantities_of(table: pl.DataFrame, outcome: str, reference: str) -> dict[str, Array]:
    """Return float64[points][seeds] of the outcome in each arm, and of each arm's difference to the reference.

    Raises:
        InputError: if the outcome is not there, or undefined in some run.
    """
    import polars as pl

    if outcome not in table.columns:
        raise InputError(f"outcome: got '{outcome}', which the runs do not have")
    quantities: dict[str, Array] = {}
    for arm in table["arm"].unique(maintain_order=True):
        rows = table.filter(pl.col("arm") == arm).sort("point", "seed")
        seeds = rows["seed"].n_unique()
        quantities[arm] = rows[outcome].cast(pl.Float64).fill_null(math.nan).to_numpy().reshape(-1, seeds)
    if reference in quantities:
        quantities |= {
            f"{arm} - {reference}": values - quantities[reference]
            for arm, values in quantities.items()
            if arm != reference
        }
    defined = {name: values for name, values in quantities.items() if np.isfinite(values).all()}
    if not defined:
        name, values = next(iter(quantities.items()))
        missing = int((~np.isfinite(values)).sum())
        raise InputError(f"outcome: got '{outcome}', which is undefined in {missing} of {values.size} runs of {name}")
    return defined


def frame_of(
    method: str,
    quantities: Mapping[str, Array],
    names: Sequence[str],
    rows: Mapping[str, Sequence[Mapping[str, float]]],
) -> pd.DataFrame:
    """Return one row for each quantity and parameter, the most telling first.

    ``attrs["noise"]`` holds the shares of variance.
    """
    import pandas as pd

    frame = pd.DataFrame(
        [
            {"quantity": quantity, "parameter": name, **row}
            for quantity in quantities
            for name, row in sorted(zip(names, rows[quantity], strict=True), key=lambda item: -_rank(method, item[1]))
        ]
    )
    split = {quantity: indices.noise(values) for quantity, values in quantities.items()}
    frame.attrs = {
        "method": method,
        "seeds": next(iter(quantities.values())).shape[1],
        "noise": {quantity: each.shares() for quantity, each in split.items()},
    }
    return frame


def _rank(method: str, row: Mapping[str, float]) -> float:
    value = row[{"sobol": "ST", "morris": "mu_star", "delta": "delta"}[method]]
    return value if math.isfinite(value) else -math.inf


def _noise_line(indices: pd.DataFrame, quantity: Any) -> str:
    shares = indices.attrs["noise"][quantity]
    if not math.isfinite(shares["runs"]):
        return ": one seed, so that noise between seeds is not told from effects"
    return (
        f": of the variance of a run {100 * shares['parameters']:.0f} % are the parameters', "
        f"{100 * shares['seeds']:.0f} % a seed's at all points alike, {100 * shares['runs']:.0f} % noise"
    )
