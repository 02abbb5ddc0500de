"""Celebrity: the whole budget on one creator with over a million followers."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.strategies.base import Plan, Strategy, View
from simulation.strategies.choosing import BigTier, Label, check_tier, fill, goes_on, not_yet, of_largest_tier, offers


@scenario_part
class Celebrity(Strategy):
    """One mega creator: the one whose content is nearest to the brand among those that can be paid.

    A second is asked only for what the first does not take.
    """

    tier: BigTier = "mega"
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        check_tier(self.tier)

    def plan(self, view: View) -> Plan:
        """Buy as many posts as the budget pays for and there is room for; ask the next one for what was not taken."""
        if not goes_on(view):
            return Plan()
        bought = fill(view, not_yet(view, of_largest_tier(view, self.tier)), view.unspent, posts=1, most=1)
        return Plan(offers=offers(view, bought, self.label))
