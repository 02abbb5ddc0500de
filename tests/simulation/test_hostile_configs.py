"""Configs of somebody else: they run nothing, read no environment, and cannot be made to fill the memory."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from simulation.configure import build, compose
from simulation.errors import InputError
from simulation.files import config_checks
from simulation.strategies.declared import origin_of

STRATEGY = "from simulation.strategies import Plan, Strategy\nclass {}(Strategy):\n    def plan(self, view):\n        return Plan()\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that one stands in, with a module that leaves a mark when it is run, and a folder of configs."""
    monkeypatch.chdir(tmp_path)
    mark = f"open({str(tmp_path / 'mark')!r}, 'w').close()\n"
    (tmp_path / "harm_plain.py").write_text(mark + "class Plain:\n    pass\n")
    (tmp_path / "harm_posing.py").write_text(mark + STRATEGY.format("Posing"))
    (tmp_path / "harm_package").mkdir()
    (tmp_path / "harm_package" / "__init__.py").write_text(mark)
    (tmp_path / "harm_package" / "inner.py").write_text(STRATEGY.format("Inner"))
    return tmp_path


def option(place: Path, group: str, name: str, text: str) -> str:
    """Write an option of a config group; return the folder of configs."""
    (place / "configs" / group).mkdir(parents=True, exist_ok=True)
    (place / "configs" / group / f"{name}.yaml").write_text(text)
    return str(place / "configs")


def refused(place: Path, overrides: list[str], config_dir: str | None) -> str:
    """The refusal, in a line; nothing was run."""
    before = set(sys.modules)
    with pytest.raises(InputError) as said:
        build(overrides, config_dir=config_dir)
    assert "\n" not in str(said.value)
    assert not (place / "mark").exists()
    assert {name for name in set(sys.modules) - before if name.startswith(("harm", "antigravity"))} == set()
    return str(said.value)


@pytest.mark.parametrize(
    "target",
    [
        "harm_plain.Plain",
        "harm_plain.open",
        "antigravity.webbrowser",
        "harm_package.missing.Plain",
        "harm_nowhere.Plain",
    ],
)
def test_a_class_that_is_no_strategy_is_not_imported_though_a_group_names_it(place: Path, target: str) -> None:
    folder = option(place, "strategy", "mine", f"_target_: {target}\n")
    assert f"strategy._target_: got '{target}'" in refused(place, ["strategy=mine"], folder)


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("experiment", "# @package _global_\nstrategy: {_target_: harm_posing.Posing}\n"),
        ("market", "_target_: harm_posing.Posing\n"),
        ("graph", "path: {_target_: os.system, command: touch mark}\n"),
        ("brands", "rivals: [{_target_: harm_posing.Posing}]\n"),
    ],
)
def test_a_class_that_is_named_elsewhere_in_a_config_is_not_imported(place: Path, group: str, text: str) -> None:
    folder = option(place, group, "sly", text)
    refused(place, [f"{group}=sly"], folder)


def test_a_strategy_that_a_group_declares_is_run(place: Path) -> None:
    (place / "own_plan_of_configs.py").write_text(STRATEGY.format("Own"))
    folder = option(place, "strategy", "own", "_target_: own_plan_of_configs.Own\n")
    config = compose(["strategy=own"], folder)
    assert config["strategy"] == {"_target_": "own_plan_of_configs.Own"}


@pytest.mark.parametrize("text", ["# my plan, yet to be written\n", "posts: 3\n"])
def test_a_strategy_without_a_class_is_refused_and_not_run_as_none(place: Path, text: str) -> None:
    said = refused(place, ["strategy=mine"], option(place, "strategy", "mine", text))
    assert said == "strategy._target_: got none, takes the class of the strategy: 'module.Class'"


def test_a_package_is_looked_through_without_being_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(place))
    assert origin_of("harm_package.inner") == str(place / "harm_package" / "inner.py")
    assert origin_of("harm_package.other") is None
    assert not (place / "mark").exists()


@pytest.mark.parametrize(
    "text",
    [
        "name: ${oc.env:SECRET}\n",
        "name: ${oc.env:${.which}}\nwhich: SECRET\n",
        "name: ${oc.${.which}:SECRET,x}\nwhich: env\n",
    ],
)
def test_a_config_does_not_read_the_environment_unless_it_may(
    place: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("SECRET", "42 is the word")
    folder = option(
        place,
        "experiment",
        "sly",
        "# @package _global_\nexperiment:\n" + "".join(f"  {line}\n" for line in text.splitlines()),
    )
    said = refused(place, ["experiment=sly"], folder)
    assert said.startswith("experiment.name: reads the environment variable SECRET")
    assert "NICHECAST_ENV=SECRET" in said
    assert "42 is the word" not in said
    monkeypatch.setenv("NICHECAST_ENV", "OTHER, SECRET")
    assert compose(["experiment=sly"], folder)["experiment"]["name"] == "42 is the word"


def test_what_a_user_types_may_name_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACE_OF_TEST", "here")
    assert compose(["output.dir=${oc.env:PLACE_OF_TEST}/out"])["output"]["dir"] == "here/out"
    assert compose(["output.dir=${oc.env:PLACE_OF_TEST}/out"], typed=False)["output"]["dir"] == "here/out"


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{here}: &{here} [{','.join(['*' + before] * 10)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "stands for more than 100,000 values by its aliases"),
        ("a: &a [*a]\n", "has an alias of what it stands in: *a"),
        ("a: " + "[" * 200 + "]" * 200 + "\n", "is nested more than 50 levels deep"),
        ("a: " + "[" * 100_000, "is nested more than 50 levels deep"),
        ("# " + "x" * 2**20 + "\n", "bytes, takes at most 1,048,576"),
        ("a: [" + "1," * 200_000 + "]\n", "stands for more than"),
    ],
)
def test_a_file_that_is_too_much_is_refused_by_name(place: Path, text: str, said: str) -> None:
    folder = option(place, "strategy", "large", text)
    message = refused(place, [], folder)
    assert said in message
    assert "large.yaml" in message


def test_aliases_that_save_typing_are_taken(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text("a: &a {x: 1, y: [1, 2]}\nb: *a\nc: [*a, *a]\n")
    config_checks.check_file(tmp_path / "plain.yaml")


def test_the_configs_that_ship_are_far_below_the_limits() -> None:
    from simulation.configure import config_folder

    config_checks.check_folder(config_folder())
