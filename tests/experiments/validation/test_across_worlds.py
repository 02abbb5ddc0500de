"""The card in plausible worlds: what is counted there, what is said of it, and what a command with it leaves."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from experiments import app
from experiments.validation import across_worlds
from experiments.validation.card import Row
from experiments.validation.fact import Band, Fact, Split, read, verdict_of

NAN = math.nan


def row(name: str, split: Split, *measures: list[float]) -> Row:
    """A row whose measures all have the band 0 to 1."""
    bands = tuple(Band(f"{name} {k}", 0.0, 1.0) for k in range(len(measures)))
    readings = tuple(read(band, values) for band, values in zip(bands, measures, strict=True))
    return Row(Fact(name, split, "a claim", bands, "a source", "A", "all"), readings, verdict_of(list(readings)))


def test_a_row_is_in_where_all_of_its_measures_are() -> None:
    both = row("a", "held", [0.5, 0.5, 2.0, NAN, 1.0], [0.5, -0.1, 0.5, 0.5, 0.0])
    assert across_worlds.each_alone(both) == (True, False, False, None, True)
    assert across_worlds.counted((True, False, False, None, True)) == "2 of 4"
    assert across_worlds.counted((None, None)) == "not measured"


def test_held_rows_are_counted_world_by_world() -> None:
    """World 1 has one of two in, world 2 both, world 3 none; the fit row is in everywhere and does not count."""
    defaults = [row("a", "held", [0.5, 2.0]), row("b", "held", [0.5, 0.5]), row("c", "fit", [0.5, 0.5])]
    worlds = [row("a", "held", [0.1, 0.2, 3.0]), row("b", "held", [5.0, 0.5, NAN]), row("c", "fit", [0.5, 0.5, 0.5])]
    found = across_worlds.beside(defaults, worlds)
    assert across_worlds.held_in_each(found, "worlds") == [1, 2, 0]
    assert across_worlds.held_in_each(found, "seeds") == [2, 1]
    said = across_worlds.summary(found)
    assert "Of 2 held rows 0 are in over worlds. 0 to 2 (median 1) hold in a world alone" in said
    assert "and 1 to 2 (median 1.5) on a seed of the card alone." in said
    assert "Each holds in some world." in said
    assert across_worlds.summary(found[2:]) == "No held row was asked for."


@pytest.mark.parametrize(
    ("number", "outside"),
    [(1, -1), (5, -1), (6, 0), (8, 0), (9, 1), (20, 5), (30, 9)],  # 6: 2 / 64 is 3.1 %; 5: 2 / 32 is 6.3 %
)
def test_a_median_s_interval_is_that_of_tables(number: int, outside: int) -> None:
    """Tables of the sign test have ranks 6 to 15 of 20 and 10 to 21 of 30 for 95 %."""
    assert across_worlds.cut_off(number) == outside


def test_the_verdict_over_worlds_is_that_of_the_median_and_a_far_world_does_not_turn_it() -> None:
    """Of nine values the interval of the median is from the second to the second last."""
    defaults = [row(name, "held", [2.0, 2.1]) for name in "abcd"]
    near = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    worlds = [
        row("a", "held", [*near, 80.0]),
        row("b", "held", [*near[:7], 70.0, 80.0]),
        row("c", "held", [value + 2 for value in near] + [0.5]),
        row("d", "held", [*near, 80.0], [*near[:7], 70.0, 80.0]),
    ]
    found = across_worlds.beside(defaults, worlds)
    assert [each.verdict for each in found] == ["in", "undecided", "out", "undecided"]
    assert found[0].spreads[0].interval == (0.2, 0.8)
    assert [each.row.verdict for each in found] == ["out"] * 4
    assert across_worlds.summary(found).startswith("Of 4 held rows 1 are in over worlds.")


def test_a_row_that_is_in_nowhere_is_named() -> None:
    found = across_worlds.beside([row("a", "held", [2.0, 2.0])], [row("a", "held", [2.0, NAN])])
    assert across_worlds.summary(found).endswith("None of the worlds has a.")
    assert "0 to" not in across_worlds.summary(found)


def test_the_spread_is_of_what_was_measured() -> None:
    """Of 0, 1, ..., 20 the median is 10, and 5 and 95 % of the way are 1 and 19."""
    spread = across_worlds.spread_of(Band("a", 0.0, 1.0), [*map(float, range(21)), NAN])
    assert (spread.low, spread.median, spread.high) == pytest.approx((1, 10, 19))
    assert math.isnan(across_worlds.spread_of(Band("a", 0.0, 1.0), [NAN]).median)


def test_what_was_not_measured_is_null_and_said() -> None:
    found = across_worlds.beside([row("a", "held", [NAN, 0.5])], [row("a", "held", [NAN])])
    (plain,) = across_worlds.as_plain(found)
    assert plain["seeds"] == [None, True]
    nothing = dict.fromkeys(("low", "median", "high", "median_low", "median_high"))
    assert plain["spreads"] == [{"name": "a 0", **nothing, "verdict": "not measured"}]
    assert plain["verdict over worlds"] == "not measured"
    assert "a 0: not measured" in across_worlds.page(found)
    assert max(map(len, across_worlds.terminal(found).splitlines())) <= 80


def test_a_command_measures_the_card_in_worlds_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one of two worlds a creator takes 40 hours, where 10 to 18 are known."""
    worlds = tmp_path / "worlds.csv"
    worlds.write_text("brands.hours_per_creator\n40\n14\n")
    small = ["market.consumers=1500", "task.seeds=2", "executor=serial"]
    given = ["task=validate", "task.facts=[management_hours,fake_followers]", "task.worlds=2", f"worlds.file={worlds}"]
    assert app.main([*given, *small, f"output.dir={tmp_path / 'card'}"]) == 0
    plain = json.loads((tmp_path / "card" / "scorecard.json").read_text())
    rows = {each["fact"]: each for each in plain["worlds"]}
    assert rows["management_hours"]["worlds"][0] is False
    (hours,) = [each for each in rows["management_hours"]["spreads"] if each["name"] == "hours per creator"]
    assert (hours["low"], hours["high"]) == pytest.approx((14 + 0.05 * 26, 40 - 0.05 * 26))
    assert len(rows["fake_followers"]["worlds"]) == 2
    assert "In 2 plausible worlds, one seed each" in capsys.readouterr().out
    assert "## In plausible worlds" in (tmp_path / "card" / "scorecard.md").read_text()
    kept = [json.loads(path.read_text()) for path in (tmp_path / "card" / "parts").iterdir()]
    assert len(kept) == 4  # one group, on two seeds and in two worlds


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["task.worlds=0"], "task.worlds: got 0, takes a whole number from 1 to 10,000 or null"),
        (["task.worlds=true"], "task.worlds: got True, takes a whole number"),
        (["task.worlds=2", "which=published"], "task.worlds: got 2 with which=published"),
        (["task.worlds=2", "worlds=none"], "task.worlds: got 2 with worlds=none"),
        (["task.worlds=2", "worlds.file=no_such.csv"], "no_such.csv"),
    ],
)
def test_worlds_that_cannot_be_used_are_refused(
    options: list[str], line: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert app.main(["task=validate", *options, f"output.dir={tmp_path / 'card'}"]) == 2
    assert line in capsys.readouterr().err
    assert not (tmp_path / "card").exists()
