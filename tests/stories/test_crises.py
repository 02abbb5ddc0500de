"""Stories of crises: who is hurt, what a response is worth and when, who shares the blame."""

from __future__ import annotations

from typing import Any

from simulation.model import MarketModel
from simulation.strategies import Offer, Plan, Strategy, View

CALM = {"enabled": True, "scandal": 0.0, "failure": 0.0, "cascade": 1000.0}


class Faces(Strategy):
    """So many creators, three posts a week each."""

    def __init__(self, creators: int) -> None:
        """Take the number of creators."""
        self.creators = creators

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        rows = range(self.creators)
        return Plan(tuple(Offer(i, 3 * (view.days_left // 7), int(view.quotes[i]), label=True) for i in rows))


def lived(
    tiny: Any, strategy: Strategy | str = "none", days: int = 60, seed: int = 1, hear: float = 0.3, **crises: Any
) -> MarketModel:
    """A market in which something may go wrong, after some weeks; ``hear``: friends, with this probability."""
    model: MarketModel = tiny.market(
        strategy,
        seed,
        market={"days": days, "consumers": 400, "people": 4e5},
        brands={"campaign_days": 35, "budget": 1e9, "awareness": [0.8], "trust": [0.6], "names": ["A", "B"]},
        consumers={"talk": {"hear": hear}},
        crises={**CALM, **crises},
    )
    model.run_for(days + 2)
    return model


def trust(model: MarketModel, brand: int = 0) -> float:
    """Mean trust in a brand of those who know it."""
    people = model.consumers
    return float(people.trust[people.aware[:, brand] > 0, brand].mean())


def test_a_product_failure_costs_trust_and_an_apology_within_two_days_costs_less_than_one_after_ten(tiny: Any) -> None:
    calm = trust(lived(tiny))
    failure = {"failure_day": 7, "monitoring": 1.0}
    silent = trust(lived(tiny, **failure, response="silence"))
    late = trust(lived(tiny, **failure, response_delay=10))
    prompt = trust(lived(tiny, **failure, response_delay=2))
    assert calm > prompt > late >= silent


def test_bad_news_makes_a_brand_known_only_as_far_as_there_is_such_a_thing_as_good_publicity(tiny: Any) -> None:
    """Friends hear nothing: who is angry with a brand does not bring it up, and so fewer come to know it."""
    known = {}
    for publicity in (0.0, 1.0):
        model = lived(tiny, hear=0.0, failure_day=0, response="silence", gossip=0.0, publicity=publicity)
        known[publicity] = int((model.consumers.aware[:, 0] > 0).sum())
    calm = lived(tiny, hear=0.0)
    assert known[0.0] == int((calm.consumers.aware[:, 0] > 0).sum())
    assert known[1.0] > known[0.0]


def test_who_does_not_watch_apologises_late(tiny: Any) -> None:
    said = {}
    for monitoring in (1.0, 0.0):
        model = lived(tiny, failure_day=7, monitoring=monitoring, response_delay=1)
        said[monitoring] = next(event.day for event in model.history.events if event.what == "apology")
    assert said == {1.0: 8, 0.0: 15}


def test_denying_what_is_true_is_worse_once_it_is_exposed(tiny: Any) -> None:
    failure = {"failure_day": 7, "monitoring": 1.0, "response": "denial", "response_delay": 1}
    kept, exposed = lived(tiny, **failure, exposed=0.0), lived(tiny, **failure, exposed=0.5)
    assert "denial exposed" in {event.what for event in exposed.history.events}
    assert trust(exposed) < trust(kept)


def test_a_scandal_costs_the_creator_its_followers_trust_and_the_brand_its_own(tiny: Any) -> None:
    calm, scandal = lived(tiny, Faces(3)), lived(tiny, Faces(3), scandal_day=10, response="silence")
    (culprit,) = {event.creator for event in scandal.history.events if event.what == "scandal"}
    edges = scandal.tables.follows.creator == culprit
    means = []
    for model in (calm, scandal):
        follows = model.tables.follows
        means.append(float((follows.alpha / (follows.alpha + follows.beta))[edges].mean()))
    assert means[1] < means[0]
    assert trust(scandal) < trust(calm)
    assert trust(scandal, 1) == trust(calm, 1) or abs(trust(scandal, 1) - trust(calm, 1)) < 0.01


def test_one_face_that_falls_hurts_more_than_one_of_many(tiny: Any) -> None:
    reach = {}
    for faces in (1, 8):
        model = lived(tiny, Faces(faces), scandal_day=10)
        reach[faces] = next(event.size for event in model.history.events if event.what == "crisis: scandal")
    assert reach[8] < reach[1]


def test_rivals_who_lean_on_creators_share_the_blame_and_others_do_not(tiny: Any) -> None:
    def blamed(rival_hires: bool) -> bool:
        model = tiny.market(
            Faces(2),
            market={"days": 30, "consumers": 100},
            brands={"campaign_days": 28, "budget": 1e9, "rivals": ["nano_swarm" if rival_hires else "broadcast"]},
            crises={**CALM, "scandal_day": 10, "spillover": 0.5},
        )
        model.run_for(20)
        return any(event.what == "crisis: spillover" and event.brand == 1 for event in model.history.events)

    assert blamed(rival_hires=True)
    assert not blamed(rival_hires=False)


def test_call_outs_that_cascade_become_a_crisis_of_their_own(tiny: Any) -> None:
    def broke(cascade: float) -> bool:
        model = tiny.market(
            Faces(8),
            market={"days": 30, "consumers": 300, "people": 3e5},
            brands={"campaign_days": 28, "budget": 1e9, "awareness": [0.8]},
            creators={"disclosure_share": 0.0},
            consumers={"recognition": {"base": 2.0}, "talk": {"call_out": 1.0, "hear": 0.8, "retell": 0.5}},
            crises={**CALM, "cascade": cascade},
        )
        model.run_for(32)
        return any(event.what == "crisis: cascade" for event in model.history.events)

    assert broke(20.0)
    assert not broke(1000.0)
