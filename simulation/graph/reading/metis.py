"""METIS adjacency files: line ``i`` lists the neighbours of node ``i``; nodes count from one."""

from __future__ import annotations

import numpy as np

from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.reading.assemble import assemble
from simulation.graph.reading.parse import text_of
from simulation.graph.reading.reading_report import ReadReport


def read_metis(data: bytes, name: str, directed: bool | None) -> Graph:
    """Read a METIS file; its nodes are labelled 1..n. Node weights are skipped.

    Raises:
        InputError: a bad first line, a neighbour out of range, or lines that are too many or too few.
    """
    lines = [
        (number, line) for number, line in enumerate(text_of(data, name).split("\n"), 1) if not line.startswith("%")
    ]
    while lines and not lines[0][1].strip():
        lines.pop(0)
    if not lines:
        raise InputError(f"{name}: the graph is empty, no line states its size")
    number, first = lines.pop(0)
    head = first.split()
    if not 2 <= len(head) <= 4 or not all(field.isdigit() for field in head):
        raise InputError(
            f"{name}, line {number}: {first[:60]!r}; a METIS file starts with its numbers of nodes and edges"
        )
    n, edges = int(head[0]), int(head[1])
    flags = (head[2] if len(head) > 2 else "0").zfill(3)
    skip = (int(head[3]) if len(head) > 3 else 1) * (flags[-2] == "1") + (flags[-3] == "1")
    step = 2 if flags[-1] == "1" else 1
    while len(lines) > n and not lines[-1][1].strip():
        lines.pop()
    if len(lines) != n or n == 0:
        raise InputError(f"{name}: line {number} states {n} nodes, the file has {len(lines)} lines of neighbours")
    source: list[int] = []
    target: list[int] = []
    weight: list[float] = []
    for node, (at, line) in enumerate(lines):
        try:
            row = [int(field) for field in line.split()[skip:]]
        except ValueError:
            raise InputError(f"{name}, line {at}: {line[:60]!r} is no list of neighbours") from None
        near = row[::step]
        if len(row) % step or (near and not (min(near) >= 1 and max(near) <= n)):
            raise InputError(f"{name}, line {at}: neighbours count from 1 to {n}, got {line[:60]!r}")
        source.extend([node] * len(near))
        target.extend(neighbour - 1 for neighbour in near)
        weight.extend(row[1::2] if step == 2 else ())
    if not source:
        raise InputError(f"{name}: the graph is empty, no node has a neighbour")
    report = ReadReport(
        source=name,
        format="metis",
        lines=data.count(b"\n") + (not data.endswith(b"\n")),
        comments=sum(line.startswith(b"%") for line in data.split(b"\n")),
        stated_nodes=n,
        stated_edges=edges,
        third_column="weights" if step == 2 else "none",
    )
    return assemble(
        np.arange(1, n + 1),
        np.array(source, np.int32),
        np.array(target, np.int32),
        np.array(weight, np.float64) if step == 2 else None,
        report,
        directed,
        (False, "a METIS file"),
    )
