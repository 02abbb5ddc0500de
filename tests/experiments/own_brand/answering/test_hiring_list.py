"""Whom to hire and whom to drop, from rows as runs leave them."""

from __future__ import annotations

import polars as pl
import pytest

from experiments.own_brand.answering.hiring_list import hires, to_drop


def rows(handle: str, profits: list[float], cost: float = 100.0, **more: float) -> list[dict[str, object]]:
    """Return one row a world for a creator."""
    usual = {"posts": 4.0, "fees": 90.0, "impressions": 10_000.0, "overlap": 0.1, "fit": 0.5}
    return [
        {"point": k, "arm": handle, "cost": cost, "added_profit": profit, **(usual | more)}
        for k, profit in enumerate(profits)
    ]


def test_creators_stand_in_the_order_of_what_they_add() -> None:
    table = pl.DataFrame(rows("a", [10.0, 30.0, 20.0]) + rows("b", [50.0, 60.0, -10.0]) + rows("c", [-5.0, -9.0, 2.0]))
    found = hires(table)
    assert [(each.handle, each.added, each.pays) for each in found] == [
        ("b", pytest.approx(100 / 3), 2),
        ("a", pytest.approx(20.0), 3),
        ("c", pytest.approx(-4.0), 1),
    ]
    assert [each.keep for each in found] == [True, True, False]
    assert [each.handle for each in to_drop(found)] == ["c"]


def test_a_creator_is_kept_by_the_mean_as_plans_are() -> None:
    """A plan that pays in the mean is the answer; the creator who makes that mean is not one to drop first."""
    found = hires(pl.DataFrame(rows("a", [90.0, -10.0, -20.0]) + rows("b", [5.0, 5.0, -20.0])))
    assert [(each.handle, each.keep, each.pays) for each in found] == [("a", True, 1), ("b", False, 2)]
    assert [each.handle for each in to_drop(found)] == ["b"]


def test_at_most_ten_are_dropped_the_worst_first() -> None:
    table = pl.DataFrame([row for k in range(12) for row in rows(f"c{k}", [-float(k + 1)] * 2)])
    dropped = [each.handle for each in to_drop(hires(table))]
    assert len(dropped) == 10
    assert dropped[:2] == ["c11", "c10"]


def test_reasons_say_what_the_numbers_show() -> None:
    table = pl.DataFrame(
        rows("near", [1.0, 1.0], fit=0.9)
        + rows("far", [1.0], fit=0.1, overlap=0.5)
        + rows("dear", [1.0, 1.0], cost=1_000.0)
    )
    why = {each.handle: each.why for each in hires(table)}
    assert why["near"].startswith("close to the brand (90 % fit)")
    assert "shares 50 % of its audience" in why["far"]
    assert "hired in 1 of 2 worlds" in why["far"]
    assert why["dear"] == "dear for what is seen"


def test_nothing_is_said_of_the_fit_of_creators_whose_niche_is_not_told() -> None:
    found = hires(pl.DataFrame(rows("far", [1.0], fit=0.1) + rows("told", [2.0], fit=0.1)), unknown={"far": "odd"})
    told, far = found
    assert (told.fit, far.fit) == (0.1, None)
    assert told.why.startswith("far from the brand")
    assert far.why == "odd"


def test_nobody_hired_is_an_empty_list() -> None:
    assert hires(pl.DataFrame()) == []
