"""Times of touches as days: numbers of days, Unix times, dates as YYYYMMDD, ISO dates, dates with the day first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl

_DAY = 86_400.0
_SINCE, _UNTIL = 315_532_800, 4_102_444_800  # Unix seconds of 1980 and of 2100
_UNITS = ((1, "seconds"), (1e3, "milliseconds"), (1e6, "microseconds"), (1e9, "nanoseconds"))
_TAKES = "takes a number of days, a Unix time, or a date such as 2026-03-01 or 2026-03-01T09:30:00Z"
_ISO = {10: "%Y-%m-%d", 19: "%Y-%m-%dT%H:%M:%S"}
_CLOCK = r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$"
_YEAR_FIRST = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK + _ZONE
_YEAR_LAST = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _CLOCK + _ZONE


def days_of(time: pl.Series, where: str, dayfirst: bool | None, notes: list[str]) -> NDArray[np.float64]:
    """Return times as days.

    Args:
        time: a column of numbers, dates or text.
        where: what to call the table.
        dayfirst: whether 03/07/2026 is the third of July; ``None``: found out if a day above 12 shows it.
        notes: takes what was guessed.

    Raises:
        InputError: a cell that is no time (its row is named), or dates that may mean two things.
    """
    import polars as pl

    if time.dtype.is_temporal() and time.dtype != pl.Time:
        return _finite(time.cast(pl.Datetime("us")).to_physical().cast(pl.Float64) / (_DAY * 1e6), time, where)
    text = time.str.strip_chars() if time.dtype == pl.String else None
    numbers = (time if text is None else text).cast(pl.Float64, strict=False)
    if text is None or numbers.null_count() < len(time) or len(time) == 0:
        return _numbers(numbers, time, where, notes)
    return _finite(_dates(text, where, dayfirst, notes), time, where)


def _finite(days: pl.Series, time: pl.Series, where: str) -> NDArray[np.float64]:
    import polars as pl

    values: NDArray[np.float64] = days.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    if (bad := ~np.isfinite(values)).any():
        row = int(bad.argmax())
        raise InputError(f"{where}, row {row + 1}: time is '{time[row]}'; {_TAKES}")
    return values


def _numbers(numbers: pl.Series, time: pl.Series, where: str, notes: list[str]) -> NDArray[np.float64]:
    """Read numbers: all dates as YYYYMMDD, all Unix times, or all days."""
    import polars as pl

    values = _finite(numbers, time, where)
    if len(values) == 0:
        return values
    least, most = float(values.min()), float(values.max())
    if least >= 19_000_101 and most <= 21_001_231 and np.all(values == np.floor(values)):
        read = pl.Series(values.astype(np.int64)).cast(pl.String).str.to_date("%Y%m%d", strict=False)
        notes.append("time: numbers such as 20260301 were read as dates")
        return _finite(read.cast(pl.Datetime("us")).to_physical().cast(pl.Float64) / (_DAY * 1e6), time, where)
    if (clocks := _with_hours(values)) is not None:
        notes.append("time: numbers such as 2026030109 were read as dates with hours")
        return clocks
    for unit, word in _UNITS:
        if least >= _SINCE * unit and most <= _UNTIL * unit:
            notes.append(f"time: read as Unix times in {word}")
            return values / (unit * _DAY)
    if most >= 100_000 and least >= 0:
        row = int(values.argmax())
        raise InputError(
            f"{where}, row {row + 1}: time is '{time[row]}': as days that is {most / 365.25:,.0f} years, and not all "
            f"rows are Unix times or dates as YYYYMMDD; {_TAKES}"
        )
    return values


def _with_hours(values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return days if all numbers are dates with hours, minutes or seconds behind, as 2026030109 and 20260301093000."""
    import polars as pl

    least, most = float(values.min()), float(values.max())
    for behind in (2, 4, 6):
        if least < 19_900_101 * 10**behind or most >= 21_010_101 * 10**behind or np.any(values != np.floor(values)):
            continue
        text = pl.Series((values * 10 ** (6 - behind)).astype(np.int64)).cast(pl.String)
        read = text.str.to_datetime("%Y%m%d%H%M%S", strict=False, time_unit="us")
        if read.null_count() == 0:
            days: NDArray[np.float64] = read.to_physical().to_numpy() / (_DAY * 1e6)
            return days
    return None


def _plain_iso(text: pl.Series) -> pl.Series | None:
    """Return days if all cells have the form of the first, an ISO date: far faster than forms that differ."""
    import polars as pl

    form = _ISO.get(len(text[0] or ""))
    if form is None:
        return None
    mark = "T" if "T" in text[0] else " "
    read = text.str.to_datetime(form.replace("T", mark), strict=False, time_unit="us")
    if read.null_count() or (text.str.len_bytes() != len(text[0])).any():
        return None
    return read.to_physical().cast(pl.Float64) / (_DAY * 1e6)


