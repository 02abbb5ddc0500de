"""Which format a file is in, by its name and its first bytes; formats that are not read are refused by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from simulation.errors import InputError, nearest

FORMATS = ("edges", "adjlist", "gexf", "gml", "graphml", "json", "matrix", "metis", "pajek", "sif")
_SUFFIXES = {
    ".adjlist": "adjlist",
    ".gexf": "gexf",
    ".gml": "gml",
    ".graph": "metis",
    ".graphml": "graphml",
    ".json": "json",
    ".jsonl": "json",
    ".metis": "metis",
    ".ndjson": "json",
    ".net": "pajek",
    ".paj": "pajek",
    ".sif": "sif",
    ".xml": "graphml",
}
_PLAIN = "write it as an edge list, GraphML or GEXF"
_FOREIGN = (  # pattern at the start of the file, what it is, what to do
    (rb"(?i)dl\s*(\n\s*)?(n|nr|nm|format|labels|data)\b", "UCINET DL", _PLAIN),
    (rb"(?i)nodedef\s*>", "GDF (GUESS)", _PLAIN),
    (rb"(?i)(strict\s+)?(di)?graph\b[^\[\n]*\{", "DOT (Graphviz)", _PLAIN),
    (rb"LEDA\.GRAPH", "LEDA", _PLAIN),
    (rb">>(graph6|sparse6|digraph6)<<", "graph6", _PLAIN),
    (rb"(c\b[^\n]*\n\s*)*p\s+(sp|edge|col|max|aux)\b", "DIMACS", _PLAIN),
    (rb"%%MatrixMarket\s+matrix\s+array", "a dense Matrix Market file", _PLAIN),
    (rb"(?i)<!doctype html|<html", "a web page", "save the file itself, not the page that shows it"),
    (rb"(?i)@prefix\b|<https?://[^>\s]*>\s+<", "RDF triples", _PLAIN),
    (rb"version https://git-lfs", "a Git LFS pointer", "fetch the file itself with git lfs pull"),
)
_OTHER_SUFFIXES = {
    ".dl": "UCINET DL",
    ".dot": "DOT (Graphviz)",
    ".g6": "graph6",
    ".gdf": "GDF (GUESS)",
    ".gv": "DOT (Graphviz)",
    ".lgl": "LGL",
    ".s6": "sparse6",
    ".tgf": "the Trivial Graph Format",
}
_GML = re.compile(rb"(?m)^\s*graph\s*\[")
_PAJEK = re.compile(rb"(?i)\*(network|vertices|arcs|edges)\b")


@dataclass(frozen=True)
class Options:
    """How a file is to be read; what is ``None`` or empty is found out, and the report says how.

    Attributes:
        directed: whether arcs have a direction.
        format: one of :data:`FORMATS`.
        columns: the columns of source and target, perhaps of the weight: names in the header, or numbers from 1.
        separator: what stands between two fields; ``space`` for any run of spaces and tabs, ``tab`` for a tab.
        header: whether the first line has the columns' names.
    """

    directed: bool | None = None
    format: str | None = None
    columns: tuple[str, ...] = ()
    separator: str | None = None
    header: bool | None = None


def options(
    directed: bool | None = None,
    format: str | None = None,
    columns: Sequence[str | int] | None = None,
    separator: str | None = None,
    header: bool | None = None,
) -> Options:
    """Return the options of a reading, checked.

    Raises:
        InputError: an unknown format, or columns or a separator that cannot be meant.
    """
    if format is not None and format not in FORMATS:
        raise InputError(f"graph format: got {format!r}{nearest(str(format), FORMATS)}")
    given = tuple(str(column) for column in ([columns] if isinstance(columns, str) else columns or ()))
    if given and (len(given) not in (2, 3) or len(set(given)) < len(given)):
        raise InputError(
            f"graph columns: got {list(given)}, takes two or three of a file's columns: source, target, perhaps weight"
        )
    mark = {"space": "", "spaces": "", " ": "", "tab": "\t", "\\t": "\t"}.get(separator or "x", separator)
    if separator == "" or (mark is not None and (len(mark) > 1 or mark.isalnum() or mark in "\"'")):
        raise InputError(f"graph separator: got {separator!r}, takes one character, 'tab' or 'space'")
    return Options(directed, format, given, mark, header)


def format_of(name: str, data: bytes) -> str:
    """Return the format of a file.

    Args:
        name: the file's name, without the ending of an archive.
        data: its text.

    Raises:
        InputError: a format that is not read, by its name.
    """
    suffix = PurePath(name).suffix.lower()
    start = data[:4096].lstrip()
    for pattern, what, advice in _FOREIGN:
        if re.match(pattern, start) and not (suffix in (".graphml", ".xml") and what == "a web page"):
            raise InputError(f"{name}: this is {what}, which is not read: {advice}")
    if suffix in _OTHER_SUFFIXES:
        raise InputError(f"{name}: this is {_OTHER_SUFFIXES[suffix]}, which is not read: {_PLAIN}")
    if start.startswith(b"<"):
        return _xml(name, suffix, data[:8192])
    if _PAJEK.match(start):
        return "pajek"
    if _GML.search(data[:8192]):
        return "gml"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if start.startswith((b'{"', b"[[", b"[{")) or re.match(rb"\{\s+\"|\[\s+[\[{]", start):
        return "json"
    return "edges"


def _xml(name: str, suffix: str, start: bytes) -> str:
    root = re.search(rb"<\s*([A-Za-z_][\w:.-]*)", start)
    word = "" if root is None else root[1].decode("ascii", "replace").rsplit(":", 1)[-1].lower()
    if word == "gexf":
        return "gexf"
    if word.startswith("graphml"[: max(4, len(word))]) or suffix == ".graphml":
        return "graphml"
    raise InputError(f"{name}: this is XML that starts with <{word}>, which is not read: {_PLAIN}")
