"""Bugs that a reviewer planted and no test caught; each must turn a test red now."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

from changes import Mutant

BUGS: tuple[tuple[str, str, str, str], ...] = (
    (
        "weights of paid social and of retargeting are swapped",
        "weight_of",
        "return persuasion.feed\n    if channel == RETARGETING:\n        return persuasion.banner",
        "return persuasion.banner\n    if channel == RETARGETING:\n        return persuasion.feed",
    ),
    (
        "noticing a machine does not depend on persuasion knowledge",
        "hear_back",
        "u2 < rule.noticed + (ONE - rule.noticed) * consumers.knowledge[c]",
        "u2 < rule.noticed",
    ),
    ("sessions give twice the trust", "answer", "rule.session * HALF", "rule.session"),
    ("silence pleases", "hear_back", "cool_to(c, b, rule.silence", "warm_to(c, b, rule.silence"),
    ("advice goes to buyers too", "wants_advice", " and consumers.purchases[c, b] == 0", ""),
    ("an apology repairs without fading", "hear_of_brands", "crises.repair * sorry *", "crises.repair *"),
    ("apologies age twice as fast", "_answer", "math.exp(-since /", "math.exp(-2 * since /"),
    (
        "before and after are swapped",
        "before_after",
        "difference(sales.astype(np.float64), before.astype(np.float64))",
        "difference(before.astype(np.float64), sales.astype(np.float64))",
    ),
    ("the fine's share of the price deters nobody", "chance_to_comply", " + regulation.fine_share * price", ""),
    ("livelier creators get cheaper", "worth_now", "livelier**rule", "livelier**-rule"),
    ("loss by load is linear", "value_of_offer", "dealing.load_loss * load * load", "dealing.load_loss * load"),
)
"""What it is, the function, its text, and the bug instead."""


def planted(folders: Iterable[str]) -> list[Mutant]:
    """Find where each bug goes, wherever its function lives by now."""
    functions = [
        (path, text, function)
        for path in sorted(path for folder in folders for path in Path(folder).rglob("*.py"))
        for text in [path.read_text()]
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
    ]
    made = []
    for title, name, old, new in BUGS:
        places = [
            (path, text, text.index(segment) + segment.index(old))
            for path, text, function in functions
            if function.name == name and old in (segment := ast.get_source_segment(text, function) or "")
        ]
        if len(places) != 1:
            sys.exit(f"mutants: bug '{title}': got {len(places)} functions {name} with '{old}', takes one")
        ((path, text, place),) = places
        start = len(text[:place].encode())
        line = text.count("\n", 0, place) + 1
        made.append(Mutant(str(path), line, start, start + len(old.encode()), new.encode(), title))
    return made
