"""The roster: what each creator, tier and niche did for the studied brand, and how far audiences overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError, not_one_of
from simulation.recording.log import RecordedMarket
from simulation.recording.metric import Metric, registry
from simulation.state import columns as c
from simulation.state.journal import NOBODY, Entry, Purpose

if TYPE_CHECKING:
    import pandas as pd


ROSTER = registry(
    Metric("followers", "people", "neither", "People who follow now.", "n * #(active follows)"),
    Metric("posts", "posts", "neither", "Posts for the brand that were published.", "#posts"),
    Metric("spend", "USD", "lower", "What the brand paid for the creator.", "fees + hours_cost"),
    Metric("fees", "USD", "neither", "Fees.", "sum fee * posts agreed"),
    Metric("hours_cost", "USD", "neither", "Managers' hours.", "contracts * hours per creator * wage"),
    Metric("impressions", "impressions", "higher", "Posts for the brand that were seen.", "n * #(posts seen)"),
    Metric(
        "engagements",
        "engagements",
        "higher",
        "Likes, comments, shares, messages and saves on them.",
        "n * #(posts engaged with)",
    ),
    Metric("unfollows", "people", "lower", "Follows that ended at them.", "n * #(follows ended)"),
    Metric("cpm", "USD per 1,000 impressions", "lower", "Cost per thousand.", "1,000 * spend / impressions"),
    Metric("engagement_cost", "USD per engagement", "lower", "Cost per engagement.", "spend / engagements"),
)
"""Columns of ``model.by_creator()``, beside tier and niche: the studied brand's posts on the measured days."""

CHANNEL = registry(
    Metric("spend", "USD", "lower", "What the brand paid on the channel, less refunds.", "paid - refunded"),
    Metric("refunded", "USD", "neither", "What came back: not shown, not posted.", "sum refunds"),
    Metric(
        "impressions",
        "impressions",
        "higher",
        "Posts and advertisements seen; NaN for conversation.",
        "n * #(impressions of the channel)",
    ),
    Metric("cpm", "USD per 1,000 impressions", "lower", "Cost per thousand.", "1,000 * spend / impressions"),
)
"""Columns of :func:`by_channel`: the studied brand on the measured days."""

DAILY = registry(
    Metric("impressions", "impressions", "higher", "Posts or advertisements seen.", "n * #(impressions)"),
    Metric(
        "engagements",
        "engagements",
        "higher",
        "Likes, comments, shares, messages and saves; NaN for advertisements.",
        "n * #(posts engaged with)",
    ),
    Metric("unfollows", "people", "lower", "Follows that ended; NaN for advertisements.", "n * #(follows ended)"),
    Metric("posts", "posts", "neither", "Posts for the brand that were published; NaN for advertisements.", "#posts"),
    Metric("likes", "likes", "higher", "Likes; NaN for advertisements.", "n * #likes"),
    Metric("comments", "comments", "higher", "Comments; NaN for advertisements.", "n * #comments"),
    Metric("shares", "shares", "higher", "Shares; NaN for advertisements.", "n * #shares"),
    Metric("messages", "messages", "higher", "Direct messages; NaN for advertisements.", "n * #messages"),
    Metric("saves", "saves", "higher", "Saves; NaN for advertisements.", "n * #saves"),
    Metric("spend", "USD", "lower", "What the brand paid on that day, less refunds.", "paid - refunded"),
)
"""Columns of :func:`daily_by`, beside ``day`` and the group.

Reach is not among them: people reached by two creators, or on two days, are the same people, so it is no sum; see
``newly_reached`` of ``model.metrics``.
"""

_DAILY_COUNTS = [
    c.STUDIED_SEEN,
    c.STUDIED_ENGAGED,
    c.STUDIED_LOST,
    c.STUDIED_POSTS,
    c.STUDIED_LIKES,
    c.STUDIED_COMMENTS,
    c.STUDIED_SHARES,
    c.STUDIED_MESSAGES,
    c.STUDIED_SAVES,
]
_POSTS = list(DAILY).index("posts")

GROUPS = ("tier", "niche")
DAILY_GROUPS = ("channel", "tier", "niche", "creator")
CREATORS, CONVERSATION = "creators", "conversation"


