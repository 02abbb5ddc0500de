"""Diaries: what one consumer lived through, what the campaign had to do with it; what a creator decided."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.diary.listener import Listener
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies import Offer, Plan, Strategy, View

SMALL = [
    "market=classroom",
    "market.burn_in=7",
    "market.days=42",
    "brands.campaign_days=35",
    "brands.budget=40000",
    "brands.awareness=[0.1]",
    "consumers.persuasion.awareness=0.5",
    "consumers.traits.purchase_interval=8",
    "platform.comment=0.3",
]


@pytest.fixture(scope="module")
def lived() -> MarketModel:
    """A small market after a campaign."""
    model = sim.build([*SMALL, "strategy=community_first"], seed=5, threads=1)
    model.run_for(45)
    return model


def someone(model: MarketModel) -> int:
    """A consumer who met the campaign and bought."""
    people = model.consumers
    met = people.exposures[:, 0] > 0
    return int(np.argmax(met * (people.purchases[:, 0] * 1000.0 + people.exposures[:, 0])))


def test_a_diary_tells_what_was_seen_and_bought_and_what_the_campaign_had_to_do_with_it(lived: MarketModel) -> None:
    row = someone(lived)
    story = lived.why(lived.consumer(row))
    text = str(story)
    bought = [entry for entry in story.entries if "BOUGHT Alder" in entry.what]
    assert len(bought) == lived.consumers.purchases[row, 0]
    assert sum("saw" in e.what and "post for Alder" in e.what for e in story.entries) >= 1
    assert all(entry.due for entry in story.entries if "post for Alder" in entry.what)
    assert "now (without the campaign):" in text
    assert "purchases of Alder by this person" in text or "bought of Alder" in text


def test_the_diary_agrees_with_the_truth_person_by_person(lived: MarketModel) -> None:
    bare = sim.build([*SMALL, "strategy=none"], seed=5, threads=1)
    bare.run_for(45)
    row = someone(lived)
    mine, its = (int(model.consumers.purchases[row, 0]) for model in (lived, bare))
    last = lived.why(lived.consumer(row)).end[-1]
    assert (f"made {mine - its} more" in last) == (mine > its)
    assert ("changed nothing" in last) == (mine == its)


def test_a_fork_has_a_diary_of_its_own(lived: MarketModel) -> None:
    start = sim.build([*SMALL, "strategy=none"], seed=5, threads=1)
    start.run_burn_in()
    twin = start.fork("community_first")
    twin.run_for(38)
    row = someone(lived)
    assert str(twin.why(twin.consumer(row))) == str(lived.why(lived.consumer(row)))


def test_the_story_of_a_creator_tells_offers_choices_earnings_and_trust(lived: MarketModel) -> None:
    deal = next(deal for deal in lived.history.deals if deal.taken)
    text = str(lived.why(lived.creator_agents[deal.creator]))
    assert f"Alder offered {deal.posts} posts" in text
    assert "took" in text
    assert f"Earned {lived.journal.earned(deal.creator) / 100:,.0f} USD" in text
    assert "Trust of followers" in text


def test_an_offer_that_was_declined_is_told_of_too(tiny: Any) -> None:
    class Stubborn(Strategy):
        def plan(self, view: View) -> Plan:
            return Plan((Offer(1, 2, int(view.quotes[1])),)) if view.week == 0 else Plan()

    model = tiny.market(Stubborn(), creators={"dealing": {"enabled": True, "reservation": 9.0}})
    model.run_for(5)
    deal = model.history.deals[0]
    assert "declined" in str(model.why(model.creator_agents[deal.creator]))


@pytest.mark.parametrize(("label", "end"), [(0, "recognised as advertising, felt deceived"), (1, "as advertising")])
def test_whoever_recognises_a_hidden_advertisement_felt_deceived_also_by_a_brand_not_known(
    tiny: Any, label: int, end: str
) -> None:
    market = tiny.market()
    content, follows = market.tables.content, market.tables.follows
    content.brand[0, 0], content.label[0, 0], follows.tie[0] = 0, label, 1
    market.consumers.aware[0] = 0
    listener = Listener(market, 0)
    listener._inner = [("learn", None)]
    told = listener._tell_read_post((0, 0, 0, 0, None, None, None, None, market.tables), None)
    assert told.endswith(end)


def test_what_cannot_be_told_is_refused_in_one_line(tiny: Any, lived: MarketModel) -> None:
    with pytest.raises(InputError, match="why: got 3, takes a consumer"):
        lived.why(3)  # type: ignore[arg-type]
    handed = tiny.market()
    handed.run_for(3)
    with pytest.raises(InputError, match="takes one built from scenario and seed"):
        handed.why(handed.consumer(0))
    changed = sim.build([*SMALL, "strategy=none"], seed=5, threads=1)
    changed.run_for(10)
    changed.consumers.trust[0] = 0.123
    with pytest.raises(InputError, match="takes one whose columns were not changed"):
        changed.why(changed.consumer(0))
