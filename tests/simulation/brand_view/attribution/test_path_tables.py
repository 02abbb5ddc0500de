"""Tables of paths: every way to hand one over, and every way for one to be wrong."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from simulation.brand_view import attribution
from simulation.errors import InputError

COLUMNS = {
    "path": ["a > b", "b", "b>  a >b "],
    "conversions": [2, 0, 1],
    "value": [10.0, 0.0, 4.5],
    "nulls": [1, 3, 0],
    "times": ["3 > 0.5", "", "9>1>0"],
}


def same(left: attribution.Paths, right: attribution.Paths) -> None:
    assert left.channels == right.channels
    for name in ("first", "touch", "conversions", "nulls", "value", "days"):
        one, other = getattr(left, name), getattr(right, name)
        assert (one is None) == (other is None), name
        if one is not None:
            np.testing.assert_array_equal(one, other)


def test_a_table_is_read_into_arrays() -> None:
    paths = attribution.read(COLUMNS)
    assert paths.channels == ("a", "b")
    assert paths.first.tolist() == [0, 2, 3, 6]
    assert paths.touch.tolist() == [0, 1, 1, 1, 0, 1]
    assert paths.days is not None
    np.testing.assert_array_equal(paths.days, [3, 0.5, np.nan, 9, 1, 0])


def test_frames_and_files_of_every_kind_say_the_same(tmp_path: Path) -> None:
    known = attribution.read(COLUMNS)
    frame = pd.DataFrame(COLUMNS)
    polars = pl.DataFrame(COLUMNS)
    frame.to_csv(tmp_path / "paths.csv", index=False)
    frame.to_csv(tmp_path / "paths.csv.gz", index=False)
    frame.to_parquet(tmp_path / "paths.parquet", index=False)
    shuffled = frame.astype(object).set_index(pd.Index([7, 7, 3])).assign(note="ignored")
    for way in (frame, polars, polars.lazy(), shuffled, frame.assign(path=frame["path"].astype("category"))):
        same(attribution.read(way), known)
    for name in ("paths.csv", "paths.csv.gz", "paths.parquet"):
        same(attribution.read(tmp_path / name), known)
        same(attribution.read(str(tmp_path / name)), known)


def test_a_separator_may_be_any_text() -> None:
    same(
        attribution.read({"path": ["a|b"], "conversions": [1]}, separator=" | "),
        attribution.read({"path": ["a>b"], "conversions": [1]}),
    )
    with pytest.raises(InputError, match="separator: got an empty one"):
        attribution.read(COLUMNS, separator=" ")


def test_without_nulls_a_row_that_did_not_convert_is_one_journey_that_did_not() -> None:
    assert attribution.read({"path": ["a", "b"], "conversions": [0, 2]}).nulls.tolist() == [1, 0]


def test_optional_cells_may_be_empty() -> None:
    paths = attribution.read(
        pd.DataFrame({"path": ["a", "b"], "conversions": [1, 2], "nulls": [None, 3], "value": [5, np.nan]})
    )
    assert paths.nulls.tolist() == [0, 3]
    assert paths.value is not None
    assert paths.value.tolist() == [5, 0]


LONG = pd.DataFrame(
    {
        "person": ["p", "q", "p", "p", "q", "p"],
        "time": [3.0, 1.0, 1.0, 4.0, 2.5, 9.0],
        "channel": ["b", "c", "a", "a", "", "c"],
        "conversion": [1, 0, 0, 0, 1, 0],
        "value": [20.0, 0, 0, 0, 7.0, 0],
    }
)


def test_touches_become_paths_that_end_with_a_conversion_or_with_the_last_touch() -> None:
    same(
        attribution.read(LONG),
        attribution.read(
            {
                "path": ["a > b", "a > c", "c"],
                "conversions": [1, 0, 1],
                "value": [20, 0, 7],
                "nulls": [0, 1, 0],
                "times": ["2 > 0", "5 > 0", "1.5"],
            }
        ),
    )


def test_times_may_be_dates_in_a_frame_or_as_text(tmp_path: Path) -> None:
    known = attribution.read(LONG)
    dates = LONG.assign(time=[dt.datetime(2026, 1, 1) + dt.timedelta(days=day) for day in LONG["time"]])
    dates.to_csv(tmp_path / "touches.csv", index=False)
    for way in (dates, dates.astype({"time": object}), pl.from_pandas(dates), tmp_path / "touches.csv"):
        same(attribution.read(way), known)


def test_touches_at_one_time_keep_the_order_of_their_rows() -> None:
    paths = attribution.read(
        {"person": [1, 1, 1], "time": [0, 0, 0], "channel": ["c", "a", "b"], "conversion": [0, 0, 1]}
    )
    assert [paths.channels[place] for place in paths.touch] == ["c", "a", "b"]


def test_without_a_conversion_column_value_says_who_converted_and_nothing_is_never_everybody() -> None:
    touches = {"person": [1, 1, 2], "time": [0, 1, 0], "channel": ["a", "b", "c"]}
    with pytest.raises(InputError, match="no column 'conversion', and no value: nothing says who converted"):
        attribution.read(touches)
    assert attribution.read({**touches, "value": [4, 0, 0]}).conversions.tolist() == [1, 0, 0]


def changed(**columns: list[object]) -> dict[str, list[object]]:
    return {**COLUMNS, **columns}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        ({"paths": ["a"], "conversions": [1]}, r"paths: no column 'path' \(did you mean 'paths'\?\)"),
        ({"path": ["a"], "conversion_s": [1]}, r"paths: no column 'conversions' \(did you mean 'conversion_s'\?\)"),
        ({"person": [1], "time": [1], "chanel": ["a"]}, r"paths: no column 'channel' \(did you mean 'chanel'\?\)"),
        ({"path": [], "conversions": []}, "paths: no rows"),
        ({"path": ["a"], "conversions": [1, 2]}, "paths: the columns are not equally long"),
        (pd.DataFrame([["a", 1, 2]], columns=["path", "value", "value"]), "two columns are named 'value'"),
        ([("a", 1)], "paths: got list; takes a pandas or polars frame"),
        (changed(conversions=[2, -1, 1]), "paths, row 2: conversions is -1; takes a finite number >= 0"),
        (changed(conversions=[2, "two", 1]), "paths, row 2: conversions is 'two'; takes a number >= 0"),
        (changed(conversions=[2, 1, None]), "paths, row 3: conversions is empty"),
        (changed(conversions=[float("inf"), 1, 1]), "paths, row 1: conversions is inf"),
        (changed(nulls=[0, 0, -2]), "paths, row 3: nulls is -2"),
        (changed(value=[0, "1e", 0]), "paths, row 2: value is '1e'"),
        (changed(value=[0, 5, 0]), "paths, row 2: value is 5 but no conversion brought it"),
        (changed(path=["a", " ", "b"], times=["1", "1", "1"]), "paths, row 2: path is empty"),
        (changed(path=["a", None, "b"]), "paths, row 2: path is empty"),
        (changed(path=["a", "b", "a > > b"]), "paths, row 3: 'a > > b' has an empty step"),
        (changed(path=["> a", "b", "c"]), "paths, row 1: '> a' has an empty step"),
        (changed(times=["3 > 0.5", "", "9 > 1"]), "paths, row 3: 2 times for 3 touches"),
        (changed(times=["", "", "9 > 1 > 0"]), "paths, row 1: no times for 2 touches"),
        (changed(times=["3 > soon", "", "9 > 1 > 0"]), "paths, row 1: times are '3 > soon'; takes days >= 0"),
        (changed(times=["3 > 0", "", "9 > 1 > -1"]), "paths, row 3: times are '9 > 1 > -1'; takes days >= 0"),
        (changed(times=["3 > 0", "", "1 > 9 > 0"]), "paths, row 3: times '1 > 9 > 0' rise"),
        ({"person": [1, None], "time": [1, 2], "channel": ["a", "b"]}, "row 2: person is empty"),
        ({"person": [1, 1], "time": [1, "noon"], "channel": ["a", "b"]}, "row 2: time is 'noon'; takes a number"),
        ({"person": [1, 1], "time": [1, 2], "channel": ["a", None], "conversion": [1, 0]}, "row 2: channel is empty"),
        ({"person": ["x"], "time": [1], "channel": [""], "conversion": [1]}, "person 'x' converts with no touch"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused_in_one_line(paths: object, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        attribution.attribute(paths)
    assert "\n" not in str(refused.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file '.*absent\.csv'"):
        attribution.read(tmp_path / "absent.csv")
    (tmp_path / "paths.xlsx").write_text("x")
    with pytest.raises(InputError, match=r"'paths\.xlsx' is of no known kind"):
        attribution.read(tmp_path / "paths.xlsx")
    (tmp_path / "paths.parquet").write_text("not parquet")
    with pytest.raises(InputError, match=r"cannot read '.*paths\.parquet'"):
        attribution.read(tmp_path / "paths.parquet")
    (tmp_path / "paths.csv").write_text("path,conversions\na > b,1\nb,many\n")
    with pytest.raises(InputError, match=r"paths.csv, row 2: conversions is 'many'"):
        attribution.read(tmp_path / "paths.csv")


def test_a_table_of_credits_is_written_twice_and_reads_back_as_it_was(tmp_path: Path) -> None:
    table = attribution.attribute_all(COLUMNS, ["linear", "markov"])
    csv, parquet = attribution.write(table, tmp_path / "new" / "folder", name="credits")
    assert (csv.name, parquet.name) == ("credits.csv", "credits.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(parquet), table)
    again = pl.read_csv(csv)
    assert again.columns == list(table.columns)
    assert again["channel"].to_list() == table["channel"].tolist()
    assert again["conversions"].to_list() == table["conversions"].tolist()  # to the last bit
