"""The Markov chain's removal effects against their definition: delete the channel, solve again."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view import attribution
from simulation.brand_view.attribution import chain, markov, removal
from tests.examples import examples

KNOWN = {"path": ["A>B>A>B>B>A", "A>B>B>A>A", "A>A"], "conversions": [1, 1, 1]}


@st.composite
def tables(draw: st.DrawFn, channels: int = 6) -> attribution.Paths:
    """Some paths over a few channels, that converted or did not, at least one of them did."""
    path = st.lists(st.integers(0, channels - 1), min_size=1, max_size=7)
    rows = draw(st.lists(st.tuples(path, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
    rows.append((draw(path), 1, 0))
    conversions = [float(row[1]) for row in rows]
    return attribution.read(
        {
            "path": [">".join(f"c{channel}" for channel in row[0]) for row in rows],
            "conversions": conversions,
            "nulls": [row[2] for row in rows],
            "value": [amount * (1 + place % 5) for place, amount in enumerate(conversions)],
        }
    )


def lost_by_deletion(walks: chain.Chain, channels: int, reward: np.ndarray) -> np.ndarray:
    """The definition: leave out the channel's states, so that what led to them leads nowhere, and solve again."""
    states = len(walks.channel)
    moves = np.zeros((states, states))
    moves[np.repeat(np.arange(states), np.diff(walks.first)), walks.head] = walks.probability
    whole = walks.entry @ np.linalg.solve(np.eye(states) - moves, reward)
    lost = []
    for channel in range(channels):
        kept = walks.channel != channel
        rest = np.eye(kept.sum()) - moves[np.ix_(kept, kept)]
        lost.append(whole - walks.entry[kept] @ np.linalg.solve(rest, reward[kept]))
    return np.array(lost)


def test_the_known_path_set_gives_two_to_a_and_one_to_b_exactly() -> None:
    table = attribution.attribute(KNOWN, "markov")
    assert table["conversions"].tolist() == [2.0, 1.0]
    assert table["channel"].tolist() == ["A", "B"]


def test_repeating_a_touch_at_once_changes_nothing_in_a_chain_of_order_one() -> None:
    without = {"path": ["A>B>A>B>A", "A>B>A", "A"], "conversions": [1, 1, 1]}
    pd.testing.assert_frame_equal(attribution.attribute(KNOWN, "markov"), attribution.attribute(without, "markov"))


def test_with_nulls_a_channel_that_leads_nowhere_loses_against_one_that_converts() -> None:
    paths = {"path": ["a > b", "a", "b"], "conversions": [2, 0, 2], "nulls": [0, 6, 0]}
    # b(a) = 1/4 on 8 of 10 walks, b(b) = 1 on 4 of 10: 0.2 lost without a, 0.4 without b.
    assert attribution.attribute(paths, "markov")["conversions"].tolist() == pytest.approx([4 / 3, 8 / 3])


def test_order_two_tells_apart_what_order_one_mixes() -> None:
    # After a, b converts; after c, b does not. To order one b is b, and c seems to help.
    paths = {"path": ["a > b", "c > b"], "conversions": [4, 0], "nulls": [0, 4]}
    first, second = (attribution.attribute(paths, "markov", order=order).set_index("channel") for order in (1, 2))
    assert first.loc["c", "conversions"] == pytest.approx(1)
    assert second.loc["c", "conversions"] == 0
    assert second.loc["a", "conversions"] == pytest.approx(2)


@given(tables(), st.integers(1, 3))
@examples(20)
def test_both_solvers_give_what_deleting_each_channel_gives(paths: attribution.Paths, order: int) -> None:
    walks = chain.build(paths, order)
    number = len(paths.channels)
    for dense, close in ((True, 1e-10), (False, 1e-8)):
        for lost, reward in zip(
            markov.removal_effects(walks, number, dense=dense), (walks.converts, walks.pays), strict=True
        ):
            assert lost == pytest.approx(lost_by_deletion(walks, number, reward), rel=close, abs=close / 100)


@given(tables(), st.integers(1, 3))
@examples(20)
def test_the_chain_converts_at_the_empirical_rate(paths: attribution.Paths, order: int) -> None:
    rate = paths.conversions.sum() / paths.weight.sum()
    assert markov.conversion_rate(paths, order) == pytest.approx(rate, rel=0, abs=1e-12)


@given(tables(), st.integers(1, 3))
@examples(20)
def test_counted_visits_are_the_fundamental_matrix_row_of_the_start(paths: attribution.Paths, order: int) -> None:
    walks = chain.build(paths, order)
    assert walks.entry @ markov._inverse(walks) == pytest.approx(walks.visits, rel=1e-10)


def test_the_two_solvers_agree_on_a_hundred_channels() -> None:
    rng = np.random.default_rng(5)
    rows = 600
    length = np.minimum(rng.geometric(0.25, rows), 20)
    home = np.repeat(rng.integers(0, 5, rows), length)
    channel = home * 20 + rng.integers(0, 20, len(home))  # people keep to a niche, but for some strays
    stray = rng.random(len(home)) < 0.1
    channel[stray] = rng.integers(0, 100, stray.sum())
    converted = (rng.random(rows) < 0.1).astype(float)
    first = np.concatenate([[0], np.cumsum(length)])
    paths = attribution.Paths(tuple(f"c{place:03d}" for place in range(100)), first, channel, converted, 1 - converted)
    for order in (1, 2):
        walks = chain.build(paths, order)
        if order == 2:
            assert len(walks.channel) > 800
        dense, sparse = (markov.removal_effects(walks, 100, dense=dense)[0] for dense in (True, False))
        assert sparse == pytest.approx(dense, rel=1e-9)


def test_a_chain_in_which_nobody_comes_back_at_once_needs_no_compiling_of_its_own() -> None:
    """Of no transitions numpy counts integers, and numba compiled the whole solver a second time for them."""
    for path in (["a>b>c>a", "b>c>d", "d>a>b>b"], ["a>b", "b>c", "c"]):
        walks = chain.build(attribution.read({"path": path, "conversions": [1] * 3, "nulls": [2] * 3}), 1)
        markov.removal_effects(walks, 4, dense=False)
    assert len(removal._sweep.signatures) == 1


def test_a_cycle_that_is_hard_to_leave_is_solved_to_the_end() -> None:
    # 400 rounds of a > b before anything happens: changes shrink by a quarter of a per cent a sweep.
    paths = attribution.read({"path": [">".join(["a", "b"] * 400), "a>c"], "conversions": [1, 1], "nulls": [0, 3]})
    walks = chain.build(paths, 1)
    dense, sparse = (markov.removal_effects(walks, 3, dense=dense)[0] for dense in (True, False))
    assert sparse == pytest.approx(dense, rel=1e-9)


def test_no_conversions_leave_nothing_to_hand_out() -> None:
    table = attribution.attribute({"path": ["a > b"], "conversions": [0], "nulls": [5]}, "markov")
    assert table["conversions"].tolist() == [0, 0]
    assert table["share"].tolist() == [0, 0]
