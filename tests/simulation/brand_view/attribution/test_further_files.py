"""Tables of paths that were read in another sense than their owners', without a word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation.errors import InputError

_WARNED = {
    "flag_on_every_row": (
        "person,time,channel,conversion\n1,1,a,1\n1,2,b,1\n2,1,a,0\n2,2,b,0\n",
        "in each of their rows",
    ),
    "count_of_all_paths": ("path,conversions,sessions\na > b,2,10\nb,1,30\n", "'sessions' was not read"),
    "column_not_read": ("path,conversions,country\na > b,2,NL\nb,1,BE\n", "not read: 'country'"),
    "unknown_separator": ("path,conversions\na::b,2\nb::a,1\nc,3\n", "every path has one channel"),
    "last_row_adds_up": ("path,conversions\na > b,2\nb,3\nc > b,4\na,5\nxyz,14\n", "'xyz') adds up the others"),
}


@pytest.mark.parametrize("name", sorted(_WARNED))
@pytest.mark.filterwarnings("ignore")
def test_what_may_be_meant_otherwise_is_said(tmp_path: Path, name: str) -> None:
    text, wording = _WARNED[name]
    (tmp_path / "paths.csv").write_text(text, encoding="utf-8")
    assert any(wording in note for note in sim.attribution.read(tmp_path / "paths.csv").notes)


_ORDINARY = {
    "long": "person,time,channel,conversion\n1,1,a,0\n1,2,b,1\n2,1,a,0\n2,2,b,0\n",
    "one_row_each": "person,time,channel,conversion\n1,1,a,1\n2,1,a,0\n",
    "wide": "path,conversions,nulls\na > b,2,3\nb,1,4\n",
}


@pytest.mark.parametrize("name", sorted(_ORDINARY))
def test_an_ordinary_table_is_read_without_a_word(tmp_path: Path, name: str) -> None:
    (tmp_path / "paths.csv").write_text(_ORDINARY[name], encoding="utf-8")
    assert sim.attribution.read(tmp_path / "paths.csv").notes == ()


@pytest.mark.parametrize("row", ["Total général,5", "Summe aller Pfade,5", "Average,2.5"])
@pytest.mark.filterwarnings("ignore")
def test_totals_and_means_get_no_credit(tmp_path: Path, row: str) -> None:
    (tmp_path / "paths.csv").write_text(f"path,conversions\na > b,2\nb,3\n{row}\n", encoding="utf-8")
    table = sim.attribution.read(tmp_path / "paths.csv")
    assert table.channels == ("a", "b")
    assert any("left out" in note for note in table.notes)


def test_signs_of_web_pages_are_arrows(tmp_path: Path) -> None:
    (tmp_path / "paths.csv").write_text("path,conversions\na &gt; b,2\nb &gt; a,1\n", encoding="utf-8")
    assert sim.attribution.read(tmp_path / "paths.csv").channels == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026030109", "2026030209"),
        ("202603010930", "202603020930"),
        ("20260301093015", "20260302093015"),
        ("2026-03-01T09:30:15", "2026-03-02T09:30:15"),
        ("2026-03-01 09:30:15", "2026-03-02 09:30:15"),
        ("2026-03-01", "2026-03-02"),
    ],
)
def test_dates_with_hours_are_a_day_apart(tmp_path: Path, one: str, other: str) -> None:
    text = f"person,time,channel,conversion\n1,{one},a,0\n1,{other},b,1\n"
    (tmp_path / "paths.csv").write_text(text, encoding="utf-8")
    days = sim.attribution.read(tmp_path / "paths.csv").days
    assert days is not None
    np.testing.assert_allclose(days, [1.0, 0.0], atol=1e-9)


def test_seconds_that_are_no_dates_stay_seconds(tmp_path: Path) -> None:
    text = "person,time,channel,conversion\n1,2026999900,a,0\n1,2027086300,b,1\n"
    (tmp_path / "paths.csv").write_text(text, encoding="utf-8")
    days = sim.attribution.read(tmp_path / "paths.csv").days
    assert days is not None
    np.testing.assert_allclose(days, [1.0, 0.0], atol=1e-9)


def test_a_point_that_may_separate_thousands_is_refused(tmp_path: Path) -> None:
    (tmp_path / "paths.csv").write_text("path;conversions\na > b;1.204\nb;2.500\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1: conversions is '1.204', which may be a thousand or a decimal point"):
        sim.attribution.read(tmp_path / "paths.csv")
    (tmp_path / "paths.csv").write_text("path;conversions\na > b;1.204\nb;2.5\n", encoding="utf-8")
    assert list(sim.attribution.read(tmp_path / "paths.csv").conversions) == [1.204, 2.5]


def test_lines_that_end_in_returns_alone(tmp_path: Path) -> None:
    (tmp_path / "paths.csv").write_bytes(b"path,conversions\ra > b,2\rb,1\r")
    assert list(sim.attribution.read(tmp_path / "paths.csv").conversions) == [2.0, 1.0]
