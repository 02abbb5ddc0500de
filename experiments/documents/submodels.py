"""The submodels of the model's page: every function of behaviours, market and world, in the order of the day."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.documents.docstrings import Module, module_of, path_of
from experiments.documents.reads import parameters_of
from simulation.scenario.scenario import names
from simulation.standard_day import standard_day

DAY: dict[str, tuple[str, ...]] = {
    "begin": ("market.creator_economy",),
    "reconsider": ("behaviour.creator_decisions",),
    "plan": (
        "market.planning",
        "market.contracts",
        "market.manager_hours",
        "market.media_flights",
        "market.conversation_hours",
        "market.holdout_cells",
    ),
    "publish": ("behaviour.content",),
    "watch": ("market.crisis_management",),
    "see_feed_adverts": ("behaviour.adverts",),
    "see_feed": (
        "behaviour.exposure",
        "behaviour.affinity",
        "behaviour.recognition",
        "behaviour.trust",
        "behaviour.salience",
        "behaviour.persuasion",
        "behaviour.engagement",
    ),
    "see_adverts": ("behaviour.site_visits",),
    "answer": ("behaviour.dialogue",),
    "hear_news": ("behaviour.crisis_news",),
    "knock": (),
    "listen": ("behaviour.talk",),
    "shop": ("behaviour.purchase", "behaviour.choice", "behaviour.subscription"),
    "forget": ("behaviour.forgetting",),
    "reckon": ("behaviour.touchpoints", "market.bookkeeping", "market.reputation"),
}
"""Phase -> the modules that it uses and no phase before it: each is described once."""
BEFORE = (
    "scenario.creators",
    "graph.generate.audience_sizes",
    "world.social_graph",
    "graph.generate.follows",
    "graph.generate.pull",
    "graph.generate.friends",
    "world.interest",
    "world.friend_likeness",
    "world.people",
    "world.bought_followers",
    "world.known_creators",
    "world.build",
    "scenario.coefficients",
)
"""What happens before the first day, in order."""
WHOLE = ("behaviour", "market", "world")
"""Rooms of ``simulation`` all of whose modules are described."""
NO_MODEL = frozenset({"world.size", "world.resolution"})
"""Modules of these rooms that describe no part of the market: how much memory it takes, how many to simulate."""
TECHNICAL = frozenset({"follow_graph", "friend_graph", "niche_ranges", "number_type", "accounts", "empty_touches"})
"""Functions of which the page says nothing: how tables are filled, not what is in them."""
ONLY = {
    "scenario.creators": ("creators_needed", "living_here"),
    "scenario.coefficients": ("_recognition", "_or_silence", "_kept"),
}
"""Modules of which the page shows some functions only."""


def missing() -> set[str]:
    """Return modules that stand in the rooms but not on the page, or the other way round, and phases likewise."""
    there = {
        f"{room}.{path.stem}"
        for room in WHOLE
        for path in path_of(f"simulation.{room}").parent.glob("*.py")
        if path.stem != "__init__"
    }
    listed = {name for names_ in (*DAY.values(), BEFORE) for name in names_ if name.split(".")[0] in WHOLE}
    return ((there - NO_MODEL) ^ listed) | ({phase.name for phase in standard_day()} ^ DAY.keys())


def initialisation() -> str:
    """Return what happens before the first day, module by module."""
    return "\n".join(_module(name) for name in BEFORE)


def submodels() -> str:
    """Return every submodel in the order of the day, and the parameters that none of them reads.

    Raises:
        ValueError: A module or a phase is not listed above.
    """
    if missing():
        raise ValueError(f"experiments/documents/submodels.py does not list, or lists too much: {sorted(missing())}")
    parts = []
    for phase in standard_day():
        modules = DAY[phase.name]
        said = f"{phase.what[0].upper()}{phase.what[1:]}."
        parts.append(f"### Phase {phase.name}\n\n{said}\n" + ("" if modules else "\nIts functions stand above.\n"))
        parts += [_module(name) for name in modules]
    listed = ", ".join(f"`{name}`" for name in unread())
    parts.append(
        "### Parameters that no submodel reads\n\nThey say what is simulated and for how long, what strategies may"
        f" spend and what a purchase earns, which file is read, and what a brand's sensors catch: {listed}.\n"
    )
    return "\n".join(parts)


def unread() -> list[str]:
    """Return the parameters that no function on the page reads."""
    read = {name for module in all_modules() for function in module.functions for name in parameters_of(function)}
    return [name for name in names() if name not in read]


def all_modules() -> Iterator[Module]:
    """Yield every module on the page, with those of its functions that the page shows."""
    for name in (*BEFORE, *(each for modules in DAY.values() for each in modules)):
        module = module_of(f"simulation.{name}")
        shown = ONLY.get(name)
        kept = [f for f in module.functions if f.name not in TECHNICAL and (shown is None or f.name in shown)]
        yield module._replace(functions=tuple(kept))


def _module(name: str) -> str:
    """Return one module: what it is about, its functions, its numbers."""
    module = next(each for each in all_modules() if each.name == f"simulation.{name}")
    file = f"simulation/{name.replace('.', '/')}.py"
    parts = [f"#### {name.rpartition('.')[2]}\n\n`{file}`: {module.text}\n"]
    for function in module.functions:
        read = parameters_of(function)
        beside = f"\n\n*Parameters:* {', '.join(f'`{each}`' for each in read)}." if read else ""
        parts.append(f"**`{function.name}`** {function.text}{beside}\n")
    numbers = []
    for number, value, said in module.numbers:
        numbers.append(f"`{number}` = {value}" + (f" ({said.rstrip('.')})" if said else ""))
    if numbers:
        parts.append(f"*Numbers that are no parameters:* {'; '.join(numbers)}.\n")
    return "\n".join(parts)
