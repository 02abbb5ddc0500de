"""Sales by day, week and month; units and revenue; spend by channel."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.own_brand.brand import Sales
from experiments.own_brand.reading.folder import read_brand

MONDAY = datetime.date(2026, 1, 5)


def read(text: str, brand_with: Callable[..., Path], more: str = "") -> tuple[Sales, str]:
    brand = read_brand(brand_with({"sales.csv": text}, more=more))
    assert brand.sales is not None
    return brand.sales, " | ".join(brand.notes)


def days(first: datetime.date, number: int) -> list[datetime.date]:
    return [first + datetime.timedelta(days=k) for k in range(number)]


def test_days_are_summed_to_weeks_and_parts_of_weeks_left_out(brand_with: Callable[..., Path]) -> None:
    rows = "".join(f"{day},{k + 1}\n" for k, day in enumerate(days(MONDAY - datetime.timedelta(days=2), 18)))
    sales, notes = read("date,units\n" + rows, brand_with)
    assert sales.weeks == (MONDAY, MONDAY + datetime.timedelta(days=7))
    assert sales.units == (sum(range(3, 10)), sum(range(10, 17)))
    assert "the week of 2025-12-29 is there in part: left out" in notes
    assert "the week of 2026-01-19 is there in part: left out" in notes


def test_a_day_without_a_row_is_a_day_without_sales(brand_with: Callable[..., Path]) -> None:
    rows = "".join(
        f"{day},1\n" for day in days(MONDAY, 14) if day.weekday() != 6 or day > MONDAY + datetime.timedelta(days=7)
    )
    sales, notes = read("date,units\n" + rows, brand_with)
    assert sales.units == (6, 7)
    assert "1 days between 2026-01-05 and 2026-01-18 are missing, taken as days without sales" in notes


def test_weeks_that_begin_on_sunday_are_those_of_the_monday_after(brand_with: Callable[..., Path]) -> None:
    sales, notes = read("week,units\n2026-01-04,5\n2026-01-11,6\n", brand_with)
    assert sales.weeks[0] == MONDAY
    assert "weeks begin on Sunday" in notes


def test_weeks_named_by_their_last_day_begin_six_days_before(brand_with: Callable[..., Path]) -> None:
    sales, notes = read("week ending,units\n2026-01-11,5\n2026-01-18,6\n", brand_with)
    assert sales.weeks[0] == MONDAY
    assert "named by its last day, a Sunday" in notes


def test_months_are_spread_over_their_days(brand_with: Callable[..., Path]) -> None:
    sales, notes = read("month,units\n2026-01,310\nFeb 2026,280\n2026-03,310\n", brand_with)
    assert sales.weeks[0] == MONDAY
    assert sales.units == pytest.approx([70.0] * len(sales.weeks))
    assert len(sales.weeks) == 12
    assert "rows are months" in notes


def test_a_week_that_is_missing_is_named(brand_with: Callable[..., Path]) -> None:
    sales, notes = read("week,units\n2026-01-05,5\n2026-01-12,5\n2026-01-26,6\n", brand_with)
    assert len(sales.weeks) == 3
    assert "1 weeks are missing (2026-01-19)" in notes


def test_revenue_alone_is_divided_by_the_price(brand_with: Callable[..., Path]) -> None:
    sales, notes = read('week,revenue\n2026-01-05,"€2,000.00"\n2026-01-12,€100\n', brand_with)
    assert sales.units == (100, 5)  # the price is 20
    assert sales.revenue == (2000, 100)
    assert "revenue divided by the price, 20 EUR" in notes


@pytest.mark.parametrize(
    ("cells", "is_units"), [(("100", "120"), True), (("100.50", "120"), False), (("€100", "€120"), False)]
)
def test_a_column_named_sales_is_told_by_its_cells(
    cells: tuple[str, str], is_units: bool, brand_with: Callable[..., Path]
) -> None:
    sales, notes = read(f"week,sales\n2026-01-05,{cells[0]}\n2026-01-12,{cells[1]}\n", brand_with)
    assert (sales.units[1] == 120) is is_units
    assert ("was read as units" in notes) is is_units


def test_beside_units_a_column_named_sales_is_revenue(brand_with: Callable[..., Path]) -> None:
    sales, _ = read("week,orders,sales\n2026-01-05,10,250\n2026-01-12,20,500\n", brand_with)
    assert (sales.units, sales.revenue) == ((10, 20), (250, 500))


def test_the_wide_table_of_robyn(brand_with: Callable[..., Path]) -> None:
    header = "DATE,revenue,tv_S,ooh_S,print_S,facebook_I,search_clicks_P,search_S,competitor_sales_B,facebook_S,events"
    rows = "2026-01-05,20000,100,50,25,90000,700,30,1e6,40,na\n2026-01-12,22000,0,0,0,0,0,35,1e6,45,na\n"
    sales, notes = read(f"{header}\n{rows}", brand_with)
    assert sales.spend == {"broadcast": (175, 0), "search": (30, 35), "paid_social": (40, 45)}
    assert "several columns are broadcast" in notes
    assert sales.units == (1000, 1100)


def test_the_table_of_meridian_by_region(brand_with: Callable[..., Path]) -> None:
    header = "geo,time,Channel0_impression,TV_spend,Search_spend,conversions,revenue_per_conversion,population"
    rows = "A,2026-01-05,5,100,10,30,21,1000\nB,2026-01-05,5,50,5,20,19,900\nA,2026-01-12,5,0,0,10,21,1000\nB,2026-01-12,5,0,0,5,19,900\n"
    sales, notes = read(f"{header}\n{rows}", brand_with)
    assert sales.units == (50, 15)
    assert sales.revenue == (30 * 21 + 20 * 19, 10 * 21 + 5 * 19)
    assert sales.spend == {"broadcast": (150, 0), "search": (15, 0)}
    assert "were added up" in notes


@pytest.mark.parametrize(
    "text",
    [
        "week,date,units\n2,2026-01-05,5\n3,2026-01-12,6\n",
        "Jahr;KW;Stück\n2026;2;5\n2026;3;6\n",
        "year,week,units\n2026,W2,5\n2026,W3,6\n",
        "week,units\n2026-W02,5\n2026-W03,6\n",
    ],
)
def test_a_week_may_be_a_number_beside_a_date_or_a_year(text: str, brand_with: Callable[..., Path]) -> None:
    sales, _ = read(text, brand_with)
    assert (sales.weeks[0], sales.units) == (MONDAY, (5, 6))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_may_be_in_any_usual_encoding(encoding: str, brand_with: Callable[..., Path]) -> None:
    text = "Woche;Stück;Ausgaben für Fernsehen\r\n05.01.2026;5;1.200,50 \u20ac\r\n12.01.2026;6;0\r\n"
    brand = read_brand(brand_with({"sales.csv": text.encode(encoding)}))
    assert brand.sales is not None
    assert (brand.sales.units, brand.sales.spend) == ((5, 6), {"broadcast": (1200.5, 0)})
    assert any("UTF-16" in note for note in brand.notes) == encoding.startswith("utf-16")
    assert any("Windows-1252" in note for note in brand.notes) == (encoding == "cp1252")


def test_a_channel_that_the_market_lacks_keeps_its_name(brand_with: Callable[..., Path]) -> None:
    sales, notes = read("week,units,spend_sampling\n2026-01-05,5,70\n2026-01-12,5,\n", brand_with)
    assert sales.spend == {"sampling": (70, 0)}
    assert "'sampling' is no channel of the market" in notes


def test_a_date_that_may_mean_two_days_is_said_and_may_be_set(brand_with: Callable[..., Path]) -> None:
    text = "date,units\n" + "".join(f"0{k}/01/2026,1\n" for k in range(1, 8))
    sales, notes = read("date,units\n05/01/2026,1\n12/01/2026,1\n", brand_with)
    assert (sales.weeks[0], "was read as 2026-01-05" in notes) == (MONDAY, True)
    assert "reading: {dayfirst: false}" in notes
    months, _ = read(text, brand_with, more="reading: {dayfirst: false}\n")
    assert months.weeks[-1] == datetime.date(2026, 7, 20)


def test_rows_show_the_order_of_day_and_month(brand_with: Callable[..., Path]) -> None:
    sales, notes = read("week,units\n01/05/2026,1\n01/12/2026,1\n01/19/2026,1\n", brand_with)
    assert sales.weeks[0] == MONDAY
    assert "dayfirst" not in notes


def test_a_number_that_may_mean_two_things_is_said_and_may_be_set(brand_with: Callable[..., Path]) -> None:
    text = "week;units;spend_tv\n2026-01-05;5;1.200\n2026-01-12;5;900\n"
    sales, notes = read(text, brand_with)
    assert sales.spend["broadcast"] == (1200, 900)
    assert "1.200 was read as 1,200; if not, set reading: {decimal: point}" in notes
    assert read(text, brand_with, more="reading: {decimal: point}\n")[0].spend["broadcast"] == (1.2, 900)
    borne_out, notes = read(text.replace("900", "900,50"), brand_with)
    assert borne_out.spend["broadcast"] == (1200, 900.5)
    assert "was read as" not in notes
