"""How alike friends are: by hand, against permuted ends, from files as Deezer's, and of the market's people."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from experiments.validation.real_data import market_side
from experiments.validation.real_data.data_sets import SETS, genres
from experiments.validation.real_data.likeness import LIKENESS, cosines, directions, excess, interests_of, likeness
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies.named import named
from tests.small_markets import Tiny

EDGES, GENRES = "RO_edges.csv", "RO_genres.json"
FRIENDS = "node_1,node_2\n0,1\n1,2\n2,3\n"
LIKED = {"0": ["Pop"], "1": ["Pop"], "2": ["Rock"], "3": ["Rock", "Pop"]}
HALF = math.sqrt(0.5)
BY_HAND = ((1 + HALF) / 3 - (2 + 5 * HALF) / 13) / (1 - (2 + 5 * HALF) / 13)
"""Of LIKED: friends 0-1 have cosine 1, 1-2 0, 2-3 sqrt(1/2). Pairs of anybody count as often as the product of their
numbers of friends (1, 2, 2, 1): 0-1 twice, 0-2 twice, 0-3 once, 1-2 four times, 1-3 and 2-3 twice."""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write the two files and return their folder; None leaves one out."""

    def write(friends: str | None = FRIENDS, liked: object = LIKED) -> Path:
        if friends is not None:
            (tmp_path / EDGES).write_text(friends)
        if liked is not None:
            (tmp_path / GENRES).write_text(liked if isinstance(liked, str) else json.dumps(liked))
        return tmp_path

    return write


def test_likeness_is_what_the_files_say(folder: Callable[..., Path]) -> None:
    found, drawn = genres(folder())
    assert found == {LIKENESS: pytest.approx(BY_HAND)}
    assert len(drawn) > 100
    assert SETS["graph_deezer_ro_genres"] == ("Deezer Romania", genres)


def test_a_friendship_counts_once_and_nobody_is_a_friend_of_oneself(folder: Callable[..., Path]) -> None:
    assert genres(folder(f"{FRIENDS}1,0\n2,2\n3,2\n"))[0] == {LIKENESS: pytest.approx(BY_HAND)}


def test_a_genre_that_is_named_twice_counts_once(folder: Callable[..., Path]) -> None:
    assert genres(folder(liked=LIKED | {"3": ["Rock", "Pop", "Rock"]}))[0] == {LIKENESS: pytest.approx(BY_HAND)}


def test_users_without_genres_are_left_out_with_their_friendships(folder: Callable[..., Path]) -> None:
    found = genres(folder(f"{FRIENDS}3,4\n4,0\n", LIKED | {"4": []}))[0]
    assert found == {LIKENESS: pytest.approx(BY_HAND)}
    assert genres(folder("node_1,node_2\n0,4\n", LIKED | {"4": []})) == ({}, [])


