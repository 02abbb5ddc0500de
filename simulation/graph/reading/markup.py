"""Graphs in GraphML, GEXF and GML, read by networkx, and in Pajek's format, of which networkx drops the arrows."""

from __future__ import annotations

import io
import re
from typing import Any

import networkx

from simulation.errors import InputError
from simulation.graph.reading.ids import is_integer, visible
from simulation.graph.reading.parse import text_of

_NUMBERED = re.compile(r"[A-Za-z]{0,4}_?\d+\Z")
_TYPE = re.compile(rb"(attr\.type\s*=\s*['\"])([A-Za-z]+)(['\"])")
_JAVA = {b"integer": b"int", b"str": b"string", b"real": b"double", b"bool": b"boolean", b"number": b"double"}
_PRECISION = re.compile(r"([+-]?[\d.]+)`[\d.]*(?:\*\^([+-]?\d+))?\Z")  # a number as Mathematica writes it
_PAJEK_LINE = re.compile(r'\s*(\d+)\s+(?:"((?:[^"\\]|\\.)*)"|(\S+))')


def read_markup(data: bytes, name: str, format: str) -> tuple[Any, list[str]]:
    """Return a networkx graph and what was guessed.

    Raises:
        InputError: a file that is broken, or holds no graph; the line is named where it is known.
    """
    import xml.etree.ElementTree as ElementTree

    word = {"graphml": "GraphML", "gexf": "GEXF", "gml": "GML", "pajek": "Pajek file"}[format]
    notes: list[str] = []
    try:
        if format == "graphml":
            graph = networkx.read_graphml(io.BytesIO(_TYPE.sub(_type, data)))
        elif format == "gexf":
            graph = networkx.read_gexf(io.BytesIO(data))
        elif format == "gml":
            graph = _gml(text_of(data, name))
        else:
            graph = _pajek(text_of(data, name), name)
    except ElementTree.ParseError as error:
        raise InputError(f"{name}, line {error.position[0]}: no well-formed {word} ({error})") from None
    except InputError:
        raise
    except Exception as error:  # whatever a broken file makes networkx meet
        raise InputError(f"{name}: no {word} that can be read ({error or type(error).__name__})") from None
    if graph.number_of_nodes() and all(is_integer(str(node)) for node in graph.nodes):
        graph = networkx.relabel_nodes(graph, {node: int(node) for node in graph.nodes})
    return _labelled(graph, notes), notes


def _type(match: re.Match[bytes]) -> bytes:
    """Write a type as the standard does: Mathematica has ``String``, others ``Integer``."""
    word = match[2].lower()
    return match[1] + _JAVA.get(word, word) + match[3]


def _labelled(graph: Any, notes: list[str]) -> Any:
    """Name the nodes by their names or labels, where ids are mere numbers and every node has a name of its own."""
    if graph.number_of_nodes() == 0 or not all(_NUMBERED.match(str(node)) for node in graph.nodes):
        return graph
    for key in ("name", "label", "Label", "screen_name", "username", "Name", "id"):
        names = {node: about.get(key) for node, about in graph.nodes(data=True)}
        if any(value in (None, "") for value in names.values()):
            continue
        texts = {node: visible(str(value)) for node, value in names.items()}
        if all(texts[node] == str(node) for node in texts):
            continue
        if len(set(texts.values())) < len(texts):
            notes.append(f"accounts have their ids, as some share a {key}")
            continue
        notes.append(f"accounts are named by the attribute {key!r}")
        return networkx.relabel_nodes(graph, texts)
    return graph


def weight_of(about: dict[str, Any], key: str) -> float | None:
    """Return an edge's weight as a number, or ``None``."""
    value = about.get(key)
    if isinstance(value, str):
        match = _PRECISION.match(value.strip())
        text = value if match is None else match[1] + (f"e{match[2]}" if match[2] else "")
        try:
            value = float(text)
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _gml(text: str) -> Any:
    """Read GML by its labels; by ids where labels are missing or shared; with parallel edges where it has them."""
    for shape in (text, re.sub(r"graph\s*\[", "graph [ multigraph 1 ", text, count=1)):
        for label in ("label", "id"):
            try:
                return networkx.parse_gml(shape, label=label)
            except networkx.NetworkXError as error:
                failed = error
                if "duplicated" in str(error) and "edge" in str(error):
                    break
    raise failed


def _pajek(text: str, name: str) -> Any:
    """Read Pajek's vertices, arcs and edges; with arcs, an edge is two of them."""
    labels: dict[str, str] = {}
    arcs: list[tuple[str, str, float]] = []
    edges: list[tuple[str, str, float]] = []
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare.startswith("%"):
            continue
        if bare.startswith("*"):
            section = re.split(r"[\s:]", bare[1:].lower())[0]
            count = re.match(r"\*vertices\s+(\d+)", bare.lower())
            if count and int(count[1]) > 50_000_000:
                raise InputError(f"{name}, line {number}: {count[1]} vertices are more than can be read")
            if count:
                labels = {str(k): str(k) for k in range(1, int(count[1]) + 1)}
            if section in ("matrix", "partition", "vector"):
                raise InputError(f"{name}, line {number}: Pajek's *{section} is not read: write *Arcs and *Edges")
        elif section == "vertices":
            match = _PAJEK_LINE.match(line)
            if match:
                labels[match[1]] = visible((match[2] if match[2] is not None else match[3]) or match[1])
        elif section in ("arcs", "edges", "arcslist", "edgeslist"):
            fields = bare.split()
            ends = fields if section.endswith("list") else fields[:2]
            unknown = next((end for end in ends if end not in labels), None) if labels else None
            if len(ends) < 2 or unknown is not None:
                what = f"vertex {unknown} is not listed" if unknown else "expected two vertices"
                raise InputError(f"{name}, line {number}: {bare[:60]!r} is no edge; {what}")
            try:
                weight = float(fields[2]) if not section.endswith("list") and len(fields) > 2 else 1.0
            except ValueError:
                raise InputError(f"{name}, line {number}: the weight is {fields[2]!r}, takes a number") from None
            into = arcs if section.startswith("arcs") else edges
            into.extend((ends[0], other, weight) for other in ends[1:])
    graph = networkx.MultiDiGraph() if arcs else networkx.MultiGraph()
    shared = len(set(labels.values())) < len(labels)
    graph.add_nodes_from((node, {} if shared else {"label": label}) for node, label in labels.items())
    both = [(other, one, weight) for one, other, weight in edges] if arcs else []
    graph.add_weighted_edges_from([*arcs, *edges, *both])
    if all(weight == 1.0 for _, _, weight in [*arcs, *edges]):
        for _, _, about in graph.edges(data=True):
            about.pop("weight")
    return graph
