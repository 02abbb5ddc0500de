"""Read a graph from a file or from networkx, and give an account of what was dropped, merged and guessed."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from simulation.errors import InputError, nearest
from simulation.graph.csr import Graph
from simulation.graph.reading.assemble import assemble, number_nodes
from simulation.graph.reading.header import read_prelude
from simulation.graph.reading.parse import COMMENTS, Columns, parse
from simulation.graph.reading.reading_report import ReadReport

FORMATS = ("edges", "metis", "graphml")


def read(source: str | Path | Any, directed: bool | None = None, format: str | None = None) -> Graph:
    """Read a graph.

    Edge lists may be separated by commas, tabs, semicolons or spaces, be gzipped, have a header, comments (``#``,
    ``%``, ``//``) and a first line with counts, right or wrong; ids may be integers or names; a numeric third column
    is kept as weights. A list that counts repeated contacts comes out with multiplicities. Nodes are numbered in the
    order of their sorted ids; ``labels`` keeps the ids unless they are 0..n-1.

    Args:
        source: path of an edge list, a METIS or a GraphML file, or a networkx graph.
        directed: whether arcs have a direction; decided from the file if not given, and reported why.
        format: ``edges``, ``metis`` or ``graphml``; from the file's name and first bytes if not given.

    Raises:
        InputError: a file that is missing, damaged or empty, or a line that is no edge (file and line are named).
    """
    if hasattr(source, "adj") and hasattr(source, "is_directed"):
        from simulation.graph.reading.exchange import from_networkx

        return from_networkx(source, directed)
    if not isinstance(source, str | Path):
        raise InputError(f"graph: got {type(source).__name__}, takes a path or a networkx graph")
    if format is not None and format not in FORMATS:
        raise InputError(f"graph format: got {format!r}{nearest(format, FORMATS)}")
    path = Path(source)
    data = read_bytes(path)
    kind = format or _format_of(path, data)
    if kind == "graphml":
        from simulation.graph.reading.exchange import read_graphml

        return read_graphml(data, path.name, directed)
    if kind == "metis":
        from simulation.graph.reading.metis import read_metis

        return read_metis(data, path.name, directed)
    return _read_edges(data, path.name, directed)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, decompressed and without a byte-order mark.

    Raises:
        InputError: a missing or unreadable file, a damaged archive, or something that is no text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        raise InputError(f"graph file {path} does not exist{nearest(path.name, beside)}") from None
    except OSError as error:
        raise InputError(f"graph file {path} cannot be read: {error.strerror}") from None
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{path.name}: the gzip archive is damaged or cut off ({error})") from None
    elif path.suffix == ".gz" and data:
        raise InputError(f"{path.name}: named .gz but is no gzip archive")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{path.name}: UTF-16 text; save it as UTF-8")
    null = data.find(b"\0")
    if null >= 0:
        line = data.count(b"\n", 0, null) + 1
        raise InputError(f"{path.name}, line {line}: binary data, not a list of edges")
    if not data.strip():
        raise InputError(f"{path.name}: the graph is empty, the file has no lines")
    if b"\r" in data:  # a return that ends a line alone is an old Macintosh's
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _format_of(path: Path, data: bytes) -> str:
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if suffix in (".graphml", ".xml") or data.lstrip()[:5] in (b"<?xml", b"<grap"):
        return "graphml"
    return "metis" if suffix in (".graph", ".metis") else "edges"


def _read_edges(data: bytes, name: str, directed: bool | None) -> Graph:
    prelude = read_prelude(data, name)
    begin, first_line = prelude.begin, prelude.first_line
    if prelude.is_counts:
        begin, first_line = _next_line(data, begin), first_line + 1
    columns = parse(data, begin, first_line, prelude.separator, prelude.width, name)
    stated: tuple[int, int | None] | None = prelude.first if prelude.is_counts else prelude.stated
    if prelude.first is not None and stated is None and _states_counts(columns, prelude.first):
        stated = prelude.first
        columns = replace(
            columns,
            source=columns.source[1:],
            target=columns.target[1:],
            weight=None if columns.weight is None else columns.weight[1:],
        )
    if len(columns.source) == 0:
        raise InputError(f"{name}: the graph is empty, no line of the file is an edge")
    report = ReadReport(
        source=name,
        format="edges",
        lines=data.count(b"\n") + (not data.endswith(b"\n")),
        comments=_comments(data),
        header=prelude.header,
        stated_nodes=None if stated is None else stated[0],
        stated_edges=None if stated is None else stated[1],
        third_column=columns.third_column,
    )
    labels, tail, head = number_nodes(columns.source, columns.target)
    return assemble(labels, tail, head, columns.weight, report, directed, prelude.directed)


def _next_line(data: bytes, begin: int) -> int:
    end = data.find(b"\n", begin)
    return len(data) if end < 0 else end + 1


def _comments(data: bytes) -> int:
    if not any(mark.encode() in data for mark in COMMENTS):
        return 0
    return sum(line.lstrip().startswith(tuple(mark.encode() for mark in COMMENTS)) for line in data.split(b"\n"))


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
    found = len(np.unique(np.concatenate([source, target])))
    if many and abs(nodes - found) <= 0.1 * found and abs(edges - lines) <= 0.1 * lines:
        return True
    return fits and found == nodes and edges > nodes + 1
