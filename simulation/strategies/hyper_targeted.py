"""Hyper-targeted: creators near the brand's niche, and posts of each, as long as the next dollar pays.

What the brand expects of ``n`` posts of a creator with ``F`` followers, of whom a post is shown to the share ``v``, is

    fit F (1 - (1 - q v)^n) / q

impressions that count: a person who has noticed the brand once (with probability ``q`` an impression) counts no more,
so that posts to one audience saturate. The form is that of reach under independent showings (ours).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import not_one_of
from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part
from simulation.state.columns import TIERS, Float64s, Ints
from simulation.strategies.hiring import (
    LEAD,
    Label,
    Lead,
    Most,
    Pool,
    goes_on,
    offers,
    room_for_creators,
    rooms,
    roster_rows,
)
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

MOST_POSTS = 60
"""Posts of one creator that are considered at most, unless their number is given (ours: one on five days of seven, in a
campaign of twelve weeks)."""
PRICE_STEPS = 30
"""Halvings in the search for the price of a place among those briefed."""


class Menu(NamedTuple):
    """What can be bought: posts of creators, in the order of ``rows``; columns: 1, 2, ... posts."""

    rows: Ints  # [candidates]
    costs: Float64s  # [candidates, posts]: cents of so many posts and of managers' hours
    brings: Float64s  # [candidates, posts]: impressions that count
    offered: NDArray[np.bool_]  # [candidates, posts]: whether so many can be had
    more_cost: Float64s  # [candidates, posts]: cents of the last of so many posts, of all for the first
    more: Float64s  # [candidates, posts]: impressions that count which that post adds, for each cent of it


@scenario_part
class HyperTargeted(Strategy):
    """Buys what brings most for its price, within its managers' hours, and stops where the next dollar does not pay."""

    least_fit: Annotated[
        float,
        parameter("1", "Least fit of a creator to the brand; if nobody has it, the best there is.", OURS, ge=0, le=1),
    ] = 0.45
    pool: Pool = "market"
    tier: Annotated[str | None, parameter("tier", "Only creators of this tier; null: of any.", OURS)] = None
    posts: Annotated[
        int | None,
        parameter("posts", "Posts per creator over the campaign; null: as many as pay.", OURS, ge=1, le=1000),
    ] = None
    creators: Most = None
    lead: Lead = LEAD
    noticed: Annotated[
        float,
        parameter(
            "1", "q: the probability that an impression is noticed, as the brand believes.", OURS, ge=LEAST, le=1
        ),
    ] = 0.1
    dearest: Annotated[
        float | None,
        parameter(
            "USD per 1,000",
            "Most that is paid for a thousand impressions that count at full fit; null: no limit.",
            "ours: about three times the price of broadcast",
            ge=0.01,
            le=1e6,
        ),
    ] = 60.0
    label: Label = False

    def __post_init__(self) -> None:
        """Refuse a tier that does not exist."""
        if self.tier is not None and self.tier not in TIERS:
            raise not_one_of("strategy.tier", self.tier, TIERS)

    def plan(self, view: View) -> Plan:
        """Hire in the first week, and in later ones for what creators did not take; see ``hiring.goes_on``."""
        if not goes_on(view):
            return Plan()
        return Plan(offers=offers(view, self.choose(view), self.label))

    def candidates(self, view: View) -> Ints:
        """Return the rows of creators who fit, and who have had no offer yet."""
        may_be = np.ones(len(view.fit), np.bool_) if self.tier is None else view.tier == TIERS.index(self.tier)
        if not may_be.any():  # a read graph may lack a tier
            may_be[:] = True
        if self.pool == "roster":
            may_be[:] = False
            may_be[roster_rows(view)] = True
        least = min(self.least_fit, float(view.fit[may_be].max()))
        rows = np.flatnonzero(may_be & (view.fit >= np.float32(least)))
        return np.array([i for i in rows.tolist() if i not in view.offered], np.int64)

    def choose(self, view: View) -> dict[int, int]:
        """Return the posts of each creator hired: the best next purchase each time, until none pays or can be paid.

        If more creators pay than can be briefed, a place among them is given a price, the lowest at which there are
        places enough: so a larger budget goes to larger creators, not to more.
        """
        menu = self.menu(view, self.candidates(view))
        left, places = view.unspent - view.setup, room_for_creators(view, self.creators, self.lead)
        price = 0.0
        if places is not None and self.hired(menu, left, price) > places:
            low, high = 0.0, float(max(left, 1))
            for _ in range(PRICE_STEPS):
                price = (low + high) / 2
                low, high = (price, high) if self.hired(menu, left, price) > places else (low, price)
            price = high
        bought: dict[int, int] = {}
        first, yields, costs = self.ranked(menu, price)
        for place in best_first(yields).tolist():
            k, n = divmod(place, yields.shape[1])
            creator, cost = int(menu.rows[k]), int(costs[k, n])
            is_first = n == first[k]
            has_place = places is None or len(bought) < places
            has_the_post_before = bought.get(creator) == n  # which was perhaps too dear for what was left
            possible = has_place if is_first else has_the_post_before
            if possible and cost <= left:
                bought[creator] = n + 1
                left -= cost
        return bought

    def menu(self, view: View, rows: Ints) -> Menu:
        """Return what so many posts of each creator bring and cost; more posts than a creator takes bring nothing."""
        most = MOST_POSTS if self.posts is None else self.posts
        room = np.minimum(np.array(rooms(view, None), np.int64)[rows], most)
        numbers = np.arange(1, most + 1)
        costs = view.hiring_costs(numbers, view.quotes[rows, None]).astype(np.float64)
        brings = self.counted(view, rows, numbers)
        offered = numbers <= room[:, None] if self.posts is None else numbers == room[:, None]
        more_cost = np.diff(costs, axis=1, prepend=0.0)
        more = np.diff(brings, axis=1, prepend=0.0) / np.maximum(more_cost, 1.0)
        return Menu(rows, costs, brings, offered, more_cost, more)

    def ranked(self, menu: Menu, price: float) -> tuple[Ints, Float64s, Float64s]:
        """Return all purchases: places of the first ones, int64[candidates]; yields and cents, [candidates, posts].

        A creator's first purchase is the number of posts that brings most for each cent, the price of a place included;
        after it each post is a purchase of its own, whose yield falls from post to post. Yields are impressions that
        count for each cent, ``-inf`` where there is no purchase or it is too dear.
        """
        costs, brings, offered = menu.costs, menu.brings, menu.offered
        average = np.where(offered, brings / (costs + price), -np.inf)
        first = average.argmax(axis=1)
        people = np.arange(len(first))
        later = offered & (np.arange(costs.shape[1]) > first[:, None])
        yields, paid = np.where(later, menu.more, -np.inf), menu.more_cost.copy()
        paid[people, first] = costs[people, first]
        yields[people, first] = average[people, first]
        if self.dearest is not None:
            worth = 1000 / (100 * self.dearest)  # impressions that count for each cent
            pays = yields.copy()
            pays[people, first] = np.where(offered, brings / costs, -np.inf)[people, first]
            yields[pays < worth] = -np.inf
            yields[yields[people, first] == -np.inf] = -np.inf  # nobody buys a second post without a first
        return first, yields, paid

    def hired(self, menu: Menu, left: int, price: float) -> int:
        """Return how many creators would be hired for what is left, if a place had a price."""
        first, yields, costs = self.ranked(menu, price)
        order = best_first(yields)
        paid = order[np.cumsum(costs.ravel()[order]) <= left]
        creators, posts = np.divmod(paid, costs.shape[1])
        return int((posts == first[creators]).sum())

    def counted(self, view: View, rows: Ints, posts: Ints) -> Float64s:
        """Return the impressions that count which the brand expects of so many posts of each creator, [rows, posts].

        Weighted with fit, in people.
        """
        followers = np.maximum(view.followers[rows], 1.0)
        shown = np.minimum(view.impressions[rows] / followers, 1.0)
        share = 1 - (1 - self.noticed * shown)[:, None] ** posts.astype(np.float64)
        full: Float64s = view.fit[rows].astype(np.float64) * followers / self.noticed
        return full[:, None] * share


def best_first(yields: Float64s) -> Ints:
    """Return the flat places of the purchases, the best yield first."""
    return np.argsort(-yields, axis=None, kind="stable")[: int(np.isfinite(yields).sum())]
