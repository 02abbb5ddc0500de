"""Run a command's arms in the plausible worlds, in a folder of their own inside the run folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from experiments.command.plain_data import with_values
from experiments.running.provenance import identify, manifest
from experiments.running.run_folder import open_folder
from experiments.sweeps.space import Space
from experiments.sweeps.study import MarketRuns, Study, where_of
from experiments.worlds.plausible import left_alone, path_of, worlds_of
from simulation.files.safe_writing import digest
from simulation.scenario import Scenario
from simulation.scenario.creators import creators_needed

if TYPE_CHECKING:
    import polars as pl

    from experiments.command.command import Job
    from experiments.running.arms import Design
    from experiments.running.run_folder import RunFolder

FOLDER = "worlds"


def run(job: Job, design: Design, folder: RunFolder, quiet: bool = False) -> pl.DataFrame | None:
    """Return a row for each world, seed and arm, with the world's parameters and all outcomes; None: none are asked.

    What was run before is not run again.

    Raises:
        InputError: The set of worlds cannot be used.
        KeyboardInterrupt: with a line that says what is kept.
    """
    asked = job.settings.worlds
    if asked.file is None or len(design.names) < 2:
        return None
    points, own = worlds_of(asked.file, asked.number, design.scenario)
    smaller = _smaller(design, asked.consumers)
    seeds = tuple(job.settings.seed + k for k in range(asked.seeds))
    identity = identify(job, smaller) | {"worlds": digest([points.names, points.rows]), "seeds": list(seeds)}
    where = where_of(job.settings, smaller, identity["code"])
    # A folder for each set: a command with more worlds than the last goes on beside it, it is not refused.
    name = f"{FOLDER}-{digest([points.names, points.rows, list(seeds), asked.consumers])[:8]}"
    with open_folder(str(folder.path / name), FOLDER, job.config, identity) as inside:
        about = manifest(job, inside.identity) | {
            "worlds": str(path_of(asked.file)),
            "set by the command": own,
            "no column": left_alone(asked.file),
        }
        inside.write_json("arms.json", smaller.to_dict())
        try:
            evaluate = MarketRuns(Space(smaller), job.settings.executor.engine, where.threads)
            study = Study(inside, evaluate, where, seeds, identity["code"], about, quiet, one="plausible world")
            return study.run(points).table()
        finally:
            where.close()


def refuse(job: Job, design: Design) -> None:
    """Refuse a set of worlds that cannot be used, before anything is run.

    Raises:
        InputError: naming file, row and column.
    """
    if job.settings.worlds.file is not None:
        worlds_of(job.settings.worlds.file, job.settings.worlds.number, design.scenario)


def _smaller(design: Design, consumers: int) -> Design:
    """Return the design with no more simulated consumers than so many, or than there are creators, in every market."""

    def of(scenario: dict[str, object]) -> dict[str, object]:
        whole = Scenario.from_dict(scenario)
        rule, market = whole.creators, whole.market
        fewest = rule.number or creators_needed(rule, market.people, whole.graph.follows)
        return with_values(scenario, {"market.consumers": min(market.consumers, max(consumers, fewest))})

    arms = tuple(replace(arm, scenario=of(arm.scenario)) for arm in design.arms)
    return replace(design, scenario=of(design.scenario), arms=arms, usual=None)