def _dates(text: pl.Series, where: str, dayfirst: bool | None, notes: list[str]) -> pl.Series:
    """Read text as dates, with the order of day and month that all rows allow."""
    import polars as pl

    if (days := _plain_iso(text)) is not None:
        return days
    first = text.str.extract_groups(_YEAR_FIRST).struct.unnest()
    last = text.str.extract_groups(_YEAR_LAST).struct.unnest()
    frame = pl.DataFrame({f"f{k}": first[name] for k, name in enumerate(first.columns, 1)}).with_columns(
        *(last[name].alias(f"l{k}") for k, name in enumerate(last.columns, 1))
    )
    year_last = frame["l3"].is_not_null()
    if year_last.any():
        one = frame["l1"].cast(pl.Int64)
        two = frame["l2"].cast(pl.Int64)
        dayfirst = _order(one, two, text, where, dayfirst, notes)
    day, month = ("l1", "l2") if dayfirst else ("l2", "l1")

    def part(year_first: str, otherwise: str) -> Any:
        return pl.coalesce(pl.col(year_first), pl.col(otherwise))

    hour = part("f4", "l4").fill_null("0").cast(pl.Int64)
    half = part("f8", "l8").str.to_lowercase()
    hour = pl.when(half == "pm").then(hour % 12 + 12).when(half == "am").then(hour % 12).otherwise(hour)
    frame = frame.with_columns(
        date=pl.format("{}-{}-{}", part("f1", "l3"), part("f2", month).str.zfill(2), part("f3", day).str.zfill(2)),
        hour=hour,
        minute=part("f5", "l5").fill_null("0").cast(pl.Int64),
        second=part("f6", "l6").fill_null("0").cast(pl.Int64),
        fraction=pl.format("0.{}", part("f7", "l7").fill_null("0")).cast(pl.Float64),
        zone=part("f9", "l9").fill_null("Z"),
    )
    zone = pl.col("zone")
    shift = pl.when(zone.str.contains(r"^[+-]")).then(
        zone.str.slice(1, 2).cast(pl.Float64, strict=False) * 60
        + zone.str.slice(3).str.replace(":", "").replace("", "0").cast(pl.Float64, strict=False)
    )
    minutes = shift.fill_null(0) * pl.when(zone.str.starts_with("-")).then(-1.0).otherwise(1.0)
    clock_fits = (pl.col("hour") < 24) & (pl.col("minute") < 60) & (pl.col("second") < 61)
    days = frame.select(
        pl.when(clock_fits).then(
            pl.col("date").str.to_date("%Y-%m-%d", strict=False).cast(pl.Int64).cast(pl.Float64)
            + (pl.col("hour") * 3600 + pl.col("minute") * 60 + pl.col("second") + pl.col("fraction")) / _DAY
            - minutes / 1440
        )
    ).to_series()
    zoned = part("f9", "l9").is_not_null()
    share = frame.select(zoned.mean()).item()
    if share not in (None, 0.0, 1.0):
        notes.append("warning: time: some rows name a zone and others none; the latter were read as UTC")
    return days


def _order(
    one: pl.Series, two: pl.Series, text: pl.Series, where: str, dayfirst: bool | None, notes: list[str]
) -> bool:
    """Return whether the day stands first.

    Raises:
        InputError: no row shows it, or two rows show different orders.
    """
    day_first, month_first = (one > 12).fill_null(False), (two > 12).fill_null(False)
    if dayfirst is not None:
        wrong = month_first if dayfirst else day_first
        if wrong.any():
            row = int(wrong.arg_max() or 0)
            raise InputError(
                f"{where}, row {row + 1}: time is '{text[row]}', which is no date with dayfirst={dayfirst}"
            )
        return dayfirst
    if day_first.any() and month_first.any():
        row = int(month_first.arg_max() or 0)
        other = int(day_first.arg_max() or 0)
        raise InputError(
            f"{where}, row {row + 1}: time is '{text[row]}', with the month first, but in row {other + 1} the day "
            "stands first; write dates as 2026-03-01"
        )
    if not day_first.any() and not month_first.any():
        row = int(one.is_not_null().arg_max() or 0)
        if text.drop_nulls().str.contains(r"^\d{1,2}\.\d{1,2}\.\d{4}").all():
            notes.append(f"time: in dates such as {text[row]} the day stands first (dayfirst=false if the month does)")
            return True
        raise InputError(
            f"{where}, row {row + 1}: time is '{text[row]}': is the day or the month first? no row shows it; set "
            "dayfirst=true or dayfirst=false"
        )
    notes.append(
        f"time: the {'day' if day_first.any() else 'month'} stands first in dates, as some rows show (dayfirst=)"
    )
    return bool(day_first.any())
