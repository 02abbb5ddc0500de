"""Path tables as other tools and spreadsheets write them: the right credit, or a refusal or a warning with the reason."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation.brand_view import attribution
from simulation.errors import InputError, InputWarning

FILES = Path(__file__).with_name("files")
SOCIAL = {"email": 5, "search": 2.7778, "social": 2.2222}
PEOPLE = {"Display": 0.2857, "Facebook": 0.381, "Instagram": 0.7619, "Search": 0.5714}
"""Two of three people converted: what the Markov chain of their touches credits."""


def credit(paths: object, method: str = "markov", column: str = "conversions", **options: object) -> dict[str, float]:
    """Credit by channel, without the warnings, which have tests of their own."""
    table = attribution.attribute(attribution.read(paths, **options), method)  # type: ignore[arg-type]
    return dict(zip(table["channel"], table[column].round(4).tolist(), strict=True))


RIGHT = {
    "null_column.csv": {"a": 3.8667, "b": 2.1333},
    "arrow.csv": SOCIAL,
    "pipe.csv": SOCIAL,
    "unicode.csv": SOCIAL,
    "json.csv": {"email": 2.1429, "search": 2.1429, "social": 1.7143},
    "list.parquet": {"a": 3.125, "b": 1.875},
    "start_conv.csv": {"pro": 0, "rem": 1.875, "sem": 3.125},
    "spaces.csv": {"a": 3.125, "b": 1.875},
    "converted.csv": PEOPLE,
    "bool.csv": PEOPLE,
    "utcword.csv": {"A": 0.5, "B": 0.5},
    "iso.csv": {"A": 1, "B": 1},
    "event_date.csv": {"A": 1, "B": 1},
    "repeat.csv": {"ppc": 2},
}
"""Files of other tools, and the conversions by channel."""


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_file_of_another_tool_is_credited_rightly(name: str) -> None:
    assert credit(FILES / name) == RIGHT[name]


def test_value_goes_with_the_columns_that_another_tool_names() -> None:
    assert credit(FILES / "null_column.csv", column="value") == {"a": pytest.approx(161.96, abs=0.005), "b": pytest.approx(168.04, abs=0.005)}  # fmt: skip
    assert credit(FILES / "repeat.csv", column="value") == {"ppc": 30}


@pytest.mark.parametrize("name", ["ga_raw.csv", "ga_total.csv"])
def test_a_grand_total_is_never_credited(name: str) -> None:
    paths = attribution.read(FILES / name)
    assert paths.conversions.sum() == 1613
    assert sorted(paths.channels) == ["Direct", "Organic Search", "Paid Search"]
    assert any("was left out: it adds up the others" in note for note in paths.notes)
    assert paths.value is not None
    assert paths.value.sum() == 14940


def test_dates_as_numbers_are_the_same_days_as_iso_dates() -> None:
    one, other = attribution.read(FILES / "event_date.csv"), attribution.read(FILES / "iso.csv")
    assert one.days is not None
    assert one.days.tolist() == other.days.tolist() == [1, 0, 1, 0]  # type: ignore[union-attr]


def test_however_direct_is_written_it_is_passed_over() -> None:
    found = credit(FILES / "direct.csv", "last_non_direct")
    assert {channel: amount for channel, amount in found.items() if amount} == {"Email": 29}


WARNED = {
    "null_column.csv": ["'conversion_value' was read as 'value'", "'null' was read as 'nulls'"],
    "start_conv.csv": ["'conv', 'null', 'start' mark the start or the end of paths"],
    "converted.csv": ["'converted' was read as 'conversion'"],
    "repeat.csv": ["(the first in row 3) were credited to the person's touches before"],
    "ga_total.csv": ["row 4 ('Total') was left out"],
}
"""Files, and what a caller from Python is warned of."""


@pytest.mark.parametrize("name", sorted(WARNED))
def test_what_may_be_meant_otherwise_is_warned_of(name: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        attribution.attribute(FILES / name, "last")
    told = [str(warning.message) for warning in caught if warning.category is InputWarning]
    assert [wording for wording in WARNED[name] if not any(wording in text for text in told)] == []
    assert len(told) == len(set(told))


OURS = {
    "semicolons.csv": ("path;conversions;value\na > b;3;10,5\nb;1;2,25\n", {"a": 1.5, "b": 2.5}),
    "commas.csv": ('path,conversions\n"social, search",3\nsearch,1\n', {"search": 2.5, "social": 1.5}),
    "tabs.tsv": ("path\tconversions\na > b\t3\n", {"a": 1.5, "b": 1.5}),
    "python.csv": ("path,conversions\n\"['a', 'b']\",1\n", {"a": 0.5, "b": 0.5}),
    "ga4.csv": (
        "# ----\n# GA4\n# ----\nDefault channel group path,Key events,Total revenue\nPaid > Direct,3,10\nDirect,2,5\n",
        {"Direct": 3.5, "Paid": 1.5},
    ),
    "title.csv": ("Top paths\nJan 2023\nPath,Conversions\na > b,2\nb,1\n", {"a": 1, "b": 2}),
    "double.csv": ("path,conversions\na >> b,1\nb >> c,1\n", {"a": 0.5, "b": 1, "c": 0.5}),
    "fat.csv": ("path,conversions\na => b,2\n", {"a": 1, "b": 1}),
    "mixed.csv": ("path,conversions\na -> b,1\nb > c,2\n", {"a": 0.5, "b": 1.5, "c": 1}),
    "utm.csv": ("path,conversions\ngoogle|cpc > fb|social,2\nfb|social,1\n", {"fb|social": 2, "google|cpc": 1}),
    "forms.csv": ("path,conversions\nZo\u00eb > b,1\nZoe\u0308,2\n", {"Zo\u00eb": 2.5, "b": 0.5}),
    "footer.csv": ("path,conversions\na > b,1\n,\n", {"a": 0.5, "b": 0.5}),
    "a_channel.csv": ("path,conversions\nTotal > b,1\nTotal,2\n", {"Total": 2.5, "b": 0.5}),
    "thousands.csv": ('path,conversions\na > b,"1,204"\n', {"a": 602, "b": 602}),
    "words.csv": ("person,time,channel,conversion\np1,1,a,no\np1,2,b,yes\n", {"a": 0.5, "b": 0.5}),
    "day_first.csv": ("person,time,channel,conversion\np1,13/07/2018,a,0\np1,5/07/2018 10:30,b,1\n", {"a": 0, "b": 1}),
    "ms.csv": (
        "user_id,event_timestamp,channel,converted\np1,1530000000000,a,0\np1,1530086400000,b,1\n",
        {"a": 0.5, "b": 0.5},
    ),
    "sep.csv": ("sep=;\npath;conversions\na > b;3\n", {"a": 1.5, "b": 1.5}),
    "twice.csv": ("person,time,channel,conversion\np,1,a,1\np,2,,1\np,3,b,0\np,4,,1\n", {"a": 2, "b": 1}),
    "start.csv": ("path,conversions\n(start) > a > b,1\n(start) > b,2\n", {"a": 0.5, "b": 2.5}),
}
"""Our own files of the same kinds, and the conversions by channel, equally shared over touches."""


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_file_of_ours_is_credited_rightly(tmp_path: Path, name: str) -> None:
    text, right = OURS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert credit(tmp_path / name, "linear") == right


OURS_REFUSED = {
    "twice.csv": ("path,conversions,conversions\na,3,9\n", "two columns are named 'conversions'"),
    "nobody.csv": ("person,time,channel\np1,1,a\n", "no column 'conversion', and no value"),
    "near.csv": ("person,time,channel,conversoin\np1,1,a,1\n", "did you mean 'conversoin'"),
    "ambiguous.csv": ("person,time,channel,conversion\np1,03/07/2018,a,1\n", "set dayfirst=true or dayfirst=false"),
    "orders.csv": (
        "person,time,channel,conversion\np1,13/07/2018,a,0\np1,05/17/2018,b,1\n",
        "row 2: time is '05/17/2018', with the month first, but in row 1",
    ),
    "no_day.csv": ("person,time,channel,conversion\np1,2021-02-30,a,0\np1,2021-03-01,b,1\n", "row 1: time is '2021-02-30'"),
    "mixed_times.csv": ("person,time,channel,conversion\np1,3,a,0\np1,1530000000,b,1\n", "row 2: time is '1530000000'"),
    "total_first.csv": ("path,conversions\nGrand total,3\na,1\nb,2\n", "row 1: 'Grand total' seems to be a total"),
    "empty_step.csv": ("path,conversions\na > > b,1\n", "has an empty step"),
    "json.csv": ('path,conversions\n"[""a""]",1\n"[""b""",1\n"[""c"",]",1\n', "row"),
    "comma.csv": ("path;conversions\na > b;1,204\n", "may be a thousand or a decimal comma"),
    "nobody_there.csv": ("person,time,channel,conversion\n ,1,a,1\n", "row 1: person is empty"),
    "touchless.csv": ("person,time,channel,conversion\np,1,a,1\nq,2,,1\n", "person 'q' converts with no touch before"),
    "two.csv": ("journey,customer_journey,conversions\na,b,1\n", "may both be 'path'"),
}  # fmt: skip
"""Our own files that are refused, and how."""


