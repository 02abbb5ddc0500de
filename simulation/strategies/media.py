"""What strategies that buy advertisements share: the prices."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import OURS, parameter

CPM = "USD per 1,000 impressions"

BroadcastCpm = Annotated[
    float,
    parameter(CPM, "Price of impressions on everybody alike.", "facts.md prices: television 15 to 35", ge=0.01, le=1e7),
]
PaidSocialCpm = Annotated[
    float,
    parameter(
        CPM, "Price of impressions in the feed, bought for a segment.", "facts.md prices: 7 to 10", ge=0.01, le=1e7
    ),
]
SearchCpm = Annotated[
    float,
    parameter(
        CPM, "Price of impressions at a search; above paid social's, as intent is dearer.", OURS, ge=0.01, le=1e7
    ),
]
RetargetingCpm = Annotated[
    float,
    parameter(CPM, "Price of impressions that follow people about; above paid social's.", OURS, ge=0.01, le=1e7),
]
