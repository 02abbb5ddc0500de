"""What all runs of an answer share: the folder, the market that was fitted, its worlds, and the seed."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.plain_data import file_digest
from experiments.own_brand.answering import brand_runs
from experiments.own_brand.answering.plans import BrandPlan
from experiments.own_brand.fitting.fitted import Fitted
from experiments.running.arms import Arm, Design
from experiments.running.folder_claim import IDENTITY
from experiments.running.provenance import code_version, identify, libraries, manifest
from experiments.running.run_folder import RunFolder, open_folder
from experiments.sweeps.points import Points
from experiments.sweeps.study import Study, where_of
from simulation.errors import InputError
from simulation.files.safe_writing import DamagedError, digest, finite, read_json
from simulation.scenario import PARTS, Scenario

if TYPE_CHECKING:
    import polars as pl

    from experiments.command.command import Job
    from experiments.command.effort import Effort
    from experiments.own_brand.brand import Brand
    from experiments.sweeps.runner import Evaluate


def known_identity(job: Job, brand: Brand) -> dict[str, Any]:
    """Return what the numbers of a brand's runs depend on, as far as it is known before anything is fitted.

    More seeds are added to the same runs; all else that is said of the effort is another run.
    """
    effort = {name: value for name, value in dataclasses.asdict(job.settings.effort).items() if name != "seeds"}
    return {"brand": brand.digest, "effort": effort, "seed": job.settings.seed, **made_with()}


def made_with() -> dict[str, Any]:
    """Return what rows of runs depend on beside what is run: the program's sources, and its libraries."""
    return {
        "code": code_version()[:16],
        "rows": file_digest(Path(brand_runs.__file__))[:16],
        "libraries": libraries(),
    }


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

    def worlds(self, number: int) -> range:
        """Return the places of the first so many of the worlds that fit, or of all of them if they are fewer."""
        return range(min(number, len(self.fitted.rows)))

    def points(self, worlds: Sequence[int]) -> Points:
        """Return these of the worlds that fit."""
        return Points(self.fitted.names, tuple(self.fitted.rows[world] for world in worlds))

    def table(self, name: str, design: Design, evaluate: Evaluate, worlds: Sequence[int], seeds: int) -> pl.DataFrame:
        """Run what is not there yet and return the rows; say what failed.

        Args:
            name: Of the folder inside the answer's.
            design: What is run.
            evaluate: Makes rows of it.
            worlds: The places of worlds that fit; column ``point`` counts these from 0.
            seeds: Of each world.

        Raises:
            InputError: No run finished.
        """
        with self._study(name, design, evaluate, worlds, seeds) as study:
            swept = study.run(self.points(worlds))
        if swept.failed:
            where = swept.folder.path / "failed.parquet"
            said = f"{swept.failed} of {swept.failed + swept.finished} runs of {name} failed; the first: {swept.first}"
            if not swept.finished:
                raise InputError(f"brand: {said} (all in {where})")
            print(f"nichecast: {said} (all in {where})", file=sys.stderr)
        return swept.table()

    @contextmanager
    def _study(
        self, name: str, design: Design, evaluate: Evaluate, worlds: Sequence[int], seeds: int
    ) -> Iterator[Study]:
        points = [self.fitted.names, [self.fitted.rows[world] for world in worlds]]
        identity = identify(self.job, design) | {"brand": self.brand.digest, "worlds": digest(points)}
        where = where_of(self.job.settings, design, identity["code"])
        all_seeds = tuple(self.fitted.seed + k for k in range(seeds))
        with open_folder(str(self._place(name, identity)), name, self.job.config, identity) as inside:
            about = manifest(self.job, inside.identity)
            inside.write_json("arms.json", design.to_dict())
            try:
                yield Study(inside, evaluate, where, all_seeds, identity["code"], about)
            finally:
                where.close()

    def _place(self, name: str, identity: Mapping[str, Any]) -> Path:
        """Return the folder of a study: the one of its name, or another beside it where that one holds other runs.

        With more seeds other worlds may stand for all, and another plan may be the one whose creators are looked at.
        """
        place = self.folder.path / name
        with suppress(DamagedError):
            if digest(read_json(place / IDENTITY)) != digest(finite(json.loads(json.dumps(identity)))):
                return self.folder.path / f"{name}-{digest(identity)[:8]}"
        return place
