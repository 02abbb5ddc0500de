"""Money is conserved: budget = fees + media + hours + unspent, to the cent; each sale is one consumer's, once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import ADVERT_IMPRESSIONS, CHANNELS, POST_IMPRESSIONS, PURCHASES, REPEAT_PURCHASES
from simulation.strategies import AdvertBuy, Offer, Plan, Strategy, View
from tests.examples import examples

CREATORS = 8
BUDGET = 20_000_00


class Scripted(Strategy):
    """Follows a script: one plan a week."""

    def __init__(self, *plans: Plan) -> None:
        self.plans = plans

    def plan(self, view: View) -> Plan:
        return self.plans[view.week] if view.week < len(self.plans) else Plan()


def market(tiny: Any, strategy: Strategy) -> MarketModel:
    made: MarketModel = tiny.market(
        strategy,
        market={"burn_in": 1, "days": 22},
        brands={"budget": BUDGET / 100, "campaign_days": 21, "hours_per_creator": 2.5, "wage": 33.33},
        creators={"most_posts": 3},
    )
    return made


offers = st.builds(
    Offer,
    creator=st.integers(0, CREATORS - 1),
    posts=st.integers(1, 20),
    fee=st.integers(0, 3000_00),
    control=st.none() | st.floats(0, 1),
    label=st.booleans(),
)
buys = st.builds(
    AdvertBuy, impressions=st.floats(0, 1e6), cost=st.integers(0, 10_000_00), channel=st.sampled_from(CHANNELS)
)
weeks = st.builds(
    Plan,
    offers=st.lists(offers, max_size=4, unique_by=lambda offer: offer.creator).map(tuple),
    adverts=st.lists(buys, max_size=2).map(tuple),
)


@examples(30, suppress_health_check=[HealthCheck.too_slow])
@given(plans=st.lists(weeks, min_size=1, max_size=3))
def test_whatever_is_planned_every_cent_is_a_fee_media_hours_or_unspent(tiny: Any, plans: list[Plan]) -> None:
    try:
        made = market(tiny, Scripted(*plans))
    except InputError as error:
        assert "of brands.budget" in str(error)
        return
    spent = 0
    try:
        for _ in range(23):
            made.step()
            ledger = made.ledger
            assert ledger.budget == BUDGET == ledger.fees + ledger.media + ledger.hours + ledger.unspent
            assert {type(v) for v in (ledger.fees, ledger.media, ledger.hours)} == {int}
            assert min(ledger.fees, ledger.media, ledger.hours, ledger.unspent) >= 0
            assert sum(cents for _, cents in made.journal.of_brand(0)) == ledger.cost
            spent = ledger.cost
    except InputError as error:  # a later week's plan overspends: nothing of it is paid
        assert "of brands.budget" in str(error)
        assert made.ledger.cost == spent


@given(plan=weeks)
@settings(max_examples=40)
def test_what_is_paid_is_what_creators_accepted_and_what_was_bought(tiny: Any, plan: Plan) -> None:
    try:
        made = market(tiny, Scripted(plan))
    except InputError:
        return
    made.run_for(2)
    taken = [offer for offer in plan.offers if offer.fee >= made.quotes[offer.creator]]
    assert made.ledger.fees == sum(offer.fee * offer.posts for offer in taken)
    assert made.ledger.media == sum(buy.cost for buy in plan.adverts)  # what is not shown is refunded at the end
    assert made.ledger.hours == round(2.5 * 33.33 * 100) * len(taken)
    contracted = made.tables.contracts.posts[0]
    assert {i: int(n) for i, n in enumerate(contracted) if n} == {offer.creator: offer.posts for offer in taken}


def test_a_plan_that_overspends_is_refused_before_a_day_is_run(tiny: Any) -> None:
    plan = Plan(adverts=(AdvertBuy(1000.0, BUDGET + 1),))
    with pytest.raises(InputError, match=r"Scripted: got a plan for 20,000\.01 USD, takes at most the 20,000\.00 USD"):
        market(tiny, Scripted(plan))


def test_the_last_cent_can_be_spent(tiny: Any) -> None:
    made = market(tiny, Scripted(Plan(adverts=(AdvertBuy(1000.0, BUDGET),))))
    made.run_for(3)
    assert made.ledger.unspent == 0


def test_a_fork_whose_strategy_overspends_is_refused_before_it_lives_a_day(tiny: Any) -> None:
    made = market(tiny, Scripted())
    made.run_burn_in()
    with pytest.raises(InputError, match="brands.budget"):
        made.fork(Scripted(Plan(adverts=(AdvertBuy(1.0, BUDGET + 1),))))


def test_a_plan_is_paid_as_a_whole_or_not_at_all(tiny: Any) -> None:
    made = market(tiny, Scripted(Plan(adverts=(AdvertBuy(1.0, BUDGET // 2),)), Plan(adverts=(AdvertBuy(1.0, BUDGET),))))
    with pytest.raises(InputError, match="brands.budget"):
        made.run_for(20)
    assert made.ledger.cost == BUDGET // 2
    assert made.campaign_day == 7


def test_an_offer_must_be_affordable_even_if_it_would_be_declined(tiny: Any) -> None:
    declined = Offer(0, posts=60, fee=1)
    with pytest.raises(InputError, match="brands.budget"):
        market(tiny, Scripted(Plan((declined,), (AdvertBuy(1.0, BUDGET),))))


def test_an_offer_below_the_quote_is_declined_and_costs_nothing(tiny: Any) -> None:
    quotes = market(tiny, Scripted()).quotes
    made = market(tiny, Scripted(Plan((Offer(0, 2, int(quotes[0]) - 1), Offer(5, 2, int(quotes[5]))))))
    made.run_for(3)
    assert made.tables.contracts.posts[0, 0] == 0
    assert made.ledger.fees == 2 * quotes[5]
    assert made.ledger.hours == made.view().management


def test_nobody_is_paid_twice_while_one_contract_runs(tiny: Any) -> None:
    quote = int(market(tiny, Scripted()).quotes[5])
    offer = Plan((Offer(5, 2, quote),))
    made = market(tiny, Scripted(offer, offer, offer))
    made.run_for(22)
    assert made.ledger.fees == 2 * quote


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (Plan((Offer(-1, 1, 100),)), "offer to creator -1, takes 0 to 7"),
        (Plan((Offer(8, 1, 100),)), "offer to creator 8, takes 0 to 7"),
        (Plan((Offer(0, 0, 100),)), "0 posts at 100 cents"),
        (Plan((Offer(0, 1, -1),)), "1 posts at -1 cents"),
        (Plan((Offer(0, 1, 10.5),)), "takes whole numbers"),  # type: ignore[arg-type]
        (Plan((Offer(0, 1.5, 10),)), "takes whole numbers"),  # type: ignore[arg-type]
        (Plan((Offer(0, 64, 1),)), "64 posts of creator 0, takes at most 63"),
        (Plan((Offer(0, 1, 1, control=1.2),)), "control=1.2, takes 0 to 1"),
        (Plan((Offer(0, 1, 1), Offer(0, 2, 1))), "two offers to creator 0"),
        (Plan(adverts=(AdvertBuy(-1.0, 0),)), "-1.0 impressions, takes 0 or more"),
        (Plan(adverts=(AdvertBuy(float("nan"), 0),)), "nan impressions"),
        (Plan(adverts=(AdvertBuy(float("inf"), 0),)), "inf impressions"),
        (Plan(adverts=(AdvertBuy(1.0, -5),)), "negative cost"),
        (Plan(adverts=(AdvertBuy(1.0, 0.5),)), "0.5 cents, takes a whole number"),  # type: ignore[arg-type]
        (Plan(adverts=(AdvertBuy(1.0, float("nan")),)), "nan cents"),  # type: ignore[arg-type]
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_one_line(tiny: Any, plan: Plan, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        market(tiny, Scripted(plan))
    assert "strategy Scripted" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_all_posts_that_were_paid_for_are_published_by_the_end_of_the_campaign(tiny: Any) -> None:
    quotes = market(tiny, Scripted()).quotes
    plan = Plan((Offer(0, 17, int(quotes[0])), Offer(5, 1, int(quotes[5]))))
    made = market(tiny, Scripted(plan))
    published = np.zeros(CREATORS, np.int64)
    for _ in range(23):
        made.step()
        content = made.tables.content
        filled = np.arange(3)[None, :] < content.number[:, None]
        published += ((content.brand == 0) & filled).sum(axis=1)
    assert {i: int(n) for i, n in enumerate(published) if n} == {0: 17, 5: 1}


def test_advertisements_that_were_bought_are_met_no_more_no_less(tiny: Any) -> None:
    """Impressions are in people; each consumer stands for as many, so the count is right within rounding by chance."""
    made = market(tiny, Scripted(Plan(adverts=(AdvertBuy(3_000_000.0, 100),))))
    made.run_for(23)
    met = made.history.measured(0)[ADVERT_IMPRESSIONS] * made.people_per_consumer
    daily = 3_000_000.0 / 21 / made.people_per_consumer  # impressions a day, Bernoulli per person
    error = np.sqrt(21 * daily * (1 - daily / 60)) * made.people_per_consumer
    assert abs(met - 3_000_000.0) < 4.5 * error
    assert made.history.measured(0)[POST_IMPRESSIONS] == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=st.data(), strategy=st.data(), seed=st.integers(0, 2**32 - 1))
def test_each_sale_is_one_consumers_once(
    tiny: Any, any_scenario: Any, any_strategy: Any, scenario: st.DataObject, strategy: st.DataObject, seed: int
) -> None:
    made = tiny.market(strategy.draw(any_strategy), seed, scenario=scenario.draw(any_scenario))
    made.run_burn_in()
    before = np.zeros_like(made.consumers.purchases)
    for _ in range(6):
        knew = made.consumers.aware != 0
        made.step()
        now = made.consumers.purchases.astype(np.int64)
        bought = now - before
        assert bought.min() >= 0
        assert bought.sum(axis=1).max() <= 1, "somebody bought twice on one occasion"
        assert not bought[made.consumers.rate == 0].any(), "somebody bought who never buys in the category"
        known = knew | (made.consumers.aware != 0)  # a brand may be forgotten in the evening after it was bought
        assert not bought[~known].any(), "somebody bought a brand they do not know"
        assert bought.sum(axis=0).tolist() == made.tally.brand[:, PURCHASES].tolist()
        assert ((now > 1) & (bought > 0)).sum(axis=0).tolist() == made.tally.brand[:, REPEAT_PURCHASES].tolist()
        before = now
    for brand in range(len(made.brands)):
        assert made.consumers.purchases[:, brand].sum() == made.history.measured(brand)[PURCHASES]


def test_sales_of_the_burn_in_are_not_counted_for_the_campaign(tiny: Any) -> None:
    made = tiny.market(market={"burn_in": 20})
    made.run_burn_in()
    assert made.consumers.purchases.sum() > 0
    made.step()
    assert made.consumers.purchases[:, 0].sum() == made.tally.brand[0, PURCHASES] == made.history.measured(0)[PURCHASES]
    assert made.history.purchases(0).sum() > made.history.measured(0)[PURCHASES]
