"""A small world with one creator: who follows, what is posted, and a contract with the studied brand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.configure import compose, scenario_of
from simulation.model import MarketModel
from simulation.state.columns import ACTIVE
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

WORLD = (
    "market.consumers=60",
    "market.people=6000",
    "market.burn_in=0",
    "creators.number=1",
    "creators.followers_high=0.9",
    "graph.follows=1",
    "creators.integrity_mean=0.9",
    "creators.integrity_concentration=200",
    "creators.posting_rate=1",
    "creators.other_sponsors=0",
    "creators.dealing.enabled=false",
    "creators.fraud.enabled=false",
    "crises.scandal=0",
    "crises.failure=0",
    "brands=single",
)
"""Sixty people and one creator whom most of them follow; honest, and paid by nobody else."""


ADA = {"creator_names": ["ada"]}
"""What the page calls the creator."""


class OneContract(Strategy):
    """Hires the one creator for the whole campaign, on the first day; with no posts, hires nobody."""

    def __init__(self, posts: int = 1, label: bool = True, control: float = 0.0) -> None:
        """Keep the contract's terms."""
        self.posts, self.label, self.control = posts, label, control

    def plan(self, view: View) -> Plan:
        """Return the one offer, well paid."""
        if view.week or not self.posts:
            return Plan()
        offer = Offer(0, self.posts, fee=int(2 * view.quotes[0]), control=self.control, label=self.label)
        return Plan(offers=(offer,))


def world(parameters: Sequence[str], strategy: Strategy, seed: int) -> MarketModel:
    """Return the small world with some parameters more, at its beginning."""
    return MarketModel(scenario_of(compose([*WORLD, *parameters])), strategy, seed)


def followers_trust(model: MarketModel) -> NDArray[np.float32]:
    """Return the trust of each who follows the creator now."""
    follows = model.tables.follows
    active = (follows.tie & ACTIVE) != 0
    trust: NDArray[np.float32] = (follows.alpha / (follows.alpha + follows.beta))[active]
    return trust
