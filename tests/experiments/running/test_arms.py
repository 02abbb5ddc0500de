"""An arm may change the market as well as the strategy, and nothing that it does not name."""

import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.running.arms import resolve
from simulation.configure import compose, vary
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.strategies.named import BUILT_IN

VARIANTS = "variants={tight:{strategy:hyper_targeted,brands.control:0.9},loose:{strategy:hyper_targeted}}"


def design(*overrides, config_dir=None):
    return resolve(job_of(overrides, config_dir))


ONE_OF_EACH = {
    "market": "market.census_days:3",
    "graph": "graph.friends:7",
    "consumers": "consumers.trust.asymmetry:3",
    "creators": "creators.posting_rate:0.7",
    "brands": "brands.control:0.9",
    "platform": "platform.visibility:0.4",
    "regulation": "regulation.enforcement:0.5",
    "conversation": "conversation.enabled:false",
    "crises": "crises.enabled:false",
    "measurement": "measurement.touches:16",
}


def test_every_part_of_a_scenario_may_differ_between_arms():
    assert set(ONE_OF_EACH) == set(Scenario().to_dict())
    variants = ",".join(f"other_{part}:{{{override}}}" for part, override in ONE_OF_EACH.items())
    names = ",".join(f"other_{part}" for part in ONE_OF_EACH)
    own, *others = design(f"variants={{{variants}}}", f"arms=[none,{names}]").arms
    for part, other in zip(ONE_OF_EACH, others, strict=True):
        assert [name for name in own.scenario if own.scenario[name] != other.scenario[name]] == [part]


def test_arms_that_are_strategies_share_one_market():
    made = design("arms=[none,broadcast]")
    assert made.names == ["none", "broadcast"]
    assert [list(market.arms) for market in made.markets] == [["none", "broadcast"]]
    assert made.changes("broadcast") == {}


def test_a_variant_that_changes_the_market_has_a_market_of_its_own():
    made = design(VARIANTS, "arms=[tight,loose,broadcast]")
    assert [list(market.arms) for market in made.markets] == [["tight"], ["loose", "broadcast"]]
    assert made.markets[0].scenario["brands"]["control"] == 0.9
    assert made.changes("tight") == {"brands.control": 0.9}
    assert made.to_dict()["differences"]["loose"] == {"brands.control": [0.9, 0.3]}


@pytest.mark.parametrize(
    "written",
    [
        "arms={tight:[strategy=hyper_targeted,brands.control=0.9],none_at_all:none}",
        "arms={tight:{strategy:hyper_targeted,brands.control:0.9},none_at_all:{strategy:none}}",
        "arms={tight:['hyper_targeted','brands.control=0.9'],none_at_all:[]}",
    ],
)
def test_arms_can_be_written_with_their_overrides_in_one_argument(written):
    made = design(written)
    assert made.names == ["tight", "none_at_all"]
    assert made.changes("tight") == {"brands.control": 0.9}
    assert made.strategies["none_at_all"]["_target_"].endswith("NoMarketing")


def test_a_strategy_for_all_variants_is_taken_and_the_baseline_is_still_without():
    made = design("strategy=hyper_targeted", "arms={tight:{brands.control:0.9},loose:{brands.control:0.1}}")
    assert {config["_target_"].rpartition(".")[2] for config in made.strategies.values()} == {"HyperTargeted"}
    assert made.baseline["_target_"].endswith("NoMarketing")


def test_a_difference_that_no_override_names_is_refused(tmp_path):
    (tmp_path / "strategy").mkdir()
    (tmp_path / "strategy" / "sly.yaml").write_text(
        "# @package _global_\n# Sly.\nstrategy: {_target_: simulation.strategies.none.NoMarketing}\nmarket: {days: 99}\n"
    )
    with pytest.raises(InputError, match=r"arm sly: changes market\.days from 182 to 99, which none of its overrides"):
        design("arms=[none,sly]", config_dir=str(tmp_path))


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (
            "arms={a:{seed:3},b:none}",
            "arm a: changes seed to 3, but an arm may change the market and the strategy alone",
        ),
        ("arms={a:{brands.contrl:3},b:none}", "brands.contrl: no such parameter"),
        ("arms={a:{brands.control:3},b:none}", "brands.control: got 3"),
        ("arms={a:[strategy=hypr_targeted],b:none}", "strategy: got 'hypr_targeted'"),
        ("arms={a:[", "arms: got {a:[, takes names"),
    ],
)
def test_an_arm_that_cannot_be_used_is_refused_in_one_line(override, said, capsys, tmp_path):
    assert app.main([override, f"output.dir={tmp_path}/out"]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_rival_that_cannot_be_made_is_refused_before_anything_runs():
    with pytest.raises(InputError, match=r"brands.rivals.hybrid.shore: no such parameter"):
        design("arms={mine:{strategy:hybrid,brands.rivals:['hybrid shore=0.3']}}")


@pytest.mark.parametrize(
    "overrides",
    [
        *([f"strategy={name}"] for name in BUILT_IN),
        ["market.days=40"],
        ["brands.price=[33]", "brands.wage=12.5", "market.niches=['a b',coffee]"],
        ["strategy=hybrid", "strategy.share=0.25", "strategy.media=null"],
        ["brands.management.mode=platform", "regulation.label=true"],
        ["executor.workers=null"],
    ],
)
def test_an_arm_that_needs_no_hydra_is_what_hydra_makes_of_it(overrides):
    """Names that are not there are left to Hydra, whose refusal names the nearest one."""
    common = ["market.consumers=1000", "brands.names=[A,B]", "brands.niches=[coffee]", "crises=scandal"]
    made = vary(compose(common), overrides)
    if made is None:
        with pytest.raises(InputError):
            compose([*common, *overrides])
    else:
        assert made == compose([*common, *overrides])


@pytest.mark.parametrize(
    "override",
    [
        "brands=launch",
        "+market.extra=1",
        "~market.days",
        "market.dayz=1",
        "brands.management={mode: agency}",
        "crises=none",
    ],
)
def test_what_only_hydra_can_do_is_left_to_it(override):
    assert vary(compose(), [override]) is None


def test_a_strategy_is_not_laid_over_one_that_was_chosen():
    assert vary(compose(["strategy=broadcast"]), ["strategy=hybrid"]) is None
