"""Subscriptions, by hand: who begins one, who pays on which day, who cancels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import RENEWAL
from simulation.recording.expected_sales import expected_sales
from simulation.scenario import Scenario
from simulation.scenario.coefficients import rules_of
from simulation.state.columns import (
    ADVERT_IMPRESSIONS,
    CANCELLED,
    NOT_YET,
    PURCHASES,
    SEARCH,
    SUBSCRIBED,
    SUBSCRIBERS,
    Subscriptions,
)

C = 2
DAY = 40
PERIOD = 30
COUNTED = (SUBSCRIBERS, SUBSCRIBED, CANCELLED, PURCHASES)


@pytest.fixture
def world(scene: Any) -> Any:
    """Day 40: a person with an occasion each day who would take the studied brand; nobody subscribes yet."""
    made = scene()
    made.day = DAY
    made.model.tables = made.tables._replace(
        subscriptions=Subscriptions(np.full(len(made.people.rate), NOT_YET, np.int16))
    )
    made.people.rate[C] = 1.0
    made.people.aware[C] = 1
    made.tables.brands.appeal[:] = [50.0, -50.0]
    churns(made, 0.25)
    return made


def churns(world: Any, cancel: float) -> None:
    rules = world.model.rules
    world.model.rules = rules._replace(
        subscription=rules.subscription._replace(cancel=np.float32(cancel), period=PERIOD)
    )


def counted(world: Any, brand: int = 0) -> list[int]:
    return [world.count(brand, what) for what in COUNTED]


def test_a_purchase_of_the_studied_brand_begins_a_subscription(world: Any) -> None:
    world.shop(C)
    assert world.tables.subscriptions.renews.tolist() == [NOT_YET, NOT_YET, DAY + PERIOD, NOT_YET, NOT_YET]
    assert counted(world) == [1, 1, 0, 1]


def test_a_purchase_of_a_rival_is_only_a_purchase(world: Any) -> None:
    world.tables.brands.appeal[:] = [-50.0, 50.0]
    world.shop(C)
    assert (world.tables.subscriptions.renews == NOT_YET).all()
    assert (counted(world), counted(world, 1)) == ([0, 0, 0, 0], [0, 0, 0, 1])


def test_a_brand_that_sells_no_subscription_has_none(world: Any) -> None:
    world.model.tables = world.tables._replace(subscriptions=Subscriptions(np.zeros(0, np.int16)))
    world.shop(C)
    assert counted(world) == [0, 0, 0, 1]


def test_between_payments_a_subscriber_has_no_occasion(world: Any) -> None:
    """Neither the rival that it would take nor a search for it, nor a change of habit."""
    world.tables.subscriptions.renews[C] = DAY + 1
    world.tables.brands.appeal[:] = [-50.0, 50.0]
    world.tables.brands.adverts[SEARCH, 1] = 1.0
    world.turn("purchase", loyalty_memory=0.5)
    world.people.loyalty[C] = [0.5, 0.25]
    world.shop(C)
    assert (counted(world), counted(world, 1)) == ([1, 0, 0, 0], [0, 0, 0, 0])
    assert world.count(1, ADVERT_IMPRESSIONS) == 0
    assert world.people.loyalty[C].tolist() == [0.5, 0.25]
    assert world.people.expected[C].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("stays", [True, False])
def test_on_the_day_of_payment_one_draw_decides_whether_it_pays_or_cancels(world: Any, stays: bool) -> None:
    """Loyalty 0.5 becomes 0.8 * 0.5 + 0.2 with a payment; cancelled, the habit is gone. The rival's only fades."""
    u = world.draws(RENEWAL, C)[0]
    churns(world, float(u) if stays else float(world.above(u)))
    world.tables.subscriptions.renews[C] = DAY
    world.people.loyalty[C] = 0.5
    world.turn("purchase", loyalty_memory=0.8)
    world.shop(C)
    assert world.tables.subscriptions.renews[C] == (DAY + PERIOD if stays else NOT_YET)
    assert counted(world) == ([1, 0, 0, 1] if stays else [0, 0, 1, 0])
    assert world.people.loyalty[C] == pytest.approx([0.6, 0.4] if stays else [0.0, 0.5])
    assert world.people.purchases[C].tolist() == [int(stays), 0]
    assert world.people.expected[C, 0] == pytest.approx(1 - u, abs=1e-6)


