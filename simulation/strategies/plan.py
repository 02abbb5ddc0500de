"""What a strategy wants: offers to creators, advertisements, hours of conversation, cells of people."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

import numpy as np

from simulation.errors import InputError, not_one_of, shown
from simulation.state.columns import CHANNELS, TESTABLE

MOST = 1_000_000
"""Offers, buys or shifts of one plan: whoever makes more goes on without end."""
MOST_IMPRESSIONS = 1e15
"""Of one buy: a hundred thousand for every person on earth."""
MOST_HOURS = 1e9
"""A week, of one shift."""


@dataclasses.dataclass(frozen=True)
class Offer:
    """An offer to one creator.

    Attributes:
        creator: The creator's row.
        posts: Sponsored posts over the contract.
        fee: Cents per post. A creator weighs it against the work, the brief and its audience, and takes all the posts,
            fewer, or none.
        control: How tightly the brief scripts the post, 0..1; ``None``: as the scenario's ``brands.control``.
        label: Whether the brand insists on disclosure.
        days: Length of the contract from today; ``None``: until the campaign ends.
        interactive: Share of the posts that ask for answers: live sessions instead of whatever the creator likes.
        agreed: Whether the creator has agreed to all of it already: it takes all the posts, at its quote or more.
    """

    creator: int
    posts: int
    fee: int
    control: float | None = None
    label: bool = False
    days: int | None = None
    interactive: float = 0.0
    agreed: bool = False


@dataclasses.dataclass(frozen=True)
class AdvertBuy:
    """Advertisements on one channel, spread evenly over a run of days.

    Attributes:
        impressions: Bought impressions, in people.
        cost: Cents. What cannot be shown is refunded when the run ends, but for broadcast, which is airtime.
        channel: ``broadcast``: everybody alike. ``paid_social``: in the feed of people of the brand's niche, as far as
            the segment's data are right. ``search``: people who know the brand, on the day of a purchase occasion.
            ``retargeting``: people who visited its site lately and have not bought since the campaign began.
        first_day: Day of the campaign, from 0; ``None``: today.
        days: How many; ``None``: until the campaign ends.
    """

    impressions: float
    cost: int
    channel: str = "broadcast"
    first_day: int | None = None
    days: int | None = None

    @classmethod
    def worth(cls, cents: int, cpm: float, channel: str = "broadcast", days: int | None = None) -> AdvertBuy:
        """Return as many impressions as an amount buys at a price per thousand, in USD, from today on."""
        return cls(impressions=cents / 100 / cpm * 1_000, cost=cents, channel=channel, days=days)


@dataclasses.dataclass(frozen=True)
class Community:
    """Hours of people who talk with people in the brand's name, from today on.

    Attributes:
        replies: Hours a week for answers to comments and direct messages.
        sessions: Hours a week for question-and-answer sessions.
        advice: Hours a week for personal recommendations.
        automation: Share of the answers that a machine writes; ``None``: as ``conversation.automation``.
        days: How many; ``None``: until the campaign ends.
    """

    replies: float = 0.0
    sessions: float = 0.0
    advice: float = 0.0
    automation: float | None = None
    days: int | None = None

    def cost(self, wage: int, days_left: int) -> int:
        """Return cents, at a wage in cents per hour."""
        days = days_left if self.days is None else self.days
        return round((self.replies + self.sessions + self.advice) * days / 7 * wage)


@dataclasses.dataclass(frozen=True)
class Cells:
    """A standing experiment: people are drawn into cells, one for each channel, from which it is withheld.

    Everybody else is the control and gets everything. From today on; it replaces the cells drawn before. Platforms
    offer such tests for their advertisements. For broadcast and for creators' posts a brand would have to use regions:
    that it can withhold them person by person is kinder to the brand than life is.

    Attributes:
        share: Of people, in each cell; 0 ends the experiment.
        channels: Which have a cell, of ``simulation.state.columns.TESTABLE``.
    """

    share: float = 0.08
    channels: tuple[str, ...] = TESTABLE

    def check(self, who: str) -> None:
        """Refuse cells that leave no control.

        Raises:
            InputError: The shares are no shares, or there is no such channel.
        """
        channels: object = self.channels
        if not _number(self.share) or isinstance(channels, str) or not isinstance(channels, Iterable):
            raise InputError(f"strategy {who}: got {shown(self)}, takes a share and a list of channels")
        unknown = [str(channel) for channel in self.channels if channel not in TESTABLE]
        if unknown:
            raise not_one_of(f"strategy {who}: cells' channel", unknown[0], TESTABLE)
        if len(set(self.channels)) < len(self.channels):
            raise InputError(f"strategy {who}: got cells for {', '.join(self.channels)}, takes each channel once")
        if not self.share >= 0 or self.share * len(self.channels) >= 1:
            raise InputError(
                f"strategy {who}: got {len(self.channels)} cells of {self.share} of the people, takes 0 or more each"
                " and less than 1 together: the rest is the control"
            )


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a brand buys this week, and the cells of people that it draws (``None``: it draws none).

    Lists, generators and other collections are kept as tuples.

    Raises:
        InputError: One of them holds what it cannot.
    """

    offers: tuple[Offer, ...] = ()
    adverts: tuple[AdvertBuy, ...] = ()
    community: tuple[Community, ...] = ()
    cells: Cells | None = None

    def __post_init__(self) -> None:
        """Keep what is given, whatever kind of collection it is in."""
        for name, kind in (("offers", Offer), ("adverts", AdvertBuy), ("community", Community)):
            object.__setattr__(self, name, _kept(name, kind, getattr(self, name)))
        if self.cells is not None and not isinstance(self.cells, Cells):
            raise InputError(f"Plan(cells=...): got {shown(self.cells)}, takes Cells(share=0.08), or None")

    def check(self, who: str, creators: int, most_posts: int, days: range) -> None:
        """Refuse what makes no sense, and what would be paid for and not be had.

        Args:
            who: The strategy's name.
            creators: How many there are.
            most_posts: Posts that there is room for until the campaign ends.
            days: The campaign's days from today to its end.

        Raises:
            InputError: An amount is not whole, is negative or too large, or a creator gets two offers at once.
        """
        if self.cells is not None:
            self.cells.check(who)
        seen = set[int]()
        for offer in self.offers:
            if not _whole(offer.creator, offer.posts, offer.fee):
                raise InputError(f"strategy {who}: got {offer}, takes whole numbers: creator, posts, fee in cents")
            for name in ("label", "agreed"):
                given = getattr(offer, name)
                if not isinstance(given, bool | np.bool_):
                    raise InputError(f"strategy {who}: got {name}={shown(given)}, takes True or False")
            if not 0 <= offer.creator < creators:
                raise InputError(f"strategy {who}: got an offer to creator {offer.creator}, takes 0 to {creators - 1}")
            if offer.posts < 1 or offer.fee < 0:
                raise InputError(
                    f"strategy {who}: got {offer.posts} posts at {offer.fee} cents, takes 1 or more at 0 or more"
                )
            if offer.days is not None and not (_whole(offer.days) and 1 <= offer.days <= len(days)):
                raise InputError(f"strategy {who}: got a contract of {offer.days} days, takes 1 to {len(days)}")
            room = most_posts if offer.days is None else most_posts * offer.days // len(days)
            if offer.posts > room:
                raise InputError(
                    f"strategy {who}: got {offer.posts} posts of creator {offer.creator}, takes at most {room}:"
                    " creators.most_posts a day until the campaign ends"
                )
            if offer.control is not None and not _between(offer.control, 0, 1):
                raise InputError(f"strategy {who}: got control={offer.control}, takes 0 to 1")
            if not _between(offer.interactive, 0, 1):
                raise InputError(f"strategy {who}: got interactive={offer.interactive}, takes 0 to 1")
            if offer.creator in seen:
                raise InputError(f"strategy {who}: got two offers to creator {offer.creator}, takes one")
            seen.add(offer.creator)
        for buy in self.adverts:
            if not _whole(buy.cost):
                raise InputError(f"strategy {who}: got advertisements for {buy.cost} cents, takes a whole number")
            if buy.cost < 0:
                raise InputError(f"strategy {who}: got a negative cost, takes 0 or more")
            if not _between(buy.impressions, 0, MOST_IMPRESSIONS):
                raise InputError(
                    f"strategy {who}: got {shown(buy.impressions)} impressions, takes 0 or more, up to"
                    f" {MOST_IMPRESSIONS:g}"
                )
            if buy.channel not in CHANNELS:
                raise not_one_of(f"strategy {who}: channel", str(buy.channel), CHANNELS)
            first = days.start if buy.first_day is None else buy.first_day
            if not _whole(first) or first not in days:
                raise InputError(
                    f"strategy {who}: got first_day={buy.first_day}, takes a day of the campaign from today on:"
                    f" {days.start} to {days.stop - 1}"
                )
            if buy.days is not None and not (_whole(buy.days) and 1 <= buy.days <= days.stop - first):
                raise InputError(
                    f"strategy {who}: got advertisements for {buy.days} days, takes 1 to {days.stop - first},"
                    " the days left of the campaign"
                )
        for shift in self.community:
            for name in ("replies", "sessions", "advice"):
                hours = getattr(shift, name)
                if not _between(hours, 0, MOST_HOURS):
                    raise InputError(
                        f"strategy {who}: got {shown(hours)} hours a week for {name}, takes 0 or more, up to"
                        f" {MOST_HOURS:g}"
                    )
            if shift.automation is not None and not _between(shift.automation, 0, 1):
                raise InputError(f"strategy {who}: got automation={shift.automation}, takes 0 to 1")
            if shift.days is not None and not (_whole(shift.days) and 1 <= shift.days <= len(days)):
                raise InputError(f"strategy {who}: got conversation for {shift.days} days, takes 1 to {len(days)}")


def _whole(*amounts: object) -> bool:
    return all(isinstance(amount, int | np.integer) and not isinstance(amount, bool) for amount in amounts)


def _number(amount: object) -> bool:
    return isinstance(amount, int | float | np.integer | np.floating) and not isinstance(amount, bool)


def _between(amount: float, low: float, high: float) -> bool:
    return _number(amount) and bool(low <= amount <= high)


def _kept[T](name: str, kind: type[T], given: object) -> tuple[T, ...]:
    """Return what a plan was given as a tuple.

    Raises:
        InputError: It is no collection of what a plan takes there.
    """
    takes = f"takes a list of {kind.__name__} objects, such as {name}=[{kind.__name__}(...)]"
    if isinstance(given, kind) or not isinstance(given, Iterable):
        raise InputError(f"Plan({name}=...): got {shown(given)}, {takes}")
    items: list[T] = []
    for item in itertools.islice(given, MOST + 1):
        if not isinstance(item, kind):
            raise InputError(f"Plan({name}=...): got {shown(item)} in it, {takes}")
        items.append(item)
    if len(items) > MOST:
        raise InputError(f"Plan({name}=...): got more than {MOST:,}, {takes}")
    return tuple(items)
