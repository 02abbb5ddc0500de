"""Advertisements, by hand: who meets how many on which channel, and what one does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.adverts import (
    any_adverts,
    any_feed_adverts,
    feed_rate,
    see_adverts,
    see_feed_adverts,
    see_search_adverts,
    take_in_adverts,
    weight_of,
)
from simulation.compute.draws import ADVERT, FEED_ADVERT, OCCASION, RETARGETED, SEARCH_ADVERT, draw4
from simulation.state.columns import (
    ADVERT_IMPRESSIONS,
    BROADCAST,
    BROADCAST_IMPRESSIONS,
    NEWLY_AWARE,
    PAID_SOCIAL,
    REACHED,
    RETARGETING,
    SEARCH,
    STUDIED,
    WASTED_IMPRESSIONS,
    Now,
    new_test,
)
from simulation.world.build import empty_touches

FEED, BANNER = 0.5, 0.25
"""What an impression in the feed and a banner do, against one of broadcast."""


@pytest.fixture
def world(scene: Any) -> Any:
    """Everybody may buy and has an affinity of 0.8 to brand 0 and of 0.4 to brand 1."""
    made = scene(persuasion={"feed": FEED, "banner": BANNER})
    made.people.rate[:] = 0.1
    made.tables.brands.affinity[:] = [0.8, 0.4]
    return made


def take_in(world: Any, channel: int, number: int = 1, u: float = 0.999, c: int = 2, b: int = 1) -> None:
    take_in_adverts(c, b, channel, number, np.float32(u), *world.context[1:])


def shown(world: Any, channel: int, b: int = 1) -> int:
    return world.count(b, BROADCAST_IMPRESSIONS + channel)


@pytest.mark.parametrize(
    ("channel", "weight"), [(BROADCAST, 1.0), (PAID_SOCIAL, FEED), (SEARCH, 1.0), (RETARGETING, BANNER)]
)
def test_an_impression_in_the_feed_and_a_banner_weigh_less(world: Any, channel: int, weight: float) -> None:
    """Gain 0.1, an advertisement's strength 0.6, affinity 0.4, receptivity one half; adstock 0.3 an impression."""
    rules = world.model.rules.persuasion
    assert weight_of(channel, rules) == weight
    world.turn("persuasion", gain=0.1, advert=0.6, advert_adstock=0.3)
    world.people.aware[2, 1] = 1
    take_in(world, channel)
    assert world.people.attitude[2].tolist() == pytest.approx([0.0, 0.1 * 2 * 0.5 * 0.6 * 0.4 * weight])
    assert world.people.adstock[2].tolist() == pytest.approx([0.0, 0.3 * weight])
    assert world.people.exposures[2].tolist() == [0, 1]
    assert [shown(world, other) for other in range(4)] == [int(other == channel) for other in range(4)]
    assert (world.count(1, ADVERT_IMPRESSIONS), world.count(1, REACHED), world.count(0, REACHED)) == (1, 1, 0)


def test_several_advertisements_persuade_one_after_another(world: Any) -> None:
    """The second finds less room above the first, and an adstock of 1 of a peak of 4: half as much as without both."""
    world.turn("persuasion", gain=0.5, advert=1.0, advert_adstock=1.0, peak=4.0)
    world.people.aware[2, 0] = 1
    take_in(world, BROADCAST, number=2, b=0)
    first = 0.5 * 0.8
    assert world.people.attitude[2, 0] == pytest.approx(first + 0.5 * 0.8 * (1 - 1 / 4) * (1 - first))
    assert world.people.adstock[2, 0] == 2.0
    assert world.people.exposures[2, 0] == 2
    assert (world.count(0, ADVERT_IMPRESSIONS), world.count(0, REACHED)) == (2, 1)


@pytest.mark.parametrize(("rate", "affinity", "wasted"), [(0.1, 0.4, 0), (0.0, 0.4, 3), (0.1, 0.29, 3), (0.1, 0.31, 0)])
def test_each_impression_on_somebody_without_use_for_it_is_wasted(
    world: Any, rate: float, affinity: float, wasted: int
) -> None:
    world.people.rate[2], world.tables.brands.affinity[:, 1] = rate, affinity
    take_in(world, SEARCH, number=3)
    assert (world.count(1, WASTED_IMPRESSIONS), world.count(0, WASTED_IMPRESSIONS)) == (wasted, 0)


