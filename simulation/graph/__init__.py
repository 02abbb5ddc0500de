"""Graphs of who follows whom and who talks to whom: read, generate, describe, spread over, choose from.

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.graph.csr import Graph, from_edges
    from simulation.graph.describe.shape import GraphProfile, compare_table, profile
    from simulation.graph.generate.audience_sizes import follower_counts, tier_of
    from simulation.graph.generate.follows import Follows, follow_graph
    from simulation.graph.generate.friends import friend_graph
    from simulation.graph.influence.audience_overlap import Roster, select_roster
    from simulation.graph.influence.cascade import Spread, spread
    from simulation.graph.influence.selection import Selection, select
    from simulation.graph.reading.as_market import MarketGraph, from_friendships
    from simulation.graph.reading.exchange import to_networkx, write_edges, write_graphml
    from simulation.graph.reading.reader import read
    from simulation.graph.reading.reading_report import ReadReport

_HOME = {
    "Follows": "generate.follows",
    "Graph": "csr",
    "GraphProfile": "describe.shape",
    "MarketGraph": "reading.as_market",
    "ReadReport": "reading.reading_report",
    "Roster": "influence.audience_overlap",
    "Selection": "influence.selection",
    "Spread": "influence.cascade",
    "compare_table": "describe.shape",
    "follow_graph": "generate.follows",
    "follower_counts": "generate.audience_sizes",
    "friend_graph": "generate.friends",
    "from_edges": "csr",
    "from_friendships": "reading.as_market",
    "profile": "describe.shape",
    "read": "reading.reader",
    "select": "influence.selection",
    "select_roster": "influence.audience_overlap",
    "spread": "influence.cascade",
    "tier_of": "generate.audience_sizes",
    "to_networkx": "reading.exchange",
    "write_edges": "reading.exchange",
    "write_graphml": "reading.exchange",
}

__all__ = [
    "Follows",
    "Graph",
    "GraphProfile",
    "MarketGraph",
    "ReadReport",
    "Roster",
    "Selection",
    "Spread",
    "compare_table",
    "follow_graph",
    "follower_counts",
    "friend_graph",
    "from_edges",
    "from_friendships",
    "profile",
    "read",
    "select",
    "select_roster",
    "spread",
    "tier_of",
    "to_networkx",
    "write_edges",
    "write_graphml",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"simulation.graph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
