"""The parameters that a sweep varies: their names, ranges and kinds, and how a value gets into an arm's config."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from experiments.command.plain_data import flat, with_values
from experiments.running.arms import Arm, Design
from simulation.errors import InputError, nearest
from simulation.scenario import PARTS

LOG = "log"
"""After a range ``[low, high, log]``: equal steps are equal ratios."""
ODDS = "odds"
"""After a range of shares ``[low, high, odds]``: equal steps are equal ratios of the odds."""


@dataclass(frozen=True)
class Parameter:
    """A range.

    Attributes:
        name: Dotted name, or the name of a function's argument.
        low: Least value.
        high: Greatest value.
        log: Whether steps are ratios.
        whole: Whether it takes whole numbers only.
        odds: Whether steps are ratios of the odds; the ends lie between 0 and 1.
    """

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False
    odds: bool = False

    def at(self, share: float) -> float | int:
        """Return the value at a share of the range, 0 to 1; at 0 and 1 its ends as they were given."""
        if self.whole:
            return min(int(self.high), int(self.low) + int(share * (self.high - self.low + 1)))
        if share in (0, 1):
            return float(self.high if share else self.low)
        # Rounding must not lead out of the range: the schema may end where the range does.
        return min(max(self._between(share), float(self.low)), float(self.high))

    def _between(self, share: float) -> float:
        """Return the value at a share of the range as it is computed, rounding errors and all."""
        if self.log:
            return math.exp(math.log(self.low) + share * (math.log(self.high) - math.log(self.low)))
        if self.odds:
            low, high = (math.log(end / (1 - end)) for end in (self.low, self.high))
            return 1 / (1 + math.exp(-(low + share * (high - low))))
        return self.low + share * (self.high - self.low)


def levels_of(parameters: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    """Return each parameter's values as they were given.

    Raises:
        InputError: if there are none, or one is not a list.
    """
    given = flat(parameters or {})
    if not given:
        raise InputError("parameters: got none, takes some, such as 'parameters={consumers.trust.asymmetry:[1,6]}'")
    for name, values in given.items():
        if not isinstance(values, list | tuple) or not values:
            raise InputError(f"parameters.{name}: got {values!r}, takes a list such as [1, 6]")
    return {name: list(values) for name, values in given.items()}


def ranges_of(levels: Mapping[str, Sequence[Any]], whole: Sequence[str] = ()) -> list[Parameter]:
    """Return each parameter as a range; ``whole`` names those that take whole numbers only.

    Raises:
        InputError: if one is no range.
    """
    ranges = []
    for name, given in levels.items():
        bounds, steps = (given[:2], given[2]) if len(given) == 3 and given[2] in (LOG, ODDS) else (given, None)
        numbers = [value for value in bounds if isinstance(value, int | float) and not isinstance(value, bool)]
        if len(bounds) != 2 or len(numbers) != 2 or not numbers[0] < numbers[1] or not all(map(math.isfinite, numbers)):
            raise InputError(f"parameters.{name}: got {list(given)}, takes a range [low, high] or [low, high, log]")
        if steps == LOG and numbers[0] <= 0:
            raise InputError(f"parameters.{name}: got {list(given)}, takes a low end above 0 with log")
        if steps == ODDS and not 0 < numbers[0] < numbers[1] < 1:
            raise InputError(f"parameters.{name}: got {list(given)}, takes ends between 0 and 1 with odds")
        low, high = numbers
        if name in whole and not (float(low).is_integer() and float(high).is_integer()):
            raise InputError(f"parameters.{name}: got {list(given)}, takes whole numbers")
        ranges.append(Parameter(name, low, high, steps == LOG, name in whole, steps == ODDS))
    return ranges


@dataclass(frozen=True)
class Space:
    """Where a sweep's values go: the arms of a design."""

    design: Design

    def check_names(self, names: Sequence[str]) -> None:
        """Refuse a name that no arm has, or that an arm sets by itself.

        Raises:
            InputError: with the nearest name.
        """
        valid = [
            *flat(self.design.scenario),
            *(f"strategy.{key}" for key in self._of_strategies() if key != "_target_"),
        ]
        for name in names:
            if name not in valid:
                raise InputError(f"parameters.{name}: no such parameter{nearest(name, valid)}")
            for arm in self.design.names:
                if name in self.design.changes(arm):
                    raise InputError(f"parameters.{name}: arm '{arm}' sets it too, takes one that no arm sets")

    def whole(self, names: Sequence[str]) -> list[str]:
        """Return the names of the parameters that take whole numbers only."""
        from simulation.scenario import Scenario
        from simulation.scenario.parameter import entries
        from simulation.strategies.named import restore

        kinds = {entry.name: entry.kind for entry in entries(Scenario)}
        for arm in self.design.arms:
            with suppress(TypeError):  # a class of one's own may describe nothing
                kinds |= {f"strategy.{entry.name}": entry.kind for entry in entries(type(restore(arm.strategy)))}
        start = {f"strategy.{name}": value for name, value in self._of_strategies().items()}
        return [name for name in names if kinds.get(name, type(start.get(name)).__name__).split(" ")[0] == "int"]

    def start(self, name: str) -> Any:
        """Return a parameter's value before the sweep changes it."""
        return {**flat(self.design.scenario), **{f"strategy.{k}": v for k, v in self._of_strategies().items()}}[name]

    def at(self, values: Mapping[str, Any]) -> Design:
        """Return the design with these values in all arms; a strategy's in those arms that have it.

        What an arm changes itself stays: an arm without fraud has none in any world.
        """
        scenario = {name: value for name, value in values.items() if name.partition(".")[0] in PARTS}
        strategy = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("strategy.")}

        def changed(arm: Arm) -> Arm:
            own = {name: value for name, value in strategy.items() if name in arm.strategy}
            kept = self.design.changes(arm.name)
            world = {name: value for name, value in scenario.items() if name not in kept}
            return replace(arm, scenario=with_values(arm.scenario, world), strategy=with_values(arm.strategy, own))

        arms = tuple(changed(arm) for arm in self.design.arms)
        return replace(self.design, scenario=with_values(self.design.scenario, scenario), arms=arms)

    def check(self, values: Mapping[str, Any]) -> None:
        """Refuse values that are out of range, or do not fit together.

        Raises:
            InputError: as the scenario or a strategy says it.
        """
        from simulation.scenario import Scenario
        from simulation.strategies.named import restore

        design = self.at(values)
        for market in design.markets:
            Scenario.from_dict(market.scenario)
        if any(name.startswith("strategy.") for name in values):
            for arm in design.arms:
                restore(arm.strategy)

    def _of_strategies(self) -> dict[str, Any]:
        return {key: value for arm in reversed(self.design.arms) for key, value in arm.strategy.items()}
