"""The strategies that ship: each spends the budget on what its name says, and never more than there is."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.scenario.parameter import entries
from simulation.state.columns import SEARCH_IMPRESSIONS, TIERS
from simulation.strategies.celebrity import Celebrity
from simulation.strategies.hiring import cost_of, of_tier
from simulation.strategies.hybrid import Hybrid
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.macro import Macro
from simulation.strategies.named import BUILT_IN, named, restore
from simulation.strategies.overlap_aware import OverlapAware
from simulation.strategies.plan import Plan
from simulation.strategies.search_retargeting import SearchRetargeting
from simulation.strategies.strategy import Strategy
from simulation.strategies.top_fit import TopFit
from simulation.strategies.view import View
from tests.examples import examples

SPENDING = [name for name in BUILT_IN if name != "none"]
ON_CREATORS = [
    "celebrity",
    "macro",
    "top_fit",
    "overlap_aware",
    "cheapest_reach",
    "nano_swarm",
    "small_then_big",
    "big_then_small",
    "picking",
]
STOPPING = ("ramp", "hyper_targeted", "booked")
"""Strategies that end before the money does: what the ramp asks for, what pays, what is booked."""
WIDE = {
    "market": {"consumers": 100, "people": 1e6, "days": 30, "burn_in": 0},
    "creators": {"number": 20},
    "brands": {"campaign_days": 28, "budget": 60_000.0},
}


def market(tiny: Any, strategy: str | Strategy = "none", **layers: Any) -> MarketModel:
    parts = {part: {**WIDE.get(part, {}), **layers.get(part, {})} for part in {**WIDE, **layers}}
    made: MarketModel = tiny.market(strategy, **parts)
    return made


def cost(view: View, plan: Plan) -> int:
    return cost_of(view, plan.offers) + sum(buy.cost for buy in plan.adverts)


def run(tiny: Any, strategy: str | Strategy, **layers: Any) -> tuple[MarketModel, dict[int, Plan]]:
    """Run a campaign; return the market and the plans that bought something, by week."""
    plans: dict[int, Plan] = {}
    chosen = named(strategy) if isinstance(strategy, str) else strategy

    class Watched(Strategy):
        name = "watched"

        def plan(self, view: View) -> Plan:
            made = chosen.plan(view)
            if made != Plan():
                plans[view.week] = made
            return made

    model = market(tiny, Watched(), **layers)
    plans.clear()  # of the rehearsal
    model.run_for(model.scenario.brands.campaign_days)
    return model, plans


@pytest.mark.parametrize("name", [name for name in SPENDING if name not in STOPPING])
def test_every_strategy_spends_the_budget_down_to_the_cheapest_unit(tiny: Any, name: str) -> None:
    model, plans = run(tiny, name)
    hired = list(plans.values())[-1].offers  # who was hired with the last of the money
    room = model.scenario.creators.most_posts
    cheapest = min((offer.fee for offer in hired if offer.posts < room * (offer.days or 28)), default=None)
    refunded = sum(b.cost for plan in plans.values() for b in plan.adverts if b.channel != "broadcast") * 0.02
    assert model.ledger.cost > 0
    if name == "adaptive":  # what is too little for a period's creators waits for the next period, the last one's too
        late = [n for e, n in model.journal.of_brand(0) if e.day == model.campaign_day - 1 and e.channel and n < 0]
        assert model.ledger.unspent + sum(late) < 0.05 * model.ledger.budget  # refunds of the last day come too late
    elif name == "community_first":  # beside creators it buys whole quarters of an hour
        quarter = model.view().wage / 4 * 4
        assert cheapest is None or model.ledger.unspent < max(cheapest, quarter)
    elif name in ON_CREATORS:
        assert cheapest is None or model.ledger.unspent < cheapest
    else:
        assert model.ledger.unspent <= refunded


@examples(15)
@given(budget=st.floats(0, 1e6), days=st.integers(1, 30), wage=st.floats(0, 50), seed=st.integers(0, 999))
@pytest.mark.parametrize("name", SPENDING)
def test_no_plan_costs_more_than_there_is(
    tiny: Any, name: str, budget: float, days: int, wage: float, seed: int
) -> None:
    layers = {"brands": {"budget": budget, "campaign_days": days, "wage": wage, "hours_per_creator": 3.0}}
    model = market(tiny, **layers)
    view = model.view()
    plan = named(name).plan(view)
    assert cost(view, plan) <= view.unspent
    plan.check(name, len(model.quotes), view.most_posts, range(days))


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_money_adds_up_on_every_day(tiny: Any, name: str) -> None:
    model = market(tiny, name)
    for _ in range(30):
        model.step()
        ledger = model.ledger
        assert ledger.budget == ledger.fees + ledger.media + ledger.hours + ledger.unspent
        assert ledger.unspent >= 0


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_a_budget_of_nothing_buys_nothing(tiny: Any, name: str) -> None:
    model, plans = run(tiny, name, brands={"budget": 0.0})
    assert plans == {}
    assert model.ledger.cost == 0


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_every_strategy_is_a_config_with_the_schemas_defaults(name: str) -> None:
    from simulation.configure import compose, strategy_of

    assert type(strategy_of(compose([f"strategy={name}"]))) is type(named(name))


def test_every_config_is_a_strategy() -> None:
    folder = Path(__file__).resolve().parents[3] / "configs" / "strategy"
    assert {path.stem for path in folder.glob("*.yaml")} == set(BUILT_IN)


@pytest.mark.parametrize(("strategy", "tier"), [(Celebrity(), "mega"), (Macro(), "macro")])
def test_as_few_big_creators_as_it_takes_get_the_whole_budget(tiny: Any, strategy: Strategy, tier: str) -> None:
    model, plans = run(tiny, strategy, brands={"budget": 100_000.0})
    view, offers = model.view(), plans[0].offers
    left, chosen = model.ledger.budget, []
    for i in of_tier(view, tier).tolist():  # who cannot be paid with what is left is passed over
        if view.hiring(1, int(view.quotes[i])) <= left and len(chosen) < len(offers):
            left -= view.hiring(offers[len(chosen)].posts, int(view.quotes[i]))
            chosen.append(i)
    assert [offer.creator for offer in offers] == chosen
    room = model.scenario.creators.most_posts * 28
    full = [offer.posts == room for offer in offers]
    assert full == sorted(full, reverse=True), "the next one is asked only when the one before is full"
    assert model.ledger.fees == sum(offer.posts * offer.fee for offer in offers)
    assert model.ledger.unspent < offers[-1].fee


def test_a_market_without_megas_takes_the_largest_tier_there_is(tiny: Any) -> None:
    scenario = tiny.scenario(**{**WIDE, "brands": {**WIDE["brands"], "budget": 200_000.0}})
    model = tiny.market("celebrity", scenario=scenario, graph={"tiers": ["nano", "mid"]})
    model.run_for(1)
    hired = np.flatnonzero(model.tables.contracts.posts[0])
    assert {TIERS[tier] for tier in model.creators.tier[hired]} == {"mid"}


def test_a_creator_gets_no_more_posts_than_there_is_room_for(tiny: Any) -> None:
    model, plans = run(tiny, "macro", brands={"budget": 1e9})
    assert {offer.posts for offer in plans[0].offers} == {model.scenario.creators.most_posts * 28}
    assert model.ledger.unspent == 10**11 - model.ledger.cost > 0


def test_the_swarm_is_of_nanos_and_larger_than_what_the_same_money_hires_of_eight_posts_each(tiny: Any) -> None:
    model = market(tiny, brands={"budget": 500.0})
    swarm, fewer = named("nano_swarm").plan(model.view()), TopFit(tier="nano").plan(model.view())
    assert {TIERS[model.creators.tier[offer.creator]] for offer in swarm.offers} == {"nano"}
    assert len(swarm.offers) > len(fewer.offers) > 0


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_hybrid_splits_the_budget_and_broadcast_gets_what_creators_leave(tiny: Any, share: float) -> None:
    view = market(tiny, brands={"budget": 20_000.0}).view()
    plan = Hybrid(share=share).plan(view)
    on_creators = cost_of(view, plan.offers)
    assert on_creators <= view.unspent * share
    assert on_creators >= view.unspent * share * 0.9
    assert cost(view, plan) == view.unspent
    assert {buy.channel for buy in plan.adverts} <= {"broadcast"}


@pytest.mark.parametrize(
    ("name", "first", "then"), [("small_then_big", "micro", "macro"), ("big_then_small", "macro", "micro")]
)
def test_a_sequence_spends_half_in_each_half_and_the_halves_do_not_overlap(
    tiny: Any, name: str, first: str, then: str
) -> None:
    model, plans = run(tiny, name)
    assert list(plans) == [0, 2]
    view = model.view()
    for week, tier in ((0, first), (2, then)):
        assert {TIERS[view.tier[offer.creator]] for offer in plans[week].offers} == {tier}
    half = cost_of(view, plans[0].offers)
    assert 0.9 * model.ledger.budget / 2 < half <= model.ledger.budget / 2
    contracts = model.tables.contracts
    rows = {week: [offer.creator for offer in plan.offers] for week, plan in plans.items()}
    assert (contracts.first[0, rows[0]] + contracts.length[0, rows[0]] == 14).all()
    assert (contracts.first[0, rows[2]] == 14).all()
    assert (contracts.first[0, rows[2]] + contracts.length[0, rows[2]] == 28).all()


@pytest.mark.parametrize("name", ["small_then_big", "big_then_small"])
def test_a_campaign_of_one_week_runs_both_halves_side_by_side(tiny: Any, name: str) -> None:
    model, plans = run(tiny, name, brands={"campaign_days": 5, "budget": 60_000.0})
    assert list(plans) == [0]
    tiers = {TIERS[model.creators.tier[offer.creator]] for offer in plans[0].offers}
    assert tiers == {"micro", "macro"}


def test_search_gets_no_more_than_its_share_and_what_it_cannot_use_goes_to_retargeting(tiny: Any) -> None:
    layers = {"market": {"consumers": 300}, "consumers": {"traits": {"purchase_interval": 60.0}}}
    strategy = SearchRetargeting(search=0.4, search_cpm=3.0, retargeting_cpm=150.0)
    model, plans = run(tiny, strategy, brands={"budget": 20_000.0}, **layers)
    weekly = [{buy.channel: buy.cost for buy in plan.adverts} for plan in plans.values()]
    assert len(weekly) == 4
    for week in weekly:
        assert week.get("search", 0) <= 0.4 * sum(week.values()) + 1
    shown = model.history.measured(0)
    rare = [week.get("search", 0) for week in weekly[1:]]
    assert max(rare) < 0.4 * 2_000_000 / 4  # fewer searches than the money would have paid for
    assert model.ledger.unspent < 0.02 * model.ledger.budget
    assert shown[SEARCH_IMPRESSIONS] > 0


def test_advertising_in_the_second_week_is_paid_from_refunds_of_the_first(tiny: Any) -> None:
    layers = {"platform": {"visibility": 0.0}, "brands": {"awareness": [0.0], "loyal": [0.0], "budget": 4_000.0}}
    _, plans = run(tiny, SearchRetargeting(), **layers)  # nobody knows the brand: no search, nobody to retarget
    assert [sum(buy.cost for buy in plan.adverts) for plan in plans.values()] == [100_000, 133_333, 200_000, 400_000]


def test_overlap_aware_passes_over_a_creator_whose_audience_it_has_already(tiny: Any) -> None:
    model = market(tiny, brands={"hours_per_creator": 0.0})
    view = model.view()
    a, b, c = of_tier(view, "micro")[:3].tolist()
    start, lists = tiny_lists(len(model.consumers.niche), {a: range(0, 60), b: range(0, 59), c: range(60, 100)})
    follows = model.tables.follows._replace(start=start, creator=lists, tie=np.ones(len(lists), np.uint8))
    model.tables = model.tables._replace(follows=follows)
    model.creators.fit[[a, b, c], 0] = 0.8
    model.creators.audience[[a, b, c]] = (60, 59, 40)
    model.creators.followers[[a, b, c]] = (6e5, 5.9e5, 4e5)
    model.creators.visibility[[a, b, c]] = 0.5
    chosen = [offer.creator for offer in OverlapAware(creators=2, posts=8).plan(model.view()).offers]
    assert set(chosen) == {a, c}


def tiny_lists(people: int, audiences: dict[int, range]) -> tuple[Any, Any]:
    """Make follow lists from audiences."""
    lists = [sorted(i for i, audience in audiences.items() if c in audience) for c in range(people)]
    start = np.concatenate([[0], np.cumsum([len(row) for row in lists])]).astype(np.int64)
    return start, np.array([i for row in lists for i in row], np.uint16)


def test_overlap_aware_chooses_for_no_less_unique_attention_than_top_fit(tiny: Any) -> None:
    layers = {"brands": {"budget": 8_000.0}, "market": {"consumers": 300, "people": 3e6}, "creators": {"number": 40}}
    view = market(tiny, **layers).view()
    value = view.audiences.interest(view.fit)
    reached = {}
    for strategy in (OverlapAware(), TopFit()):
        missed = np.ones(view.audiences.people)
        for offer in strategy.plan(view).offers:
            i = offer.creator
            seen = min(view.impressions[i] / max(view.followers[i], 1.0), 1.0)
            missed[view.audiences.followers(i)] *= 1 - (1 - (1 - seen) ** 8) * float(view.fit[i])
        reached[type(strategy)] = float((value * (1 - missed)).sum())
    assert reached[OverlapAware] >= reached[TopFit] > 0


@pytest.mark.parametrize("name", [name for name in BUILT_IN if dataclasses.is_dataclass(type(named(name)))])
def test_every_parameter_out_of_range_is_refused_in_one_line(name: str) -> None:
    kind = type(named(name))
    wrong = {
        "tier": "mikro",
        "big": "makro",
        "posts": 0,
        "creators": 0,
        "hold": -1,
        "share": 1.5,
        "search": -0.1,
        "label": "perhaps",
        **dict.fromkeys(("creators_share", "broadcast_share", "paid_social_share", "search_share"), 1.5),
    }
    for entry in entries(kind):
        given = wrong.get(entry.name, -1 if entry.unit in ("", "1", "1 per week") else 0)  # or prices
        with pytest.raises(InputError, match=f"^strategy.{entry.name}: got ") as caught:
            restore({"_target_": BUILT_IN[name], entry.name: given})
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match=r"^strategy\.colour: no such parameter"):
        restore({"_target_": BUILT_IN[name], "colour": 1})


def test_the_full_funnel_buys_every_channel_and_spends_the_budget_as_its_shares_say(tiny: Any) -> None:
    model = market(tiny, "full_funnel", brands={"budget": 400_000.0})
    plan = named("full_funnel").plan(model.view())
    spent = {buy.channel: buy.cost for buy in plan.adverts}
    assert spent == {
        "broadcast": 8_000_000,
        "paid_social": 8_000_000,
        "search": 4_000_000,
        "retargeting": 40_000_000 - 20_000_000 - cost_of(model.view(), plan.offers),
    }
    assert 0 < cost_of(model.view(), plan.offers) <= 16_000_000


def test_the_full_funnel_refuses_shares_of_more_than_everything() -> None:
    with pytest.raises(InputError, match=r"got a sum of 1\.4, takes at most 1"):
        restore({"_target_": BUILT_IN["full_funnel"], "broadcast_share": 0.7})


def test_hybrid_with_both_shares_given_keeps_the_rest(tiny: Any) -> None:
    model, plans = run(tiny, Hybrid(share=0.4, media=0.3), brands={"budget": 20_000.0})
    view = market(tiny, brands={"budget": 20_000.0}).view()
    assert sum(buy.cost for buy in plans[0].adverts) == int(view.budget * 0.3)
    assert not any(plan.adverts for week, plan in plans.items() if week)
    assert model.ledger.cost <= view.budget * 0.7
    assert cost_of(view, plans[0].offers) > 0.9 * 0.4 * view.budget
    more = Hybrid(share=0.4, media=0.6).plan(view)
    assert more.offers == plans[0].offers, "another share of broadcast changes no offer"


def test_hybrid_refuses_to_spend_more_than_there_is() -> None:
    with pytest.raises(InputError, match=r"strategy.media: got 0.7 beside share=0.5"):
        restore({"_target_": BUILT_IN["hybrid"], "share": 0.5, "media": 0.7})


@pytest.mark.parametrize(
    "strategy",
    [
        HyperTargeted(tier="nano", creators=3, least_fit=0.0, dearest=None),
        TopFit(tier="nano", creators=3),
        OverlapAware(tier="nano", creators=3),
        Hybrid(share=0.9, media=0.0, tier="nano", creators=3),
    ],
)
def test_no_more_creators_are_hired_than_the_most_whatever_is_left_over(tiny: Any, strategy: Strategy) -> None:
    model, plans = run(tiny, strategy, brands={"budget": 1e6})
    assert len(plans[0].offers) == 3
    assert len({deal.creator for deal in model.history.deals if deal.taken}) == 3


def test_ranking_purchases_at_a_price_leaves_the_menu_as_it_was(tiny: Any) -> None:
    # The price of a place is searched for on one menu.
    view, strategy = market(tiny, brands={"budget": 1e6}).view(), HyperTargeted(least_fit=0.0)
    menu, fresh = (strategy.menu(view, strategy.candidates(view)) for _ in range(2))
    first = strategy.ranked(menu, 0.0)
    strategy.ranked(menu, 1e5)
    for now, then in zip((*menu, *strategy.ranked(menu, 0.0)), (*fresh, *first), strict=True):
        np.testing.assert_array_equal(now, then)
