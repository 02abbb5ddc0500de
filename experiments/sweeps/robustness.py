"""`task=robustness`: which arm is never far from best over a sweep, and where the winner changes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command.command import Job
from experiments.results.outcome_catalogue import measures, refuse_unknown
from experiments.sweeps import regret
from experiments.sweeps.sensitivity import samples_in
from experiments.sweeps.sweep_task import sweep
from simulation.errors import InputError
from simulation.files.safe_writing import write_json, written_aside

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Robustness:
    """What a sweep says of regret.

    Attributes:
        arms: Regret of each arm, as :func:`regret.regret_table` has it.
        regions: Where the winner changes, as :func:`regret.regions` has it.
        points: How many points were compared.
        left_out: Points where runs failed, or the outcome is undefined.
        seeds: Of each point.
        folder: The sweep's.
        status: 1 if runs failed.
    """

    arms: pd.DataFrame
    regions: pd.DataFrame
    points: int
    left_out: int
    seeds: int
    folder: Path
    status: int = 0


def run(job: Job) -> int:
    """Run a sweep, or read one that was run; print and keep the regret of each arm, and the regions.

    Raises:
        InputError: if the input cannot be used.
    """
    from experiments.results.terminal import frame_table

    found, outcome = robustness_market(job), job.settings.outcome
    unit = measures()[outcome].unit
    noted = f" ({found.left_out} left out, where runs failed or the outcome is undefined)" if found.left_out else ""
    frame_table(found.arms, f"Regret in {outcome}, {unit}, over {found.points} points{noted}; the least worst first")
    frame_table(found.regions, "Where the winner changes")
    if found.seeds < 2:
        print("One seed: winners are not told from luck; replicates=4 or more would.")
    print(answer(found.arms.iloc[0]["arm"], float(found.arms.iloc[0]["worst_regret"]), unit))
    return found.status


def robustness_market(job: Job, quiet: bool = False) -> Robustness:
    """Run a sweep, or read one that was run, and keep the regret of each arm, and the regions, in its folder.

    Raises:
        InputError: if the input cannot be used.
    """
    outcome, confidence = job.settings.outcome, job.settings.replicates.confidence
    refuse_unknown(outcome)
    better = measures()[outcome].better
    if not better:
        raise InputError(f"outcome: got '{outcome}', of which neither more nor less is better")
    status = 0
    table: pl.DataFrame
    if job.config.get("samples"):
        folder = Path(str(job.config["samples"])).expanduser()
        table, names, _ = samples_in(folder)
    else:
        if len(job.settings.arms) < 2:
            raise InputError(f"arms: got {len(job.settings.arms)}, takes two or more with task=robustness")
        swept = sweep(job, quiet=quiet)
        status = (1 if swept.failed else 0) if quiet else swept.report()
        table, names, folder = swept.table(), list(swept.points.names), swept.folder.path
    if outcome not in table.columns or table["arm"].n_unique() < 2:
        raise InputError(f"samples: got '{folder}', takes a sweep of two or more arms with outcome {outcome}")
    contest = regret.duels(table, names, outcome, better)
    if not contest.points:
        raise InputError(f"outcome: got '{outcome}', which is undefined in every run or failed in some at every point")
    arms, regions = regret.regret_table(contest, confidence), regret.regions(contest)
    for name, frame in (("regret", arms), ("regions", regions)):
        with written_aside(folder / f"{name}.csv") as aside:
            frame.to_csv(aside, index=False)
    best = arms.iloc[0]
    write_json(
        folder / "summary.json",
        {
            "task": "robustness",
            "outcome": outcome,
            "answer": answer(best["arm"], float(best["worst_regret"]), measures()[outcome].unit),
            "arms": arms.to_dict("records"),
            "regions": regions.to_dict("records"),
            "points": len(contest.points),
        },
    )
    left = table["point"].n_unique() - len(contest.points)
    return Robustness(arms, regions, len(contest.points), left, table["seed"].n_unique(), folder, status)


def answer(arm: str, worst: float, unit: str) -> str:
    """Say which arm is never far from best."""
    if math.isclose(worst, 0, abs_tol=1e-12):
        return f"{arm} is best at every point."
    return f"{arm} is never further from the best arm than {worst:,.4g} {unit}, the least of all arms."
