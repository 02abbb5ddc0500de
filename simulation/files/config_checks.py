"""What is looked at in files of configs before they are read: their size, what aliases make of them, and their depth.

A few lines of YAML with aliases of aliases can stand for billions of values ("anchor bombs"), and a long run of
brackets can end in a crash of the reader.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.errors import InputError

MOST_BYTES = 2**20
"""Of one file of configs; those that ship have at most a few thousand."""
MOST_VALUES = 100_000
"""Values that one file may stand for, its aliases followed."""
DEEPEST = 50
"""Levels of nesting."""
ALLOWED = "NICHECAST_ENV"
"""Names the environment variables that files of configs may read, separated by commas."""
_VARIABLE = re.compile(r"oc\.env:\s*(\w+)")
_typed: set[str] = set()


def check_folder(folder: Path) -> None:
    """Refuse a folder of configs in which a file is too large to be a config.

    Raises:
        InputError: naming the file.
    """
    for group in sorted(folder.iterdir()):
        if group.suffix in (".yaml", ".yml") and group.is_file():
            check_file(group)
        elif group.is_dir() and not group.name.startswith("."):
            for path in sorted((*group.rglob("*.yaml"), *group.rglob("*.yml"))):
                if path.is_file():
                    check_file(path)


def check_file(path: Path, said_by: str = "--config-dir: ") -> None:
    """Refuse a file that is too large, stands for too many values, or is nested too deeply.

    What is no YAML at all is left to its reader, who says where.

    Args:
        path: The file.
        said_by: What a refusal begins with, before the file's name.

    Raises:
        InputError: naming the file.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InputError(f"{said_by}{path} has {size:,} bytes, takes at most {MOST_BYTES:,}")
    _count(path, path.read_bytes(), said_by)


def targets_in(folder: Path) -> list[str]:
    """Return the classes that the options of a config group name, each file by its ``_target_``."""
    import yaml

    targets = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        try:
            content = yaml.safe_load(path.read_bytes())
        except (yaml.YAMLError, OSError, ValueError, RecursionError):  # who chooses it is told by its reader
            continue
        if isinstance(content, dict) and isinstance(content.get("_target_"), str):
            targets.append(content["_target_"])
    return targets


def own_files(overrides: Sequence[str], config_dir: str | None) -> list[str]:
    """Return the user's own config files that overrides choose."""
    if config_dir is None:
        return []
    choices = [override.lstrip("+").partition("=")[::2] for override in overrides]
    files = [Path(config_dir) / key / f"{value}.yaml" for key, value in choices if "/" not in value]
    return [str(file) for file in files if file.is_file()]


def _count(path: Path, text: bytes, said_by: str) -> None:
    """Go through a file's events, which makes no values, and count what its aliases stand for."""
    import yaml

    sizes: dict[str, int] = {}  # of what an anchor stands for
    open_nodes: list[tuple[str | None, int]] = [(None, 0)]  # anchors and sizes so far, the outermost first
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent):
                if any(anchor == event.anchor for anchor, _ in open_nodes):
                    raise InputError(f"{said_by}{path} has an alias of what it stands in: *{event.anchor}")
                _add(open_nodes, sizes.get(event.anchor, 1))
            elif isinstance(event, yaml.ScalarEvent):
                if event.anchor:
                    sizes[event.anchor] = 1
                _add(open_nodes, 1)
            elif isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append((event.anchor, 1))
            elif isinstance(event, yaml.CollectionEndEvent):
                anchor, size = open_nodes.pop()
                if anchor:
                    sizes[anchor] = size
                _add(open_nodes, size)
            if open_nodes[-1][1] > MOST_VALUES:
                raise InputError(f"{said_by}{path} stands for more than {MOST_VALUES:,} values by its aliases")
            if len(open_nodes) > DEEPEST:
                raise InputError(f"{said_by}{path} is nested more than {DEEPEST} levels deep")
    except (yaml.YAMLError, UnicodeError, RecursionError):
        return


def _add(open_nodes: list[tuple[str | None, int]], size: int) -> None:
    anchor, so_far = open_nodes[-1]
    open_nodes[-1] = (anchor, so_far + size)


@contextmanager
def environment_kept_out(read: Callable[..., Any], register: Callable[..., Any], typed: str) -> Iterator[None]:
    """Refuse that configs read environment variables, for as long as this lasts.

    What a user types is the user's own; what a file says may be somebody else's, and what it reads ends in reports.

    Args:
        read: How ``oc.env`` is read else.
        register: Registers a resolver, as ``OmegaConf.register_new_resolver``.
        typed: The overrides that the user typed; the variables in them stay allowed as long as this process lives.
    """
    _typed.update(_VARIABLE.findall(typed))
    allowed = {name.strip() for name in os.environ.get(ALLOWED, "").split(",")}

    def guarded(name: str, *default: Any) -> Any:
        if name not in allowed and name not in _typed:
            raise InputError(
                f"reads the environment variable {name}, which a config may not unless that is allowed: "
                f"{ALLOWED}={name} before the command"
            )
        return read(name, *default)

    register("oc.env", guarded, replace=True)
    try:
        yield
    finally:
        register("oc.env", read, replace=True)
