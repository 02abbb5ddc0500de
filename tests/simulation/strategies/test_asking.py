"""A strategy of one's own that fails is named with its file and line; what it buys is kept in whatever it comes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulation.counterfactual.replay import Recorder, Without
from simulation.errors import InputError
from simulation.strategies.asking import PassedThroughError, ask
from simulation.strategies.plan import AdvertBuy, Cells, Community, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

SOON: dict[str, Any] = {"market": {"burn_in": 0, "days": 3}, "brands": {"campaign_days": 3}}


class Own(Strategy):
    """Plans as the function that it is given."""

    def __init__(self, planned: Callable[[View], Any]) -> None:
        self.planned = planned

    def plan(self, view: View) -> Plan:
        made: Plan = self.planned(view)
        return made


def offers(view: View) -> Iterator[Offer]:
    """Yield two offers, once."""
    for creator in (0, 1):
        yield Offer(creator=creator, posts=1, fee=int(view.quotes[creator]))


@pytest.mark.parametrize("kind", [tuple, list, iter, lambda made: (offer for offer in made)])
def test_offers_are_kept_in_whatever_they_come(kind: Callable[[Any], Any], tiny: Any) -> None:
    """A generator was used up by the check of the plan: nothing was bought, without a word."""
    market = tiny.market(Own(lambda view: Plan(offers=kind(list(offers(view))))), **SOON)
    market.run_for(1)
    assert len(market.view().offered) == 2


def test_a_plan_keeps_tuples_whatever_it_is_given() -> None:
    plan = Plan(offers=iter([Offer(1, 1, 1)]), adverts=[AdvertBuy(1.0, 1)], community={Community(1.0): 1})
    assert (plan.offers, plan.adverts, plan.community) == ((Offer(1, 1, 1),), (AdvertBuy(1.0, 1),), (Community(1.0),))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"offers": None}, "Plan(offers=...): got None, takes a list of Offer objects, such as offers=[Offer(...)]"),
        ({"offers": [1]}, "Plan(offers=...): got 1 in it, takes a list of Offer objects"),
        ({"offers": Offer(1, 1, 1)}, "Plan(offers=...): got Offer(creator=1"),
        ({"adverts": "search"}, "Plan(adverts=...): got 's' in it, takes a list of AdvertBuy objects"),
        ({"community": 3}, "Plan(community=...): got 3, takes a list of Community objects"),
        ({"cells": 0.1}, "Plan(cells=...): got 0.1, takes Cells(share=0.08), or None"),
    ],
)
def test_what_is_no_part_of_a_plan_is_refused_when_it_is_made(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        Plan(**given)
    assert str(refused.value).startswith(said)


def test_a_plan_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.strategies.plan.MOST", 10)

    def for_ever() -> Iterator[Offer]:
        while True:
            yield Offer(1, 1, 1)

    with pytest.raises(InputError, match=r"Plan\(offers=...\): got more than 10, takes a list"):
        Plan(offers=for_ever())


def leave(view: View) -> Plan:
    sys.exit(0)


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (lambda view: None, "plan() returned nothing; takes a Plan, such as Plan(adverts=[AdvertBuy("),
        (lambda view: [Offer(1, 1, 1)], "plan() returned list [Offer(creator=1, posts=1, fee=1, "),
        (lambda view: Plan, "plan() returned type <class 'simulation.strategies.plan.Plan'>; takes a Plan"),
        (lambda view: view.unspent / 0, "plan() failed with ZeroDivisionError: "),
        (leave, "plan() failed with SystemExit: 0; takes a Plan"),
        (lambda view: view.secret, "plan() failed with AttributeError: "),
        (lambda view: Plan(offers=[3]), "Plan(offers=...): got 3 in it, takes a list of Offer objects"),
    ],
)
def test_what_is_no_plan_is_said_with_the_class_its_file_and_the_line(
    planned: Callable[[View], Any], said: str, tiny: Any
) -> None:
    with pytest.raises(InputError) as refused:
        tiny.market(Own(planned), **SOON)
    line = str(refused.value)
    assert line.startswith("strategy Own (test_asking.py, line ")
    assert said in line


@pytest.mark.parametrize("wrap", [Recorder, Without])
def test_a_strategy_inside_another_is_named_itself(wrap: type[Any], tiny: Any) -> None:
    with pytest.raises(InputError, match=r"strategy Own \(test_asking.py, line \d+\): plan\(\) returned nothing"):
        tiny.market(wrap(Own(lambda view: None)), **SOON)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, PassedThroughError])
def test_what_is_not_the_strategys_fault_goes_through(error: type[BaseException]) -> None:
    def interrupted(view: View) -> Plan:
        raise error

    with pytest.raises(error):
        ask(Own(interrupted), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(offers=[Offer(1, 1, 1, control="tight")]), "control=tight, takes 0 to 1"),  # type: ignore[arg-type]
        (Plan(offers=[Offer(1, 1, 1, control=float("nan"))]), "control=nan, takes 0 to 1"),
        (Plan(offers=[Offer(1, True, 1)]), "takes whole numbers"),
        (Plan(offers=[Offer(1, 1, 1, label="yes")]), "label='yes', takes True or False"),  # type: ignore[arg-type]
        (Plan(adverts=[AdvertBuy("many", 1)]), "'many' impressions, takes 0 or more"),  # type: ignore[arg-type]
        (Plan(adverts=[AdvertBuy(1e300, 1)]), "1e+300 impressions, takes 0 or more, up to 1e+15"),
        (Plan(adverts=[AdvertBuy(1, 1, ["search"])]), "channel: got '['search']'"),  # type: ignore[arg-type]
        (Plan(community=[Community("all")]), "'all' hours a week for replies"),  # type: ignore[arg-type]
        (Plan(community=[Community(float("inf"))]), "inf hours a week for replies"),
        (Plan(cells=Cells("half")), "takes a share and a list of channels"),  # type: ignore[arg-type]
        (Plan(cells=Cells(0.1, "search")), "takes a share and a list of channels"),  # type: ignore[arg-type]
        (Plan(cells=Cells(0.1, ("radio",))), "cells' channel: got 'radio'"),
    ],
)
def test_an_amount_of_another_kind_is_refused_in_a_line(plan: Plan, said: str) -> None:
    with pytest.raises(InputError) as refused:
        plan.check("Own", creators=5, most_posts=10, days=range(28))
    assert said in str(refused.value)
