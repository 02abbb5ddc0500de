"""Booked: a plan as people write it, week by week: which creators make how many posts, what is spent on which channel.

The lists that belong together have one value for each row of the plan.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import field
from typing import Annotated, NamedTuple

from pydantic import Field

from simulation.errors import InputError, InputWarning, not_one_of
from simulation.scenario.parameter import OURS, parameter, scenario_part
from simulation.scenario.roster import Handle, row_of
from simulation.state.columns import CHANNELS
from simulation.state.journal import cents
from simulation.strategies.hiring import Label
from simulation.strategies.media import CPM
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

Number = Annotated[int, Field(ge=1, le=1000)]
Week = Annotated[int, Field(ge=1, le=530)]
Money = Annotated[float, Field(ge=0, le=1e12)]
Price = Annotated[float, Field(ge=0.01, le=10_000)]

USUAL_CPM = {"broadcast": 20.0, "paid_social": 8.5, "search": 40.0, "retargeting": 15.0}
"""USD per 1,000 impressions where a plan gives no price: what the other strategies pay (:mod:`.media`)."""


class Booking(NamedTuple):
    """A creator's posts in weeks that follow one another: one contract."""

    handle: str
    first: int  # week, from 1
    last: int
    posts: int


@scenario_part
class Booked(Strategy):
    """Buys what is booked, at the creators' quotes, and nothing else; who is booked has agreed.

    A creator's posts in weeks without a gap are one contract, over whose days they are spread; hours of managers are
    due for each contract. A plan that costs more than the budget is refused before the first day; where quotes have
    risen since, fewer posts are bought. What is not booked stays unspent.
    """

    handles: Annotated[list[Handle], parameter("names", "Creators of creators.roster, one a row.", OURS)] = field(
        default_factory=list
    )
    posts: Annotated[list[Number], parameter("posts", "Posts of the creator in the week, one a row.", OURS)] = field(
        default_factory=list
    )
    weeks: Annotated[list[Week], parameter("week", "Week of the campaign, from 1, one a row.", OURS)] = field(
        default_factory=list
    )
    label: Label = False
    channels: Annotated[
        list[str], parameter("names", f"Channels of the media plan, one a row: {', '.join(CHANNELS)}.", OURS)
    ] = field(default_factory=list)
    channel_weeks: Annotated[list[Week], parameter("week", "Week of the spend, from 1, one a row.", OURS)] = field(
        default_factory=list
    )
    spend: Annotated[list[Money], parameter("USD", "Spend on the channel in the week, one a row.", OURS)] = field(
        default_factory=list
    )
    cpm: Annotated[
        list[Price],
        parameter(CPM, "Price on the channel, one a row; empty: what the other strategies pay.", OURS),
    ] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse lists of different lengths, and channels that there are not.

        Raises:
            InputError: naming the list.
        """
        for first, others in (("handles", ("posts", "weeks")), ("channels", ("channel_weeks", "spend", "cpm"))):
            rows = len(getattr(self, first))
            for name in others:
                given = len(getattr(self, name))
                if given != rows and not (name == "cpm" and given == 0):
                    raise InputError(
                        f"strategy.{name}: got {given} values, takes {rows}, one for each of strategy.{first}"
                    )
        for channel in self.channels:
            if channel not in CHANNELS:
                raise not_one_of("strategy.channels", channel, CHANNELS)

    def plan(self, view: View) -> Plan:
        """Return what is booked from this week on; the whole plan is checked in the first week."""
        if view.week == 0:
            self._check(view)
        offers, left = [], view.unspent - view.setup
        for booking in self.bookings():
            if booking.first != view.week + 1:
                continue
            row = view.roster[row_of(booking.handle, view.handles, "strategy.handles")]
            quote = int(view.quotes[row])
            posts = booking.posts
            if view.hiring(posts, quote) > left:
                posts = min(posts, view.affordable_posts(left, quote))
                warnings.warn(
                    f"strategy booked: {booking.handle} asks more than when the plan was made: fewer posts are bought",
                    InputWarning,
                    stacklevel=2,
                )
            if posts < 1:
                continue
            days = min(7 * (booking.last - booking.first + 1), view.days_left)
            offers.append(Offer(creator=int(row), posts=posts, fee=quote, label=self.label, days=days, agreed=True))
            left -= view.hiring(posts, quote)
        left += 0 if offers else view.setup
        buys: list[AdvertBuy] = []
        for channel, week, spend, cpm in self._media():
            amount = min(cents(spend), left)
            if week == view.week + 1 and amount > 0:
                buys.append(AdvertBuy.worth(amount, cpm, channel, min(7, view.days_left)))
                left -= amount
        return Plan(offers=tuple(offers), adverts=tuple(buys))

    def bookings(self) -> list[Booking]:
        """Return the contracts, in the order of their first week and, within it, of the rows."""
        posts: dict[str, dict[int, int]] = {}
        for handle, number, week in zip(self.handles, self.posts, self.weeks, strict=True):
            of_creator = posts.setdefault(handle, {})
            of_creator[week] = of_creator.get(week, 0) + number
        bookings: list[Booking] = []
        for handle, by_week in posts.items():
            run: Booking | None = None
            for week in sorted(by_week):
                if run is not None and week == run.last + 1:
                    run = run._replace(last=week, posts=run.posts + by_week[week])
                else:
                    bookings += [] if run is None else [run]
                    run = Booking(handle, week, week, by_week[week])
            bookings += [] if run is None else [run]
        return sorted(bookings, key=lambda booking: booking.first)

    def _media(self) -> Iterator[tuple[str, int, float, float]]:
        """Yield channel, week, spend and price of each row of the media plan."""
        prices = self.cpm or [USUAL_CPM[channel] for channel in self.channels]
        yield from zip(self.channels, self.channel_weeks, self.spend, prices, strict=True)

    def _check(self, view: View) -> None:
        """Refuse a plan that the campaign, the roster or the budget has no room for.

        Raises:
            InputError: naming the creator or the channel.
        """
        weeks, a_day = -(-view.days_left // 7), view.most_posts // view.days_left
        rows = [(f"{handle} in", "weeks", week) for handle, week in zip(self.handles, self.weeks, strict=True)]
        rows += [
            (f"{channel} in", "channel_weeks", week)
            for channel, week in zip(self.channels, self.channel_weeks, strict=True)
        ]
        for what, name, week in rows:
            if week > weeks:
                raise InputError(
                    f"strategy.{name}: got {what} week {week}, takes 1 to {weeks}: the campaign has {view.days_left}"
                    " days (brands.campaign_days)"
                )
        fees = hours = 0
        for booking in self.bookings():
            row = view.roster[row_of(booking.handle, view.handles, "strategy.handles")]
            days = min(7 * booking.last, view.days_left) - 7 * (booking.first - 1)
            if booking.posts > a_day * days:
                raise InputError(
                    f"strategy.posts: got {booking.posts} of {booking.handle} from week {booking.first} to"
                    f" {booking.last}, takes at most {a_day * days}: creators.most_posts is {a_day} a day"
                )
            cost = view.hiring_cost(booking.posts, int(view.quotes[row]))
            fees, hours = fees + cost.fees, hours + cost.commission + cost.managers
        hours += view.setup if self.handles else 0
        media = sum(cents(spend) for spend in self.spend)
        total = fees + hours + media
        if total > view.budget:
            raise InputError(
                f"strategy booked: got a plan for {total / 100:,.2f} USD (fees {fees / 100:,.2f}, hours"
                f" {hours / 100:,.2f}, media {media / 100:,.2f}), takes at most brands.budget ="
                f" {view.budget / 100:,.2f} USD"
            )
