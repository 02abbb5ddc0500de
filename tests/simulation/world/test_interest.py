"""Interest predicts buying: the tilt keeps its mean, has the odds ratio that is asked for, and is nothing at 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.model import MarketModel
from simulation.world.interest import tilted


def odds(p: Any) -> Any:
    return p / (1 - p)


def test_two_kinds_of_people_by_hand() -> None:
    """Half without and half with full affinity, mean 1/2, odds ratio 9: a = -ln 3, so that they are 1/4 and 3/4."""
    assert tilted(0.5, 9.0, np.array([0.0, 1.0])) == pytest.approx([0.25, 0.75], abs=1e-9)


@given(
    mean=st.floats(0.001, 0.999),
    ratio=st.floats(0.05, 100),
    affinity=st.lists(st.floats(0, 1), min_size=2, max_size=50).map(np.array),
)
def test_the_mean_stays_and_the_odds_grow_as_asked(mean: float, ratio: float, affinity: Any) -> None:
    chances = tilted(mean, ratio, affinity)
    assert chances.mean() == pytest.approx(mean, abs=1e-9)
    low, high = affinity.argmin(), affinity.argmax()
    grown = odds(chances[high]) / odds(chances[low])
    assert grown == pytest.approx(ratio ** (affinity[high] - affinity[low]), rel=1e-6)


@pytest.mark.parametrize(("mean", "ratio"), [(0.3, 1.0), (0.0, 4.0), (1.0, 4.0)])
def test_there_is_nothing_to_tilt(mean: float, ratio: float) -> None:
    assert tilted(mean, ratio, np.array([0.1, 0.9])).tolist() == [mean, mean]


def index(model: MarketModel, who: Any) -> float:
    """How many times likelier than anybody those of much interest are."""
    people = model.consumers
    affinity = people.weight * model.tables.brands.affinity[people.niche, 0]
    affinity += (1 - people.weight) * model.tables.brands.affinity[people.second, 0]
    return float(who[affinity >= 0.75].mean() / who.mean())


def test_those_of_much_interest_are_likelier_to_buy_to_know_and_to_have_the_habit(tiny: Callable[..., Any]) -> None:
    def market(ratio: float) -> MarketModel:
        made: MarketModel = tiny.market(
            market={"consumers": 20_000, "people": 2e7},
            consumers={"traits": {"interest_odds": ratio, "category_share": 0.33}},
            brands={"names": ["Alder"], "niches": ["coffee"], "awareness": [0.3], "loyal": [0.2]},
        )
        return made

    flat, steep = market(1.0), market(6.0)
    for who in (
        lambda people: people.rate > 0,
        lambda people: people.aware[:, 0] > 0,
        lambda people: people.loyalty[:, 0] > 0,
    ):
        assert index(flat, who(flat.consumers)) == pytest.approx(1, abs=0.1)  # 4 standard errors of 2,000 people
        assert index(steep, who(steep.consumers)) > 1.3
    share = (steep.consumers.rate > 0).mean()
    assert share == pytest.approx(0.33, abs=0.0133)  # four standard errors
    users = (steep.consumers.loyalty[:, 0] > 0)[steep.consumers.rate > 0].mean()
    assert users == pytest.approx(0.2, abs=0.02)
