"""What the generators share: a row of a graph as a sorted set."""

from __future__ import annotations

from simulation.compute.compiling import compiled


@compiled
def as_set(row, length):  # type: ignore[no-untyped-def]
    """Sort the first ``length`` numbers of ``row`` and drop repeated ones; return how many are left.

    By insertion: rows are short.
    """
    size = 0
    for k in range(length):
        value = row[k]
        at = size
        while at > 0 and row[at - 1] > value:
            at -= 1
        if at > 0 and row[at - 1] == value:
            continue
        for later in range(size, at, -1):
            row[later] = row[later - 1]
        row[at] = value
        size += 1
    return size
