"""Plans by name and splits of one's own: chosen, or refused before anything is run."""

from __future__ import annotations

import pytest

from experiments.own_brand.answering.chosen_plans import chosen
from experiments.own_brand.answering.plan_rows import _over_weeks
from experiments.own_brand.answering.plans import as_now, plans_of
from experiments.own_brand.brand import PlannedWeek
from experiments.own_brand.mixes import CREATORS
from simulation.errors import InputError
from simulation.strategies.named import restore
from tests.experiments.own_brand.answering.made import brand


def test_plans_are_kept_by_name_and_splits_come_after_them() -> None:
    ours = brand()
    plans, looks = chosen(ours, plans_of(ours), ["paid_social"], {"mine": {"creators": 0.5, "search": 0.25}})
    assert plans.names == ["no campaign", "paid social", "mine"]
    assert plans.named("mine").does == "50 % creators, 25 % search and 25 % kept."
    assert plans.named("mine").hires
    restore(plans.named("mine").strategy)
    assert not looks


def test_without_a_word_all_are_compared_and_the_best_split_is_looked_for() -> None:
    ours = brand()
    assert chosen(ours, plans_of(ours), None, None) == (plans_of(ours), True)
    assert chosen(ours, plans_of(ours), ["best split found"], None)[1]


@pytest.mark.parametrize(
    ("names", "splits", "line"),
    [
        (["paid sociall"], None, "^effort.plans: got 'paid sociall', takes one of .*paid social"),
        (["broadcast"], None, "^effort.plans: got 'broadcast', which is not compared here: The budget"),
        ([], None, "^effort.plans: got none"),
        (None, {"mine": {"tv": 1.0}}, "^effort.splits.mine: got 'tv', takes one of creators"),
        (None, {"mine": {"search": 0.7, "creators": 0.7}}, "^effort.splits.mine: got shares of 140 %"),
        (None, {"mine": {"search": 1.5}}, "^effort.splits.mine.search: got 1.5"),
        (None, {"mine": {"broadcast": 1.0}}, "^effort.splits.mine.broadcast: got .* takes at least"),
        (None, {"paid social": {"search": 1.0}}, "^effort.splits: got 'paid social', which is a plan's name"),
        (None, {"x" * 50: {"search": 1.0}}, "^effort.splits: got a name of 50 letters"),
    ],
)
def test_what_is_no_plan_is_refused(
    names: list[str] | None, splits: dict[str, dict[str, float]] | None, line: str
) -> None:
    ours = brand()
    with pytest.raises(InputError, match=line):
        chosen(ours, plans_of(ours), names, splits)


def test_a_run_of_days_is_shared_among_its_weeks() -> None:
    assert _over_weeks(0, 7, 10) == [(1, 1.0)]
    assert _over_weeks(3, 7, 10) == [(1, 4 / 7), (2, 3 / 7)]
    assert [week for week, _ in _over_weeks(14, None, 4)] == [3, 4]
    assert sum(share for _, share in _over_weeks(5, 100, 4)) == pytest.approx(1)


def test_a_plan_that_spends_on_creators_without_a_handle_is_left_out_with_the_reason() -> None:
    found = as_now(brand(plan=(PlannedWeek(1, channel=CREATORS, spend=100.0),)))
    assert "without saying on whom" in found.why  # type: ignore[union-attr]
