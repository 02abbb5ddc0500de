"""The daily series as a data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.recording.log import NAN, Census, RecordedMarket
from simulation.recording.metrics import SERIES
from simulation.state import columns as c
from simulation.state.columns import TIERS

if TYPE_CHECKING:
    import pandas as pd


BRAND_COLUMNS = {
    "post_impressions": c.POST_IMPRESSIONS,
    "advert_impressions": c.ADVERT_IMPRESSIONS,
    **{f"{name}_impressions": c.BROADCAST_IMPRESSIONS + k for k, name in enumerate(c.CHANNELS)},
    "wasted_impressions": c.WASTED_IMPRESSIONS,
    "newly_reached": c.REACHED,
    "recognised": c.RECOGNISED,
    "betrayed": c.BETRAYED,
    "likes": c.LIKES,
    "comments": c.COMMENTS,
    "shares": c.SHARES,
    "messages": c.MESSAGES,
    "saves": c.SAVES,
    "unfollows": c.UNFOLLOWS,
    "call_outs": c.CALL_OUTS,
    "recommendations": c.RECOMMENDATIONS,
    "complaints": c.COMPLAINTS,
    "unfriendly_comments": c.UNFRIENDLY_COMMENTS,
    "heard_positive": c.HEARD_POSITIVE,
    "heard_negative": c.HEARD_NEGATIVE,
    "newly_aware": c.NEWLY_AWARE,
    "purchases": c.PURCHASES,
    "repeat_purchases": c.REPEAT_PURCHASES,
    "asked": c.ASKED,
    "answered": c.ANSWERED,
    "closed": c.CLOSED,
    "machines_noticed": c.MACHINES_NOTICED,
    "attended": c.ATTENDED,
    "advised": c.ADVISED,
    "threads_read": c.THREADS_READ,
    "news_heard": c.NEWS_HEARD,
    "apologies_heard": c.APOLOGIES_HEARD,
    "subscribers": c.SUBSCRIBERS,
    "new_subscribers": c.SUBSCRIBED,
    "cancellations": c.CANCELLED,
}
POST_COLUMNS = {"sponsored_posts": c.SPONSORED_POSTS, "fined_posts": c.FINED_POSTS}
"""Counts of creators' posts: a creator is one, whatever a simulated consumer stands for."""
FEED_COLUMNS = {
    "feed_impressions": c.SEEN,
    "feed_sponsored": c.SPONSORED_SEEN,
    "feed_engagements": c.ENGAGED,
    "follows_lost": c.LOST,
    "follows_won": c.WON,
    "sponsored_follows_lost": c.SPONSORED_LOST,
}


def overall_trust(census: Census) -> float:
    """Return mean trust over all active follows, whatever the tier."""
    total = float(census.follows.sum())
    held = census.follows > 0
    return float((census.trust[held] * census.follows[held]).sum() / total) if total else NAN


def census_row(census: Census, consumers: int, brand: int = 0) -> dict[str, float]:
    """Return the census columns of one day."""
    return {
        **{f"trust_{tier}": float(census.trust[k]) for k, tier in enumerate(TIERS)},
        "creator_trust": overall_trust(census),
        "brand_trust": float(census.brand_trust[brand]),
        "attitude": float(census.attitude[brand]),
        "brand_trust_aware": float(census.brand_trust_aware[brand]),
        "attitude_aware": float(census.attitude_aware[brand]),
        "awareness": float(census.aware[brand]) / consumers,
        "loyalty": float(census.loyalty[brand]),
        "feed_load": census.load,
        "knowledge": census.knowledge,
    }


def response_times(answered: NDArray[np.int64] | NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean and the ninth decile of the days that answers took; NaN without any.

    Args:
        answered: how many were answered after 1, 2, ... days, [ages].
    """
    total = float(answered.sum())
    if total <= 0:
        return NAN, NAN
    days = np.arange(1, len(answered) + 1)
    within = np.cumsum(answered)
    return float(answered @ days) / total, float(days[np.searchsorted(within, 0.9 * within[-1])])


def daily(model: RecordedMarket, brand: int = 0) -> pd.DataFrame:
    """Return one row a day; the columns and their units stand in ``metrics.SERIES``."""
    import pandas as pd

    log, people = model.log, model.people_per_consumer
    counts = np.array([day[brand] for day in model.history.brand]).reshape(len(model.history.days), c.BRAND_COUNTS)
    feed = np.array([day.sum(axis=0) for day in log.tier]).reshape(len(model.history.days), c.CREATOR_COUNTS)
    frame = {name: counts[:, k] * people for name, k in BRAND_COLUMNS.items()}
    frame |= {name: counts[:, k].astype(np.float64) for name, k in POST_COLUMNS.items()}
    frame["impressions"] = frame["post_impressions"] + frame["advert_impressions"]
    frame |= {name: feed[:, k] * people for name, k in FEED_COLUMNS.items()}
    waits = log.waiting()
    frame["response_time"] = np.array([response_times(day[0, brand])[0] for day in waits], np.float64)
    frame["waiting"] = waits[:, 1, brand].sum(axis=1).astype(np.float64) * people
    rows = {day: census_row(census, len(model.consumers.niche), brand) for day, census in log.census.items()}
    for name in SERIES:
        if name not in frame:
            frame[name] = np.array([rows[day][name] if day in rows else NAN for day in model.history.days], np.float64)
    return pd.DataFrame({name: frame[name] for name in SERIES}, index=pd.Index(model.history.days, name="day"))
