"""The scorecard as the documentation shows it: counts, verdicts that differ, and single worlds, by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.documents import measured_cards as cards


def reading(name: str, mean: float | None, low: float | None = 0.0, high: float | None = 1.0) -> dict[str, Any]:
    return {"name": name, "low": low, "high": high, "unit": "USD", "mean": mean, "interval": [0.25, 0.75]}


def card(verdicts: dict[str, str], seeds: list[int], consumers: int = 100) -> dict[str, Any]:
    splits = {"a": "held", "b": "fit", "c": "held", "d": "contested"}
    rows = [
        {"fact": fact, "split": splits[fact], "verdict": verdict, "readings": [reading(f"{fact}'s", 0.5)]}
        for fact, verdict in verdicts.items()
    ]
    return {
        "command": ["nichecast", "task=validate"],
        "date": "2026-01-02",
        "seeds": seeds,
        "consumers": consumers,
        "rows": rows,
    }


FIRST = card({"a": "in", "b": "in", "c": "undecided", "d": "out"}, [1, 2])
OTHER = card({"a": "in", "b": "undecided", "c": "undecided", "d": "out"}, [3], 2000)
FURTHER = card({"c": "out"}, [1, 2, 3, 4], 2000)


def test_rows_are_counted_by_split_and_with_those_on_more_seeds_in_place_of_their_own() -> None:
    assert cards.counts_table([FIRST, OTHER], FURTHER).splitlines() == [
        "|  | `fit`: in, undecided, out | `held`: in, undecided, out |",
        "|---|---|---|",
        "| 100 consumers, seeds 1 to 2 (`nichecast task=validate`, 2026-01-02) | 1, 0, 0 | 1, 1, 0 |",
        "| 2,000 consumers, seed 3 (`nichecast task=validate`, 2026-01-02) | 0, 1, 0 | 1, 1, 0 |",
        "| the same, 1 row on 4 seeds (below) | 0, 1, 0 | 1, 0, 1 |",
    ]
    assert len(cards.counts_table([FIRST], None).splitlines()) == 3


def test_a_verdict_is_shown_once_and_again_where_another_card_differs() -> None:
    lines = cards.rows_table([FIRST, OTHER], FURTHER).splitlines()
    assert lines[2:] == [
        "| [b](references.md#b) | fit | in<br>2,000 consumers, seed 3: undecided | b's 0.5 (0 to 1 USD) |",
        "| [a](references.md#a) | held | in | a's 0.5 (0 to 1 USD) |",
        "| [c](references.md#c) | held | undecided<br>2,000 consumers, seeds 1 to 4: out | c's 0.5 (0 to 1 USD) |",
        "| [d](references.md#d) | contested | out | d's 0.5 (0 to 1 USD) |",
    ]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (reading("x", 0.5, None, 2.0), "x 0.5 (below 2 USD)"),
        (reading("x", 1234.6, 3.0, None), "x 1,235 (above 3 USD)"),
        (reading("x", None), "x not measured (0 to 1 USD)"),
    ],
)
def test_bands_without_a_limit_and_measures_that_are_not_there(measure: dict[str, Any], said: str) -> None:
    one = {**FIRST, "rows": [{**FIRST["rows"][0], "readings": [measure]}]}
    assert f"| {said} |" in cards.rows_table([one], None)


def test_a_command_can_be_copied_into_a_shell() -> None:
    asked = {**FIRST, "command": ["nichecast", "task=validate", "task.facts=[a,b]"]}
    assert cards.command(asked) == "`nichecast task=validate 'task.facts=[a,b]'`, 2026-01-02"


def test_rows_on_more_seeds_say_their_intervals() -> None:
    text = cards.further_table(FURTHER)
    assert text.startswith("Measured on 2,000 consumers, seeds 1 to 4 (`nichecast task=validate`, 2026-01-02):\n")
    assert "| [c](references.md#c) | out | c's 0.5, 0.25 to 0.75 (band 0 to 1 USD) |" in text


def in_worlds(fact: str, split: str, verdict: str, over: str, worlds: list[bool | None]) -> dict[str, Any]:
    spread = {"name": f"{fact}'s", "low": 0.1, "median": 0.2, "high": 3.0, "verdict": over}
    return {
        "fact": fact,
        "split": split,
        "verdict": verdict,
        "verdict over worlds": over,
        "worlds": worlds,
        "spreads": [spread],
    }


ROWS = [
    in_worlds("a", "held", "in", "in", [True, True, True, True]),  # not shown: in everywhere
    in_worlds("b", "fit", "in", "in", [True, False, True, False]),
    in_worlds("c", "held", "undecided", "out", [False, False, True, None]),
]


def test_plausible_worlds_are_counted_and_rows_shown_where_they_are_not_in_everywhere() -> None:
    text = cards.worlds_table({**FIRST, "worlds": ROWS})
    lines = text.splitlines()
    assert "| the defaults, 100 consumers, seeds 1 to 2 | 1, 0, 0 | 1, 1, 0 |" in lines
    assert "| over 4 plausible worlds | 1, 0, 0 | 1, 0, 1 |" in lines
    assert "| [b](references.md#b) | fit | in | in | 2 of 4 |  |" in lines
    assert "| [c](references.md#c) | held | undecided | out | 1 of 3 | c's 0.2 (0.1 to 3), band 0 to 1 USD |" in lines
    assert not any(line.startswith("| [a]") for line in lines)


def test_single_worlds_are_counted() -> None:
    """Held rows in: 1, 1, 2, 1; fit rows in: 1, 0, 1, 0. Three quarters of two rows are 1.5, so two are wanted."""
    said = cards.in_single_worlds(ROWS)
    assert "1 to 2 of the 2 held rows are in: 1 in the median, and 2 or more in 1 of 4." in said
    # Ranks 2, 2, 4, 2 and 3.5, 1.5, 3.5, 1.5: deviations -0.5, -0.5, 1.5, -0.5 and 1, -1, 1, -1; 2 / sqrt(3 * 4).
    assert "Rank correlation with the number of `fit` rows that are in: 0.58" in said


@pytest.mark.parametrize("name", ["card", "card_other", "card_full", "card_further"])
def test_the_cards_that_are_kept_count_their_own_rows(name: str) -> None:
    card = json.loads((Path(__file__).parents[3] / "docs" / "measured" / f"{name}.json").read_text(encoding="utf-8"))
    for split, counts in card["counts"].items():
        verdicts = [row["verdict"] for row in card["rows"] if split in ("all", row["split"])]
        assert counts == {verdict: verdicts.count(verdict) for verdict in counts}, split
