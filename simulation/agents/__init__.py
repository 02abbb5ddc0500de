"""The agents as Mesa sees them: thin handles on rows, the readable face of the model."""

from __future__ import annotations

from simulation.agents.brand import Brand
from simulation.agents.consumer import Consumer
from simulation.agents.creator import Creator

__all__ = ["Brand", "Consumer", "Creator"]
