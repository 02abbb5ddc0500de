"""Managers' time: briefings wait in a queue when hours do not suffice, and creators are answered while hours last."""

from __future__ import annotations

import numpy as np

from simulation.market.creator_economy import live_contracts
from simulation.market_base import Market
from simulation.scenario import Scenario

BRIEFING = 0.5
"""Share of a creator's hours that briefing takes, before the first post; the contract has the rest (ours)."""
LEAST = 0.25
"""Share of managers' time that is kept for briefing, however much the live contracts ask for (ours)."""


def capacity(scenario: Scenario) -> float | None:
    """Return the hours a week that a brand's managers have; ``None``: as many as are needed, or an agency's."""
    management = scenario.brands.management
    return None if management.mode == "agency" else management.capacity


def queue(market: Market, b: int) -> int:
    """Put a briefing into a brand's queue and return how many days it waits.

    A fluid queue: what waits before it, over the hours a week that are left for briefing:
    ``floor(7 max(backlog - free, 0) / free)``. Then the backlog grows by half of the hours of a creator.
    """
    hours = capacity(market.scenario)
    if hours is None:
        return 0
    backlog = market.tables.brands.backlog
    free = _free(market, b, hours)
    waits = int(7 * max(float(backlog[b]) - free, 0.0) / free)  # the first week's briefings do not wait
    backlog[b] += market.scenario.brands.manager_hours * BRIEFING
    return waits


def serve(market: Market) -> None:
    """A week of managers' work: briefings are done, and creators are answered as far as the hours go.

    ``backlog <- max(backlog - free, 0)`` and ``service = min(hours / (upkeep + backlog), 1)``.
    """
    backlog, contracts, hours = market.tables.brands.backlog, market.tables.contracts, capacity(market.scenario)
    for b in range(market.brand_count):
        if hours is None:
            contracts.service[b] = 1
            continue
        backlog[b] = max(float(backlog[b]) - _free(market, b, hours), 0.0)
        asked = _upkeep(market, b) + float(backlog[b])  # whoever waits asks for all of its briefing this week
        contracts.service[b] = min(hours / asked, 1.0) if asked > 0 else 1.0


def _free(market: Market, b: int, hours: float) -> float:
    """Return the hours a week that are left for briefing: ``max(hours - upkeep, hours / 4)``."""
    return max(hours - _upkeep(market, b), LEAST * hours)


def _upkeep(market: Market, b: int) -> float:
    """Return the hours a week that a brand's live contracts ask for.

    Each asks for half of a creator's hours, spread over its weeks, at least one.
    """
    contracts = market.tables.contracts
    weeks = np.maximum(contracts.length[b][live_contracts(contracts, market.day)[b]] / 7, 1)
    return float((market.scenario.brands.manager_hours * (1 - BRIEFING) / weeks).sum())
