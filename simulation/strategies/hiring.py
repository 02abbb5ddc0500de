"""What strategies that hire creators share: parameters, the order of creators, how posts fill a budget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np

from simulation.errors import InputError, not_one_of
from simulation.scenario.parameter import LEAST, OURS, parameter
from simulation.state.columns import TIERS, Ints
from simulation.strategies.plan import Offer
from simulation.strategies.view import View

Tier = Annotated[str, parameter("tier", "Tier of the creators: nano, micro, mid, macro or mega.", OURS)]
BigTier = Annotated[
    str, parameter("tier", "Tier of the big creator; the next lower one where the market has none of it.", OURS)
]
Posts = Annotated[int, parameter("posts", "Posts per creator over the campaign, to begin with.", OURS, ge=1, le=1000)]
Most = Annotated[
    int | None, parameter("creators", "Most creators; null: as many as the budget pays for.", OURS, ge=1, le=10_000_000)
]
Lead = Annotated[
    float | None,
    parameter(
        "weeks",
        "Weeks in which all creators are to be briefed: no more are hired than the managers' hours allow; null: as many"
        " as the money pays for.",
        "ours: within a sixth of a campaign of twelve weeks",
        ge=LEAST,
        le=520,
    ),
]
LEAD = 2.0
"""The weeks of briefing that strategies plan with (ours: a sixth of a campaign of twelve weeks)."""
LEAST_LEAD = 1.0
"""Weeks of briefing of short contracts: the first week's briefings delay no post (``market/manager_hours.py``)."""
LEFT_OVER = 100
"""Of so many parts of a budget, one that is left is not spent any more; see :func:`goes_on`."""
Pool = Annotated[
    Literal["market", "roster"],
    parameter("", "Who is hired: creators of the market, or only those of creators.roster, of whatever tier.", OURS),
]
Label = Annotated[bool, parameter("", "Whether the brand insists on disclosure.", OURS)]


def check_tier(tier: str, parameter_name: str = "strategy.tier") -> None:
    """Refuse a tier that does not exist."""
    if tier not in TIERS:
        raise not_one_of(parameter_name, tier, TIERS)


def from_pool(view: View, tier: str, pool: str) -> Ints:
    """Return the creators that a strategy may hire, the best first: of a tier, or all of the brand's roster.

    Raises:
        InputError: The roster is asked for, and nobody is in it.
    """
    return nearest_first(view, roster_rows(view)) if pool == "roster" else of_tier(view, tier)


def roster_rows(view: View) -> Ints:
    """Return the rows of the brand's roster.

    Raises:
        InputError: Nobody is in it.
    """
    if len(view.roster) == 0:
        raise InputError(
            "strategy.pool: got roster, but creators.roster.handles is empty; takes creators there, or pool=market"
        )
    return view.roster


def of_tier(view: View, tier: str) -> Ints:
    """Return the rows of a tier's creators, or of the nearest tier that the market has (a read graph may lack some)."""
    wanted = TIERS.index(tier)
    for place in sorted(range(len(TIERS)), key=lambda k: (abs(k - wanted), k)):
        rows = _exactly_of(view, place)
        if len(rows) > 0:
            return rows
    return _exactly_of(view, wanted)


def _exactly_of(view: View, place: int) -> Ints:
    """Return the rows of a tier's creators, the best first."""
    return nearest_first(view, np.flatnonzero(view.tier == place))


def nearest_first(view: View, rows: Ints) -> Ints:
    """Return creators in the order of their fit.

    Ties (a whole niche has about the same fit) go to the cheaper impression, then to the lower row.
    """
    price = view.quotes[rows] / np.maximum(view.impressions[rows], 1.0)
    return rows[np.lexsort((rows, price, -np.round(view.fit[rows], 2)))]


def of_largest_tier(view: View, tier: str) -> Ints:
    """Return the same for a tier, or for the next lower one that the market has: small markets have no mega creator."""
    for place in range(TIERS.index(tier), -1, -1):
        rows = _exactly_of(view, place)
        if len(rows) > 0:
            return rows
    return _exactly_of(view, TIERS.index(tier))


def room_for_posts(view: View, days: int | None = None) -> int:
    """Return how many posts one creator can publish in a contract of so many days; ``None``: to the campaign's end."""
    return view.most_posts if days is None else view.most_posts * days // view.days_left


def fill(
    view: View, rows: Iterable[int], budget: int, posts: int, most: int | None = None, days: int | None = None
) -> dict[int, int]:
    """Fill a budget with posts: creator -> number.

    Each creator costs fees for its posts and managers' hours; who does not fit into what is left is passed over. What
    then remains buys further posts of those hired, one each in turn, until less than the cheapest post is left or
    nobody has room for another. Nobody is asked for more than they say they would take.

    Args:
        view: What the brand sees.
        rows: Creators, the first choice first.
        budget: Cents.
        posts: Posts of each, to begin with.
        most: Most creators; ``None``: no limit.
        days: Length of the contracts; ``None``: until the campaign ends.
    """
    left, bought, room = budget - view.setup, dict[int, int](), rooms(view, days)
    for i in map(int, rows):
        if most is not None and len(bought) >= most:
            break
        begin_with = min(posts, room[i])
        cost = view.hiring(begin_with, int(view.quotes[i]))
        if begin_with > 0 and cost <= left:
            bought[i] = begin_with
            left -= cost
    quotes = {i: int(view.quotes[i]) for i in bought}
    more = True
    while more:
        more = False
        for i, quote in quotes.items():
            another = view.hiring(bought[i] + 1, quote) - view.hiring(bought[i], quote)
            if another <= left and bought[i] < room[i]:
                bought[i] += 1
                left -= another
                more = True
    return bought


