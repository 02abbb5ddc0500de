"""The social graph: generated, or read from an edge list."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from pydantic import BeforeValidator

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

Column = Annotated[str, BeforeValidator(lambda given: str(given) if type(given) is int else given)]


@scenario_part
class Graph:
    """Follow graph (consumer to creator) and friend graph (consumer with consumer)."""

    source: Annotated[
        Literal["generated", "edge_list"], parameter("", "Generate both graphs, or read one from graph.path.", OURS)
    ] = "generated"
    path: Annotated[
        str,
        parameter(
            "file",
            "Edge list, GraphML, GEXF, GML, Pajek, JSON, SIF or matrix, perhaps packed; needed by source=edge_list.",
            OURS,
        ),
    ] = ""
    directed: Annotated[
        bool | None,
        parameter("", "Whether the file's edges have a direction; null: inferred, and the report says why.", OURS),
    ] = None
    format: Annotated[
        str, parameter("", "The file's format, such as edges, adjlist or matrix; empty: found out, and reported.", OURS)
    ] = ""
    columns: Annotated[
        list[Column],
        parameter(
            "", "Columns of source, target, perhaps weight, by name or number; empty: by the header's words.", OURS
        ),
    ] = field(default_factory=list)
    separator: Annotated[
        str,
        parameter("", "Separates a line's fields; tab or space by name; empty: found out, and reported.", OURS),
    ] = ""
    header: Annotated[
        bool | None,
        parameter("", "Whether the first line has the columns' names; null: found out, and reported.", OURS),
    ] = None
    reverse: Annotated[bool, parameter("", "Turn every arc round: a source is followed by its target.", OURS)] = False
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
            ge=LEAST,
            lt=0.5,
        ),
    ] = 0.05
