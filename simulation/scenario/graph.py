"""The social graph: generated, or read from an edge list."""

from __future__ import annotations

from typing import Annotated, Literal

from simulation.scenario.parameter import OURS, parameter, scenario_part


@scenario_part
class Graph:
    """Follow graph (consumer to creator) and friend graph (consumer with consumer)."""

    source: Annotated[
        Literal["generated", "edge_list"], parameter("", "Generate both graphs, or read one from graph.path.", OURS)
    ] = "generated"
    path: Annotated[
        str, parameter("file", "Edge list (csv, tsv, spaces; .gz) or GraphML; needed by source=edge_list.", OURS)
    ] = ""
    directed: Annotated[
        bool | None,
        parameter("", "Whether the file's edges have a direction; null: inferred, and the report says why.", OURS),
    ] = None
    follows: Annotated[
        float,
        parameter(
            "creators per consumer",
            "Mean number of creators that a consumer follows.",
            "model.md, orders of magnitude",
            ge=0,
            le=100,
        ),
    ] = 10.0
    friends: Annotated[
        float,
        parameter(
            "friends per consumer",
            "Mean number of friends of a consumer.",
            "model.md, orders of magnitude",
            ge=0,
            le=100,
        ),
    ] = 10.0
    follow_homophily: Annotated[
        float,
        parameter(
            "1", "How far niche decides whom one follows: 0 audience size alone, 1 niche alone.", OURS, ge=0, le=1
        ),
    ] = 0.7
    friend_homophily: Annotated[
        float, parameter("1", "Share of friendship circles that are formed inside a niche.", OURS, ge=0, le=1)
    ] = 0.65
    latent_share: Annotated[
        float,
        parameter(
            "1",
            "Latent follows, a share on top of the active ones: creators that a friend's share can bring into view.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.2
    creator_share: Annotated[
        float,
        parameter(
            "1",
            "Share of a read graph's accounts that are taken to be creators, highest degree first.",
            OURS,
            gt=0,
            lt=0.5,
        ),
    ] = 0.05
