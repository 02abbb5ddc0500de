"""Which parameters a function reads, found in its code: so each equation stands beside the parameters that it is of."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from experiments.documents.docstrings import Described
from simulation.scenario.scenario import names

PARTS = ("recognition", "trust", "salience", "noticing", "persuasion", "engagement", "talk", "purchase")
WHERE = {f"rules.{part}": f"consumers.{part}" for part in PARTS} | {
    "rules.dealing": "creators.dealing",
    "rules.conversation": "conversation",
    "rules.crises": "crises",
    "rules.regulation": "regulation",
    "rules.feed": "platform",
    "rules.feed.other_sponsors": "creators.other_sponsors",
    "rules.feed.format_cumulative": "platform.format_share",
    "rules.fading.salience": "consumers.salience.half_life",
    "rules.fading.forgotten": "consumers.salience.forgotten",
    "rules.fading.recent": "consumers.persuasion.wear_half_life",
    "rules.thin": "brands.management.thin",
    "rules.burn_in": "market.burn_in",
}
"""Where behaviours find parameters (``scenario.coefficients``) -> the parameters or their part of the scenario."""
SEVERAL = {
    "brands.manager_hours": (
        "brands.hours_per_creator",
        "brands.management.mode",
        "brands.management.platform_hours",
        "brands.management.agency_hours",
    )
}
"""Properties of the scenario -> the parameters that they are made of."""
TYPES = {
    "Rules": "rules",
    "Scenario": "scenario",
    "Market": "market",
    "RecordedMarket": "market",
    "FeedRules": "rules.feed",
    "RegulationRules": "rules.regulation",
    "DealingRules": "rules.dealing",
    "Regulation": "scenario.regulation",
    "Recognition": "scenario.consumers.recognition",
    "Conversation": "scenario.conversation",
} | {f"{part.capitalize()}Rules": f"rules.{part}" for part in PARTS}
"""Annotation of an argument -> what it is."""


def parameters_of(function: Described) -> list[str]:
    """Return the parameters that a function reads itself, in the order of the parameter table."""
    known = set(names())
    roots = {
        argument.arg: TYPES[ast.unparse(argument.annotation)]
        for argument in (*function.code.args.args, *function.code.args.kwonlyargs)
        if argument.annotation is not None and ast.unparse(argument.annotation) in TYPES
    }
    for target, value in _assignments(function.code):
        dotted = _dotted(value, roots)
        if dotted:
            roots[target] = dotted
    found: set[str] = set()
    for node in ast.walk(function.code):
        found.update(_read(node, roots))
    return [name for name in names() if name in found & known]


def _read(node: ast.AST, roots: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        name = parameter_at(_dotted(node, roots))
        yield from SEVERAL.get(name, (name,))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "per_brand":
        yield f"brands.{ast.literal_eval(node.args[0])}"


def parameter_at(dotted: str) -> str:
    """Return the name of what stands at ``rules.talk.hear`` or ``scenario.crises.reach`` among the parameters."""
    if dotted.startswith("scenario."):
        return dotted.removeprefix("scenario.")
    for place in sorted(WHERE, key=len, reverse=True):
        if dotted == place or dotted.startswith(f"{place}."):
            return WHERE[place] + dotted.removeprefix(place)
    return ""


def _dotted(node: ast.AST, roots: dict[str, str]) -> str:
    """Return what an expression such as ``rules.talk`` is, from its first name on; nothing if that is not known."""
    if isinstance(node, ast.Name):
        return roots.get(node.id, "")
    if not isinstance(node, ast.Attribute):
        return ""
    before = _dotted(node.value, roots)
    if before == "market":
        return node.attr if node.attr in ("scenario", "rules") else ""
    return f"{before}.{node.attr}" if before else ""


def _assignments(code: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield names that are set to something, those of tuples one by one, in the order of the lines."""
    nodes = [node for node in ast.walk(code) if isinstance(node, ast.Assign) and len(node.targets) == 1]
    for node in sorted(nodes, key=lambda node: node.lineno):
        target = node.targets[0]
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for one, value in zip(target.elts, node.value.elts, strict=True):
                if isinstance(one, ast.Name):
                    yield one.id, value
