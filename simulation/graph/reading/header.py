"""The top of an edge list: comments, a header, a line with counts, the separator. What the rest is read by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulation.errors import InputError
from simulation.graph.reading.parse import COMMENTS, fields_of, is_integer, is_number

_NAMES = {
    "source", "target", "from", "to", "src", "dst", "dest", "tail", "head", "node_1", "node_2", "node1", "node2",
    "id_1", "id_2", "id1", "id2", "user_1", "user_2", "user1", "user2", "follower", "followee", "followed", "friend",
    "user", "fromnodeid", "tonodeid", "trustor", "trustee", "voter", "candidate",
}  # fmt: skip
_NODES = re.compile(r"(?:nodes|vertices)\W+(\d+)", re.IGNORECASE)
_EDGES = re.compile(r"(?:edges|arcs|links)\W+(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Prelude:
    """What the first lines say.

    Attributes:
        begin: byte at which the first line that may be an edge starts.
        first_line: its line number.
        separator: one character, or empty for spaces and tabs.
        width: number of fields of an edge.
        header: the header line, if any.
        first: the fields of the first line, if it may be counts instead of an edge.
        is_counts: whether it cannot be anything else.
        stated: nodes and edges as a comment states them.
        directed: what a comment or the line of counts says, with where it was said.
    """

    begin: int
    first_line: int
    separator: str
    width: int
    header: str | None
    first: tuple[int, int] | None
    is_counts: bool
    stated: tuple[int, int | None] | None
    directed: tuple[bool, str] | None


def read_prelude(data: bytes, name: str) -> Prelude:
    """Look at the first lines of an edge list.

    Raises:
        InputError: no edge in the file, or a first line with fewer than two fields.
    """
    comments, lines = _first_lines(data, name, 3)
    if not lines:
        raise InputError(f"{name}: the graph is empty, no line of the file is an edge")
    separator = _separator(lines[0][2])
    header = None
    number, begin, text = lines[0]
    if _is_header([fields_of(line, separator) for _, _, line in lines]):
        header = text
        if len(lines) == 1:
            raise InputError(f"{name}: the graph is empty, the file has a header and no edge")
        number, begin, text = lines[1]
        lines = lines[1:]
        separator = _separator(text)
    rows = [fields_of(line, separator) for _, _, line in lines]
    if len(rows[0]) < 2:
        raise InputError(f"{name}, line {number}: {text[:60]!r} is no edge; expected two ids or more")
    first, is_counts, width = None, False, len(rows[0])
    if header is None and is_integer(rows[0][0]) and is_integer(rows[0][1]):
        first = (int(rows[0][0]), int(rows[0][1]))
        if len(rows) > 1:
            other = fields_of(lines[1][2], _separator(lines[1][2]))
            matrix = any("matrixmarket" in comment.lower() for comment in comments)
            if matrix and len(rows[0]) == 3:
                first = (first[0], int(rows[0][2]))
            is_counts = matrix or _differs(
                rows[0], [len(fields_of(line, _separator(line))) for _, _, line in lines[1:]]
            )
            if is_counts:
                separator, width = _separator(lines[1][2]), len(other)
    directed = _said(comments) or (_letter(rows[0]) if is_counts else None)
    return Prelude(begin, number, separator, width, header, first, is_counts, _stated(comments), directed)


def _first_lines(data: bytes, name: str, wanted: int) -> tuple[list[str], list[tuple[int, int, str]]]:
    """Return the comments at the top and the first lines that are none, each with its number and offset."""
    comments: list[str] = []
    lines: list[tuple[int, int, str]] = []
    begin, number = 0, 1
    while begin < len(data) and len(lines) < wanted:
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        try:
            line = data[begin:end].decode("utf-8").strip()
        except UnicodeDecodeError:
            raise InputError(f"{name}, line {number}: not UTF-8 text") from None
        if line.startswith(COMMENTS):
            comments.append(line)
        elif line:
            lines.append((number, begin, line))
        begin, number = end + 1, number + 1
    return comments, lines


def _separator(line: str) -> str:
    return next((mark for mark in "\t,;" if mark in line), "")


def _is_header(rows: list[list[str]]) -> bool:
    """A first line without integers is a header if the next one has them, or if its words are those of headers."""
    first = rows[0]
    if any(map(is_integer, first)) or len(first) < 2:
        return False
    if len(rows) > 1 and any(map(is_integer, rows[1][:2])):
        return True
    return all(field.strip('"').lower() in _NAMES for field in first[:2])


def _differs(first: list[str], widths: list[int]) -> bool:
    """Tell whether a first line of two integers differs from the edges: fewer fields than they, or words behind."""
    if len(set(widths)) > 1 or widths[0] == len(first):
        return False
    return len(widths) > 1 if len(first) == 2 else not any(map(is_number, first[2:]))


def _said(comments: list[str]) -> tuple[bool, str] | None:
    for comment in comments:
        words = set(re.findall(r"[a-z]+", comment.lower()))
        if words & {"undirected", "sym", "symmetric"}:
            return False, f"comment {comment[:60]!r}"
        if words & {"directed", "digraph", "asym"} or ("matrixmarket" in words and "general" in words):
            return True, f"comment {comment[:60]!r}"
    return None


def _letter(fields: list[str]) -> tuple[bool, str] | None:
    """The letter that graph libraries put behind the counts: ``82168,948464,d,graph``."""
    for field in fields[2:]:
        if field.lower() in ("d", "directed"):
            return True, f"{field!r} in the line of counts"
        if field.lower() in ("u", "undirected"):
            return False, f"{field!r} in the line of counts"
    return None


def _stated(comments: list[str]) -> tuple[int, int | None] | None:
    text = "\n".join(comments)
    nodes, edges = _NODES.search(text), _EDGES.search(text)
    return None if nodes is None else (int(nodes[1]), None if edges is None else int(edges[1]))