def test_who_never_buys_in_the_category_pays_on_while_it_subscribes(world: Any) -> None:
    world.people.rate[C] = 0.0
    churns(world, 0.0)
    world.tables.subscriptions.renews[C] = DAY
    world.shop(C)
    assert counted(world) == [1, 0, 0, 1]


def test_churn_is_of_a_month_whatever_the_period() -> None:
    """A tenth a month: in a period of two months 1 - 0.9^2 leave; of 30 days, a little less than a tenth."""

    def rule(churn: float, period: int) -> Any:
        scenario = Scenario.from_dict({"brands": {"subscription": {"churn": churn, "period": period}}})
        return rules_of(scenario).subscription

    assert rule(0.1, 61).cancel == pytest.approx(1 - 0.9 ** (61 / 30.4375))
    assert rule(0.1, 30).cancel == pytest.approx(0.0986, abs=1e-4)
    assert rule(0.0, 30).cancel == 0
    assert rule(0.1, 30).payments == pytest.approx((1 - 0.0986) / 30, rel=1e-3)


def market(tiny: Any, **subscription: Any) -> Any:
    parts = {"loyal": [0.5, 0.0], "habit": 0.6, "subscription": {"enabled": True, **subscription}}
    return tiny.market(market={"consumers": 2000, "days": 60, "burn_in": 0}, brands=parts, graph={"friends": 0.0})


def test_users_are_subscribers_at_the_start_and_pay_on_a_day_of_the_first_period(tiny: Any) -> None:
    model = market(tiny, period=10)
    users, renews = model.consumers.loyalty[:, 0] > 0, model.tables.subscriptions.renews
    assert ((renews != NOT_YET) == users).all()
    days = np.bincount(renews[users], minlength=10)
    assert len(days) == 10
    assert (np.abs(days - users.sum() / 10) < 4 * np.sqrt(users.sum() / 10)).all()


def test_subscribers_leave_as_the_churn_says_and_the_figures_add_up(tiny: Any) -> None:
    """Of a half a month, and nobody comes: about a quarter is left after two."""
    model = market(tiny, churn=0.5, period=5)
    model.tables.brands.appeal[:] = -90.0
    at_first = float((model.tables.subscriptions.renews != NOT_YET).sum() * model.people_per_consumer)
    model.run_for(60)
    frame, found, people = model.metrics, model.outcomes(), model.people_per_consumer
    assert found["subscribers"] == frame["subscribers"].iloc[-1]
    assert found["subscribers"] / at_first == pytest.approx(0.5 ** (60 / 30.4375), abs=0.05)
    assert found["new_subscribers"] == 0
    assert found["cancellations"] == at_first - found["subscribers"] == frame["cancellations"].sum()
    assert found["purchases"] == model.consumers.purchases[:, 0].sum() * people
    assert found["revenue"] == found["purchases"] * model.scenario.per_brand("price")[0]
    assert found["expected_purchases"] == pytest.approx(found["purchases"], rel=0.05)


def test_a_subscriber_is_worth_its_payments_until_it_cancels(tiny: Any) -> None:
    model = market(tiny, churn=0.5, period=30)
    price, margin = (model.scenario.per_brand(name)[0] for name in ("price", "margin"))
    cancel = 1 - 0.5 ** (30 / 30.4375)
    assert model.outcomes()["lifetime_value"] == pytest.approx(price * margin / cancel)
    assert np.isnan(market(tiny, churn=0.0).outcomes()["lifetime_value"])


def test_without_a_subscription_its_figures_are_nothing(tiny: Any) -> None:
    model = tiny.market()
    model.run_for(4)
    assert len(model.tables.subscriptions.renews) == 0
    assert [model.outcomes()[name] for name in ("subscribers", "new_subscribers", "cancellations")] == [0, 0, 0]


def test_the_sales_to_expect_of_a_subscriber_are_its_payments_a_day(tiny: Any) -> None:
    model = market(tiny, churn=0.5, period=5)
    model.tables.brands.appeal[:] = -90.0
    subscribers = float((model.tables.subscriptions.renews != NOT_YET).sum()) * model.people_per_consumer
    cancel = 1 - 0.5 ** (5 / 30.4375)
    assert expected_sales(model)[0] == pytest.approx(subscribers * (1 - cancel) / 5, rel=1e-5)
