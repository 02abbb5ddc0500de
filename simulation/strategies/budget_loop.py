"""The budget loop: every quarter the money is split as the measurement of the quarter before says."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from simulation.errors import InputError, not_one_of
from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part
from simulation.state.columns import BROADCAST, CHANNELS, TESTABLE
from simulation.strategies.hiring import cost_of, fill, from_pool, offers, room_in_round
from simulation.strategies.plan import AdvertBuy, Cells, Plan
from simulation.strategies.split import Floats, Split
from simulation.strategies.view import View

ATTRIBUTED = ("last", "markov", "shapley")
METHODS = ("fixed", *ATTRIBUTED, "holdout", "truth")
DELIVERED = 0.99
"""Of a channel's money: below it, the quarter found too few people, and the next one is not offered much more."""
HEADROOM = 1.25
"""How much more than it could use last quarter such a channel is offered, in case demand grows (ours)."""


@scenario_part
class BudgetLoop(Split):
    """Creators and every channel; after each quarter their shares follow a method.

    ``share <- share + pace (target - share)``, ``target = floor + (1 - n floor) credit / sum credit``: money goes where
    the credit is, as dashboards that report it suggest. What a method credits:

    - ``fixed``: nothing moves;
    - ``last``, ``markov``, ``shapley``: attribution of the quarter's journeys as the scenario's links caught them;
    - ``holdout``: that of ``prior``, calibrated by cells of people from whom one channel is withheld for the quarter
      (:mod:`simulation.brand_view.calibration`); the sales that these people are kept from are lost;
    - ``truth``: what each channel would truly add in the quarter to come at the shares it has, by living it without
      the channel. **No brand could run this one**: it is the yardstick for the others.

    All of them spend alike. What creators do not take goes to advertisements; a channel that found too few people last
    quarter gets little more than it could use, and the others the rest. Shares are read from the brand's books (what it
    paid when the last quarter began), so that a market that goes on from a file plans as one that was never stopped.
    """

    method: Annotated[str, parameter("", "fixed, last, markov, shapley, holdout or truth.", OURS)] = "fixed"
    weeks: Annotated[int, parameter("weeks", "Weeks between two splits: a quarter.", OURS, ge=1, le=520)] = 13
    pace: Annotated[
        float,
        parameter(
            "1",
            "How far shares move towards the credit at once: below 1, one noisy quarter does not turn the budget over.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.5
    floor: Annotated[
        float,
        parameter(
            "1",
            "Least share that a target has: a channel without money leaves no touches, and never earns credit again.",
            OURS,
            ge=0,
            le=0.2,
        ),
    ] = 0.05
    prior: Annotated[str, parameter("", "holdout: the attribution that is calibrated.", OURS)] = "markov"
    cell: Annotated[
        float,
        parameter("1", "holdout: share of people in the cell of each of the five channels.", OURS, ge=LEAST, lt=0.2),
    ] = 0.08

    def __post_init__(self) -> None:
        """Refuse what does not exist, and shares of more than everything."""
        super().__post_init__()
        if self.method not in METHODS:
            raise not_one_of("strategy.method", self.method, METHODS)
        if self.prior not in ATTRIBUTED:
            raise not_one_of("strategy.prior", self.prior, ATTRIBUTED)

    def plan(self, view: View) -> Plan:
        """Split the quarter's money in its first week; what was refunded is there to be split again."""
        if view.week % self.weeks != 0:
            return Plan()
        if view.week == 0 and self.method in (*ATTRIBUTED, "holdout") and view.records.kept == 0:
            raise InputError(
                f"measurement.touches: got 0, takes the entries to keep per person, such as 128, for"
                f" strategy.method={self.method}"
            )
        return self.buy(view, self.shares(view))

    def shares(self, view: View) -> Floats:
        """Return the shares of the quarter that begins, float64[5], in the order of ``TESTABLE``."""
        if self.method == "fixed" or view.week == 0:
            return self.first_shares
        held = self._held(view)
        credit = np.maximum(self._credit(view, held), 0.0)
        if not credit.sum() > 0:  # nothing was found: nothing to follow
            return held
        target: Floats = self.floor + (1 - len(TESTABLE) * self.floor) * credit / credit.sum()
        return held + self.pace * (target - held)

    def _held(self, view: View) -> Floats:
        """Return the shares that the brand's books show for the quarter that has ended."""
        paid = np.maximum(view.spent[view.week - self.weeks, : len(TESTABLE)], 0).astype(np.float64)
        return paid / paid.sum() if paid.sum() > 0 else self.first_shares

    def _credit(self, view: View, held: Floats) -> Floats:
        """Return what the method credits to each channel, in purchases."""
        if self.method == "truth":
            return _column(view.oracle(self.buy(view, held), self._days(view)))
        credit = attributed(view, self.prior if self.method == "holdout" else self.method, 7 * self.weeks)
        if self.method != "holdout":
            return credit
        from simulation.brand_view.calibration import calibrated

        effects = view.records.effects()
        return calibrated(
            credit,
            _column({channel: effect.value for channel, effect in effects.items()}),
            _column({channel: effect.error for channel, effect in effects.items()}),
        )

    # Buying ---------------------------------------------------------------------------------------------------------

    def _days(self, view: View) -> int:
        return min(7 * self.weeks, view.days_left)

    def buy(self, view: View, shares: Floats) -> Plan:
        """Return the plan of a quarter, at shares in the order of ``TESTABLE``."""
        days = self._days(view)
        money = view.unspent if days == view.days_left else view.unspent * days // view.days_left
        budget = int(money * min(float(shares[-1]), 1.0))
        room = room_in_round(view, self.lead, days)
        hired = offers(
            view, fill(view, from_pool(view, self.tier, self.pool), budget, self.posts, room, days), self.label, days
        )
        amounts = pour(money - cost_of(view, hired), shares[:-1], self._limits(view, money))
        buys = (
            AdvertBuy.worth(cents, price, channel, days)
            for cents, (channel, price) in zip(amounts, self.prices.items(), strict=True)
        )
        cells = Cells(self.cell) if self.method == "holdout" else None
        return Plan(offers=hired, adverts=tuple(buy for buy in buys if buy.cost > 0), cells=cells)

    def _limits(self, view: View, money: int) -> Floats:
        """Return the most cents to offer each of ``CHANNELS``: of one that left money last quarter, little more."""
        limits = np.full(len(CHANNELS), np.inf)
        if view.week == 0:
            return limits
        quarter = view.spent[view.week - self.weeks : view.week, : len(CHANNELS)]
        bought, used = quarter[0].astype(np.float64), quarter.sum(axis=0).astype(np.float64)
        short = used < DELIVERED * bought
        limits[short] = np.maximum(used[short] * HEADROOM, self.floor * money)
        limits[BROADCAST] = np.inf  # airtime is never short
        return limits


def attributed(view: View, method: str, days: int) -> Floats:
    """Return the purchases that a method credits to each of ``TESTABLE`` for the days just past."""
    from simulation.brand_view.attribution.methods import attribute

    paths = view.records.journeys(7 * view.week - days).paths
    if not paths.conversions.sum() > 0:
        return np.zeros(len(TESTABLE))
    table = attribute(paths, method)
    return _column(dict(zip(table["channel"], table["conversions"], strict=True)), missing=0.0)


def _column(by_channel: dict[str, float], missing: float = np.nan) -> Floats:
    return np.array([by_channel.get(channel, missing) for channel in TESTABLE], np.float64)


def pour(money: int, shares: Floats, limits: Floats) -> list[int]:
    """Pour an amount into vessels by shares, none above its limit; what a full one cannot hold goes to the others.

    Args:
        money: Cents.
        shares: float64[n], need not add up to 1. A vessel without a share gets nothing.
        limits: float64[n], cents.

    Returns:
        Whole cents, together at most ``money``.
    """
    given = np.zeros(len(shares))
    open_ = shares > 0
    while open_.any():
        left = money - given[~open_].sum()
        part = np.where(open_, shares, 0.0) / shares[open_].sum() * max(left, 0.0)
        full = open_ & (part > limits)
        if not full.any():
            given[open_] = part[open_]
            break
        given[full] = limits[full]
        open_ &= ~full
    return [int(amount) for amount in given]
