"""Commands that nobody can mean: made by a generator, each with the names of which one must stand in its refusal."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from experiments.command.settings import Settings, options
from simulation.scenario import Scenario
from simulation.scenario.parameter import Entry, entries
from simulation.strategies.named import BUILT_IN, named
from tests.experiments.command.wrong_inputs import FILES, HEAD, MODULES, OVERRIDES, PLANS, POINTS, TASKS, YAML

SMALL = (
    *("market.consumers=300", "market.people=1000000", "market.burn_in=0", "market.days=3", "brands.campaign_days=3"),
    *("executor=serial", "replicates=1", "dashboard.replicates=1"),
)
"""What stands before each: one that is not refused ends soon."""


@dataclass(frozen=True)
class Malformed:
    """One command, the files beside it, and the words of which one must stand in the line."""

    kind: str
    arguments: tuple[str, ...]
    named: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a test is called."""
        return f"{self.kind}: {' '.join(self.arguments)[-90:]}"


ENTRIES = [entry for entry in entries(Scenario) if entry.name != "graph.path"]
SETTINGS = [entry for entry in entries(Settings) if not entry.name.startswith(("experiment.", "task.", "output."))]
NESTED = "[" * 40 + "1" + "]" * 40
DIGITS = "9" * 5000


def _wrong(entry: Entry, draw: random.Random) -> str:
    """Return a value that a parameter cannot take, as the command line writes it."""
    kind = entry.kind.removesuffix(" | None")
    bad = [NESTED, "{a:1}", "[[1,2],[3]]", "{a:{b:{c:1}}}"]
    if kind in ("int", "float"):
        bad += ["many", "'1,5'", "''", "nan", "inf", "-inf", "[1]", DIGITS + "e9999", "1e400", "-1e400", "'0x10'"]
        if kind == "int":
            bad += ["1.5", "2e-3", DIGITS, "-" + DIGITS]
        if entry.bounds.low > -1e300:
            bad += [repr(_below(entry)), "-1e300"]
        if entry.bounds.high < 1e300:
            bad += [repr(_above(entry)), "1e300"]
    elif kind == "bool":
        bad += ["2", "maybe", "1.5", "''", "[true]", "nan"]
    elif kind.startswith("list["):
        bad += ["7", "word"]
        inner = kind[5:-1]
        if inner in ("float", "int"):
            bad += ["[many]", "[nan]", "[inf]", "[null]", "[1e400]", "[[1]]", "[{a:1}]"]
    elif kind.startswith("Literal"):
        bad += ["other", "2", "''", "[a]"]
    elif kind == "str":
        bad = ["[a]", "{a:1}", "2.5"]
    else:
        bad = ["{a:{b:[1]}}", NESTED]
    if "None" not in entry.kind and not kind.startswith("list") and "." in entry.name:
        bad.append("null")
    return draw.choice(bad)


def _below(entry: Entry) -> float | int:
    low = entry.bounds.low if not entry.bounds.low_in else entry.bounds.low - 1
    return int(low) if entry.kind.startswith("int") else float(low)


def _above(entry: Entry) -> float | int:
    high = entry.bounds.high if not entry.bounds.high_in else entry.bounds.high + 1
    return int(high) if entry.kind.startswith("int") else float(high)


def value_of_a_parameter(draw: random.Random) -> Malformed:
    """A market's parameter with what it cannot be."""
    entry = draw.choice(ENTRIES)
    return Malformed("parameter", (f"{entry.name}={_wrong(entry, draw)}",), _names(entry.name))


def value_of_a_setting(draw: random.Random) -> Malformed:
    """A setting with what it cannot be."""
    entry = draw.choice([each for each in SETTINGS if each.kind.split(" ")[0] in ("int", "float", "bool")])
    return Malformed("setting", (f"{entry.name}={_wrong(entry, draw)}",), _names(entry.name))


def value_of_a_strategy(draw: random.Random) -> Malformed:
    """A strategy's parameter with what it cannot be, in one of several arms."""
    name = draw.choice([name for name in BUILT_IN if name not in ("none",)])
    known = [each for each in entries(type(named(name))) if each.kind.split(" ")[0] in ("int", "float", "bool")]
    entry = draw.choice(known)
    value = _wrong(entry, draw)
    given = ("arms=[mine]", f"+variants={{mine:{{strategy:{name},strategy.{entry.name}:{value}}}}}")
    return Malformed("strategy", given, (f"strategy.{entry.name}", "variants", "mine"))


