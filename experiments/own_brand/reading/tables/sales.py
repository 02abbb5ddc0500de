"""Sales and spend by week: a shop's export, a spreadsheet, or the wide table of Meridian or Robyn."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.own_brand.brand import ReadAs, Sales
from experiments.own_brand.reading.cells.columns import Known, otherwise, plain
from experiments.own_brand.reading.cells.dates import month_of, names_weeks, today
from experiments.own_brand.reading.cells.sheet import Row, Sheet
from experiments.own_brand.reading.cells.synonyms import SALES
from experiments.own_brand.reading.entries.limits import BUDGET
from experiments.own_brand.reading.tables.channels import channel_of
from experiments.own_brand.reading.tables.weeks import by_week, period_of
from simulation.errors import InputError

KNOWN = Known(SALES)
NEEDED = ("week", "units", "revenue")
_SPEND = (
    "spend spends spending spent cost costs adspend ausgaben kosten budget gasto gastos inversion depense depenses"
    " spesa spese investimento uitgaven mediaspend wydatki wydatek koszt koszty naklady budzet cout"
    " couts costo costi coste costes harcama harcamasi harcamalar maliyet butce despesa despesas custo custos verba"
    " orcamento kostnad kostnader utgift utgifter udgifter budsjett utrata naklad rozpocet"
)
_NO_CHANNEL = (
    "media ad ads advertising marketing total paid all of on for in amount werbung werbe"
    " gesamt na w com em reklam reklami til for fur en sur per le la les pub publicite publicidad"
    " pubblicita reklama reklame marketingu"
    " reklamy"
)
_CHANNEL_COLUMNS = (
    "channel media medium platform campaign kanal canal canale kampagne campana campagne kampania campagna"
)
_FEW = 4
"""Dates that stand twice are a mistake where they are fewer than one in so many."""
AHEAD = 6
"""Days that a date may lie ahead: a week that still runs may be named by its last day."""
NOT_SOLD_YET = "what is still to come was not sold"
_RETURNS = (
    "refund refunds refunded return returns returned retouren ruckgaben rucksendungen storno stornos zwroty zwrot"
    " devoluciones remboursements retours resi rimborsi devolucoes reembolsos iade iadeler retur returer"
)
_PURCHASES = (
    "a number of purchases such as 120, none below 0; take what was returned off the day on which it was bought"
)
_NOT_SPEND = "per goods cogs shipping cpc cpm cpa cac versand"


def read_sales(sheet: Sheet, price: float) -> tuple[Sales, list[ReadAs]]:
    """Return sales by week, and what each column was read as.

    Args:
        sheet: The table.
        price: What one purchase costs: units are revenue divided by it where there are none.

    Raises:
        InputError: A column that is needed is missing, or a row cannot be read.
    """
    _settle_sales(sheet)
    if not sheet.has("week"):
        raise KNOWN.missing(sheet.table, "week")
    if not sheet.has("units") and not sheet.has("revenue"):
        raise KNOWN.missing(sheet.table, "units")
    _settle_week(sheet)
    _refuse_rows_by_channel(sheet)
    channels = spend_columns(sheet)

    empty: list[int] = []

    def values(row: Row) -> tuple[Row, datetime.date, list[float]] | None:
        if all(sheet.text(row, k) is None for k in range(len(sheet.table.header)) if k not in dates_at):
            empty.append(row[0])  # a calendar written beforehand
            return None
        day = _day(sheet, row)
        each = sheet.money(row, "revenue_per_unit") if sheet.has("revenue_per_unit") else None
        units = sheet.number(row, "units", _PURCHASES, needed=True) if sheet.has("units") else None
        revenue = sheet.money(row, "revenue", needed=units is None) if sheet.has("revenue") else None
        if units is None:
            assert revenue is not None
            units = revenue / (each or price)
        elif revenue is None and each is not None:
            revenue = units * each
        spend = [_spent(sheet, row, k) for k in channels]
        return row, day, [units, units * price if revenue is None else revenue, *spend]

    dates_at = {sheet.at["week"], *sheet.others.get("week", ()), sheet.at.get("year", -1)}
    rows = sheet.each(values)
    if not rows:
        raise InputError(f"{sheet.table.file}: no row says what was sold")
    if empty:
        named = f"row {empty[0]}" if len(empty) == 1 else f"{len(empty)} rows, the first of them {empty[0]}"
        sheet.say(sheet.at["week"], f"{named}, without anything beside the date: left out")
    _say_returns(sheet)
    dates = [day for _, day, _ in rows]
    _refuse_few_twice(sheet, [row for row, _, _ in rows], dates)
    period = period_of(dates)
    if period is None:
        raise InputError(
            f"{sheet.table.file}, column {sheet.table.header[sheet.at['week']]}: got dates of"
            f" {min(dates)} to {max(dates)} that are neither days, weeks nor months apart; takes a row for each week"
        )
    k = sheet.at["week"]
    ends = "end" in plain(sheet.table.header[k]).split() or "ending" in plain(sheet.table.header[k]).split()
    numbers = np.array([each for _, _, each in rows])
    weeks, sums = by_week(dates, numbers, period, ends, lambda note: sheet.say(k, note))
    weeks, sums = _from_first_sale(weeks, sums, lambda note: sheet.say(k, note))
    if not weeks:
        raise InputError(f"{sheet.table.file}: covers no whole week from Monday to Sunday; takes at least one")
    if weeks[-1] + datetime.timedelta(days=6) >= today():
        sheet.say(k, f"the week of {weeks[-1]} is not over: if its sales are not whole, take the row out")
    if not sheet.has("units"):
        by = "the column beside" if sheet.has("revenue_per_unit") else f"the price, {price:g} {sheet.how.currency}"
        sheet.say(sheet.at["revenue"], f"units were computed: revenue divided by {by}")
    with_revenue = sheet.has("revenue") or sheet.has("revenue_per_unit")
    spend: dict[str, tuple[float, ...]] = {}
    for column, channel in enumerate(channels.values(), 2):
        before = spend.get(channel, (0.0,) * len(weeks))
        spend[channel] = tuple(float(a + b) for a, b in zip(before, sums[:, column], strict=True))
    table = Sales(weeks, tuple(map(float, sums[:, 0])), tuple(map(float, sums[:, 1])) if with_revenue else None, spend)
    return table, sheet.read_as({k: f"spend on {channel}" for k, channel in channels.items()})


def _spent(sheet: Sheet, row: Row, column: int) -> float:
    """Return what was spent in a row; nothing is written where nothing was."""
    spent = sheet.money(row, column) or 0.0
    if spent > BUDGET[1]:
        raise sheet.refuse(row, column, f"an amount up to {BUDGET[1]:,.0f}")
    return spent


def _from_first_sale(
    weeks: tuple[datetime.date, ...], sums: NDArray[np.float64], say: Callable[[str], None]
) -> tuple[tuple[datetime.date, ...], NDArray[np.float64]]:
    """Return the weeks from the first in which something was sold, and say which are none."""
    sold = np.flatnonzero(sums[:, 0]) if len(weeks) else np.zeros(0, np.int64)
    if not len(sold):
        return weeks, sums
    first, last = int(sold[0]), int(sold[-1])
    if first:
        say(f"nothing was sold before the week of {weeks[first]}: the {first} weeks before it are not counted")
    if (none := len(weeks) - 1 - last) > 1:
        say(f"nothing was sold in the last {none} weeks: they count; take their rows out if they are not over yet")
    return weeks[first:], sums[first:]


def _say_returns(sheet: Sheet) -> None:
    """Say of a column of returned purchases that they are not taken off."""
    for k, title in enumerate(sheet.table.header):
        if k not in sheet.at.values() and set(plain(title).split()) & set(_RETURNS.split()):
            sheet.say(k, "not read: sales are taken as they stand; if they count what was returned, take it off there")


def spend_columns(sheet: Sheet) -> Mapping[int, str]:
    """Return the columns of money that was spent, and each one's channel: the market's, or by its own name."""
    found: dict[int, str] = {}
    for k, title in enumerate(sheet.table.header):
        if k in sheet.at.values():
            continue
        named = _channel_named(title)
        if named is None:
            continue
        if not named:
            sheet.say(k, "not read: it names no channel; a column for each, such as spend_tv, is read")
            continue
        known = channel_of(named)
        found[k] = known or re.sub(r"\W+", "_", named).strip("_")
        if known is None:
            sheet.say(k, f"'{named}' is no channel of the market: kept by its name, and nothing is concluded about it")
        elif [*found.values()].count(known) == 2:
            sheet.say(k, f"several columns are {known}: they were added up")
    return found


def _channel_named(title: str) -> str | None:
    """Return the channel in the name of a column of spend, empty where it names none; None: it is no spend."""
    if match := re.fullmatch(r"(\w+?)_S", title.strip()):  # as Robyn marks spend
        return plain(match[1])
    words = plain(title).split()
    spend = _SPEND.split()
    if not set(spend) & set(words) or set(_NOT_SPEND.split()) & set(words):
        return None
    return " ".join(word for word in words if word not in (*spend, *_NO_CHANNEL.split()))


def _settle_week(sheet: Sheet) -> None:
    """Take the first column of those that may be the week in which there are dates: a number of a week is none."""
    for k in (sheet.at["week"], *sheet.others.get("week", ())):
        for row in sheet.table.rows:
            if sheet.text(row, k) is None:
                continue
            try:
                sheet.date(row, k)
            except InputError:
                continue
            sheet.at["week"] = k
            return


def _day(sheet: Sheet, row: Row) -> datetime.date:
    """Return the day of a row; of a week's number beside a year its Monday."""
    if not sheet.has("year") or isinstance(sheet.cell(row, "week"), datetime.date):
        return sheet.past(row, "week", NOT_SOLD_YET, AHEAD)
    text, title = (sheet.text(row, "week") or "").lower(), plain(sheet.table.header[sheet.at["week"]])
    number = re.fullmatch(r"(?:w|kw|week|woche|tydzien|hafta|semana|semaine)?\s*(\d{1,2})", plain(text))
    year = sheet.number(row, "year", "a year such as 2026", whole=True)
    if year is not None and not names_weeks(title) and (month := month_of(text)) is not None:
        return datetime.date(int(year), month, 1)
    if number and year is not None and names_weeks(title):
        try:
            monday = datetime.date.fromisocalendar(int(year), int(number[1]), 1)
        except ValueError:
            raise sheet.refuse(row, "week", f"a week of {int(year)}, 1 to 52 or 53") from None
        if monday > today():
            raise sheet.refuse(row, "week", f"a week up to now, {today()}, as {NOT_SOLD_YET}")
        return monday
    return sheet.past(row, "week", NOT_SOLD_YET, AHEAD)


