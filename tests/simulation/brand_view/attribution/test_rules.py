"""The rules of thumb, each at its corners."""

import pandas as pd
import pytest

from simulation.brand_view import attribution
from simulation.errors import InputError


def credits_of(paths: dict[str, list[object]], method: str, **settings: object) -> dict[str, float]:
    table = attribution.attribute(paths, method, **settings)  # type: ignore[arg-type]
    return dict(zip(table["channel"], table["conversions"], strict=True))


def one(path: str, **columns: object) -> dict[str, list[object]]:
    return {"path": [path], "conversions": [1], **{name: [cell] for name, cell in columns.items()}}


def test_first_and_last_pay_the_ends() -> None:
    assert credits_of(one("a > b > c"), "first") == {"a": 1, "b": 0, "c": 0}
    assert credits_of(one("a > b > c"), "last") == {"a": 0, "b": 0, "c": 1}


def test_a_direct_visit_passes_the_credit_back_unless_there_is_nothing_else() -> None:
    assert credits_of(one("a > b > Direct > direct"), "last_non_direct") == {"Direct": 0, "a": 0, "b": 1, "direct": 0}
    assert credits_of(one("direct > direct"), "last_non_direct") == {"direct": 1}
    assert credits_of(one("a > b > none"), "last_non_direct", direct=["none", "b"]) == {"a": 1, "b": 0, "none": 0}


def test_a_direct_channel_that_is_on_no_path_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"direct: no channel 'dircet' \(did you mean 'direct'\?\)"):
        credits_of(one("a > direct"), "last_non_direct", direct="dircet")


def test_positions_pay_ends_and_middle_and_forgo_an_empty_middle() -> None:
    assert credits_of(one("a > b > c > d"), "position") == pytest.approx({"a": 0.4, "b": 0.1, "c": 0.1, "d": 0.4})
    assert credits_of(one("a > b"), "position") == pytest.approx({"a": 0.5, "b": 0.5})
    assert credits_of(one("a > b"), "position", position=(0.6, 0.2, 0.2)) == pytest.approx({"a": 0.75, "b": 0.25})
    assert credits_of(one("a > b"), "position", position=(0, 1, 0)) == pytest.approx({"a": 0.5, "b": 0.5})
    assert credits_of(one("a"), "position", position=(0, 1, 0)) == {"a": 1}


@pytest.mark.parametrize("position", [(0.4, 0.4), (0.5, 0.5, 0.5), (-0.2, 0.6, 0.6), ("x", 0, 1), 3])
def test_shares_that_are_not_three_adding_up_to_one_are_refused(position: object) -> None:
    with pytest.raises(InputError, match="position: got"):
        credits_of(one("a > b"), "position", position=position)


def test_without_times_each_touch_weighs_half_of_the_next() -> None:
    assert credits_of(one("a > b > c"), "time_decay") == pytest.approx({"a": 1 / 7, "b": 2 / 7, "c": 4 / 7})
    assert credits_of(one("a > b > c"), "time_decay", half_life=1e9) == pytest.approx(
        {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}
    )


def test_with_times_a_touch_a_week_older_weighs_half() -> None:
    assert credits_of(one("a > b", times="9 > 2"), "time_decay") == pytest.approx({"a": 1 / 3, "b": 2 / 3})
    assert credits_of(one("a > b", times="4 > 2"), "time_decay:2") == pytest.approx({"a": 1 / 3, "b": 2 / 3})


def test_touches_of_long_ago_are_still_weighed() -> None:
    # 2 ** -50000 is no number any more, but the ratio of the two is.
    assert credits_of(one("a > b", times="50001 > 50000"), "time_decay:1") == pytest.approx({"a": 1 / 3, "b": 2 / 3})


def test_paths_that_did_not_convert_pay_nobody_and_need_no_times() -> None:
    paths = {"path": ["a > b", "b > c"], "conversions": [1, 0], "times": ["1 > 1", ""]}
    assert credits_of(paths, "time_decay") == {"a": 0.5, "b": 0.5, "c": 0}


def test_all_methods_below_one_another_name_their_method() -> None:
    table = attribution.attribute_all(one("a > b"), ["last", "markov", "markov:2", "last"])
    assert table["method"].drop_duplicates().tolist() == ["last", "markov", "markov:2"]
    assert len(table) == 6
    assert table.columns.tolist() == ["method", "channel", "conversions", "value", "share", "standard_error"]
    everything = attribution.attribute_all(one("a > b"))
    assert everything["method"].drop_duplicates().tolist() == list(attribution.METHODS)
    last = attribution.attribute(one("a > b"), "last")
    pd.testing.assert_frame_equal(table[table["method"] == "last"].drop(columns="method").reset_index(drop=True), last)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "markof"}, r"method: no 'markof' \(did you mean 'markov'\?\)"),
        ({"method": "markov", "order": 4}, "order: got 4; takes 1, 2 or 3"),
        ({"method": "markov", "order": 1.5}, "order: got 1.5; takes 1, 2 or 3"),
        ({"method": "markov:0"}, "order: got 0; takes 1, 2 or 3"),
        ({"method": "markov:two"}, "'markov:two': order is 'two'; takes a number"),
        ({"method": "last:2"}, "'last' takes no setting after a colon"),
        ({"method": "time_decay", "half_life": 0}, "half_life: got 0; takes days"),
        ({"method": "time_decay", "half_life": float("nan")}, "half_life: got nan; takes days"),
        ({"method": "shapley:path_sets"}, r"value_function: no 'path_sets' \(did you mean 'path_set'\?\)"),
        ({"method": "shapley", "samples": 1}, "samples: got 1; takes a whole number >= 4"),
        ({"method": "shapley", "seed": -1}, "seed: got -1; takes a whole number >= 0"),
    ],
)
def test_a_setting_that_no_method_takes_is_refused_in_one_line(settings: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        attribution.attribute(one("a > b"), **settings)  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


def test_an_unknown_setting_of_many_methods_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"halflife: no such setting \(did you mean 'half_life'\?\)"):
        attribution.attribute_all(one("a"), halflife=3)
    with pytest.raises(InputError, match="methods: got none"):
        attribution.attribute_all(one("a"), [])
