"""What differs between the plans, what was changed from the defaults, what words mean, where results come from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from experiments.command.plain_data import differences, flat
from experiments.report.context import Context
from experiments.report.numbers import NEW, OLD
from experiments.report.pieces import Block, Cell, blocks, paragraphs, table, value_text
from experiments.report.pieces import definitions as definition_list
from experiments.results.reasons import CHAIN
from experiments.results.terminal import rows
from experiments.results.wording import plain, strategy_name


def assumptions(context: Context) -> list[Block]:
    """Show in what the arms differ, and what is not at its default."""
    return blocks(_strategies(context.strategies), _changed(context.config, context.defaults))


def _strategies(strategies: Mapping[str, Mapping[str, Any]]) -> Block | None:
    """Show the arms' configs side by side, only the rows in which they differ."""
    shown = {
        arm: {_name(name): _shown(name, value) for name, value in flat(config).items()}
        for arm, config in strategies.items()
    }
    names = dict.fromkeys(name for each in shown.values() for name in each)
    different = [name for name in names if len({each.get(name) for each in shown.values()}) > 1]
    if not different:
        return paragraphs(["The plans do not differ in their strategies."])
    lines = [
        [
            Cell(name, code=name != STRATEGY),
            *(Cell(each.get(name, ""), code=name != STRATEGY) for each in shown.values()),
        ]
        for name in different
    ]
    caption = "The strategies of the plans differ in this, and in nothing else"
    return table("strategies", caption, ["", *(plain(arm) for arm in strategies)], lines)


STRATEGY = "strategy"
"""What the row is called that says by which strategy a plan is made."""


def _name(name: str) -> str:
    return STRATEGY if name == "_target_" else name.replace("._target_", "")


def _shown(name: str, value: Any) -> str:
    if name.rpartition(".")[2] != "_target_":
        return value_text(value)
    return strategy_name(str(value))


def _changed(config: Mapping[str, Any], defaults: Mapping[str, Any]) -> Block | None:
    changed = differences(defaults, config)
    if not changed:
        return paragraphs(["All parameters of the market have their default values."])
    lines = [
        [Cell(name, code=True), *(Cell(value_text(value), code=True) for value in (now, default))]
        for name, (default, now) in changed.items()
    ]
    return table("parameters", "Parameters that are not at their defaults", ["", "here", "default"], lines)


def definitions(context: Context) -> list[Block]:
    """Define each metric that the page names."""
    findings = context.found
    named = (*rows(findings), *(metric for metric, _ in CHAIN), *OLD, *NEW)
    shown = dict.fromkeys(metric for metric in named if metric in findings.measures)
    return [definition_list({plain(metric): findings.measures[metric].definition for metric in shown})]


def manifest(context: Context) -> list[Block]:
    """Say where the results come from."""
    shown = {name: value for name, value in flat(context.manifest).items() if not name.endswith(".trace")}
    if context.manifest.get("command"):
        shown["command"] = shlex.join(map(str, context.manifest["command"]))
    return [definition_list(shown)]
