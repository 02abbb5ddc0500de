"""The shape of the graph that a config names, beside real graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.command.command import Job
from experiments.results.heartbeat import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulation.graph.csr import Graph


def run(job: Job) -> int:
    """Print the profile of each graph and a table that sets it beside real ones.

    Raises:
        InputError: if the graph cannot be read or made.
    """
    from simulation.graph import compare_table, profile

    for name, graph, labels in graphs(job):
        with waiting(f"profile: {name}"):
            shape = profile(graph, labels, seed=job.settings.seed)
        print(f"\n{name}\n{'-' * len(name)}\n{shape}\n\n{compare_table(shape, 'here')}")
    return 0


def graphs(job: Job) -> Iterator[tuple[str, Graph, NDArray[Any] | None]]:
    """Yield each graph with its name and niches: the file's as it is, or the follow and friend graph as generated."""
    from simulation.configure import scenario_of
    from simulation.graph import Graph
    from simulation.world.social_graph import as_parameters, graph_file

    scenario = scenario_of(job.config)
    if scenario.graph.source == "edge_list":
        with waiting(f"profile: reading {scenario.graph.path}"):
            graph = graph_file(scenario.graph)
        print(as_parameters(str(graph.report)))
        yield scenario.graph.path, graph, None
        return
    import numpy as np

    from simulation.graph.generate.follows import Follows
    from simulation.state.columns import ACTIVE
    from simulation.world.build import build_world

    with waiting("profile: one world"):
        tables = build_world(scenario, job.settings.seed).tables
    follows, niches = tables.follows, tables.consumers.niche
    active = (follows.tie & ACTIVE) != 0
    made = Follows(
        indptr=np.concatenate([[0], np.cumsum(active)])[follows.start].astype(np.int64),
        creator=follows.creator[active],
        mutual=(follows.tie[active] >> 1) & 1,
        creators=len(tables.creators.niche),
    )
    accounts = np.concatenate([niches, tables.creators.niche])
    yield "Follow graph: active follows of consumers and creators", made.accounts(), accounts
    yield "Friend graph", Graph(tables.friends.start.astype(np.int64), tables.friends.friend, directed=False), niches
