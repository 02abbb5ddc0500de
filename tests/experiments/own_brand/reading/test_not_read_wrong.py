"""What could be read wrong without a word: totals, thousands in a column's name, currencies, weeks and months."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from experiments.own_brand.reading.folder import read_brand
from simulation.errors import InputError

Make = Callable[..., Path]
HEADER = "handle,followers,fee\n"
THREE = HEADER + "ann,1000,100\nbob,2000,120\ncid,3000,90\n"
SUMS = [
    (THREE + "Ogółem,6000,310\n", "row 5 ('Ogółem') is a total"),
    (THREE + "Genel Toplam,6000,310\n", "row 5 ('Genel Toplam') is a total"),
    (THREE + "Ensemble,6000,\n", "row 5 ('Ensemble') is a total, as its followers is the sum of the rows above"),
    (THREE + ",6000,310\n", "row 5 ('6000') is a total"),
    (THREE + "Średnia,2000,103.33\n", "row 5 ('Średnia') sums up the rows above"),
    (HEADER + "ann,1000,100\nbob,2000,120\nSubtotal,3000,220\n\ncid,3000,90\n", "row 4 ('Subtotal') is a total"),
]


@pytest.mark.parametrize(("text", "note"), SUMS)
def test_a_row_that_sums_up_others_is_no_creator(text: str, note: str, brand_with: Make) -> None:
    brand = read_brand(brand_with({"roster.csv": text}))
    assert [each.handle for each in brand.roster] == ["ann", "bob", "cid"]
    assert any(note in each for each in brand.notes), brand.notes


def test_a_creator_who_is_not_the_sum_of_others_stays(brand_with: Make) -> None:
    brand = read_brand(brand_with({"roster.csv": THREE + "@total,9000,95\ndee,7000,90\n"}))
    assert [each.followers for each in brand.roster] == [1000, 2000, 3000, 9000, 7000]


@pytest.mark.parametrize(
    "title", ["Followers (k)", "Followers in thousands", "Takipçi (bin)", "Liczba obserwujących (tys.)"]
)
def test_thousands_in_the_name_of_a_column_of_followers(title: str, brand_with: Make) -> None:
    brand = read_brand(brand_with({"roster.csv": f"handle;{title}\nann;48,2\nbob;12\ncid;9.1K\n"}))
    assert [each.followers for each in brand.roster] == [48_200, 12_000, 9_100]
    assert any("48,2 was read as 48,200, as the column's name says" in note for note in brand.notes)


@pytest.mark.parametrize("unit", ["(T€)", "in TEUR", "in Tsd. EUR", "(k€)", "k EUR", "(000s)", "[kEUR]"])
def test_thousands_in_the_name_of_a_column_of_money(unit: str, brand_with: Make) -> None:
    text = f"Woche;Umsatz {unit};Ausgaben TV {unit}\n2026-01-05;12,5;2\n2026-01-12;13;0,5\n"
    sales = read_brand(brand_with({"sales.csv": text})).sales
    assert sales is not None
    assert sales.revenue == (12_500, 13_000)
    assert sales.units == (625, 650)
    assert sales.spend == {"broadcast": (2_000, 500)}


@pytest.mark.parametrize("title", ["Fee in EUR", "Fee (€)", "Fee EUR", "Honorar in €"])
def test_a_currency_in_the_name_of_a_column_is_no_part_of_it(title: str, brand_with: Make) -> None:
    assert read_brand(brand_with({"roster.csv": f"handle,followers,{title}\nann,900,50\n"})).roster[0].fee == 50


@pytest.mark.parametrize("title", ["Currency", "Waluta", "Währung", "Para birimi", "Moeda"])
def test_a_row_whose_own_column_names_another_currency_is_refused(title: str, brand_with: Make) -> None:
    text = f"handle,followers,fee,{title}\nann,1000,100,EUR\nbob,2000,120,USD\n"
    with pytest.raises(InputError, match=rf"row 3, column {title}: got 'USD', takes EUR .*nothing is converted"):
        read_brand(brand_with({"roster.csv": text}))
    brand = read_brand(brand_with({"roster.csv": text.replace("USD", "€")}))
    assert [(each.column, each.read_as) for each in brand.reading][-1] == (title, "currency")


def test_a_currency_in_the_format_of_a_workbooks_cell_counts(brand_with: Make) -> None:
    book, data = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["handle", "followers", "fee"])
    sheet.append(["ann", 1000, 100])
    sheet["C2"].number_format = '#,##0.00 "zł"'
    book.save(data)
    with pytest.raises(InputError, match="row 2, column fee: got 'zł 100', takes EUR"):
        read_brand(brand_with({"roster.xlsx": data.getvalue()}))


def _day(later: int) -> str:
    return f"{datetime.date(2026, 1, 5) + datetime.timedelta(later):%d.%m.%Y}"


WEEKS = [
    ("Week", [f"2026-{k:02d}" for k in range(2, 12)]),
    ("Woche", [f"{k:02d}/2026" for k in range(2, 12)]),
    ("Week", [f"2026{k:02d}" for k in range(2, 12)]),
    ("Tydzień", [f"2026-W{k:02d}" for k in range(2, 12)]),
    ("KW", [f"KW {k}/26" for k in range(2, 12)]),
    ("Semana", [f"{_day(7 * k)} - {_day(7 * k + 6)}" for k in range(10)]),
]


@pytest.mark.parametrize(("title", "weeks"), WEEKS)
def test_numbers_of_weeks_are_no_months(title: str, weeks: list[str], brand_with: Make) -> None:
    text = f"{title},units\n" + "".join(f"{week},{100 + k}\n" for k, week in enumerate(weeks))
    sales = read_brand(brand_with({"sales.csv": text})).sales
    assert sales is not None
    assert (sales.weeks[0], sales.weeks[-1]) == (datetime.date(2026, 1, 5), datetime.date(2026, 3, 9))
    assert sales.units == tuple(range(100, 110))


def test_a_week_without_its_year_is_refused_with_what_is_missing(brand_with: Make) -> None:
    with pytest.raises(InputError, match="row 2, column KW: got 'KW 14', takes a week with its year such as 2026-W14"):
        read_brand(brand_with({"sales.csv": "KW,units\nKW 14,100\nKW 15,110\n"}))


MONTHS = [
    ("Month", [f"{m:02d}/01/2025" for m in range(1, 13)]),
    ("date", [f"{(m - 1) % 12 + 1:02d}/01/{2024 + (m - 1) // 12}" for m in range(13, 28)]),
    ("date", [f"01/{(m - 1) % 12 + 1:02d}/{2024 + (m - 1) // 12}" for m in range(13, 28)]),
    ("year,month", [f"2025,{m}" for m in range(1, 13)]),
    ("Jahr,Monat", [f"2025,{m}" for m in ("Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez".split())]),  # noqa: SIM905
]


@pytest.mark.parametrize("currency", ["EUR", "USD"])
@pytest.mark.parametrize(("title", "months"), MONTHS)
def test_months_are_no_days(title: str, months: list[str], currency: str, brand_with: Make) -> None:
    text = f"{title},units\n" + "".join(f"{month},310\n" for month in months)
    answers = (
        f"price: 20\ncurrency: {currency}\npeople: 500000\nbudget: 9000\nniche: tea\nsold: 3700 units in 52 weeks\n"
    )
    sales = read_brand(brand_with({"sales.csv": text}, answers=answers)).sales
    assert sales is not None
    assert sales.weeks[0] == datetime.date(2025, 1, 6)
    assert 50 <= len(sales.weeks) <= 65
    assert sales.units[0] == pytest.approx(70)


def test_sales_that_begin_in_the_middle_are_counted_from_there(brand_with: Make) -> None:
    monday = datetime.date(2025, 9, 1)
    rows = [(monday + datetime.timedelta(7 * k), 0 if k < 30 else 100) for k in range(52)]
    text = "week,units\n" + "".join(f"{day},{units}\n" for day, units in rows)
    answers = "price: 20 EUR\npeople: 500000\nbudget: 9000\nniche: tea\n"
    brand = read_brand(brand_with({"sales.csv": text}, answers=answers))
    assert (brand.answers.units, brand.answers.weeks_counted) == (2200, 22)
    assert any("nothing was sold before the week of 2026-03-30: the 30 weeks" in note for note in brand.notes)


SAID = [
    ("week,units,refunds\n2026-01-05,100,-5\n2026-01-12,90,-4\n", "column refunds: not read: sales are taken as they"),
    ("week,units\n2026-01-05,100\n2026-01-12,90\n2026-01-19,\n2026-01-26,\n", "2 rows, the first of them 4, without"),
    ("week,units\n2026-01-05,100\n2026-01-12,0\n2026-01-19,0\n", "nothing was sold in the last 2 weeks"),
]


@pytest.mark.parametrize(("text", "note"), SAID)
def test_what_a_sales_table_leaves_open_is_said(text: str, note: str, brand_with: Make) -> None:
    notes = read_brand(brand_with({"sales.csv": text})).notes
    assert any(note in each for each in notes), notes


def test_shares_of_two_kinds_in_one_column_are_said(brand_with: Make) -> None:
    text = "handle,followers,engagement rate\nann,1000,4.1\nbob,2000,0.031\n"
    notes = read_brand(brand_with({"roster.csv": text})).notes
    assert any("0.031 was read as 0.031 % and 4.1 as 4.1 %" in note for note in notes), notes
    notes = read_brand(brand_with({"roster.csv": text.replace("4.1", "4.1 %")})).notes
    assert any("0.031 was read as 3.1 %, though others have a sign" in note for note in notes), notes


def test_weeks_of_the_calendar_in_a_plan_are_those_of_the_campaign_from_the_first(brand_with: Make) -> None:
    text = "KW,channel,spend\nKW 51,tv,100\nKW 52,tv,200\nKW 2,tv,300\n"
    brand = read_brand(brand_with({"plan.csv": text}))
    assert [each.week for each in brand.plan] == [1, 2, 4]
    assert any("week 1 of the campaign is week 51 of the calendar" in note for note in brand.notes)


def test_a_per_cent_sign_before_the_number(brand_with: Make) -> None:
    answers = "price: 20 EUR\npeople: 500000\nbudget: 9000\nniche: tea\nsold: 0\nmargin: %45\nname: '@tea'\n"
    folder = brand_with({"roster.csv": "handle,followers,engagement rate\nann,1000,%4.5\n"}, answers=answers)
    brand = read_brand(folder)
    assert (brand.answers.margin, brand.roster[0].engagement_rate) == (0.45, 0.045)
