"""How large a world is: as large as its columns, once they are there; and one too large is refused before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.world import size
from simulation.world.build import build_world
from simulation.world.size import bytes_per_consumer, gigabytes


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"brands": {"names": ["A"], "niches": ["coffee"]}, "measurement": {"touches": 5}},
        {"graph": {"follows": 3.0, "latent_share": 1.0, "friends": 20.0}},
    ],
)
def test_the_bytes_of_a_consumer_are_those_of_its_columns(parts: dict[str, Any]) -> None:
    scenario = Scenario.from_dict({"market": {"consumers": 20_000}, **parts})
    tables = build_world(scenario, 1).tables
    parts_of_people = (tables.consumers, tables.mail, tables.follows, tables.friends, tables.touches)
    there = sum(np.asarray(column).nbytes for part in parts_of_people for column in part)
    assert bytes_per_consumer(scenario) == pytest.approx(there / 20_000, rel=0.03)


def test_a_world_that_the_memory_cannot_hold_is_refused_before_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "available_memory", lambda: 8 * 2**30)
    scenario = Scenario.from_dict({"market": {"consumers": 200_000_000, "people": 1e9}})
    with pytest.raises(
        InputError,
        match=r"market.consumers: got 200,000,000, whose world takes \d+ GiB of memory; 8 GiB are free here; takes at",
    ):
        build_world(scenario, 1)


@pytest.mark.parametrize(("bytes_", "said"), [(0.5 * 2**30, "0.5 GiB"), (8 * 2**30, "8 GiB"), (1e12, "931 GiB")])
def test_sizes_are_said_in_words(bytes_: float, said: str) -> None:
    assert gigabytes(bytes_) == said
