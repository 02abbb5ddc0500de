"""Marketing strategies, one file each; ``base`` is the plug for one's own."""

from __future__ import annotations

from simulation.strategies.base import AdvertBuy, Community, Offer, Plan, Strategy, View

__all__ = ["AdvertBuy", "Community", "Offer", "Plan", "Strategy", "View"]
