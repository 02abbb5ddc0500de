"""Stories of two-way marketing: answers, silence, machines, sessions, advice, threads."""

from __future__ import annotations

from typing import Any

from simulation.model import MarketModel
from simulation.strategies import Community, Offer, Plan, Strategy, View


class Talk(Strategy):
    """Small creators for one half, so many hours a week of each kind of talk beside."""

    def __init__(
        self, replies: float = 0.0, sessions: float = 0.0, advice: float = 0.0, automation: float = 0.0
    ) -> None:
        """Take hours a week."""
        self.replies, self.sessions, self.advice, self.automation = replies, sessions, advice, automation

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        offers = tuple(Offer(i, 3 * (view.days_left // 7), int(view.quotes[i]), label=True) for i in range(8))
        return Plan(offers, community=(Community(self.replies, self.sessions, self.advice, self.automation),))


def talked(tiny: Any, strategy: Strategy, days: int = 35, **conversation: Any) -> MarketModel:
    """A market in which people comment a great deal, after some weeks."""
    model: MarketModel = tiny.market(
        strategy,
        market={"days": days, "consumers": 300, "people": 3e5},
        brands={"campaign_days": 35, "budget": 1e9, "awareness": [0.5]},
        platform={"comment": 0.6, "message": 0.3},
        conversation={"enabled": True, "creator_hours": 0.0, "threads": 0.0, **conversation},
    )
    model.run_for(days + 2)
    return model


def attitude(model: MarketModel) -> float:
    """Mean attitude to the brand."""
    return float(model.consumers.attitude[:, 0].mean())


def test_being_answered_pleases_and_silence_does_not(tiny: Any) -> None:
    silent, answering = talked(tiny, Talk()), talked(tiny, Talk(replies=1e6))
    assert silent.outcomes()["response_rate"] == 0.0
    assert answering.outcomes()["response_rate"] > 0.9
    assert attitude(answering) > attitude(silent)
    assert answering.consumers.trust[:, 0].mean() > silent.consumers.trust[:, 0].mean()


def test_answers_go_as_far_as_the_hours_do(tiny: Any) -> None:
    rates = [talked(tiny, Talk(replies=hours)).outcomes()["response_rate"] for hours in (0.0, 2e3, 6e3, 2e5)]
    assert rates == sorted(rates)
    assert (rates[1] - rates[0]) / 2e3 > (rates[3] - rates[2]) / 1.94e5, "returns fall once everybody is answered"
    assert 0 < rates[1] < 1


def test_a_machine_answers_everybody_and_costs_trust_once_noticed(tiny: Any) -> None:
    by_hand = talked(tiny, Talk(replies=2e3))
    unnoticed = talked(tiny, Talk(replies=2e3, automation=1.0), noticed=0.0)
    noticed = talked(tiny, Talk(replies=2e3, automation=1.0), noticed=1.0)
    assert unnoticed.outcomes()["response_rate"] > 2 * by_hand.outcomes()["response_rate"]
    assert noticed.outcomes()["machines_noticed"] > unnoticed.outcomes()["machines_noticed"]
    assert attitude(noticed) < attitude(by_hand)
    assert noticed.consumers.trust[:, 0].mean() < unnoticed.consumers.trust[:, 0].mean()


def test_sessions_and_advice_warm_those_who_come(tiny: Any) -> None:
    silent = talked(tiny, Talk())
    sessions = talked(tiny, Talk(sessions=200.0), attendance=0.05)
    advice = talked(tiny, Talk(advice=200.0))
    assert sessions.outcomes()["attended"] > 0
    assert advice.outcomes()["advised"] > 0
    assert min(attitude(sessions), attitude(advice)) > attitude(silent)


def test_interactive_posts_draw_more_comments(tiny: Any) -> None:
    class Live(Talk):
        def __init__(self, interactive: float) -> None:
            super().__init__()
            self.interactive = interactive

        def plan(self, view: View) -> Plan:
            plan = super().plan(view)
            offers = (Offer(o.creator, o.posts, o.fee, interactive=self.interactive) for o in plan.offers)
            return Plan(tuple(offers))

    plain, live = (talked(tiny, Live(share)) for share in (0.0, 1.0))
    per_view = [model.metrics["comments"].sum() / model.metrics["post_impressions"].sum() for model in (plain, live)]
    assert per_view[1] > per_view[0]


def test_comments_of_the_misled_are_unfriendly(tiny: Any) -> None:
    def mood(label: bool) -> float:
        class Campaign(Talk):
            def plan(self, view: View) -> Plan:
                offers = super().plan(view).offers
                return Plan(tuple(Offer(o.creator, o.posts, o.fee, label=label) for o in offers))

        model = tiny.market(
            Campaign(),
            market={"days": 21, "consumers": 300, "people": 3e5},
            brands={"campaign_days": 21, "budget": 1e9},
            creators={"disclosure_share": 0.0},
            consumers={"recognition": {"base": 3.0}},
            platform={"comment": 0.6},
            conversation={"enabled": True},
        )
        model.run_for(22)
        praise, scorn = float(model.creators.praise.sum()), float(model.creators.scorn.sum())
        return praise / (praise + scorn)

    assert mood(label=False) < 0.5 < mood(label=True)


def test_a_creator_who_answers_messages_is_trusted_more(tiny: Any) -> None:
    def trust(hours: float) -> float:
        model = talked(tiny, Talk(), creator_hours=hours, creator_reply=2.0)
        follows = model.tables.follows
        return float((follows.alpha / (follows.alpha + follows.beta)).mean())

    assert trust(168.0) > trust(0.0)
