"""From overrides to a market; whatever is wrong with them is said in one line that names the nearest right thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import configure
from simulation.configure import build, compose, scenario_of, strategy_of
from simulation.errors import InputError
from simulation.scenario.scenario import Scenario, names
from tests.examples import examples
from tests.plain_world import PLAIN, laid_over

# Parsing one override takes Hydra a tenth of a second or so; these are composed once each.


def make(*overrides: str) -> tuple[Scenario, Any]:
    config = compose(overrides)
    return scenario_of(config), strategy_of(config)


def test_without_overrides_the_config_is_the_schema() -> None:
    scenario, strategy = make()
    assert scenario == Scenario()
    assert type(strategy).__name__ == "NoMarketing"


def test_an_override_changes_its_parameter_and_no_other() -> None:
    scenario, _ = make("market.consumers=1234", "consumers.talk.hear=0.25", "brands.price=[20]")
    changed = {
        name: (was, is_)
        for name, was, is_ in zip(names(), flat(Scenario().to_dict()), flat(scenario.to_dict()), strict=True)
        if was != is_
    }
    assert {name: is_ for name, (_, is_) in changed.items()} == {
        "market.consumers": 1234,
        "consumers.talk.hear": 0.25,
        "brands.price": [20.0],
    }


def flat(values: dict[str, Any]) -> list[Any]:
    return [leaf for value in values.values() for leaf in (flat(value) if isinstance(value, dict) else [value])]


def test_an_option_of_a_group_changes_what_its_file_says() -> None:
    scenario, strategy = make("market=classroom", "brands=single", "strategy=hyper_targeted", "strategy.tier=nano")
    assert scenario.brands.names == ["Alder"]
    assert scenario.market.consumers < Scenario().market.consumers
    assert strategy.tier == "nano"


def test_a_world_chooses_options_of_groups_and_what_else_is_said_comes_after_it() -> None:
    every, _ = make("world=plain")
    assert every.consumers.noticing.post == 1.0
    assert every.creators.fraud.size == 0.0
    launch, _ = make("world=plain", "brands=launch")
    assert launch.brands == make("brands=launch")[0].brands
    short, _ = make("platform=short_video", "world=plain")
    assert short.platform == make("platform=short_video")[0].platform
    assert short.consumers == every.consumers
    one, _ = make("world=plain", "consumers.noticing.post=2.5")
    assert one.consumers.noticing.post == 2.5
    assert one.consumers.opinions == every.consumers.opinions


def test_the_plain_world_that_ships_is_the_one_that_tests_begin_in() -> None:
    shipped = make("world=plain")[0].to_dict()
    assert laid_over(shipped, PLAIN) == shipped
    default = make()[0].to_dict()
    assert laid_over(default, PLAIN) != default


@pytest.mark.parametrize(
    "overrides",
    [
        ["market.consumers=500", "brands.budget=3000", "executor=serial", "replicates=2", "output.dir=out"],
        ["brands.price=[20,30]", "brands=launch", "brands.price=[25,35]", "market.days=90", "market.days=60"],
        ["experiment=mirage", "size=quick", "market.consumers=700", "crises=scandal", "crises.denial=0.5"],
        ["strategy=hyper_targeted", "strategy.tier=nano", "worlds=none", "worlds.seed=2", "world=plain"],
        ["task=sweep", "task.points=4", "consumers.talk.hear=null", "market.niches=['a b',coffee]", "seed=3"],
        ["consumers.talk.hear=0.3", "consumers.talk={hear: 0.1}"],
        ["replicates.number=3", "replicates={number: 5}"],
        ["replicates={number: 5}", "replicates.number=3"],
        ["replicates=2", "replicates.confidence=0.8"],
        ["replicates.number=5", "replicates=2", "dashboard=false"],
        ["seed=3", "outcome=cost", "arms=[none,broadcast]", "smallest=10", "seed=4"],
        ["experiment=mirage", "outcome=cost", "baseline=null", "smallest=???"],
        ["arms=[a,b]", "++variants={a:{strategy:hybrid,brands.control:0.9},b:['x=1','y z'],c:null}", "seed=2"],
        ["++variants={a:{}}", "++variants={b:{brands.price:[1,2]}}"],
        ["task=reproduce", "run='a b/c'", "executor=serial", "runs=1"],
        ["market.days=${market.burn_in}", "market.burn_in=9"],
    ],
    ids=" ".join,
)
def test_what_is_laid_over_another_composition_is_what_hydra_makes_of_it(overrides: list[str]) -> None:
    def composed(make: Callable[[], dict[str, Any]]) -> Any:
        try:
            return list((config := make()).items()), repr(config)
        except InputError as refused:
            return str(refused)

    configure._register()  # as every command does, also where no test has composed anything before
    alone = composed(lambda: configure._composed(overrides, None, True))
    assert composed(lambda: compose(overrides)) == alone
    compose([item for item in overrides if "." not in item.partition("=")[0] and "{" not in item])["market"].clear()
    assert composed(lambda: compose(overrides)) == alone, "what an earlier caller did to its config is not seen"


def test_two_arms_differ_in_their_strategy_alone() -> None:
    overrides = ["market.consumers=500"]
    one, two = (compose([*overrides, f"strategy={arm}"]) for arm in ("none", "broadcast"))
    assert {key for key in one if one[key] != two[key]} == {"strategy"}


def test_a_folder_of_configs_of_ones_own_adds_options(tmp_path: Path) -> None:
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "village.yaml").write_text("defaults: [schema, _self_]\nconsumers: 77\npeople: 30000\n")
    config = compose(["market=village"], config_dir=str(tmp_path))
    assert scenario_of(config).market.consumers == 77
    with pytest.raises(InputError, match="market: got 'vilage', takes one of .*did you mean 'village'"):
        compose(["market=vilage"], config_dir=str(tmp_path))


WRONG = [
    (["market.consumer=5"], r"market\.consumer: no such parameter or group \(did you mean 'market\.consumers'\?\)"),
    (["markt=default"], r"markt: no such parameter or group \(did you mean 'market'\?\)"),
    (["consumers.talk.heer=0.5"], r"did you mean 'consumers\.talk\.hear'"),
    (["+market.consumer=5"], r"market\.consumer: no such parameter \(did you mean 'market\.consumers'\?\)"),
    (["+nonsense=1"], "nonsense: no such parameter or group"),
    (["market=tiny"], "market: got 'tiny', takes one of classroom, default"),
    (["market=null"], "market: got 'null', takes one of classroom, default"),
    (["strategy=3"], "strategy: got '3', takes one of"),
    (["strategy=broadcst"], "did you mean 'broadcast'"),
    (["strategy=broadcast", "strategy.cpn=1"], r"strategy\.cpn: no such .*did you mean 'strategy\.cpm'"),
    (["strategy=broadcast", "strategy.cpm=-1"], r"strategy\.cpm: got -1, takes a number greater than or equal to 0.01"),
    (["strategy.cpm=1"], r"strategy\.cpm: strategy=none has no parameters; add strategy=NAME, or for one of several"),
    (["strategy={cpm: 1}"], "strategy: got '{cpm: 1}', takes one of adaptive"),
    (["strategy=hyper_targeted", "strategy.tier=mikro"], "did you mean 'micro'"),
    (["strategy._target_=nowhere.Mine"], "cannot import nowhere"),
    (["strategy._target_=Mine"], r"takes 'module\.Class'"),
    (["strategy._target_=simulation.strategies.broadcast.Brodcast"], "no such class .*did you mean 'Broadcast'"),
    (["strategy._target_=pathlib.Path"], "takes a subclass of"),
    (["market.consumers=many"], r"market\.consumers: got 'many', takes a whole number"),
    (["market.consumers=1.5"], r"market\.consumers: got 1\.5, takes a whole number"),
    (["market.consumers=-1"], r"market\.consumers: got -1, takes a number greater than or equal to 2"),
    (["market.consumers=null"], r"market\.consumers: got None"),
    (["consumers.talk.hear=1.1"], r"consumers\.talk\.hear: got 1\.1, takes a number less than or equal to 1"),
    (["market.people=.inf"], r"market\.people: got .*inf"),
    (["brands.price=30"], r"brands\.price: got 30, takes a list"),
    (["brands.price=[-1]"], r"brands\.price\.0: got -1, takes a number greater than or equal to 0\.01"),
    (["consumers.talk=3"], r"consumers\.talk: got 3"),
    (["graph.source=web"], r"graph\.source: got 'web', takes 'generated' or 'edge_list'"),
    (["graph=edge_list"], r"graph\.path: got nothing, takes the path of an edge list"),
    (["market.consumers=1,2"], r"market\.consumers: got several values in 'market\.consumers=1,2', takes one"),
    (["market.consumers=choice(1,2)"], r"market\.consumers: got several values"),
    (["market.consumers"], r"market\.consumers: not an override, takes parameter=value or group=option"),
    (["=5"], "=5: not an override"),
    ([""], "not an override"),
    (["market.consumers=${nowhere}"], "nowhere"),
    (["'market.consumers=5"], "not an override"),
    (["--help"], "not an override"),
    (["replicates=[1,2]"], r"replicates: got \[1,2\], takes parameters of its own, such as replicates\.number"),
    (["market.consumers.x=3"], r"market\.consumers\.x: no such parameter"),
]


@pytest.mark.parametrize(("overrides", "message"), WRONG, ids=[" ".join(given) or "nothing" for given, _ in WRONG])
def test_what_is_wrong_is_said_in_one_line(overrides: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        make(*overrides)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("seed", ["abc", "1.5", "-1", "4294967296", "null", "true"])
def test_a_seed_in_the_config_that_is_none_is_refused(seed: str) -> None:
    with pytest.raises(InputError, match="seed: got"):
        build(["market.consumers=50", "creators.number=3", f"seed={seed}"])


def test_overrides_are_a_list() -> None:
    with pytest.raises(InputError, match=r"takes a list such as"):
        build("market.consumers=50")


def test_a_config_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="takes a folder with config groups"):
        compose([], config_dir=str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (["creators.number=60"], r"market\.consumers: got 50, takes at least creators\.number = 60"),
        (["market.people=20"], r"market\.people: got 20, takes at least market\.consumers = 50"),
        (["creators.number=null", "market.people=1e7"], r"takes at least the number of creators, \d+"),
        (["graph=edge_list", "graph.path=nowhere.csv"], r"nowhere\.csv"),
        (["strategy=broadcast", "brands.budget=-1"], r"brands\.budget: got -1"),
    ],
)
def test_a_market_that_cannot_be_built_is_refused_in_one_line(overrides: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        build(["market.consumers=50", "market.people=1e5", "creators.number=3", *overrides])
    assert "\n" not in str(refused.value)


def test_a_market_is_built_from_overrides_and_its_seed_from_the_config_or_by_hand() -> None:
    small = ["market.consumers=50", "market.people=1e5", "creators.number=3", "strategy=broadcast"]
    market = build([*small, "seed=11"])
    assert (market.seed, len(market.consumers.niche), len(market.quotes)) == (11, 50, 3)
    assert type(market.strategy).__name__ == "Broadcast"
    assert build([*small, "seed=11"], seed=12).seed == 12


ALPHABET = st.sampled_from("abcmz019.=,[]{}:$~+@-_ '\"\\#?*%()\t/é\n")
KEYS = st.sampled_from(["market.consumers", "consumers.talk.hear", "strategy", "market", "brands.names", "seed", "a.b"])
RANDOM = st.one_of(
    st.text(ALPHABET, max_size=12),
    st.builds("{}{}={}".format, st.sampled_from(["", "", "+", "++", "~"]), KEYS, st.text(ALPHABET, max_size=10)),
    st.builds(
        "{}={}".format,
        KEYS,
        st.sampled_from(
            ["null", "[]", "{}", "1e999", "-0", "true", "${a}", "???", "[1,a]", "{a:1}", "broadcast", "x,y"]
        ),
    ),
)


@examples(15)  # Hydra composes each, in a tenth of a second
@given(overrides=st.lists(RANDOM, min_size=1, max_size=2))
def test_whatever_is_typed_gives_a_config_or_one_line(overrides: list[str]) -> None:
    try:
        make(*overrides)
    except InputError as refused:
        assert str(refused)
        assert "\n" not in str(refused)