@pytest.mark.parametrize(
    ("channel", "number", "awareness", "chance"),
    [
        # 1 - (1 - awareness weight)^number
        (BROADCAST, 1, 0.4, 0.4),
        (BROADCAST, 2, 0.4, 1 - 0.6 * 0.6),
        (PAID_SOCIAL, 1, 0.4, 0.4 * FEED),
        (PAID_SOCIAL, 3, 0.4, 1 - 0.8 * 0.8 * 0.8),
        (RETARGETING, 2, 0.4, 1 - 0.9 * 0.9),
        (BROADCAST, 1, 0.0, 0.0),
    ],
)
def test_each_impression_has_its_own_chance_to_make_the_brand_known(
    world: Any, channel: int, number: int, awareness: float, chance: float
) -> None:
    world.turn("persuasion", awareness=awareness)
    take_in(world, channel, number, u=chance + 1e-5)
    assert world.count(1, NEWLY_AWARE) == 0
    if chance:
        take_in(world, channel, number, u=chance - 1e-5)
        assert world.count(1, NEWLY_AWARE) == 1
        assert world.people.aware[2].tolist() == [0, 1]


@pytest.mark.parametrize("unknown", [1.0, 0.5, 0.0])
def test_a_brand_that_nobody_knows_is_learnt_less_readily(world: Any, unknown: float) -> None:
    """Two advertisements are noticed with probability 1 - 0.6 0.6 = 0.64; a known brand's salience rises as ever."""
    world.turn("persuasion", awareness=0.4, unknown=unknown)
    take_in(world, BROADCAST, 2, u=0.64 * unknown + 1e-5)
    assert world.people.aware[2, 1] == 0
    world.people.aware[2, 1], world.people.salience[2, 1] = 1, 0.5
    take_in(world, BROADCAST, 2)
    assert world.people.salience[2, 1] == pytest.approx(0.5 + 0.64 * 0.5)
    world.people.aware[2, 1] = 0
    if unknown:
        take_in(world, BROADCAST, 2, u=0.64 * unknown - 1e-5)
        assert world.people.aware[2, 1] == 1


def test_a_chance_to_make_a_brand_known_is_one_at_most(world: Any) -> None:
    """More than that twice over would be a chance below one: 1 - (1 - 1.5)^2 = 0.75."""
    world.turn("persuasion", awareness=1.5)
    take_in(world, BROADCAST, number=2, u=0.8)
    assert world.people.aware[2].tolist() == [0, 1]


def test_what_a_test_withholds_is_counted_as_met_and_does_nothing(world: Any) -> None:
    holdout = new_test(5, 1 << SEARCH)
    holdout.withheld[2] = 1 << SEARCH
    world.model.tables = world.tables._replace(holdout=holdout, touches=empty_touches(5, 3))
    world.turn("persuasion", awareness=1.0, gain=1.0)
    take_in(world, SEARCH, number=2, u=0.0, b=STUDIED)
    assert holdout.met[2].tolist() == [0, 0, 2, 0, 0]
    assert not world.model.tally.brand.any()
    assert not world.tables.touches.adverts.any()
    take_in(world, RETARGETING, number=2, u=0.0, b=STUDIED)
    assert world.count(STUDIED, ADVERT_IMPRESSIONS) == 2
    assert world.tables.touches.adverts.tolist() == [0, 0, 1 << RETARGETING, 0, 0]


@pytest.mark.parametrize("channel", [BROADCAST, PAID_SOCIAL, SEARCH, RETARGETING])
def test_who_meets_no_advertisement_of_a_channel_has_no_touch_of_it(world: Any, channel: int) -> None:
    """A rate with which the draw falls just short of one impression."""
    world.model.tables = world.tables._replace(touches=empty_touches(5, 3))
    world.people.visited[2], world.people.aware[2], world.people.room[2] = world.day, 1, 9
    decisions = {BROADCAST: ADVERT, PAID_SOCIAL: FEED_ADVERT, SEARCH: SEARCH_ADVERT, RETARGETING: RETARGETED}
    rate = 1 - world.draws(decisions[channel], 2, partner=STUDIED)[0] - np.float32(0.001)
    world.tables.brands.niche[:] = world.people.niche[2]
    for short, touches in ((0.0, 0), (0.002, 1 << channel)):
        world.tables.brands.adverts[channel, STUDIED] = rate + np.float32(short)
        for see in (see_feed_adverts, see_adverts, see_search_adverts):
            see(2, *world.context)
        assert world.tables.touches.adverts.tolist() == [0, 0, touches, 0, 0]


# In the feed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("niche", "rate"), [(0, 0.25), (1, 0.75 + 0.25)])
def test_paid_social_is_aimed_at_the_brands_niche_and_strays_to_anybody(world: Any, niche: int, rate: float) -> None:
    brands = world.tables.brands
    brands.niche[:], brands.adverts[PAID_SOCIAL], brands.strays[:] = [0, 1], [0.5, 0.75], [0.125, 0.25]
    world.people.niche[2], world.people.niche[3] = niche, 1 - niche
    assert feed_rate(2, 1, world.people, brands) == rate


