"""Nano swarm: as many nano creators as the budget can manage, few posts each."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.choosing import Posts, Tier
from simulation.strategies.hyper_targeted import HyperTargeted


@scenario_part
class NanoSwarm(HyperTargeted):
    """Affinity top-k among nano creators. Managers' hours cost more than the fees, so the swarm is paid in hours."""

    tier: Tier = "nano"
    posts: Posts = 3
