"""What holds for every method, whatever the paths."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.brand_view import attribution
from tests.examples import examples

METHODS = [*attribution.METHODS, "markov:2", "markov:3", "shapley:conversion_rate", "time_decay:2"]
SETTINGS = examples(4)
pytestmark = pytest.mark.filterwarnings("ignore::simulation.errors.InputWarning")  # one path may add up the others


@st.composite
def tables(draw: st.DrawFn, channels: str = "abcde") -> pd.DataFrame:
    path = st.lists(st.sampled_from(channels), min_size=1, max_size=6)
    counts = st.integers(0, 4)
    rows = draw(st.lists(st.tuples(path, counts, counts), min_size=1, max_size=10))
    return pd.DataFrame(
        {
            "path": [" > ".join(row[0]) for row in rows],
            "conversions": [row[1] for row in rows],
            "nulls": [row[2] for row in rows],
            "value": [row[1] * 9.99 for row in rows],
            "times": [" > ".join(str(2 * step) for step in reversed(range(len(row[0])))) for row in rows],
        }
    )


def credits_of(paths: pd.DataFrame, method: str) -> pd.DataFrame:
    return attribution.attribute(paths, method).set_index("channel")[["conversions", "value"]]


@pytest.mark.parametrize("method", METHODS)
@given(paths=tables())
@SETTINGS
def test_everything_is_handed_out_and_no_more(method: str, paths: pd.DataFrame) -> None:
    table = attribution.attribute(paths, method)
    for amount in ("conversions", "value"):
        total = math.fsum(paths[amount])
        assert math.fsum(table[amount]) == pytest.approx(total, rel=1e-12, abs=1e-12)
    if paths["conversions"].sum():
        assert math.fsum(table["share"]) == pytest.approx(1, rel=1e-12)
    if method != "shapley:conversion_rate":
        assert (table["conversions"] >= 0).all()


@pytest.mark.parametrize("method", METHODS)
@given(paths=tables(), data=st.data())
@SETTINGS
def test_the_order_of_rows_plays_no_part(method: str, paths: pd.DataFrame, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(paths))))
    pd.testing.assert_frame_equal(credits_of(paths, method), credits_of(paths.iloc[order], method), atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(paths=tables())
@SETTINGS
def test_rows_that_are_alike_may_be_added_up(method: str, paths: pd.DataFrame) -> None:
    together = paths.groupby(["path", "times"], as_index=False)[["conversions", "nulls", "value"]].sum()
    pd.testing.assert_frame_equal(credits_of(paths, method), credits_of(together, method), atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(paths=tables())
@SETTINGS
def test_names_are_only_names(method: str, paths: pd.DataFrame) -> None:
    new = dict(zip("abcde", ["zoe", "yan", "Xia", "w w", "été"], strict=True))
    renamed = paths.assign(path=[" > ".join(new[step] for step in path.split(" > ")) for path in paths["path"]])
    found = credits_of(renamed, method).rename(index={name: letter for letter, name in new.items()}).sort_index()
    pd.testing.assert_frame_equal(found, credits_of(paths, method), atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(paths=tables("abc"))
@SETTINGS
def test_a_channel_that_no_journey_touched_gets_none(method: str, paths: pd.DataFrame) -> None:
    absent = pd.DataFrame({"path": ["ghost > a"], "conversions": [0], "nulls": [0], "value": [0.0], "times": ["2 > 0"]})
    found = credits_of(pd.concat([paths, absent]), method)
    assert found.loc["ghost"].tolist() == [0, 0]


@pytest.mark.parametrize("method", METHODS)
@given(amounts=st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5)), min_size=1, max_size=8))
@SETTINGS
def test_all_methods_agree_where_paths_have_one_channel(method: str, amounts: list[tuple[str, int]]) -> None:
    paths = pd.DataFrame({"path": [row[0] for row in amounts], "conversions": [row[1] for row in amounts], "nulls": 0})
    if method == "shapley:conversion_rate":  # here rates, not numbers, are compared: agreement needs one channel
        paths["path"] = "a"
    found = attribution.attribute(paths, method).set_index("channel")["conversions"]
    expected = paths.groupby("path")["conversions"].sum()
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("value_function", ["path_set", "conversion_rate"])
@given(paths=tables("abc"))
@SETTINGS
def test_channels_that_play_the_same_part_get_equal_shapley_values(value_function: str, paths: pd.DataFrame) -> None:
    swapped = paths.assign(path=paths["path"].str.translate(str.maketrans("ab", "ba")))
    both = pd.concat([paths, swapped])
    table = attribution.attribute(both, "shapley", value_function=value_function).set_index("channel")["conversions"]
    if {"a", "b"} <= set(table.index):
        assert table["a"] == pytest.approx(table["b"], abs=1e-9)


@given(paths=tables())
@SETTINGS
def test_every_weight_of_a_conversion_scales_the_credit(paths: pd.DataFrame) -> None:
    tenth = paths.assign(conversions=paths["conversions"] / 10, nulls=paths["nulls"] / 10, value=paths["value"] / 10)
    for method in METHODS:
        pd.testing.assert_frame_equal(credits_of(paths, method) / 10, credits_of(tenth, method), atol=1e-9)
