"""Read a graph from a file or from networkx, and give an account of what was dropped, merged and guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.reading import layouts
from simulation.graph.reading.assemble import assemble, number_nodes
from simulation.graph.reading.header import Prelude, is_comment, read_prelude
from simulation.graph.reading.ids import as_ids
from simulation.graph.reading.parse import Columns, parse
from simulation.graph.reading.reading_report import ReadReport
from simulation.graph.reading.recognise import Options, format_of, options
from simulation.graph.reading.roles import Choice, choose
from simulation.graph.reading.third_column import NONE, is_number, looks_like_times, read_weights
from simulation.graph.reading.unpacking import Text, unpack

_MOST_COLUMNS = 4  # of an edge list without a header


def read(
    source: str | Path | Any,
    directed: bool | None = None,
    format: str | None = None,
    *,
    columns: Sequence[str | int] | None = None,
    separator: str | None = None,
    header: bool | None = None,
    reverse: bool = False,
) -> Graph:
    """Read a graph.

    Edge lists may be separated by tabs, commas, semicolons, bars or spaces, be quoted, be in a gzip, bz2, xz or zip
    archive, have a header, comments (``#``, ``%``, ``//``) and a first line with counts, right or wrong; ids may be
    integers or names; a column of numbers is kept as weights, unless they look like times. A list that counts repeated
    contacts comes out with multiplicities. Nodes are numbered in the order of their sorted ids; ``labels`` keeps the
    ids unless they are 0..n-1. ``report`` lists every guess, and what to set instead.

    Args:
        source: path of a file, or a networkx graph.
        directed: whether arcs have a direction; decided from the file if not given, and reported why.
        format: ``edges``, ``adjlist``, ``gexf``, ``gml``, ``graphml``, ``json``, ``matrix``, ``metis``, ``pajek`` or
            ``sif``; from the file's name and first bytes if not given.
        columns: the columns of source and target, and perhaps of the weight, by their names in the header or as
            numbers from 1; with two, no weights are read. By the header's words if not given.
        separator: what stands between two fields: one character, ``tab``, or ``space`` for any run of spaces and tabs.
        header: whether the first line has the columns' names.
        reverse: turn every arc round.

    Raises:
        InputError: a file that is missing, damaged or empty, a format that is not read, or a line that is no edge
            (file and line are named).
    """
    asked = options(directed, format, columns, separator, header)
    graph = _graph(source, asked)
    if not reverse:
        return graph
    assert graph.report is not None
    turned = graph.reverse()
    return replace(turned, report=replace(graph.report, word="the arcs were turned round, as asked"))


def _graph(source: str | Path | Any, asked: Options) -> Graph:
    if hasattr(source, "adj") and hasattr(source, "is_directed"):
        from simulation.graph.reading.exchange import from_networkx

        return from_networkx(source, asked.directed, columns=asked.columns)
    if not isinstance(source, str | Path):
        raise InputError(f"graph: got {type(source).__name__}, takes a path or a networkx graph")
    text = unpack(Path(source))
    kind = asked.format or format_of(text.name, text.data)
    if kind in ("graphml", "gexf", "gml", "pajek"):
        from simulation.graph.reading.exchange import from_networkx
        from simulation.graph.reading.markup import read_markup

        markup, notes = read_markup(text.data, text.name, kind)
        return from_networkx(markup, asked.directed, kind, text.name, [*text.notes, *notes], asked.columns)
    if kind == "metis":
        from simulation.graph.reading.metis import read_metis

        return read_metis(text.data, text.name, asked.directed)
    if kind == "edges":
        return _read_edges(text, asked)
    return _listed(_LAYOUTS[kind](text.data, text.name, asked.separator), text, kind, asked)


_LAYOUTS = {
    "adjlist": layouts.from_adjacency,
    "json": lambda data, name, separator: layouts.from_json(data, name),
    "matrix": layouts.from_matrix,
    "sif": layouts.from_sif,
}


def _listed(listed: layouts.Listed, text: Text, kind: str, asked: Options) -> Graph:
    """Build the graph of edges that a layout lists."""
    if not listed.source:
        raise InputError(f"{text.name}: the graph is empty, the file lists no edge")
    source, target, notes = as_ids(listed.source, listed.target, listed.numbers, text.name)
    weight, third = None, "none"
    if listed.weight is not None and len(asked.columns) != 2:
        weight, third, more = read_weights(listed.weight, listed.numbers, text.name, "weight")
        notes += more
    report = ReadReport(
        source=text.name,
        format=kind,
        lines=_lines(text.data),
        comments=0 if kind == "json" else _comments(text.data, ("#", "%", "//")),
        third_column=third,
        guesses=(*text.notes, *listed.notes, *notes),
    )
    labels, tail, head = number_nodes(source, target)
    return assemble(labels, tail, head, weight, report, asked.directed, listed.directed)


def _read_edges(text: Text, asked: Options) -> Graph:
    data, name = text.data, text.name
    prelude = read_prelude(data, name, asked)
    if asked.format is None and not asked.columns and (other := _other_layout(text, prelude)):
        return _listed(*other, asked)
    choice = _choice(prelude, asked, name)
    begin, first_line = prelude.begin, prelude.first_line
    if prelude.is_counts:
        begin, first_line = _next_line(data, begin), first_line + 1
    columns = parse(data, begin, first_line, prelude, choice, name)
    notes = _about_third(columns, prelude, choice, asked)
    stated: tuple[int, int | None] | None = prelude.first if prelude.is_counts else prelude.stated
    if prelude.first is not None and stated is None and _states_counts(columns, prelude.first):
        stated = prelude.first
        columns = replace(
            columns,
            source=columns.source[1:],
            target=columns.target[1:],
            weight=None if columns.weight is None else columns.weight[1:],
            kind=None if columns.kind is None else columns.kind[1:],
        )
    if len(columns.source) == 0:
        raise InputError(f"{name}: the graph is empty, no line of the file is an edge")
    said = prelude.directed or choice.directed
    if columns.kind is not None:
        columns, said = _by_kind(columns, said)
    if prelude.bipartite or choice.things:
        said = _bipartite(columns, name)
    report = ReadReport(
        source=name,
        format="edges",
        lines=_lines(data),
        comments=_comments(data, prelude.comments),
        header=prelude.header,
        stated_nodes=None if stated is None else stated[0],
        stated_edges=None if stated is None else stated[1],
        third_column=columns.third_column,
        guesses=(*text.notes, *prelude.notes, *choice.notes, *columns.notes, *notes),
    )
    labels, tail, head = number_nodes(columns.source, columns.target)
    return assemble(labels, tail, head, columns.weight, report, asked.directed, said)


def _other_layout(text: Text, prelude: Prelude) -> tuple[layouts.Listed, Text, str] | None:
    """Return what a file lists that turns out to be no edge list, with its format; or refuse what may be either.

    Raises:
        InputError: a file that may be an edge list with weights or an adjacency list, or an incidence matrix.
    """
    data, name, rows = text.data, text.name, prelude.rows
    lines = data.split(b"\n", 260)
    if b"{" in lines[0] + lines[1 % len(lines)] and (some := [t for _, t in layouts.lines_of(data, name)][:50]):
        if layouts.has_dicts(some):
            return layouts.from_dicts(data, name), text, "edges"
        if any(layouts.has_dicts([line]) for line in some):
            return layouts.from_dicts(data, name), text, "edges"  # which names the line that is none
    labelled = prelude.header is not None
    every = [row for row in ([prelude.names] if labelled and prelude.names else []) + rows if row]
    if len(lines) <= 250 and layouts.is_matrix(every, len(every)):
        return layouts.from_matrix(data, name, prelude.separator), text, "matrix"
    if prelude.names is not None and layouts.is_incidence(prelude.names, rows):
        raise InputError(
            f"{name}: this seems to be a matrix whose rows and columns name different things: list the edges"
        )
    if prelude.names is None and len(rows) >= 2 and layouts.is_sif(rows):
        return layouts.from_sif(data, name, prelude.separator), text, "sif"
    if prelude.names is None and not prelude.is_counts and prelude.width >= 3 and layouts.may_be_adjacency(rows):
        raise InputError(
            f"{name}, line {prelude.first_line}: is it an account and its neighbours, or an edge and its weight? set "
            "format=adjlist or format=edges"
        )
    return None


def _choice(prelude: Prelude, asked: Options, name: str) -> Choice:
    """Choose the columns, by the header's words or by what stands in them."""
    if prelude.names is not None and len(prelude.names) != prelude.width:
        got = f"{len(prelude.names)} names for {prelude.width} columns"
        raise InputError(
            f"{name}, line {prelude.first_line - 1}: the header has {got}; set separator=... or header=false"
        )
    choice = choose(prelude.names, prelude.width, asked.columns, name, max(prelude.first_line - 1, 1))
    if prelude.names is not None or asked.columns:
        return choice
    rows = [row for row in prelude.rows[1 if prelude.is_counts else 0 :] if len(row) == prelude.width]
    if prelude.width > _MOST_COLUMNS:
        raise InputError(
            f"{name}, line {prelude.first_line}: {prelude.width} columns and no header; if it lists edges, set "
            "columns=[1, 2]; if it is a matrix or an adjacency list, set format=matrix or format=adjlist"
        )
    times = [_times([row[k] for row in rows]) for k in range(prelude.width)]
    if prelude.width == 3 and times == [True, False, False]:
        return replace(choice, source=1, target=2, weight=None, notes=("the first column has times, not accounts",))
    if prelude.width == _MOST_COLUMNS:
        words = not any(is_number(row[2].replace(",", ".")) for row in rows)
        number = 3 if (times[2] or words) and not times[3] else 2
        note = f"column {number + 1} of 4 is taken for the weight, {6 - number} was not read (columns=[1, 2, ...])"
        return replace(choice, weight=number, notes=(note,))
    return choice


def _about_third(columns: Columns, prelude: Prelude, choice: Choice, asked: Options) -> list[str]:
    """Say what a column that no name marks as weights was taken for."""
    if asked.columns or choice.weight is None or choice.named_weight:
        return []
    if prelude.names is not None:
        word = prelude.names[choice.weight]
        if columns.weight is not None:
            return [f"weights: column {word!r} (columns=[SOURCE, TARGET] to read the edges without)"]
        return [f"columns that were not read: {word!r}"]
    if prelude.width != 3 or columns.third_column == NONE:
        return []
    if columns.weight is not None:
        return ["weights: the third column (columns=[1, 2] to read the edges without)"]
    why = columns.third_column.removeprefix("ignored: ")
    return [f"the third column is not read as weights: {why} (columns=[1, 2, 3] to read it)"]


def _times(texts: Sequence[str]) -> bool:
    return all(map(is_number, texts)) and looks_like_times(np.array(texts, np.float64))


def _by_kind(columns: Columns, said: tuple[bool, str] | None) -> tuple[Columns, tuple[bool, str] | None]:
    """Take the direction from a column such as Gephi's Type; where rows differ, an undirected one is two arcs."""
    assert columns.kind is not None
    meant = {
        **dict.fromkeys(("directed", "d", "true", "1", "arc"), True),
        **dict.fromkeys(("undirected", "u", "false", "0", "edge", "mutual"), False),
    }
    kinds = {kind.strip().lower() for kind in columns.kind}
    if not kinds <= set(meant):
        return columns, said
    both = np.array([not meant[kind.strip().lower()] for kind in columns.kind])
    if both.all() or not both.any():
        return columns, (not both.any(), f"the column of types says {next(iter(kinds))!r}")
    note = f"{int(both.sum()):,} undirected edges among directed ones were read as two arcs each"
    turned = replace(
        columns,
        source=np.concatenate([columns.source, columns.target[both]]),
        target=np.concatenate([columns.target, columns.source[both]]),
        weight=None if columns.weight is None else np.concatenate([columns.weight, columns.weight[both]]),
        notes=(*columns.notes, note),
    )
    return turned, (True, "the column of types has directed edges")


def _bipartite(columns: Columns, name: str) -> tuple[bool, str]:
    """Return the direction of a bipartite list; refuse it where one id stands for two things."""
    shared = np.intersect1d(columns.source, columns.target)
    if len(shared):
        raise InputError(
            f"{name}: this is a bipartite list, whose columns name different things, but {str(shared[0])!r} stands in "
            f"both ({len(shared):,} such ids); put a letter before the ids of one column"
        )
    return True, "a bipartite list: accounts and what they are tied to"


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n"))


def _next_line(data: bytes, begin: int) -> int:
    end = data.find(b"\n", begin)
    return len(data) if end < 0 else end + 1


def _comments(data: bytes, marks: tuple[str, ...]) -> int:
    if not any(mark in data for mark in (b"#", b"%", b"//")):
        return 0
    begun = re.findall(rb"(?m)^[ \t]*((?:#|%|//)[^\n]?)", data)
    return sum(is_comment(start.decode("latin-1"), marks) for start in begun)


def _states_counts(columns: Columns, first: tuple[int, int]) -> bool:
    """Tell whether a first line of two integers states the numbers of nodes and edges and is no edge itself.

    It must not be smaller than the ids that follow, which count from 0 or 1. Then it does if the second number is that
    of the lines that follow; or if both come within a tenth (in twenty lines or more); or if the first is right and the
    second, as an id, would leave a gap. An edge that the next line goes on from, ``9 8`` before ``8 7``, is an edge.
    """
    nodes, edges = first
    source, target = columns.source[1:], columns.target[1:]
    lines = len(source)
    if lines < 2 or source.dtype.kind != "i" or nodes < 2 or edges < 1:
        return False
    if nodes == edges + 1 and source[0] == edges:
        return False
    most = int(max(source.max(), target.max()))
    least = int(min(source.min(), target.min()))
    if least not in (0, 1) or most > nodes:
        return False
    many = lines >= 20
    fits = nodes == most + 1 - least
    if edges == lines:
        return fits or many
    distinct = len(np.unique(np.concatenate([source, target])))
    if many and abs(nodes - distinct) <= 0.1 * distinct and abs(edges - lines) <= 0.1 * lines:
        return True
    return fits and distinct == nodes and edges > nodes + 1
