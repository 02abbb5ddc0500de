"""A brand as a Mesa agent: its money, its contracts, its reputation."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_studied_brand_has_its_budget_and_every_rival_the_rivals(tiny: Any) -> None:
    market = tiny.market(brands={"budget": 1234.56, "rival_budget": 99.0})
    assert [brand.ledger.budget for brand in market.brands] == [123456, 9900]
    assert market.ledger == market.brands[0].ledger
    assert [brand.name for brand in market.brands] == ["Alder", "Birch"]
    assert repr(market.brands[1]) == "<Brand 1 Birch>"


def test_managing_a_creator_costs_hours_at_the_wage(tiny: Any) -> None:
    market = tiny.market(brands={"wage": 33.33, "hours_per_creator": 2.5})
    assert market.view().management == round(33.33 * 2.5 * 100)


def test_a_contract_stands_in_the_table_and_runs_for_its_days(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(1)
    brand, contracts = market.brands[1], market.tables.contracts
    assert not brand.has_contract(3)
    brand.contract(3, posts=4, days=2, control=0.25, label=True)
    assert (contracts.posts[1, 3], contracts.first[1, 3], contracts.length[1, 3]) == (4, 1, 2)
    assert (contracts.control[1, 3], contracts.label[1, 3]) == (0.25, 1)
    assert brand.has_contract(3)
    assert not market.brands[0].has_contract(3)
    market.run_for(1)
    assert brand.has_contract(3)
    market.run_for(1)
    assert not brand.has_contract(3)


@pytest.mark.parametrize(
    ("integrity", "fit", "share"), [(1.0, 1.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.5, 0.5, 0.25)]
)
def test_the_better_the_fit_and_the_more_authentic_the_likelier_the_product_is_truly_used(
    tiny: Any, integrity: float, fit: float, share: float
) -> None:
    market = tiny.market(creators={"use_share": 1.0, "number": 50})
    market.creators.integrity[:], market.creators.fit[:] = integrity, fit
    used = 0
    for day in range(20):
        market.day = day
        for creator in range(50):
            market.brands[0].contract(creator, 1, 1, 0.0, False)
        used += int(market.tables.contracts.uses[0].sum())
    assert used / 1000 == pytest.approx(share, abs=4.5 * (share * (1 - share) / 1000) ** 0.5)


def test_a_brands_reputation_is_the_trust_of_those_who_know_it(tiny: Any) -> None:
    market = tiny.market(market={"burn_in": 7})
    market.run_for(8)
    for brand in market.brands:
        known = market.consumers.aware[:, brand.row] > 0
        assert brand.reputation == pytest.approx(market.consumers.trust[known, brand.row].mean(), rel=1e-5)


def test_a_brand_that_nobody_knows_keeps_the_reputation_it_began_with(tiny: Any) -> None:
    market = tiny.market(
        brands={"awareness": [0.0, 0.5], "loyal": [0.0], "trust": [0.375]},
        consumers={"persuasion": {"awareness": 0.0}},
    )
    market.run_for(3)
    assert market.brands[0].reputation == 0.375
