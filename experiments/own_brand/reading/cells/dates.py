"""Dates as people write them: ISO, 03/07/2026, 3 Jul 2026, 20260703, a week as 2026-W27, a workbook's day number."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata

_MONTHS = (
    "jan gen ene janv sty",
    "feb fev fevr lut",
    "mar mrz maerz mars maart mrt",
    "apr avr abr avril kwi",
    "may mai maj mei mag maggio mayo maio",
    "jun giu juin juni cze",
    "jul lug juil juli lip",
    "aug ago aou aout augustus sie",
    "sep set sept wrz",
    "oct okt ott out paz",
    "nov lis",
    "dec dez dic gru",
)
MONTHS = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_CLOCK = r"(?:[t ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _CLOCK)
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_WEEK = re.compile(r"(\d{4})[- ]?(?:w|kw|cw|s)[- ]?(\d{1,2})|(?:w|kw|cw|week|woche)\s*(\d{1,2})[-/ ]+(\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[- ]+(?:de )?([a-z]+)\.?,?[- ]+(?:de )?(\d{4}|\d{2})")
_MONTH_WORD_FIRST = re.compile(r"([a-z]+)\.?[- ]+(?:(\d{1,2})(?:st|nd|rd|th)?,?[- ]+)?(\d{4})")
_DAYS = (
    "mon tue wed thu fri sat sun die mit don fre sam son lun jeu ven dim mie jue vie dom gio pon"
    " wto sro czw pia sob nie"
)
_DAY_NUMBERS = range(32_874, 73_051)  # of workbooks: 1990 to 2099
YEARS = range(1990, 2100)


def today() -> datetime.date:
    """Return the day on which the program runs: what is dated later has not happened."""
    return datetime.date.today()


def two_numbers(text: str) -> tuple[int, int, str] | None:
    """Return the first two numbers of a date that ends in its year, and the sign between; None: it has another form."""
    match = _YEAR_LAST.fullmatch(_bare(text))
    if match is None:
        return None
    return int(match[1]), int(match[2]), text.strip()[len(match[1])]


def date_of(cell: str | float | datetime.date, dayfirst: bool) -> datetime.date | None:
    """Return the day that a cell names: of a week its Monday, of a month its first; None: it names none."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, float):
        if cell in _DAY_NUMBERS:
            return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(cell))
        cell = f"{cell:.0f}" if cell == int(cell) else str(cell)
    bare = _bare(cell)
    try:
        day = _parsed(bare, dayfirst)
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None


@functools.lru_cache(maxsize=16_384)
def _parsed(bare: str, dayfirst: bool) -> datetime.date | None:
    if match := _YEAR_FIRST.fullmatch(bare):
        return datetime.date(*map(int, match.groups()))
    if match := _YEAR_LAST.fullmatch(bare):
        one, two, year = int(match[1]), int(match[2]), _year(match[3])
        return datetime.date(year, two, one) if dayfirst else datetime.date(year, one, two)
    if match := _TOGETHER.fullmatch(bare):
        return datetime.date(*map(int, match.groups()))
    if match := _WEEK.fullmatch(bare):
        in_year, week = (match[1], match[2]) if match[1] else (match[4], match[3])
        return datetime.date.fromisocalendar(int(in_year), int(week), 1)
    if match := _MONTH_ONLY.fullmatch(bare):
        in_year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return datetime.date(int(in_year), int(month), 1)
    if match := _WORDS.fullmatch(bare):
        found = _month(match[2])
        return None if found is None else datetime.date(_year(match[3]), found, int(match[1]))
    if match := _MONTH_WORD_FIRST.fullmatch(bare):
        found = _month(match[1])
        return None if found is None else datetime.date(int(match[3]), found, int(match[2] or 1))
    return None


def names_a_month(text: str) -> bool:
    """Tell whether a cell names a month and no day."""
    bare = _bare(text)
    match = _MONTH_WORD_FIRST.fullmatch(bare)
    return bool(_MONTH_ONLY.fullmatch(bare) or (match and match[2] is None and _month(match[1])))


@functools.lru_cache(maxsize=16_384)
def _bare(text: str) -> str:
    """Return a text in lower case without accents, and without the name of a day of the week before it."""
    plain = unicodedata.normalize("NFKD", text.strip().lower().replace("ä", "ae").replace("ł", "l"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    before = re.match(r"([a-z]{2,10})[.,]*\s+(?=\d)", plain)
    return plain[before.end() :] if before and before[1][:3] in _DAYS.split() else plain


def _month(word: str) -> int | None:
    """Return the number of a month by its name or the beginning of it, in the languages of western Europe."""
    for length in (len(word), 4, 3):
        if word[:length] in MONTHS:
            return MONTHS[word[:length]]
    return None


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)
