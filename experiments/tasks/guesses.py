"""`task=guesses`: our guesses, ranked by how far the difference between two arms moves if each is off by a factor of 2.

Which parameters are guesses, and what each is varied over, is in `half_to_double`; the method is Morris's, over the one
path of all sweeps. ``make guesses`` runs it and writes the ranking that `docs/parameters.md` shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from experiments.command.command import Job, job_of
from experiments.results.outcome_catalogue import refuse_unknown
from experiments.running import provenance, replicates
from experiments.running.arms import resolve
from experiments.sweeps import indices
from experiments.sweeps.half_to_double import Guess, guesses_among
from experiments.sweeps.points import Points, spread
from experiments.sweeps.sensitivity import analyse
from experiments.sweeps.space import Space
from experiments.sweeps.study import market_study
from experiments.sweeps.sweep_task import Checks, ranges_in
from simulation.errors import InputError, nearest
from simulation.files.safe_writing import written_aside
from simulation.scenario.parameter import OURS, entries, parameter, scenario_part
from simulation.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 25
"""Rows of the table in the terminal."""
DIGITS = 4
"""Significant digits of the ranking's numbers: their intervals leave less."""


@scenario_part
class Plan:
    """What to run."""

    name: Annotated[str, parameter("", "The task.", OURS)] = "guesses"
    trajectories: Annotated[int, parameter("trajectories", "Trajectories of Morris's method.", OURS, ge=2, le=1000)]
    only: Annotated[list[str] | None, parameter("names", "The guesses that are varied; null: all.", OURS)] = None
    overrides: Annotated[list[str], parameter("", "What the run is; the command's own come after them.", OURS)]
    json: Annotated[str | None, parameter("file", "Where the ranking is written to as well; null: nowhere.", OURS)] = (
        None
    )


@dataclass(frozen=True)
class Screening:
    """The points of a run, their places in the unit cube, and the guesses that they vary.

    ``refused`` are guesses that were left out because the schema takes no such value beside the others'.
    """

    guesses: tuple[Guess, ...]
    points: Points
    shares: indices.Array
    refused: Mapping[str, str]

    @property
    def levels(self) -> dict[str, list[Any]]:
        """The ranges as a sweep takes them."""
        return {guess.name: guess.levels for guess in self.guesses}


def run(job: Job) -> int:
    """Run the screening, print its first rows, and write ``guesses.csv`` and ``guesses.json``."""
    from experiments.results.terminal import frame_table

    plan = _plan(job)
    job = job_of([*plan.overrides, *job.overrides], job.config_dir, typed=False)
    settings = job.settings
    refuse_unknown(settings.outcome)
    if len(settings.arms) != 2:
        raise InputError(f"arms: got {len(settings.arms)}, takes two: their difference is what guesses are ranked by")
    if settings.replicates.number < 2:
        raise InputError("replicates: got 1, takes 2 or more, or effects are not told from noise")
    replicates.make_ready(settings.executor)
    design = resolve(job)
    varied, _ = guesses_among(entries(Scenario))
    screening = screening_of(_chosen(varied, plan.only), Checks.of(Space(design)), plan.trajectories, settings.seed)
    asked = {"method": "morris", "parameters": screening.levels, "points": plan.trajectories}
    with market_study(job, design, asked) as study:
        found = analyse(
            study,
            screening.points,
            screening.shares,
            "morris",
            settings.outcome,
            design.reference,
            settings.replicates.confidence,
            settings.seed,
        )
        folder, seeds = study.folder, study.seeds
    about = {
        "command": ["nichecast", *_without_places(job.overrides[len(plan.overrides) :])],
        "overrides": list(plan.overrides),
        "outcome": settings.outcome,
        "arms": [name for name in design.names if name != design.reference] + [design.reference],
        "consumers": design.scenario["market"]["consumers"],
        "trajectories": plan.trajectories,
        "seeds": list(seeds),
        "runs": len(screening.points) * len(seeds),
        "confidence": settings.replicates.confidence,
        "date": datetime.now(UTC).date().isoformat(),
        "code_version": folder.identity["code"],
        "versions": provenance.libraries(),
    }
    ranking = about | {
        "refused": dict(screening.refused),
        "guesses": rows_of(screening.guesses, found, about["arms"]),
    }
    where = folder.path / "guesses.csv"
    with written_aside(where) as aside:
        found.to_csv(aside, index=False)
    write(folder.path / "guesses.json", ranking)
    if plan.json is not None:
        write(Path(plan.json), ranking)
    difference = " - ".join(about["arms"])
    shown = found[found["quantity"] == difference].head(SHOWN)
    frame_table(shown.drop(columns="quantity"), f"{settings.outcome}, {difference}: the first of {len(varied)} guesses")
    print(f"written: {where}, {plan.json or folder.path / 'guesses.json'}")
    return 0


