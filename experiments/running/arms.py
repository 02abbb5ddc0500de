"""The arms of an experiment: what each changes, what it was resolved to, and that it changes nothing else.

An arm is a strategy, or a variant: overrides of the market and of the strategy. Arms whose market is the same share
their burn-in; a variant that changes the market has a burn-in and a baseline of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.plain_data import differences, with_values
from experiments.running.one_seed import Market
from experiments.running.room import refuse_what_cannot_fit
from simulation.errors import InputError, nearest
from simulation.scenario import PARTS

if TYPE_CHECKING:
    from experiments.command.command import Job


@dataclass(frozen=True)
class Arm:
    """One arm, resolved: all of its scenario and all of its strategy, as plain data."""

    name: str
    overrides: tuple[str, ...]
    scenario: dict[str, Any]
    strategy: dict[str, Any]


@dataclass(frozen=True)
class Design:
    """All arms of a command.

    Attributes:
        scenario: The command's scenario, before any arm changes it.
        baseline: The strategy config of the world that truth is measured against, in each arm's own market.
        arms: The arms, in the order asked for.
        reference: The name of the arm that others are held against.
        usual: Name and strategy of the usual plan of a brand that reads a dashboard; None: none is lived.
    """

    scenario: dict[str, Any]
    baseline: dict[str, Any]
    arms: tuple[Arm, ...]
    reference: str
    usual: tuple[str, dict[str, Any]] | None = None

    @classmethod
    def from_identity(cls, identity: Mapping[str, Any]) -> Design:
        """Make a run's design again from what its folder keeps, whatever has become of config files since.

        The first arm is the reference: what arms are held against is no part of what the numbers depend on.
        """
        scenario = {part: identity[part] for part in PARTS}
        changes = identity.get("changes", {})
        arms = tuple(
            Arm(name, (), with_values(scenario, changes.get(name, {})), identity["strategies"][name])
            for name in identity["arms"]
        )
        baseline = identity["baseline"]
        return cls(scenario, identity["strategies"][baseline], arms, identity["arms"][0])

    @property
    def names(self) -> list[str]:
        """The arms' names, in the order asked for."""
        return [arm.name for arm in self.arms]

    @property
    def strategies(self) -> dict[str, dict[str, Any]]:
        """The strategy config of each arm."""
        return {arm.name: arm.strategy for arm in self.arms}

    @property
    def classes(self) -> list[str]:
        """The dotted names of all strategies' classes, each once."""
        configs = (self.baseline, *self.strategies.values())
        return list(dict.fromkeys(config["_target_"] for config in configs if "_target_" in config))

    @cached_property
    def markets(self) -> tuple[Market, ...]:
        """The different markets, each with its arms; those of one market share its burn-in."""
        groups: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for arm in self.arms:
            worlds = next((worlds for scenario, worlds in groups if scenario == arm.scenario), None)
            if worlds is None:
                worlds = {}
                groups.append((arm.scenario, worlds))
            worlds[arm.name] = arm.strategy
        return tuple(Market(scenario, self.baseline, worlds) for scenario, worlds in groups)

    def changes(self, name: str) -> dict[str, Any]:
        """Return what an arm changes in the command's market, by dotted name."""
        arm = next(arm for arm in self.arms if arm.name == name)
        return {parameter: here for parameter, (_, here) in differences(self.scenario, arm.scenario).items()}

    def differences(self) -> dict[str, dict[str, tuple[Any, Any]]]:
        """Return, for each arm but the reference, what differs: dotted name -> (the reference's value, its own)."""
        whole = {arm.name: {**arm.scenario, "strategy": arm.strategy} for arm in self.arms}
        return {
            name: differences(whole[self.reference], mine) for name, mine in whole.items() if name != self.reference
        }

    def to_dict(self) -> dict[str, Any]:
        """Return what the run folder keeps as ``arms.json``."""
        return {
            "reference": self.reference,
            "overrides": {arm.name: list(arm.overrides) for arm in self.arms},
            "differences": {
                name: {parameter: list(values) for parameter, values in each.items()}
                for name, each in self.differences().items()
            },
            "markets": [list(market.arms) for market in self.markets],
        }


