"""What was found and decided when a graph was read, so that nothing is dropped or guessed in silence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadReport:
    """The account of one reading; ``print`` it.

    Attributes:
        source: file or object that was read.
        format: what it was read as: one of ``read``'s formats, or ``networkx``.
        lines: lines of the file, all kinds.
        comments: comment lines.
        header: the line with column names, if there was one.
        arcs: edges read, before anything was dropped or merged.
        self_loops: edges from a node to itself, dropped.
        parallel: edges merged into another one between the same nodes.
        mirrored: an undirected list that has each edge both ways round; not counted as parallel.
        stated_nodes: number of nodes that the file states, if it does.
        stated_edges: number of edges that the file states, if it does.
        nodes: nodes found.
        edges: edges kept (arcs, if directed).
        directed: whether the graph was taken as directed.
        because: what that was decided from.
        third_column: ``weights``, ``none``, or ``ignored`` and why: words, times, running numbers.
        word: which way word travels along the arcs, once the graph is a market.
        guesses: everything that was guessed, each with what to set instead; and warnings.
    """

    source: str
    format: str
    arcs: int = 0
    self_loops: int = 0
    parallel: int = 0
    nodes: int = 0
    edges: int = 0
    directed: bool = False
    because: str = ""
    lines: int = 0
    comments: int = 0
    header: str | None = None
    mirrored: bool = False
    stated_nodes: int | None = None
    stated_edges: int | None = None
    third_column: str = "none"
    word: str = ""
    guesses: tuple[str, ...] = ()

    @property
    def counts(self) -> str:
        """``none``, ``right`` or ``wrong``: what the file states about its size, held against what it has."""
        if self.stated_nodes is None:
            return "none"
        proper = self.arcs - self.self_loops
        right = self.nodes == self.stated_nodes and self.stated_edges in (None, self.arcs, proper, self.edges)
        return "right" if right else "wrong"

    def __str__(self) -> str:
        kind = "directed" if self.directed else "undirected"
        parts = [
            f"{self.source}: {self.format}, {kind} ({self.because})",
            f"{self.nodes:,} nodes, {self.edges:,} edges kept of {self.arcs:,} read",
            f"dropped {self.self_loops:,} self-loops; merged {self.parallel:,} parallel edges",
        ]
        if self.mirrored:
            parts.append("each edge was listed both ways round")
        if self.counts != "none":
            edges = "" if self.stated_edges is None else f", {self.stated_edges:,} edges"
            parts.append(f"the file states {self.stated_nodes:,} nodes{edges}: {self.counts}")
        if self.format == "edges":
            parts.append("no header" if self.header is None else f"header: {self.header[:60]!r}")
        if self.third_column != "none":
            parts.append(f"third column: {self.third_column}")
        if self.comments:
            parts.append(f"comment lines: {self.comments:,}")
        if self.word:
            parts.append(self.word)
        parts.extend(f"guessed: {guess}" if not guess.startswith("warning") else guess for guess in self.guesses)
        return "\n  ".join(parts)