def name_of_a_parameter(draw: random.Random) -> Malformed:
    """A parameter's name with a slip in it."""
    entry = draw.choice([*ENTRIES, *SETTINGS])
    name = _slip(entry.name, draw)
    return Malformed("name", (f"{name}=1",), (name,))


def option_of_a_group(draw: random.Random) -> Malformed:
    """A group's option with a slip in it."""
    group = draw.choice(("brands", "consumers", "creators", "graph", "platform", "regulation", "world", "executor"))
    option = _slip(draw.choice(options(group)), draw)
    return Malformed("option", (f"{group}={option}",), (group,))


def _slip(name: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(name))
    how = draw.randrange(3)
    middle = (name[place] * 2, "", "q")[how]
    return f"{name[:place]}{middle}{name[place + 1 :]}" + ("_" if how == 1 else "x")


def override(draw: random.Random) -> Malformed:
    """One of the list, all of whose names are looked for."""
    given = draw.choice(OVERRIDES)
    parts = given.split(" ") if given.startswith("creators.") else [given]
    keys = [part.partition("=")[0].lstrip("+~") for part in parts]
    named = tuple(name for key in keys for name in (*_names(key), key.partition("@")[0]) if name) or (given,)
    aliases = {"task.name": ("task",), "size": ("experiment",), "nothing.here": ("nothing:",), "arms": ("b:",)}
    return Malformed("override", tuple(parts), (*named, *aliases.get(keys[0], ()), given))


def task(draw: random.Random) -> Malformed:
    """One of the list."""
    command, name = draw.choice(TASKS)
    return Malformed("task", tuple(command.split(" ")), (name,))


def file_that_is_none(draw: random.Random) -> Malformed:
    """A graph, a path table or points from a file that holds no such thing."""
    what, content = draw.choice(list(FILES.items()))
    name = f"{what.replace(' ', '_')}.{draw.choice(('csv', 'tsv', 'txt', 'csv.gz', 'parquet', 'graphml', 'json'))}"
    reads = draw.choice(
        (
            ("graph=edge_list", f"graph.path={name}"),
            ("task=attribute", f"paths={name}"),
            ("task=sweep", "design=csv", f"csv={name}"),
        )
    )
    key = reads[-1].partition("=")[0]
    return Malformed(f"file, {what}", reads, (name, key, "source", "row", "line"), {name: content})


def points_of_a_sweep(draw: random.Random) -> Malformed:
    """A file of points with one fault."""
    what, (content, name) = draw.choice(list(POINTS.items()))
    return Malformed(
        f"points, {what}", ("task=sweep", "design=csv", "csv=points.csv"), (name,), {"points.csv": content}
    )


def config_file(draw: random.Random) -> Malformed:
    """A brands' config of one's own with one fault."""
    what, content = draw.choice(list(YAML.items()))
    named = ("brands", "mine.yaml", "price", "prices", "wage", "control", "scheme", "5")
    return Malformed(f"yaml, {what}", ("--config-dir", "own", "brands=mine"), named, {"own/brands/mine.yaml": content})


COUNT = iter(range(10**9))


def strategy_of_ones_own(draw: random.Random) -> Malformed:
    """A class of one's own that fails, in a module with a name that no other has."""
    bodies = {**{what: HEAD + body for what, body in PLANS.items()}, **MODULES}
    what, source = draw.choice(list(bodies.items()))
    module = f"own_plan_{next(COUNT)}_{draw.randrange(10**6)}"
    return Malformed(
        f"class, {what}",
        (f"strategy._target_={module}.Mine", "task=why", "task.consumer=1"),
        (module, "Mine", "strategy"),
        {f"{module}.py": source.encode()},
    )


KINDS: tuple[tuple[int, Callable[[random.Random], Malformed]], ...] = (
    (8, value_of_a_parameter),
    (3, value_of_a_setting),
    (2, value_of_a_strategy),
    (2, name_of_a_parameter),
    (1, option_of_a_group),
    (4, override),
    (4, task),
    (2, file_that_is_none),
    (1, points_of_a_sweep),
    (2, config_file),
    (4, strategy_of_ones_own),
)
"""How often each kind is drawn, in parts of their sum."""


def malformed(number: int, seed: int) -> Iterator[Malformed]:
    """Yield so many different commands."""
    draw = random.Random(seed)
    weights = [weight for weight, _ in KINDS]
    seen = set()
    while len(seen) < number:
        (chosen,) = draw.choices([make for _, make in KINDS], weights)
        made = chosen(draw)
        key = (made.kind, made.arguments if not made.kind.startswith("class") else "")
        if key not in seen:
            seen.add(key)
            yield made


def _names(name: str) -> tuple[str, ...]:
    return name, name.rpartition(".")[2]
