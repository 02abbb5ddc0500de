"""Sweeps and what is read off them from Python: the same as from the command line; returns data frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.from_python import Variants, job_for, task_overrides
from simulation.errors import InputError, not_one_of

if TYPE_CHECKING:
    import pandas as pd

    from experiments.sweeps.study import Study


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
    from experiments.sweeps.sweep_task import Checks, points_of
    from experiments.sweeps.sweep_task import sweep as sweep_market

    asked = {
        "design": "csv" if csv is not None else design,
        "parameters": None if parameters is None else {name: list(values) for name, values in parameters.items()},
        "points": points,
        "csv": None if csv is None else str(csv),
    }
    if callable(what):
        made = points_of(asked, Checks(), 1 if seed is None else seed)
        with _function(what, asked, replicates, seed, workers, folder) as study:
            return _frame(study.run_all(made))
    overrides = task_overrides("sweep", what, seed, workers)
    return _frame(sweep_market(job_for(overrides, arms, replicates, config_dir, folder, asked), quiet=True))


def sensitivity(
    what: Callable[..., Any] | Sequence[str] = (),
    *,
    parameters: Mapping[str, Sequence[Any]] | None = None,
    method: str = "sobol",
    points: int = 64,
    samples: str | Path | None = None,
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
        parameters: Name -> ``[low, high]`` or ``[low, high, "log"]``; of ``delta`` none.
        method: ``sobol`` (first-order and total indices), ``morris`` (screening) or ``delta`` (of a sweep already run).
        points: Base samples of ``sobol``, a power of two; trajectories of ``morris``.
        samples: Of ``delta``: the folder of a sweep; nothing is run.
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
    from experiments.sweeps.sweep_task import Checks

    if method not in analysis.METHODS:
        raise not_one_of("method", method, analysis.METHODS)
    if method == "delta":
        if callable(what) or samples is None:
            raise InputError("method: got 'delta', takes it with samples=FOLDER of a sweep, and no function")
        asked: dict[str, Any] = {"method": method, "samples": str(samples)}
    else:
        ranges = None if parameters is None else {name: list(values) for name, values in parameters.items()}
        asked = {"method": method, "parameters": ranges, "points": points}
    if callable(what):
        first = 1 if seed is None else seed
        made, shares = analysis.points_for(asked, Checks(), first)
        with _function(what, asked, replicates, seed, workers, folder) as study:
            return analysis.analyse(study, made, shares, method, outcome or "value", "function", 0.95, first)
    overrides = task_overrides("sensitivity", what, seed, workers, outcome)
    return analysis.analyse_market(job_for(overrides, arms, replicates, config_dir, folder, asked), quiet=True)[0]


def optimise(
    what: Callable[..., Any] | Sequence[str] = (),
    *,
    parameters: Mapping[str, Sequence[Any]],
    arm: str | Mapping[str, Any] | None = None,
    objectives: str | Sequence[str] | Mapping[str, int] | None = None,
    budget: int = 240,
    finalists: int = 4,
    parallel: int = 4,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    config_dir: str | Path | None = None,
    folder: str | Path | None = None,
) -> pd.DataFrame:
    """Look for the parameters at which one arm does best; the best are tried again with fresh seeds.

    Args:
        what: Overrides, or a function, as in `sweep`.
        parameters: Name -> ``[low, high]``, ``[low, high, "log"]``, or three values or more to choose from.
        arm: The strategy, or ``{name: overrides}``; None: the one of the overrides.
        objectives: Metrics, each in its better direction; None: the outcome. Of a function: name -> +1 if more is
            better, -1 if less is; None: more of ``value``.
        budget: Runs of one seed; a fifth is kept for the finalists.
        finalists: How many are tried again.
        parallel: How many are asked for at a time.
        replicates: Seeds of each candidate; None: as the overrides say, 1 for a function.
        seed: As in `sweep`; of the search too.
        workers: As in `sweep`.
        config_dir: As in `sweep`.
        folder: As in `sweep`.

    Returns:
        A row for each finalist, the best first: ``candidate``, the parameters, and for each objective its mean over
        fresh seeds, the interval (``_low``, ``_high``), that of the paired difference to the best (``_to_best_low``,
        ``_to_best_high``) and the flattering mean of the search (``_in_search``), in the objective's unit; then
        ``standing`` in words. ``frame.attrs["candidates"]``: all candidates, as plain data.

    Raises:
        InputError: Something given cannot be used, or Optuna is not installed.
    """
    from experiments.sweeps import optimise as searching
    from experiments.sweeps.sweep_task import Checks

    ranges = {name: list(values) for name, values in parameters.items()}
    asked = {"parameters": ranges, "budget": budget, "finalists": finalists, "parallel": parallel}
    if callable(what):
        if objectives is not None and not isinstance(objectives, Mapping):
            raise InputError(f"objectives: got {objectives!r}, takes name: +1 or -1 for a function's")
        goal = searching.goal_of(asked, Checks(), objectives or {"value": 1})
        with _function(what, asked, replicates, seed, workers, folder) as study:
            best, candidates = searching.search(study, goal, 1 if seed is None else seed)
    else:
        if isinstance(objectives, Mapping):
            raise InputError("objectives: got a mapping, takes names of metrics, whose better direction is known")
        named = [objectives] if isinstance(objectives, str) else objectives
        chosen: Variants | None = [arm] if isinstance(arm, str) else arm
        overrides = task_overrides("optimise", what, seed, workers)
        options = asked | ({} if named is None else {"objectives": list(named)})
        job = job_for(overrides, chosen, replicates, config_dir, folder, options)
        best, candidates, _ = searching.optimise_market(job, quiet=True)
    best.attrs["candidates"] = candidates.to_dict("records")
    return best


def robustness(
    overrides: Sequence[str] = (),
    *,
    parameters: Mapping[str, Sequence[Any]] | None = None,
    design: str = "lhs",
    points: int = 32,
    samples: str | Path | None = None,
    outcome: str | None = None,
    arms: Variants | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    config_dir: str | Path | None = None,
    folder: str | Path | None = None,
) -> pd.DataFrame:
    """Return how far each arm is from the best one over a sweep: its regret, the least worst first.

    Args:
        overrides: As on the command line.
        parameters: As in `sweep`.
        design: ``grid``, ``lhs`` or ``sobol``.
        points: How many, of ``lhs`` and ``sobol``.
        samples: The folder of a sweep that was run; nothing is run then, and ``parameters`` are not needed.
        outcome: The metric; None: as the overrides say.
        arms: As in `compare`, two or more.
        replicates: Seeds at each point.
        seed: The first one.
        workers: How many processes.
        config_dir: A folder with config groups of one's own.
        folder: The sweep's.

    Returns:
        A row for each arm: ``worst_regret``, ``p90_regret``, ``mean_regret`` (the outcome's unit), ``best`` and
        ``surely_best`` (shares of the points), ``worst_at`` (a point). ``frame.attrs["regions"]``: where the winner
        changes, as plain data; ``frame.attrs["points"]``, ``["left_out"]``, ``["folder"]``.

    Raises:
        InputError: Something given cannot be used, or no point can be compared.
    """
    from experiments.sweeps.robustness import robustness_market

    ranges = None if parameters is None else {name: list(values) for name, values in parameters.items()}
    asked: dict[str, Any] = {"design": design, "parameters": ranges, "points": points}
    asked["samples"] = None if samples is None else str(samples)
    given = task_overrides("robustness", overrides, seed, workers, outcome)
    regrets = robustness_market(job_for(given, arms, replicates, config_dir, folder, asked), quiet=True)
    frame = regrets.arms
    frame.attrs = {
        "regions": regrets.regions.to_dict("records"),
        "points": regrets.points,
        "left_out": regrets.left_out,
        "folder": str(regrets.folder),
    }
    return frame


def _function(
    function: Callable[..., Any],
    asked: Mapping[str, Any],
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    folder: str | Path | None,
) -> AbstractContextManager[Study]:
    """Return the study of a plain function."""
    from experiments.sweeps.study import function_study

    first = 1 if seed is None else seed
    seeds = range(first, first + (replicates or 1))
    where = None if folder is None else str(folder)
    return function_study(function, {**asked, "seed": first}, seeds, folder=where, workers=workers)


def _frame(swept: Any) -> pd.DataFrame:
    frame: pd.DataFrame = swept.table().to_pandas()
    frame.attrs = {"folder": str(swept.folder.path), "failed": swept.failures().drop("trace").to_dicts()}
    return frame if swept.folder.identity.get("code") else frame.drop(columns="version")
