"""The changes that make a mutant: another operator, constant or condition, a statement less, two arguments swapped.

A change replaces a span of the source text, so that a survivor is shown as a diff of the file itself. Docstrings, other
strings, annotations, decorators, imports and what only type checkers read are left alone.
"""

from __future__ import annotations

import ast
import dataclasses
import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

SWAPS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
"""Arithmetic: the operator and what replaces it."""
COMPARISONS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Lt: ("<", "<=", ">="),
    ast.LtE: ("<=", "<", ">"),
    ast.Gt: (">", ">=", "<="),
    ast.GtE: (">=", ">", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
"""Comparisons: the operator, then what replaces it: first with the boundary moved, then the opposite."""
EXTREMES = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
CLAMPS = {"clip", *EXTREMES}
"""Calls that keep a value inside bounds: the bounds are taken away."""
UNIFORM = re.compile(r"u(\d|_\w+|\[\w+\])?$|draw4\(.*\)\[0\]$")
"""A draw in [0, 1) equals the threshold it is held against once in 2^24: that boundary is not moved."""


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change of one file.

    Attributes:
        path: The file, relative to the repository.
        line: Line of the change, from 1.
        start: Byte at which the replaced span begins.
        stop: Byte behind it.
        new: What stands there instead.
        title: What a reader should know of it; empty for generated changes.
    """

    path: str
    line: int
    start: int
    stop: int
    new: bytes
    title: str = ""

    def source(self) -> bytes:
        """Return the changed text of the file."""
        text = Path(self.path).read_bytes()
        return text[: self.start] + self.new + text[self.stop :]

    def diff(self) -> str:
        """Return the changed lines, before and after."""
        before, after = Path(self.path).read_text().splitlines(), self.source().decode().splitlines()
        lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))[3:]
        return "\n".join(f"      {line[0]} {line[1:].strip()}" for line in lines)


@dataclasses.dataclass
class Names:
    """What the sources say about names: whole numbers by group, other numbers, and the parameters of functions.

    Attributes:
        groups: Neighbour of each name among those numbered together (``A, B, C = range(3)``): its number, its name.
        numbers: Names in capitals that hold a number.
        parameters: Annotations of a function's parameters; functions of one name and different parameters are left out.
    """

    groups: dict[str, tuple[int, str]] = dataclasses.field(default_factory=dict)
    numbers: set[str] = dataclasses.field(default_factory=set)
    parameters: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, folders: Iterable[str]) -> Names:
        """Read them from all Python files of some folders."""
        names, unclear = cls(), set()
        for path in sorted(path for folder in folders for path in Path(folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Assign):
                    names._assigned(node)
                elif isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
                    names._number([t.id for s in node.body if isinstance(s, ast.Assign) for t in _names(s.targets)])
                elif isinstance(node, ast.FunctionDef):
                    found = [_text(a.annotation) for a in node.args.args if a.arg not in ("self", "cls")]
                    if names.parameters.setdefault(node.name, found) != found:
                        unclear.add(node.name)
        for name in unclear:
            del names.parameters[name]
        return names

    def _assigned(self, node: ast.Assign) -> None:
        (target, *_), value = node.targets, node.value
        if isinstance(target, ast.Tuple) and _is_range(value):
            self._number([name.id for name in _names(target.elts)])
        elif isinstance(target, ast.Name) and target.id.isupper() and _is_number(value):
            self.numbers.add(target.id)

    def _number(self, group: Sequence[str]) -> None:
        places = ((name, (place + 1) % len(group)) for place, name in enumerate(group))
        self.groups |= {name: (other, group[other]) for name, other in places}


def _names(nodes: Iterable[ast.expr]) -> list[ast.Name]:
    return [node for node in nodes if isinstance(node, ast.Name)]


def _text(node: ast.AST | None) -> str:
    return "" if node is None else ast.unparse(node)


def _is_range(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _text(value.func) == "range"


def _is_number(value: ast.expr) -> bool:
    return re.fullmatch(r"(?=.*\d)(np\.\w+\()?[\d.e*+ ()-]+\)?", _text(value)) is not None


class Changes(ast.NodeVisitor):
    """Collects the mutants of one file, in the order of its lines."""

    def __init__(self, path: str, names: Names) -> None:
        """Read a file."""
        self.path, self.names = path, names
        self.text = Path(path).read_bytes()
        self.starts = [0]
        for line in self.text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.found: dict[tuple[int, int, bytes], Mutant] = {}
        self.visit(ast.parse(self.text))

    @property
    def mutants(self) -> list[Mutant]:
        """All mutants found, each once."""
        return sorted(self.found.values(), key=lambda mutant: (mutant.start, mutant.stop, mutant.new))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where a node's text begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def change(self, start: int, stop: int, new: str) -> None:
        """Add a mutant."""
        made = new.encode()
        line = self.text.count(b"\n", 0, start) + 1
        if self.text[start:stop] != made:
            self.found.setdefault((start, stop, made), Mutant(self.path, line, start, stop, made))

    def between(self, left: ast.expr, right: ast.expr, old: str, new: Iterable[str]) -> None:
        """Replace an operator that stands between two nodes."""
        start, stop = self.span(left)[1], self.span(right)[0]
        place = self.text.index(old.encode(), start, stop)
        for operator in new:
            self.change(place, place + len(old), operator)

    # What is left alone ---------------------------------------------------------------------------------------------

    def visit_Import(self, node: ast.Import) -> None:
        """Leave imports alone."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Leave imports alone."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts alone."""

    def visit_Assert(self, node: ast.Assert) -> None:
        """Leave assertions alone: they say what holds anyway."""

    def visit_keyword(self, node: ast.keyword) -> None:
        """Leave ``strict`` alone, which asserts, and do not count axes from the last one: of two that is the same."""
        if node.arg == "axis" and isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
            self.change(*self.span(node.value), f"({2 * node.value.value or 1})")
        elif node.arg != "strict":
            self.visit(node.value)

    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        """Leave types alone."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Look at defaults and body, not at decorators and annotations."""
        for part in [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body]:
            self.visit(part)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Look at the body."""
        for part in node.body:
            self.visit(part)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Look at the value, not at the annotation."""
        if node.value is not None:
            self.visit(node.value)

    # What is changed ------------------------------------------------------------------------------------------------

    def visit_Expr(self, node: ast.Expr) -> None:
        """Drop a call that is made for what it does."""
        if isinstance(node.value, ast.Call):
            self.change(*self.span(node), "pass")
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Drop a write into a column or an attribute."""
        if isinstance(node.targets[0], ast.Subscript | ast.Attribute):
            self.change(*self.span(node), "pass")
        if not (isinstance(node.targets[0], ast.Tuple) and _is_range(node.value)):
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Drop the statement, or change its operator."""
        self.change(*self.span(node), "pass")
        if type(node.op) in SWAPS:
            old, new = SWAPS[type(node.op)]
            self.between(node.target, node.value, f"{old}=", [f"{new}="])
        self.generic_visit(node)

    def drop(self, node: ast.stmt) -> None:
        """Drop a statement that leaves a loop or a function."""
        if isinstance(node, ast.Return) and node.value is not None:
            self.visit(node.value)
        else:
            self.change(*self.span(node), "pass")

    visit_Return = visit_Continue = visit_Break = visit_Raise = drop  # noqa: N815

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Another operator."""
        if type(node.op) in SWAPS and not any(
            isinstance(n, ast.Constant | ast.JoinedStr) and not _is_number(n) for n in (node.left, node.right)
        ):
            old, new = SWAPS[type(node.op)]
            self.between(node.left, node.right, old, [new])
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Take away a sign or a ``not``."""
        if isinstance(node.op, ast.USub | ast.Not):
            self.change(self.span(node)[0], self.span(node.operand)[0], "")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Move the boundary, or turn the comparison round."""
        sides = [node.left, *node.comparators]
        for left, operator, right in zip(sides, node.ops, node.comparators, strict=False):
            old, *new = COMPARISONS[type(operator)]
            drawn = any(UNIFORM.match(_text(side)) for side in (left, right))
            self.between(left, right, old, new[1:] if drawn and len(new) > 1 else new)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """``and`` for ``or``, ``or`` for ``and``."""
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.between(left, right, old, [new])
        self.generic_visit(node)

    def condition(self, node: ast.If | ast.While | ast.IfExp) -> None:
        """Turn a plain condition round."""
        if _text(node.test) == "TYPE_CHECKING":
            return
        if isinstance(node.test, ast.Name | ast.Attribute | ast.Call | ast.Subscript):
            start, stop = self.span(node.test)
            self.change(start, stop, f"not {self.text[start:stop].decode()}")
        self.generic_visit(node)

    visit_If = visit_While = visit_IfExp = condition  # noqa: N815

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Another place, but not one counted from the end: of a pair that is the same one."""
        self.visit(node.value)
        for part in node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]:
            if isinstance(part, ast.Constant) and isinstance(part.value, int):
                self.change(*self.span(part), f"({2 * part.value or 1})")
            else:
                self.visit(part)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Another constant: 1 for 0, else twice as much and with the other sign."""
        value = node.value
        if isinstance(value, bool):
            self.change(*self.span(node), str(not value))
        elif isinstance(value, int | float):
            for other in (1,) if value == 0 else (2 * value, -value):
                self.change(*self.span(node), f"({other!r})")

    def named(self, node: ast.Name | ast.Attribute) -> None:
        """Another constant for one in capitals: its neighbour, or one more."""
        before, name = ("", node.id) if isinstance(node, ast.Name) else (f"{_text(node.value)}.", node.attr)
        if isinstance(node.ctx, ast.Load) and name in self.names.groups:
            number, other = self.names.groups[name]  # the neighbour need not be imported
            self.change(*self.span(node), f"{before}{other}" if before else f"({number})")
        elif isinstance(node.ctx, ast.Load) and name in self.names.numbers:
            self.change(*self.span(node), f"({before}{name} + 1)")
        elif isinstance(node, ast.Attribute):
            self.visit(node.value)

    visit_Name = visit_Attribute = named  # noqa: N815

    def visit_Call(self, node: ast.Call) -> None:
        """Swap arguments of one type, take the other extreme, take a clamp away."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else _text(node.func)
        kinds = self.names.parameters.get(name, [])
        for first, second, a, b in zip(kinds, kinds[1:], node.args, node.args[1:], strict=False):
            if first == second != "" and _text(a) != _text(b):
                (start, end), (begin, stop) = self.span(a), self.span(b)
                middle = self.text[end:begin].decode()
                self.change(start, stop, f"{self.text[begin:stop].decode()}{middle}{self.text[start:end].decode()}")
        end = self.span(node.func)[1]
        if name in EXTREMES:
            self.change(end - len(name), end, EXTREMES[name])
        if name in CLAMPS and len(node.args) > 1:
            plain = [arg for arg in node.args if not _text(arg).lstrip("-").isupper() and not _is_number(arg)]
            kept = plain[0] if plain else node.args[0]
            self.change(*self.span(node), self.text[slice(*self.span(kept))].decode())
        self.generic_visit(node)
