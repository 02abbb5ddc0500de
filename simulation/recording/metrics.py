"""The registry of metrics: those of a day and those of a run."""

from __future__ import annotations

from simulation.recording.campaign_metrics import CUSTOMERS, RESULTS
from simulation.recording.census_metrics import AT_THE_END, OF_A_DAY
from simulation.recording.daily_counts import COUNTS
from simulation.recording.metric import registry

SERIES = registry(*COUNTS, *OF_A_DAY)
"""Columns of ``model.metrics``, of the studied brand where one is meant. Census columns are NaN between censuses."""

OUTCOMES = registry(*RESULTS, *AT_THE_END, *CUSTOMERS)
"""Keys of ``model.outcomes()``: the studied brand on the measured days."""
