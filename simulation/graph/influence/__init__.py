"""How far something spreads over a graph, and whom to choose so that it spreads far."""
