"""Units of what claims compare, as far as the units of their metrics tell."""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping

from experiments.whatifs.claims import TRENDS, Claim

PLAIN = ""
"""The unit of a share, an index or a number."""


@functools.cache
def known_units() -> dict[str, str]:
    """Return the unit of every metric that a claim can name."""
    from experiments.results.outcome_catalogue import measures
    from simulation.recording.metrics import SERIES

    units = {name: metric.unit for name, metric in SERIES.items()}
    units |= {name: measure.unit for name, measure in measures().items()}
    return {name: PLAIN if unit == "1" else unit for name, unit in units.items()}


def shown(claim: Claim) -> str:
    """Return the unit to write behind a claim's numbers, a space before it; nothing where there is none."""
    unit = unit_of(claim.left, known_units())
    return f" {unit}" if unit else ""


def unit_of(node: ast.expr, units: Mapping[str, str]) -> str | None:
    """Return the unit of an expression of :mod:`experiments.whatifs.claims`.

    Returns:
        ``PLAIN`` for a pure number, None where it cannot be told: a number that multiplies may stand for a price.
    """
    match node:
        case ast.Constant():
            return PLAIN
        case ast.UnaryOp():
            return unit_of(node.operand, units)
        case ast.BinOp():
            return _of_two(node, units)
        case ast.Call(func=ast.Name(id=name)):
            return _of_call(name, node.args, units)
    return None


def _of_two(node: ast.BinOp, units: Mapping[str, str]) -> str | None:
    left, right = unit_of(node.left, units), unit_of(node.right, units)
    if left is None or right is None:
        return None
    number = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)
    if isinstance(node.op, ast.Add | ast.Sub):
        return left if left == right else left or right if number else None
    if isinstance(node.op, ast.Div) and left == right:
        return PLAIN
    if number and (left or right):
        return None
    return left if right == PLAIN else right if left == PLAIN and isinstance(node.op, ast.Mult) else None


def _of_call(name: str, given: list[ast.expr], units: Mapping[str, str]) -> str | None:
    if name in ("log", "crossing", "rank"):
        return PLAIN
    if name in TRENDS:
        return units.get(given[0].id) if isinstance(given[0], ast.Name) else None
    if name in units:
        return units[name]
    inner = {unit_of(each, units) for each in (given[1:] if name == "level" else given)}
    return inner.pop() if len(inner) == 1 else None