def _refuse_rows_by_channel(sheet: Sheet) -> None:
    """Refuse a table with a row for each channel: its sales would be counted once for each."""
    for k, title in enumerate(sheet.table.header):
        if k not in sheet.at.values() and plain(title) in _CHANNEL_COLUMNS.split():
            raise InputError(
                f"{sheet.table.file}, column {title}: got a row for each {plain(title)}, takes a row for each week and"
                " a column of spend for each channel, such as spend_tv"
            )


def _refuse_few_twice(sheet: Sheet, rows: list[Row], dates: list[datetime.date]) -> None:
    """Refuse a date that stands twice where others do not: a row that was pasted twice, not rows of regions."""
    number = Counter(dates)
    twice = [day for day, often in number.items() if often > 1]
    if not twice or len(twice) * _FEW > len(number):
        return
    first, second = [row for row, day in zip(rows, dates, strict=True) if day == twice[0]][:2]
    raise sheet.refuse(second, "week", f"each date once, or all of them for each region; row {first[0]} has it, too")


def _settle_sales(sheet: Sheet) -> None:
    """Decide whether a column named sales has units or revenue."""
    k = sheet.at.pop("sales", None)
    if k is None:
        return
    if sheet.has("units") and sheet.has("revenue"):
        return
    if sheet.has("units") or sheet.has("revenue"):
        sheet.at["revenue" if sheet.has("units") else "units"] = k
        return
    money = any(isinstance(cell, str) and any(sign in cell for sign in "$€£¥₹") for cell in sheet.cells(k))
    money = money or any(number != int(number) for number in sheet.amounts(k))
    field, other = ("revenue", "units") if money else ("units", "revenue")
    sheet.at[field] = k
    why = "there are signs of a currency or parts of a whole" if money else "all are whole numbers"
    sheet.say(
        k,
        f"was read as {field}, as {why}; if it is {other}, "
        + otherwise(sheet.table.file, other, sheet.table.header[k]),
    )
