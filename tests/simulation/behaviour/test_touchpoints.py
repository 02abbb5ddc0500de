"""Touches: what the rings keep, and what a field test withholds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.touchpoints import enter, is_withheld, note_advert, note_post
from simulation.state.columns import (
    BROADCAST,
    PAID_SOCIAL,
    POSTS,
    PURCHASED,
    RETARGETING,
    SEARCH,
    STUDIED,
    Tables,
    new_test,
)
from simulation.world.build import empty_touches


def ring(tables: Tables, c: int = 0) -> list[tuple[int, int]]:
    """Source and day of what is kept of a consumer, the oldest first."""
    touches = tables.touches
    kept, noted = touches.source.shape[1], int(touches.noted[c])
    places = [k % kept for k in range(max(0, noted - kept), noted)]
    return [(int(touches.source[c, k]), int(touches.day[c, k])) for k in places]


@pytest.fixture
def tables(tiny: Any) -> Tables:
    made: Tables = tiny.market().tables
    return made._replace(touches=empty_touches(60, 3))


def test_a_creator_met_again_at_once_is_one_touch_and_another_day_a_second_one(tables: Tables) -> None:
    touches = tables.touches
    for day, creator in ((1, 7), (1, 7), (1, 5), (2, 5)):
        touches.today[0] = day
        note_post(0, STUDIED, creator, touches)
    assert ring(tables) == [(7, 1), (5, 1), (5, 2)]
    assert ring(tables, 1) == []


def test_a_full_ring_forgets_the_oldest_and_counts_on(tables: Tables) -> None:
    for creator in range(5):
        note_post(0, STUDIED, creator, tables.touches)
    assert [source for source, _ in ring(tables)] == [2, 3, 4]
    assert tables.touches.noted[0] == 5


def test_other_brands_leave_no_touch(tables: Tables) -> None:
    note_post(0, STUDIED + 1, 4, tables.touches)
    note_advert(0, STUDIED + 1, SEARCH, tables.touches)
    enter(0, tables)
    assert ring(tables) == []


def test_a_days_advertisements_are_entered_in_the_order_of_the_day_and_the_purchase_last(tiny: Any) -> None:
    tables = tiny.market().tables._replace(touches=empty_touches(60, 8))
    for channel in (SEARCH, RETARGETING, PAID_SOCIAL, BROADCAST, SEARCH):
        note_advert(0, STUDIED, channel, tables.touches)
    tables.consumers.purchases[0, STUDIED] = 1
    enter(0, tables)
    assert [s for s, _ in ring(tables)] == [-1 - PAID_SOCIAL, -1 - BROADCAST, -1 - RETARGETING, -1 - SEARCH, PURCHASED]
    enter(0, tables)
    assert len(ring(tables)) == 5, "a day is entered once"


def test_nothing_is_withheld_while_there_is_no_test(tiny: Any) -> None:
    tables = tiny.market().tables
    assert not is_withheld(0, STUDIED, POSTS, 1, tables.holdout)


def test_a_test_withholds_what_it_is_about_from_its_arm_and_counts_it_in_both() -> None:
    holdout = new_test(2, 1 << SEARCH)
    holdout.withheld[1] = 1 << SEARCH
    assert is_withheld(1, STUDIED, SEARCH, 3, holdout)
    assert not is_withheld(0, STUDIED, SEARCH, 2, holdout)
    assert not is_withheld(1, STUDIED, POSTS, 1, holdout)
    assert not is_withheld(1, STUDIED + 1, SEARCH, 3, holdout)
    assert holdout.met[:, SEARCH].tolist() == [2, 3]
    assert holdout.met.sum() == 5
    holdout.met[1, SEARCH] = 65534
    is_withheld(1, STUDIED, SEARCH, 3, holdout)
    assert holdout.met[1, SEARCH] == 65535


def test_one_test_may_withhold_different_channels_from_different_people() -> None:
    holdout = new_test(3, (1 << SEARCH) | (1 << POSTS))
    holdout.withheld[:] = [1 << SEARCH, 1 << POSTS, (1 << SEARCH) | (1 << POSTS)]
    found = [[is_withheld(c, STUDIED, bit, 1, holdout) for c in range(3)] for bit in (SEARCH, POSTS, BROADCAST)]
    assert found == [[True, False, True], [False, True, True], [False, False, False]]
    assert holdout.met[:, [SEARCH, POSTS]].tolist() == [[1, 1]] * 3, "shown or withheld"
    assert holdout.met.sum() == 6, "what is not tested is not counted"


def test_with_the_rings_off_they_have_no_rows_and_a_run_leaves_them_so(tiny: Any) -> None:
    market = tiny.market("broadcast")
    market.run_for(8)
    assert [column.size for column in market.tables.touches] == [0, 0, 0, 0, 0, 1]
    assert [column.size for column in market.tables.holdout] == [0, 0, 1, 0]


def test_what_is_kept_changes_nothing_that_people_do(tiny: Any) -> None:
    world = tiny.world()
    without, with_ = (
        tiny.market("full_funnel", scenario=tiny.scenario(measurement={"touches": kept}), world=world)
        for kept in (0, 9)
    )
    with_.tables = with_.tables._replace(touches=empty_touches(60, 9))
    without.run_for(8)
    with_.run_for(8)
    assert with_.tables.touches.noted.any()
    assert {name.partition(".")[0] for name in tiny.differences(without, with_)} == {"touches"}


def test_who_is_withheld_from_meets_nothing_of_the_brand_and_the_others_do(tiny: Any) -> None:
    market = tiny.market(
        "full_funnel", platform={"visibility": 0.9}, brands={"budget": 200_000.0}, market={"days": 6}, seed=4
    )
    market.run_burn_in()
    holdout = new_test(60, 31)
    holdout.withheld[::2] = 31
    market.tables = market.tables._replace(holdout=holdout)
    market.run_for(4)
    exposures, met = market.consumers.exposures[:, STUDIED], holdout.met.sum(axis=1)
    assert not exposures[::2].any()
    assert met[::2].sum() > 10
    assert np.array_equal(exposures[1::2], met[1::2])
    assert exposures.sum() > 10


@pytest.mark.parametrize(
    ("met", "kept"),
    [
        ([7, 7], [7]),
        ([7, 7, 7, 5, 5], [7, 5]),
        ([7, 5, 7], [7, 5, 7]),
        ([7, 5, 6, 7, 7], [7, 5, 6, 7]),
    ],
)
def test_only_the_newest_touch_is_not_repeated(tiny: Any, met: list[int], kept: list[int]) -> None:
    tables = tiny.market().tables._replace(touches=empty_touches(60, 4))
    for creator in met:
        note_post(0, STUDIED, creator, tables.touches)
    assert [source for source, _ in ring(tables)] == kept
    assert tables.touches.noted.tolist() == [len(kept)] + [0] * 59


@pytest.mark.parametrize("channel", [BROADCAST, PAID_SOCIAL, SEARCH, RETARGETING])
def test_a_channel_that_was_met_is_entered_and_no_other(tables: Tables, channel: int) -> None:
    note_advert(0, STUDIED, channel, tables.touches)
    enter(0, tables)
    assert ring(tables) == [(-1 - channel, 0)]
    enter(0, tables)
    assert ring(tables) == [(-1 - channel, 0)]


def test_one_person_alone_has_touches_and_can_be_tested(tiny: Any) -> None:
    touches, holdout = empty_touches(1, 3), new_test(1, 1 << SEARCH)
    note_advert(0, STUDIED, SEARCH, touches)
    holdout.withheld[0] = 1 << SEARCH
    assert touches.adverts.tolist() == [1 << SEARCH]
    assert is_withheld(0, STUDIED, SEARCH, 1, holdout)
