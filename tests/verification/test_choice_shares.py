"""With equal utilities the choice shares are 1 / (B + 1); shares follow the logit for any utilities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from simulation.behaviour.purchase import choose
from simulation.compute.compiling import loop
from simulation.model import MarketModel
from simulation.scenario.coefficients import Rules
from simulation.state.columns import Now, Tables, Tally
from tests.plain_world import plain

PEOPLE = 4000
WILDLY_UNLIKELY = 1e-9
FLAT = {"price": 0.0, "loyalty": 0.0, "trust": 0.0, "attitude": 0.0, "adstock": 0.0, "affinity": 0.0}


@loop
def choose_rows(first: int, last: int, now: Now, tables: Tables, rules: Rules, tally: Tally, chosen: Any) -> None:
    for c in range(first, last):
        chosen[c] = choose(c, now, tables, rules)


def shop_floor(tiny: Any, brands: int, seed: int = 1, **purchase: float) -> MarketModel:
    market: MarketModel = tiny.market(
        seed=seed,
        graph={"friends": 0.0},
        **plain(
            market={"consumers": PEOPLE, "people": 1e6},
            brands={"names": [f"brand {b}" for b in range(brands)], "niches": ["coffee"], "loyal": [0.0]},
            consumers={"purchase": {**FLAT, **purchase}},
        ),
    )
    market.consumers.aware[:] = 1
    return market


def counts(market: MarketModel, days: int = 5) -> NDArray[np.int64]:
    """How often the outside option and each brand was chosen, int64[B + 1]."""
    brands = len(market.brands)
    chosen = np.empty(PEOPLE, np.int64)
    total = np.zeros(brands + 1, np.int64)
    for day in range(days):
        choose_rows(0, PEOPLE, Now(market.key, day), market.tables, market.rules, market.tally, chosen)
        total += np.bincount(chosen + 1, minlength=brands + 1)
    return total


def fits(seen: NDArray[np.int64], shares: Any) -> bool:
    """Chi-square test with a level at which a right model fails once in a lifetime."""
    wanted = np.asarray(shares) * seen.sum()
    rare = wanted < 10
    if rare.any():
        seen, wanted = np.append(seen[~rare], seen[rare].sum()), np.append(wanted[~rare], wanted[rare].sum())
        if wanted[-1] < 10:
            if seen[-1] > stats.poisson.isf(WILDLY_UNLIKELY, wanted[-1]):
                return False
            seen, wanted = seen[:-1], wanted[:-1] * seen[:-1].sum() / wanted[:-1].sum()
    return len(seen) < 2 or stats.chisquare(seen, wanted).pvalue > WILDLY_UNLIKELY


@pytest.mark.parametrize("brands", [1, 2, 3, 4, 8])
def test_brands_that_are_worth_the_same_as_nothing_get_equal_shares_with_it(tiny: Any, brands: int) -> None:
    market = shop_floor(tiny, brands)
    market.tables.brands.appeal[:] = 0
    assert fits(counts(market), np.full(brands + 1, 1 / (brands + 1)))


@settings(max_examples=25)
@given(appeal=st.lists(st.floats(-4, 4), min_size=3, max_size=3), seed=st.integers(0, 2**32 - 1))
def test_shares_follow_the_logit_for_any_utilities(tiny: Any, appeal: list[float], seed: int) -> None:
    market = shop_floor(tiny, 3, seed)
    market.tables.brands.appeal[:] = appeal
    weights = np.exp([0.0, *appeal])
    assert fits(counts(market), weights / weights.sum())


def test_a_brand_that_is_not_known_is_not_chosen_and_the_others_share_what_it_had(tiny: Any) -> None:
    market = shop_floor(tiny, 3)
    market.tables.brands.appeal[:] = [1.0, 0.5, 2.0]
    market.consumers.aware[:, 2] = 0
    weights = np.exp([0.0, 1.0, 0.5])
    assert fits(counts(market), [*(weights / weights.sum()), 0.0])


def test_utilities_made_of_all_their_parts_follow_the_logit(tiny: Any) -> None:
    """Price, loyalty, trust, attitude, adstock and affinity, each against its formula in the model's description."""
    weights = {"price": 0.1, "loyalty": 2.0, "trust": 1.5, "attitude": 0.8, "adstock": 0.6, "affinity": 1.2}
    market = shop_floor(tiny, 2, adstock_half=3.0, reference_price=30.0, **weights)
    people, brands = market.consumers, market.tables.brands
    brands.appeal[:], brands.price[:] = [-1.0, -0.5], [25.0, 40.0]
    people.price_sensitivity[:], people.weight[:] = 1.5, 0.75
    people.niche[:], people.second[:] = 1, 2
    people.loyalty[:], people.trust[:], people.attitude[:], people.adstock[:] = (
        [0.4, 0.1],
        [0.9, 0.3],
        [0.5, -0.5],
        [6.0, 1.0],
    )
    near = 0.75 * brands.affinity[1] + 0.25 * brands.affinity[2]
    value = (
        np.array([-1.0, -0.5])
        - 0.1 * 1.5 * (np.array([25.0, 40.0]) - 30.0)
        + 2.0 * np.array([0.4, 0.1])
        + 1.5 * (np.array([0.9, 0.3]) - 0.5)
        + 0.8 * np.array([0.5, -0.5])
        + 0.6 * np.array([6.0 / 9.0, 1.0 / 4.0])
        + 1.2 * near
    )
    shares = np.exp([0.0, *value])
    assert fits(counts(market), shares / shares.sum())
    assert not fits(counts(market), np.full(3, 1 / 3))


@settings(max_examples=10)
@given(raised=st.floats(0.01, 3), seed=st.integers(0, 1000))
def test_a_brand_that_gains_utility_loses_nobody_who_chose_it_before(tiny: Any, raised: float, seed: int) -> None:
    """The same draws in both worlds: a change can only draw people to the brand that it favours."""
    market = shop_floor(tiny, 3, seed)
    before, after = np.empty(PEOPLE, np.int64), np.empty(PEOPLE, np.int64)
    context = (Now(market.key, 0), market.tables, market.rules, market.tally)
    choose_rows(0, PEOPLE, *context, before)
    market.tables.brands.appeal[1] += np.float32(raised)
    choose_rows(0, PEOPLE, *context, after)
    changed = before != after
    assert (after[changed] == 1).all()
    assert (after[before == 1] == 1).all()