def by_creator(model: RecordedMarket) -> pd.DataFrame:
    """Return one row a creator (index ``creator``): tier, niche, and the columns of :data:`ROSTER`.

    Counts are of the measured days so far, in people; spend sums to the ledger's fees and hours, to the cent. Ratios
    with nothing below the line are NaN.
    """
    import pandas as pd

    log, people, creators = model.log, model.people_per_consumer, model.creators
    fees, hours = np.zeros(len(creators.tier), np.int64), np.zeros(len(creators.tier), np.int64)
    for entry, paid in model.journal.of_brand(c.STUDIED):
        if entry.creator != NOBODY:
            (fees if entry.purpose == Purpose.FEE else hours)[entry.creator] += paid
    table = pd.DataFrame(
        {
            "tier": pd.Categorical.from_codes(creators.tier, list(c.TIERS)),
            "niche": pd.Categorical.from_codes(creators.niche, list(model.scenario.market.niches)),
            "followers": creators.audience * people,
            "posts": log.creator[:, c.STUDIED_POSTS],
            "spend": (fees + hours) / 100,
            "fees": fees / 100,
            "hours_cost": hours / 100,
            "impressions": log.creator[:, c.STUDIED_SEEN] * people,
            "engagements": log.creator[:, c.STUDIED_ENGAGED] * people,
            "unfollows": log.creator[:, c.STUDIED_LOST] * people,
        },
        index=pd.RangeIndex(len(fees), name="creator"),
    )
    return _with_ratios(table)


def by_group(roster: pd.DataFrame, group: str) -> pd.DataFrame:
    """Sum a table of :func:`by_creator` by ``tier`` or ``niche``; groups without a creator are there, with zeros.

    ``creators`` says how many are in a group, ``paid`` how many the brand paid. Money is summed in cents.

    Raises:
        InputError: There is no such group.
    """
    if group not in GROUPS:
        raise not_one_of("group", group, GROUPS)
    money = ["spend", "fees", "hours_cost"]
    counts = ["followers", "posts", "impressions", "engagements", "unfollows"]
    cents = roster[money].mul(100).round().astype(np.int64)
    table = roster[counts].assign(creators=1, paid=(roster["spend"] > 0).astype(np.int64))
    table = table.join(cents).groupby(roster[group], observed=False).sum()
    table[money] = table[money] / 100
    return _with_ratios(table[["creators", "paid", "followers", "posts", *money, *counts[2:]]])


