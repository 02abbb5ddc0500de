"""The plug for strategies: what a brand can know goes in, what it wants to buy comes out."""

from __future__ import annotations

import abc
import dataclasses
import math

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError


@dataclasses.dataclass(frozen=True)
class Offer:
    """An offer to one creator.

    Attributes:
        creator: The creator's row.
        posts: Sponsored posts over the contract.
        fee: Cents per post; a creator declines less than its quote.
        control: How tightly the brief scripts the post, 0..1; ``None``: as the scenario's ``brands.control``.
        label: Whether the brand insists on disclosure.
    """

    creator: int
    posts: int
    fee: int
    control: float | None = None
    label: bool = False


@dataclasses.dataclass(frozen=True)
class AdvertBuy:
    """Advertisements shown to everybody alike, spread evenly over the rest of the campaign.

    Attributes:
        impressions: Bought impressions, in people.
        cost: Cents.
    """

    impressions: float
    cost: int


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a brand buys this week."""

    offers: tuple[Offer, ...] = ()
    adverts: tuple[AdvertBuy, ...] = ()

    def check(self, who: str, creators: int, most_posts: int) -> None:
        """Refuse what makes no sense, and what would be paid for and not be had.

        Args:
            who: The strategy's name.
            creators: How many there are.
            most_posts: Posts that there is room for until the campaign ends.

        Raises:
            InputError: An amount is not whole, is negative or too large, or a creator gets two offers at once.
        """
        seen = set[int]()
        for offer in self.offers:
            if not _whole(offer.creator, offer.posts, offer.fee):
                raise InputError(f"strategy {who}: got {offer}, takes whole numbers: creator, posts, fee in cents")
            if not 0 <= offer.creator < creators:
                raise InputError(f"strategy {who}: got an offer to creator {offer.creator}, takes 0 to {creators - 1}")
            if offer.posts < 1 or offer.fee < 0:
                raise InputError(
                    f"strategy {who}: got {offer.posts} posts at {offer.fee} cents, takes 1 or more at 0 or more"
                )
            if offer.posts > most_posts:
                raise InputError(
                    f"strategy {who}: got {offer.posts} posts of creator {offer.creator}, takes at most {most_posts}:"
                    " creators.most_posts a day until the campaign ends"
                )
            if offer.control is not None and not 0 <= offer.control <= 1:
                raise InputError(f"strategy {who}: got control={offer.control}, takes 0 to 1")
            if offer.creator in seen:
                raise InputError(f"strategy {who}: got two offers to creator {offer.creator}, takes one")
            seen.add(offer.creator)
        for buy in self.adverts:
            if not _whole(buy.cost):
                raise InputError(f"strategy {who}: got advertisements for {buy.cost} cents, takes a whole number")
            if not 0 <= buy.impressions < math.inf:
                raise InputError(f"strategy {who}: got {buy.impressions} impressions, takes 0 or more")


def _whole(*amounts: object) -> bool:
    return all(isinstance(amount, int | np.integer) for amount in amounts)


@dataclasses.dataclass(frozen=True)
class View:
    """All that a strategy sees: public figures and the brand's own records. No trust, no traits, no truth.

    Attributes:
        brand: The brand's row.
        week: Week of the campaign, from 0.
        days_left: Days until the campaign ends.
        unspent: Cents left of the budget.
        followers: float64[I], public follower counts, in people.
        tier: uint8[I], index into ``simulation.columns.TIERS``.
        fit: float32[I], how well each creator's content fits the brand, as anyone can see.
        quotes: int64[I], cents that a creator asks per sponsored post.
        impressions: float64[I], impressions that a post of each creator usually has, in people.
        management: Cents of managers' time that one creator takes in a campaign.
        most_posts: Sponsored posts that one creator can publish until the campaign ends.
        sales: int64[days], the brand's own purchases per day so far, in people.
    """

    brand: int
    week: int
    days_left: int
    unspent: int
    followers: NDArray[np.float64]
    tier: NDArray[np.uint8]
    fit: NDArray[np.float32]
    quotes: NDArray[np.int64]
    impressions: NDArray[np.float64]
    management: int
    most_posts: int
    sales: NDArray[np.int64]


class Strategy(abc.ABC):
    """A marketing strategy. Subclass it, and name the class in a config: ``_target_: my_module.MyStrategy``."""

    @property
    def name(self) -> str:
        """The name in messages."""
        return type(self).__name__

    @abc.abstractmethod
    def plan(self, view: View) -> Plan:
        """Return what to buy this week; called once a week while the campaign lasts."""
