"""Which classes may be imported for a name in a file: strategies that somebody here has declared, and no others.

To import a module is to run it. So a class that a config, a checkpoint or a run folder names is looked for in the text
of its module first, and a module that declares no strategy is not imported. Files of others (checkpoints, run folders)
may name only what ships, what the command or its folder of configs declares, or what the program has imported itself.
"""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from simulation.errors import InputError
from simulation.strategies.strategy import Strategy

OURS = "simulation"
DEEPEST = 5
"""How many modules of the user's own a base class is followed through."""
_declared: set[str] = set()


def declare(targets: Iterable[str]) -> None:
    """Allow files to name these classes, as long as this process lives."""
    _declared.update(targets)


def is_declared(target: str) -> bool:
    """Say whether a class ships, was declared, or is a strategy that this program has imported already."""
    module, _, name = target.rpartition(".")
    if target in _declared or module.startswith(f"{OURS}.strategies."):
        return True
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and issubclass(kind, Strategy)


def refuse_undeclared(target: str, where: str) -> None:
    """Refuse a class that a file names and nobody here has declared; it is not imported.

    Args:
        target: ``module.Class``.
        where: The file, for the message: ``checkpoint: market.npz``.

    Raises:
        InputError: naming the class.
    """
    if not is_declared(target):
        raise InputError(
            f"{where} names the class '{target}', which is not run because a file says so; takes a strategy that ships,"
            " one that a config in --config-dir names, or in Python one that is imported before"
        )


def refuse_elsewhere(config: Mapping[Any, Any], prefix: str = "") -> None:
    """Refuse a class that is named anywhere in a config but as the strategy.

    Raises:
        InputError: naming the place.
    """
    for key, value in config.items():
        if key == "_target_" and prefix != "strategy.":
            raise InputError(f"{prefix}_target_: got {value!r}, takes no class: only strategy._target_ names one")
        if isinstance(value, Mapping) and f"{prefix}{key}" != "variants":  # they are composed by themselves
            refuse_elsewhere(value, f"{prefix}{key}.")


def refuse_foreign(target: str) -> None:
    """Refuse to import a module for the class that a config names, unless its text declares a strategy.

    Raises:
        InputError: There is no such module, or it declares none.
    """
    module = target.rpartition(".")[0]
    if module in sys.modules:
        return
    origin = origin_of(module)
    if origin is None:
        raise InputError(f"strategy._target_: got '{target}', cannot import {module}: there is no such module")
    if not _declares(module, DEEPEST):
        raise InputError(
            f"strategy._target_: got '{target}', takes a subclass of simulation.strategies.Strategy; {module} declares "
            "none, and is not imported"
        )


def _declares(module: str, depth: int) -> bool:
    """Say whether a module's text has a class whose base comes from this package, or from a module that has one."""
    origin = origin_of(module)
    if origin is None or not origin.endswith(".py") or depth == 0:
        return False
    source = Path(origin)
    try:
        tree = ast.parse(source.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return True  # the import fails before it runs a line, and says where
    origins: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            around = module.split(".")[: -node.level or None] if node.level else []
            origin = ".".join([*around, *([node.module] if node.module else [])])
            origins |= {alias.asname or alias.name: origin for alias in node.names}
        elif isinstance(node, ast.Import):
            origins |= {(alias.asname or alias.name).partition(".")[0]: alias.name for alias in node.names}
    bases = {_first(base) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases}
    inherited = {origins[name] for name in bases if name in origins}
    if not inherited and source.name == "__init__.py":  # a package that hands on the classes of its modules
        inherited = {origin for origin in origins.values() if origin.startswith(f"{module}.")}
    return any(
        origin.partition(".")[0] == OURS or (origin != module and _declares(origin, depth - 1)) for origin in inherited
    )


def _first(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def origin_of(module: str) -> str | None:
    """Return where a module comes from, found without importing it or the packages around it; None: from nowhere."""
    first, *others = module.split(".")
    try:
        spec = importlib.util.find_spec(first)
        for k, _ in enumerate(others, start=1):
            if spec is None or spec.submodule_search_locations is None:
                return None
            name, places = ".".join([first, *others[:k]]), spec.submodule_search_locations
            spec = importlib.machinery.PathFinder.find_spec(name, places)
    except (ImportError, ValueError, AttributeError):
        return None
    return None if spec is None else spec.origin or "nowhere"
