"""The section that says how to watch a run: the command is one that can be typed, and no larger than a replay takes."""

from __future__ import annotations

import shlex
from types import SimpleNamespace
from typing import Any

import pytest

from experiments.command.command import job_of
from experiments.lab import replay_task
from experiments.report import watch
from experiments.report.pieces import Command, Paragraphs


def context(consumers: int = 50_000, days: int = 182, command: tuple[str, ...] = (), arms: tuple[str, ...] = ()) -> Any:
    found = SimpleNamespace(arms=list(arms or ("none", "broadcast", "hyper_targeted")), seeds=[7, 8])
    config = {"market": {"consumers": consumers, "days": days}}
    return SimpleNamespace(
        found=found, config=config, manifest={"command": ["nichecast", *command]}, head=None, folder="outputs/run"
    )


def command_of(given: Any) -> list[str]:
    said, command = watch.replay(given)
    assert isinstance(said, Paragraphs)
    assert "with hyper-targeted and without it" in said.lines[0]
    assert isinstance(command, Command)
    return shlex.split(command.text)


def test_limits_are_those_of_a_replay() -> None:
    assert (watch.MOST_PEOPLE, watch.MOST_DAYS) == (replay_task.MOST_PEOPLE, replay_task.MOST_DAYS)


def test_a_market_too_large_to_play_is_shown_smaller_and_the_command_can_be_read() -> None:
    words = command_of(context(days=400, command=("brands.control=0.9", "market.niches=[coffee, tea]")))
    assert words == [
        *(
            "nichecast",
            "task=replay",
            "strategy=hyper_targeted",
            "seed=7",
            "brands.control=0.9",
            "market.niches=[coffee, tea]",
        ),
        *("market.consumers=5000", "market.days=365", "output.dir=outputs/run"),
    ]
    plain = command_of(context(days=400, command=("brands.control=0.9",)))
    assert job_of(plain[1:]).settings.seed == 7


@pytest.mark.parametrize("command", [("experiment=mirage",), ("size=quick",)])
def test_nothing_is_said_where_no_command_gives_the_same_market(command: tuple[str, ...]) -> None:
    assert watch.replay(context(command=command)) == []


def test_nothing_is_said_of_plans_without_a_name_or_without_a_market() -> None:
    assert watch.replay(context(arms=("none", "mine"))) == []
    without = context()
    without.config = {"market": {}}
    assert watch.replay(without) == []
