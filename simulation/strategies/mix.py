"""A mix: fixed shares of the budget for creators and for each channel; none takes what another leaves over."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.errors import InputError
from simulation.scenario.parameter import scenario_part
from simulation.state.columns import CHANNELS
from simulation.strategies.hiring import goes_on, offers
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.media import BroadcastCpm, PaidSocialCpm, RetargetingCpm, SearchCpm
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.split import Share
from simulation.strategies.view import View

CREATORS = -2
"""Column of ``View.spent`` that holds what creators were paid."""


@scenario_part
class Mix(HyperTargeted):
    """Creators as :class:`HyperTargeted` chooses them, for their share; advertisements for theirs; the rest is kept.

    So a response curve can be walked one share at a time: what one part does not use goes to no other.
    """

    creators_share: Share = 0.5
    broadcast_share: Share = 0.0
    paid_social_share: Share = 0.5
    search_share: Share = 0.0
    retargeting_share: Share = 0.0
    broadcast_cpm: BroadcastCpm = 20.0
    paid_social_cpm: PaidSocialCpm = 8.5
    search_cpm: SearchCpm = 40.0
    retargeting_cpm: RetargetingCpm = 15.0

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist, and shares of more than everything.

        Raises:
            InputError: For either.
        """
        HyperTargeted.__post_init__(self)
        total = self.creators_share + sum(self.media_shares.values())
        if total > 1 + 1e-9:
            raise InputError(f"strategy.creators_share and the other shares: got a sum of {total:g}, takes at most 1")

    @property
    def media_shares(self) -> dict[str, float]:
        """Channel -> share of the budget, in the order of ``CHANNELS``."""
        shares = (self.broadcast_share, self.paid_social_share, self.search_share, self.retargeting_share)
        return dict(zip(CHANNELS, shares, strict=True))

    @property
    def prices(self) -> dict[str, float]:
        """Channel -> USD per 1,000 impressions, in the order of ``CHANNELS``."""
        cpm = (self.broadcast_cpm, self.paid_social_cpm, self.search_cpm, self.retargeting_cpm)
        return dict(zip(CHANNELS, cpm, strict=True))

    def plan(self, view: View) -> Plan:
        """Buy all advertisements in the first week; hire then, and later for what creators did not take."""
        adverts = self._adverts(view) if view.week == 0 else ()
        media = sum(buy.cost for buy in adverts)
        if self.creators_share == 0 or not goes_on(view):
            return Plan(adverts=adverts)
        paid = int(np.asarray(view.spent)[:, CREATORS].sum()) if len(view.spent) else 0
        left = min(int(view.budget * self.creators_share) - paid, view.unspent - media)
        if left <= 0:
            return Plan(adverts=adverts)
        chosen = self.choose(dataclasses.replace(view, unspent=left))
        return Plan(offers=offers(view, chosen, self.label), adverts=adverts)

    def _adverts(self, view: View) -> tuple[AdvertBuy, ...]:
        buys = (
            AdvertBuy.worth(int(view.budget * share), self.prices[channel], channel)
            for channel, share in self.media_shares.items()
        )
        return tuple(buy for buy in buys if buy.cost > 0)
