"""A YAML file as text with line numbers: what people wrote, not what YAML makes of 1.200, no or 12:30."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from simulation.errors import InputError, cut
from simulation.files.config_checks import check_file

_UNQUOTED = re.compile(r'^(\s*\w[^:#\n"]*:[ \t]+)([%@`][^\n"]*?)(?=[ \t]*(?:#[^\n"]*)?$)', re.M)
"""A value that begins with a sign that YAML keeps for itself: known: %9, name: @brand."""


@dataclass(frozen=True)
class Said:
    """One value of a file: a text, entries by name, or a list; and the line that it begins in."""

    line: int
    text: str | None = None
    entries: dict[str, Said] | None = None
    items: list[Said] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        bare = (self.text or "").strip().lower() in ("", "~", "null", "none")
        return self.entries is None and not self.items and bare

    def shown(self) -> str:
        """Return the value as a message shows it."""
        if self.entries is not None:
            inside = ", ".join(f"{name}: {value.shown()}" for name, value in self.entries.items())
            return cut(f"{{{inside}}}", 60)
        if self.items:
            return cut(f"[{', '.join(item.shown() for item in self.items)}]", 60)
        return "nothing" if self.empty else f"'{cut(self.text or '', 60)}'"


def read_yaml(path: Path) -> dict[str, Said]:
    """Return the entries of a file; no value of it is made into anything but text.

    Raises:
        InputError: The file is too large, no YAML, or has a name twice.
    """
    check_file(path, said_by="")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from None
    return entries_of(text, path.name)


def entries_of(text: str, file: str) -> dict[str, Said]:
    """Return the entries of a text; ``file`` is what refusals call it.

    Raises:
        InputError: It is no YAML, or has a name twice.
    """
    import yaml

    text = _UNQUOTED.sub(r'\1"\2"', text)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = cut(str(getattr(error, "problem", None) or str(error).splitlines()[0]), 80)
        raise InputError(f"{file}{line}: not YAML ({problem}); takes lines such as 'price: 24.90'") from None
    if node is None:
        return {}
    said = _said(node, file)
    if said.entries is None:
        raise InputError(f"{file}: got {said.shown()}, takes lines such as 'price: 24.90'")
    return said.entries


def _said(node: object, file: str) -> Said:
    import yaml

    assert isinstance(node, yaml.Node)
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Said] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in entries:
                raise InputError(f"{file}, line {key.start_mark.line + 1}: got {name} twice, takes each answer once")
            if not name:
                raise InputError(f"{file}, line {key.start_mark.line + 1}: takes lines such as 'price: 24.90'")
            entries[name] = _said(value, file)
        return Said(line, entries=entries)
    if isinstance(node, yaml.SequenceNode):
        return Said(line, items=[_said(item, file) for item in node.value])
    return Said(line, text=str(node.value))
