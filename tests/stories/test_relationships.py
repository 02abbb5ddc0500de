"""Stories of relationships that cost: hours, queues, platforms, agencies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.model import MarketModel
from simulation.strategies import Offer, Plan, Strategy, View


class HireAll(Strategy):
    """One post a week of every creator, at the quote."""

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        return Plan(tuple(Offer(i, view.days_left // 7, int(view.quotes[i])) for i in range(len(view.quotes))))


def hired(tiny: Any, creators: int = 20, days: int = 70, **management: Any) -> MarketModel:
    """A campaign with so many creators, under such a management, over so many days."""
    model: MarketModel = tiny.market(
        HireAll(),
        market={"days": 70, "consumers": max(creators, 100)},
        brands={
            "campaign_days": 70,
            "budget": 1e9,
            "hours_per_creator": 14.0,
            "wage": 40.0,
            "management": {"capacity": 40.0, **management},
        },
        creators={"number": creators},
    )
    model.run_for(days + 2)
    return model


def published_by(model: MarketModel, day: int) -> int:
    """Posts that were published for the brand up to a day of the campaign."""
    return int(model.metrics.loc[:day, "sponsored_posts"].sum())


def test_hours_beyond_capacity_delay_posts(tiny: Any) -> None:
    enough, too_few = hired(tiny, capacity=400.0), hired(tiny, capacity=10.0)
    assert (enough.tables.contracts.first[0] == 2).all()
    late = too_few.tables.contracts.first[0] - 2
    assert late.min() == 0
    assert late.max() > 28
    assert published_by(too_few, 14) < published_by(enough, 14)


def test_who_has_no_time_briefs_thinly_and_does_not_answer(tiny: Any) -> None:
    enough, too_few = hired(tiny, days=21, capacity=400.0), hired(tiny, days=21, capacity=10.0)
    assert enough.tables.contracts.service[0].min() == 1
    assert too_few.tables.contracts.service[0].max() < 0.5
    qualities = []
    for model in (enough, too_few):
        content = model.tables.content
        model.creators.craft[:] = 1.0
        found = []
        for _ in range(14):
            model.step()
            found += content.quality[:, 0][(content.number > 0) & (content.brand[:, 0] == 0)].tolist()
        qualities.append(np.mean(found))
    assert qualities[1] < 0.9 * qualities[0]


def test_neglected_creators_leave(tiny: Any) -> None:
    layers = {"dealing": {"enabled": True, "neglect": 0.3, "annoyance": 0.0, "reservation": 0.0, "future": 0.0}}
    left = []
    for capacity in (10.0, 400.0):
        model = tiny.market(
            HireAll(),
            market={"days": 70, "consumers": 100},
            brands={
                "campaign_days": 70,
                "budget": 1e9,
                "hours_per_creator": 14.0,
                "management": {"capacity": capacity},
            },
            creators={"number": 20, **layers},
        )
        model.run_for(72)
        left.append(model.outcomes()["creators_left"])
    assert left[0] > 10
    assert left[1] == 0


def test_a_platform_saves_hours_for_a_fee_and_an_agency_takes_its_share_of_fees(tiny: Any) -> None:
    by_hand = hired(tiny, days=3)
    platform = hired(tiny, days=3, mode="platform", platform_hours=5.0, platform_fee=1234.0)
    agency = hired(tiny, days=3, mode="agency", agency_hours=1.0, agency_share=0.3)
    fees = by_hand.ledger.fees
    assert platform.ledger.fees == agency.ledger.fees == fees
    assert by_hand.ledger.hours == 20 * 14 * 4000
    assert platform.ledger.hours == 20 * 5 * 4000 + 123400
    assert agency.ledger.hours == pytest.approx(20 * 1 * 4000 + 0.3 * fees, abs=20)


def test_an_agency_has_people_enough(tiny: Any) -> None:
    agency = hired(tiny, days=14, mode="agency", capacity=1.0)
    assert (agency.tables.contracts.first[0] == 2).all()
    assert agency.tables.contracts.service[0].min() == 1


def test_by_hand_thousands_of_creators_queue_and_with_a_platform_fewer(tiny: Any) -> None:
    by_hand, platform = (hired(tiny, creators=300, days=3, capacity=200.0, mode=mode) for mode in ("hand", "platform"))
    waits = [float((model.tables.contracts.first[0] - 2).mean()) for model in (by_hand, platform)]
    assert waits[1] < waits[0] / 2
