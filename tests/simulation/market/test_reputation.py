"""Reputation, by hand: once a week it is the mean trust of those who know the brand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.market.reputation import spread_reputation


def known(market: Any) -> Any:
    """Three people know brand 0, with trust 0.25, 0.5 and 0.75; nobody knows brand 1."""
    people, brands = market.consumers, market.tables.brands
    people.aware[:], people.trust[:] = 0, 0.875
    people.aware[[0, 5, 9], 0], people.trust[[0, 5, 9], 0] = 1, [0.25, 0.5, 0.75]
    brands.reputation[:], brands.known[:] = 0.125, 7
    return market


@pytest.mark.parametrize(("day", "gets_about"), [(0, True), (1, False), (6, False), (7, True), (13, False), (14, True)])
def test_word_of_a_brand_gets_about_every_seven_days(campaign: Any, day: int, gets_about: bool) -> None:
    market = known(campaign(day=day))
    spread_reputation(market)
    brands = market.tables.brands
    assert brands.reputation.tolist() == [0.5 if gets_about else 0.125, 0.125]
    assert brands.known.tolist() == ([3, 0] if gets_about else [7, 7])


def test_a_brand_that_is_known_again_has_the_reputation_of_those_who_know_it(campaign: Any) -> None:
    market = known(campaign(day=7))
    spread_reputation(market)
    market.consumers.aware[1, 1] = 1
    market.day = 14
    spread_reputation(market)
    assert market.tables.brands.reputation.tolist() == [0.5, 0.875]
    assert market.tables.brands.known.tolist() == [3, 1]


def test_people_are_counted_in_all_blocks(campaign: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two blocks of sums, as if there were more people than one block has."""
    from simulation.market import reputation

    market = known(campaign(day=7))
    monkeypatch.setattr(reputation, "blocks_of", lambda rows: 2)

    def count_people(body: Any, rows: int, tables: Any, sums: np.ndarray) -> None:
        assert rows == 60
        sums[:, 0] = [[3.0, 1.5], [1.0, 0.9]]

    monkeypatch.setattr(market.engine, "count_people", count_people)
    spread_reputation(market)
    assert market.tables.brands.known.tolist() == [4, 0]
    assert market.tables.brands.reputation.tolist() == pytest.approx([0.6, 0.125])
