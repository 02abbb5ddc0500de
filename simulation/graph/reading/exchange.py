"""Graphs to and from networkx and GraphML, and edge lists on disk."""

from __future__ import annotations

import gzip
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.reading.assemble import assemble
from simulation.graph.reading.reading_report import ReadReport
from simulation.graph.reading.roles import is_weight


def from_networkx(
    source: Any,
    directed: bool | None = None,
    format: str = "networkx",
    name: str = "",
    notes: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> Graph:
    """Take over a networkx graph: its nodes in their order, its edges, and their weights.

    Args:
        source: the graph.
        directed: whether arcs have a direction.
        format: what it was read from.
        name: what to call it.
        notes: what was guessed so far.
        columns: source, target and perhaps the attribute with the weights; with two, weights are not read.

    Raises:
        InputError: a graph without edges, or one in which some edges have a weight and others have none.
    """
    name = name or type(source).__name__
    if source.number_of_edges() == 0:
        raise InputError(f"{name}: the graph is empty, it has no edges")
    if directed and not source.is_directed():
        source = source.to_directed()
    nodes = list(source.nodes)
    place = {node: i for i, node in enumerate(nodes)}
    notes = list(notes)
    edges = [(place[u], place[v], about) for u, v, about in source.edges(data=True)]
    key = columns[2] if len(columns) > 2 else None if columns else _weight_key(edges, format, notes)
    weight = None if key is None else _weights(edges, nodes, key, format, name, notes)
    report = ReadReport(source=name, format=format, third_column="none" if weight is None else "weights")
    said = (source.is_directed(), "edgedefault" if format == "graphml" else type(source).__name__)
    if format not in ("networkx", "graphml"):
        said = (source.is_directed(), f"the {format} file says so")
    return assemble(
        _labels(nodes),
        np.array([u for u, _, _ in edges], np.int32),
        np.array([v for _, v, _ in edges], np.int32),
        weight,
        replace(report, guesses=tuple(notes)),
        directed,
        said,
        len(nodes),
    )


def _weight_key(edges: list[tuple[int, int, dict[str, Any]]], format: str, notes: list[str]) -> str | None:
    """Return the attribute that has the weights, by its name."""
    keys = dict.fromkeys(str(key) for _, _, about in edges for key in about)
    if "weight" in keys:
        return "weight"
    if format == "networkx":
        return None
    key = next((key for key in keys if is_weight(key)), None)
    if key is not None:
        notes.append(f"weights: attribute {key!r} (columns=[source, target] to leave them out)")
    return key


def _weights(
    edges: list[tuple[int, int, dict[str, Any]]], nodes: list[Any], key: str, format: str, name: str, notes: list[str]
) -> NDArray[np.float64] | None:
    from simulation.graph.reading.markup import weight_of

    values = [weight_of(about, key) for _, _, about in edges]
    has = [value is not None and math.isfinite(value) for value in values]
    if not any(has):
        notes.append(f"weights were not read: attribute {key!r} has no numbers")
        return None
    if not all(has):
        at = has.index(False)
        u, v, about = edges[at]
        what = f"has {key} {about[key]!r}, no number" if about.get(key) is not None else f"has no {key}"
        if about.get(key) is not None or format not in ("networkx", "gexf"):
            raise InputError(
                f"{name}: the edge from {nodes[u]!r} to {nodes[v]!r} {what}, {sum(has):,} others do; complete it, "
                "or set columns=[source, target] to read the edges without weights"
            )
        notes.append(f"weights: {len(has) - sum(has):,} edges without one were given 1, as {format} takes them")
    return np.array([1.0 if value is None else value for value in values], np.float64)


def to_networkx(graph: Graph) -> Any:
    """Return a ``networkx.Graph`` or ``DiGraph`` with the labels as nodes; ``weight`` and ``multiplicity`` on edges."""
    import networkx

    result = networkx.DiGraph() if graph.directed else networkx.Graph()
    names = list(range(graph.n)) if graph.labels is None else graph.labels.tolist()
    result.add_nodes_from(names)
    source, target = columns(graph)
    extra = {"weight": graph.weights, "multiplicity": graph.multiplicity}
    attributes = {name: column for name, column in extra.items() if column is not None}
    keep = np.ones(len(source), np.bool_) if graph.directed else source < target
    at = np.flatnonzero(keep)
    result.add_edges_from(
        (names[source[j]], names[target[j]], {name: column[j].item() for name, column in attributes.items()})
        for j in at.tolist()
    )
    return result


def columns(graph: Graph) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the arcs as two columns of indices, int32[m] each."""
    return np.repeat(np.arange(graph.n, dtype=np.int32), graph.out_degree), graph.indices


def write_graphml(graph: Graph, path: str | Path) -> None:
    """Write a GraphML file."""
    import networkx

    networkx.write_graphml(to_networkx(graph), str(path))


def write_edges(graph: Graph, path: str | Path) -> None:
    """Write an edge list, gzipped if the name ends so, that :func:`simulation.graph.read` reads back.

    Parallel edges are written as often as they were; nodes without edges are not written.
    """
    source, target = columns(graph)
    keep = np.ones(graph.m, np.bool_) if graph.directed else source < target
    repeat = np.ones(graph.m, np.int64) if graph.multiplicity is None else graph.multiplicity.astype(np.int64)
    at = np.repeat(np.flatnonzero(keep), repeat[keep])
    names = (np.arange(graph.n) if graph.labels is None else graph.labels).astype(str)
    table = [names[source[at]], names[target[at]]]
    if graph.weights is not None:
        table.append((graph.weights[at] / repeat[at]).astype(str))
    mark = "\t" if graph.labels is not None and graph.labels.dtype.kind != "i" else ","
    kind = "directed" if graph.directed else "undirected"
    lines = [
        f"# {kind} graph; nodes: {graph.n} edges: {graph.edges}",
        mark.join(("source", "target", "weight")[: len(table)]),
    ]
    lines.extend(map(mark.join, zip(*table, strict=True)))
    text = ("\n".join(lines) + "\n").encode()
    path = Path(path)
    path.write_bytes(gzip.compress(text, 6, mtime=0) if path.suffix == ".gz" else text)


def _labels(nodes: list[Any]) -> NDArray[Any] | None:
    if all(type(node) is int for node in nodes):
        return None if nodes == list(range(len(nodes))) else np.array(nodes, np.int64)
    if all(isinstance(node, str) for node in nodes):
        return np.array(nodes, np.str_)
    labels = np.empty(len(nodes), object)
    labels[:] = nodes
    return labels
