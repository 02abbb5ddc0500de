"""Experiments from Python: the same as from the command line, with data frames in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from experiments.job import Job

Variants = Sequence[str] | Mapping[str, Any]
"""Names of strategies; or name -> strategy, list of overrides, or mapping of parameters to values."""


@dataclass(frozen=True)
class Comparison:
    """What a comparison found.

    Attributes:
        answer: The answer in a sentence, with as much certainty as the intervals allow.
        outcomes: Indexed by arm and seed, one column a metric.
        differences: Indexed by arm and metric: paired difference to the arm ``against`` (``difference``, ``low``,
            ``high``), ``certainty`` in words, ``seeds``, and ``independent_seeds_per_paired_seed``.
        series: Indexed by arm, seed and day, one column a metric; empty cells on days without a census.
        failed: Error by seed, of replicates that failed.
        folder: The run folder, with the report.
    """

    answer: str
    outcomes: pd.DataFrame
    differences: pd.DataFrame
    series: pd.DataFrame
    failed: dict[int, str]
    folder: Path

    def _repr_html_(self) -> str:
        """Show a notebook the answer and the paired differences."""
        from html import escape

        return f"<p>{escape(self.answer)}</p>{self.differences.to_html()}"


def compare(
    overrides: Sequence[str] = (),
    *,
    arms: Variants | None = None,
    replicates: int | None = None,
    config_dir: str | Path | None = None,
    folder: str | Path | None = None,
) -> Comparison:
    """Compare arms over paired seeds.

    Args:
        overrides: As on the command line: ``["market.consumers=20000", "outcome=waste", "replicates.precision=0.02"]``.
        arms: Strategies by name, or name -> overrides; None: those of the overrides or the default ones.
        replicates: How many seeds; None: as the overrides say.
        config_dir: A folder with config groups of one's own.
        folder: The run folder; None: ``outputs/run-<hash>``. What is there already is not run again.

    Raises:
        InputError: Something given cannot be used; the message says what would be.
        RuntimeError: All replicates failed.
    """
    from experiments import run
    from experiments.wording import answer

    job = _job(overrides, arms, replicates, config_dir, folder)
    done = run.compare(job)
    if done.found is None:
        raise RuntimeError(f"all replicates failed; the first: {next(iter(done.tried.failed.values()))['error']}")
    outcomes = done.folder.table("outcomes").to_pandas().pivot(index=["arm", "seed"], columns="metric", values="value")
    series = done.folder.table("series").to_pandas()
    series = series.pivot(index=["arm", "seed", "day"], columns="metric", values="value")
    return Comparison(
        answer(done.found),
        outcomes.reindex(done.design.names, level="arm"),
        _differences(done),
        series.reindex(done.design.names, level="arm"),
        {seed: each["error"] for seed, each in done.tried.failed.items()},
        done.folder.path,
    )


def sweep(
    what: Callable[..., Any] | Sequence[str] = (),
    *,
    parameters: Mapping[str, Sequence[Any]] | None = None,
    design: str = "lhs",
    points: int = 32,
    csv: str | Path | None = None,
    arms: Variants | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    config_dir: str | Path | None = None,
    folder: str | Path | None = None,
) -> pd.DataFrame:
    """Run all arms, or a function of one's own, at many points, each with several seeds.

    Args:
        what: Overrides as on the command line; or a function ``f(values, seed)`` that takes a mapping of parameters and
            returns a number or a mapping of outcomes.
        parameters: Name -> ``[low, high]``, ``[low, high, "log"]``, or for a grid the values.
        design: ``grid``, ``lhs``, ``sobol`` or ``csv``.
        points: How many, of ``lhs`` and ``sobol``.
        csv: A file whose header names parameters and whose rows are the points.
        arms: As in `compare`.
        replicates: How many seeds at each point; None: as the overrides say, 1 for a function.
        seed: The first seed; None: as the overrides say, 1 for a function.
        workers: How many processes; None: as the overrides say, and this one alone for a function. A function for
            processes must stand in a module, where they find it by its name.
        config_dir: A folder with config groups of one's own.
        folder: Where results are kept; what is there already is not run again. None: ``outputs/sweep-<hash>``, and
            for a function nowhere.

    Returns:
        One row for each point, seed and arm: ``point``, ``seed``, ``arm``, the parameters, the outcomes, ``version``.
        ``frame.attrs["failed"]`` holds the runs that failed, with their errors.

    Raises:
        InputError: Something given cannot be used; the message says what would be.
    """
    from experiments.sweeps.study import function_study
    from experiments.sweeps.task import Checks, points_of
    from experiments.sweeps.task import sweep as sweep_market

    asked = {
        "design": "csv" if csv is not None else design,
        "parameters": None if parameters is None else {name: list(values) for name, values in parameters.items()},
        "points": points,
        "csv": None if csv is None else str(csv),
    }
    if callable(what):
        made = points_of(asked, Checks(), seed or 1)
        first = 1 if seed is None else seed
        where = None if folder is None else str(folder)
        seeds = range(first, first + (replicates or 1))
        with function_study(what, {**asked, "seed": first}, seeds, folder=where, workers=workers) as study:
            return _frame(study.run(made))
    overrides = [*what, "task=sweep", *([] if seed is None else [f"seed={seed}"])]
    if workers is not None:
        overrides.append(f"executor.workers={workers}")
    return _frame(sweep_market(_job(overrides, arms, replicates, config_dir, folder, asked), quiet=True))


def sensitivity(
    what: Callable[..., Any] | Sequence[str] = (),
    *,
    parameters: Mapping[str, Sequence[Any]],
    method: str = "sobol",
    points: int = 64,
    outcome: str | None = None,
    arms: Variants | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    config_dir: str | Path | None = None,
    folder: str | Path | None = None,
) -> pd.DataFrame:
    """Return which parameters an outcome depends on, in each arm and in the differences between arms.

    Args:
        what: Overrides, or a function, as in `sweep`.
        parameters: Name -> ``[low, high]`` or ``[low, high, "log"]``.
        method: ``sobol`` (first-order and total indices) or ``morris`` (screening).
        points: Base samples of ``sobol``, a power of two; trajectories of ``morris``.
        outcome: The metric, None: as the overrides say; of a function ``value``.
        arms: As in `compare`.
        replicates: Seeds at each point. With two or more, the noise between seeds is told from effects.
        seed: As in `sweep`; of the points too.
        workers: As in `sweep`.
        config_dir: As in `sweep`.
        folder: As in `sweep`.

    Returns:
        A row for each quantity (arm, or difference of two) and parameter. ``frame.attrs["noise"]``: shares of the
        variance of a run.

    Raises:
        InputError: Something given cannot be used, or runs failed.
    """
    from experiments.sweeps import sensitivity as analysis
    from experiments.sweeps.study import function_study
    from experiments.sweeps.task import Checks
    from simulation.errors import not_one_of

    if method not in ("sobol", "morris"):
        raise not_one_of("method", method, ("sobol", "morris"))
    ranges = {name: list(values) for name, values in parameters.items()}
    asked: dict[str, Any] = {"method": method, "parameters": ranges, "points": points}
    if callable(what):
        first = 1 if seed is None else seed
        made, shares = analysis.points_for(asked, Checks(), first)
        where = None if folder is None else str(folder)
        seeds = range(first, first + (replicates or 1))
        with function_study(what, {**asked, "seed": first}, seeds, folder=where, workers=workers) as study:
            return analysis.analyse(study, made, shares, method, outcome or "value", "function", 0.95, first)
    overrides = [*what, "task=sensitivity", *([] if seed is None else [f"seed={seed}"])]
    overrides += [] if workers is None else [f"executor.workers={workers}"]
    overrides += [] if outcome is None else [f"outcome={outcome}"]
    return analysis.analyse_market(_job(overrides, arms, replicates, config_dir, folder, asked), quiet=True)[0]


def _job(
    overrides: Sequence[str],
    arms: Variants | None,
    replicates: int | None,
    config_dir: str | Path | None,
    folder: str | Path | None,
    options: Mapping[str, Any] | None = None,
) -> Job:
    """Return the command that the arguments stand for."""
    from experiments.job import job_of
    from experiments.settings import as_override

    if isinstance(overrides, str):
        raise InputError(f"overrides: got the text {overrides!r}, takes a list such as ['market.consumers=1000']")
    given = list(overrides)
    if isinstance(arms, Mapping):
        given += [f"arms={as_override(list(arms))}", f"++variants={as_override(dict(arms))}"]
    elif arms is not None:
        given.append(f"arms={as_override(list(arms))}")
    if replicates is not None:
        given.append(f"replicates.number={replicates}")
    if folder is not None:
        given.append(f"output.dir={as_override(str(folder))}")
    given += [f"{name}={as_override(value)}" for name, value in (options or {}).items()]
    return job_of(given, None if config_dir is None else str(config_dir))


def _differences(done: Any) -> pd.DataFrame:
    import pandas as pd

    from experiments.statistics import certainty

    found, against = done.found, done.design.reference
    rows = []
    for arm in found.arms:
        for metric in found.measures:
            if arm == against or metric not in found.values[arm] or metric not in found.values[against]:
                continue
            each = found.difference(arm, against, metric)
            rows.append(
                {
                    "arm": arm,
                    "metric": metric,
                    "difference": each.interval.mean,
                    "low": each.interval.low,
                    "high": each.interval.high,
                    "certainty": certainty(each),
                    "seeds": each.interval.number,
                    "independent_seeds_per_paired_seed": each.pairing,
                }
            )
    columns = None if rows else ["arm", "metric", "difference", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns).set_index(["arm", "metric"])
    frame.attrs["against"] = against
    return frame


def _frame(swept: Any) -> pd.DataFrame:
    from experiments.sweeps import path

    frame: pd.DataFrame = swept.table().to_pandas()
    failures = path.failures(swept.folder.path / "shards", swept.points, swept.seeds)
    frame.attrs = {"folder": str(swept.folder.path), "failed": failures.drop("trace").to_dicts()}
    return frame if swept.folder.identity.get("code") else frame.drop(columns="version")
