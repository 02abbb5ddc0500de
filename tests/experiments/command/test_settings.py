"""Settings are validated before anything runs, in one line each."""

import dataclasses
from pathlib import Path

import pytest
import yaml

from experiments.command.plain_data import differences, flat
from experiments.command.settings import Settings, config_folders, options
from simulation.errors import InputError
from simulation.scenario.parameter import entries

STRATEGIES = ["none", "broadcast", "hyper_targeted"]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"replicates": 0}, "replicates.number: got 0, takes "),
        ({"replicates": "many"}, "replicates: got 'many', takes a whole number of seeds"),
        ({"replicates": {"nmber": 3}}, "replicates.nmber: no such parameter (did you mean 'replicates.number'?)"),
        ({"arms": ["brodcast"]}, "arms: got 'brodcast', takes a strategy (did you mean 'broadcast'?)"),
        ({"arms": []}, "arms: got none, takes one or more of: broadcast, hyper_targeted, none"),
        (
            {"arms": ["tihgt"], "variants": {"tight": "none"}},
            "arms: got 'tihgt', takes a strategy or a variant (did you mean 'tight'?)",
        ),
        ({"variants": {"none": ["broadcast"]}}, "variants.none: is the name of a strategy, takes another name"),
        ({"variants": {"mine": 3}}, "variants.mine: got 3, takes parameters with values, or a list of overrides"),
        ({"against": "tight"}, "against: got 'tight', takes one of the arms (one of: broadcast, hyper_targeted, none)"),
        ({"replicates": {"precision": 0}}, "replicates.precision: got 0, takes "),
        (
            {"replicates": {"precision": 1, "minimum": 9, "max": 5}},
            "replicates.minimum: got 9, takes at most replicates.max = 5",
        ),
        ({"arms": ["none", "none"]}, "arms: got 'none' twice, takes each strategy once"),
        (
            {"baseline": "nothing"},
            "baseline: got 'nothing', takes a strategy (one of: broadcast, hyper_targeted, none)",
        ),
        ({"executor": {"name": "proceses"}}, "executor.name: got 'proceses', takes 'serial', 'processes' or 'ray'"),
        ({"executor": {"workers": 0}}, "executor.workers: got 0, takes "),
        ({"seed": -1}, "seed: got -1, takes "),
        ({"seed": 2**32 - 2, "replicates": 3}, "seed: got 4294967294, takes at most 4294967293 here"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_in_one_line(given, line):
    with pytest.raises(InputError) as refused:
        Settings.from_config(given, STRATEGIES)
    assert str(refused.value).startswith(line)
    assert "\n" not in str(refused.value)


def test_replicates_and_arms_have_a_short_form():
    settings = Settings.from_config({"replicates": 3, "arms": "broadcast", "seed": 10}, STRATEGIES)
    assert settings.seeds == [10, 11, 12]
    assert settings.arms == ["broadcast"]


@pytest.mark.parametrize(
    ("given", "reference"),
    [
        ({"arms": ["broadcast", "none"]}, "none"),
        ({"arms": ["broadcast", "hyper_targeted"]}, "broadcast"),
        ({"arms": ["broadcast", "hyper_targeted"], "against": "hyper_targeted"}, "hyper_targeted"),
    ],
)
def test_arms_are_held_against_the_one_asked_for_else_the_baseline_else_the_first(given, reference):
    assert Settings.from_config(given, STRATEGIES).reference == reference


@pytest.mark.parametrize(
    ("written", "overrides"),
    [
        ("broadcast", ["strategy=broadcast"]),
        (["broadcast", "brands.control=0.9"], ["strategy=broadcast", "brands.control=0.9"]),
        ({"strategy": "broadcast", "brands.control": 0.9}, ["strategy=broadcast", "brands.control=0.9"]),
        ({"brands": {"control": 0.9, "appeal": [0.5]}}, ["brands.control=0.9", "brands.appeal=[0.5]"]),
        (
            {"graph.path": "a b.csv", "market.seed": None, "x.y": True},
            ["graph.path='a b.csv'", "market.seed=null", "x.y=true"],
        ),
    ],
)
def test_a_variant_may_be_written_as_a_strategy_as_overrides_or_as_parameters(written, overrides):
    settings = Settings.from_config({"arms": ["mine"], "variants": {"mine": written}}, STRATEGIES)
    assert settings.overrides_of("mine") == overrides


def test_the_config_file_and_the_schema_say_the_same():
    folder = config_folders(None)[0]
    written = yaml.safe_load((folder / "config.yaml").read_text())
    written["executor"] = yaml.safe_load((folder / "executor/processes.yaml").read_text())
    written["worlds"] = yaml.safe_load((folder / "worlds/plausible.yaml").read_text())
    written["task"] = yaml.safe_load((folder / "task/run.yaml").read_text())
    del written["defaults"]
    written["experiment"] = dataclasses.asdict(Settings().experiment)
    assert flat(written) == {entry.name: entry.default for entry in entries(Settings)}


def test_every_config_file_says_what_it_is_in_its_first_comment():
    folder = config_folders(None)[0]
    for path in Path(folder).glob("*/*.yaml"):
        lines = [line for line in path.read_text().splitlines() if not line.startswith("# @")]
        assert lines[0].startswith("# "), path


def test_a_users_config_folder_adds_options_to_ours(tmp_path):
    (tmp_path / "task").mkdir()
    (tmp_path / "task" / "mine.yaml").write_text("name: run\n")
    assert set(options("task", str(tmp_path))) == {*options("task"), "mine"}


def test_what_is_no_number_is_the_same_as_itself() -> None:
    """Else an arm that does nothing was said to change it "from nan to nan", before anybody said what it takes."""
    config = {"a": {"b": float("nan"), "c": [float("nan")], "d": 1}}
    again = {"a": {"b": float("nan"), "c": [float("nan")], "d": 1.0}}
    assert differences(config, again) == {}
    assert list(differences(config, {"a": {"b": 1.0, "c": [1.0], "d": 2}})) == ["a.b", "a.c", "a.d"]
