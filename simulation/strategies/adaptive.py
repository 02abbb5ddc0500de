"""Adaptive: Thompson sampling with a budget, learning from the brand's own noisy sales."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part
from simulation.state.columns import CHANNELS
from simulation.strategies.hiring import (
    LEAD,
    Label,
    Lead,
    Pool,
    Tier,
    check_tier,
    fill,
    from_pool,
    offers,
    room_in_round,
)
from simulation.strategies.media import BroadcastCpm, PaidSocialCpm, RetargetingCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

OPTIONS = ("broadcast", "paid_social", "retargeting", "creators")


@scenario_part
class Adaptive(Strategy):
    """Every period all of its money goes to the option that looks best in one draw from what is believed by then.

    Thompson (1933) sampling. Beliefs: sales of a week above those before the campaign are linear in what was spent
    on each option lately, with noise as large as sales had before; a normal prior on each effect (ours). The brand sees
    its sales and its own payments, so effects that other things had, or that come late, mislead it.
    """

    period: Annotated[int, parameter("weeks", "Weeks between two decisions.", OURS, ge=1, le=52)] = 2
    carryover: Annotated[
        float,
        parameter("1 per week", "Share of a week's effect that is believed to remain a week later.", OURS, ge=0, le=1),
    ] = 0.5
    optimism: Annotated[
        float,
        parameter(
            "1",
            "Spread of the prior for what an option earns per dollar, in multiples of sales per dollar of the budget.",
            OURS,
            ge=LEAST,
            le=100,
        ),
    ] = 1.0
    pool: Pool = "market"
    tier: Tier = "micro"
    posts: Annotated[int, parameter("posts", "Posts of a creator in a period.", OURS, ge=1, le=100)] = 2
    lead: Lead = LEAD
    label: Label = False
    broadcast_cpm: BroadcastCpm = 20.0
    paid_social_cpm: PaidSocialCpm = 8.5
    retargeting_cpm: RetargetingCpm = 15.0
    seed: Annotated[int, parameter("", "Seed of the draws from beliefs.", OURS, ge=0, le=2**32 - 1)] = 1

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        check_tier(self.tier)

    def plan(self, view: View) -> Plan:
        """Draw beliefs, choose an option, and give it an equal share of what is left."""
        if view.week % self.period != 0:
            return Plan()
        days = min(7 * self.period, view.days_left)
        money = view.unspent if days == view.days_left else view.unspent * days // view.days_left
        mean, spread = self.beliefs(view)
        draws = np.random.default_rng([self.seed, view.week]).standard_normal(len(OPTIONS))
        option = OPTIONS[int(np.argmax(mean + np.linalg.cholesky(spread) @ draws))]
        if option == "creators":
            room = room_in_round(view, self.lead, days)
            bought = fill(view, from_pool(view, self.tier, self.pool), money, self.posts, room, days)
            return Plan(offers=offers(view, bought, self.label, days))
        cpm = {"broadcast": self.broadcast_cpm, "paid_social": self.paid_social_cpm}.get(option, self.retargeting_cpm)
        return Plan(adverts=(AdvertBuy.worth(money, cpm, option, days),)) if money > 0 else Plan()

    def beliefs(self, view: View) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return mean [options] and covariance [options, options] of the effects, in purchases per USD spent."""
        before = view.sales[: len(view.sales) - 7 * view.week]
        weeks = before[len(before) % 7 :].reshape(-1, 7).sum(axis=1)
        base = float(weeks.mean()) if len(weeks) else float(view.sales[:7].sum())
        noise = max(float(weeks.var()) if len(weeks) > 1 else 0.0, base, 1.0)
        prior = (self.optimism * max(base, 1.0) * view.campaign_days / 7 / max(view.budget / 100, 1.0)) ** 2
        precision, weighted = np.eye(len(OPTIONS)) / prior, np.zeros(len(OPTIONS))
        if view.week > 0:
            after = view.sales[len(view.sales) - 7 * view.week :].reshape(-1, 7).sum(axis=1)
            spent = self._working(view)
            precision += spent.T @ spent / noise
            weighted += spent.T @ (after - base) / noise
        spread = np.linalg.inv(precision)
        return spread @ weighted, spread

    def _working(self, view: View) -> NDArray[np.float64]:
        """Return the USD at work in each week so far, [weeks, options]: payments over their period, carried over."""
        columns = [*(CHANNELS.index(option) for option in OPTIONS[:-1]), len(CHANNELS)]
        paid = view.spent[: view.week, columns] / 100
        spread = np.zeros_like(paid)
        for week, row in enumerate(paid):
            spread[week : week + self.period] += row / self.period
        for week in range(1, len(spread)):
            spread[week] += self.carryover * spread[week - 1]
        return spread
