"""Commands that nobody can mean: made by a generator, each with the names of which one must stand in its refusal."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from experiments.command.settings import Settings, options
from simulation.scenario import Scenario
from simulation.scenario.parameter import Entry, entries
from simulation.strategies.named import BUILT_IN, named

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


OVERRIDES = (
    *("market.days=[1,2", "market.days=)", "=5", "market.days", "market.days==5", "a b=1", "market.days='5", "{}=1"),
    *("market.days=1,2", "regulation=[]", "+market.days=3", "++nothing.here=1", "market.consumers=${nowhere}"),
    *("market.consumers=${market.consumers}", "brands.price=${oc.decode:'['}", "market.people=${oc.select:x,y}"),
    *("arms=[none,none_such]", "arms=[]", "arms={}", "arms=5", "arms={a:[b=c]}", "against=nobody", "baseline=nobody"),
    *(
        "outcome=luck",
        "outcome=5",
        "replicates=many",
        "replicates=0",
        "replicates=-3",
        "replicates=1.5",
        "replicates=[1]",
    ),
    *(
        "seed=-1",
        "seed=4294967296",
        "seed=one",
        "replicates.precision=-1",
        "replicates.minimum=2",
        "executor.workers=0",
    ),
    *(
        "market=5",
        "market=[1]",
        "market=null",
        "crises=null",
        "brands.names=[]",
        "market.niches=[]",
        "brands.rivals=[]",
    ),
    *("market.related=[coffee]", "market.related=[coffee+nothing]", "brands.niches=[nothing]", "market.niches=[a,a]"),
    *(
        "brands.loyal=[0.9]",
        "platform.format_share=[1]",
        "platform.format_share=[0.5,0.5,0.5,0.5]",
        "brands.price=[1,2]",
    ),
    *("measurement.click=[1]", "graph=edge_list", "graph.path=x.csv", "variants=5", "+variants={none:[market.days=4]}"),
    *("experiment=unheard_of", "task=unheard_of", "task.name=unheard_of", "task=5", "size=huge", "dashboard=false"),
    *("dashboard.usual=nobody", "strategy.cpm=3", "strategy=5", "brands.rivals=[hybrid share=2]", "brands.rivals=[5]"),
    *("creators.followers_mu=20 creators.followers_sigma=0.1", "creators.number=301", "market.consumers=200000000"),
    *("market.people=200", "output.dir=[1]", "creators.followers_low=1e9", "paths=Zoë.csv", "market.days=\uff13"),
    *(
        "hydra.run.dir=x",
        "hydra/launcher=basic",
        "config=x",
        "market.days@a=3",
        "market/days=3",
        "strategy@brands=none",
    ),
)
"""Overrides that are wrong each in a way of its own."""


def override(draw: random.Random) -> Malformed:
    """One of the list, all of whose names are looked for."""
    given = draw.choice(OVERRIDES)
    parts = given.split(" ") if given.startswith("creators.") else [given]
    keys = [part.partition("=")[0].lstrip("+~") for part in parts]
    named = tuple(name for key in keys for name in (*_names(key), key.partition("@")[0]) if name) or (given,)
    aliases = {"task.name": ("task",), "size": ("experiment",), "nothing.here": ("nothing:",), "arms": ("b:",)}
    return Malformed("override", tuple(parts), (*named, *aliases.get(keys[0], ()), given))


TASKS = (
    ("task=sweep", "parameters"),
    ("task=sweep parameters={nothing:[0,1]}", "parameters.nothing"),
    ("task=sweep parameters={brands.control:[1,0]}", "parameters.brands.control"),
    ("task=sweep parameters={brands.control:[0,2]}", "brands.control"),
    ("task=sweep parameters={brands.control:[0,nan]}", "parameters.brands.control"),
    ("task=sweep parameters={brands.control:5}", "parameters.brands.control"),
    ("task=sweep parameters={brands.control:[0,1]} points=0", "points"),
    ("task=sweep parameters={brands.control:[0,1]} points=3 design=sobol", "points"),
    ("task=sweep parameters={brands.control:[0,1]} points=many", "points"),
    ("task=sweep parameters={brands.control:[0,1]} design=square", "design"),
    ("task=sweep design=csv", "csv"),
    ("task=sweep design=csv csv=nowhere.csv", "csv"),
    ("task=sensitivity parameters={brands.control:[0,1]} method=magic", "method"),
    ("task=sensitivity method=delta samples=nowhere", "samples"),
    ("task=robustness parameters={brands.control:[0,1]} points=-1", "points"),
    ("task=robustness samples=nowhere", "samples"),
    ("task=optimise parameters={brands.control:[0,1]}", "arms"),
    ("task=optimise arms=[broadcast] parameters={strategy.cpm:[1,2]} budget=1", "budget"),
    ("task=optimise arms=[broadcast] parameters={strategy.cpm:[1,2]} objectives=[luck]", "objectives"),
    ("task=optimise arms=[broadcast] parameters={strategy.cpm:[1,2]} finalists=0", "finalists"),
    ("task=optimise arms=[broadcast] parameters={strategy.cpx:[1,2]}", "parameters.strategy.cpx"),
    ("task=reproduce", "run"),
    ("task=reproduce run=nowhere", "run"),
    ("task=reproduce run=.", "run"),
    ("task=reproduce run=5 runs=0", "run"),
    ("task=export task.by=tire", "task.by"),
    ("task=export task.first_day=yesterday", "task.first_day"),
    ("task=field_test test=luck", "test"),
    ("task=field_test task.share=0", "share"),
    ("task=field_test task.share=1e-9 strategy=broadcast", "share"),
    ("task=field_test task.share=0.999999 strategy=broadcast", "share"),
    ("task=field_test test=ghost_ads strategy=none", "test"),
    ("task=field_test test=matched strategy=none", "test"),
    ("task=field_test test=geo", "burn_in"),
    ("task=field_test task.channel=radio", "channel"),
    ("task=field_test task.washout=9", "washout"),
    ("task=field_test test=switchback strategy=broadcast", "period"),
    ("task=field_test task.shore=0.1", "shore"),
    ("task=why", "task.consumer"),
    ("task=why task.consumer=300", "task.consumer"),
    ("task=why task.consumer=-1", "task.consumer"),
    ("task=why task.consumer=x", "task.consumer"),
    ("task=why task.creator=100000", "task.creator"),
    ("task=why task.creator=1 task.consumer=1", "task.consumer"),
    ("task=attribute", "paths"),
    ("task=attribute paths=nowhere.csv", "nowhere.csv"),
    ("task=attribute paths=[a]", "paths"),
    ("task=dashboard strategy=broadcast task.methods=[magic]", "methods"),
    ("task=dashboard strategy=broadcast task.sensors=[magic]", "sensors"),
    ("task=dashboard strategy=broadcast task.by=tire", "task.by"),
    ("task=dashboard strategy=broadcast task.confidence=2", "confidence"),
    ("task=validate task.size=huge", "size"),
    ("task=validate task.facts=[magic]", "facts"),
    ("task=validate task.seeds=0", "seeds"),
    ("task=validate which=publishd", "published"),
    ("task=validate which=published task.models=[bas]", "bass"),
    ("task=validate which=data", "data"),
    ("task=validate which=data data=nowhere", "nowhere"),
    ("task=validate data=nowhere", "which"),
    ("task=claims task.claims=[wast]", "waste"),
    ("task=claims task.size=huge", "size"),
    ("task=claims experiment=mirage", "task.claims"),
    ("task=whatifs task.names=[magic]", "names"),
    ("task=profile graph=edge_list graph.path=nowhere.csv", "nowhere.csv"),
    ("task=guesses task.trajectories=0", "trajectories"),
    ("task=guesses replicates=2 task.only=[magic]", "magic"),
    ("task=benchmark task.sizes=[0]", "sizes"),
    ("task=benchmark task.days=0", "days"),
    ("--hlep", "--hlep"),
    ("--config-dir nowhere", "--config-dir"),
    ("--version=3", "--version"),
)
"""Commands of tasks, and what must be named."""


def task(draw: random.Random) -> Malformed:
    """One of the list."""
    command, name = draw.choice(TASKS)
    return Malformed("task", tuple(command.split(" ")), (name,))


FILES = {
    "empty": b"",
    "only a header": b"source,target\n",
    "one column": b"5\n7\n9\n",
    "binary": bytes(range(256)) * 20,
    "half a gzip": b"\x1f\x8b\x08\x00\x00",
    "html": b"<!DOCTYPE html><html><body><h1>404</h1></body></html>\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "utf-16 cut": b"\xff\xfea\x00,\x00b",
    "nul bytes": b"a,b\n1,\x002\n\x00\x00,3\n",
    "ragged": b"a,b,c\n1,2\n3\n4,5,6,7\n",
    "an open quote": b'a,b\n"1,2\n3,4\n',
}


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


POINTS = {
    "a word": (b"brands.control\n0.1\nmuch\n", "row 2"),
    "out of range": (b"brands.control\n0.1\n0.2\n7\n", "row 3"),
    "nan": (b"brands.control\nnan\n", "row 1"),
    "a cell too many": (b"brands.control,brands.wage\n0.1,20\n0.1,20,3\n", "row 2"),
    "a cell too few": (b"brands.control,brands.wage\n0.1,20\n0.1\n", "row 2"),
    "no such name": (b"brands.contol\n0.1\n", "brands.contol"),
    "a name twice": (b"brands.control,brands.control\n0.1,0.2\n", "brands.control"),
    "an empty cell": (b"brands.control,brands.wage\n0.1,\n", "row 1"),
}


def points_of_a_sweep(draw: random.Random) -> Malformed:
    """A file of points with one fault."""
    what, (content, name) = draw.choice(list(POINTS.items()))
    return Malformed(
        f"points, {what}", ("task=sweep", "design=csv", "csv=points.csv"), (name,), {"points.csv": content}
    )


YAML = {
    "a tab": b"defaults: [schema, _self_]\nprice:\n\t- 3\n",
    "an open bracket": b"defaults: [schema, _self_]\nprice: [3\n",
    "no mapping": b"- 1\n- 2\n",
    "a word": b"price\n",
    "a number": b"7\n",
    "binary": bytes(range(128, 256)) * 3,
    "an unknown name": b"defaults: [schema, _self_]\nprices: [3]\n",
    "nan": b"defaults: [schema, _self_]\nprice: [.nan]\n",
    "a wrong kind": b"defaults: [schema, _self_]\nprice: {a: 1}\n",
    "leads nowhere": b"defaults: [schema, _self_]\nprice: ${nowhere.at.all}\n",
    "in circles": b"defaults: [schema, _self_]\nwage: ${brands.control}\ncontrol: ${brands.wage}\n",
    "deep": b"defaults: [schema, _self_]\nprice: " + b"[" * 300 + b"1" + b"]" * 300 + b"\n",
    "no such default": b"defaults: [scheme, _self_]\n",
    "default of a kind": b"defaults: 5\nprice: [3]\n",
    "a name twice": b"defaults: [schema, _self_]\nwage: 1\nwage: 2\n",
    "a tag": b"defaults: [schema, _self_]\nwage: !!python/object/apply:os.getcwd []\n",
    "keys of a kind": b"defaults: [schema, _self_]\n5: 3\n",
}


def config_file(draw: random.Random) -> Malformed:
    """A brands' config of one's own with one fault."""
    what, content = draw.choice(list(YAML.items()))
    named = ("brands", "mine.yaml", "price", "prices", "wage", "control", "scheme", "5")
    return Malformed(f"yaml, {what}", ("--config-dir", "own", "brands=mine"), named, {"own/brands/mine.yaml": content})


HEAD = "from simulation.strategies import AdvertBuy, Community, Offer, Plan, Strategy\n\nclass Mine(Strategy):\n"
PLANS = {
    "returns nothing": "    def plan(self, view):\n        pass\n",
    "returns a list": "    def plan(self, view):\n        return [Offer(1, 1, 1)]\n",
    "returns a class": "    def plan(self, view):\n        return Plan\n",
    "returns a text": "    def plan(self, view):\n        return 'buy'\n",
    "is a generator": "    def plan(self, view):\n        yield Plan()\n",
    "is a coroutine": "    async def plan(self, view):\n        return Plan()\n",
    "takes no view": "    def plan(self):\n        return Plan()\n",
    "takes too many": "    def plan(self, view, more):\n        return Plan()\n",
    "divides by zero": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1 / 0, 1)])\n",
    "leaves": "    def plan(self, view):\n        import sys\n        sys.exit(0)\n",
    "asks for what is not there": "    def plan(self, view):\n        return view.secret\n",
    "goes round": "    def plan(self, view):\n        return self.plan(view)\n",
    "offers a number": "    def plan(self, view):\n        return Plan(offers=[5])\n",
    "offers nothing as a word": "    def plan(self, view):\n        return Plan(offers='none')\n",
    "one offer": "    def plan(self, view):\n        return Plan(offers=Offer(1, 1, 1))\n",
    "a number": "    def plan(self, view):\n        return Plan(adverts=5)\n",
    "a mapping": "    def plan(self, view):\n        return Plan(community={'replies': 3})\n",
    "an offer of words": "    def plan(self, view):\n        return Plan(offers=[Offer('ann', 1, 1)])\n",
    "an offer of nobody": "    def plan(self, view):\n        return Plan(offers=[Offer(10**6, 1, 1)])\n",
    "half a post": "    def plan(self, view):\n        return Plan(offers=[Offer(1, 0.5, 1)])\n",
    "control in words": "    def plan(self, view):\n        return Plan(offers=[Offer(1, 1, 1, control='tight')])\n",
    "control of nan": "    def plan(self, view):\n        return Plan(offers=[Offer(1, 1, 1, control=float('nan'))])\n",
    "impressions in words": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy('many', 1)])\n",
    "impressions of nan": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(float('nan'), 1)])\n",
    "infinite impressions": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(float('inf'), 1)])\n",
    "impressions without end": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1e300, 1)])\n",
    "a channel that is none": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1, 1, 'radio')])\n",
    "a channel of lists": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1, 1, ['search'])])\n",
    "a cost in words": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1, 'free')])\n",
    "a negative cost": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1, -1)])\n",
    "hours in words": "    def plan(self, view):\n        return Plan(community=[Community('all')])\n",
    "cells in words": "    def plan(self, view):\n        return Plan(cells='half')\n",
    "more than there is": "    def plan(self, view):\n        return Plan(adverts=[AdvertBuy(1, 10**15)])\n",
    "no plan at all": "    pass\n",
    "needs what nobody gives": "    def __init__(self, share):\n        pass\n    def plan(self, view):\n        return Plan()\n",
    "fails when made": "    def __init__(self):\n        raise OSError('no')\n    def plan(self, view):\n        return Plan()\n",
    "leaves when made": "    def __init__(self):\n        raise SystemExit\n    def plan(self, view):\n        return Plan()\n",
}
MODULES = {
    "syntax": "def broken(:\n    pass\n",
    "indentation": "def broken():\npass\n",
    "imports what is not there": "import a_module_that_nobody_has\n",
    "fails at once": "1 / 0\n",
    "leaves at once": "raise SystemExit(0)\n",
    "no such class": "x = 1\n",
    "no strategy": "class Mine:\n    pass\n",
    "a function": "def Mine():\n    pass\n",
    "empty": "",
}
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
