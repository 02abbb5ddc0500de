"""A fit is kept and read again as it was; what is beside and what is not told is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from experiments.own_brand.fitting.fitted import Beside, Fitted, Remaining, read_fitted
from experiments.own_brand.fitting.shown import text
from simulation.files.safe_writing import DamagedError
from tests.experiments.own_brand.answering.made import brand

FITTED = Fitted(
    base={"market.people": 10_000.0, "market.consumers": 500},
    names=("brands.appeal",),
    rows=(([-3.0, -3.2, -3.2, -3.2],), ([-2.5, -3.2, -3.2, -3.2],)),
    seed=1,
    sales=10.1,
    known=0.5,
    beside=(
        Beside("sales a week", "units", 10.0, 10.1, 9.9, 10.3, 0.5),
        Beside("know the brand now", "%", None, 0.5, 0.49, 0.51),
    ),
    remaining=(
        Remaining("brands.appeal", "appeal of the brand", -3.0, -2.5, -7.0, 0.0, True, ""),
        Remaining("brands.loyal", "buyers by habit", 0.1, 0.4, 0.0, 0.5, False, "purchases by customer"),
    ),
    notes=("A note.",),
    tried=3,
)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    replace(FITTED, nearest=True).write(tmp_path)
    again = read_fitted(tmp_path)
    assert again.nearest
    assert (again.rows, again.beside, again.remaining) == (
        FITTED.rows,
        FITTED.beside,
        FITTED.remaining,
    )
    assert again.digest == FITTED.digest


def test_a_fit_that_was_changed_is_not_read(tmp_path: Path) -> None:
    FITTED.write(tmp_path)
    file = tmp_path / "fit.json"
    file.write_text(file.read_text().replace("10.1", "11.1"))
    with pytest.raises(DamagedError):
        read_fitted(tmp_path)


def test_differences_are_let_pass_up_to_what_is_allowed() -> None:
    sales, known = FITTED.beside
    assert (sales.within, known.within) == (True, None)
    assert Beside("sales a week", "units", 10.0, 10.6, 9.9, 11.3, 0.5).within is False


def test_the_terminal_says_both_within_eighty_columns() -> None:
    lines = text(brand(), FITTED).splitlines()
    assert lines[0] == "Ours: 2 of 3 worlds show your numbers without a campaign"
    assert any(line.startswith("what they cannot tell") and line.endswith("would tell") for line in lines)
    assert max(map(len, lines)) <= 80


def test_numbers_that_do_not_agree_are_named_beside_the_worlds_that_show_the_others() -> None:
    off = Beside("customers in 26 weeks", "people", 4_000.0, 4_768.0, 4_684.0, 4_910.0, 600.0)
    said = text(brand(), replace(FITTED, beside=(*FITTED.beside, off))).replace("\n", " ")
    assert said.startswith("Ours: 2 of 3 worlds show your numbers without a campaign, but for customers in 26 weeks ")


def test_worlds_that_only_come_nearest_are_not_said_to_show_the_numbers() -> None:
    assert text(brand(), replace(FITTED, nearest=True)).startswith("Ours: none of 3 worlds shows your numbers")
