"""Graphs to and from networkx and GraphML, and edge lists on disk."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.reading.assemble import assemble
from simulation.graph.reading.parse import is_integer
from simulation.graph.reading.reading_report import ReadReport


def from_networkx(source: Any, directed: bool | None = None, format: str = "networkx", name: str = "") -> Graph:
    """Take over a networkx graph: its nodes in their order, its edges, and ``weight`` where every edge has a number.

    Raises:
        InputError: a graph without edges.
    """
    name = name or type(source).__name__
    if source.number_of_edges() == 0:
        raise InputError(f"{name}: the graph is empty, it has no edges")
    if directed and not source.is_directed():
        source = source.to_directed()
    nodes = list(source.nodes)
    place = {node: i for i, node in enumerate(nodes)}
    edges = list(source.edges(data="weight"))
    weighted = all(isinstance(weight, int | float) for _, _, weight in edges)
    report = ReadReport(source=name, format=format, third_column="weights" if weighted else "none")
    said = (source.is_directed(), "edgedefault" if format == "graphml" else type(source).__name__)
    return assemble(
        _labels(nodes),
        np.array([place[u] for u, _, _ in edges], np.int32),
        np.array([place[v] for _, v, _ in edges], np.int32),
        np.array([weight for _, _, weight in edges], np.float64) if weighted else None,
        report,
        directed,
        said,
        len(nodes),
    )


def read_graphml(data: bytes, name: str, directed: bool | None) -> Graph:
    """Read a GraphML document.

    Raises:
        InputError: XML that is broken (the line is named), or no graph in it.
    """
    import xml.etree.ElementTree as ElementTree

    import networkx

    try:
        source = networkx.read_graphml(io.BytesIO(data))
    except ElementTree.ParseError as error:
        raise InputError(f"{name}, line {error.position[0]}: no well-formed GraphML ({error})") from None
    except (networkx.NetworkXError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise InputError(f"{name}: no GraphML that can be read ({error})") from None
    if all(is_integer(str(node)) for node in source.nodes):
        source = networkx.relabel_nodes(source, {node: int(node) for node in source.nodes})
    return from_networkx(source, directed, "graphml", name)


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