@pytest.mark.parametrize("name", sorted(OURS_REFUSED))
def test_a_file_of_ours_that_cannot_be_used_is_refused(tmp_path: Path, name: str) -> None:
    text, wording = OURS_REFUSED[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        attribution.attribute(tmp_path / name, "last")
    assert wording in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (["2018-07-01T10:00:00+02:00", "2018-07-02T08:00:00Z"], 1),
        (["2018-07-01 00:30:00 UTC", "2018-07-02 12:30:00 UTC"], 1.5),
        (["2018-07-01T00:00:00.250Z", "2018-07-01T06:00:00.250Z"], 0.25),
        (["7/13/2018 1:00:00 PM", "7/14/2018 1:00:00 AM"], 0.5),
        (["13.07.2018", "01.08.2018"], 19),
        (["03.07.2018", "05.07.2018"], 2),
        (["2018/07/01", "2018/07/04"], 3),
        ([20180630, 20180701], 1),
        ([1530000000, 1530043200], 0.5),
        ([1530000000000, 1530043200000], 0.5),
        ([1530000000000000, 1530043200000000], 0.5),
        ([1.5, 4.0], 2.5),
    ],
)
def test_times_in_every_form_are_days(texts: list[object], days: float) -> None:
    touches = {"person": [1, 1], "time": texts, "channel": ["a", "b"], "conversion": [0, 1]}
    found = attribution.read(touches).days
    assert found is not None
    np.testing.assert_allclose(found, [days, 0], atol=1e-6)


