"""`task=robustness`: which arm is never far from best over a sweep, and where the winner changes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from experiments import store
from experiments.job import Job
from experiments.measures import measures, refuse_unknown
from experiments.sweeps import regret
from experiments.sweeps.sensitivity import samples_in
from experiments.sweeps.task import sweep
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def run(job: Job) -> int:
    """Run a sweep, or read one that was run; print and keep the regret of each arm, and the regions.

    Raises:
        InputError: if the input cannot be used.
    """
    from experiments.table import frame_table

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
        swept = sweep(job)
        status = swept.report()
        table, names, folder = swept.table(), list(swept.points.names), swept.folder.path
    if outcome not in table.columns or table["arm"].n_unique() < 2:
        raise InputError(f"samples: got '{folder}', takes a sweep of two or more arms with outcome {outcome}")
    found = regret.duels(table, names, outcome, better)
    if not found.points:
        raise InputError(f"outcome: got '{outcome}', which is undefined in every run or failed in some at every point")
    arms, regions = regret.regret_table(found, confidence), regret.regions(found)
    unit = measures()[outcome].unit
    left = table["point"].n_unique() - len(found.points)
    noted = f" ({left} left out, where runs failed or the outcome is undefined)" if left else ""
    frame_table(arms, f"Regret in {outcome}, {unit}, over {len(found.points)} points{noted}; the least worst first")
    frame_table(regions, "Where the winner changes")
    if table["seed"].n_unique() < 2:
        print("One seed: winners are not told from luck; replicates=4 or more would.")
    arms.to_csv(folder / "regret.csv", index=False)
    regions.to_csv(folder / "regions.csv", index=False)
    store.write_json(
        folder / "summary.json",
        {
            "task": "robustness",
            "outcome": outcome,
            "answer": answer(arms.iloc[0]["arm"], float(arms.iloc[0]["worst_regret"]), unit),
            "arms": arms.to_dict("records"),
            "regions": regions.to_dict("records"),
            "points": len(found.points),
        },
    )
    print(answer(arms.iloc[0]["arm"], float(arms.iloc[0]["worst_regret"]), unit))
    return status


def answer(arm: str, worst: float, unit: str) -> str:
    """Say which arm is never far from best."""
    if math.isclose(worst, 0, abs_tol=1e-12):
        return f"{arm} is best at every point."
    return f"{arm} is never further from the best arm than {worst:,.4g} {unit}, the least of all arms."
