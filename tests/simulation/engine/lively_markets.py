"""Small markets in which, together, everything happens that a phase of the day can do.

If a column that a phase declares is no longer read or written in any of them, make one of them livelier.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.model import MarketModel
from simulation.state.columns import CHANNELS, TESTABLE, new_test
from simulation.strategies.budget_loop import BudgetLoop
from simulation.strategies.hiring import fill, offers
from simulation.strategies.overlap_aware import OverlapAware
from simulation.strategies.plan import AdvertBuy, Community, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

PEOPLE = 40
LIVELY: dict[str, dict[str, Any]] = {
    "market": {"consumers": PEOPLE, "people": 4e5, "days": 16, "burn_in": 1},
    "consumers": {
        "traits": {"purchase_interval": 2.0, "interest_odds": 4.0, "category_share": 0.9, "attention": 6.0},
        "talk": {"hear": 0.8, "retell": 0.7, "mention": 0.2, "recommend": 0.8, "call_out": 0.9, "discovery": 0.9},
        "salience": {"resting": 0.6, "lasting": 0.2, "half_life": 5.0, "forgotten": 2.0},
        "noticing": {"post": 1.5, "trust": 0.8, "fit": 0.5, "interest": 0.5, "closeness": 0.2},
        "opinions": {"trust_concentration": 8.0, "attitude_mean": 0.1, "attitude_spread": 0.3, "users": 0.2},
        "persuasion": {"awareness": 0.4, "wear_half_life": 30.0},
        "purchase": {"heard": 0.6, "loyalty_outside": 0.2, "window_shopping": 0.1},
        "engagement": {"unfollow": 0.1, "unfollow_sponsored": 0.2, "unfollow_hidden": 2.0},
    },
    "creators": {
        "number": 10,
        "posting_rate": 1.0,
        "other_sponsors": 0.3,
        "dealing": {
            "enabled": True,
            "annoyance": 2.0,
            "tolerance": 0.1,
            "quitting": 1.0,
            "bearable": 0.1,
            "price_lag": 1.0,
            "reservation": 0.0,
            "loss": 0.0,
            "load_loss": 0.0,
        },
        "fraud": {"enabled": True, "accounts": 0.7, "bought": 0.3, "growth": 5.0},
    },
    "brands": {
        "names": ["Alder", "Birch", "Cedar"],
        "niches": ["coffee", "fashion", "books"],
        "awareness": [0.4],
        "budget": 300_000.0,
        "rival_budget": 300_000.0,
        "campaign_days": 9,
        "hours_per_creator": 4.0,
        "management": {"mode": "platform", "capacity": 3.0, "platform_fee": 50.0},
    },
    "platform": {"visibility": 0.7, "share": 0.3, "comment": 1.0, "message": 0.2},
    "conversation": {"enabled": True, "threads": 0.7, "attendance": 0.3, "automation": 0.5, "noticed": 0.5},
    "crises": {
        "enabled": True,
        "scandal": 60.0,
        "failure": 20.0,
        "reach": 0.6,
        "publicity": 1.0,
        "gossip": 0.5,
        "cascade": 50.0,
        "monitoring": 1.0,
        "response_delay": 1,
        "failure_day": 3,
    },
    "regulation": {"disclosure": "hashtag", "enforcement": 0.9, "fine": 5.0, "fine_share": 0.0, "brand_fine": 1.0},
    "measurement": {"touches": 4, "creators_daily": True},
}


@dataclasses.dataclass
class Everything(Strategy):
    """Buys on every channel each week, talks with people, hires creators, and counts its own plans."""

    plans: int = 0

    def plan(self, view: View) -> Plan:
        """Spend a part of what is left on each."""
        self.plans += 1
        part, days = view.unspent // 12, min(7, view.days_left)
        buys = tuple(AdvertBuy.worth(part, 20.0, channel, days) for channel in CHANNELS)
        hours = part / max(view.wage, 1) / view.days_left * 7 / 3
        talk = Community(hours, hours, hours, days=days)
        cheapest = [int(i) for i in np.argsort(view.quotes)]  # all brands want the same: some posts find no slot
        hired = offers(view, fill(view, cheapest, 4 * part, 3, 4, days), label=False, days=days)
        return Plan(tuple(hired), buys, (talk,))


def _withhold(market: MarketModel) -> None:
    """Keep some people from each of what can be tested, as an experimenter's field test does."""
    withheld = np.random.default_rng(1).integers(0, 2 ** len(TESTABLE), PEOPLE, dtype=np.uint8)
    holdout = new_test(PEOPLE, 2 ** len(TESTABLE) - 1)._replace(withheld=withheld)
    market.tables = market.tables._replace(holdout=holdout)


def _cheat(market: MarketModel) -> None:
    """Let those whom all brands hire, the cheapest, have bought followers: others will do as they do."""
    market.creators.bought[:] = np.where(market.quotes <= np.median(market.quotes), 0.4, 0.0)


def _nothing(market: MarketModel) -> None:
    """Leave the market as it is built."""


class Case:
    """One lively market: seed, strategy, what differs from :data:`LIVELY`, and what is prepared before day 0."""

    def __init__(
        self,
        seed: int,
        strategy: Callable[[], Strategy] = Everything,
        prepare: Callable[[MarketModel], None] = _nothing,
        **parts: dict[str, Any],
    ) -> None:
        self.seed, self.strategy, self.prepare, self.parts = seed, strategy, prepare, parts

    def market(self, tiny: Any, engine: str) -> MarketModel:
        """Build it."""
        parts = {name: {**LIVELY.get(name, {}), **self.parts.get(name, {})} for name in {**LIVELY, **self.parts}}
        market: MarketModel = tiny.market(self.strategy(), self.seed, engine, **parts)
        market.strategies[1:] = [Everything(), Everything()]
        self.prepare(market)
        return market


CASES = {
    "everything": Case(1, prepare=_cheat),
    "a denial that is exposed": Case(
        2,
        crises={
            "response": "denial",
            "exposed": 1.0,
            "failure_day": 1,
            "scandal_day": 5,
            "scandal": 0.0,
            "failure": 0.0,
        },
        brands={"management": {"mode": "agency"}},
        regulation={"disclosure": "none", "enforcement": 0.0},  # hidden posts, so that there are call-outs
        consumers={"recognition": {"base": 2.0, "load_shared": 0.5}},
    ),
    "cells of the brand's own": Case(
        3, lambda: BudgetLoop(method="holdout", weeks=1, cell=0.1, tier="nano", posts=2), measurement={"touches": 16}
    ),
    "a field test": Case(4, prepare=_withhold),
    "audience reports and consent": Case(
        5,
        lambda: OverlapAware(posts=2, lead=None),
        regulation={"disclosure": "opt_in", "enforcement": 0.2, "brand_fine": 10.0},
        creators={"dealing": {"enabled": False}, "posting_rate": 2.0},
    ),
    "a subscription and a roster": Case(
        7,
        brands={"subscription": {"enabled": True, "churn": 0.9, "period": 3}},
        creators={"roster": {"handles": ["@anna", "@ben"], "followers": [3_000.0, 9_000.0], "fee": [60.0, 0.0]}},
    ),
    "all that can be off is off": Case(
        6,
        crises={"enabled": False},
        conversation={"enabled": False},
        creators={"dealing": {"enabled": False}, "fraud": {"enabled": False}},
        measurement={"touches": 0},
    ),
}
