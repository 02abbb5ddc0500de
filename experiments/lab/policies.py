"""What the page lets somebody choose: of a market before it begins, and of its future from a day on.

The page sends names; what they stand for is written here. Nothing that it sends is taken as a parameter's name, a
class or a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.lab.living import LivedRun, has_hired
from simulation.configure import build
from simulation.errors import InputError, nearest, not_one_of
from simulation.model import MarketModel
from simulation.scenario.brands import Brands
from simulation.strategies.named import BUILT_IN

STRATEGIES = tuple(
    name
    for name in BUILT_IN
    if name
    in {
        "none",
        "hyper_targeted",
        "nano_swarm",
        "community_first",
        "macro",
        "celebrity",
        "broadcast",
        "paid_social",
        "full_funnel",
        "hybrid",
    }
)
"""Plans that the page offers."""

POLICIES: dict[str, dict[str, dict[str, Any]]] = {
    "scandal": {"now": {}},
    "failure": {"now": {}},
    "response": {name: {"crises.response": name} for name in ("apology", "denial", "silence")},
    "labels": {
        "none": {"regulation.disclosure": "none", "regulation.enforcement": 0.0},
        "hashtag": {"regulation.disclosure": "hashtag", "regulation.enforcement": 0.2},
        "platform_label": {"regulation.disclosure": "platform_label", "regulation.enforcement": 0.2},
        "opt_in": {"regulation.disclosure": "opt_in", "regulation.enforcement": 0.2},
    },
    "control": {"free": {"brands.control": 0.0}, "some": {"brands.control": 0.3}, "scripted": {"brands.control": 0.9}},
    "rivals": {
        "quiet": {"brands.rivals": ["none"]},
        "hire": {"brands.rivals": ["hyper_targeted"]},
        "flood": {"brands.rivals": ["nano_swarm"]},
    },
    "strategy": {name: {} for name in STRATEGIES},
}
"""What may change from a day on: the parameters that each choice sets. Scandal, failure and strategy: see `changes`."""

THREADS = 1
"""Of the engine: with ten thousand people or fewer, threads wait for one another longer than they work."""
PEOPLE, DAYS = (1_500, 10_000), (14, 365)
"""Fewer people would be fewer than the creators of the whole market; more are too many for a page."""
SETTINGS = {"people": 5_000, "days": 182, "seed": 1, "strategy": "hyper_targeted"}
"""Of a market, with their defaults."""


def settings_of(given: object) -> dict[str, Any]:
    """Return a market's settings, what is not given by default.

    Raises:
        InputError: A name or a value is none that the page offers.
    """
    if not isinstance(given, Mapping):
        raise InputError("settings: got no mapping, takes people, days, seed and strategy")
    unknown = [str(name)[:60] for name in given if name not in SETTINGS]
    if unknown:
        raise InputError(f"{unknown[0]}: no such setting{nearest(unknown[0], SETTINGS)}")
    settings = {**SETTINGS, **given}
    for name, (least, most) in {"people": PEOPLE, "days": DAYS, "seed": (0, 2**32 - 1)}.items():
        if type(settings[name]) is not int or not least <= settings[name] <= most:
            raise InputError(f"{name}: got {str(settings[name])[:40]!r}, takes a whole number from {least} to {most}")
    if settings["strategy"] not in STRATEGIES:
        raise not_one_of("strategy", str(settings["strategy"])[:40], STRATEGIES)
    return settings


def market_of(settings: Mapping[str, Any]) -> MarketModel:
    """Return the market that settings describe, at its beginning."""
    overrides = [
        f"market.consumers={settings['people']}",
        f"market.days={settings['days']}",
        f"brands.campaign_days={min(Brands().campaign_days, settings['days'])}",
        f"strategy={settings['strategy']}",
    ]
    return build(overrides, settings["seed"], threads=THREADS)


def changes(run: LivedRun, day: int, given: object) -> tuple[dict[str, Any], str | None]:
    """Return the parameters and the strategy that choices stand for, from a day of a run on.

    Raises:
        InputError: There is no such choice, or it makes no sense on that day.
    """
    if not isinstance(given, Mapping) or not given:
        raise InputError("changes: got none, takes at least one thing to change")
    values: dict[str, Any] = {}
    strategy = None
    for name, choice in given.items():
        if name not in POLICIES:
            raise not_one_of("changes", str(name)[:40], POLICIES)
        if not isinstance(choice, str) or choice not in POLICIES[name]:
            raise not_one_of(name, str(choice)[:40], POLICIES[name])
        values |= POLICIES[name][choice]
        if name == "strategy":
            strategy = choice
        if name == "scandal":
            if not has_hired(run, day):
                raise InputError(
                    f"scandal: the brand has no creator under contract on day {day}; takes a day on which it has one"
                )
            values["crises.scandal_day"] = run.recorder.first_day + day
        if name == "failure":
            values["crises.failure_day"] = run.recorder.first_day + day
    return values, strategy
