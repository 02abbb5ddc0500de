"""Numbers and dates as people write them; each right answer is by hand."""

from __future__ import annotations

import datetime

import pytest

from experiments.own_brand.reading.cells.dates import date_of
from experiments.own_brand.reading.cells.written_numbers import amount, is_empty


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48.2K", 48_200),
        ("12,3 k", 12_300),
        ("1.2M", 1_200_000),
        ("1,2 Mio", 1_200_000),
        ("1,2 Mio.", 1_200_000),
        ("1.234 Mio", 1_234_000),
        ("1,200K", 1_200_000),
        ("0,5 Mrd", 500_000_000),
        ("1,5 mln", 1_500_000),
        ("12 Tsd.", 12_000),
        ("5 lakh", 500_000),
        ("3,1 %", 0.031),
        ("3.4%", 0.034),
        ("100 %", 1),
        ("3 Prozent", 0.03),
        ("€850", 850),
        ("850 €", 850),
        ("850,- €", 850),
        ("850.\u2013", 850),
        ("$4,500", 4_500),
        ("US$ 4,500.50", 4_500.5),
        ("R$ 1.500,00", 1_500),
        ("500 kr.", 500),
        ("EUR 1.200,00", 1_200),
        ("1.200,50", 1_200.5),
        ("1,200.50", 1_200.5),
        ("1 200,50", 1_200.5),
        ("1\u00a0200,50", 1_200.5),
        ("1\u202f200", 1_200),
        ("1'200.50", 1_200.5),
        ("1\u2019200", 1_200),
        ("12,34,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("(1,200)", -1_200),
        ("-5", -5),
        ("\u22125", -5),
        ("5-", -5),
        ("-€50", -50),
        ("€ -50", -50),
        (".5", 0.5),
        ("0,5", 0.5),
        ("0.500", 0.5),
        ("1.2e6", 1_200_000),
        ("\uff11\uff12\uff13", 123),
    ],
)
def test_a_number_is_read_as_people_mean_it(text: str, value: float) -> None:
    found = amount(text)
    assert found is not None
    assert found.value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    ["abc", "12abc", "500-800", "500 \u2013 800", "1.200.50", "1,2,3", "1 20", "USD", "$", "%", "€5 $", "--5", "1.2.", "",
     "12:30", "2026-01-01", "1 200 50"],
)  # fmt: skip
def test_what_is_no_number_is_none(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "value"),
    [
        ("1.200", None, True, 1200),
        ("1,200", None, True, 1200),
        ("1.200", None, False, 1.2),
        ("1,200", None, False, 1.2),
        ("1.200", "point", True, 1.2),
        ("1.200", "comma", False, 1200),
        ("1,200", "comma", True, 1.2),
        ("1,200", "point", False, 1200),
    ],
)
def test_three_digits_behind_one_sign_are_as_asked(
    text: str, decimal: str | None, thousands: bool, value: float
) -> None:
    found = amount(text, decimal, thousands)
    assert found is not None
    assert (found.value, found.doubtful) == (value, True)


@pytest.mark.parametrize("text", ["1.20", "0.123", "1.2345", "1.234.567", "1 234", "1.234 Mio", "1,234.5", "12345.678"])
def test_a_number_that_can_be_read_in_one_way_is_not_doubtful(text: str) -> None:
    found = amount(text)
    assert found is not None
    assert not found.doubtful


def test_a_currency_is_found_before_or_behind() -> None:
    for text, codes in (("€5", "EUR"), ("5 EUR", "EUR"), ("5 zł", "PLN"), ("CHF 5", "CHF"), ("£5", "GBP")):
        found = amount(text)
        assert found is not None
        assert codes in found.currencies
    dollars = amount("$5")
    assert dollars is not None
    assert {"USD", "CAD"} <= set(dollars.currencies)
    assert "EUR" not in dollars.currencies


@pytest.mark.parametrize("text", ["", " ", "-", "\u2013", "n/a", "N/A", "#N/A", "null", "TBD", "?"])
def test_cells_that_say_nothing(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-07-03", "2026-07-03"),
        ("2026/7/3", "2026-07-03"),
        ("2026-07-03T09:30:00Z", "2026-07-03"),
        ("2026-07-03 00:00:00", "2026-07-03"),
        ("20260703", "2026-07-03"),
        (20260703.0, "2026-07-03"),
        (46206.0, "2026-07-03"),  # a workbook's day number
        (datetime.datetime(2026, 7, 3, 12), "2026-07-03"),
        ("3 Jul 2026", "2026-07-03"),
        ("Jul 3, 2026", "2026-07-03"),
        ("July 3rd, 2026", "2026-07-03"),
        ("03-Jul-26", "2026-07-03"),
        ("3. Juli 2026", "2026-07-03"),
        ("3 juillet 2026", "2026-07-03"),
        ("3 de julio de 2026", "2026-07-03"),
        ("Fri, 3 Jul 2026", "2026-07-03"),
        ("3. März 2026", "2026-03-03"),
        ("2026-W27", "2026-06-29"),
        ("KW 27/2026", "2026-06-29"),
        ("2026-07", "2026-07-01"),
        ("Juli 2026", "2026-07-01"),
    ],
)
def test_a_date_is_read_in_the_forms_of_several_countries(cell: str | float | datetime.date, day: str) -> None:
    assert date_of(cell, dayfirst=False) == datetime.date.fromisoformat(day)


@pytest.mark.parametrize(("text", "first", "second"), [("03/07/2026", "2026-07-03", "2026-03-07"),
                                                       ("3.7.26", "2026-07-03", "2026-03-07")])  # fmt: skip
def test_which_of_two_numbers_is_the_day_is_as_asked(text: str, first: str, second: str) -> None:
    assert str(date_of(text, dayfirst=True)) == first
    assert str(date_of(text, dayfirst=False)) == second


@pytest.mark.parametrize(
    "text", ["31.02.2026", "2026-13-01", "13/13/2026", "12", "2026", "Smarch 3, 2026", "soon", "3 5 7", ""]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert date_of(text, dayfirst=True) is None
