"""The shape of a graph in one table: size, degrees, tail, clustering, reciprocity, components, homophily."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.describe import measures
from simulation.graph.describe.powerlaw import PowerLaw, fit_tail
from simulation.graph.describe.published import REAL_GRAPHS, Measured

QUANTILES = (0.0, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0)


@dataclass(frozen=True)
class GraphProfile:
    """Measures of one graph; ``print`` it. Degrees are in-degrees if the graph is directed.

    Attributes:
        directed: whether the graph has directions.
        nodes: number of nodes.
        edges: number of edges (arcs, if directed), parallel ones counted once.
        mean_degree: mean degree.
        degree_quantiles: quantile to degree.
        top_share: share of all degrees that the top one per cent of the nodes hold.
        tail: power law fitted to the degrees' tail, ``None`` where there is none.
        tail_out: the same for the out-degrees of a directed graph.
        transitivity: three times the triangles over the connected triples, directions left out.
        mean_clustering: mean local clustering, 0 for nodes with fewer than two neighbours.
        reciprocity: share of arcs whose reverse is there; 1 if undirected.
        degree_assortativity: correlation of degrees across ties, directions left out.
        components: number of weak components.
        largest_component: share of the nodes in the largest one.
        mean_distance: mean steps between connected nodes, estimated from a sample.
        homophily: assortativity of the label that was given, ``None`` without one.
    """

    directed: bool
    nodes: int
    edges: int
    mean_degree: float
    degree_quantiles: dict[float, float]
    top_share: float
    tail: PowerLaw | None
    tail_out: PowerLaw | None
    transitivity: float
    mean_clustering: float
    reciprocity: float
    degree_assortativity: float
    components: int
    largest_component: float
    mean_distance: float
    homophily: float | None

    @property
    def tail_exponent(self) -> float | None:
        """Exponent of the degrees' tail."""
        return None if self.tail is None else self.tail.alpha

    @property
    def median_degree(self) -> float:
        """Median degree."""
        return self.degree_quantiles[0.5]

    @property
    def largest_degree(self) -> int:
        """Largest degree."""
        return int(self.degree_quantiles[1.0])

    def as_dict(self) -> dict[str, Any]:
        """Return all measures as plain numbers, fit for JSON."""
        result = asdict(self)
        result["degree_quantiles"] = {f"{q:g}": value for q, value in self.degree_quantiles.items()}
        result["tail_exponent"] = self.tail_exponent
        return result

    def __str__(self) -> str:
        degree = "in-degree" if self.directed else "degree"
        quantiles = ", ".join(f"{q:.0%} {value:,.0f}" for q, value in self.degree_quantiles.items())
        rows = [
            ("nodes", f"{self.nodes:,}"),
            ("arcs" if self.directed else "edges", f"{self.edges:,}"),
            (f"mean {degree}", f"{self.mean_degree:.2f}"),
            (f"{degree} quantiles", quantiles),
            ("held by the top 1 %", f"{self.top_share:.1%}"),
            ("tail exponent", _tail(self.tail)),
            *([("tail exponent, out", _tail(self.tail_out))] if self.directed else []),
            ("transitivity", f"{self.transitivity:.4f}"),
            ("mean local clustering", f"{self.mean_clustering:.4f}"),
            ("reciprocity", f"{self.reciprocity:.3f}"),
            ("degree assortativity", f"{self.degree_assortativity:+.3f}"),
            ("components", f"{self.components:,}, the largest with {self.largest_component:.1%} of the nodes"),
            ("mean distance", f"{self.mean_distance:.2f}"),
            *([] if self.homophily is None else [("homophily", f"{self.homophily:+.3f}")]),
        ]
        return "\n".join(f"{name:<22} {value}" for name, value in rows)


def profile(graph: Graph, labels: ArrayLike | None = None, seed: int = 0) -> GraphProfile:
    """Measure a graph.

    Args:
        graph: any graph.
        labels: one label per node (niche, country, ...), for homophily.
        seed: chooses the sample of nodes that the mean distance starts from.

    Raises:
        InputError: labels that do not number the nodes.
    """
    if graph.n == 0:
        raise InputError("graph: got no nodes, nothing to profile")
    kind = None if labels is None else np.asarray(labels)
    if kind is not None and kind.shape != (graph.n,):
        raise InputError(f"labels: got {kind.size}, takes one per node, {graph.n}")
    degree = graph.in_degree
    top = np.sort(degree)[::-1][: max(1, graph.n // 100)]
    transitivity, local = measures.clustering(graph)
    sizes = np.bincount(measures.components(graph))
    return GraphProfile(
        directed=graph.directed,
        nodes=graph.n,
        edges=graph.edges,
        mean_degree=graph.m / graph.n,
        degree_quantiles={q: float(value) for q, value in zip(QUANTILES, np.quantile(degree, QUANTILES), strict=True)},
        top_share=float(top.sum() / max(1, graph.m)),
        tail=fit_tail(degree),
        tail_out=fit_tail(graph.out_degree) if graph.directed else None,
        transitivity=transitivity,
        mean_clustering=local,
        reciprocity=measures.reciprocity(graph),
        degree_assortativity=measures.degree_assortativity(graph),
        components=len(sizes),
        largest_component=float(sizes.max() / graph.n),
        mean_distance=measures.mean_distance(graph, seed=seed),
        homophily=None if kind is None else measures.label_assortativity(graph, kind),
    )


def compare_table(shape: GraphProfile, name: str = "this graph") -> str:
    """Set a profile beside real graphs that were measured the same way, first those of the same kind."""
    here = Measured(
        name,
        shape.directed,
        shape.nodes,
        shape.edges,
        shape.mean_degree,
        shape.median_degree,
        shape.largest_degree,
        shape.top_share,
        float("nan") if shape.tail is None else shape.tail.alpha,
        shape.transitivity,
        shape.mean_clustering,
        shape.reciprocity,
        shape.degree_assortativity,
        shape.largest_component,
    )
    head = (
        f"{'graph':<18}{'nodes':>10}{'edges':>12}{'mean':>8}{'median':>8}{'most':>9}{'top 1 %':>9}{'tail':>7}"
        f"{'trans.':>8}{'local':>7}{'recip.':>8}{'assort.':>9}{'largest':>9}"
    )
    others = sorted(REAL_GRAPHS, key=lambda real: real.directed != shape.directed)
    return "\n".join([head, *(_row(real) for real in (here, *others))])


def _row(real: Measured) -> str:
    return (
        f"{real.name[:17]:<18}{real.nodes:>10,}{real.edges:>12,}{real.mean_degree:>8.2f}{real.median_degree:>8.1f}"
        f"{real.largest_degree:>9,}{real.top_share:>9.3f}{real.tail_exponent:>7.2f}{real.transitivity:>8.4f}"
        f"{real.mean_clustering:>7.3f}{real.reciprocity:>8.3f}{real.degree_assortativity:>+9.3f}"
        f"{real.largest_component:>9.3f}"
    )


def _tail(fit: PowerLaw | None) -> str:
    if fit is None:
        return "none"
    return (
        f"{fit.alpha:.2f} +- {fit.standard_error:.2f} from {fit.xmin:,.0f} up "
        f"({fit.tail:,} nodes, Kolmogorov distance {fit.distance:.3f})"
    )
