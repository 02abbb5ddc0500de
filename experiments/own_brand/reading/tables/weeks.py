"""Days, weeks and months of a table as whole weeks that begin on Monday."""

from __future__ import annotations

import calendar
import datetime
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Period = Literal["days", "weeks", "months"]
_DAY = datetime.timedelta(days=1)
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def period_of(dates: Sequence[datetime.date]) -> Period | None:
    """Return what the rows of a table count: days, weeks or months; None: none of them."""
    distinct = sorted(set(dates))
    if len(distinct) == 1:
        return "weeks"
    gap = statistics.median_low((later - day).days for day, later in pairwise(distinct))
    if gap < 4:
        return "days"
    if gap <= 10:
        return "weeks"
    return "months" if 27 <= gap <= 32 else None


def by_week(
    dates: Sequence[datetime.date],
    values: NDArray[np.float64],
    period: Period,
    ends: bool,
    say: Callable[[str], None],
) -> tuple[tuple[datetime.date, ...], NDArray[np.float64]]:
    """Return Mondays and the sums of each column in the weeks that they begin; only whole weeks, in order.

    Args:
        dates: The day of each row; of a week one of its days, of a month its first.
        values: A row for each date, a column for each thing that is counted.
        period: What a row counts.
        ends: Whether a week is named by its last day.
        say: Takes what was done, a sentence each.
    """
    if len(set(dates)) < len(dates):
        say(f"several rows have the same date: the rows of each of the {len(set(dates))} dates were added up")
    if period == "weeks":
        mondays = _mondays(dates, ends, say)
        sums: dict[datetime.date, NDArray[np.float64]] = {}
        for monday, row in zip(mondays, values, strict=True):
            sums[monday] = sums.get(monday, 0.0) + row
        _say_gaps(sorted(sums), say)
    else:
        sums = _from_days(dates, values, period, say)
    order = sorted(sums)
    return tuple(order), np.array([sums[monday] for monday in order]).reshape(len(order), values.shape[1])


def _mondays(dates: Sequence[datetime.date], ends: bool, say: Callable[[str], None]) -> list[datetime.date]:
    """Return the Monday of the week that each date stands for: the nearest one to its first day."""
    weekdays = Counter(day.weekday() for day in dates)
    (weekday, number), *_ = weekdays.most_common(1)
    if number < len(dates) and len(set(dates)) > 1:
        say("dates fall on several days of the week: each counts for the week, Monday to Sunday, that it lies in")
        return [day - day.weekday() * _DAY for day in dates]
    firsts = [day - 6 * _DAY if ends else day for day in dates]
    first = firsts[0].weekday()
    shift = -first if first <= 3 else 7 - first
    if ends:
        say(f"each week is named by its last day, a {_NAMES[weekday]}")
    if shift:
        say(
            f"weeks begin on {_NAMES[first]}: each is taken as the week that begins on the Monday"
            f" {abs(shift)} day{'s' * (abs(shift) > 1)} {'later' if shift > 0 else 'before'}"
        )
    return [day + shift * _DAY for day in firsts]


def _from_days(
    dates: Sequence[datetime.date], values: NDArray[np.float64], period: Period, say: Callable[[str], None]
) -> dict[datetime.date, NDArray[np.float64]]:
    """Sum days to weeks; a month is spread evenly over its days before."""
    days: dict[datetime.date, NDArray[np.float64]] = {}
    for day, row in zip(dates, values, strict=True):
        length = calendar.monthrange(day.year, day.month)[1] if period == "months" else 1
        first = day.replace(day=1) if period == "months" else day
        for k in range(length):
            days[first + k * _DAY] = days.get(first + k * _DAY, 0.0) + row / length
    first, last = min(days), max(days)
    if period == "months":
        say("rows are months: each was spread evenly over its days, and the days summed to weeks that begin on Monday")
    else:
        say("rows are days: they were summed to weeks that begin on Monday")
    missing = (last - first).days + 1 - len(days)
    if missing:
        what = "taken as days without sales" if period == "days" else "of months that are missing; taken as 0"
        say(f"{missing} days between {first} and {last} are missing, {what}")
    monday = first - first.weekday() * _DAY
    sums: dict[datetime.date, NDArray[np.float64]] = {}
    while monday <= last:
        whole = monday >= first and monday + 6 * _DAY <= last
        if whole:
            sums[monday] = sum(
                (days.get(monday + k * _DAY, np.zeros(values.shape[1])) for k in range(7)), 0.0 * values[0]
            )
        else:
            say(f"the week of {monday} is there in part: left out")
        monday += 7 * _DAY
    return sums


def _say_gaps(mondays: Sequence[datetime.date], say: Callable[[str], None]) -> None:
    there = set(mondays)
    number = (mondays[-1] - mondays[0]).days // 7 + 1
    if number > len(there):
        missing = [m for k in range(min(number, 10_000)) if (m := mondays[0] + 7 * k * _DAY) not in there]
        first = ", ".join(map(str, missing[:3])) + (", ..." if len(missing) > 3 else "")
        say(f"{number - len(there)} weeks are missing ({first}): they are not known; write 0 where nothing was sold")