def test_day_and_month_are_asked_for_and_taken_as_said() -> None:
    touches = {"person": [1, 1], "time": ["03/07/2018", "05/07/2018"], "channel": ["a", "b"], "conversion": [0, 1]}
    assert attribution.read(touches, dayfirst=True).days.tolist() == [2, 0]  # type: ignore[union-attr]
    assert attribution.read(touches, dayfirst=False).days.tolist() == [61, 0]  # type: ignore[union-attr]
    with pytest.raises(InputError, match=r"'13/07/2018', which is no date with dayfirst=False"):
        attribution.read({**touches, "time": ["13/07/2018", "05/07/2018"]}, dayfirst=False)


def test_lists_of_channels_may_stand_in_a_frame() -> None:
    frame = pd.DataFrame({"path": [["a", "b"], ("c",), np.array(["a"])], "conversions": [2, 2, 1]})
    assert credit(frame, "linear") == {"a": 2, "b": 1, "c": 2}


def test_booleans_in_a_frame_are_ones_and_zeros() -> None:
    touches = {"person": [1, 1], "time": [1, 2], "channel": ["a", "b"], "conversion": [False, True]}
    assert credit(pd.DataFrame(touches), "last") == {"a": 0, "b": 1}


@pytest.mark.parametrize(
    ("paths", "wording"),
    [
        ({"path": ["a - b", "b - c"], "conversions": [1, 1]}, "every path has one channel"),
        ({"path": ["start > a", "b"], "conversions": [1, 1]}, "'start' got credit as channels"),
        ({"path": ["a"], "conversions": [1], "vlaue": [2]}, "column 'vlaue' was not read: if it is 'value'"),
        ({"path": ["a"], "conversions": [1], "total_conversions": [2]}, "'conversions' is there, too"),
    ],
)
def test_what_looks_wrong_is_warned_of(paths: object, wording: str) -> None:
    with pytest.warns(InputWarning, match=wording):
        attribution.attribute(paths, "last")


def test_channels_that_differ_in_case_are_kept_apart_and_said() -> None:
    paths = attribution.read({"path": ["Email > a", "email"], "conversions": [1, 1]})
    assert paths.channels == ("Email", "a", "email")
    assert paths.notes == ("channels 'Email' and 'email' differ only in case: credited apart",)


def test_a_clean_table_is_read_without_a_word() -> None:
    assert attribution.read({"path": ["a > b", "b"], "conversions": [1, 0], "value": [2.0, 0.0]}).notes == ()
