"""The settings of an experiment: which arms, how many replicates, where it runs and where its results go."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import TypeAdapter, ValidationError

import simulation
from experiments.command.effort import Effort
from experiments.command.plain_data import flat
from simulation.errors import InputError, nearest
from simulation.scenario.parameter import OURS, entries, parameter, scenario_part
from simulation.scenario.scenario import explain

LARGEST_SEED = 2**32 - 1
"""Seeds are one 32-bit word of the generator's key."""


@scenario_part
class Experiment:
    """What a named experiment is about."""

    name: Annotated[str | None, parameter("", "Name of the experiment; the run folder is named after it.", OURS)] = None
    question: Annotated[str, parameter("", "The question it answers, in a sentence.", OURS)] = ""
    hypothesis: Annotated[str, parameter("", "What is expected, and why, in words.", OURS)] = ""
    falsifier: Annotated[str, parameter("", "What would falsify it, in words.", OURS)] = ""
    claims: Annotated[
        dict[str, str],
        parameter(
            "",
            "The hypothesis as comparisons: name -> 'profit(a) - profit(b) > smallest'; see docs/whatifs.md.",
            OURS,
        ),
    ] = field(default_factory=dict)
    terms: Annotated[
        dict[str, str],
        parameter("", "Names for expressions that claims and later terms use: name -> 'profit(a) - profit(b)'.", OURS),
    ] = field(default_factory=dict)
    ablation: Annotated[
        list[str], parameter("overrides", "What switches the mechanism off that should make the effect vanish.", OURS)
    ] = field(default_factory=list)
    ablated: Annotated[
        list[str] | None,
        parameter("claims", "The claims that the ablation should make vanish; null: all.", OURS),
    ] = None
    mechanism: Annotated[str, parameter("", "The mechanism that the ablation switches off, in words.", OURS)] = ""
    quick: Annotated[
        list[str],
        parameter(
            "overrides", "What `size=quick` changes beside its own, where that is not quick or not possible.", OURS
        ),
    ] = field(default_factory=list)
    size: Annotated[
        Literal["default", "quick"],
        parameter("", "How large a what-if is run; `size=quick` ends within a minute and rarely decides.", OURS),
    ] = "default"


@scenario_part
class Task:
    """What to do with the configured market."""

    name: Annotated[str, parameter("", "The task; `nichecast --help` lists them.", OURS)] = "run"


@scenario_part
class Replicates:
    """How often each arm is run, each time in another world. All arms share the worlds, so differences are paired."""

    number: Annotated[
        int, parameter("seeds", "Replicates; `replicates=30` does the same.", OURS, ge=1, le=1_000_000)
    ] = 4
    confidence: Annotated[float, parameter("1", "Confidence of all intervals.", OURS, gt=0, lt=1)] = 0.95
    precision: Annotated[
        float | None,
        parameter(
            "outcome's unit",
            "Add replicates until the interval of the paired difference in `outcome`, of every arm against `against`, "
            "is no wider than this from end to end; null: run `number` of them.",
            OURS,
            gt=0,
        ),
    ] = None
    minimum: Annotated[
        int,
        parameter("seeds", "With `precision`: replicates before the first look.", OURS, ge=3, le=1_000_000),
    ] = 8
    max: Annotated[
        int,
        parameter("seeds", "With `precision`: replicates after which it stops.", OURS, ge=3, le=1_000_000),
    ] = 200


@scenario_part
class Dashboard:
    """What a dashboard credits each arm with, beside what it truly added: read in the worlds of every run."""

    enabled: Annotated[bool, parameter("", "Whether reports say what a dashboard would have shown.", OURS)] = True
    usual: Annotated[
        str | None,
        parameter(
            "strategy",
            "The usual plan of a brand that reads a dashboard. It runs beside the arms, in the market of the first "
            "arm; null: none.",
            OURS,
        ),
    ] = "full_funnel"
    replicates: Annotated[
        int,
        parameter(
            "seeds",
            "Number of first seeds on which the usual plan runs, and plans run again without their `parts`. The arms "
            "themselves are read on every seed. An interval reaches 12.7 standard errors to each side with 2 seeds, "
            "3.2 with 4.",
            OURS,
            ge=0,
            le=1_000_000,
        ),
    ] = 4
    parts: Annotated[
        Literal["closing", "channel"],
        parameter("", "What has its true effect measured: search and retargeting together, or every channel.", OURS),
    ] = "closing"
    touches: Annotated[
        int,
        parameter("entries", "Touchpoints kept per consumer if `measurement.touches` keeps none.", OURS, ge=1, le=4096),
    ] = 64
    consumers: Annotated[
        int,
        parameter(
            "agents", "Largest market that is read: more consumers take much memory.", OURS, ge=1, le=200_000_000
        ),
    ] = 1_000_000