def fill_few(
    view: View, rows: Iterable[int], budget: int, days: int | None = None, most: int | None = None
) -> dict[int, int]:
    """Fill a budget with as few creators as it takes: all the posts of the first, then the next one's."""
    left, bought, room = budget - view.setup, dict[int, int](), rooms(view, days)
    for i in map(int, rows):
        if most is not None and len(bought) >= most:
            break
        quote, posts = int(view.quotes[i]), room[i]
        if posts > 0 and view.hiring(posts, quote) > left:  # fewer: at most what fees and commission leave room for
            posts = min(posts, view.affordable_posts(left, quote))
        if posts > 0 and view.hiring(posts, quote) <= left:
            bought[i] = posts
            left -= view.hiring(posts, quote)
    return bought


def rooms(view: View, days: int | None) -> list[int]:
    """Return how many posts of each creator can be bought in a contract of so many days."""
    share = 1.0 if days is None else days / view.days_left
    most = room_for_posts(view, days)
    return [min(most, int(posts * share)) for posts in view.available.tolist()]


def offers(view: View, bought: dict[int, int], label: bool, days: int | None = None) -> tuple[Offer, ...]:
    """Return offers at the creators' quotes."""
    return tuple(Offer(creator=i, posts=n, fee=int(view.quotes[i]), label=label, days=days) for i, n in bought.items())


def hire(
    view: View,
    rows: Ints,
    budget: int,
    posts: int,
    most: int | None = None,
    label: bool = False,
    lead: float | None = None,
) -> tuple[Offer, ...]:
    """Return offers that fill a budget, to creators who have had none yet; in a later week of fewer posts.

    Args:
        view: What the brand sees.
        rows: Creators, the first choice first.
        budget: Cents.
        posts: Posts of each over a whole campaign, to begin with.
        most: Most creators of the campaign; ``None``: no limit.
        label: Whether the brand insists on disclosure.
        lead: Weeks in which all are to be briefed; see :func:`room_for_creators`.
    """
    more = room_for_creators(view, most, lead)
    return offers(view, fill(view, not_yet(view, rows), budget, begin_posts(view, posts), more), label)


def cost_of(view: View, offers: Iterable[Offer]) -> int:
    """Return what offers cost if all are taken: fees, hours, and what a platform or an agency asks, in cents."""
    costs = [view.hiring(offer.posts, offer.fee) for offer in offers]
    return sum(costs) + (view.setup if costs else 0)


def not_yet(view: View, rows: Ints) -> Ints:
    """Return those who have had no offer in this campaign."""
    return np.array([i for i in map(int, rows) if i not in view.offered], np.int64)


def room_for_creators(view: View, most: int | None, lead: float | None) -> int | None:
    """Return how many more creators may be hired until the campaign ends; ``None``: any number.

    Args:
        view: What the brand sees.
        most: Most creators of the campaign; ``None``: no limit.
        lead: Weeks in which all creators of the campaign are to be briefed; ``None``: managers' hours set no limit.
    """
    limits = [limit for limit in (most, None if lead is None else view.can_brief(lead)) if limit is not None]
    return max(min(limits) - len(view.hired), 0) if limits else None


def room_in_round(view: View, lead: float | None, days: int) -> int | None:
    """Return how many creators may be hired in a round whose contracts end before the next one begins.

    Short contracts are briefed sooner: in a sixth of their length, or in :data:`LEAST_LEAD` where that is less.

    Args:
        view: What the brand sees.
        lead: Weeks in which all creators of the round are to be briefed, at most; ``None``: any number is hired.
        days: Length of the contracts.
    """
    return None if lead is None else view.can_brief(min(lead, max(days / 42, LEAST_LEAD)), days)


def goes_on(view: View) -> bool:
    """Say whether this is a week to hire in: the first, or a later one with money left over.

    Creators decline, take fewer posts or leave, and what they leave is offered to others while more than half of the
    campaign is to come and more than one part in :data:`LEFT_OVER` of the budget is left (both ours: late and small
    contracts cost hours and do little).
    """
    if view.week == 0:
        return True
    return 2 * view.days_left > view.campaign_days and LEFT_OVER * view.unspent > view.budget


def begin_posts(view: View, posts: int) -> int:
    """Return how many posts to begin with, for the days that are left of the campaign."""
    return max(1, posts * view.days_left // view.campaign_days)
