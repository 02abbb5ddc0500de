"""Opinions that people begin with, and what creators' records and sizes decide before the first day."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.plain_world import plain

PEOPLE = 20_000


def market(tiny: Any, **consumers: Any) -> Any:
    return tiny.market(
        market={"consumers": PEOPLE, "people": 2e7},
        consumers=consumers,
        brands={"names": ["Alder"], "niches": ["coffee"], "awareness": [0.5], "loyal": [0.3], "trust": [0.4]},
    )


def test_without_differences_all_begin_alike(tiny: Any) -> None:
    people = market(tiny, **plain()["consumers"]).consumers
    assert (people.trust == np.float32(0.4)).all()
    assert (people.attitude == 0).all()


def test_trust_is_a_beta_distribution_around_the_brands(tiny: Any) -> None:
    """Mean 0.4 and concentration 9: a variance of 0.4 0.6 / 10 = 0.024."""
    people = market(tiny, opinions={"trust_concentration": 9.0}).consumers
    knows = people.aware[:, 0] > 0
    trust = people.trust[knows, 0].astype(float)
    assert trust.mean() == pytest.approx(0.4, abs=4 * math.sqrt(0.024 / knows.sum()))
    assert trust.var() == pytest.approx(0.024, rel=0.1)
    assert (people.trust[~knows, 0] == np.float32(0.4)).all(), "nobody has an opinion of what is not known"


def test_attitude_is_better_among_those_who_buy_by_habit(tiny: Any) -> None:
    opinions = {"attitude_mean": 0.1, "attitude_spread": 0.2, "users": 0.3}
    people = market(tiny, opinions=opinions).consumers
    users, knows = people.loyalty[:, 0] > 0, people.aware[:, 0] > 0
    others = knows & ~users
    for who, mean in ((users, 0.4), (others, 0.1)):
        assert people.attitude[who, 0].mean() == pytest.approx(mean, abs=4 * 0.2 / math.sqrt(who.sum()))
    assert people.attitude[others, 0].std() == pytest.approx(0.2, rel=0.05)
    assert (people.attitude[~knows] == 0).all()


def test_attitudes_stay_within_their_scale(tiny: Any) -> None:
    attitude = market(tiny, opinions={"attitude_spread": 2.0}).consumers.attitude
    assert (attitude.min(), attitude.max()) == (-1, 1)


@pytest.mark.parametrize("record", [0.0, 0.5, 1.0])
def test_trust_begins_between_the_same_for_all_and_what_integrity_earned(tiny: Any, record: float) -> None:
    """What was earned: s / (s + 2 (1 - s)), within 0.01 and 0.99; 8 pieces of evidence behind it."""
    rules = {"record": record, "start": 0.6, "start_evidence": 8.0, "asymmetry": 2.0}
    made = tiny.market(market={"consumers": 300, "people": 3e5}, consumers={"trust": rules})
    follows, s = made.tables.follows, made.creators.integrity.astype(float)
    earned = np.clip(s / (s + 2 * (1 - s)), 0.01, 0.99)
    expected = (0.6 + record * (earned - 0.6))[follows.creator]
    assert follows.alpha / (follows.alpha + follows.beta) == pytest.approx(expected, abs=1e-5)
    assert follows.alpha + follows.beta == pytest.approx(8.0, abs=1e-4)


def test_unfollowing_grows_with_the_number_of_followers_as_asked(tiny: Any) -> None:
    creators = tiny.market(creators={"unfollow_elasticity": 0.25}).creators
    assert creators.leaving == pytest.approx((creators.followers / 10_000) ** 0.25, rel=1e-5)
    assert tiny.market(**plain()).creators.leaving == pytest.approx(1.0)


def test_large_accounts_buy_followers_more_readily_and_no_more_accounts_buy(tiny: Any) -> None:
    def large_who_buy(size: float) -> tuple[float, int]:
        fraud = {"enabled": True, "accounts": 0.5, "bought": 0.2, "size": size}
        creators = tiny.market(
            market={"consumers": 2000, "people": 1e7}, creators={"number": 400, "fraud": fraud}
        ).creators
        bought, large = creators.bought > 0, creators.followers > np.median(creators.followers)
        return float(bought[large].mean()), int(bought.sum())

    (even, number), (tilted, same) = large_who_buy(0.0), large_who_buy(2.0)
    assert number == same == 200
    assert even == pytest.approx(0.5, abs=0.15)
    assert tilted > 0.7


def test_as_many_are_to_hear_of_a_brand_as_forget_it_in_the_first_week(tiny: Any) -> None:
    """``upkeep f S / U`` with f = 1 - 2^(-7/14) and S the sum of 1 - 0.6 over those who know it and have no habit."""
    made = tiny.market(
        market={"consumers": 2_000, "people": 2e6},
        consumers={"salience": {"resting": 0.6, "forgotten": 14.0}},
        brands={
            "names": ["Alder", "Birch", "Cedar"],
            "niches": ["coffee"] * 3,
            "awareness": [0.5, 0.5, 0.0],
            "loyal": [0.3, 0.0, 0.0],
            "upkeep": [1.0, 0.25, 1.0],
        },
    )
    people, found = made.consumers, made.tables.brands.found
    for b, upkeep in enumerate((1.0, 0.25)):
        knows, uses = people.aware[:, b] > 0, people.loyalty[:, b] > 0
        lost = (1 - 0.5**0.5) * 0.4 * (knows & ~uses).sum()
        assert found[b] == pytest.approx(upkeep * lost / (~knows).sum(), rel=1e-5)
    assert found[2] == 0, "nobody can forget what nobody knows"
