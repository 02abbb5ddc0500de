"""Creators of every size at the same task: what an impression, a follower and a dollar bring by tier."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.lab import FREE_HAND, Lab, Roster, ratio, sample, slope
from simulation.state.columns import STUDIED_ENGAGED, TIERS, Float64s
from simulation.strategies.plan import Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

POSTS = 8
SMALL = 40
CALM = {"crises.enabled": False}
"""No crises: a call-out that the media take up in one world of a pair, and not in the other, hides what is compared."""
NUMBER = 150  # creators of each tier, if there are so many: few have few followers in the sample
SMALLEST, LARGEST = 3_400, 6_450_000  # followers, of the study of `goldilocks`
ITEMS = 5
"""Posts of a creator there: 3.7, and 3.6 stories, which cost about a third of a post each (ours)."""
TOGETHER = (NUMBER, NUMBER, 25, 2, 2)
"""Creators of one campaign there, by tier."""
PAIRS = 4
"""Pairs of a big and a small campaign, of creators of their own: one alone differs much from the next."""

FACTS = (
    Fact(
        "goldilocks",
        "held",
        "Engagement per campaign euro is an inverted U in the number of followers, with its turn near one million.",
        (
            Band("slope below the turn", 0.0, INFINITE, "log per log"),
            Band("slope above the turn", -INFINITE, 0.0, "log per log"),
            Band("turn", 2e5, 5e6, "followers"),
        ),
        "Wies, Bleier, Edeling 2023, Journal of Marketing (802 campaigns)",
        "A",
        "brands.hours_per_creator, platform.visibility_decline, creators.cpm_elasticity",
    ),
    Fact(
        "revenue_per_follower",
        "fit",
        "A follower of a nano creator brings several times the revenue of a macro creator's; engagement mediates.",
        (
            Band("revenue per follower, nano over macro", 4.0, 20.0, "ratio"),
            Band("slope of revenue per engagement over that of revenue per follower", -1.0, 0.5, "ratio"),
        ),
        "Beichert, Bayerl, Goldenberg, Lanz 2024, Journal of Marketing",
        "A, sizes B",
        "platform.visibility_decline, trust, engagement",
    ),
    Fact(
        "scaling_exponents",
        "held",
        "Revenue, price and return on spend are powers of the number of followers.",
        (
            Band("exponent of revenue", 0.39, 0.63),
            Band("exponent of price", 0.65, 0.88),
            Band("exponent of return on fees", -0.45, -0.15),
        ),
        "derived from Beichert et al. 2024",
        "D",
        "platform.visibility_decline, creators.cpm_elasticity, trust",
    ),
    Fact(
        "big_small_interaction",
        "held",
        "Big and small creators together bring less than apart; small ones first harm the big one.",
        (
            Band("both, less big, less small", -INFINITE, 0.0, "purchases"),
            Band("harm to the second, small first less big first", -INFINITE, 0.0, "purchases"),
        ),
        "Gu, Zhang, Kannan 2024, Journal of Marketing (1.3 million livestreams)",
        "A",
        "wear-out, feed load, recognition",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what campaigns of one tier each show, and of two tiers together."""
    return {**by_tier(lab), **goldilocks(lab), **_two_tiers(lab)}


def by_tier(lab: Lab) -> dict[str, float]:
    """Return what a campaign of each tier by itself shows."""
    # Until the campaign ends: revenue as links and codes show it, not what a half-year brings afterwards.
    base = lab.live("none", lab.campaign, FREE_HAND, CALM).sales.sum()
    followers, revenue, engaged, fees, costs, creators = (np.full(len(TIERS), np.nan) for _ in range(6))
    price = float(lab.ready(CALM).tables.brands.price[0])
    for k in range(len(TIERS)):
        rows = sample(lab.ready(CALM), k, NUMBER)
        if not rows:
            continue
        life = lab.live(Roster(rows, POSTS), lab.campaign, FREE_HAND, CALM)
        model, hired = life.model, np.array(rows)
        ledger = model.journal.ledger(0)
        counts = model.log.creator[hired, STUDIED_ENGAGED] * model.people_per_consumer
        creators[k], followers[k] = len(rows), model.creators.followers[hired].sum()
        revenue[k] = price * (life.sales.sum() - base)
        engaged[k], fees[k], costs[k] = counts.sum(), ledger.fees / 100, ledger.cost / 100
    size = np.log(followers / creators)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_follower, per_engagement = slope(size, np.log(revenue / followers)), slope(size, np.log(revenue / engaged))
        found = {
            "revenue per follower, nano over macro": ratio(revenue[0] / followers[0], revenue[3] / followers[3]),
            "slope of revenue per engagement over that of revenue per follower": ratio(per_engagement, per_follower),
            "exponent of revenue": slope(size, np.log(revenue / creators)),
            "exponent of return on fees": slope(size, np.log(revenue / fees)),
        }
    model = lab.ready(CALM)
    found["exponent of price"] = slope(np.log(model.creators.followers), np.log(model.quotes))
    return found


