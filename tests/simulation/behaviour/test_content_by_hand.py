"""Content, by hand: what a post is like, which posts come, who labels them and who is found out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.behaviour.content import feel_own_load, fill_slot, is_fined, pick_format, posts_due, publish, stumble
from simulation.compute.draws import FINE, POST, SCANDAL
from simulation.state.columns import FINED, FINED_POSTS, ORGANIC, OTHER, SPONSORED_POSTS, STUDIED_POSTS, Now

ASKS_FOR_ANSWERS = 3
"""The live format."""


@pytest.fixture
def world(scene: Any) -> Any:
    """Creator 1 posts nothing by itself, is good at it, and labels nothing."""
    made = scene(creators={"most_posts": 4})
    creators = made.model.creators
    creators.posting[:], creators.labels[:], creators.sold[:], creators.craft[:] = 0.0, 0.0, 0.0, 0.5
    made.turn("regulation", enforcement=0.0)
    made.day = 3
    return made


def contract(world: Any, b: int, posts: int = 10, length: int = 10, **more: Any) -> Any:
    """Write a contract with creator 1 from day 0 on, by default for a post a day, and return the table."""
    contracts = world.tables.contracts
    for name, value in {"posts": posts, "first": 0, "length": length, **more}.items():
        getattr(contracts, name)[b, 1] = value
    return contracts


def published(world: Any) -> list[int]:
    """The brands of creator 1's posts of the day."""
    publish(1, *world.context)
    content = world.tables.content
    return content.brand[1, : content.number[1]].tolist()


@pytest.mark.parametrize(
    ("day", "first", "length", "posts", "creator", "due"),
    [
        # floor(((d + 1) posts + shift) / length) - floor((d posts + shift) / length), shift = 7919 creator mod length
        pytest.param(0, 0, 4, 4, 0, 1, id="a post a day"),
        pytest.param(5, 2, 4, 8, 0, 2, id="two a day, on the last day"),
        pytest.param(6, 2, 4, 8, 0, 0, id="behind the last"),
        pytest.param(1, 2, 4, 8, 0, 0, id="before the first"),
        pytest.param(2, 0, 4, 1, 0, 0, id="one in four days: not on day 2"),
        pytest.param(3, 0, 4, 1, 0, 1, id="but on day 3"),
        pytest.param(0, 0, 4, 1, 1, 1, id="creator 1, set off by 7919 mod 4 = 3: on day 0"),
        pytest.param(1, 0, 4, 1, 2, 1, id="creator 2, set off by 15838 mod 4 = 2: on day 1"),
        pytest.param(3, 0, 4, 1, 2, 0, id="not on day 3"),
        pytest.param(0, 0, 1, 1, 0, 1, id="one day alone"),
        pytest.param(0, 0, 4, 0, 1, 0, id="no posts"),
    ],
)
def test_posts_are_spread_over_the_contract_and_creators_are_set_off(
    day: int, first: int, length: int, posts: int, creator: int, due: int
) -> None:
    assert posts_due(day, first, length, posts, creator) == due


@pytest.mark.parametrize(
    ("u", "format_"), [(0.0, 0), (0.19, 0), (0.2, 1), (0.49, 1), (0.5, 3), (0.69, 3), (0.71, 4), (0.999, 4)]
)
def test_a_format_is_picked_by_its_share(scene: Any, u: float, format_: int) -> None:
    feed = scene(platform={"format_share": [0.2, 0.3, 0.0, 0.2, 0.3]}).model.rules.feed
    assert pick_format(np.float32(u), feed) == format_


@pytest.mark.parametrize(
    ("craft", "u", "control", "quality"),
    [
        # (craft + 0.3 (u - 0.5)) (1 - control / 2), in 0..1
        (0.5, 0.5, 0.0, 0.5),
        (0.5, 1.0, 0.0, 0.65),
        (0.5, 0.0, 0.0, 0.35),
        (0.5, 0.0, 1.0, 0.35 / 2),
        (0.5, 0.5, 0.4, 0.5 * 0.8),
        (0.95, 1.0, 0.0, 1.0),
        (0.05, 0.0, 0.0, 0.0),
    ],
)
def test_a_post_is_as_good_as_its_creator_give_or_take_less_where_it_is_scripted(
    world: Any, craft: float, u: float, control: float, quality: float
) -> None:
    content = world.tables.content
    shares = [np.float32(value) for value in (0.7, control)]
    luck = [np.float32(value) for value in (u, 0.0, craft)]
    fill_slot(1, 2, 1, *shares, True, False, *luck, content, world.model.rules.feed)
    assert content.quality[1, 2] == pytest.approx(quality, abs=1e-6)
    columns = content.brand, content.fit, content.control, content.label, content.uses, content.format
    assert [float(column[1, 2]) for column in columns] == pytest.approx([1, 0.7, control, 1, 0, 0])


