"""Top fit: many small creators, those first whose content is nearest to the brand, whatever they bring."""

from __future__ import annotations

from simulation.scenario.parameter import scenario_part
from simulation.state.columns import Ints
from simulation.strategies.hiring import Label, Lead, Most, Pool, Posts, Tier, check_tier, from_pool, goes_on, hire
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View


@scenario_part
class TopFit(Strategy):
    """Affinity top-k: fills the budget with creators of one tier in the order of their fit.

    The naive list: it looks neither at what creators bring nor at its managers' hours. So a larger budget may buy less:
    more creators than can be briefed wait for each other, and many posts are never made. ``lead`` mends the latter.
    """

    pool: Pool = "market"
    tier: Tier = "micro"
    posts: Posts = 8
    creators: Most = None
    lead: Lead = None
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        check_tier(self.tier)

    def rows(self, view: View) -> Ints:
        """Return the creators to ask, the first choice first."""
        return from_pool(view, self.tier, self.pool)

    def plan(self, view: View) -> Plan:
        """Spend the whole budget in the first week, and what creators did not take in the next; see ``choosing``."""
        if not goes_on(view):
            return Plan()
        return Plan(offers=hire(view, self.rows(view), view.unspent, self.posts, self.creators, self.label, self.lead))