def goldilocks(lab: Lab) -> dict[str, float]:
    """Return how engagement for each dollar follows the size of the creator, in campaigns as small as the study's.

    Its 802 campaigns have two creators each, of 3,400 to 6.45 million followers. Nano and micro creators, whose
    audiences hardly overlap here, share a campaign, for most of them have few simulated followers.
    """
    ready = lab.ready(CALM)
    logs, yields = [], []
    for k, together in enumerate(TOGETHER):
        rows = [i for i in sample(ready, k, NUMBER) if SMALLEST <= ready.creators.followers[i] <= LARGEST]
        for first in range(0, len(rows), together):
            hired = np.array(rows[first : first + together])
            model = lab.live(Roster(tuple(hired.tolist()), ITEMS), lab.campaign, FREE_HAND, CALM).model
            counts = model.log.creator[hired, STUDIED_ENGAGED] * model.people_per_consumer
            spend = model.by_creator()["spend"].to_numpy()[hired]
            good = (counts > 0) & (spend > 0)
            logs.append(np.log(model.creators.followers[hired][good]))
            yields.append(np.log(counts[good] / spend[good]))
            model.close()
    return inverted_u(np.concatenate(logs), np.concatenate(yields))


def inverted_u(x: Float64s, y: Float64s) -> dict[str, float]:
    """Return the slopes of a fitted parabola at the ends of the sizes that there are, and its turn.

    Above 0 at the low end and below 0 at the high end is an inverted U (Lind, Mehlum 2010). Their test bounds the
    slopes by their errors; here the interval over seeds does, and to do both would count chance twice.
    """
    a, b, _ = np.polyfit(x, y, 2)
    turn = -b / (2 * a) if a < 0 else np.nan
    return {
        "slope below the turn": float(b + 2 * a * x.min()),
        "slope above the turn": float(b + 2 * a * x.max()),
        "turn": float(np.exp(min(turn, 30.0))),
    }


class InTurn(Strategy):
    """Hires one list of creators for the first half of the campaign and another for the second; both may be empty."""

    def __init__(self, first: tuple[int, ...], second: tuple[int, ...]) -> None:
        """Take rows of creators."""
        self.halves = first, second

    def __repr__(self) -> str:
        """Tell two of them apart, so that equal lives are lived once."""
        return f"InTurn{self.halves}"

    def plan(self, view: View) -> Plan:
        """Offer at the beginning of each half."""
        turn = -(-view.campaign_days // 7) // 2
        if view.week not in (0, turn):
            return Plan()
        days = 7 * turn if view.week == 0 else None
        rows = self.halves[0 if view.week == 0 else 1]
        return Plan(tuple(Offer(i, POSTS, int(view.quotes[i]), days=days) for i in rows))


def _two_tiers(lab: Lab) -> dict[str, float]:
    """Return what big and small creators bring together less than apart, and what the order of the two does: means.

    Each order is held against the same halves alone, at the same time: the harm that who comes first does to the other.
    """
    ready = lab.ready(CALM)
    big = sample(ready, 4, 2 * PAIRS) or sample(ready, 3, 2 * PAIRS)
    small = sample(ready, 1, SMALL * PAIRS)
    pairs = min(PAIRS, max(len(big) // 2, 1))
    found = [_one_pair(lab, big[k::pairs], small[k::pairs]) for k in range(pairs)]
    together, harm = np.mean(found, axis=0)
    return {
        "both, less big, less small": float(together),
        "harm to the second, small first less big first": float(harm),
    }


def _one_pair(lab: Lab, big: tuple[int, ...], small: tuple[int, ...]) -> tuple[float, float]:
    """Return what two groups of creators bring together less than apart, and how much more small ones first harm."""

    def sold(strategy: str | Strategy) -> float:
        return float(lab.live(strategy, lab.campaign, FREE_HAND, CALM).sales.sum())

    none, nobody = sold("none"), ()
    both = sold(Roster(big + small, POSTS)) - sold(Roster(big, POSTS)) - sold(Roster(small, POSTS)) + none
    orders = [
        sold(InTurn(first, second)) - sold(InTurn(first, nobody)) - sold(InTurn(nobody, second)) + none
        for first, second in ((small, big), (big, small))
    ]
    return both, orders[0] - orders[1]
