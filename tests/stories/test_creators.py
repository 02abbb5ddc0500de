"""Stories of creators who decide: what they take, whom they leave, what they ask, what they buy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.market.creator_economy import public_engagement, public_followers
from simulation.model import MarketModel
from simulation.state.columns import NEVER
from simulation.state.journal import Purpose
from simulation.strategies import Offer, Plan, Strategy, View

DEALING = {"enabled": True}


class Hire(Strategy):
    """Offers so many posts to some creators, in the first week."""

    def __init__(self, rows: list[int], posts: int = 4, control: float = 0.0, share: float = 1.0) -> None:
        """Take the creators, the posts, the control of the brief, and the share of the quote that is paid."""
        self.rows, self.posts, self.control, self.share = rows, posts, control, share

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        fees = {i: int(view.quotes[i] * self.share) for i in self.rows}
        return Plan(tuple(Offer(i, self.posts, fee, control=self.control) for i, fee in fees.items()))


def market(tiny: Any, strategy: Strategy | str = "none", **parts: Any) -> MarketModel:
    """A market of eight creators who decide, in which a campaign lasts ten weeks."""
    dealing = {**DEALING, **parts.pop("dealing", {})}
    made: MarketModel = tiny.market(
        strategy,
        market={"days": 84, "people": 6e5, **parts.pop("market", {})},
        brands={"campaign_days": 70, "budget": 5e6, **parts.pop("brands", {})},
        creators={"dealing": dealing, "fraud": parts.pop("fraud", {"enabled": False}), **parts.pop("creators", {})},
        **parts,
    )
    return made


def test_a_creator_takes_a_good_offer_and_declines_a_poor_one(tiny: Any) -> None:
    alike = market(tiny)
    alike.creators.fit[:] = 1.0
    agent = alike.creator_agents[0]
    taken = [agent.posts_to_take(0, int(agent.quote * share), 4, 70, 0.0) for share in (0.3, 0.6, 1.0, 2.0)]
    assert taken == sorted(taken)
    assert taken[0] == 0
    assert taken[-1] == 4


def test_the_more_is_sold_already_the_fewer_further_posts_a_creator_takes(tiny: Any) -> None:
    model = market(tiny, creators={"posting_rate": 0.5})
    model.creators.fit[:], model.creators.posting[:] = 1.0, 0.5
    agent = model.creator_agents[0]
    alone = agent.posts_to_take(0, agent.quote, 60, 70, 0.0)
    model.brands[1].contract(0, posts=20, days=70, control=0.0, label=False)
    assert 0 < agent.posts_to_take(0, agent.quote, 60, 70, 0.0) < alone < 60


def test_an_authentic_creator_minds_a_script_and_one_without_scruples_does_not(tiny: Any) -> None:
    model = market(tiny, dealing={"control": 0.9})
    model.creators.fit[:] = 1.0
    model.creators.integrity[:2] = (1.0, 0.0)
    authentic, other = model.creator_agents[:2]
    assert authentic.posts_to_take(0, authentic.quote, 2, 70, 0.0) == 2
    assert authentic.posts_to_take(0, authentic.quote, 2, 70, 1.0) == 0
    assert other.posts_to_take(0, other.quote, 2, 70, 1.0) == 2


def test_tight_control_drives_the_authentic_out_first(tiny: Any) -> None:
    model = market(tiny, Hire(list(range(8)), control=1.0, share=3.0))
    model.creators.integrity[:] = np.linspace(0.2, 1.0, 8)
    model.run_for(80)
    left = model.tables.contracts.left[0]
    gone = left < NEVER
    assert 1 < gone.sum() < 8
    assert model.creators.integrity[gone].min() > model.creators.integrity[~gone].max()
    assert (np.diff(left[gone]) <= 0).all(), "the more authentic, the earlier"


def test_who_leaves_pays_back_the_posts_that_are_owed(tiny: Any) -> None:
    model = market(tiny, Hire([7], posts=10, control=1.0, share=3.0))
    model.creators.integrity[:] = 1.0
    model.run_for(80)
    contracts = model.tables.contracts
    made = int(contracts.published[0, 7])
    assert 0 < made < 10
    assert model.ledger.fees == made * int(contracts.fee[0, 7])
    assert model.journal.earned(7) == model.ledger.fees
    assert sum(cents for entry, cents in model.journal.of_brand(0) if entry.purpose == Purpose.FEE) == model.ledger.fees


def test_nobody_goes_back_to_a_brand_that_they_left(tiny: Any) -> None:
    model = market(tiny, Hire([7], control=1.0, share=3.0))
    model.creators.integrity[:] = 1.0
    model.run_for(80)
    assert model.creator_agents[7].posts_to_take(0, 10**9, 1, 7, 0.0) == 0
    assert model.creator_agents[7].posts_to_take(1, 10**9, 1, 7, 0.0) == 1


def test_who_sells_too_much_stops_for_good_the_authentic_first(tiny: Any) -> None:
    layers = {"creators": {"other_sponsors": 0.9, "number": 8}, "dealing": {"quitting": 0.5, "bearable": 0.1}}
    weeks = np.zeros(8)
    for seed in range(6):
        model = tiny.market(
            seed=seed,
            market={"days": 200},
            brands={"campaign_days": 100},
            creators={**layers["creators"], "dealing": {**DEALING, **layers["dealing"]}, "posting_rate": 1.0},
        )
        model.creators.integrity[:] = [0.0] * 4 + [1.0] * 4
        while model.day < 150 and model.creators.there[4:].any():
            model.run_for(7)
            weeks += model.creators.there
        assert model.creators.there[:4].all(), "who has no integrity can bear anything"
        gone = np.flatnonzero(model.creators.there == 0)
        assert model.tables.content.number[gone].sum() == 0
    assert weeks[4:].max() < weeks[:4].min()


def test_a_price_follows_the_audience_with_a_lag(tiny: Any) -> None:
    model = market(tiny, dealing={"price_lag": 4.0, "price_engagement": 0.0, "price_followers": 1.0})
    model.run_burn_in()
    model.run_for(1)
    before = model.creators.asked.copy()
    model.creators.before[:] = public_followers(model.creators, model.people_per_consumer) / 2  # it has doubled
    worth = []
    for _ in range(8):
        model.run_for(7)
        worth.append(model.creators.asked[0] / before[0])
    assert worth == sorted(worth)
    assert worth[0] == pytest.approx(1 + (1 - np.exp(-1 / 4)), rel=0.15)
    assert worth[-1] < 2.2


def test_who_gets_less_for_a_post_sells_more_of_them(tiny: Any) -> None:
    model = market(tiny, dealing={"income": 1.0, "price_followers": 1.0}, creators={"other_sponsors": 0.2})
    model.run_burn_in()
    model.run_for(1)
    model.creators.asked[:4] *= 0.5
    model.creators.worth[:4] = model.creators.asked[:4] * 2
    model.run_for(6)
    model.creators.before[:4] = public_followers(model.creators, model.people_per_consumer)[:4] * 2
    model.run_for(7)
    assert model.creators.sold[:4].min() > 0.25 > 0.21 > model.creators.sold[4:].mean()


def test_bought_followers_are_counted_like_and_never_buy(tiny: Any) -> None:
    honest, padded = market(tiny), market(tiny, fraud={"enabled": True, "accounts": 1.0, "bought": 0.3, "growth": 0.0})
    for model in (honest, padded):
        model.run_for(30)
    assert (public_followers(padded.creators, 1.0) > 1.1 * public_followers(honest.creators, 1.0)).any()
    assert (padded.quotes >= honest.quotes).all()
    assert padded.quotes.sum() > honest.quotes.sum()
    assert padded.consumers.purchases.tolist() == honest.consumers.purchases.tolist(), "nobody is there who could buy"
    shown = [public_engagement(model.creators, model.scenario).mean() for model in (honest, padded)]
    assert shown[0] != shown[1]


def test_when_brands_hire_those_who_bought_followers_others_buy_too(tiny: Any) -> None:
    def bought(rows: list[int]) -> float:
        model = market(tiny, Hire(rows), fraud={"enabled": True, "accounts": 0.0, "growth": 5.0})
        model.creators.bought[:2] = 0.5
        model.run_for(60)
        return float(model.creators.bought[2:].mean())

    assert bought([0, 1]) > 0.1
    assert bought([4, 5]) == 0.0
