"""Anywhere in the documented ranges: a refusal in a line, or the same bits whatever runs them."""

from __future__ import annotations

import copy
import random
import re
from pathlib import Path
from typing import Any

import pytest

from simulation.engine import engine
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.world.build import build_world
from tests.verification.wild_scenarios import wild_scenario, wild_strategy


@pytest.mark.slow(reason="200 markets on every engine; some take minutes")
@pytest.mark.parametrize("number", range(200))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_any_market_lives_the_same_on_every_engine_with_any_threads_forked_and_read_from_a_file(
    number: int, tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(number)
    monkeypatch.setattr(engine, "BREAK_EVEN", 0)
    for _ in range(200):  # until something fits together
        scenario, strategy = wild_scenario(draw), wild_strategy(draw)
        if scenario is None or strategy is None:
            continue
        seed = draw.randrange(2**32)
        try:
            world = build_world(scenario, seed)
            one = tiny.market(copy.deepcopy(strategy), seed, "compiled", scenario=scenario, world=world, threads=1)
            days = scenario.market.burn_in + scenario.market.days
            early = draw.randrange(days)  # a file has no counts of the day before: each day begins with none
            one.run_for(early)
            twin = one.fork()
            one.save(tmp_path / "market.npz")
            one.run_for(days - early)
        except InputError as error:
            assert re.match(r"[\w.]+(: | \w+: | and )", str(error)), error  # a parameter, or a strategy's name
            assert "\n" not in str(error)
            continue
        break
    else:
        pytest.fail("nothing that was drawn fits together")
    ways = {  # a strategy may remember: each market gets one of its own
        name: tiny.market(copy.deepcopy(strategy), seed, how, scenario=scenario, world=world, threads=threads)
        for name, how, threads in (
            *(("interpreted", "interpreted", 1), ("agents", "agents", 1)),
            *(("three threads", "compiled", 3),),
        )
    }
    for market in ways.values():
        market.run_for(days)
    ways |= {"a fork": twin, "from a file": MarketModel.load(tmp_path / "market.npz")}
    for name in ("a fork", "from a file"):
        ways[name].run_for(days - early)
    for name, market in ways.items():
        assert tiny.differences(one, market) == [], name