@pytest.mark.parametrize(
    ("aimed", "strays", "any_"),
    [
        ([0.0, 0.0], [0.0, 0.0], False),
        ([0.0, 0.1], [0.0, 0.0], True),
        ([0.1, 0.0], [0.0, 0.0], True),
        ([0.0, 0.0], [0.0, 0.1], True),
    ],
)
def test_the_feed_has_advertisements_if_any_brand_bought_some(
    world: Any, aimed: list[float], strays: list[float], any_: bool
) -> None:
    brands = world.tables.brands
    brands.adverts[:] = 1.0  # of the other channels
    brands.adverts[PAID_SOCIAL], brands.strays[:] = aimed, strays
    assert any_feed_adverts(brands) == any_


@pytest.mark.parametrize(
    ("rate", "room", "number"),
    [
        # floor(rate + u), at most the room that is left
        pytest.param(-0.001, 9, 0, id="just too few for one"),
        pytest.param(0.001, 9, 1, id="just one"),
        pytest.param(2.001, 9, 3, id="three"),
        pytest.param(2.001, 2, 2, id="room for two"),
        pytest.param(2.001, 3, 3, id="room for three"),
        pytest.param(2.001, 0, 0, id="no room"),
    ],
)
def test_advertisements_in_the_feed_take_room_and_load_it(world: Any, rate: float, room: int, number: int) -> None:
    u_number, u_aware, _, _ = world.draws(FEED_ADVERT, 2, partner=1)
    world.tables.brands.niche[:] = world.people.niche[2]
    world.tables.brands.adverts[PAID_SOCIAL, 1] = 1 - u_number + np.float32(rate)  # 1 with the draw, and so much more
    world.people.room[2] = room
    world.turn("recognition", load_memory=0.5)
    see_feed_adverts(2, *world.context)
    assert shown(world, PAID_SOCIAL) == world.count(1, ADVERT_IMPRESSIONS) == number
    assert world.people.room[2] == room - number
    assert world.people.load[2] == 1 - 0.5**number
    assert world.count(0, ADVERT_IMPRESSIONS) == 0
    assert 0 < u_aware < 1


@pytest.mark.parametrize("b", [0, 1])
@pytest.mark.parametrize("luck", [0.99, 1.01])
def test_an_advertisement_in_the_feed_makes_its_brand_known_by_a_draw_of_its_own(
    world: Any, luck: float, b: int
) -> None:
    u_aware = world.draws(FEED_ADVERT, 2, partner=b)[1]
    world.turn("persuasion", awareness=float(u_aware) * luck / FEED)
    world.tables.brands.strays[b], world.people.room[2] = 1.0, 9
    see_feed_adverts(2, *world.context)
    assert world.people.aware[2].tolist() == [luck > 1 and b == 0, luck > 1 and b == 1]


def test_a_brand_whose_advertisements_find_nobody_does_not_stop_the_next(world: Any) -> None:
    world.tables.brands.strays[:], world.people.room[2] = [0.0, 2.0], 9
    see_feed_adverts(2, *world.context)
    assert [shown(world, PAID_SOCIAL, b) for b in (0, 1)] == [0, 2]
    world.tables.brands.strays[:] = [1e-6, 2.0]  # a draw above 0.999999 would be needed
    see_feed_adverts(2, *world.context)
    assert [shown(world, PAID_SOCIAL, b) for b in (0, 1)] == [0, 4]


@pytest.mark.parametrize(("person", "day", "first"), [(0, 0, 0), (1, 0, 1), (2, 0, 2), (0, 1, 1), (0, 2, 2), (4, 3, 1)])
def test_which_of_three_brands_comes_first_in_the_feed_moves_on_by_one_with_person_and_day(
    tiny: Any, person: int, day: int, first: int
) -> None:
    """There is room for one, and each brand has one for everybody."""
    market = tiny.market(brands={"names": list("ABC"), "niches": ["coffee"] * 3})
    market.tables.brands.strays[:], market.consumers.room[:] = 1.0, 1
    see_feed_adverts(person, Now(market.key, day), market.tables, market.rules, market.tally)
    assert market.tally.brand[:, ADVERT_IMPRESSIONS].tolist() == [int(b == first) for b in range(3)]


# Elsewhere --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "brand", "tagged", "any_"),
    [
        (BROADCAST, 0, 0, True),
        (BROADCAST, 1, 0, True),
        (RETARGETING, 1, 0, True),
        (SEARCH, 1, 0, False),
        (PAID_SOCIAL, 1, 0, False),
        (SEARCH, 1, 1, True),
    ],
)
def test_other_advertisements_are_met_if_any_were_bought_and_visits_noted_if_any_site_is_tagged(
    world: Any, channel: int, brand: int, tagged: int, any_: bool
) -> None:
    assert not any_adverts(world.tables.brands)
    world.tables.brands.adverts[channel, brand], world.tables.brands.tagged[1] = 0.1, tagged
    assert any_adverts(world.tables.brands) == any_


