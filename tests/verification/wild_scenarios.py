"""Scenarios and strategies drawn over the whole documented range of every parameter, in worlds of a few dozen people."""

from __future__ import annotations

import dataclasses
import math
import random
from typing import Any, get_args, get_type_hints

from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.scenario.measurement import CLICKED
from simulation.scenario.parameter import Entry, entries
from simulation.scenario.platform import FORMATS
from simulation.state.columns import TIERS
from simulation.strategies.named import BUILT_IN, named, restore
from simulation.strategies.strategy import Strategy

NICHES = ["coffee", "books", "food"]
SIZES: dict[str, tuple[float, float]] = {
    "market.consumers": (40, 90),
    "market.people": (40, 1e10),
    "market.days": (1, 4),
    "market.burn_in": (0, 2),
    "market.census_days": (1, 3),
    "brands.campaign_days": (1, 4),
    "creators.number": (1, 20),
    "measurement.touches": (0, 6),
}
"""What would only make the world larger or the life longer."""
OFTEN_DEFAULT = (
    "creators.followers_mu",
    "creators.followers_sigma",
    "creators.followers_low",
    "creators.followers_high",
)
"""Most of their combinations leave no creator: refused, and nothing is learnt."""
ON = ("enabled",)
"""Switches that are on: everything happens."""


def wild_scenario(draw: random.Random) -> Scenario | None:
    """Return a scenario, or None where what was drawn does not fit together."""
    brands = draw.randint(1, 4)
    values: dict[str, Any] = {}
    for entry in entries(Scenario):
        if entry.name.startswith(("graph.path", "graph.source", "graph.directed")):
            continue
        if entry.name in OFTEN_DEFAULT and draw.random() < 0.8:
            continue
        values[entry.name] = _value(entry, draw, brands)
    values |= {
        "market.niches": NICHES[: draw.randint(1, 3)],
        "market.related": [],
        "brands.names": [f"brand {b}" for b in range(brands)],
        "brands.loyal": [draw.random() / brands for _ in range(brands)],
        "brands.rivals": [draw.choice(list(BUILT_IN))],
    }
    values["brands.niches"] = [draw.choice(values["market.niches"]) for _ in range(brands)]
    weights = [draw.random() for _ in FORMATS]
    values["platform.format_share"] = [weight / sum(weights) for weight in weights]
    nested: dict[str, Any] = {}
    for name, value in values.items():
        at = nested
        *path, last = name.split(".")
        for part in path:
            at = at.setdefault(part, {})
        at[last] = value
    try:
        return Scenario.from_dict(nested)
    except InputError:
        return None


def _value(entry: Entry, draw: random.Random, brands: int) -> Any:
    kind = entry.kind.removesuffix(" | None")
    if entry.name.rpartition(".")[2] in ON:
        return True
    if entry.kind.endswith("None") and draw.random() < 0.3:
        return None
    if kind == "bool":
        return draw.random() < 0.7
    if kind.startswith("Literal"):
        return draw.choice(_words(entry.name))
    if kind in ("int", "float"):
        return _number(entry, draw, kind == "int")
    if kind in ("list[float]", "list[int]"):
        lengths = {"measurement.click": len(CLICKED), "measurement.view": len(CLICKED)}
        lengths |= {"platform.format_share": len(FORMATS), "platform.format_engagement": len(FORMATS)}
        number = lengths.get(entry.name, len(entry.default) if not entry.name.startswith("brands.") else brands)
        return [_number(entry, draw, kind == "list[int]") for _ in range(number)]
    return entry.default


def _words(name: str) -> tuple[Any, ...]:
    part: Any = Scenario
    for step in name.split("."):
        part = get_type_hints(part, include_extras=False)[step]
    literals = [each for each in (part, *get_args(part)) if "Literal" in str(each) and get_args(each)]
    return tuple(word for word in get_args(literals[-1]) if isinstance(word, str))


def _number(entry: Entry, draw: random.Random, whole: bool) -> float | int:
    """Return an end of the range, a value from all of it, or one as far from the low end as from the high one in ratio."""
    low, high = SIZES.get(entry.name, (entry.bounds.low, entry.bounds.high))
    low, high = (low if math.isfinite(low) else 0.0), (high if math.isfinite(high) else 1e9)
    if whole:
        low += 0 if entry.bounds.low_in or entry.name in SIZES else 1
        high -= 0 if entry.bounds.high_in or entry.name in SIZES else 1
    else:
        low = low if entry.bounds.low_in or entry.name in SIZES else math.nextafter(low, high)
        high = high if entry.bounds.high_in or entry.name in SIZES else math.nextafter(high, low)
    how = draw.random()
    if how < 0.15:
        value = low
    elif how < 0.3:
        value = high
    elif how < 0.6 and high > 100 * max(low, 1e-3) > 0:
        value = math.exp(draw.uniform(math.log(max(low, 1e-3)), math.log(high)))
    elif how < 0.7 and isinstance(entry.default, int | float) and low <= entry.default <= high:
        value = entry.default
    else:
        value = draw.uniform(low, high)
    return min(max(round(value), math.ceil(low)), math.floor(high)) if whole else float(min(max(value, low), high))


def wild_strategy(draw: random.Random) -> Strategy | None:
    """Return a strategy that ships with parameters from all of their ranges; None where they do not fit together."""
    name = draw.choice(list(BUILT_IN))
    given: dict[str, Any] = {}
    kind_of = type(named(name))
    for entry in entries(kind_of) if dataclasses.is_dataclass(kind_of) else ():
        kind = entry.kind.removesuffix(" | None")
        if entry.kind.endswith("None") and draw.random() < 0.3:
            given[entry.name] = None
        elif kind in ("int", "float"):
            given[entry.name] = _number(entry, draw, kind == "int")
        elif kind == "bool":
            given[entry.name] = draw.random() < 0.5
        elif entry.unit == "tier":
            given[entry.name] = draw.choice(TIERS)
    try:
        return restore({"_target_": BUILT_IN[name], **given})
    except InputError:
        return None