@pytest.mark.parametrize("found", [True, False])
@pytest.mark.parametrize("enforced", [True, False])
def test_a_hidden_post_is_found_by_its_own_draw_where_rules_are_enforced(
    world: Any, enforced: bool, found: bool
) -> None:
    u_found = world.draws(FINE, 1, partner=2, draw=5)[0]
    world.turn("regulation", enforcement=(world.above(u_found) if found else u_found) if enforced else 0.0)
    now, _, rules, _ = world.context
    assert is_fined(1, 2, 5, now, rules) == (enforced and found)


@pytest.mark.parametrize("luck", [0.999, 1.001])
@pytest.mark.parametrize(
    ("enabled", "integrity", "share"), [(1.0, 0.75, 0.25), (1.0, 0.0, 1.0), (0.0, 0.75, 0.25), (1.0, 1.0, 0.0)]
)
def test_a_scandal_is_rarer_with_integrity(
    world: Any, enabled: float, integrity: float, share: float, luck: float
) -> None:
    """A chance of `scandal` (1 - integrity) / 365 a day."""
    a_year = float(world.draws(SCANDAL, 1)[0]) * luck * 365 / (share or 1)
    world.turn("crises", enabled=enabled, scandal=a_year)
    world.model.creators.integrity[1] = integrity
    stumble(1, *world.context[:3])
    assert world.model.creators.scandal.tolist() == [0, float(enabled and share and luck > 1), 0]


def test_a_scandal_may_be_as_rare_as_one_in_years(world: Any) -> None:
    world.turn("crises", enabled=1.0, scandal=0.5)
    world.model.creators.integrity[1] = 0.0
    days = [world.day for world.day in range(3000) if world.draws(SCANDAL, 1)[0] < 0.5 / 365]
    assert 0 < len(days) < 20
    for world.day in (days[0], days[0] + 1):
        world.model.creators.scandal[1] = 0.0
        stumble(1, *world.context[:3])
        assert world.model.creators.scandal[1] == (world.day in days)


@pytest.mark.parametrize(
    ("before", "posts", "sponsored", "after"),
    [
        # 0.95 of what it was and 0.05 of the post's kind, the sponsored first
        (0.4, 0, 0, 0.4),
        (0.4, 1, 0, 0.95 * 0.4),
        (0.4, 1, 1, 0.95 * 0.4 + 0.05),
        (0.4, 2, 1, 0.95 * (0.95 * 0.4 + 0.05)),
        (0.4, 3, 2, 0.95 * (0.95 * (0.95 * 0.4 + 0.05) + 0.05)),
    ],
)
def test_a_creators_own_load_is_the_running_share_of_its_sponsored_posts(
    world: Any, before: float, posts: int, sponsored: int, after: float
) -> None:
    world.model.creators.load[:] = before
    feel_own_load(1, posts, sponsored, world.tables)
    assert world.model.creators.load == pytest.approx([before, after, before])


# A day's posts ----------------------------------------------------------------------------------------------------------


def test_each_contract_has_its_posts_and_they_are_counted(world: Any) -> None:
    contract(world, 0, posts=20)
    contracts = contract(world, 1)
    assert sorted(published(world)) == [0, 0, 1]
    assert contracts.published[:, 1].tolist() == [2, 1]
    assert [world.count(b, SPONSORED_POSTS) for b in (0, 1)] == [2, 1]
    assert world.model.tally.creator[:, STUDIED_POSTS].tolist() == [0, 2, 0]
    assert world.model.creators.load[1] == pytest.approx(1 - 0.95**3)
    assert published(world)
    assert world.tables.content.number[1] == 3, "yesterday's posts are gone"


@pytest.mark.parametrize(("left", "posts"), [(3, 0), (4, 1)])
def test_who_left_posts_for_the_brand_no_more(world: Any, left: int, posts: int) -> None:
    contract(world, 0, left=left)
    contract(world, 1)
    assert sorted(published(world)) == [0] * posts + [1]