@scenario_part
class Worlds:
    """The plausible worlds in which the arms are compared again: does the answer hold there?"""

    file: Annotated[
        str | None,
        parameter(
            "",
            "`plausible`: the set that ships; or a CSV file whose header names parameters and whose rows are worlds; "
            "null: none. Overrides of the command hold in every world.",
            OURS,
        ),
    ] = "plausible"
    number: Annotated[int, parameter("worlds", "How many of the set, from its beginning.", OURS, ge=1, le=10_000)] = 20
    consumers: Annotated[
        int, parameter("agents", "Most simulated consumers of a plausible world.", OURS, ge=1, le=100_000_000)
    ] = 5000
    seeds: Annotated[int, parameter("seeds", "Seeds of each world.", OURS, ge=1, le=1000)] = 1


@scenario_part
class Executor:
    """Where the replicates run. It changes how long they take, never their numbers."""

    name: Annotated[
        Literal["serial", "processes", "ray"],
        parameter("", "One after another in this process, several processes, or a Ray cluster.", OURS),
    ] = "processes"
    workers: Annotated[
        int | None,
        parameter("processes", "Processes; null: one per core, fewer if memory is short.", OURS, ge=1, le=4096),
    ] = None
    threads: Annotated[
        int | None,
        parameter(
            "threads", "Threads inside a replicate; null: 1 with processes, all with serial.", OURS, ge=1, le=4096
        ),
    ] = None
    engine: Annotated[
        Literal["compiled", "agents", "interpreted"],
        parameter("", "How behaviours run: compiled, by Mesa agents, or interpreted. The same bits each way.", OURS),
    ] = "compiled"
    scratch: Annotated[
        str | None,
        parameter(
            "folder",
            "On a disk: there the columns of people lie, for a market larger than the memory; null: in memory.",
            OURS,
        ),
    ] = None
    address: Annotated[
        str | None, parameter("host:port", "Of a Ray cluster; null: one is made on this machine.", OURS)
    ] = None


@scenario_part
class Output:
    """Where results go."""

    dir: Annotated[
        str | None,
        parameter("folder", "The run folder; null: outputs/<experiment or task>-<hash of the config>.", OURS),
    ] = None