def by_channel(model: RecordedMarket) -> pd.DataFrame:
    """Return what the studied brand paid and got on each channel, with the columns of :data:`CHANNEL`.

    Index ``channel``: ``creators``, the channels of advertising, and ``conversation`` (people who talk, a platform's
    set-up). Spend sums to the ledger's cost, to the cent.
    """
    import pandas as pd

    names = [CREATORS, *c.CHANNELS, CONVERSATION]
    paid, back = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    for entry, amount in model.journal.of_brand(c.STUDIED):
        place = names.index(_group_of(entry))
        paid[place] += amount
        back[place] -= min(amount, 0)
    counts = model.history.measured(c.STUDIED)
    shown = counts[[c.POST_IMPRESSIONS, *range(c.BROADCAST_IMPRESSIONS, c.BROADCAST_IMPRESSIONS + len(c.CHANNELS))]]
    impressions = np.append(shown * model.people_per_consumer, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        cpm = np.where(impressions > 0, 10 * paid / impressions, np.nan)
    return pd.DataFrame(
        {"spend": paid / 100, "refunded": back / 100, "impressions": impressions, "cpm": cpm},
        index=pd.Index(names, name="channel"),
    )


def _group_of(entry: Entry) -> str:
    """Return the row of :func:`by_channel` that an entry belongs to."""
    return CREATORS if entry.creator != NOBODY else entry.channel or CONVERSATION


def daily_by(model: RecordedMarket, group: str) -> pd.DataFrame:
    """Return one row a measured day and ``channel``, ``tier``, ``niche`` or ``creator``, with :data:`DAILY`'s columns.

    Creators have rows only for days on which they published for the brand, were seen with a post for it, or were paid;
    tiers and niches have one for every day. Spend sums to the ledger's fees and hours, by channel to its cost (but for
    people who talk and a platform's set-up), to the cent.

    Raises:
        InputError: There is no such group, or days were not kept by creator (``measurement.creators_daily``).
    """
    if group not in DAILY_GROUPS:
        raise not_one_of("group", group, DAILY_GROUPS)
    if group == "creator":
        return _daily_by_creator(model)
    log, people = model.log, model.people_per_consumer
    measured = [k for k, day in enumerate(model.history.days) if day >= 0]
    names = list(model.scenario.market.niches) if group == "niche" else list(c.TIERS)
    days = log.niche if group == "niche" else log.tier
    counts = np.array([days[k] for k in measured], np.int64).reshape(len(measured), len(names), c.CREATOR_COUNTS)
    place = model.creators.niche if group == "niche" else model.creators.tier
    if group == "channel":
        counts, names = counts.sum(axis=1, keepdims=True), [CREATORS, *c.CHANNELS]
        place = np.zeros(len(place), np.int64)
    table = np.full((len(measured), len(names), len(DAILY)), np.nan)
    table[:, : counts.shape[1], :-1] = _in_people(counts[:, :, _DAILY_COUNTS], people)
    if group == "channel":
        for k in range(len(c.CHANNELS)):
            table[:, 1 + k, 0] = [
                model.history.brand[day][c.STUDIED, c.BROADCAST_IMPRESSIONS + k] * people for day in measured
            ]
    cents = np.zeros(table.shape[:2], np.int64)
    row = {model.history.days[k]: at for at, k in enumerate(measured)}
    for entry, paid in model.journal.of_brand(c.STUDIED):
        if entry.day in row:
            if entry.creator != NOBODY:
                cents[row[entry.day], place[entry.creator]] += paid
            elif group == "channel" and entry.channel is not None:
                cents[row[entry.day], names.index(entry.channel)] += paid
    table[:, :, -1] = cents / 100
    return _days(np.repeat([model.history.days[k] for k in measured], len(names)), group, names * len(measured), table)


def _daily_by_creator(model: RecordedMarket) -> pd.DataFrame:
    if not model.scenario.measurement.creators_daily:
        raise InputError("group: got 'creator', takes a world with measurement.creators_daily=true")
    rows, cents = model.log.by_creator_and_day(), dict[tuple[int, int], int]()
    for entry, paid in model.journal.of_brand(c.STUDIED):
        if entry.creator != NOBODY and entry.day >= 0:
            key = (entry.day, entry.creator)
            cents[key] = cents.get(key, 0) + paid
    seen = {(int(day), int(creator)): k for k, (day, creator) in enumerate(rows[:, :2])}
    keys = sorted(seen.keys() | cents.keys())
    table = np.zeros((len(keys), len(DAILY)))
    counts = np.zeros((len(keys), c.CREATOR_COUNTS), np.int64)
    for k, key in enumerate(keys):
        if key in seen:
            counts[k, c.STUDIED_POSTS :] = rows[seen[key], 2:]
    table[:, :-1] = _in_people(counts[:, _DAILY_COUNTS], model.people_per_consumer)
    table[:, -1] = [cents.get(key, 0) / 100 for key in keys]
    return _days(np.array([day for day, _ in keys], np.int64), "creator", [creator for _, creator in keys], table)


def _in_people(counts: NDArray[np.int64], people: float) -> NDArray[np.float64]:
    """Scale all but posts, which creators publish: a creator is one."""
    table = counts.astype(np.float64) * people
    table[..., _POSTS] = counts[..., _POSTS]
    return table


def _days(days: NDArray[np.int64], group: str, names: list[Any], table: NDArray[np.float64]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(table.reshape(-1, len(DAILY)), columns=list(DAILY))
    frame.insert(0, "day", days)
    frame.insert(1, group, names)
    return frame


def _with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    with np.errstate(divide="ignore", invalid="ignore"):
        spend, seen = table["spend"].to_numpy(), table["impressions"].to_numpy()
        engaged = table["engagements"].to_numpy()
        cpm = np.where(seen > 0, 1_000 * spend / seen, np.nan)
        return table.assign(cpm=cpm, engagement_cost=np.where(engaged > 0, spend / engaged, np.nan))


def audience_overlap(model: RecordedMarket, creators: Sequence[int]) -> NDArray[np.float64]:
    """Return how far audiences overlap, float64[k, k]: ``#(A and B) / min(#A, #B)`` over active follows (Simpson 1943).

    1 if one audience holds all of the other; NaN where one is empty. Only the chosen creators' edges are multiplied, as
    sparse matrices: thousands of creators take seconds.

    Raises:
        InputError: A creator does not exist, or is named twice.
    """
    from scipy.sparse import csr_array

    number, chosen = len(model.quotes), np.asarray(creators, np.int64)
    outside = chosen[(chosen < 0) | (chosen >= number)]
    if len(outside):
        raise InputError(f"creators: got {outside[0]}, takes 0 to {number - 1}")
    if len(np.unique(chosen)) < len(chosen):
        raise InputError("creators: got one twice, takes each once")
    follows = model.tables.follows
    place = np.full(number, -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    edges = np.flatnonzero(((follows.tie & c.ACTIVE) != 0) & (place[follows.creator] >= 0))
    consumer = np.searchsorted(follows.start, edges, side="right") - 1
    shape = (len(model.consumers.niche), len(chosen))
    audience = csr_array((np.ones(len(edges)), (consumer, place[follows.creator[edges]])), shape=shape)
    both = (audience.T @ audience).toarray()
    size = np.diagonal(both)
    with np.errstate(invalid="ignore"):
        shares: NDArray[np.float64] = both / np.minimum.outer(size, size)
    return shares
