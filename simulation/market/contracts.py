"""Contracts: creators answer offers, contracts begin, and posts that were paid for and not made are refunded."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.behaviour.creator_decisions import is_live, posts_to_take
from simulation.compute.compiling import interpreted
from simulation.compute.draws import POST, draw4
from simulation.market.manager_hours import queue
from simulation.market_base import Market
from simulation.state.columns import NEVER
from simulation.state.history import Deal
from simulation.state.journal import Entry, Party, Purpose, Who
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.view import View

USE_DRAW = 65535
"""Number of the draw that decides whether a creator uses the product: beyond any post's (ours)."""


def negotiate(market: Market, plans: list[Plan], views: list[View]) -> list[list[Offer | None]]:
    """Let creators answer all offers; return, brand by brand, each offer as it was taken, ``None``: declined.

    What a creator takes depends on what it has agreed to already, so the brand that it hears first has an advantage.
    The first place rotates by creator and week: in each round every creator hears one brand, and no two brands talk to
    the same creator, so that the order of brands within a round cannot matter.
    """
    number, week = len(plans), market.campaign_day // 7
    said: list[dict[int, tuple[Deal, Offer | None]]] = [{} for _ in plans]
    for place in range(number):
        for plan, view, answers in zip(plans, views, said, strict=True):
            for offer in plan.offers:
                if (place + offer.creator + week) % number == view.brand:
                    answers[offer.creator] = _answer(market, offer, view)
    market.history.deals += [said[b][offer.creator][0] for b, plan in enumerate(plans) for offer in plan.offers]
    return [[answers[offer.creator][1] for offer in plan.offers] for plan, answers in zip(plans, said, strict=True)]


def _answer(market: Market, offer: Offer, view: View) -> tuple[Deal, Offer | None]:
    """Let the creator decide; return what it said, and the offer as it was taken (``None``: declined).

    What was taken counts at once, for the next brand's offer; the contract is signed when it is paid.
    """
    control = market.scenario.brands.control if offer.control is None else offer.control
    days = offer.days or view.days_left
    posts = 0
    if not has_contract(market, view.brand, offer.creator):
        posts = accepted_posts(market, offer.creator, view.brand, offer.fee, offer.posts, days, control, offer.agreed)
    deal = Deal(
        market.campaign_day, view.brand, int(offer.creator), int(offer.posts), posts, int(offer.fee), float(control)
    )
    if not posts:
        return deal, None
    taken = dataclasses.replace(offer, posts=posts, control=control, days=days)
    sign(market, view.brand, taken, late=0)
    return deal, taken


def accepted_posts(
    market: Market, creator: int, b: int, fee: int, posts: int, days: int, control: float, agreed: bool = False
) -> int:
    """Return how many posts of an offer a creator takes; with decisions off all, if the fee is the quote or more.

    Args:
        market: The market.
        creator: The creator's row.
        b: The brand's row.
        fee: Cents per post.
        posts: How many are offered.
        days: Length of the contract.
        control: How tightly the brief scripts a post, 0..1.
        agreed: Whether the creator has agreed already, so that it decides no more.
    """
    if agreed or not market.scenario.creators.dealing.enabled:
        there = not agreed or bool(market.creators.there[creator])
        return posts if there and fee >= int(market.quotes[creator]) else 0
    taken = interpreted(posts_to_take)(
        creator, b, np.float32(fee), posts, days, np.float32(control), market.day, market.tables, market.rules
    )
    return int(taken)


def has_contract(market: Market, b: int, creator: int) -> bool:
    """Say whether a brand's contract with a creator is still running."""
    return bool(interpreted(is_live)(b, creator, market.day, market.tables.contracts))


def insists_on_label(market: Market, fee: int) -> bool:
    """Say whether a brand insists on labels because of what its part of a fine would cost: its own compliance.

    It does if there is a rule and ``enforcement brand_fine > temptation fee``.
    """
    rule = market.scenario.regulation
    expected = rule.enforcement * rule.brand_fine
    return rule.disclosure != "none" and expected > rule.temptation * fee / 100


def sign(market: Market, b: int, offer: Offer, late: int | None = None) -> None:
    """Write a contract instead of any that there was: it begins when managers have found the time to brief the creator.

    Whether the creator will truly use the product is decided here, with probability ``use_share integrity fit``.

    Args:
        market: The market.
        b: The brand's row.
        offer: What was agreed; ``days`` and ``control`` are filled in.
        late: Days until it begins; ``None``: as many as the briefing waits.
    """
    assert offer.control is not None  # _answer filled it in
    assert offer.days is not None
    waits = queue(market, b) if late is None else late
    contracts, creators = market.tables.contracts, market.creators
    place = (b, offer.creator)
    u, _, _, _ = draw4(market.key, POST, offer.creator, market.day, b + 1, USE_DRAW)
    likely = market.scenario.creators.use_share * creators.integrity[offer.creator] * creators.fit[offer.creator, b]
    contracts.posts[place] = offer.posts
    contracts.first[place] = market.day + waits
    contracts.length[place] = offer.days
    contracts.control[place] = np.float32(offer.control)
    contracts.label[place] = offer.label or insists_on_label(market, offer.fee)
    contracts.uses[place] = u < likely
    contracts.fee[place] = offer.fee
    contracts.published[place] = 0
    contracts.interactive[place] = np.float32(offer.interactive)
    contracts.anger[place] = 0
    contracts.left[place] = NEVER


def refund_leavers(market: Market) -> None:
    """In the morning: creators who left pay back the fees of the posts that are still owed."""
    contracts = market.tables.contracts
    leaves = contracts.left == market.day
    for b, i in np.argwhere(leaves) if leaves.any() else ():
        market.history.note(market.campaign_day, "left", int(b), int(i), float(contracts.anger[b, i]))
        _refund(market, int(b), int(i))


def refund_unpublished(market: Market) -> None:
    """In the evening of a contract's last day: the fees of posts that found no slot are paid back."""
    contracts = market.tables.contracts
    ends = contracts.first + contracts.length == market.day + 1
    if not ends.any():
        return
    ends &= (contracts.left > market.day) & (contracts.published < contracts.posts)
    for b, i in np.argwhere(ends):
        _refund(market, int(b), int(i))


def _refund(market: Market, b: int, i: int) -> None:
    """Pay back what a brand paid a creator for posts that were not made."""
    contracts = market.tables.contracts
    owed = int(contracts.posts[b, i] - contracts.published[b, i]) * int(contracts.fee[b, i])
    paid = Entry(market.campaign_day, Party(Who.BRAND, b), Party(Who.CREATOR, i), Purpose.FEE, max(owed, 0), i)
    market.journal.post(paid.back(market.campaign_day, paid.cents))