@scenario_part
class Settings:
    """Everything in the config that is not the market's."""

    arms: Annotated[list[str], parameter("strategies", "The strategies to compare, each an arm.", OURS)] = field(
        default_factory=lambda: ["none", "broadcast", "hyper_targeted"]
    )
    variants: Annotated[
        dict[str, Any] | None,
        parameter("", "Arms that are more than a strategy: name -> overrides, of the market too.", OURS),
    ] = None
    baseline: Annotated[
        str,
        parameter("strategy", "The reference of true effects: the world with this strategy.", OURS),
    ] = "none"
    against: Annotated[
        str | None,
        parameter("arm", "The arm that others are compared with; null: the baseline, or else the first arm.", OURS),
    ] = None
    outcome: Annotated[str, parameter("metric", "The headline: what arms are ranked by.", OURS)] = "profit"
    smallest: Annotated[
        float | None,
        parameter("outcome's unit", "Smallest difference in `outcome` that matters; null: any.", OURS, ge=0),
    ] = None
    brand: Annotated[
        str | None,
        parameter("folder", "Folder of your own brand, as `task=new` writes it; null: the market that ships.", OURS),
    ] = None
    skip_bad: Annotated[
        bool,
        parameter("", "Whether rows of a brand's tables that cannot be read are left out instead of refused.", OURS),
    ] = False
    seed: Annotated[
        int,
        parameter(
            "", "Seed of the first replicate; the others take the numbers after it.", OURS, ge=0, le=LARGEST_SEED
        ),
    ] = 1
    replicates: Replicates = field(default_factory=Replicates)
    dashboard: Dashboard = field(default_factory=Dashboard)
    worlds: Worlds = field(default_factory=Worlds)
    effort: Effort = field(default_factory=Effort)
    executor: Executor = field(default_factory=Executor)
    output: Output = field(default_factory=Output)
    task: Task = field(default_factory=Task)
    experiment: Experiment = field(default_factory=Experiment)

    @classmethod
    def from_config(cls, config: Mapping[str, Any], strategies: Iterable[str]) -> Settings:
        """Validate the settings in a composed config; ``strategies`` are the names that an arm may have."""
        given = {item.name: config[item.name] for item in fields(cls) if config.get(item.name) is not None}
        if isinstance(given.get("task"), Mapping):  # a task's own parameters are checked by the task
            given["task"] = {"name": given["task"].get("name", "run")}
        if isinstance(given.get("arms"), str):
            given["arms"] = [given["arms"]]
        if isinstance(given.get("arms"), Mapping):
            raise InputError("arms: got a mapping, takes a list of names; arms with overrides are named in `variants`")
        replicates = given.get("replicates", {})
        if type(replicates) is int:
            given["replicates"] = {"number": replicates}
        elif not isinstance(replicates, Mapping):
            raise InputError(f"replicates: got {replicates!r}, takes a whole number of seeds")
        try:
            settings = _adapter().validate_python(given)
        except ValidationError as error:
            raise InputError(explain(error, names())) from None
        settings.check(sorted(set(strategies)))
        return settings

    def check(self, strategies: list[str]) -> None:
        """Refuse what no single range can."""
        if not self.arms:
            raise InputError(f"arms: got none, takes one or more of: {', '.join(strategies)}")
        for name in self.variants or {}:
            if name in strategies:
                raise InputError(f"variants.{name}: is the name of a strategy, takes another name")
            self.overrides_of(name)
        takes = [*strategies, *(self.variants or {})]
        for arm in self.arms:
            if arm not in takes:
                either = "a strategy or a variant" if self.variants else "a strategy"
                raise InputError(f"arms: got '{arm}', takes {either}{nearest(arm, takes)}")
        if self.baseline not in strategies:
            raise InputError(f"baseline: got '{self.baseline}', takes a strategy{nearest(self.baseline, strategies)}")
        if self.against is not None and self.against not in self.arms:
            raise InputError(f"against: got '{self.against}', takes one of the arms{nearest(self.against, self.arms)}")
        twice = next((arm for arm in self.arms if self.arms.count(arm) > 1), None)
        if twice is not None:
            raise InputError(f"arms: got '{twice}' twice, takes each strategy once")
        counts = self.replicates
        most = counts.number if counts.precision is None else counts.max
        if self.seed + most - 1 > LARGEST_SEED:
            raise InputError(f"seed: got {self.seed}, takes at most {LARGEST_SEED - most + 1} here")
        if counts.precision is not None and counts.minimum > counts.max:
            raise InputError(f"replicates.minimum: got {counts.minimum}, takes at most replicates.max = {counts.max}")

    @property
    def seeds(self) -> list[int]:
        """The replicates' seeds, where their number is fixed."""
        return list(range(self.seed, self.seed + self.replicates.number))

    @property
    def reference(self) -> str:
        """The arm that others are compared with."""
        return self.against or (self.baseline if self.baseline in self.arms else self.arms[0])

    def overrides_of(self, arm: str) -> list[str]:
        """Return the overrides that make an arm; a strategy's name makes one override.

        Raises:
            InputError: if a variant is written in no form that is known.
        """
        given = (self.variants or {}).get(arm, arm)
        if isinstance(given, str):
            given = [given]
        if isinstance(given, Mapping):
            return [f"{name}={as_override(value)}" for name, value in flat(given).items()]
        if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
            raise InputError(f"variants.{arm}: got {given!r}, takes parameters with values, or a list of overrides")
        return [item if "=" in item or item.startswith("~") else f"strategy={item}" for item in given]


def as_override(value: Any) -> str:
    """Return a plain value as the command line takes it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list | tuple):
        return f"[{','.join(map(as_override, value))}]"
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{name}:{as_override(each)}' for name, each in value.items())}}}"
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z_][\w.]*", value):
        escaped = value.replace("'", "\\'")
        return f"'{escaped}'"
    return str(value)


def path_override(path: Path) -> str:
    """Return a path as the command line takes it, in quotes only where it needs them."""
    return str(path) if re.fullmatch(r"[\w./-]+", str(path)) else as_override(str(path))


@functools.cache
def _adapter() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


@functools.cache
def names() -> tuple[str, ...]:
    """Return the dotted names of all settings."""
    return tuple(entry.name for entry in entries(Settings))


def config_folders(config_dir: str | None) -> list[Path]:
    """Return the folders that hold config groups: those that ship, and the user's own."""
    package = Path(simulation.__file__).parent
    ours = next(p for p in (package / "_configs", package.parent / "configs") if p.is_dir())
    return [ours, Path(config_dir)] if config_dir else [ours]


def options(group: str, config_dir: str | None = None) -> list[str]:
    """Return the options of a config group, in alphabetical order."""
    return sorted({path.stem for folder in config_folders(config_dir) for path in (folder / group).glob("*.yaml")})
