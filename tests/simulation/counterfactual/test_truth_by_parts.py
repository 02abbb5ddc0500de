"""What each part of a campaign truly earned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view.touch_log import BY
from simulation.counterfactual.campaign import Part, Worlds
from simulation.counterfactual.replay import Without
from simulation.counterfactual.uplift import uplift
from simulation.counterfactual.uplift_parts import (
    _apportion,
    interaction,
    interactions,
    leave_one_out,
    shapley,
    shapley_people,
)
from simulation.errors import InputError
from simulation.model import MarketModel

MONEY = ["revenue", "margin", "cost", "profit"]
NO_INFLUENCE: dict[str, dict[str, float]] = {
    "persuasion": {"awareness": 0.0, "gain": 0.0, "covert": 0.0},
    "trust": {"association": 0.0, "brand_gain": 0.0},
    "talk": {"hear": 0.0},
    "purchase": {"adstock": 0.0},
}


@pytest.fixture(scope="module")
def worlds(lively: Callable[..., MarketModel]) -> Worlds:
    """The lively market's worlds. Tests share them and only add to them."""
    return Worlds(lively())


def cents(table: Any) -> Any:
    return table[MONEY].mul(100).round().astype(int)


def creators(*rows: int) -> Part:
    return Part(f"creators {rows}", frozenset(rows))


@pytest.mark.parametrize("by", BY)
def test_a_cut_of_the_campaign_is_all_of_it_and_nothing_twice(worlds: Worlds, by: Any) -> None:
    parts = worlds.parts(by)
    assert sorted(i for part in parts for i in part.creators) == [0, 1, 2, 3, 4]
    assert [(part.name, set(part.channels)) for part in parts if part.channels] == [("broadcast", {"broadcast"})]


def test_creators_can_be_grouped(worlds: Worlds) -> None:
    parts = worlds.parts("creator", groups=2)
    assert [part.name for part in parts] == ["creators 1 of 2", "creators 2 of 2", "broadcast"]
    assert [len(part.creators) for part in parts] == [3, 2, 0]
    assert len(worlds.parts("creator", groups=99)) == len(worlds.parts("creator"))


def test_the_campaign_is_the_world_with_it_less_the_world_without(worlds: Worlds) -> None:
    without = worlds.start.fork("none")
    without.run_for(10)
    truth, row = uplift(worlds.whole, without), leave_one_out(worlds).loc["campaign"]
    assert truth.purchases.sum() > 5
    assert row["purchases"] == truth.total["purchases"]
    for name in ("revenue", "margin", "profit"):
        assert row[name] == pytest.approx(truth.total[name], abs=0.011)
    assert row["cost"] == worlds.whole.ledger.cost / 100
    mine = worlds.uplift()
    assert mine.total == truth.total
    assert mine.purchases.tolist() == truth.purchases.tolist()


def test_leaving_one_out_is_what_a_twin_without_it_shows(worlds: Worlds) -> None:
    twin = worlds.start.fork(Without(worlds.start.strategy, creators={0, 2}))
    twin.run_for(10)
    part = creators(0, 2)
    table = leave_one_out(worlds, [part])
    lost = int(worlds.whole.consumers.purchases[:, 0].sum()) - int(twin.consumers.purchases[:, 0].sum())
    assert table.loc[part.name, "purchases"] == lost * worlds.start.people_per_consumer
    assert table.loc[part.name, "cost"] * 100 == pytest.approx(worlds.whole.ledger.cost - twin.ledger.cost)
    assert worlds.uplift(part).purchases.sum() == lost
    assert table.loc[part.name, "creators"] == 2


def test_costs_left_out_add_up_to_the_campaigns(worlds: Worlds) -> None:
    for by in BY:
        table = cents(leave_one_out(worlds, by))
        assert table["cost"].iloc[1:].sum() == table["cost"].iloc[0] == worlds.whole.ledger.cost


@pytest.mark.parametrize("cut", [("channel", None), ("tier", None), ("creator", 3)])
def test_shapley_values_add_up_to_the_campaign_to_the_cent(worlds: Worlds, cut: tuple[Any, int | None]) -> None:
    table = shapley(worlds, *cut)
    whole = cents(leave_one_out(worlds, "channel").loc[["campaign"]]).iloc[0]
    assert cents(table).iloc[0].tolist() == whole.tolist()
    assert cents(table).iloc[1:].sum().tolist() == whole.tolist()
    assert table["purchases"].iloc[1:].sum() == pytest.approx(table["purchases"].iloc[0])


def test_shapley_of_two_parts_is_the_mean_of_both_orders(worlds: Worlds) -> None:
    a, b = worlds.parts("channel")
    people = worlds.start.people_per_consumer
    whole, only_b, only_a, none = (
        int(worlds.without(parts).purchases.sum()) * people for parts in ((), (a,), (b,), (a, b))
    )
    table = shapley(worlds, [a, b])
    assert table.loc[a.name, "purchases"] == pytest.approx((only_a - none + whole - only_b) / 2)
    assert table.loc[b.name, "purchases"] == pytest.approx((only_b - none + whole - only_a) / 2)
    assert interaction(worlds, a, b)["purchases"] == pytest.approx(whole - only_a - only_b + none)


