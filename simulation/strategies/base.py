"""The plug for strategies: what a brand can know goes in, what it wants to buy comes out."""

from __future__ import annotations

import abc
import dataclasses

import numpy as np
from numpy.typing import NDArray


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
