"""What all runs of an answer share: the folder, the market that was fitted, its worlds, and the seed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.own_brand.answering.plans import BrandPlan
from experiments.own_brand.fitting.fitted import Fitted
from experiments.running.arms import Arm, Design
from experiments.running.provenance import identify, manifest
from experiments.running.run_folder import RunFolder, open_folder
from experiments.sweeps.points import Points
from experiments.sweeps.study import Study, where_of
from simulation.errors import InputError
from simulation.files.safe_writing import digest
from simulation.scenario import PARTS, Scenario

if TYPE_CHECKING:
    import polars as pl

    from experiments.command.command import Job
    from experiments.command.effort import Effort
    from experiments.own_brand.brand import Brand
    from experiments.sweeps.runner import Evaluate


@dataclass(frozen=True)
class Bench:
    """See the module."""

    job: Job
    brand: Brand
    fitted: Fitted
    effort: Effort
    folder: RunFolder

    def design(self, plans: Sequence[BrandPlan], changes: Mapping[str, Any] | None = None) -> Design:
        """Return the plans as the arms of one market."""
        market = Scenario().with_values({**self.fitted.base, **(changes or {})}).to_dict()
        scenario = {part: market[part] for part in PARTS}
        arms = tuple(Arm(plan.name, (), scenario, plan.strategy) for plan in plans)
        return Design(scenario, plans[0].strategy, arms, plans[0].name)

    def points(self, number: int) -> Points:
        """Return the first so many of the worlds that fit."""
        return Points(self.fitted.names, self.fitted.rows[:number])

    def table(self, name: str, design: Design, evaluate: Evaluate, number: int, seeds: int) -> pl.DataFrame:
        """Run what is not there yet and return the rows; say what failed.

        Raises:
            InputError: No run finished.
        """
        with self._study(name, design, evaluate, number, seeds) as study:
            swept = study.run(self.points(number))
        if swept.failed:
            where = swept.folder.path / "failed.parquet"
            said = f"{swept.failed} of {swept.failed + swept.finished} runs of {name} failed; the first: {swept.first}"
            if not swept.finished:
                raise InputError(f"brand: {said} (all in {where})")
            print(f"nichecast: {said} (all in {where})", file=sys.stderr)
        return swept.table()

    @contextmanager
    def _study(self, name: str, design: Design, evaluate: Evaluate, number: int, seeds: int) -> Iterator[Study]:
        points = [self.fitted.names, self.fitted.rows[:number]]
        identity = identify(self.job, design) | {"brand": self.brand.digest, "worlds": digest(points)}
        where = where_of(self.job.settings, design, identity["code"])
        all_seeds = tuple(self.fitted.seed + k for k in range(seeds))
        with open_folder(str(self.folder.path / name), name, self.job.config, identity) as inside:
            about = manifest(self.job, inside.identity)
            inside.write_json("arms.json", design.to_dict())
            try:
                yield Study(inside, evaluate, where, all_seeds, identity["code"], about)
            finally:
                where.close()
