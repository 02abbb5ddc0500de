"""The runs that an answer shares: what was run for other worlds stays, and is found again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.command.command import job_of
from experiments.own_brand.answering.bench import Bench
from experiments.own_brand.answering.plans import NOTHING, BrandPlan
from experiments.own_brand.fitting.fitted import Fitted
from experiments.own_brand.mixes import strategy
from experiments.running.run_folder import open_folder
from tests.experiments.own_brand.answering.made import brand


class Counted:
    """Gives a row of each run, and counts them."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> list[dict[str, Any]]:
        self.runs += 1
        return [{"arm": NOTHING, "value": values["consumers.traits.category_share"]}]


def test_other_worlds_have_a_folder_beside_and_what_was_run_is_found_again(tmp_path: Path) -> None:
    """More seeds may choose other worlds for the curves: the command was refused after it had run all plans."""
    shares = (0.1, 0.2, 0.3)
    name = "consumers.traits.category_share"
    fitted = Fitted({}, (name,), tuple((each,) for each in shares), 1, 10.0, 0.5, (), (), (), 3)
    job = job_of(["brand=city_gym", "executor=serial"])
    with open_folder(str(tmp_path / "out"), "brand", job.config, {"brand": "ours"}) as folder:
        bench = Bench(job, brand(), fitted, job.settings.effort, folder)
        design = bench.design([BrandPlan(NOTHING, "", strategy("none"))])
        counted = Counted()

        def values(*worlds: int) -> list[float]:
            return bench.table("curves", design, counted, worlds, 1)["value"].to_list()

        assert values(0, 1) == [0.1, 0.2]
        assert values(0, 2) == [0.1, 0.3]
        assert values(0, 1) == [0.1, 0.2]
        assert values(0, 2) == [0.1, 0.3]
        assert counted.runs == 4, "none is run twice"