@pytest.mark.parametrize(("rate", "number"), [(-0.001, 0), (0.001, 1), (2.001, 3)])
@pytest.mark.parametrize(
    ("channel", "decision", "see"),
    [
        (BROADCAST, ADVERT, see_adverts),
        (RETARGETING, RETARGETED, see_adverts),
        (SEARCH, SEARCH_ADVERT, see_search_adverts),
    ],
)
def test_as_many_are_met_as_were_bought_for_each(
    world: Any, channel: int, decision: Any, see: Any, rate: float, number: int
) -> None:
    world.day = 8
    world.people.visited[2, 1], world.people.aware[2, 1] = 8, 1
    world.tables.brands.adverts[channel, 1] = 1 - world.draws(decision, 2, partner=1)[0] + np.float32(rate)
    see(2, *world.context)
    assert [shown(world, other) for other in range(4)] == [number * (other == channel) for other in range(4)]
    assert world.count(0, ADVERT_IMPRESSIONS) == 0


@pytest.mark.parametrize("luck", [0.99, 1.01])
@pytest.mark.parametrize(
    ("channel", "decision", "weight"), [(BROADCAST, ADVERT, 1.0), (RETARGETING, RETARGETED, BANNER)]
)
def test_each_channel_makes_brands_known_by_a_draw_of_its_own(
    world: Any, channel: int, decision: Any, weight: float, luck: float
) -> None:
    world.people.visited[2, 1] = world.day
    world.turn("persuasion", awareness=float(world.draws(decision, 2, partner=1)[1]) * luck / weight)
    world.tables.brands.adverts[channel, 1] = 1.0
    see_adverts(2, *world.context)
    assert world.people.aware[2].tolist() == [0, luck > 1]


@pytest.mark.parametrize(
    ("visited", "purchases", "met"),
    [
        pytest.param(20, 0, 1, id="today"),
        pytest.param(14, 0, 1, id="six days ago, of a window of seven"),
        pytest.param(13, 0, 0, id="seven days ago"),
        pytest.param(20, 1, 0, id="has bought"),
    ],
)
def test_retargeting_follows_visitors_within_its_window(world: Any, visited: int, purchases: int, met: int) -> None:
    world.day = 20
    world.turn("feed", retargeting_window=7)
    world.people.visited[2, 1], world.people.purchases[2, 1] = visited, purchases
    world.tables.brands.adverts[RETARGETING, 1] = 1.0
    see_adverts(2, *world.context)
    assert shown(world, RETARGETING) == met


@pytest.mark.parametrize(("aware", "met"), [(1, 1), (0, 0)])
def test_search_is_met_by_those_who_know_the_brand(world: Any, aware: int, met: int) -> None:
    world.people.aware[2] = [1, aware]
    world.tables.brands.adverts[SEARCH, 1] = 1.0
    see_search_adverts(2, *world.context)
    assert [shown(world, SEARCH, b) for b in (0, 1)] == [0, met]


@pytest.mark.parametrize("tagged", [0, 1])
def test_visits_are_noted_before_the_days_banners_where_a_site_is_tagged(world: Any, tagged: int) -> None:
    world.turn("purchase", browsing=0.0)
    world.people.rate[2], world.people.aware[2, 1] = 1.0, 1
    world.tables.brands.appeal[1], world.tables.brands.tagged[1] = 100.0, tagged
    world.tables.brands.adverts[RETARGETING, 1] = 1.0
    world.day = 3
    assert draw4(world.model.key, OCCASION, 2, 3, 0, 0)[0] < 1
    see_adverts(2, *world.context)
    assert shown(world, RETARGETING) == tagged
    assert (world.people.visited[2, 1] == 3) == (tagged == 1)


def test_an_advertisement_lifts_the_salience_of_a_known_brand_by_the_chance_to_notice_it(world: Any) -> None:
    """Awareness 0.5, interest of weight 0.5 at an affinity of 0.4: 0.5 0.7 = 0.35 of the distance from 0.2 to 1."""
    world.turn("persuasion", awareness=0.5)
    world.turn("noticing", interest=0.5)
    world.people.aware[2, 1], world.people.salience[2, 1] = 1, 0.2
    take_in(world, BROADCAST)
    assert world.people.salience[2].tolist() == pytest.approx([1.0, 0.2 + 0.35 * 0.8])
