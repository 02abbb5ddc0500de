"""The plan: what is spent or posted in each week of the campaign, by channel or by creator."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

from experiments.own_brand.brand import PlannedWeek
from experiments.own_brand.reading.cells.columns import Known, did_you_mean, plain
from experiments.own_brand.reading.cells.sheet import Row, Sheet
from experiments.own_brand.reading.cells.synonyms import PLAN
from experiments.own_brand.reading.tables.channels import CHANNELS, channel_of
from experiments.own_brand.reading.tables.roster import handle_of
from simulation.errors import InputError

KNOWN = Known(PLAN)
NEEDED = ("week", "channel", "handle")
_NUMBER = re.compile(r"(?:w|week|kw|cw|woche|semana|semaine|settimana|tydzien|hafta|vecka|uge|uke)?\.? ?(\d{1,3})")
_CALENDAR = re.compile(r"(?:kw|cw|calendar week|kalenderwoche) ?\d{1,2}")
_YEAR_WEEKS = 52


def read_plan(sheet: Sheet, weeks: int, handles: Collection[str]) -> tuple[PlannedWeek, ...]:
    """Return the rows of a plan.

    Args:
        sheet: The table.
        weeks: Length of the campaign.
        handles: Of the roster.

    Raises:
        InputError: A column that is needed is missing, or a row cannot be read.
    """
    if not sheet.has("week"):
        raise KNOWN.missing(sheet.table, "week")
    if not sheet.has("channel") and not sheet.has("handle"):
        raise KNOWN.missing(sheet.table, "channel")
    if not sheet.has("spend") and not sheet.has("posts"):
        raise KNOWN.missing(sheet.table, "spend")
    by_name = {handle.lower(): handle for handle in handles}
    first, shift = _first_day(sheet), _first_calendar_week(sheet)

    def planned(row: Row) -> PlannedWeek:
        week = _week(sheet, row, first)
        if shift is not None:
            week = (week - shift) % _YEAR_WEEKS + 1
        if not 1 <= week <= weeks:
            raise sheet.refuse(row, "week", f"a week of the campaign, 1 to {weeks} (weeks in brand.yaml)")
        handle, channel = _who(sheet, row, by_name)
        spend, posts = sheet.money(row, "spend"), sheet.number(row, "posts", "a whole number of posts", whole=True)
        if spend is None and posts is None:
            raise sheet.refuse(
                row, "spend" if sheet.has("spend") else "posts", "an amount, or a number of posts beside it"
            )
        if handle is None and spend is None and channel != "creators":
            at = "spend" if sheet.has("spend") else "posts"
            raise sheet.refuse(row, at, f"an amount for a channel such as {channel}; posts are for creators")
        label = sheet.yes(row, "label")
        return PlannedWeek(
            week, channel, handle, spend, None if posts is None else int(posts), sheet.text(row, "format"), label
        )

    return tuple(sheet.each(planned))


def _who(sheet: Sheet, row: Row, by_name: dict[str, str]) -> tuple[str | None, str | None]:
    """Return the creator or the channel of a row, whichever of the two columns names it."""
    field = "handle" if sheet.text(row, "handle") is not None or not sheet.has("channel") else "channel"
    text = sheet.text(row, field) or ""
    name = handle_of(text)[0]
    if name.lower() in by_name:
        return by_name[name.lower()], None
    channel = channel_of(text) if text == name else None  # an @ or an address is a creator's
    if channel is not None:
        return None, channel
    takes = "a handle of the roster or a channel" if by_name else "a channel, or a handle of a roster (there is none)"
    close = did_you_mean(name, [*by_name.values(), *CHANNELS]) if name else ""
    raise sheet.refuse(row, field, takes + close)


def _first_day(sheet: Sheet) -> datetime.date | None:
    """Return the Monday of the first week, where weeks are dates; None: they are numbers."""
    k = sheet.at["week"]
    days = []
    for row in sheet.table.rows:
        text = sheet.text(row, "week")
        if text is None or _NUMBER.fullmatch(plain(text)):
            continue
        try:
            days.append(sheet.date(row, "week"))
        except InputError:
            continue
    if not days:
        return None
    first = min(days) - datetime.timedelta(days=min(days).weekday())
    sheet.say(k, f"week 1 of the campaign is the week of {first}, the first date")
    return first


def _first_calendar_week(sheet: Sheet) -> int | None:
    """Return the first week of the calendar that a plan names, where its weeks are those of the calendar: KW 14."""
    k = sheet.at["week"]
    title = plain(sheet.table.header[k])
    texts = [plain(text) for row in sheet.table.rows if (text := sheet.text(row, k)) is not None]
    of_calendar = _CALENDAR.fullmatch(f"{title} 1") is not None or any(map(_CALENDAR.fullmatch, texts))
    numbers = [int(match[1]) for text in texts if (match := _NUMBER.fullmatch(text))]
    if not of_calendar or not numbers or len(numbers) < len(texts):
        return None
    weeks = sorted(set(numbers))
    gaps = [
        (later - week) % _YEAR_WEEKS or _YEAR_WEEKS for week, later in zip(weeks, [*weeks[1:], weeks[0]], strict=True)
    ]
    first = weeks[(gaps.index(max(gaps)) + 1) % len(weeks)]  # after the longest gap: 50, 51, 52, 1, 2 begin with 50
    sheet.say(k, f"week 1 of the campaign is week {first} of the calendar, the first that is named")
    return first


def _week(sheet: Sheet, row: Row, first: datetime.date | None) -> int:
    text = sheet.text(row, "week")
    if text is not None and (match := _NUMBER.fullmatch(plain(text))):
        return int(match[1])
    if text is None or first is None:
        raise sheet.refuse(row, "week", "the number of a week of the campaign, from 1, or a date")
    return (sheet.date(row, "week") - first).days // 7 + 1
