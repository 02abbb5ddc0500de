"""The fit of one world: what no table tells changes by itself as little as what one tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.own_brand.fitting.market_of import market_of
from experiments.own_brand.fitting.sought import targets_of
from experiments.own_brand.fitting.trade import PREFIX, draws, open_parts
from experiments.own_brand.fitting.world_fit import WorldFit
from tests.experiments.own_brand.answering.made import brand

SMALL = {"market.consumers": 6_000, "market.burn_in": 14}


@pytest.mark.parametrize("known", [0.3, None])
def test_awareness_hardly_grows_by_itself_whether_or_not_it_is_told(known: float | None) -> None:
    made = brand(people=400_000.0, units=1_000.0, known=known)
    targets = targets_of(made)
    (drawn,) = draws(open_parts(made.answers, targets), 1, 1)
    values = {f"{PREFIX}{name}": value for name, value in {**drawn, "aware": 0.3}.items()}
    (row,) = WorldFit(market_of(made) | SMALL, made.answers, targets)(values, 3)
    allowed = targets.growth(row["aware"])
    assert -allowed < row["aware_end"] - row["aware"] < 2 * allowed
    assert row["sales"] == pytest.approx(targets.sales, rel=0.05)


def test_a_launch_may_become_known_by_talk() -> None:
    targets = targets_of(brand(units=0.0, known=0.0))
    assert not targets.steady
    assert targets_of(brand(known=None)).steady
    assert replace(targets, known=0.2).steady