def test_who_stopped_posts_nothing_and_has_no_scandal(world: Any) -> None:
    contract(world, 0)
    world.turn("crises", enabled=1.0, scandal=1e9)
    world.model.creators.there[1], world.model.creators.posting[1], world.model.creators.integrity[1] = 0, 2.0, 0.0
    world.tables.content.number[1] = 2
    assert published(world) == []
    assert not world.model.creators.scandal.any()
    world.model.creators.there[1] = 1
    assert published(world) == [0, ORGANIC, ORGANIC]
    assert world.model.creators.scandal.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("brand", "labels", "insists", "labelled"),
    [(0, False, 0, 0), (0, True, 0, 1), (0, False, 1, 1), (1, False, 0, 0), (1, True, 0, 1)],
)
def test_a_sponsored_post_is_labelled_by_habit_or_because_the_brand_insists(
    world: Any, brand: int, labels: bool, insists: int, labelled: int
) -> None:
    contract(world, brand, label=insists)
    u_label = world.draws(POST, 1, partner=brand + 1, draw=1)[0]
    world.model.creators.labels[1] = world.above(u_label) if labels else u_label
    published(world)
    assert world.tables.content.label[1, 0] == labelled


@pytest.mark.parametrize(("service", "craft"), [(1.0, 0.5), (0.5, 0.5 * (1 - 0.4 * 0.5)), (0.0, 0.5 * (1 - 0.4))])
def test_a_post_that_nobody_had_time_to_brief_is_worse(world: Any, service: float, craft: float) -> None:
    """It loses 0.4 of its creator's craft where there was no time at all; then its luck and half of the script's share."""
    contract(world, 1, service=service, control=0.5)
    world.model.rules = world.model.rules._replace(thin=np.float32(0.4))
    u_quality = world.draws(POST, 1, partner=2, draw=1)[1]
    published(world)
    wanted = (craft + 0.3 * (u_quality - 0.5)) * 0.75
    assert world.tables.content.quality[1, 0] == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("uses", [0, 1])
def test_a_creator_uses_the_product_or_not_as_its_contract_says(world: Any, uses: int) -> None:
    contract(world, 1, uses=uses)
    published(world)
    assert world.tables.content.uses[1, 0] == uses


