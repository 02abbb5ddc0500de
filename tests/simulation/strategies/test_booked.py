"""A plan as people write it: bought as it stands, refused where it cannot be, and said where it leaves money over."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulation.configure import build
from simulation.errors import InputError, InputWarning
from simulation.model import MarketModel
from simulation.state.columns import CHANNELS
from simulation.state.journal import Purpose
from simulation.strategies.booked import USUAL_CPM, Booked, Booking
from simulation.strategies.named import describe, named, restore

PARTS = {
    "market": {"consumers": 100, "people": 1e6, "days": 30, "burn_in": 0},
    "creators": {
        "number": 8,
        "roster": {"handles": ["@anna", "@ben"], "followers": [2e3, 3e3], "fee": [40.0, 50.0]},
        "dealing": {"enabled": True, "reservation": 10.0},  # nobody would take an offer
    },
    "brands": {"campaign_days": 26, "budget": 5_000.0, "hours_per_creator": 1.0, "wage": 20.0},
}
STEADY = {"creators": {"dealing": {"enabled": False}}}
"""Quotes that do not move."""
PLAN: dict[str, Any] = {
    "handles": ["@anna", "@ben", "@anna", "@anna", "@anna"],
    "posts": [1, 2, 2, 1, 3],
    "weeks": [1, 2, 2, 2, 4],
    "channels": ["paid_social", "broadcast", "paid_social"],
    "channel_weeks": [1, 3, 4],
    "spend": [100.0, 200.5, 50.0],
}


def market(tiny: Any, strategy: Any, **layers: Any) -> MarketModel:
    parts = {part: {**PARTS.get(part, {}), **layers.get(part, {})} for part in PARTS}
    made: MarketModel = tiny.market(strategy, **parts)
    made.run_for(26)
    return made


def refusal(tiny: Any, **changed: Any) -> str:
    with pytest.raises(InputError) as refused:
        market(tiny, Booked(**{**PLAN, **changed}))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_weeks_without_a_gap_are_one_contract() -> None:
    assert Booked(**PLAN).bookings() == [
        Booking("@anna", 1, 2, 4),
        Booking("@ben", 2, 2, 2),
        Booking("@anna", 4, 4, 3),
    ]


def test_what_is_booked_is_bought_week_by_week_at_the_quotes_also_of_creators_who_would_decline(tiny: Any) -> None:
    model = market(tiny, Booked(**PLAN), **STEADY)
    deals = [(deal.day, deal.creator, deal.posts, deal.taken, deal.fee) for deal in model.history.deals]
    assert deals == [(0, 0, 4, 4, 4_000), (7, 1, 2, 2, 5_000), (21, 0, 3, 3, 4_000)]
    media = [
        (e.day, CHANNELS[e.payee.row], e.cents, e.days) for e in model.journal.entries if e.purpose == Purpose.MEDIA
    ]
    bought = [entry for entry in media if entry[2] in (10_000, 20_050, 5_000)]
    assert bought == [(0, "paid_social", 10_000, 7), (14, "broadcast", 20_050, 7), (21, "paid_social", 5_000, 5)]
    assert model.ledger.fees == 4 * 4_000 + 2 * 5_000 + 3 * 4_000
    assert model.ledger.hours == 3 * 2_000, "an hour of 20 USD for each contract"
    reluctant = market(tiny, Booked(**PLAN))
    assert [deal.taken for deal in reluctant.history.deals] == [4, 2, 3]


def test_the_usual_prices_are_those_of_the_other_strategies() -> None:
    assert named("full_funnel").prices == USUAL_CPM  # type: ignore[attr-defined]


def test_a_price_of_ones_own_buys_so_many_impressions(tiny: Any) -> None:
    strategy = Booked(channels=["broadcast"], channel_weeks=[1], spend=[300.0], cpm=[6.0])
    view = tiny.market(**PARTS).view()
    plan = strategy.plan(view)
    assert [buy.impressions for buy in plan.adverts] == [pytest.approx(300 / 6 * 1_000)]


def test_what_is_not_booked_stays_unspent_and_a_plan_may_take_the_whole_budget(tiny: Any) -> None:
    assert market(tiny, Booked(**PLAN), **STEADY).ledger.cost == 79_050
    assert market(tiny, Booked(**PLAN), **STEADY, brands={"budget": 790.50}).ledger.cost == 79_050
    assert market(tiny, Booked()).ledger.cost == 0


def test_a_plan_beyond_the_budget_is_refused_with_its_parts(tiny: Any) -> None:
    assert refusal(tiny, spend=[5_000.0, 0.0, 0.0]) == (
        "strategy booked: got a plan for 5,440.00 USD (fees 380.00, hours 60.00, media 5,000.00), takes at most"
        " brands.budget = 5,000.00 USD"
    )


def test_where_quotes_have_risen_fewer_posts_are_bought_and_it_is_said(tiny: Any) -> None:
    """100 USD: 20 for the hour, two posts of 40; a fee that doubled leaves room for one."""
    model = tiny.market("none", **{**PARTS, "brands": {**PARTS["brands"], "budget": 100.0}})
    model.creators.asked[0] = 8_000
    model.run_for(7)
    strategy = Booked(handles=["@anna"], posts=[2], weeks=[2])
    with pytest.warns(InputWarning, match="@anna asks more than when the plan was made: fewer posts are bought"):
        plan = strategy.plan(model.view())
    assert [(offer.posts, offer.fee) for offer in plan.offers] == [(1, 8_000)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"handles": ["@ana", *PLAN["handles"][1:]]}, "strategy.handles: got '@ana', takes one of .*'@anna'"),
        ({"weeks": [1, 2, 2, 2, 5]}, "strategy.weeks: got @anna in week 5, takes 1 to 4: the campaign has 26 days"),
        ({"channel_weeks": [1, 3, 9]}, "strategy.channel_weeks: got paid_social in week 9, takes 1 to 4"),
        ({"posts": [1, 2, 2, 1, 90]}, "strategy.posts: got 90 of @anna from week 4 to 4, takes at most 15: .* 3 a day"),
    ],
)
def test_what_cannot_be_bought_is_refused_before_the_first_day(tiny: Any, changed: Any, message: str) -> None:
    assert re.match(message, refusal(tiny, **changed)), refusal(tiny, **changed)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"posts": [1]}, "strategy.posts: got 1 values, takes 5, one for each of strategy.handles"),
        ({"spend": []}, "strategy.spend: got 0 values, takes 3, one for each of strategy.channels"),
        ({"cpm": [5.0]}, "strategy.cpm: got 1 values, takes 3"),
        ({"channels": ["paid_social", "brodcast", "search"]}, r"strategy.channels: got 'brodcast', .*'broadcast'"),
        ({"weeks": [0, 2, 2, 2, 4]}, "strategy.weeks.0: got 0, takes a number greater than"),
    ],
)
def test_lists_that_do_not_fit_are_refused(changed: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        restore({"_target_": "simulation.strategies.booked.Booked", **PLAN, **changed})


def test_a_plan_is_set_by_overrides_and_kept_in_a_file(tmp_path: Any) -> None:
    model = build(
        [
            "market.consumers=60",
            "market.people=1e5",
            "creators.number=5",
            "creators.roster.handles=['@anna']",
            "creators.roster.followers=[2000]",
            "creators.roster.fee=[40]",
            "strategy=booked",
            "strategy.handles=['@anna']",
            "strategy.posts=[2]",
            "strategy.weeks=[1]",
        ]
    )
    model.save(tmp_path / "market.npz")
    again = MarketModel.load(tmp_path / "market.npz")
    assert again.scenario == model.scenario
    assert describe(again.strategy) == describe(Booked(handles=["@anna"], posts=[2], weeks=[1]))
