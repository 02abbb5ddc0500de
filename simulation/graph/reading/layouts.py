"""Texts that list edges in another way than one a line: matrices, adjacency lists, SIF, networkx's dicts, JSON."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulation.errors import InputError
from simulation.graph.reading.header import COMMENTS, is_comment
from simulation.graph.reading.parse import text_of
from simulation.graph.reading.roles import accounts
from simulation.graph.reading.separator import choose_separator, fields_of, word_for
from simulation.graph.reading.third_column import is_number

_DICT = re.compile(r"^(.*?)\s*,?\s*(\{.*\})\s*$")
_WEIGHT_KEYS = ("weight", "value", "strength", "count", "w", "Weight", "Value")


@dataclass
class Listed:
    """Edges as a layout lists them.

    Attributes:
        source: id of each edge's source, as text.
        target: id of each edge's target, as text.
        weight: text of each edge's weight, empty where it has none; ``None`` if no edge has one.
        numbers: the line of each edge.
        directed: what the layout says about the direction, and why.
        notes: what was guessed.
    """

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    weight: list[str] | None = None
    numbers: list[int] = field(default_factory=list)
    directed: tuple[bool, str] | None = None
    notes: list[str] = field(default_factory=list)

    def add(self, source: str, target: str, number: int) -> None:
        """Append an edge."""
        self.source.append(source)
        self.target.append(target)
        self.numbers.append(number)


def lines_of(data: bytes, name: str) -> list[tuple[int, str]]:
    """Return the lines that are no comments, each with its number."""
    return [
        (number, line)
        for number, line in enumerate(text_of(data, name).split("\n"), 1)
        if line.strip() and not is_comment(line, COMMENTS)
    ]


def is_matrix(rows: Sequence[list[str]], lines: int) -> bool:
    """Tell from the rows of a file, all of them, whether they are an adjacency matrix, labelled or bare."""
    width = len(rows[-1])
    if width < 3 or lines not in (width, width - 1, width + 1) or len(rows) != lines or len(rows) < 3:
        return False
    body = rows[1:]
    if not all(is_number(cell) for cell in rows[0]):
        names = rows[0] if len(rows[0]) < width else rows[0][1:]
        if [row[0] for row in body] == names and all(len(row) == width for row in body):
            return all(is_number(cell) or not cell for row in body for cell in row[1:])
        if accounts(rows[0]) is not None:
            return False
        return len(rows[0]) == width == len(body) and all(
            len(row) == width and all(map(is_number, row)) for row in body
        )
    if len(rows) != width or not all(len(row) == width and all(map(is_number, row)) for row in rows):
        return False
    values = np.array(rows, np.float64)
    binary = bool(np.isin(values, (0, 1)).all())
    empty = bool((np.diag(values) == 0).all())
    return binary or (empty and (width > 3 or bool(np.array_equal(values, values.T))))


def is_incidence(names: Sequence[str], rows: Sequence[list[str]]) -> bool:
    """Tell whether rows have a name and then numbers, under a header without a word above the names."""
    columns = accounts(names)
    if names[0] or len(names) < 3 or (columns is not None and len(names[columns[0]]) > 1):
        return False
    if not all(is_number(cell) or not cell for row in rows for cell in row[1:]):
        return False
    firsts = [row[0] for row in rows]  # numbers from 0 or 1 are a data frame's index
    return all(firsts != [str(k) for k in range(begin, begin + len(rows))] for begin in (0, 1))


def from_matrix(data: bytes, name: str, separator: str | None) -> Listed:
    """Read an adjacency matrix, with or without labels: an edge for each cell that is not 0.

    Raises:
        InputError: a row of another width, or a cell that is no number.
    """
    lines = lines_of(data, name)
    mark = choose_separator([text for _, text in lines[:200]]) if separator is None else separator
    rows = [(number, fields_of(text, mark)) for number, text in lines]
    listed = Listed(notes=[f"separator: {word_for(mark)} (separator=...)"])
    labels = None
    if not all(is_number(cell) for cell in rows[0][1]):
        labels = rows[0][1]
        rows = rows[1:]
        if rows and len(rows[0][1]) == len(rows):
            labels = labels[-len(rows) :]
        else:
            labels = labels[-len(rows) :]
            rows = [(number, row[1:]) for number, row in rows]
    size = len(rows)
    weights: list[str] = []
    for k, (number, row) in enumerate(rows):
        if len(row) != size:
            raise InputError(f"{name}, line {number}: {len(row)} cells in a matrix of {size} rows")
        for j, cell in enumerate(row):
            if cell and not is_number(cell):
                raise InputError(f"{name}, line {number}: cell {j + 1} is {cell!r}, takes a number")
            if cell and float(cell) != 0:
                listed.add(*((str(k), str(j)) if labels is None else (labels[k], labels[j])), number)
                weights.append(cell)
    cells = {(a, b): w for a, b, w in zip(listed.source, listed.target, weights, strict=True)}
    symmetric = all(cells.get((b, a)) == w for (a, b), w in cells.items())
    listed.directed = (not symmetric, f"the matrix is {'' if symmetric else 'not '}symmetric")
    if set(map(float, weights)) - {1.0}:
        listed.weight = weights
    listed.notes.append("read as an adjacency matrix: a row's account is the source (format=edges if it lists edges)")
    return listed


def from_adjacency(data: bytes, name: str, separator: str | None) -> Listed:
    """Read an adjacency list: on each line an account and its neighbours.

    Raises:
        InputError: a field that is empty.
    """
    listed = Listed(notes=["read as an adjacency list: on each line an account and its neighbours"])
    lines = lines_of(data, name)
    mark = separator
    if mark is None:
        mark = next((m for m in ("\t", ";", ",") if any(m in text for _, text in lines)), "")
    for number, text in lines:
        first, *others = fields_of(text.strip().replace(":", mark or " ", 1) if ": " in text else text.strip(), mark)
        for other in others:
            if not first or not other:
                raise InputError(f"{name}, line {number}: {text.strip()[:60]!r} has an empty field")
            listed.add(first, other, number)
    return listed


def from_sif(data: bytes, name: str, separator: str | None) -> Listed:
    """Read Cytoscape's SIF: an account, the kind of tie, and one account or more.

    Raises:
        InputError: a line of two fields.
    """
    lines = lines_of(data, name)
    mark = ("\t" if any("\t" in text for _, text in lines) else "") if separator is None else separator
    listed = Listed(notes=["read as SIF: account, kind of tie, accounts; the kinds were not read (format=edges)"])
    for number, text in lines:
        fields = fields_of(text.strip(), mark)
        if len(fields) == 2:
            raise InputError(
                f"{name}, line {number}: {text.strip()[:60]!r} is no SIF; expected account, kind, accounts"
            )
        for other in fields[2:]:
            listed.add(fields[0], other, number)
    return listed


def is_sif(rows: Sequence[list[str]]) -> bool:
    """Tell whether rows of three words are account, kind of tie, account: few kinds, none of them an account."""
    if (
        len(rows) < 2
        or any(len(row) != 3 for row in rows)
        or any(is_number(row[2]) or is_number(row[1]) for row in rows)
    ):
        return False
    one, kinds, other = ({row[k] for row in rows} for k in range(3))
    return not kinds & (one | other) and 2 * len(kinds) <= len(rows) and len(kinds) < min(len(one), len(other)) + 1


def may_be_adjacency(rows: Sequence[list[str]]) -> bool:
    """Tell whether rows of three or four whole numbers may as well be an account and its neighbours.

    Every line has another account first, as in an adjacency list, and what stands last is as varied as accounts are,
    and no smaller or larger than they.
    """
    if len(rows) < 3 or any(not field.isdigit() for row in rows for field in row):
        return False
    if any(len(set(row)) < len(row) for row in rows) or len({row[0] for row in rows}) < len(rows):
        return False  # an account is no neighbour of its own, and none twice
    heads = [int(row[0]) for row in rows]
    last = [int(row[-1]) for row in rows]
    ids = [int(field) for row in rows for field in row[:2]]
    return 2 * len(set(last)) > len(rows) and min(last) >= min(ids) and max(last) <= 2 * max(*ids, *heads)


def has_dicts(rows: Sequence[str]) -> bool:
    """Tell whether lines end with Python dicts, as networkx writes them."""
    return bool(rows) and all(_DICT.match(row) for row in rows)


def from_dicts(data: bytes, name: str) -> Listed:
    """Read networkx's edge list with data: two ids and a dict.

    Raises:
        InputError: a line that is none; some edges with a weight and some without.
    """
    listed = Listed(notes=["read as networkx's edge list with data"])
    weights: list[str] = []
    keys: dict[str, None] = {}
    lines = lines_of(data, name)
    mark = choose_separator([(_DICT.match(text) or re.match("(.*)", text))[1] for _, text in lines[:200]])  # type: ignore[index]
    for number, text in lines:
        match = _DICT.match(text)
        ids = fields_of(match[1], mark) if match else []
        try:
            about = ast.literal_eval(match[2]) if match else None
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            about = None
        if len(ids) != 2 or not isinstance(about, dict):
            raise InputError(f"{name}, line {number}: {text.strip()[:60]!r} is no edge; expected two ids and a dict")
        keys.update(dict.fromkeys(map(str, about)))
        weights.append(next((str(about[key]) for key in _WEIGHT_KEYS if about.get(key) is not None), ""))
        listed.add(ids[0], ids[1], number)
    listed.weight = weights if any(weights) else None
    left = [key for key in keys if key not in _WEIGHT_KEYS]
    if left:
        listed.notes.append(f"attributes that were not read: {', '.join(map(repr, left[:10]))}")
    return listed


def from_json(data: bytes, name: str) -> Listed:
    """Read JSON: networkx's and D3's nodes and links, or a list (or lines) of pairs or of records.

    Raises:
        InputError: broken JSON, or another shape.
    """
    text = text_of(data, name)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        try:
            whole = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            raise InputError(f"{name}: no JSON that can be read ({error})") from None
        if len(whole) < 2:
            raise InputError(f"{name}: no JSON that can be read ({error})") from None
    listed = Listed(notes=["read as JSON"])
    names: list[str] | None = None
    if isinstance(whole, dict):
        key = next((key for key in ("links", "edges", "relationships") if isinstance(whole.get(key), list)), None)
        if key is None:
            raise InputError(
                f"{name}: JSON with the keys {', '.join(map(repr, list(whole)[:5]))}; takes 'nodes' and 'links', a "
                "list of pairs, or a list of records with source and target"
            )
        nodes = whole.get("nodes")
        if isinstance(nodes, list) and nodes and all(isinstance(node, dict) for node in nodes):
            if any("id" in node for node in nodes):
                names = None
            elif all("name" in node for node in nodes):  # D3's first form: links count in the list of nodes
                names = [str(node["name"]) for node in nodes]
        if isinstance(whole.get("directed"), bool):
            listed.directed = (whole["directed"], "'directed' in the file")
        whole = whole[key]
    if not isinstance(whole, list) or not whole:
        raise InputError(f"{name}: the graph is empty, the JSON lists no edge")
    _take(whole, listed, names, name)
    return listed


def _take(edges: list[Any], listed: Listed, names: list[str] | None, name: str) -> None:
    """Append the edges of a list of pairs or records."""
    weights: list[str] = []
    place: tuple[Any, Any] | None = None
    for number, edge in enumerate(edges, 1):
        ends: tuple[Any, ...] | None = None
        if isinstance(edge, dict):
            if place is None or place[0] not in edge or place[1] not in edge:
                pair = accounts([str(key) for key in edge])
                keys = list(edge)
                place = None if pair is None else (keys[pair[0]], keys[pair[1]])
                if pair is not None and pair[2] is not None and listed.directed is None:
                    listed.directed = (pair[2], f"the keys {keys[pair[0]]!r} and {keys[pair[1]]!r}")
            if place is not None:
                ends = (edge[place[0]], edge[place[1]])
            weights.append(next((str(edge[key]) for key in _WEIGHT_KEYS if edge.get(key) is not None), ""))
        else:
            ends = tuple(edge[:2]) if isinstance(edge, list) and len(edge) in (2, 3) else None
            weights.append(str(edge[2]) if ends and len(edge) == 3 and not isinstance(edge[2], dict | list) else "")
        if ends and isinstance(ends[0], dict):
            ends = tuple(end.get("id", end.get("name")) if isinstance(end, dict) else end for end in ends)
        if ends is None or any(isinstance(end, dict | list | bool) or end is None or end == "" for end in ends):
            raise InputError(f"{name}, edge {number}: {json.dumps(edge)[:60]} is no edge; expected source and target")
        one, other = (
            names[end] if names is not None and isinstance(end, int) and 0 <= end < len(names) else str(end)
            for end in ends
        )
        listed.add(one, other, number)
    listed.weight = weights if any(weights) else None
