"""Shapley values against their definition, and the sampled ones against the exact ones."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view import attribution
from simulation.brand_view.attribution import arrivals, shapley
from simulation.brand_view.attribution.methods import METHODS
from simulation.compute.compiling import interpreted, set_threads
from tests.examples import examples


@st.composite
def tables(draw: st.DrawFn) -> attribution.Paths:
    path = st.lists(st.integers(0, 4), min_size=1, max_size=6)
    rows = draw(st.lists(st.tuples(path, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=10))
    return attribution.read(
        {
            "path": [">".join(f"c{channel}" for channel in row[0]) for row in rows],
            "conversions": [row[1] for row in rows],
            "nulls": [row[2] for row in rows],
            "value": [row[1] * 2.5 for row in rows],
        }
    )


def by_definition(paths: attribution.Paths, rate: bool, amount: np.ndarray) -> np.ndarray:
    """Mean contribution over all orders of arrival."""
    number = len(paths.channels)
    touched = [set(paths.touch[a:b].tolist()) for a, b in itertools.pairwise(paths.first)]

    def worth(players: set[int]) -> float:
        inside = [row for row, channels in enumerate(touched) if channels <= players]
        journeys = paths.weight[inside].sum()
        if not rate:
            return float(amount[inside].sum())
        return float(amount[inside].sum() / journeys * paths.weight.sum()) if journeys else 0.0

    values = np.zeros(number)
    orders = list(itertools.permutations(range(number)))
    for order in orders:
        for place, channel in enumerate(order):
            values[channel] += worth(set(order[: place + 1])) - worth(set(order[:place]))
    return values / len(orders)


@given(tables())
@examples(20)
def test_equal_shares_are_the_shapley_values_of_the_path_set_game(paths: attribution.Paths) -> None:
    found = shapley.by_path_set(paths)
    assert found.conversions == pytest.approx(by_definition(paths, False, paths.conversions), abs=1e-10)
    assert found.value == pytest.approx(by_definition(paths, False, paths.value), abs=1e-10)


@given(tables())
@examples(20)
def test_the_exact_sum_is_the_shapley_value_of_the_rate_game(paths: attribution.Paths) -> None:
    found = shapley.by_conversion_rate(paths)
    assert found.conversions == pytest.approx(by_definition(paths, True, paths.conversions), abs=1e-9)
    assert found.value == pytest.approx(by_definition(paths, True, paths.value), abs=1e-9)
    assert found.error is None


def many(channels: int, rows: int = 400, seed: int = 2) -> attribution.Paths:
    rng = np.random.default_rng(seed)
    conversions = rng.integers(0, 3, rows)
    return attribution.read(
        {
            "path": [">".join(f"c{c:02d}" for c in rng.integers(0, channels, rng.integers(1, 5))) for _ in range(rows)],
            "conversions": conversions,
            "nulls": rng.integers(0, 4, rows),
            "value": conversions * rng.random(rows),
        }
    )


def test_sampled_values_lie_about_the_exact_ones_as_their_errors_say(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = many(12)
    exact = shapley.by_conversion_rate(paths)
    monkeypatch.setattr(shapley, "EXACT_CHANNELS", 11)
    off = []
    for seed in range(40):
        sampled = shapley.by_conversion_rate(paths, samples=200, seed=seed)
        assert sampled.error is not None
        off.append((sampled.conversions - exact.conversions) / sampled.error)
    # 480 errors in units of the standard error: mean square 1, with a few per cent of room; 95 % within 1.96.
    assert np.mean(np.square(off)) == pytest.approx(1, abs=0.25)
    assert np.mean(np.abs(off) < 1.96) == pytest.approx(0.95, abs=0.03)


def test_thirteen_channels_are_sampled_and_twelve_are_not() -> None:
    table = attribution.attribute(many(13), "shapley", value_function="conversion_rate", samples=100)
    assert (table["standard_error"] > 0).all()
    assert (table["value_standard_error"] > 0).all()
    exact = attribution.attribute(many(12), "shapley", value_function="conversion_rate")
    assert exact["standard_error"].isna().all()


def test_the_same_seed_draws_the_same_orders_on_any_number_of_threads() -> None:
    paths = many(40)
    ways = []
    for threads in (1, None):
        set_threads(threads)
        ways.append(shapley.by_conversion_rate(paths, samples=64, seed=3).conversions.tolist())
    set_threads(None)
    assert ways[0] == ways[1]
    assert shapley.by_conversion_rate(paths, samples=64, seed=4).conversions.tolist() != ways[0]


def test_the_compiled_contributions_are_the_interpreted_ones() -> None:
    paths = many(15, rows=30)
    row, member = shapley._distinct(paths)
    sets = shapley._merge(paths, row, member)
    rank = np.stack([np.random.default_rng(k).permutation(15) for k in range(4)]).astype(np.int32)
    given = (rank, sets.first, sets.member, sets.conversions, sets.value, sets.journeys)
    assert (arrivals.contributions(*given) == interpreted(arrivals.contributions)(*given)).all()


def test_sets_that_are_alike_are_put_together_whatever_the_order_and_repetition() -> None:
    paths = attribution.read(
        {"path": ["a>b", "b>a>b", "a", "c>a>b", "a>a"], "conversions": [1, 2, 4, 8, 16], "nulls": [0, 0, 1, 0, 0]}
    )
    sets = shapley._merge(paths, *shapley._distinct(paths))
    found = {
        tuple(sets.member[a:b].tolist()): amount
        for a, b, amount in zip(sets.first[:-1], sets.first[1:], sets.conversions, strict=True)
    }
    assert found == {(0, 1): 3, (0,): 20, (0, 1, 2): 8}


def test_a_channel_that_only_ever_failed_is_paid_less_than_nothing_by_the_rate_game() -> None:
    paths = {"path": ["a", "b"], "conversions": [5, 0], "nulls": [5, 10]}
    table = attribution.attribute(paths, "shapley:conversion_rate").set_index("channel")["conversions"]
    assert table["b"] < 0
    assert table.sum() == pytest.approx(5)


def test_a_market_in_which_nobody_met_anything_and_nobody_bought_credits_nothing():
    nothing = np.zeros(0, np.int64)
    paths = attribution.Paths(("direct",), np.zeros(1, np.int64), nothing, np.zeros(0), np.zeros(0), np.zeros(0))
    for method in METHODS:
        assert attribution.attribute(paths, method)["conversions"].tolist() == [0.0]
