"""The census: sums over people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.compute.compiling import interpreted
from simulation.engine.census import (
    ATTITUDE_AWARE,
    ATTITUDE_KNEW,
    AWARE,
    BLOCK,
    BRAND_SUMS,
    KNEW,
    LOYALTY,
    TRUST_AWARE,
    TRUST_KNEW,
    count_block,
    count_person,
)
from simulation.state.columns import TIERS


def sums(brands: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros((len(TIERS), 2)), np.zeros((brands, BRAND_SUMS)), np.zeros(3)


def test_a_person_is_asked_about_creators_followed_now_and_brands_known(scene: Any) -> None:
    world = scene()
    people, follows = world.people, world.tables.follows
    world.model.creators.tier[:] = [0, 1, 1]
    follows.tie[world.edge(2, 2)] = 0
    follows.alpha[world.edge(2, 1)] = 3.0
    people.aware[2], people.trust[2], people.attitude[2] = [1, 0], [0.25, 0.75], [0.5, 0.5]
    people.loyalty[2], people.rate[2], people.load[2], people.knowledge[2] = [0.5, 0.125], 0.1, 0.25, 0.75
    tiers, brands, all_ = sums()
    count_person(2, world.tables, tiers, brands, all_)
    assert tiers[:2].tolist() == [[0.5, 1.0], [0.75, 1.0]]
    assert tiers[2:].sum() == 0
    assert brands[0, [AWARE, TRUST_AWARE, ATTITUDE_AWARE, LOYALTY]].tolist() == [1.0, 0.25, 0.5, 0.5]
    assert brands[1, [AWARE, TRUST_AWARE, ATTITUDE_AWARE, LOYALTY]].tolist() == [0.0, 0.0, 0.0, 0.125]
    assert all_.tolist() == [0.25, 0.75, 1.0]


def test_who_knew_a_brand_when_the_campaign_began_is_asked_as_a_group_of_its_own(scene: Any) -> None:
    world = scene()
    people = world.people
    people.aware[:2], people.knew[0] = [[1, 1], [1, 0]], [1, 0]
    people.trust[:2], people.attitude[:2] = [[0.25, 0.5], [0.75, 0.5]], [[0.5, 0.125], [-0.5, 0.0]]
    tiers, brands, all_ = sums()
    for c in range(2):
        count_person(c, world.tables, tiers, brands, all_)
    assert brands[:, [KNEW, TRUST_KNEW, ATTITUDE_KNEW]].tolist() == [[1.0, 0.25, 0.5], [0.0, 0.0, 0.0]]
    assert brands[:, [AWARE, TRUST_AWARE, ATTITUDE_AWARE]].tolist() == [[2.0, 1.0, 0.0], [1.0, 0.5, 0.125]]


def test_loyalty_is_asked_of_the_categorys_buyers_alone(scene: Any) -> None:
    world = scene()
    world.people.loyalty[:] = 0.5
    _, brands, all_ = made = sums()
    count_person(0, world.tables, *made)
    assert brands[:, LOYALTY].tolist() == [0.0, 0.0]
    assert all_[2] == 0


def test_a_block_counts_each_of_its_people_once(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(3)
    tiers, brands, all_ = (np.zeros((1, *part.shape)) for part in sums())
    count_block(0, market.tables, tiers, brands, all_)
    people = market.consumers
    assert brands[0, :, AWARE].tolist() == people.aware.sum(axis=0).tolist()
    assert brands[0, :, TRUST_AWARE] == pytest.approx((people.trust * people.aware).sum(axis=0), rel=1e-5)
    assert all_[0] == pytest.approx([people.load.sum(), people.knowledge.sum(), (people.rate > 0).sum()], rel=1e-5)


def test_people_are_counted_in_blocks_of_a_fixed_size(scene: Any) -> None:
    """So that the order in which floats are summed is the same whatever the threads."""
    assert BLOCK == 16384
    tables = scene().tables
    number = 16384 + 5
    rows = {
        name: np.resize(column[:1], (number, *column.shape[1:])) for name, column in tables.consumers._asdict().items()
    }
    crowd = tables._replace(
        consumers=tables.consumers._replace(**{**rows, "rate": np.ones(number, np.float32)}),
        follows=tables.follows._replace(start=np.zeros(number + 1, np.int64)),
    )
    tiers, brands, people = (np.zeros((2, *part.shape)) for part in sums())
    for block in (0, 1):
        interpreted(count_block)(block, crowd, tiers, brands, people)
    assert people[:, 2].tolist() == [16384, 5]
