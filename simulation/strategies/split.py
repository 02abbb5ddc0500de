"""One budget split over creators and every channel: what strategies that buy all of them share."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.state.columns import CHANNELS
from simulation.strategies.hiring import LEAD, Label, Lead, Pool, Posts, Tier, check_tier
from simulation.strategies.media import BroadcastCpm, PaidSocialCpm, RetargetingCpm, SearchCpm
from simulation.strategies.strategy import Strategy

type Floats = NDArray[np.float64]
Share = Annotated[float, parameter("1", "Share of the money, to begin with.", OURS, ge=0, le=1)]


@scenario_part
class Split(Strategy):
    """Creators of a tier, broadcast, paid social, search; retargeting has what is left over."""

    creators_share: Share = 0.4
    broadcast_share: Share = 0.2
    paid_social_share: Share = 0.2
    search_share: Share = 0.1
    pool: Pool = "market"
    tier: Tier = "micro"
    posts: Posts = 8
    lead: Lead = LEAD
    label: Label = False
    broadcast_cpm: BroadcastCpm = 20.0
    paid_social_cpm: PaidSocialCpm = 8.5
    search_cpm: SearchCpm = 40.0
    retargeting_cpm: RetargetingCpm = 15.0

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist, and shares of more than everything."""
        check_tier(self.tier)
        total = self.creators_share + self.broadcast_share + self.paid_social_share + self.search_share
        if total > 1 + 1e-9:
            raise InputError(f"strategy.creators_share and the other shares: got a sum of {total:g}, takes at most 1")

    @property
    def first_shares(self) -> Floats:
        """The shares to begin with, float64[5], in the order of ``TESTABLE``."""
        given = (self.broadcast_share, self.paid_social_share, self.search_share)
        return np.array([*given, max(1 - sum(given) - self.creators_share, 0.0), self.creators_share])

    @property
    def prices(self) -> dict[str, float]:
        """Channel -> USD per 1,000 impressions, in the order of ``CHANNELS``."""
        cpm = (self.broadcast_cpm, self.paid_social_cpm, self.search_cpm, self.retargeting_cpm)
        return dict(zip(CHANNELS, cpm, strict=True))
