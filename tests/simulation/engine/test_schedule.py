"""The day as a list of phases that can be read, timed and added to."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.engine.schedule import Phase
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.standard_day import standard_day

DAY = standard_day().names


def phase(name: str, act: Any = lambda model: None) -> Phase:
    return Phase(name, "market", act, "mine")


def test_a_day_goes_from_plans_over_posts_and_talk_to_purchases() -> None:
    in_order = ["begin", "plan", "publish", "see_feed", "see_adverts", "knock", "listen", "shop", "forget", "reckon"]
    assert [name for name in DAY if name in in_order] == in_order
    assert (DAY[0], DAY[-1]) == ("begin", "reckon")
    assert len(set(DAY)) == len(DAY) == len(standard_day()) == len(list(standard_day()))


def test_consumers_and_creators_have_a_method_for_each_of_their_phases(tiny: Any) -> None:
    market = tiny.market()
    who = {"consumers": market.consumer(0), "creators": market.creator_agents[0]}
    for part in standard_day():
        if part.by in who:
            assert callable(getattr(who[part.by], part.name))


def test_the_printed_day_names_each_phase_and_what_it_took(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(3)
    lines = str(market.schedule).splitlines()
    assert [line.split()[0] for line in lines[1:]] == DAY
    shares = [int(line.split()[3].rstrip("%")) for line in lines[1:]]
    assert sum(shares) == pytest.approx(100, abs=5)
    assert all(part.days == 3 and part.seconds > 0 for part in market.schedule)


def test_a_day_that_was_never_lived_prints_too() -> None:
    assert "0.000" in str(standard_day())


def test_a_phase_of_ones_own_runs_every_day_at_its_place(tiny: Any) -> None:
    market: MarketModel = tiny.market()
    seen = []
    market.schedule.insert(
        phase("look", lambda model: seen.append((model.day, model.tables.content.number.sum()))), "publish"
    )
    assert market.schedule.names.index("look") == DAY.index("publish") + 1
    market.run_for(4)
    assert [day for day, _ in seen] == [0, 1, 2, 3]
    assert any(posts > 0 for _, posts in seen)


def test_a_phase_can_be_taken_out_of_the_day(tiny: Any) -> None:
    market = tiny.market()
    market.consumers.rate[:] = 1
    removed = market.schedule.remove("shop")
    assert removed.name == "shop"
    market.run_for(4)
    assert market.history.purchases(0).sum() == 0


def test_a_fork_takes_the_phases_along_but_not_the_time_they_will_take(tiny: Any) -> None:
    market = tiny.market()
    market.schedule.insert(phase("mine"), "begin")
    market.run_for(2)
    twin = market.fork()
    twin.run_for(3)
    assert twin.schedule.names == market.schedule.names
    assert [part.days for part in market.schedule] == [2] * (len(DAY) + 1)
    assert [part.days for part in twin.schedule] == [5] * (len(DAY) + 1)


@pytest.mark.parametrize("what", ["remove", "place"])
def test_a_phase_that_is_not_there_is_named_with_the_nearest_one(what: str) -> None:
    with pytest.raises(InputError, match=r"'shops', takes one of begin, .* \(did you mean 'shop'\?\)"):
        getattr(standard_day(), what)("shops")


def test_a_phase_goes_behind_one_that_is_there_under_a_name_that_is_new() -> None:
    day = standard_day()
    with pytest.raises(InputError, match="got 'nowhere', takes one of begin"):
        day.insert(phase("mine"), after="nowhere")
    with pytest.raises(InputError, match="second phase 'shop', takes a new name"):
        day.insert(phase("shop"), after="begin")
    assert day.names == DAY
