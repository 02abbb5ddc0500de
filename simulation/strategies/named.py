"""Strategies by name: from a config's ``_target_`` to an object and back."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulation.errors import InputError, nearest, not_one_of, shown
from simulation.scenario import Scenario
from simulation.scenario.parameter import entries
from simulation.scenario.scenario import explain
from simulation.strategies.declared import refuse_foreign
from simulation.strategies.own_code import OWN, failing, file_of, is_own, said
from simulation.strategies.strategy import Strategy

BUILT_IN = {
    "none": "simulation.strategies.none.NoMarketing",
    "broadcast": "simulation.strategies.broadcast.Broadcast",
    "paid_social": "simulation.strategies.paid_social.PaidSocial",
    "search_retargeting": "simulation.strategies.search_retargeting.SearchRetargeting",
    "celebrity": "simulation.strategies.celebrity.Celebrity",
    "macro": "simulation.strategies.macro.Macro",
    "hyper_targeted": "simulation.strategies.hyper_targeted.HyperTargeted",
    "top_fit": "simulation.strategies.top_fit.TopFit",
    "overlap_aware": "simulation.strategies.overlap_aware.OverlapAware",
    "nano_swarm": "simulation.strategies.nano_swarm.NanoSwarm",
    "cheapest_reach": "simulation.strategies.cheapest_reach.CheapestReach",
    "booked": "simulation.strategies.booked.Booked",
    "hybrid": "simulation.strategies.hybrid.Hybrid",
    "full_funnel": "simulation.strategies.full_funnel.FullFunnel",
    "small_then_big": "simulation.strategies.small_then_big.SmallThenBig",
    "community_first": "simulation.strategies.community_first.CommunityFirst",
    "adaptive": "simulation.strategies.adaptive.Adaptive",
    "budget_loop": "simulation.strategies.budget_loop.BudgetLoop",
    "big_then_small": "simulation.strategies.big_then_small.BigThenSmall",
    "narrowing": "simulation.strategies.narrowing.Narrowing",
    "picking": "simulation.strategies.picking.Picking",
    "ramp": "simulation.strategies.ramp.Ramp",
    "mix": "simulation.strategies.mix.Mix",
}
"""The strategies that ship, by the name of their config."""


def named(name: str) -> Strategy:
    """Return a strategy that ships, with its defaults.

    Raises:
        InputError: There is none of that name.
    """
    if name not in BUILT_IN:
        raise not_one_of("strategy", name, BUILT_IN)
    return restore({"_target_": BUILT_IN[name]})


def values_of(name: str) -> dict[str, Any]:
    """Return the class and the defaults of a strategy that ships."""
    module, _, kind = BUILT_IN[name].rpartition(".")
    strategy = getattr(importlib.import_module(module), kind)()
    values = dataclasses.asdict(strategy) if dataclasses.is_dataclass(strategy) else {}  # type: ignore[arg-type]
    return {"_target_": BUILT_IN[name], **values}


def rivals_of(scenario: Scenario) -> list[Strategy]:
    """Return the strategies of the brands that are not studied, with the settings that stand beside their names.

    Raises:
        InputError: A name is no strategy's, or a setting is none of its parameters.
    """
    given, others = scenario.brands.rivals, len(scenario.brands.names) - 1
    return [_rival(text) for text in (given * others if len(given) == 1 else given)]


def _rival(text: str) -> Strategy:
    """Make a rival's strategy of ``name``, or of ``name parameter=value ...``."""
    name, *settings = text.split() or [""]
    if name not in BUILT_IN:
        raise not_one_of("brands.rivals", name, BUILT_IN)
    values: dict[str, str | None] = {}
    for setting in settings:
        parameter, equals, value = setting.partition("=")
        if not equals:
            raise InputError(f"brands.rivals: got '{text}', takes a strategy, then parameter=value for each setting")
        values[parameter] = None if value == "null" else value
    return restore({"_target_": BUILT_IN[name], **values}, f"brands.rivals.{name}.")


def restore(config: Mapping[str, Any], prefix: str = "strategy.") -> Strategy:
    """Make the strategy that a config names: ``{"_target_": "module.Class", **parameters}``.

    A module that is not installed is looked for in the folder one stands in, so that a file of one's own works.

    Args:
        config: The class and its parameters.
        prefix: What messages put before a parameter's name.

    Raises:
        InputError: The class cannot be found, is no strategy, or refuses its parameters.
    """
    given: Any = config  # what a file says may be a list
    if not isinstance(given, Mapping):
        raise InputError(f"strategy: got {str(given)[:60]}, takes a mapping with '_target_: module.Class'")
    values = dict(config)
    if "_target_" not in values:
        raise InputError("strategy._target_: got none, takes the class of the strategy: 'module.Class'")
    target = str(values.pop("_target_"))
    kind = _find(target)
    try:
        strategy: Strategy = kind(**values)
    except ValidationError as error:
        valid = tuple(f"{prefix}{entry.name}" for entry in entries(kind))
        raise InputError(explain(error, valid, prefix=prefix)) from None
    except TypeError as error:
        raise InputError(f"strategy: {target} refuses its parameters: {error}") from None
    except InputError:
        raise
    except OWN as error:
        if not is_own(kind):
            raise
        raise InputError(f"strategy: {target} ({failing(error, file_of(kind))}) failed with {said(error)}") from error
    return strategy


@contextmanager
def searched_here() -> Iterator[None]:
    """Let modules that are not installed be found in the folder one stands in, for as long as this lasts."""
    here = str(Path.cwd())
    if here in sys.path:
        yield
        return
    sys.path.append(here)
    try:
        yield
    finally:
        if here in sys.path:
            sys.path.remove(here)


def _find(target: str) -> Any:
    module_name, _, class_name = target.rpartition(".")
    if not all(part.isidentifier() for part in target.split(".")) or not module_name:
        raise InputError(f"strategy._target_: got {shown(target)}, takes 'module.Class'")
    try:
        with searched_here():
            refuse_foreign(target)
            module = importlib.import_module(module_name)
    except ImportError as error:
        raise InputError(f"strategy._target_: got '{target}', cannot import {module_name}: {error}") from None
    except InputError:
        raise
    except OWN as error:
        raise InputError(
            f"strategy._target_: got '{target}', cannot import {module_name} ({failing(error)}): {said(error)}"
        ) from error
    kind = getattr(module, class_name, None)
    if kind is None:
        raise InputError(f"strategy._target_: got '{target}', no such class{nearest(class_name, _classes(module))}")
    if not (isinstance(kind, type) and issubclass(kind, Strategy)):
        raise InputError(f"strategy._target_: got '{target}', takes a subclass of simulation.strategies.Strategy")
    return kind


def _classes(module: Any) -> list[str]:
    return [name for name, value in vars(module).items() if isinstance(value, type) and issubclass(value, Strategy)]


def describe(strategy: Strategy) -> dict[str, Any]:
    """Return the config that :func:`restore` makes this strategy from again."""
    kind = type(strategy)
    values = dataclasses.asdict(strategy) if dataclasses.is_dataclass(strategy) else dict(vars(strategy))
    return {"_target_": f"{kind.__module__}.{kind.__qualname__}", **values}
