"""Exposure: what reaches a consumer today, and the reaction to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.engagement import COMMENT, LIKE, MESSAGE, SAVE, SHARE
from simulation.behaviour.exposure import chance_to_see, column_of
from simulation.state.columns import (
    ACTIVE,
    ADVERT_IMPRESSIONS,
    BETRAYED,
    BROADCAST,
    CALL_OUTS,
    COMMENTS,
    ENGAGED,
    LIKES,
    LOST,
    MESSAGES,
    NEWLY_AWARE,
    ORGANIC,
    OTHER,
    POST_IMPRESSIONS,
    REACHED,
    RECOGNISED,
    SAVES,
    SEEN,
    SHARES,
    SPONSORED_LOST,
    SPONSORED_SEEN,
    UNFOLLOWS,
    WASTED_IMPRESSIONS,
)

CERTAIN = {"like": 0.0, "comment": 0.0, "share": 100.0, "message": 0.0, "save": 0.0}
"""A platform on which a post is shared with odds of a hundred to one."""


def test_a_post_is_seen_by_followers_only(scene: Any) -> None:
    world = scene()
    world.post(0)
    world.tables.follows.tie[world.edge(1, 0)] = 0
    for c in (0, 1, 2):
        world.feed(c)
    assert world.model.tally.creator[0, SEEN] == 2
    assert world.trust(0, 0) == world.trust(2, 0) > world.trust(1, 0) == 0.5


def test_an_unfollowed_creator_is_not_seen_from_the_next_post_on(scene: Any) -> None:
    world = scene(engagement={"unfollow": 1.0})
    world.tables.follows.alpha[:], world.tables.follows.beta[:] = 0.0, 5.0
    slots = [world.post(0) for _ in range(3)]
    world.read(0, 0, slots[0], unfollow=0.5)
    assert not world.follows(0, 0)
    before = world.model.tally.creator[0, SEEN]
    world.feed(0)
    assert world.model.tally.creator[0, SEEN] == before
    assert world.model.tally.creator[0, LOST] == 1


def test_who_unfollows_at_a_creators_first_post_reads_no_second_one_and_is_lost_once(scene: Any) -> None:
    world = scene(creators={"most_posts": 3}, engagement={"unfollow": 1.0})
    world.tables.follows.alpha[:], world.tables.follows.beta[:] = 0.0, 5.0
    world.model.creators.integrity[:] = 0.0
    for _ in range(3):
        world.post(0)
    world.post(1)
    world.feed(0)
    assert world.model.tally.creator[:, SEEN].tolist() == world.model.tally.creator[:, LOST].tolist() == [1, 1, 0]


@pytest.mark.parametrize("attention", [1, 2, 4])
def test_attention_caps_the_posts_that_are_read(scene: Any, attention: int) -> None:
    world = scene(creators={"most_posts": 5})
    for i in range(3):
        for _ in range(5):
            world.post(i)
    world.people.attention[0] = attention
    world.feed(0)
    assert world.model.tally.creator[:, SEEN].sum() == attention


def test_a_short_attention_does_not_always_favour_the_same_creators(scene: Any) -> None:
    world = scene()
    for i in range(3):
        world.post(i)
    world.people.attention[:] = 1
    for day in range(30):
        world.day = day
        world.feed(0)
    assert world.model.tally.creator[:, SEEN].tolist() == [10, 10, 10]


@given(visibility=st.floats(0, 1), trust=st.floats(0, 1), tilt=st.floats(0, 2))
def test_the_chance_to_see_a_post_is_tilted_by_trust(visibility: float, trust: float, tilt: float) -> None:
    chance = chance_to_see(np.float32(visibility), np.float32(trust), np.float32(tilt))
    assert chance == pytest.approx(visibility * (1 + tilt * (trust - 0.7)), abs=1e-6)


def test_posts_are_seen_as_often_as_they_are_visible(scene: Any) -> None:
    world = scene()
    world.model.creators.visibility[:] = [0.0, 0.3, 1.0]
    for i in range(3):
        world.post(i)
    days = 300
    for day in range(days):
        world.day = day
        for c in range(5):
            world.feed(c)
    seen = world.model.tally.creator[:, SEEN] / (5 * days)
    assert seen[0] == 0
    assert seen[1] == pytest.approx(0.3, abs=4.5 * np.sqrt(0.21 / (5 * days)))
    assert seen[2] == 1


def test_someone_who_follows_nobody_has_an_empty_feed(tiny: Any) -> None:
    market = tiny.market(graph={"follows": 0.0}, creators={"posting_rate": 3.0})
    market.run_for(4)
    assert market.tally.creator.sum() == 0


def test_a_sponsored_post_counts_as_an_impression_for_the_brand_that_paid(scene: Any) -> None:
    world = scene()
    world.people.rate[:] = 0.1
    world.tables.brands.affinity[:, 1] = 1.0
    slot = world.post(0, brand=1)
    world.read(0, 0, slot)
    world.read(0, 0, slot)
    assert (world.count(1, POST_IMPRESSIONS), world.count(1, REACHED)) == (2, 1)
    assert world.count(1, WASTED_IMPRESSIONS) == 0
    assert world.count(0, POST_IMPRESSIONS) == 0
    assert world.model.tally.creator[0, [SEEN, SPONSORED_SEEN]].tolist() == [2, 2]


def test_impressions_on_people_who_never_buy_or_do_not_care_are_wasted(scene: Any) -> None:
    world = scene()
    world.tables.brands.affinity[:, 0] = 1.0
    world.tables.brands.affinity[:, 1] = 0.1
    world.people.rate[:2] = [0.0, 0.1]
    for brand in (0, 1):
        slot = world.post(0, brand=brand)
        for c in (0, 1):
            world.read(c, 0, slot)
    assert (world.count(0, WASTED_IMPRESSIONS), world.count(1, WASTED_IMPRESSIONS)) == (1, 2)


def test_an_organic_post_moves_no_brand(scene: Any) -> None:
    world = scene(persuasion={"awareness": 1.0, "gain": 1.0, "covert": 1.0})
    world.read(0, 0, world.post(0, brand=ORGANIC), recognised=True)
    world.read(0, 0, world.post(0, brand=OTHER), recognised=True)
    assert not world.model.tally.brand.any()
    assert not world.people.aware.any()
    assert not world.people.attitude.any()


def test_the_post_of_an_outside_brand_fills_the_feed_like_any_sponsored_one(scene: Any) -> None:
    world = scene(recognition={"load_memory": 0.5})
    world.read(0, 0, world.post(0, brand=OTHER))
    world.read(1, 0, world.post(0, brand=1))
    world.read(2, 0, world.post(0))
    assert world.people.load[:3].tolist() == [0.5, 0.5, 0.0]
    assert world.model.tally.creator[0, SPONSORED_SEEN] == 2


def test_who_recognises_a_post_as_sponsored_learns_from_it(scene: Any) -> None:
    world = scene(recognition={"learning": 0.25})
    slot = world.post(0, brand=0)
    world.read(0, 0, slot, recognised=True)
    world.read(1, 0, slot, recognised=False)
    world.read(2, 0, world.post(0), recognised=True)
    assert world.people.knowledge[:3].tolist() == [0.25, 0.0, 0.0]
    assert world.count(0, RECOGNISED) == 1


def test_a_trusted_creator_persuades_more_and_a_recognised_disclosure_is_discounted_at_once(scene: Any) -> None:
    world = scene(persuasion={"gain": 0.1, "recognised": 0.5})
    world.people.aware[:] = 1
    follows = world.tables.follows
    follows.alpha[world.edge(1, 0)] = 3.0
    slot = world.post(0, brand=0, label=True, fit=0.8)
    world.read(0, 0, slot)
    world.read(1, 0, slot)
    world.read(2, 0, slot, recognised=True)
    assert world.people.attitude[:3, 0] == pytest.approx([0.1 * 0.5 * 0.8, 0.1 * 0.75 * 0.8, 0.1 * 0.5 * 0.8 / 2])


def test_a_covert_post_that_is_recognised_costs_the_brand_attitude_and_trust(scene: Any) -> None:
    world = scene(persuasion={"gain": 0.5, "covert": 0.3}, trust={"association": 0.4})
    world.people.aware[:] = 1
    world.people.trust[:] = 0.8
    world.read(0, 0, world.post(0, brand=0, label=False), recognised=True)
    assert world.people.attitude[0].tolist() == pytest.approx([-0.3, 0.0])
    assert world.people.trust[0].tolist() == pytest.approx([0.8 * (1 - 0.4 * 0.5), 0.8])
    assert (world.count(0, BETRAYED), world.count(0, RECOGNISED)) == (1, 1)


def test_attitude_can_fall_no_lower_than_minus_one(scene: Any) -> None:
    world = scene(persuasion={"covert": 1.0})
    world.people.aware[:] = 1
    slot = world.post(0, brand=0)
    for _ in range(3):
        world.read(0, 0, slot, recognised=True)
    assert world.people.attitude[0, 0] == -1


def test_a_brand_borrows_trust_from_creators_whose_posts_are_taken_as_honest(scene: Any) -> None:
    world = scene(trust={"brand_gain": 0.5})
    world.people.aware[:] = 1
    world.people.trust[:] = 0.1
    world.read(0, 0, world.post(0, brand=0))
    assert world.people.trust[0].tolist() == pytest.approx([0.1 + 0.5 * (0.5 - 0.1), 0.1])


def test_a_betrayed_follower_who_trusted_calls_it_out(scene: Any) -> None:
    world = scene(talk={"call_out": 1.0, "negativity": 20.0})
    world.tables.follows.alpha[:], world.tables.follows.beta[:] = 9.0, 1.0
    covert, open_ = world.post(2, brand=1), world.post(2, brand=1, label=True)
    world.read(0, 2, covert, recognised=True)
    world.read(1, 2, open_, recognised=True)
    world.read(2, 2, covert, recognised=False)
    assert world.count(1, CALL_OUTS) == 1
    assert world.says(0) == pytest.approx((1, 2, -0.9))
    assert world.says(1)[2] == world.says(2)[2] == 0


@pytest.mark.parametrize("format_", range(5))
def test_engagement_is_counted_for_creator_and_brand_and_depends_on_format(scene: Any, format_: int) -> None:
    factors = [0.0, 0.0, 0.0, 0.0, 0.0]
    factors[format_] = 1.0
    world = scene(platform={**CERTAIN, "format_engagement": factors})
    for wanted in range(5):
        slot = world.post(0, brand=1, format=wanted)
        world.read(0, 0, slot, engage=0.5)
        world.tables.content.number[0] = 0
    assert world.count(1, SHARES) == 1
    assert world.model.tally.creator[0, ENGAGED] == 1


def test_inactive_people_do_not_engage(scene: Any) -> None:
    world = scene(platform=CERTAIN)
    world.people.activity[0] = 0.0
    slot = world.post(0)
    world.read(0, 0, slot, engage=0.5)
    world.read(1, 0, slot, engage=0.5)
    assert world.model.tally.creator[0, ENGAGED] == 1


def test_each_act_is_counted_in_a_column_of_its_own() -> None:
    wanted = {LIKE: LIKES, COMMENT: COMMENTS, SHARE: SHARES, MESSAGE: MESSAGES, SAVE: SAVES}
    assert {act: column_of(act) for act in wanted} == wanted


def test_a_share_tells_friends_of_brand_and_creator_and_an_organic_one_of_the_creator_alone(scene: Any) -> None:
    world = scene(platform=CERTAIN)
    world.read(0, 1, world.post(1, brand=0), engage=0.5)
    world.read(1, 1, world.post(1), engage=0.5)
    world.read(2, 1, world.post(1, brand=OTHER), engage=0.5)
    assert [world.says(c) for c in range(3)] == [(0, 1, 0.5), (-1, 1, 0.5), (-1, 1, 0.5)]


def test_an_unfollow_at_a_sponsored_post_is_put_down_to_the_brand(scene: Any) -> None:
    world = scene(engagement={"unfollow_sponsored": 1.0})
    misfit = world.post(0, brand=1, fit=0.25)
    world.read(0, 0, misfit, recognised=True, unfollow=0.74)
    world.read(1, 0, misfit, recognised=True, unfollow=0.76)
    world.read(2, 0, misfit, recognised=False, unfollow=0.0)
    assert [world.follows(c, 0) for c in range(3)] == [False, True, True]
    assert world.count(1, UNFOLLOWS) == 1
    assert world.model.tally.creator[0, [LOST, SPONSORED_LOST]].tolist() == [1, 1]


@pytest.mark.parametrize(("rate", "least", "most"), [(0.0, 0, 0), (1.0, 1, 1), (2.5, 2, 3), (0.3, 0, 1)])
def test_advertisements_meet_everybody_as_often_as_they_were_bought(
    scene: Any, rate: float, least: int, most: int
) -> None:
    world = scene()
    world.tables.brands.adverts[BROADCAST, 1] = rate
    numbers = []
    for day in range(200):
        world.day = day
        before = world.count(1, ADVERT_IMPRESSIONS)
        world.adverts(0)
        numbers.append(world.count(1, ADVERT_IMPRESSIONS) - before)
    assert least <= min(numbers) <= max(numbers) <= most
    assert np.mean(numbers) == pytest.approx(rate, abs=4.5 * np.sqrt(0.25 / 200))
    assert world.count(0, ADVERT_IMPRESSIONS) == 0


def test_an_advertisement_persuades_by_affinity_and_adds_to_adstock(scene: Any) -> None:
    world = scene(persuasion={"gain": 0.2, "advert": 0.5, "advert_adstock": 0.25})
    world.people.aware[:] = 1
    world.tables.brands.adverts[BROADCAST, 0] = 1.0
    world.tables.brands.affinity[:, 0] = 0.4
    world.adverts(0)
    assert world.people.attitude[0, 0] == pytest.approx(0.2 * 0.5 * 0.4)
    assert world.people.adstock[0, 0] == 0.25
    assert world.people.exposures[0].tolist() == [1, 0]
    assert world.count(0, REACHED) == 1


def test_each_of_several_advertisements_has_its_own_chance_to_make_the_brand_known(scene: Any) -> None:
    world = scene(persuasion={"awareness": 0.2})
    world.tables.brands.adverts[BROADCAST, 0] = 3.0
    days = 500
    for day in range(days):
        world.day = day
        world.people.aware[:] = 0
        for c in range(5):
            world.adverts(c)
    known, chance = world.count(0, NEWLY_AWARE) / (5 * days), 1 - 0.8**3
    assert known == pytest.approx(chance, abs=4.5 * np.sqrt(chance * (1 - chance) / (5 * days)))


def test_a_sponsored_post_makes_its_brand_known_with_the_chance_that_is_set(scene: Any) -> None:
    world = scene(persuasion={"awareness": 0.3})
    slot = world.post(0, brand=1)
    days = 300
    for day in range(days):
        world.day = day
        world.people.aware[:] = 0
        for c in range(5):
            world.tables.follows.tie[world.edge(c, 0)] = ACTIVE
            world.read(c, 0, slot)
    known = world.count(1, NEWLY_AWARE) / (5 * days)
    assert known == pytest.approx(0.3, abs=4.5 * np.sqrt(0.21 / (5 * days)))