def test_shapley_is_shared_out_person_by_person(worlds: Worlds) -> None:
    shares = shapley_people(worlds, "tier")
    assert np.abs(shares.sum(axis=1) - worlds.uplift().purchases).max() < 1e-12
    people = worlds.start.people_per_consumer
    assert shares.sum(axis=0) * people == pytest.approx(shapley(worlds, "tier")["purchases"].iloc[1:].to_numpy())


def test_who_is_not_in_the_campaign_earned_nothing_and_needs_no_world(worlds: Worlds) -> None:
    idle = creators(6, 7)
    before = len(worlds._kept)
    assert (leave_one_out(worlds, [idle]).loc[idle.name, ["purchases", *MONEY]] == 0).all()
    assert len(worlds._kept) <= before + 1, "the world without the campaign is all it may need"
    table = shapley(worlds, [*worlds.parts("channel"), idle])
    assert (table.loc[idle.name, ["purchases", *MONEY]] == 0).all()


def test_parts_of_a_plan_are_compared_with_the_rest_of_it(worlds: Worlds) -> None:
    """Parts that are not all of the campaign: together they are worth what the rest gains by them."""
    given = [creators(0), creators(1)]
    table = shapley(worlds, given)
    both = leave_one_out(worlds, [creators(0, 1)])
    assert cents(table).loc["campaign"].tolist() == cents(both).iloc[1].tolist()


def test_interactions_are_of_every_pair_and_costs_cancel(worlds: Worlds) -> None:
    parts = worlds.parts("tier")
    table = interactions(worlds, "tier")
    assert len(table) == len(parts) * (len(parts) - 1) / 2
    assert table["profit"].tolist() == table["margin"].tolist()
    assert table.loc[(parts[0].name, parts[1].name)].to_dict() == interaction(worlds, parts[0], parts[1])
    assert (table["purchases"] != 0).any()


def test_without_influence_no_part_earned_anything(lively: Callable[..., MarketModel]) -> None:
    worlds = Worlds(lively(consumers=NO_INFLUENCE))
    for table in (leave_one_out(worlds, "creator"), shapley(worlds, "channel")):
        assert (table[["purchases", "revenue", "margin"]] == 0).all().all()
        assert cents(table)["profit"].tolist() == (-cents(table)["cost"]).tolist()
        assert (table["cost"] > 0).all()
    assert (interactions(worlds, "channel") == 0).all().all()
    assert (shapley_people(worlds, "channel") == 0).all()
    assert not worlds.uplift().purchases.any()
    assert not worlds.uplift().trust.any()


def test_no_campaign_has_no_parts(start: MarketModel) -> None:
    worlds = Worlds(start.fork("none"))
    for by in BY:
        assert worlds.parts(by) == []
    assert (leave_one_out(worlds).loc["campaign"] == 0).all()
    assert (shapley(worlds).loc["campaign"] == 0).all()
    assert interactions(worlds).empty


def test_the_worlds_leave_the_start_as_it_was(worlds: Worlds) -> None:
    worlds.without(worlds.parts("channel"))
    assert worlds.start.campaign_day == 0
    assert worlds.start.ledger.cost == 0
    assert worlds.start.journal.entries == []


def test_truth_by_parts_begins_on_the_campaigns_first_day(start: MarketModel) -> None:
    start.run_for(1)
    with pytest.raises(InputError, match="campaign day 1, takes one on day 0"):
        leave_one_out(start)


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        (lambda worlds: leave_one_out(worlds, "tiers"), "did you mean 'tier'"),
        (lambda worlds: leave_one_out(worlds, "creator", groups=0), "groups: got 0"),
        (lambda worlds: leave_one_out(worlds, "tier", groups=2), "groups: got 2 by tier"),
        (lambda worlds: leave_one_out(worlds, [creators(8)]), "got creator 8, takes 0 to 7"),
        (lambda worlds: leave_one_out(worlds, [Part("air", channels=frozenset({"tv"}))]), "channel: got 'tv'"),
        (lambda worlds: shapley(worlds, [creators(i) for i in range(7)]), "got 7 parts, takes at most 6"),
        (lambda worlds: shapley(worlds, [creators(0, 1), creators(1)]), "which overlap"),
        (
            lambda worlds: interaction(worlds, worlds.campaign, Part("air", channels=frozenset({"broadcast"}))),
            "which overlap",
        ),
    ],
)
def test_what_is_no_part_is_refused(worlds: Worlds, ask: Callable[[Worlds], Any], line: str) -> None:
    with pytest.raises(InputError, match=line):
        ask(worlds)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6), st.integers(1, 720))
def test_whole_cents_are_shared_out_without_losing_one(numerators: list[int], denominator: int) -> None:
    numerators[-1] -= sum(numerators) % denominator
    shares = _apportion(numerators, denominator)
    assert sum(shares) * denominator == sum(numerators)
    assert all(abs(share * denominator - n) < denominator for share, n in zip(shares, numerators, strict=True))
