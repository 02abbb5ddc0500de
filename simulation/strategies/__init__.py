"""Marketing strategies, one file each; :mod:`simulation.strategies.strategy` is the plug for one's own."""

from __future__ import annotations

from simulation.strategies.plan import AdvertBuy, Community, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

__all__ = ["AdvertBuy", "Community", "Offer", "Plan", "Strategy", "View"]
