"""Content: what creators publish."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.content import pick_format, posts_due, publish
from simulation.state.columns import ORGANIC, OTHER


@given(
    length=st.integers(1, 400),
    posts=st.integers(1, 300),
    first=st.integers(0, 500),
    creator=st.integers(0, 10_000),
)
def test_a_contracts_posts_are_all_published_and_spread_evenly_over_its_days(
    length: int, posts: int, first: int, creator: int
) -> None:
    due = [posts_due(day, first, length, posts, creator) for day in range(first, first + length)]
    assert sum(due) == posts
    assert max(due) - min(due) <= 1
    halves = sum(due[: length // 2]), posts * (length // 2) / length
    assert abs(halves[0] - halves[1]) <= 1


@given(day=st.integers(0, 100), first=st.integers(0, 100), length=st.integers(1, 50), posts=st.integers(0, 50))
def test_nothing_is_due_outside_the_contract(day: int, first: int, length: int, posts: int) -> None:
    if not first <= day < first + length or posts == 0:
        assert posts_due(day, first, length, posts, 3) == 0


def test_creators_with_like_contracts_do_not_all_post_on_the_same_days() -> None:
    days = np.array([[posts_due(day, 0, 84, 8, i) for day in range(84)] for i in range(200)])
    assert days.sum(axis=0).max() < 100
    assert (days.sum(axis=1) == 8).all()


@given(weights=st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any), u=st.integers(0, 2**24 - 1))
def test_a_format_is_picked_with_its_share(scene: Any, weights: list[int], u: int) -> None:
    shares = [w / sum(weights) for w in weights]
    feed = scene(platform={"format_share": shares}).model.rules.feed
    uniform = np.float32(u * 2.0**-24)
    picked = pick_format(uniform, feed)
    low, high = sum(shares[:picked]), sum(shares[: picked + 1])
    assert low - 1e-6 <= uniform <= high + 1e-6


def published(world: Any, days: int) -> list[list[tuple[int, int]]]:
    """(creator, brand) of every post of every day."""
    every = []
    content = world.tables.content
    for day in range(days):
        world.day = day
        for i in range(len(content.number)):
            publish(i, *world.context)
        every.append([(i, int(content.brand[i, s])) for i, n in enumerate(content.number) for s in range(n)])
    return every


def contract(world: Any, brand: int, creator: int, posts: int, **about: Any) -> None:
    contracts = world.tables.contracts
    contracts.posts[brand, creator], contracts.first[brand, creator], contracts.length[brand, creator] = posts, 0, 10
    for name, value in about.items():
        getattr(contracts, name)[brand, creator] = value


def test_creators_post_as_often_as_their_rate_says(scene: Any) -> None:
    world = scene(creators={"most_posts": 4})
    world.model.creators.posting[:] = [0.0, 0.4, 2.5]
    days = 400
    counts = np.zeros(3)
    for day in published(world, days):
        for creator, brand in day:
            assert brand == ORGANIC
            counts[creator] += 1
    assert counts[0] == 0
    assert counts[1] / days == pytest.approx(0.4, abs=4.5 * np.sqrt(0.24 / days))
    assert counts[2] / days == pytest.approx(2.5, abs=4.5 * np.sqrt(0.25 / days))


def test_sponsored_posts_come_first_and_organic_ones_without_room_are_dropped(scene: Any) -> None:
    world = scene(creators={"most_posts": 3})
    world.model.creators.posting[:] = 3.0
    contract(world, 0, 0, 10)
    contract(world, 1, 0, 10)
    contract(world, 1, 1, 5)
    for number, day in enumerate(published(world, 10)):
        first = number % 2  # brands take turns
        assert [brand for creator, brand in day if creator == 0] == [first, 1 - first, ORGANIC]
        assert [brand for creator, brand in day if creator == 2] == [ORGANIC] * 3
    total = [entry for day in published(world, 10) for entry in day]
    assert total.count((1, 1)) == 5


def test_a_share_of_posts_is_paid_for_by_brands_outside_this_market(scene: Any) -> None:
    world = scene(creators={"other_sponsors": 0.25, "most_posts": 16})
    world.model.creators.posting[:] = 10.0
    posts = [brand for day in published(world, 100) for _, brand in day]
    assert set(posts) == {ORGANIC, OTHER}
    assert posts.count(OTHER) / len(posts) == pytest.approx(0.25, abs=4.5 * np.sqrt(0.1875 / len(posts)))


def outside(world: Any) -> np.ndarray:
    """quality, fit, true use, label of every post for brands outside, over many days."""
    rows = []
    content = world.tables.content
    for day in range(150):
        world.day = day
        for i in range(3):
            publish(i, *world.context)
            for s in range(content.number[i]):
                columns = content.quality, content.fit, content.uses, content.label
                rows.append([float(column[i, s]) for column in columns])
    return np.array(rows)


def test_posts_for_brands_outside_are_honest_as_often_as_their_creators_are(scene: Any) -> None:
    world = scene(creators={"other_sponsors": 1.0, "most_posts": 16})
    world.model.creators.posting[:], world.model.creators.integrity[:] = 10.0, 0.7
    world.model.creators.labels[:], world.model.creators.sold[:] = 0.3, 1.0
    posts = outside(world)
    error = 4.5 * np.sqrt(0.25 / len(posts))
    assert posts[:, 2].mean() == pytest.approx(0.7, abs=error)
    assert posts[:, 3].mean() == pytest.approx(0.3, abs=error)
    assert 0.5 <= posts[:, 1].min() < posts[:, 1].max() <= 1
    assert posts[:, 1].mean() == pytest.approx(0.75, abs=error)
    related = np.corrcoef(posts.T)[np.triu_indices(4, 1)]
    assert np.abs(related).max() < 5 / np.sqrt(len(posts)), "quality, fit, true use and label have draws of their own"


@given(craft=st.floats(0, 1), control=st.floats(0, 1))
def test_quality_is_craft_give_or_take_and_a_script_takes_from_it(scene: Any, craft: float, control: float) -> None:
    world = scene()
    world.model.creators.craft[:] = craft
    contract(world, 0, 0, 10, control=control)
    for day in range(10):
        world.day = day
        publish(0, *world.context)
        quality, scripted = float(world.tables.content.quality[0, 0]), 1 - control / 2
        assert max(craft - 0.15, 0) * scripted - 1e-6 <= quality <= min((craft + 0.15) * scripted, 1) + 1e-6


def test_a_label_is_there_if_the_brand_insists_and_else_by_the_creators_habit(scene: Any) -> None:
    world = scene()
    world.model.creators.labels[:] = [0.0, 0.0, 1.0]
    for creator, insists in ((0, 0), (1, 1), (2, 0)):
        contract(world, 0, creator, 10, label=insists)
    for day in range(10):
        world.day = day
        for i in range(3):
            publish(i, *world.context)
        assert world.tables.content.label[:, 0].tolist() == [0, 1, 1]


def test_an_organic_post_fits_needs_no_label_and_is_sincere(scene: Any) -> None:
    world = scene()
    world.model.creators.posting[:] = 1.0
    publish(0, *world.context)
    content = world.tables.content
    assert content.number[0] == 1
    assert (content.fit[0, 0], content.control[0, 0], content.label[0, 0], content.uses[0, 0]) == (1, 0, 0, 1)


def test_a_post_carries_the_fit_control_and_true_use_of_its_contract(scene: Any) -> None:
    world = scene()
    contract(world, 1, 2, 10, control=0.75, uses=1)
    world.model.creators.fit[2, 1] = 0.625
    publish(2, *world.context)
    content = world.tables.content
    assert (content.brand[2, 0], content.fit[2, 0], content.control[2, 0], content.uses[2, 0]) == (1, 0.625, 0.75, 1)
