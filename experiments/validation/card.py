"""The scorecard: all facts, measured on worlds of several seeds, with a verdict each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from experiments.validation.fact import Fact, Reading, Verdict, read, verdict_of
from experiments.validation.lab import Lab
from simulation.errors import InputError, not_one_of
from simulation.scenario import Scenario

GROUPS = (
    "feed",
    "tiers",
    "spending",
    "advertising",
    "disclosure",
    "betrayal",
    "word_of_mouth",
    "launch",
    "measuring",
    "people",
)
"""Files of ``facts``: the facts of one share their worlds."""


class Row(NamedTuple):
    """One row of the card."""

    fact: Fact
    readings: tuple[Reading, ...]
    verdict: Verdict


def facts() -> dict[str, tuple[Fact, str]]:
    """Return all facts by name, each with the group that measures it."""
    return {fact.name: (fact, group) for group in GROUPS for fact in _module(group).FACTS}


def groups_of(names: Sequence[str] | None) -> list[str]:
    """Return the groups that measure so named facts; ``None``: all.

    Raises:
        InputError: There is no such fact.
    """
    known = facts()
    for name in names or ():
        if name not in known:
            raise not_one_of("task.facts", name, known)
    return [group for group in GROUPS if names is None or any(known[name][1] == group for name in names)]


def measure(item: Mapping[str, Any], say: Any = None) -> dict[str, float]:
    """Return what one group's worlds of one seed show; ``item``: plain data, as worker processes take it."""
    with Lab(Scenario.from_dict(item["scenario"]), item["seed"]) as lab:
        return dict(_module(item["group"]).measure(lab))


def rows_of(found: Mapping[str, Sequence[Mapping[str, float]]], names: Sequence[str] | None = None) -> list[Row]:
    """Return the card's rows from what each group measured, seed by seed."""
    rows = []
    for name, (fact, group) in facts().items():
        if group not in found or (names is not None and name not in names):
            continue
        readings = [
            read(band, [float(seed.get(band.name, float("nan"))) for seed in found[group]]) for band in fact.bands
        ]
        rows.append(Row(fact, tuple(readings), verdict_of(readings)))
    return rows


def count(rows: Sequence[Row], split: str | None = None) -> dict[str, int]:
    """Return how many rows have each verdict, of one split or of all."""
    verdicts = [row.verdict for row in rows if split is None or row.fact.split == split]
    return {verdict: verdicts.count(verdict) for verdict in ("in", "undecided", "out", "not measured")}


def _module(group: str) -> Any:
    if group not in GROUPS:
        raise InputError(f"facts: got '{group}', takes one of {', '.join(GROUPS)}")
    return import_module(f"experiments.validation.facts.{group}")