@pytest.mark.parametrize(
    ("friends", "liked", "said"),
    [
        (None, LIKED, f"has no {EDGES}, takes {EDGES} or {EDGES}.gz in it"),
        (FRIENDS, None, f"has no {GENRES}, takes {GENRES} or {GENRES}.gz in it"),
        (f"{FRIENDS}3,7\n", LIKED, f"{EDGES}: row 4, column node_2: got '7', takes a user of {GENRES}"),
        ("node_1,node_2\n0,1\nsix,2\n", LIKED, f"{EDGES}: row 2, column node_1: got 'six', a number is due"),
        ("node_1,node_2\n0,1\n1,\n", LIKED, f"{EDGES}: row 2, column node_2: got 'nan', takes a user"),
        (FRIENDS, '{"0": ["Pop"],\n "1": ["Pop"', f"{GENRES}: Expecting ',' delimiter: line 2 column 13"),
        (FRIENDS, '["Pop"]', f"{GENRES}: got a list, takes an object of users, each with a list of genres"),
        (FRIENDS, LIKED | {"2": "Rock"}, f"{GENRES}: user '2': got 'Rock', takes a list of genres"),
        (FRIENDS, LIKED | {"2": ["Rock", 5]}, f"{GENRES}: user '2': got \\['Rock', 5\\], takes a list of genres"),
        (FRIENDS, LIKED | {"Ann": ["Rock"]}, f"{GENRES}: user 'Ann': a number is due"),
        (FRIENDS, LIKED | {"9" * 5000: ["Rock"]}, f"{GENRES}: user '?9999.*: a number is due"),
    ],
)
def test_files_that_cannot_be_read_are_named(
    friends: str | None, liked: object, said: str, folder: Callable[..., Path]
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        genres(folder(friends, liked))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", [EDGES, GENRES])
def test_a_packed_file_that_was_cut_off_is_named(name: str, folder: Callable[..., Path]) -> None:
    place = folder()
    packed = gzip.compress((place / name).read_bytes())
    (place / f"{name}.gz").write_bytes(packed[:-9])
    with pytest.raises(InputError, match=rf"{name}\.gz: Compressed file ended"):
        genres(place)


def test_anybody_is_the_mean_over_permuted_ends() -> None:
    rng = np.random.default_rng(0)
    vectors = directions((rng.random((60, 7)) < 0.3) + np.eye(7)[rng.integers(0, 7, 60)])
    first, second = rng.integers(0, 60, (2, 400))
    first, second = first[first != second], second[first != second]
    ends, permuted = np.concatenate([first, second]), []
    for _ in range(1000):
        a, b = np.split(rng.permutation(ends), 2)
        permuted.append(cosines(vectors, a[a != b], b[a != b]).mean())
    anybody = float(np.mean(permuted))
    error = float(np.std(permuted)) / math.sqrt(len(permuted)) / (1 - anybody)
    near = cosines(vectors, first, second)
    expected = (near.mean() - anybody) / (1 - anybody)
    assert excess(vectors, first, second, near) == pytest.approx(expected, abs=4 * error)
    assert error < 0.001


def test_likeness_is_zero_among_strangers_one_among_twins_and_none_where_all_are_alike() -> None:
    pairs = np.arange(6)[:, None] + np.zeros(2, np.int64)
    first, second = 2 * pairs[:, 0], 2 * pairs[:, 1] + 1
    twins = directions(np.repeat(np.eye(6), 2, axis=0))
    assert likeness(twins, first, second) == pytest.approx(1)
    everybody = np.array([(a, b) for a in range(12) for b in range(a)])
    assert likeness(twins, *everybody.T) == pytest.approx(0, abs=1e-12)
    assert math.isnan(likeness(directions(np.ones((12, 3))), first, second))
    assert math.isnan(likeness(twins, first[:0], second[:0]))


def test_a_person_who_is_drawn_twice_counts_twice() -> None:
    """Friends 0-1 and 2-3 of LIKED, the second twice: near (1 + 2 sqrt(1/2)) / 3; of anybody 0-1 counts once, each pair
    across twice, 2-3 four times."""
    vectors = directions(np.array([[1, 0], [1, 0], [0, 1], [1, 1]]))
    first, second = np.array([0, 2]), np.array([1, 3])
    near = cosines(vectors, first, second)
    anybody = (1 + 2 * (HALF + HALF) + 4 * HALF) / (1 + 4 * 2 + 4)
    assert excess(vectors, first, second, near, np.array([1.0, 2.0])) == pytest.approx(
        ((1 + 2 * HALF) / 3 - anybody) / (1 - anybody)
    )


def test_users_are_drawn_with_their_friendships(folder: Callable[..., Path]) -> None:
    """Brute force over the users who are drawn: two of them are friends if they are in the file."""
    drawn = genres(folder())[1]
    vectors, rng = directions(np.array([[1, 0], [1, 0], [0, 1], [1, 1]])), np.random.default_rng(0)
    for found in drawn[:20]:
        users = rng.integers(0, 4, 4)
        friends = [(a, b) for a in users for b in users if abs(a - b) == 1]
        if not friends:
            assert math.isnan(float(found[LIKENESS]))  # type: ignore[arg-type]
            continue
        ends = [a for a, _ in friends]
        anybody = np.mean([vectors[a] @ vectors[b] for a in ends for b in ends if a != b])
        near = np.mean([vectors[a] @ vectors[b] for a, b in friends])
        expected = (near - anybody) / (1 - anybody) if anybody < 1 - 1e-9 else math.nan
        assert found[LIKENESS] == pytest.approx(expected, nan_ok=True)


def test_interests_are_directions_over_niches() -> None:
    found = interests_of(np.array([0, 2]), np.array([1, 2]), np.array([0.6, 0.7]), 3)
    assert found == pytest.approx(np.array([[0.6, 0.4, 0], [0, 0, 1]]) / [[math.hypot(0.6, 0.4)], [1]])


def test_likeness_in_the_market_is_that_of_the_niches_of_friends(tiny: Tiny) -> None:
    model = tiny.market()
    people, friends = model.consumers, model.tables.friends

    def interests(person: int) -> dict[int, float]:
        first, second, weight = int(people.niche[person]), int(people.second[person]), float(people.weight[person])
        return {first: 1.0} if first == second else {first: weight, second: 1 - weight}

    def cosine(one: int, other: int) -> float:
        a, b = interests(one), interests(other)
        return sum(a[k] * b.get(k, 0) for k in a) / math.hypot(*a.values()) / math.hypot(*b.values())

    number = np.diff(friends.start)
    everybody = range(len(number))
    near = np.mean(
        [cosine(a, int(b)) for a in everybody for b in friends.friend[friends.start[a] : friends.start[a + 1]]]
    )
    pairs = [(a, b) for a in everybody for b in everybody if a != b]
    anybody = np.average([cosine(a, b) for a, b in pairs], weights=[number[a] * number[b] for a, b in pairs])
    assert market_side.likeness_of_friends(model) == pytest.approx((near - anybody) / (1 - anybody))


def test_friends_are_the_more_alike_the_more_circles_form_inside_a_niche(tiny: Tiny) -> None:
    found = []
    for share in (0.0, 0.5, 1.0):
        scenario = tiny.scenario(market={"consumers": 2_000}, graph={"friend_homophily": share})
        with MarketModel(scenario, named("none"), 1, threads=1) as model:
            found.append(market_side.likeness_of_friends(model))
    assert found[0] == pytest.approx(0, abs=0.05)
    assert found[0] + 0.2 < found[1] < found[2] - 0.2
