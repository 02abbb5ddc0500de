"""The market that answers describe: its parameters by hand, and that the scenario takes them."""

from __future__ import annotations

import warnings

import pytest

from experiments.own_brand.answering.plans import plans_of
from experiments.own_brand.brand import NOT_KNOWN, AudienceShare, Price, RosterCreator
from experiments.own_brand.currency import RATES
from experiments.own_brand.fitting.market_of import fee_of, market_of
from experiments.own_brand.fitting.niches import niches_with
from simulation.scenario import Scenario
from simulation.strategies.named import restore
from tests.experiments.own_brand.answering.made import brand

KINDS = {
    "repeat": {},
    "durable": {"buying": "one-off", "price": 400.0},
    "launch": {"units": 0.0, "known": 0.0},
    "subscription": {"buying": "subscription", "churn": 0.06},
    "own niche": {"niches": ("beekeeping", "gardening")},
    "roster": {"roster": (RosterCreator("@a", 5_000.0, None, niche="beekeeping"), RosterCreator("@b", 900.0, 50.0))},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_brand_is_a_scenario(kind: str) -> None:
    made = Scenario().with_values(market_of(brand(people=800_000.0, **KINDS[kind])))
    assert made.market.people == 800_000.0
    assert made.brands.names[0] == "Ours"


@pytest.mark.parametrize("currency", RATES)
def test_a_brand_of_every_currency_is_a_scenario_with_plans(currency: str) -> None:
    rate = RATES[currency]
    ours = brand(people=800_000.0, currency=currency, price=20.0 * rate, budget=200_000.0 * rate)
    values = market_of(ours)
    values["creators.cpm"] *= 2  # plausible worlds have dearer creators
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # money of another currency is no slip
        made = Scenario().with_values(values)
    for plan in plans_of(ours).plans:
        restore(plan.strategy)
    assert made.brands.wage == pytest.approx(40.0 * rate)


def test_the_price_slope_falls_with_the_price() -> None:
    cheap, dear = (market_of(brand(people=800_000.0, price=price)) for price in (30.0, 300.0))
    assert cheap["consumers.purchase.price"] == pytest.approx(0.08)
    assert dear["consumers.purchase.price"] == pytest.approx(0.008)
    assert dear["consumers.purchase.reference_price"] == 300.0


def test_wages_apart_cost_nothing_and_included_ones_are_in_the_currency() -> None:
    assert market_of(brand(people=800_000.0, wages_included=False))["brands.wage"] == 0.0
    assert market_of(brand(people=800_000.0))["brands.wage"] == pytest.approx(40.0 * 0.92)


def test_a_fee_that_is_missing_is_that_of_the_tier() -> None:
    prices = (Price("micro", "post", 250.0), Price("broadcast", "1000 impressions", 9.0))
    assert fee_of(RosterCreator("@a", 20_000.0, None), prices) == 250.0
    assert fee_of(RosterCreator("@a", 20_000.0, 99.0), prices) == 99.0
    assert fee_of(RosterCreator("@a", 500.0, None), prices) == 0.0, "no price for this tier: the market's"


NICHES = [
    ("coffee", "coffee", None),
    ("Coffee", "coffee", None),
    ("Skin care", "skin care", "skin care+beauty"),
    ("yoga", "yoga", "yoga+fitness"),
    ("turystyka górska", "turystyka górska", "turystyka górska+travel"),
    ("güzellik", "güzellik", "güzellik+beauty"),
]


@pytest.mark.parametrize(("word", "niche", "pair"), NICHES)
def test_a_word_of_ones_own_is_a_niche_near_the_one_that_it_means(word: str, niche: str, pair: str | None) -> None:
    found = niches_with([word])
    assert found.of(word) == niche
    assert pair is None or pair in found.related


def test_a_word_near_nothing_is_said() -> None:
    assert "near no niche of the market" in niches_with(["xylography"]).notes[0]
    found = niches_with(["coffee"], ["tea", "xylography", "numismatics"])
    assert found.strange == ("xylography", "numismatics")
    assert "taken to be far from the brand: xylography, numismatics." in found.notes[0]
    assert niches_with(["coffee", "xylography"], ["xylography"]).strange == ()


def test_an_audience_by_niche_is_that_of_the_market() -> None:
    told = (
        AudienceShare("niche", "Coffee", 0.6),
        AudienceShare("niche", "knitting", 0.1),
        AudienceShare("niche", NOT_KNOWN, 0.05),
    )
    values = market_of(brand(people=800_000.0, audience=told))
    made = Scenario().with_values(values)
    shares = dict(zip(made.market.niches, made.market.niche_shares, strict=True))
    assert (shares["coffee"], shares["knitting"]) == (pytest.approx(0.6), pytest.approx(0.1))
    assert shares["music"] == pytest.approx(0.3 / 11)
    assert "market.niche_shares" not in market_of(brand(audience=(AudienceShare("age", "18-24", 1.0),)))


def test_a_niche_that_is_told_to_have_nobody_has_nobody() -> None:
    told = (AudienceShare("niche", "coffee", 0.5), AudienceShare("niche", "food", 0.0))
    made = Scenario().with_values(market_of(brand(audience=told)))
    shares = dict(zip(made.market.niches, made.market.niche_shares, strict=True))
    assert (shares["coffee"], shares["food"]) == (0.5, 0.0)
    assert shares["books"] == pytest.approx(0.5 / (len(shares) - 2))
    only = Scenario().with_values(market_of(brand(audience=told[1:])))
    assert dict(zip(only.market.niches, only.market.niche_shares, strict=True))["food"] == 0.0
