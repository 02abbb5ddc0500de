"""Marketing strategies, one file each; ``base`` is the plug for one's own."""

from __future__ import annotations

from simulation.strategies.base import AdvertBuy, Offer, Plan, Strategy, View

__all__ = ["AdvertBuy", "Offer", "Plan", "Strategy", "View"]