def screening_of(guesses: Sequence[Guess], checks: Checks, trajectories: int, seed: int) -> Screening:
    """Return the points of a Morris design over guesses; a guess that does not fit the others is left out and named.

    Raises:
        InputError: if values are refused whatever guess is left out.
    """
    kept = list(guesses)
    refused: dict[str, str] = {}
    while True:
        try:
            ranges = ranges_in({guess.name: guess.levels for guess in kept}, checks)
            shares = indices.unit_points("morris", len(ranges), trajectories, seed)
            points = spread(ranges, shares.tolist())
            for number in range(len(points)):
                checks.values(points.at(number))
            return Screening(tuple(kept), points, shares, refused)
        except InputError as error:
            said = str(error).removeprefix("parameters.")
            culprit = next((guess for guess in kept if said.startswith((f"{guess.name}:", f"{guess.name}."))), None)
            if culprit is None or len(kept) == 1:
                raise
            kept.remove(culprit)
            refused[culprit.name] = said


def rows_of(guesses: Sequence[Guess], found: pd.DataFrame, arms: Sequence[str]) -> list[dict[str, Any]]:
    """Return the ranking as plain data, the guess that moves the difference between the arms most first."""
    by_name = {guess.name: guess for guess in guesses}
    own = {arm: found[found["quantity"] == arm].set_index("parameter")["mu_star"] for arm in arms}
    rows = []
    for row in found[found["quantity"] == " - ".join(arms)].to_dict("records"):
        guess = by_name[row["parameter"]]
        rows.append(
            {
                "name": guess.name,
                "default": guess.default,
                "low": _rounded(guess.low),
                "high": _rounded(guess.high),
                **{name: _rounded(row[name]) for name in ("mu_star", "mu_star_low", "mu_star_high", "mu", "sigma")},
                "noise": _rounded(row["noise"]),
                "p": _rounded(row["p"]),
                "of_arms": {arm: _rounded(float(own[arm][guess.name])) for arm in arms if not own[arm].empty},
            }
        )
    return rows


def write(path: Path, ranking: Mapping[str, Any]) -> None:
    """Write a ranking as JSON, a line for each guess.

    Raises:
        InputError: if it cannot be written.
    """
    head = json.dumps({name: value for name, value in ranking.items() if name != "guesses"}, indent=1)
    rows = ",\n".join("  " + json.dumps(row) for row in ranking["guesses"])
    try:
        with written_aside(path) as aside:
            aside.write_text(f'{head[:-2]},\n "guesses": [\n{rows}\n ]\n}}\n', encoding="utf-8")
    except OSError as error:
        raise InputError(f"task.json: cannot write {path}: {error.strerror or error}") from None


def _plan(job: Job) -> Plan:
    from pydantic import TypeAdapter, ValidationError

    from simulation.scenario.scenario import explain

    try:
        return TypeAdapter(Plan).validate_python(job.config["task"])
    except ValidationError as error:
        raise InputError(explain(error, tuple(f"task.{name}" for name in Plan.__annotations__), "task.")) from None


def _chosen(guesses: Sequence[Guess], only: Sequence[str] | None) -> list[Guess]:
    names = [guess.name for guess in guesses]
    for name in only or ():
        if name not in names:
            raise InputError(f"task.only: got '{name}', takes guesses{nearest(name, names)}")
    return [guess for guess in guesses if only is None or guess.name in only]


def _without_places(overrides: Sequence[str]) -> list[str]:
    """Leave out where results go and who computes them: a matter of one machine, on which no number depends."""
    return [item for item in overrides if not item.startswith(("output", "executor", "task.json"))]


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
