"""Strategies by name: those that ship, and one's own class from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from simulation.configure import compose, strategy_of
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.strategies.broadcast import Broadcast
from simulation.strategies.hybrid import Hybrid
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.named import BUILT_IN, describe, named, restore, rivals_of
from simulation.strategies.none import NoMarketing

MINE = """
from simulation.strategies import AdvertBuy, Plan, Strategy, View


class Sparing(Strategy):
    def __init__(self, share: float = 0.5) -> None:
        self.share = share

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        return Plan(adverts=(AdvertBuy(impressions=1e5, cost=int(view.unspent * self.share)),))


class NoStrategy:
    pass
"""


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with a strategy in the folder that one stands in."""
    (tmp_path / "sparing_plan.py").write_text(MINE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))  # taken off again afterwards
    return "sparing_plan"


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_strategy_that_ships_can_be_described_and_made_again(name: str) -> None:
    strategy = named(name)
    again = restore(describe(strategy))
    assert type(again) is type(strategy)
    assert describe(again) == describe(strategy)
    assert describe(strategy)["_target_"] == BUILT_IN[name]


def test_parameters_survive_the_way_there_and_back() -> None:
    assert restore(describe(Broadcast(cpm=31.0))) == Broadcast(cpm=31.0)
    strategy = HyperTargeted(tier="nano", posts=3, creators=7, label=True)
    assert restore(describe(strategy)) == strategy


def test_a_class_of_ones_own_named_in_a_config_runs(tiny: Any, own_file: str) -> None:
    strategy = strategy_of(compose([f"strategy._target_={own_file}.Sparing", "+strategy.share=0.25"]))
    market = tiny.market(strategy)
    market.run_for(4)
    assert market.ledger.media == market.ledger.budget // 4
    assert describe(strategy) == {"_target_": f"{own_file}.Sparing", "share": 0.25}


def test_a_class_in_the_folder_one_stands_in_needs_no_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "standing_here.py").write_text(MINE)
    monkeypatch.setattr("sys.path", ["/nowhere"])
    monkeypatch.chdir(tmp_path)
    assert restore({"_target_": "standing_here.Sparing"}).share == 0.5


@pytest.mark.parametrize("target", ["standing_here_for_now.Sparing", "standing_nowhere.Sparing", "json.Sparing"])
def test_the_folder_one_stands_in_is_searched_for_a_strategy_and_for_nothing_later(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "standing_here_for_now.py").write_text(MINE)
    monkeypatch.setattr("sys.path", [path for path in sys.path if path])
    monkeypatch.chdir(tmp_path)
    before = list(sys.path)
    if target.startswith("standing_here"):
        restore({"_target_": target})
    else:
        with pytest.raises(InputError):
            restore({"_target_": target})
    assert sys.path == before


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"_target_": "{}.Sparring"}, r"no such class \(did you mean 'Sparing'\?\)"),
        ({"_target_": "{}.NoStrategy"}, "takes a subclass of"),
        ({"_target_": "{}.Sparing", "shore": 1}, "refuses its parameters: .*shore"),
        ({"_target_": "{}_not.Sparing"}, "cannot import sparing_plan_not"),
        ({"_target_": "Sparing"}, r"got 'Sparing', takes 'module\.Class'"),
        ({}, r"got none, takes the class of the strategy: 'module\.Class'"),
        (
            {"_target_": BUILT_IN["broadcast"], "cpm": 0},
            r"strategy\.cpm: got 0, takes a number greater than or equal to 0\.01",
        ),
        (
            {"_target_": BUILT_IN["broadcast"], "cpn": 1},
            r"strategy\.cpn: no such parameter .*did you mean 'strategy\.cpm'",
        ),
        (
            {"_target_": BUILT_IN["hyper_targeted"], "tier": "mikro"},
            r"strategy\.tier: got 'mikro', .*did you mean 'micro'",
        ),
    ],
)
def test_what_is_no_strategy_is_refused_in_one_line(own_file: str, config: dict[str, Any], message: str) -> None:
    config = {name: value.format(own_file) if isinstance(value, str) else value for name, value in config.items()}
    with pytest.raises(InputError, match=message) as refused:
        restore(config)
    assert "\n" not in str(refused.value)


def test_a_name_that_does_not_ship_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"strategy: got 'broadcst', takes one of .*did you mean 'broadcast'"):
        named("broadcst")


def test_a_rival_may_have_settings_beside_its_name() -> None:
    scenario = Scenario.from_dict({"brands": {"rivals": ["hybrid share=0.3 media=null", "none", "broadcast cpm=30"]}})
    first, second, third = rivals_of(scenario)
    assert first == Hybrid(share=0.3)
    assert isinstance(second, NoMarketing)
    assert third == Broadcast(cpm=30.0)


@pytest.mark.parametrize(
    ("rival", "said"),
    [
        ("hybird share=0.3", "brands.rivals: got 'hybird'"),
        ("hybrid shore=0.3", "brands.rivals.hybrid.shore: no such parameter"),
        ("hybrid share=much", "brands.rivals.hybrid.share: got 'much'"),
        ("hybrid 0.3", "takes a strategy, then parameter=value"),
        ("", "brands.rivals: got ''"),
    ],
)
def test_a_rival_that_cannot_be_made_is_refused_by_name(rival: str, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        rivals_of(Scenario.from_dict({"brands": {"rivals": [rival]}}))
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("given", [["1"], "hello", 3])
def test_a_config_that_is_no_mapping_is_refused(given: Any) -> None:
    with pytest.raises(InputError, match=r"strategy: got .*, takes a mapping with '_target_"):
        strategy_of({"strategy": given})
