"""Which classes may be imported for a name in a file: strategies that somebody here has declared, and no others.

To import a module is to run it. So a class that a config, a checkpoint or a run folder names is looked for in the text of
its module first, and a module that declares no strategy is not imported. Files of others (checkpoints, run folders)
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
        if isinstance(value, Mapping):
            refuse_elsewhere(value, f"{prefix}{key}.")


def declares_strategy(module: str) -> bool:
    """Say whether a module may be imported for a strategy: it is imported already, or its text declares one."""
    return module in sys.modules or _declares(module, DEEPEST)


def _declares(module: str, depth: int) -> bool:
    """Say whether a module's text has a class whose base comes from this package, or from a module that has one."""
    source = source_of(module)
    if source is None or depth == 0:
        return False
    try:
        tree = ast.parse(source.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return source.suffix == ".py"  # the import fails before it runs a line, and says where
    origins: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            around = module.split(".")[: -node.level or None] if node.level else []
            origin = ".".join([*around, *([node.module] if node.module else [])])
            origins |= {alias.asname or alias.name: origin for alias in node.names}
        elif isinstance(node, ast.Import):
            origins |= {(alias.asname or alias.name).partition(".")[0]: alias.name for alias in node.names}
    bases = {_first(base) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases}
    found = {origins[name] for name in bases if name in origins}
    if not found and source.name == "__init__.py":  # a package that hands on the classes of its modules
        found = {origin for origin in origins.values() if origin.startswith(f"{module}.")}
    return any(
        origin.partition(".")[0] == OURS or (origin != module and _declares(origin, depth - 1)) for origin in found
    )


def _first(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def source_of(module: str) -> Path | None:
    """Return the file of a module, found without importing it or the packages around it; None: it has none."""
    first, *others = module.split(".")
    try:
        spec = importlib.util.find_spec(first)
        for k, _ in enumerate(others, start=1):
            if spec is None or spec.submodule_search_locations is None:
                return None
            spec = importlib.machinery.PathFinder.find_spec(
                ".".join([first, *others[:k]]), spec.submodule_search_locations
            )
    except (ImportError, ValueError, AttributeError):
        return None
    return Path(spec.origin) if spec is not None and spec.origin is not None and spec.origin.endswith(".py") else None
