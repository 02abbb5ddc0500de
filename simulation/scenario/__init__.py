"""The typed, validated parameters of a simulated market: units, ranges, defaults and sources in one place."""

from __future__ import annotations

from simulation.scenario.scenario import PARTS, Scenario

__all__ = ["PARTS", "Scenario"]