def test_an_organic_post_fits_follows_no_script_and_has_no_label(world: Any) -> None:
    world.model.creators.posting[1] = 1.0
    content = world.tables.content
    columns = content.fit, content.control, content.label, content.uses
    for column in columns:
        column[1, 0] = 0
    assert published(world) == [ORGANIC]
    assert [float(column[1, 0]) for column in columns] == [1.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize("interactive", [True, False])
def test_a_share_of_posts_is_live(world: Any, interactive: bool) -> None:
    u_live = world.draws(POST, 1, partner=2, draw=1)[3]
    contract(world, 1, interactive=world.above(u_live) if interactive else u_live)
    published(world)
    assert world.tables.content.format[1, 0] == ASKS_FOR_ANSWERS * interactive


def test_the_format_has_a_draw_of_its_own(scene: Any) -> None:
    world = scene(platform={"format_share": [0.5, 0.0, 0.0, 0.0, 0.5]})
    contract(world, 1)
    for world.day in range(10):
        published(world)
        u_format = world.draws(POST, 1, partner=2, draw=1)[2]
        assert world.tables.content.format[1, 0] == (0 if u_format < 0.5 else 4)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("found", [True, False])
def test_a_hidden_post_that_is_found_is_counted_for_brand_and_creator(world: Any, label: int, found: bool) -> None:
    contract(world, 1, label=label)
    u_found = world.draws(FINE, 1, partner=2, draw=1)[0]
    world.turn("regulation", enforcement=world.above(u_found) if found else u_found)
    published(world)
    fined = found and not label
    assert [world.count(b, FINED_POSTS) for b in (0, 1)] == [0, fined]
    assert world.model.tally.creator[:, FINED].tolist() == [0, fined, 0]


def test_posts_that_find_no_slot_are_dropped_the_organic_first(world: Any) -> None:
    contract(world, 0, posts=30)
    contracts = contract(world, 1, posts=20)
    world.model.creators.posting[1] = 3.0
    brands = published(world)
    assert len(brands) == 4
    assert ORGANIC not in brands
    assert contracts.published[:, 1].sum() == 4
    contract(world, 1, posts=0)
    assert published(world) == [0, 0, 0, ORGANIC]


@pytest.mark.parametrize(
    ("creator", "day", "first"), [(0, 0, 0), (1, 0, 1), (2, 0, 2), (0, 1, 1), (0, 2, 2), (4, 3, 1)]
)
def test_which_of_three_brands_is_posted_for_first_moves_on_by_one_with_creator_and_day(
    tiny: Any, creator: int, day: int, first: int
) -> None:
    brands = {"names": list("ABC"), "niches": ["coffee"] * 3}
    market = tiny.market(brands=brands, creators={"most_posts": 3, "posting_rate": 0.0})
    contracts = market.tables.contracts
    contracts.first[:], contracts.posts[:], contracts.length[:] = 0, 9, 9
    publish(creator, Now(market.key, day), market.tables, market.rules, market.tally)
    assert market.tables.content.brand[creator].tolist() == [(first + place) % 3 for place in range(3)]


@pytest.mark.parametrize(("rate", "number"), [(-0.001, 0), (0.001, 1), (2.001, 3), (9.0, 4)])
def test_a_creator_posts_as_often_as_its_rate_and_its_slots_allow(world: Any, rate: float, number: int) -> None:
    world.model.creators.posting[1] = 1 - world.draws(POST, 1)[0] + np.float32(rate)
    assert published(world) == [ORGANIC] * number
    content = world.tables.content
    for s in range(number):
        u_quality = world.draws(POST, 1, draw=s + 1)[1]
        assert content.quality[1, s] == pytest.approx(0.5 + 0.3 * (u_quality - 0.5), abs=1e-6)


# Posts for brands outside this market -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sells", [True, False])
def test_a_share_of_ones_own_posts_is_sold_to_brands_outside(world: Any, sells: bool) -> None:
    u_sold = world.draws(POST, 1, draw=1)[3]
    world.model.creators.posting[1], world.model.creators.load[1] = 1.0, 0.4
    world.model.creators.sold[1] = world.above(u_sold) if sells else u_sold
    assert published(world) == [OTHER if sells else ORGANIC]
    assert world.model.creators.load[1] == pytest.approx(0.95 * 0.4 + 0.05 * sells)
    assert not world.model.tally.brand.any()


def test_of_two_posts_one_may_be_sold(world: Any) -> None:
    world.model.creators.posting[1], world.model.creators.sold[1] = 2.0, 0.5
    for world.day in range(20):
        world.model.creators.load[1] = 0.4
        sold = [world.draws(POST, 1, draw=n)[3] < 0.5 for n in (1, 2)]
        assert published(world) == [OTHER if each else ORGANIC for each in sold]
        load = 0.4
        for place in range(2):  # the sponsored ones are taken for the first
            load = 0.95 * load + 0.05 * (place < sum(sold))
        assert world.model.creators.load[1] == pytest.approx(load)


@pytest.mark.parametrize("labels", [True, False])
@pytest.mark.parametrize("honest", [True, False])
@pytest.mark.parametrize("found", [True, False])
def test_a_post_for_an_outside_brand_has_its_fit_true_use_label_and_luck(
    world: Any, labels: bool, honest: bool, found: bool
) -> None:
    """Its fit is uniform in 0.5..1. The second post of the day shows that each has draws of its own."""
    world.model.creators.posting[1], world.model.creators.sold[1] = 2.0, 0.999
    u_label, u_quality, _, u_sold = world.draws(POST, 1, draw=2)
    u_uses, u_found = world.draws(POST, 1, draw=33)[0], world.draws(FINE, 1, draw=1)[0]
    world.model.creators.labels[1] = world.above(u_label) if labels else u_label
    world.model.creators.integrity[1] = world.above(u_uses) if honest else u_uses
    world.turn("regulation", enforcement=world.above(u_found) if found else u_found)
    assert published(world) == [OTHER, OTHER]
    content = world.tables.content
    assert content.fit[1, 1] == pytest.approx(0.5 + 0.5 * u_sold / 0.999, abs=1e-6)
    assert content.quality[1, 1] == pytest.approx(0.5 + 0.3 * (u_quality - 0.5), abs=1e-6)
    assert (content.control[1, 1], content.label[1, 1], content.uses[1, 1]) == (0, labels, honest)
    first_found = world.draws(FINE, 1)[0] < world.model.rules.regulation.enforcement and not content.label[1, 0]
    assert world.model.tally.creator[1, FINED] == first_found + (found and not labels)
    assert world.model.creators.load[1] == pytest.approx(1 - 0.95**2)
