"""A market whose columns lie in files of a scratch folder: the same bits, twins included, and nothing left over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.compute import scratch
from simulation.compute.scratch import folder_of
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.state.columns import GRAPH_COLUMNS, named_columns
from simulation.strategies.named import named
from simulation.world import build, size

MARKET: dict[str, Any] = {
    "market": {"consumers": 1_500, "people": 1.5e5, "burn_in": 3, "days": 14},
    "brands": {"campaign_days": 14},
    "measurement": {"touches": 3},
}
OF_PEOPLE = ("consumers", "follows", "friends", "mail", "touches")


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that is a column of 1,500 people have a file."""
    monkeypatch.setattr(scratch, "LEAST", 1_500)


def market(folder: Path | None, engine: str = "compiled") -> MarketModel:
    return MarketModel(Scenario.from_dict(MARKET), named("hyper_targeted"), 3, engine, scratch=folder)


def differ(one: MarketModel, other: MarketModel) -> list[str]:
    theirs = named_columns(other.tables)
    return [name for name, column in named_columns(one.tables).items() if not np.array_equal(column, theirs[name])]


@pytest.mark.parametrize("engine", ["compiled", "interpreted"])
def test_columns_in_files_have_the_same_bits(small_files: None, tmp_path: Path, engine: str) -> None:
    days = 8 if engine == "compiled" else 2
    there, here = market(tmp_path, engine), market(None, engine)
    assert differ(there, here) == []
    for model in (there, here):
        model.run_for(days)
    assert differ(there, here) == []
    assert there.outcomes() == pytest.approx(here.outcomes(), rel=0, abs=0, nan_ok=True)
    assert list(tmp_path.iterdir()) == []


def test_every_column_of_people_and_edges_lies_in_the_folder_and_so_does_a_twins(
    small_files: None, tmp_path: Path
) -> None:
    model = market(tmp_path)
    model.run_for(5)
    twin = model.fork("none")
    for one in (model, twin):
        of_people = {n: c for n, c in named_columns(one.tables).items() if n.split(".")[0] in OF_PEOPLE}
        in_memory = {name for name, column in of_people.items() if folder_of(column) is None}
        assert in_memory == {"touches.today"}
    theirs = named_columns(twin.tables)
    for name, column in named_columns(model.tables).items():
        assert np.shares_memory(column, theirs[name]) == (name in GRAPH_COLUMNS), name
    here = market(None)
    here.run_for(5)
    at_home = here.fork("none")
    for one in (twin, at_home):
        one.run_for(6)
    assert differ(twin, at_home) == []


def test_runs_of_edges_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edges are worked on in runs of four million; here in runs of a hundred."""
    whole = market(None)
    monkeypatch.setattr("simulation.world.social_graph._RUN", 100)
    monkeypatch.setattr(build, "EDGES_AT_ONCE", 100)
    assert differ(whole, market(None)) == []


def test_what_fits_neither_disk_nor_memory_is_refused_before_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = Scenario.from_dict({"market": {"consumers": 100_000_000, "people": 1e8}})
    monkeypatch.setattr(size, "available_memory", lambda: 22 * 2**30)
    with pytest.raises(InputError, match=r"of memory; .* are free here; takes at most [\d,]+, or more where a scr"):
        MarketModel(scenario, named("none"))
    monkeypatch.setattr(size, "free_scratch", lambda folder: 30 * 2**30)
    with pytest.raises(InputError, match=r"whose world takes 39 GiB of the disk at '.*'; 30 GiB are free there; takes"):
        MarketModel(scenario, named("none"), scratch=tmp_path)
    monkeypatch.setattr(size, "free_scratch", lambda folder: 50 * 2**30)
    monkeypatch.setattr(size, "available_memory", lambda: 8 * 2**30)
    with pytest.raises(InputError, match=r"which take, while their world is built, 15 GiB of memory; 8 GiB are free h"):
        MarketModel(scenario, named("none"), scratch=tmp_path)
