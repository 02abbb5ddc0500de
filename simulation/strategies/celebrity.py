"""Celebrity: the whole budget on one creator with over a million followers, or on as few as it takes."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.hiring import (
    LEAD,
    BigTier,
    Label,
    Lead,
    check_tier,
    fill_few,
    goes_on,
    not_yet,
    of_largest_tier,
    offers,
    room_for_creators,
)
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class Celebrity(Strategy):
    """One mega creator: the one whose content is nearest to the brand among those that can be paid.

    A second is asked only for what the first does not take.
    """

    tier: BigTier = "mega"
    lead: Lead = LEAD
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        check_tier(self.tier)

    def plan(self, view: View) -> Plan:
        """Buy as many posts as the first will make and the budget pays for; what is left goes to the next one."""
        if not goes_on(view):
            return Plan()
        rows, room = not_yet(view, of_largest_tier(view, self.tier)), room_for_creators(view, None, self.lead)
        bought = fill_few(view, rows, view.unspent, most=room)
        return Plan(offers=offers(view, bought, self.label))
