"""Dates as people write them: ISO, 03/07/2026, 3 Jul 2026, 20260703, a week as 2026-W27, a workbook's day number."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_MONTHS = (
    "jan gen ene janv sty oca",
    "feb fev fevr lut sub",
    "mar mrz maerz mars maart mrt",
    "apr avr abr avril kwi nis",
    "may mai maj mei mag maggio mayo maio",
    "jun giu juin juni cze haz",
    "jul lug juil juli lip tem",
    "aug ago aou aout augustus sie agu",
    "sep set sept wrz eyl",
    "oct okt ott out paz eki",
    "nov lis kas",
    "dec dez dic gru ara",
)
MONTHS = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_CLOCK = r"(?:[t ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _CLOCK)
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_WEEK_WORDS = "w kw cw wk s t h sem uke uge v vecka week woche semaine semana settimana tydzien hafta tyden nr"
_WEEK_WORD = rf"(?:{'|'.join(sorted(_WEEK_WORDS.split(), key=len, reverse=True))})"
_WEEK = re.compile(
    rf"(\d{{4}})[-_/. ]*{_WEEK_WORD}[-_. ]*(\d{{1,2}})|{_WEEK_WORD}[-_. ]*(\d{{1,2}})[-_/., ]+(\d{{4}}|\d{{2}})"
)
_WEEK_NUMBERS = re.compile(r"(\d{4})[-_/. ]*(\d{1,2})(?:\.0)?|(\d{1,2})[-_/. ]+(\d{4})")
_BARE_WEEK = re.compile(rf"{_WEEK_WORD}?[-_. ]*\d{{1,2}}\.?")
_RANGE = re.compile(
    r"(.*\d)\s*(?:\s[-\u2013\u2014~]\s|[\u2013\u2014~]|\s(?:to|until|bis|do|au|al|a|ate|tot)\s)\s*(\d.*)"
)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[- ]+(?:de )?([a-z]+)\.?,?[- ]+(?:de )?(\d{4}|\d{2})")
_MONTH_WORD_FIRST = re.compile(r"([a-z]+)\.?[- ]+(?:(\d{1,2})(?:st|nd|rd|th)?,?[- ]+)?(\d{4})")
_DAYS = (
    "mon tue wed thu fri sat sun die mit don fre sam son lun jeu ven dim mie jue vie dom gio pon"
    " wto sro czw pia sob nie"
)
_DAY_NUMBERS = range(32_874, 73_051)  # of workbooks: 1990 to 2099
YEARS = range(1990, 2100)
_MONTH_TITLES = "month monat mes mois mese miesiac maand mesic ay manad maned months"
_FEW = 2
"""Dates that tell no order by their distances."""


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
        if day is None and (span := _RANGE.fullmatch(bare)) and _parsed(span[2].strip(), dayfirst) is not None:
            day = _parsed(span[1].strip(), dayfirst)  # 01.09.2025-07.09.2025: the first of them
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None


def names_weeks(title: str) -> bool:
    """Tell whether a plain name of a column says that its numbers are weeks of a year: Week, KW, Nr tygodnia."""
    weeks = {*_WEEK_WORDS.split(), "weeks", "calendar", "kalenderwoche", "iso", "tygodnia", "weeknummer", "weeknr"}
    words = set(title.split())
    return bool(words) and words <= {*weeks, "number", "no", "numer", "numero", "year", "jahr", "rok", "de", "n", "i"}


def week_of(cell: str | float | datetime.date) -> datetime.date | None:
    """Return the Monday of the week that a cell of a column of weeks names: 2026-07, 07/2026, 202607; None: none."""
    text = f"{cell:.0f}" if isinstance(cell, float) and cell == int(cell) else cell
    match = _WEEK_NUMBERS.fullmatch(_bare(text)) if isinstance(text, str) else None
    if match is None:
        return None
    year, week = (match[1], match[2]) if match[1] else (match[4], match[3])
    try:
        return datetime.date.fromisocalendar(int(year), int(week), 1) if int(year) in YEARS else None
    except ValueError:
        return None


def is_bare_week(text: str) -> bool:
    """Tell whether a cell has the number of a week without its year: KW 14."""
    return bool(_BARE_WEEK.fullmatch(_bare(text)))


def regular_order(cells: Sequence[str], now: datetime.date, title: str) -> bool | None:
    """Return whether the day stands first in dates that may be read both ways; None: that is not to be told.

    Told by which way makes their distances alike: each a day, a week or a month, or months where the column's plain
    name says so; dates to come are none of sales.
    """
    monthly = bool(set(title.split()) & set(_MONTH_TITLES.split()))
    regular = {}
    for dayfirst in (True, False):
        days = sorted({day for cell in cells if (day := date_of(cell, dayfirst)) is not None})
        gaps = [(later - day).days for day, later in pairwise(days)]
        months = all(28 <= gap <= 31 for gap in gaps)
        alike = months or (len(set(gaps)) == 1 and not monthly)
        regular[dayfirst] = alike and len(days) > _FEW and days[-1] <= now
    return None if regular[True] == regular[False] else regular[True]


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
        return datetime.date.fromisocalendar(_year(in_year), int(week), 1)
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


def month_of(text: str) -> int | None:
    """Return the month that a cell names without a year: Mar, 3, marzo; None: it names none."""
    bare = _bare(text).rstrip(".")
    if bare.isdigit():
        return int(bare) if 1 <= int(bare) <= 12 else None
    return _month(bare)


@functools.lru_cache(maxsize=16_384)
def _bare(text: str) -> str:
    """Return a text in lower case without accents, and without the name of a day of the week before it."""
    plain = unicodedata.normalize(
        "NFKD", text.strip().lower().replace("ä", "ae").replace("ł", "l").replace("\u0131", "i")
    )
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