def resolve(job: Job) -> Design:
    """Compose and validate every arm of a command.

    Raises:
        InputError: if an arm cannot be used, changes what its overrides do not name, or does not fit into the memory.
    """
    from simulation.configure import compose, scenario_of, strategy_of
    from simulation.strategies.named import rivals_of

    settings = job.settings
    chosen = next((item for item in job.overrides if _key(item) == "strategy"), None)
    strategies = [arm for arm in settings.arms if arm not in (settings.variants or {})]
    if chosen is not None and strategies:
        name = chosen.partition("=")[2]
        raise InputError(
            f"strategy: got '{name}', but this task compares arms; takes 'arms=[{settings.baseline},{name}]'"
        )
    arms, scenarios = [], []
    for name in settings.arms:
        overrides = settings.overrides_of(name)
        config = _varied(job, overrides) or compose([*job.overrides, *overrides], job.config_dir, typed=False)
        _refuse_the_unintended(name, overrides, job.config, config)
        made = scenario_of(config)
        scenarios.append(made)
        scenario = made.to_dict()
        strategy_of(config)  # refuses what it cannot take, before anything runs
        rivals_of(made)  # likewise
        arms.append(Arm(name, tuple(overrides), {part: scenario[part] for part in PARTS}, config["strategy"]))
    common = [item for item in job.overrides if _key(item).partition(".")[0] != "strategy"]
    baseline = _varied(job, [f"strategy={settings.baseline}"]) or compose(
        [*common, f"strategy={settings.baseline}"], job.config_dir, typed=False
    )
    strategy_of(baseline)
    scenario = scenario_of(job.config).to_dict()
    usual = None
    if settings.dashboard.enabled and settings.dashboard.usual is not None:
        usual = _usual(job, settings.dashboard.usual, common)
    shared = {part: scenario[part] for part in PARTS}
    design = Design(shared, baseline["strategy"], tuple(arms), settings.reference, usual)
    refuse_what_cannot_fit(settings, design.markets, scenarios)
    return design


def _varied(job: Job, overrides: Sequence[str]) -> dict[str, Any] | None:
    """Return the command's config with some overrides more, if that can be had without Hydra."""
    from simulation.configure import vary

    # Files of one's own may say what a value is in terms of another, and so may an override.
    files = [] if job.config_dir is None else sorted(Path(job.config_dir).rglob("*.y*ml"))
    said = (*job.overrides, *(file.read_text(encoding="utf-8", errors="replace") for file in files))
    return None if any("${" in item for item in said) else vary(job.config, overrides)


def _usual(job: Job, name: str, overrides: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the usual plan's name and strategy."""
    from experiments.command.settings import options
    from simulation.configure import compose, strategy_of

    strategies = options("strategy", job.config_dir)
    if name not in strategies:
        raise InputError(f"dashboard.usual: got '{name}', takes a strategy{nearest(name, strategies)}")
    config = _varied(job, [f"strategy={name}"]) or compose(
        [*overrides, f"strategy={name}"], job.config_dir, typed=False
    )
    strategy_of(config)
    return name, config["strategy"]


def _key(override: str) -> str:
    """Return what an override is about."""
    return override.partition("=")[0].lstrip("+~").partition("@")[0]


def _refuse_the_unintended(
    arm: str, overrides: Sequence[str], common: Mapping[str, Any], own: Mapping[str, Any]
) -> None:
    """Refuse an arm that changes what none of its overrides names, or something that an arm may not change."""
    named = [_key(item) for item in overrides]
    for parameter, (before, here) in differences(common, own).items():
        part = parameter.partition(".")[0]
        if part not in (*PARTS, "strategy"):
            raise InputError(
                f"arm {arm}: changes {parameter} to {here!r}, but an arm may change the market and the strategy alone"
            )
        if not any(parameter == name or parameter.startswith(f"{name}.") for name in named):
            raise InputError(
                f"arm {arm}: changes {parameter} from {before!r} to {here!r}, which none of its overrides names"
                f" ({', '.join(overrides)})"
            )
