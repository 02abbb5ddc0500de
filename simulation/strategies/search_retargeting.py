"""Search and retargeting: advertisements at the moment of intent, and to those who have visited the brand's site."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.state.columns import CHANNELS, SEARCH
from simulation.strategies.media import RetargetingCpm, SearchCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

HEADROOM = 1.25
"""How much more search than last week's is asked for, in case demand grows."""


@scenario_part
class SearchRetargeting(Strategy):
    """Buys week by week. Searches are few: what they cannot use goes to retargeting visitors of the site."""

    search: Annotated[float, parameter("1", "Share of a week's money that search gets at most.", OURS, ge=0, le=1)] = (
        0.5
    )
    search_cpm: SearchCpm = 40.0
    retargeting_cpm: RetargetingCpm = 15.0

    def plan(self, view: View) -> Plan:
        """Spend an equal share of what is left on each week that is left.

        Search gets its share, but after the first week no more than last week's searches suggest; the rest is for
        retargeting. Refunds of one week are spent in the next; where the site has too few visitors, money stays
        unspent.
        """
        weeks = -(-view.days_left // 7)
        money = view.unspent if weeks == 1 else view.unspent // weeks
        search = int(money * self.search)
        if view.week > 0:
            demand = float(view.delivered[SEARCH]) * HEADROOM
            search = min(search, int(demand / 1_000 * self.search_cpm * 100))
        days = min(7, view.days_left)
        buys = (
            AdvertBuy.worth(search, self.search_cpm, CHANNELS[SEARCH], days),
            AdvertBuy.worth(money - search, self.retargeting_cpm, "retargeting", days),
        )
        return Plan(adverts=tuple(buy for buy in buys if buy.cost > 0))
