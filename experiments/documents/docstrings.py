"""What the docstrings of a module say, as Markdown: of the module, of its functions, of the numbers in it."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
from pathlib import Path
from typing import NamedTuple

ROLE = re.compile(r":(?:func|class|mod|meth):`~?(?:[\w.]*\.)?(\w+)`")
SECTION = re.compile(r"^(Args|Returns|Raises|Attributes|Yields):$")


class Described(NamedTuple):
    """A function of a module: its name, its docstring as Markdown, and its code."""

    name: str
    text: str
    code: ast.FunctionDef


class Module(NamedTuple):
    """A module that is described: its dotted name, its docstring as Markdown, functions, and numbers in capitals."""

    name: str
    text: str
    functions: tuple[Described, ...]
    numbers: tuple[tuple[str, str, str], ...]  # name, value, what it is
    code: ast.Module


def path_of(name: str) -> Path:
    """Return the file of a module, without importing it."""
    found = importlib.util.find_spec(name)
    assert found is not None, name
    assert found.origin is not None, name
    return Path(found.origin)


def module_of(name: str) -> Module:
    """Return what a module says of itself; functions without a docstring are left out."""
    source = path_of(name).read_text(encoding="utf-8")
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and ast.get_docstring(node)]
    return Module(
        name,
        as_markdown(ast.get_docstring(tree) or ""),
        tuple(Described(node.name, as_markdown(ast.get_docstring(node) or ""), node) for node in functions),
        tuple(_numbers(tree, source.splitlines())),
        tree,
    )


def as_markdown(docstring: str) -> str:
    """Return a docstring as Markdown: roles become code, ``Returns:`` a paragraph; arguments and errors go."""
    kept: list[str] = []
    section = ""
    for line in inspect.cleandoc(docstring).splitlines():
        heading = SECTION.match(line)
        if heading:
            section = heading[1]
            continue
        if section and line and not line.startswith(" "):
            section = ""
        if section in ("", "Returns"):
            kept.append(line.removeprefix("    ") if section else line)
    text = ROLE.sub(r"`\1`", "\n".join(kept).strip())
    return re.sub(r"\n{3,}", "\n\n", text)


def _numbers(tree: ast.Module, lines: list[str]) -> list[tuple[str, str, str]]:
    """Return the numbers that stand in a module under names in capitals, each with the comment or string beside it."""
    found = []
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
            continue
        name, value = node.targets[0].id, ast.unparse(node.value)
        number = re.fullmatch(r"(?:np\.\w+\()?(-?[\d.e*]+)\)?", value)
        if not re.fullmatch(r"[A-Z][A-Z_]+", name) or number is None:
            continue
        said = lines[node.lineno - 1].partition("#")[2].strip()
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            said = " ".join(after.value.value.split())
        found.append((name, number[1], said))
    return found
