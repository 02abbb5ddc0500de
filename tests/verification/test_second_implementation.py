"""Two implementations of the minimal day agree in distribution: the model's, and one in plain Mesa from docs/model.md.

On: posts, recognition, trust, broadcast, noticing, salience, persuasion, talk, choice, experience, fading, reputation.
Off: what `OFF` names. Both get the same parameters, every one of them named here, and the same graphs; draws differ.
The outcomes of a seed are compared in pairs, so that how graphs differ from seed to seed does not count as noise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View
from tests.second_implementation import Consumer, Given, Market

CONSUMERS, DAYS, POSTS, SEEDS = 150, 28, 10, 36
"""``POSTS``: of each creator for the first brand, over all days."""
ADVERTS = (0.3, 0.3)
"""Impressions of broadcast per person and day, by brand."""
ON: dict[str, Any] = {
    "market.niches": ["coffee", "books"],
    "market.related": ["coffee+books"],
    "market.related_similarity": 0.5,
    "consumers.traits.category_share": 0.7,
    "consumers.traits.purchase_interval": 8.0,
    "consumers.traits.purchase_shape": 1.0,
    "consumers.traits.attention": 4.0,
    "consumers.traits.scepticism": 0.3,
    "consumers.traits.receptivity": 0.5,
    "consumers.traits.price_sensitivity_sigma": 0.3,
    "consumers.recognition.base": -3.0,
    "consumers.recognition.label": 2.0,
    "consumers.recognition.misfit": 1.5,
    "consumers.recognition.control": 1.0,
    "consumers.recognition.load": 1.0,
    "consumers.recognition.literacy": 2.0,
    "consumers.recognition.learning": 0.03,
    "consumers.recognition.hearsay": 0.02,
    "consumers.recognition.load_memory": 0.95,
    "consumers.trust.memory": 0.95,
    "consumers.trust.gain": 0.3,
    "consumers.trust.asymmetry": 2.0,
    "consumers.trust.start": 0.65,
    "consumers.trust.start_evidence": 6.0,
    "consumers.trust.disclosed": 0.95,
    "consumers.trust.misfit": 0.4,
    "consumers.trust.insincere": 0.3,
    "consumers.trust.betrayal": 3.0,
    "consumers.trust.association": 0.2,
    "consumers.trust.brand_gain": 0.05,
    "consumers.trust.satisfaction": 0.1,
    "consumers.salience.resting": 0.6,
    "consumers.salience.lasting": 0.4,
    "consumers.salience.half_life": 10.0,
    "consumers.salience.use": 0.3,
    "consumers.salience.talk": 0.3,
    "consumers.noticing.post": 1.5,
    "consumers.noticing.trust": 0.5,
    "consumers.noticing.fit": 0.4,
    "consumers.noticing.interest": 0.5,
    "consumers.persuasion.awareness": 0.04,
    "consumers.persuasion.gain": 0.1,
    "consumers.persuasion.advert": 0.5,
    "consumers.persuasion.advert_adstock": 0.6,
    "consumers.persuasion.peak": 10.0,
    "consumers.persuasion.recognised": 0.4,
    "consumers.persuasion.covert": 0.05,
    "consumers.persuasion.carryover": 0.95,
    "consumers.persuasion.retention": 0.98,
    "consumers.talk.hear": 0.2,
    "consumers.talk.retell": 0.3,
    "consumers.talk.mention": 0.1,
    "consumers.talk.own": 0.6,
    "consumers.talk.recommend": 0.5,
    "consumers.talk.negativity": 2.0,
    "consumers.talk.call_out": 0.05,
    "consumers.talk.confidence": 0.9,
    "consumers.talk.influence": 0.4,
    "consumers.talk.credibility": 0.7,
    "consumers.talk.memory": 0.9,
    "consumers.purchase.price": 0.08,
    "consumers.purchase.reference_price": 30.0,
    "consumers.purchase.loyalty": 2.5,
    "consumers.purchase.trust": 1.5,
    "consumers.purchase.attitude": 0.8,
    "consumers.purchase.adstock": 0.8,
    "consumers.purchase.adstock_half": 3.0,
    "consumers.purchase.affinity": 1.0,
    "consumers.purchase.heard": 0.5,
    "consumers.purchase.loyalty_memory": 0.85,
    "consumers.purchase.loyalty_outside": 0.5,
    "consumers.purchase.satisfaction_noise": 0.3,
    "consumers.purchase.overpromise": 0.5,
    "consumers.purchase.learning": 0.2,
    "creators.posting_rate": 0.6,
    "creators.integrity_mean": 0.8,
    "creators.integrity_concentration": 10.0,
    "creators.disclosure_share": 0.5,
    "creators.use_share": 0.9,
    "creators.other_sponsors": 0.2,
    "creators.most_posts": 3,
    "brands.niches": ["coffee", "books"],
    "brands.price": [28.0, 33.0],
    "brands.quality": [0.8, 0.45],
    "brands.appeal": [-1.5, -1.0],
    "brands.awareness": [0.2, 0.4],
    "brands.trust": [0.5, 0.6],
    "brands.loyal": [0.1, 0.2],
    "brands.habit": 0.6,
    "brands.control": 0.3,
    "platform.visibility": 0.6,
    "platform.trust_tilt": 0.5,
}
OFF: dict[str, Any] = {
    "creators.dealing.enabled": False,
    "creators.fraud.enabled": False,
    "crises.enabled": False,
    "conversation.enabled": False,
    "regulation.disclosure": "none",
    "brands.management.mode": "hand",
    "brands.management.capacity": None,
    "measurement.touches": 0,
    **{f"platform.{way}": 0.0 for way in ("like", "comment", "share", "message", "save", "visibility_decline")},
    **{f"consumers.engagement.unfollow{kind}": 0.0 for kind in ("", "_sponsored")},
    **{f"consumers.opinions.{name}": 0.0 for name in ("trust_concentration", "attitude_mean", "attitude_spread")},
    "consumers.opinions.users": 0.0,
    "consumers.traits.interest_odds": 1.0,
    "consumers.recognition.load_shared": 1.0,
    "consumers.trust.record": 0.0,
    "consumers.noticing.closeness": 0.0,
    "consumers.persuasion.brief": 0.0,
    "consumers.persuasion.wear_half_life": 0.0,
    "creators.breadth_slope": 0.0,
}
"""Mechanisms that the minimal day is without."""
WORLD: dict[str, Any] = {
    "market.consumers": CONSUMERS,
    "market.people": float(CONSUMERS),
    "market.days": DAYS,
    "market.burn_in": 0,
    "graph.source": "generated",
    "graph.follows": 4.0,
    "graph.friends": 5.0,
    "graph.latent_share": 0.0,
    "creators.number": 10,
    "creators.followers_mu": 3.0,
    "creators.followers_sigma": 0.5,
    "creators.followers_low": 5.0,
    "creators.followers_high": 0.9,
    "brands.names": ["Alder", "Birch"],
    "brands.campaign_days": DAYS,
    "brands.budget": 1e9,
    "brands.rival_budget": 1e9,
}


class Everything(Strategy):
    """Buys broadcast in the first week, and ``POSTS`` posts of each creator if it hires."""

    def __init__(self, rate: float, hires: bool) -> None:
        self.rate, self.hires = rate, hires

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        offers = [Offer(i, POSTS, int(view.quotes[i])) for i in range(len(view.quotes))] if self.hires else []
        return Plan(tuple(offers), adverts=(AdvertBuy(self.rate * CONSUMERS * DAYS, 100),))


def of_the_model(seed: int) -> tuple[dict[str, float], Given]:
    """Outcomes of the model, and the graph that it was built on."""
    scenario = Scenario().with_values(ON | OFF | WORLD)
    first, second = (Everything(rate, hires) for rate, hires in zip(ADVERTS, (True, False), strict=True))
    with MarketModel(scenario, first, seed, threads=1, rivals=[second]) as model:
        follows, friends, people = model.tables.follows, model.tables.friends, model.consumers
        given = Given(
            [part.tolist() for part in np.split(follows.creator, follows.start[1:-1])],
            [part.tolist() for part in np.split(friends.friend, friends.start[1:-1])],
            list(zip(people.niche.tolist(), people.second.tolist(), people.weight.tolist(), strict=True)),
            model.creators.niche.tolist(),
        )
        model.run_for(DAYS)
        names = ("aware", "attitude", "trust", "adstock", "salience", "heard", "loyalty", "purchases", "exposures")
        columns = {name: getattr(model.consumers, name) for name in names}
        edges = {"alpha": follows.alpha.tolist(), "beta": follows.beta.tolist()}
        return measured(columns, edges, model.consumers.knowledge, model.consumers.load), given


def of_the_second(given: Given, seed: int, p: Mapping[str, Any]) -> dict[str, float]:
    """Outcomes of the plain implementation on the same graph."""
    market = Market(p, given, ADVERTS, (POSTS, DAYS), seed)
    for _ in range(DAYS):
        market.step()
    people = market.people
    names = ("aware", "attitude", "trust", "adstock", "salience", "heard", "loyalty", "purchases", "exposures")
    columns = {name: np.array([getattr(person, name) for person in people], np.float64) for name in names}
    edges = {name: [x for person in people for x in getattr(person, name)] for name in ("alpha", "beta")}
    knowledge, load = (np.array([getattr(person, name) for person in people]) for name in ("knowledge", "load"))
    return measured(columns, edges, knowledge, load)


def measured(
    columns: Mapping[str, Any], edges: Mapping[str, list[float]], knowledge: Any, load: Any
) -> dict[str, float]:
    """Means over people by brand, of opinions over those who know it."""
    found: dict[str, float] = {"knowledge": float(np.mean(knowledge)), "load": float(np.mean(load))}
    alpha, beta = np.array(edges["alpha"]), np.array(edges["beta"])
    found["trust in creators"] = float(np.mean(alpha / (alpha + beta)))
    knows = np.asarray(columns["aware"]) != 0
    for name, column in columns.items():
        for b in range(2):
            of = knows[:, b] if name in ("attitude", "trust", "salience", "adstock") else slice(None)
            found[f"{name} {b}"] = float(np.mean(np.asarray(column)[of, b], dtype=np.float64))
    return found


@pytest.fixture(scope="module")
def model_outcomes() -> list[tuple[dict[str, float], Given]]:
    return [of_the_model(seed) for seed in range(1, SEEDS + 1)]


def scores(outcomes: list[tuple[dict[str, float], Given]], p: Mapping[str, Any]) -> dict[str, float]:
    """How many standard errors the two implementations are apart, by outcome."""
    second = [of_the_second(given, 1000 + seed, p) for seed, (_, given) in enumerate(outcomes)]
    found = {}
    for name in second[0]:
        gaps = np.array([first[name] - other[name] for (first, _), other in zip(outcomes, second, strict=True)])
        found[name] = float(gaps.mean() / (gaps.std(ddof=1) / math.sqrt(len(gaps)))) if gaps.any() else 0.0
    return found


def test_the_model_agrees_with_a_second_implementation_made_from_its_page(model_outcomes) -> None:
    assert {name: z for name, z in scores(model_outcomes, ON).items() if not abs(z) < 3} == {}


FEWER = 12
"""Worlds in which a planted fault shows already."""


def test_a_wrong_number_in_one_of_them_is_found(model_outcomes) -> None:
    assert abs(scores(model_outcomes[:FEWER], ON | {"consumers.persuasion.carryover": 0.9})["adstock 0"]) > 5


def test_a_wrong_formula_in_one_of_them_is_found(model_outcomes, monkeypatch) -> None:
    def persuade_without_wear(self: Consumer, b: int, strength: float) -> None:
        gain = self.model.p["consumers.persuasion.gain"] * 2 * self.receptivity * strength
        self.attitude[b] = min(max(self.attitude[b] + gain * (1 - self.attitude[b]), -1.0), 1.0)

    monkeypatch.setattr(Consumer, "persuade", persuade_without_wear)
    assert abs(scores(model_outcomes[:FEWER], ON)["attitude 0"]) > 5
