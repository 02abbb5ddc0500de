"""A strategy sees what its brand could know: no trust, no traits, no truth, and nothing that it could change."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.state.columns import ACTIVE, BROADCAST_IMPRESSIONS, Consumers, Creators, Follows
from simulation.strategies.audiences import Audiences, public_lists
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

PUBLIC = {
    "brand",
    "week",
    "days_left",
    "unspent",
    "budget",
    "ask_creators",
    "hired",
    "engagement",
    "commission",
    "setup",
    "wage",
    "offered",
    "asked",
    "spent",
    "followers",
    "tier",
    "fit",
    "quotes",
    "impressions",
    "management",
    "most_posts",
    "capacity",  # of its own managers
    "hours_per_creator",
    "briefing",
    "handles",
    "roster",
    "sales",
    "delivered",
    "audiences",
    "records",
    "oracle",  # no brand has it: for yardsticks, and said so there
}
"""Public figures and the brand's own records. Whoever adds to it says in ``View`` how a brand comes to know that."""


def held(thing: Any, depth: int = 4) -> list[Any]:
    """Everything that can be reached from an object by its attributes and items."""
    if depth == 0 or isinstance(thing, str | int | float):
        return []
    inside = list(thing) if isinstance(thing, tuple | list) else list(getattr(thing, "__dict__", {}).values())
    return [thing, *(found for each in inside for found in held(each, depth - 1))]


def test_the_view_holds_public_figures_and_the_brands_own_records_and_nothing_else() -> None:
    assert {item.name for item in dataclasses.fields(View)} == PUBLIC


def test_no_private_column_can_be_reached_from_the_view(tiny: Any) -> None:
    model = tiny.market("none", market={"consumers": 100})
    model.run_for(4)
    view = model.view()
    view.audiences.overlap(0, 1)
    reached = [thing for thing in held(view) if isinstance(thing, np.ndarray)]
    assert len(reached) > 5
    tables = model.tables
    public = {"start", "creator", "tie"}
    private = [
        *(getattr(tables.consumers, name) for name in Consumers._fields),
        *(getattr(tables.follows, name) for name in Follows._fields if name not in public),
        *(getattr(tables.creators, name) for name in Creators._fields),
    ]
    for column in private:
        assert not any(np.shares_memory(column, seen) for seen in reached)
    # Nor a copy of what is private about creators, nor anything about single consumers but whom they follow.
    for name in ("integrity", "craft", "disclosure", "posting", "breadth"):
        secret = getattr(tables.creators, name)
        assert not any(seen.shape == secret.shape and np.allclose(seen, secret) for seen in reached)
    assert not any(len(tables.consumers.niche) in seen.shape for seen in reached)


def test_what_a_strategy_does_to_its_view_changes_nothing_in_the_market(tiny: Any) -> None:
    class Vandal(Strategy):
        def plan(self, view: View) -> Plan:
            view.audiences.followers(0)
            for thing in held(view):
                if isinstance(thing, np.ndarray) and thing.flags.writeable:
                    thing[...] = 0
            return Plan()

    vandalised, left_alone = tiny.market(Vandal()), tiny.market("none")
    vandalised.run_for(8)
    left_alone.run_for(8)
    assert tiny.differences(vandalised, left_alone) == []
    assert (vandalised.quotes == left_alone.quotes).all()


def test_the_view_tells_the_impressions_that_each_channel_had_in_the_last_week(tiny: Any) -> None:
    from simulation.strategies.broadcast import Broadcast

    model = tiny.market(Broadcast(), market={"people": 6e4, "days": 12}, brands={"campaign_days": 10})
    model.run_for(12)
    last_week = sum(int(counts[0, BROADCAST_IMPRESSIONS]) for counts in model.history.brand[-7:])
    assert model.view().delivered.tolist() == [last_week * 1_000, 0, 0, 0]
    assert last_week > 0


def audiences_of(lists: list[list[int]], latent: tuple[int, ...] = ()) -> Audiences:
    start = np.concatenate([[0], np.cumsum([len(row) for row in lists])]).astype(np.int64)
    creator = np.array([i for row in lists for i in row], np.uint16)
    tie = np.full(len(creator), ACTIVE)
    tie[list(latent)] = 0
    follows = Follows(start, creator, tie, np.zeros(len(tie), np.float32), np.zeros(len(tie), np.float32))
    return Audiences(lambda: public_lists(follows))


def test_reports_count_who_follows_both() -> None:
    report = audiences_of([[0, 1], [], [1], [0, 1, 2], [2]])
    assert report.followers(1).tolist() == [0, 2, 3]
    assert report.overlap(0, 1) == 1.0  # both of 0's followers follow 1 too
    assert report.overlap(1, 2) == 0.5
    assert report.overlap(0, 3) == 0.0


def test_reports_know_nothing_of_latent_follows() -> None:
    assert audiences_of([[0, 1], [1]], latent=(1,)).followers(1).tolist() == [1]


def test_interest_is_the_mean_fit_of_whom_one_follows() -> None:
    report = audiences_of([[0, 1], [], [1]])
    assert report.interest(np.array([0.2, 0.6], np.float32)) == pytest.approx([0.4, 0.0, 0.6])


def test_the_greedy_choice_is_the_best_pair_of_a_small_case() -> None:
    report = audiences_of([[0, 1], [0, 1], [0, 1], [2], [2], [0]])
    rows, ones = np.array([0, 1, 2]), np.ones(3)
    assert report.choose(rows, ones, np.ones(6), ones, budget=2.0) == [0, 2]
    assert report.choose(rows, ones, np.ones(6), ones, budget=0.0) == []
    assert report.choose(rows[:0], ones[:0], np.ones(6), ones[:0], budget=2.0) == []
    assert report.choose(rows[1:], ones[1:], np.ones(6), ones[1:], budget=9.0, most=1) == [1]


def test_a_report_on_columns_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(InputError, match="got 2 chances and 3 costs, takes 3 of each"):
        audiences_of([[0]]).choose([0, 1, 2], np.ones(2), np.ones(1), np.ones(3), budget=1.0)


@pytest.mark.parametrize(
    ("commission", "posts", "fee", "cents"),
    [
        (0.0, 3, 1_000, 3_000 + 7),
        (0.5, 1, 5, 5 + 2 + 7),  # 2.5 goes to the even one
        (0.5, 1, 7, 7 + 4 + 7),  # and so does 3.5
        (0.15, 2, 10_001, 20_002 + 3_000 + 7),  # 3,000.3
        (0.15, 0, 10_001, 7),
    ],
)
def test_many_creators_cost_what_each_of_them_costs(
    commission: float, posts: int, fee: int, cents: int, tiny: Any
) -> None:
    view = dataclasses.replace(tiny.market("none").view(), commission=commission, management=7)
    assert view.hiring(posts, fee) == cents
    assert view.hiring_costs([posts, posts + 1], [[fee], [2 * fee]]).tolist() == [
        [view.hiring(n, quote) for n in (posts, posts + 1)] for quote in (fee, 2 * fee)
    ]
