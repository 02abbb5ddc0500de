"""Lives that a field test compares: the same campaign, its tested content withheld from whom and when a plan says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulation.closable import Closable
from simulation.errors import InputError
from simulation.recording.log import RecordedMarket
from simulation.state.columns import STUDIED, new_test

type Arm = NDArray[np.uint8]
type Plan = Callable[[int], Arm]
"""Of a day of the campaign: 1 for each consumer from whom the tested content is withheld."""


@dataclasses.dataclass(frozen=True, eq=False)
class Life:
    """What came of one life.

    Attributes:
        purchases: int64[C], of the studied brand on the measured days.
        sales: int64[days, regions], the same by day and region.
        met: bool[C], who saw what is tested, or would have had it not been withheld.
    """

    purchases: NDArray[np.int64]
    sales: NDArray[np.int64]
    met: NDArray[np.bool_]


class Lives(Closable):
    """The lives of one market: before the campaign, and with its content withheld by plans.

    Closed, they close ``start``, a twin of their own; the market they came from stays open.

    Attributes:
        start: The market on the campaign's first day.
        region: int64[C], each consumer's region; one for all where regions do not matter.
        before: int64[days, regions], sales of the studied brand on the burn-in's last days.
        bought: int64[C], who bought it then, and how often.
        tested: What is withheld, bits as in ``Holdout.tested``.
    """

    kind = "lives"

    def __init__(
        self, market: RecordedMarket, tested: int, before: int = 0, region: NDArray[np.int64] | None = None
    ) -> None:
        """Live to the campaign's first day, taking down who buys on the ``before`` days ahead of it.

        Raises:
            InputError: The campaign has begun already.
        """
        if market.campaign_day > 0:
            raise InputError(
                f"field test: got a market on campaign day {market.campaign_day}, takes one that has no campaign yet"
            )
        self.start = market.fork()
        if before < -self.start.campaign_day:
            self.start.run_for(-self.start.campaign_day - before)
        self.tested = tested
        self.region = np.zeros(len(market.consumers.niche), np.int64) if region is None else region
        self.bought = np.zeros(self.people, np.int64)
        self.before = self._live(self.start, -self.start.campaign_day, self.bought, None)
        self._shown: Life | None = None
        self._withheld: Life | None = None

    def _release(self) -> None:
        self.start.close()

    @property
    def people(self) -> int:
        """Simulated consumers."""
        return len(self.start.consumers.niche)

    def live(self, plan: Plan) -> Life:
        """Live the measured days while content is withheld as planned."""
        with self.start.fork() as twin:
            twin.tables = twin.tables._replace(holdout=new_test(self.people, self.tested))
            purchases = np.zeros(self.people, np.int64)
            sales = self._live(twin, twin.scenario.market.days, purchases, plan)
            return Life(purchases, sales, (twin.tables.holdout.met > 0).any(axis=1))

    @property
    def shown(self) -> Life:
        """The life in which nothing is withheld."""
        if self._shown is None:
            self._shown = self.live(lambda day: np.zeros(self.people, np.uint8))
        return self._shown

    @property
    def withheld(self) -> Life:
        """The life in which the tested content is withheld from everybody."""
        if self._withheld is None:
            self._withheld = self.live(lambda day: np.ones(self.people, np.uint8))
        return self._withheld

    def _live(
        self, model: RecordedMarket, days: int, purchases: NDArray[np.int64], plan: Plan | None
    ) -> NDArray[np.int64]:
        """Step day by day; add up who buys the studied brand in ``purchases``, and return sales by day and region."""
        sales = np.zeros((days, int(self.region.max()) + 1), np.int64)
        for day in range(days):
            if plan is not None:
                model.tables.holdout.withheld[:] = plan(day) * np.uint8(self.tested)
            # The campaign's first day sets the counts to 0.
            had = 0 if model.campaign_day == 0 else model.consumers.purchases[:, STUDIED].astype(np.int64)
            model.step()
            new = model.consumers.purchases[:, STUDIED].astype(np.int64) - had
            purchases += new
            rows = np.flatnonzero(new)
            np.add.at(sales[day], self.region[rows], new[rows])
        return sales
