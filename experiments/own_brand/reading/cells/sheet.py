"""One table with its columns found: cells by row and field, as text, numbers, money, shares and dates."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from experiments.own_brand.brand import ReadAs
from experiments.own_brand.reading.cells.columns import Columns, plain, scale_of, words
from experiments.own_brand.reading.cells.dates import (
    date_of,
    is_bare_week,
    names_weeks,
    regular_order,
    today,
    two_numbers,
    week_of,
)
from experiments.own_brand.reading.cells.table_file import Cell, Table
from experiments.own_brand.reading.cells.written_numbers import Amount, Decimal, amount, currencies_of, is_empty
from simulation.errors import InputError, cut

Row = tuple[int, tuple[Cell, ...]]
_YES = frozenset(["yes", "y", "true", "t", "1", "x", "ja", "j", "si", "s", "oui", "o", "sim", "da", "tak"])
_SMALL = 0.1
"""A number of per cent below this may be a share."""
CURRENCY = "currency; currency code; waluta; wahrung; moneda; divisa; devise; monnaie; valuta; moeda; para birimi; mena"
"""Names of a column that says which currency the money of its row is in."""
_NO = frozenset(["no", "n", "false", "f", "0", "nein", "non", "nao", "nee", "nie"])


@dataclass(frozen=True)
class HowToRead:
    """What the user says about the reading: the section ``reading`` of ``brand.yaml``, and the currency.

    Attributes:
        currency: ISO code that all money is in.
        dayfirst: Whether 03/07/2026 is the third of July; None: found out.
        decimal: Which sign the decimal one is where a number does not show it; None: found out.
        columns: File -> field -> name of its column.
        skip_bad: Whether bad rows are left out.
    """

    currency: str
    dayfirst: bool | None = None
    decimal: Decimal | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    skip_bad: bool = False


class Sheet:
    """A table, its columns, and how its numbers and dates are written."""

    def __init__(self, table: Table, columns: Columns, how: HowToRead) -> None:
        self.table, self.how = table, how
        self.at, self.platforms, self.others = dict(columns.at), columns.platforms, columns.others
        self.notes: list[str] = [f"{table.file}: {note}" for note in table.notes]
        self._guesses = columns.guesses
        names = CURRENCY.split("; ")
        self._currency = next(
            (k for k, title in enumerate(table.header) if plain(title) in names and k not in self.at.values()), None
        )
        self._said: dict[int, list[str]] = {}
        self._decimals: dict[int, Decimal | None] = {}
        self._dayfirst: dict[int, bool] = {}
        self._scales: dict[tuple[int, str], float] = {}
        self._numbers: dict[int, list[float]] = {}
        self._scaled: set[int] = set()
        self._shows: Decimal | bool | None = False  # False: not looked for yet

    def has(self, field: str) -> bool:
        """Tell whether there is a column for a field."""
        return field in self.at

    def say(self, column: int, note: str) -> None:
        """Keep a note on a column, once."""
        notes = self._said.setdefault(column, [])
        if note not in notes:
            notes.append(note)
            self.notes.append(f"{self.table.file}, column {self.table.header[column]}: {note}")

    def each(self, make: Callable[[Row], Any]) -> list[Any]:
        """Return what each row makes; None is left out.

        Raises:
            InputError: A row cannot be read, and bad rows are not to be left out.
        """
        made, bad = [], []
        for row in self.table.rows:
            try:
                if len(row[1]) > len(self.table.header):
                    width = len(self.table.header)
                    raise InputError(
                        f"{self.table.file}, row {row[0]}, column {width + 1}: got {len(row[1])} cells, takes {width}"
                        " as the header has; put a cell with a separator in quotation marks"
                    )
                value = make(row)
            except InputError as error:
                bad.append(str(error))
                continue
            if value is not None:
                made.append(value)
        if bad and not self.how.skip_bad:
            more = len(bad) - 1
            rows = f"{more} more row{'s' * (more > 1)} cannot be read; " if more else ""
            raise InputError(f"{bad[0]} ({rows}skip_bad=true leaves such rows out)")
        if bad and not made:
            raise InputError(f"{bad[0]} (no row of the file can be read)")
        if bad:
            start = f"{self.table.file}, "
            first = "; ".join(line.removeprefix(start) for line in bad[:3]) + ("; ..." if len(bad) > 3 else "")
            self.notes.append(f"{self.table.file}: {len(bad)} row{'s' * (len(bad) > 1)} left out: {first}")
        return made

    def cell(self, row: Row, field: str | int) -> Cell:
        """Return a cell; empty where there is no such column."""
        k = field if isinstance(field, int) else self.at.get(field)
        return "" if k is None else row[1][k]

    def text(self, row: Row, field: str | int) -> str | None:
        """Return a cell as text; None: it says nothing."""
        cell = self.cell(row, field)
        if isinstance(cell, float) and cell == int(cell):
            cell = str(int(cell))
        said = str(cell).strip()
        return None if is_empty(said) else said

    def refuse(self, row: Row, field: str | int, takes: str) -> InputError:
        """Return the refusal of a cell: file, row, column, what it got, what it takes."""
        k = field if isinstance(field, int) else self.at[field]
        cell = row[1][k]
        got = "nothing" if isinstance(cell, str) and not cell.strip() else f"'{cut(_shown(cell), 40)}'"
        name = self.table.header[k] or f"number {k + 1}"
        return InputError(f"{self.table.file}, row {row[0]}, column {name}: got {got}, takes {takes}")

    def number(
        self,
        row: Row,
        field: str | int,
        takes: str = "a number such as 1200 or 48.2K",
        least: float = 0.0,
        whole: bool = False,
        needed: bool = False,
        money: bool = False,
    ) -> float | None:
        """Return a cell as a number; None: it says nothing.

        Raises:
            InputError: It is no number, or less than ``least``, or it is needed and empty.
        """
        k = field if isinstance(field, int) else self.at.get(field)
        if k is None:
            return None
        found = self._amount(row[1][k], k, thousands=True)
        if found is None:
            if self.text(row, k) is None and not needed:
                return None
            raise self.refuse(row, k, takes)
        if found.percent or found.value < least or (whole and found.value != int(found.value)):
            raise self.refuse(row, k, takes)
        if found.currencies and not money:
            raise self.refuse(row, k, f"{takes}, not money")
        if money:
            self._check_currency(row, k, found.currencies)
            self._check_row(row)
        return found.value

    def money(self, row: Row, field: str | int, needed: bool = False) -> float | None:
        """Return a cell as an amount in the brand's currency; None: it says nothing.

        Raises:
            InputError: It is none, is negative, or is in another currency.
        """
        return self.number(row, field, f"an amount such as 850 or 850 {self.how.currency}", needed=needed, money=True)

    def share(self, row: Row, field: str | int, rate: bool = False, needed: bool = False) -> float | None:
        """Return a cell as a share of 0 to 1: 3.4 %, or 0.034, or 3.4 where the column has per cent.

        Args:
            row: The row.
            field: Its column.
            rate: Whether usual values are a few per cent, so that a column of 0.9 and 0.7 is in per cent.
            needed: Whether an empty cell is refused.
        """
        takes = "a share such as 3.4 % or 0.034"
        k = field if isinstance(field, int) else self.at.get(field)
        if k is None:
            return None
        found = self._amount(row[1][k], k, thousands=False)
        if found is None:
            if self.text(row, k) is None and not needed:
                return None
            raise self.refuse(row, k, takes)
        value = found.value if found.percent else found.value * self._scale(k, rate)
        if not 0 <= value <= 1 + 1e-9:
            raise self.refuse(row, k, takes)
        return float(f"{min(value, 1.0):.9g}")

    def yes(self, row: Row, field: str) -> bool | None:
        """Return a cell that says yes or no; None: it says nothing."""
        text = self.text(row, field)
        if text is None:
            return None
        if text.lower().rstrip(".") in _YES | _NO:
            return text.lower().rstrip(".") in _YES
        raise self.refuse(row, field, "yes or no")

    def date(self, row: Row, field: str | int) -> datetime.date:
        """Return a cell as a day.

        Raises:
            InputError: It is none.
        """
        k = field if isinstance(field, int) else self.at[field]
        cell = row[1][k]
        day = week_of(cell) if names_weeks(plain(self.table.header[k])) else None
        day = date_of(cell, self._day_first(k)) if day is None else day
        if day is None:
            order = "" if two_numbers(str(cell)) is None else f" with the {self._order(k)} first (reading.dayfirst)"
            takes = f"a date such as 2026-03-30{order}"
            raise self.refuse(row, k, "a week with its year such as 2026-W14" if is_bare_week(str(cell)) else takes)
        return day

    def past(self, row: Row, field: str | int, what: str, ahead: int = 0) -> datetime.date:
        """Return a cell as a day that is not to come; ``ahead``: days that it may be, as of a week that still runs.

        Raises:
            InputError: It is none, or is later.
        """
        day, now = self.date(row, field), today()
        if day > now + datetime.timedelta(days=ahead):
            read = "" if str(day) in str(self.cell(row, field)) else f", read as {day},"
            raise self.refuse(row, field, f"a day up to now, {now}{read or ','} as {what}")
        return day

    def cells(self, k: int) -> list[Cell]:
        """Return all cells of a column."""
        return [row[1][k] for row in self.table.rows]

    def amounts(self, k: int) -> list[float]:
        """Return the numbers of a column, those of others left out."""
        if k not in self._numbers:
            found = (self._amount(cell, k, thousands=True) for cell in self.cells(k))
            self._numbers[k] = [each.value for each in found if each is not None]
        return self._numbers[k]

    def read_as(self, more: Mapping[int, str] | None = None) -> list[ReadAs]:
        """Return what each column was read as; ``more`` are columns that no field names."""
        names = {k: words(name) for name, k in self.at.items()}
        for platform, columns in self.platforms.items():
            names |= {k: f"{words(name)} ({platform})" for name, k in columns.items()}
        names |= ({} if self._currency is None else {self._currency: "currency"}) | dict(more or {})
        rows = []
        for k, title in enumerate(self.table.header):
            said = self._said.get(k) or ([] if k in names else self._guesses.get(k, []))
            example = next((_shown(cell) for cell in self.cells(k) if _shown(cell).strip()), "")
            rows.append(ReadAs(self.table.file, title or f"number {k + 1}", names.get(k), example, "; ".join(said)))
        return rows

    def _amount(self, cell: Cell, k: int, thousands: bool) -> Amount | None:
        if isinstance(cell, float):
            found: Amount | None = Amount(cell)
        elif not isinstance(cell, str) or is_empty(cell):
            return None
        else:
            found = amount(cell, self._decimal(k, thousands), thousands)
        factor = scale_of(self.table.header[k])[1] if thousands else 1.0
        if found is None or factor == 1 or found.scaled or found.percent or found.value == 0:
            return found
        made = float(f"{found.value * factor:.12g}")
        if k not in self._scaled:
            self._scaled.add(k)
            self.say(k, f"{_shown(cell)} was read as {made:,.12g}, as the column's name says")
        return replace(found, value=made)

    def _decimal(self, k: int, thousands: bool) -> Decimal | None:
        """Return the decimal sign of a column: as the user says, or as its cells show; None: neither.

        Where neither does, 1.200 is a thousand and two hundred followers or euros, and 1.2 of a share: money has two
        digits behind its decimal sign, and followers none. That is said unless other numbers of the file bear it out.
        """
        if k not in self._decimals:
            texts = [cell for cell in self.cells(k) if isinstance(cell, str) and not is_empty(cell)]
            found = [(text, each) for text in texts if (each := amount(text, None, thousands)) is not None]
            shown = {each.shows for _, each in found if each.shows}
            self._decimals[k] = self.how.decimal or (next(iter(shown)) if len(shown) == 1 else None)
            doubtful = next(((text, each) for text, each in found if each.doubtful), None)
            if doubtful is not None and self._decimals[k] is None:
                text, each = doubtful
                sign: Decimal = "point" if "." in text else "comma"
                borne_out: Decimal = {"point": "comma", "comma": "point"}[sign] if thousands else sign  # type: ignore[assignment]
                if self._file_shows() != borne_out:
                    other = sign if thousands else {"point": "comma", "comma": "point"}[sign]
                    self.say(
                        k,
                        f"{text.strip()} was read as {each.value:,.12g}; if not, set reading: {{decimal: {other}}} in"
                        " brand.yaml",
                    )
        return self._decimals[k]

    def _file_shows(self) -> Decimal | None:
        """Return the decimal sign that all columns show together; None: none, or both."""
        if self._shows is False:
            shown = set()
            for k in {*self.at.values()}:
                for cell in self.cells(k):
                    each = amount(cell) if isinstance(cell, str) and not is_empty(cell) else None
                    if each is not None and each.shows:
                        shown.add(each.shows)
            self._shows = next(iter(shown)) if len(shown) == 1 else None
        assert self._shows is not True
        return self._shows or None

    def _scale(self, k: int, rate: bool) -> float:
        """Return what numbers of a column without a sign are multiplied by to be shares."""
        key = (k, "rate" if rate else "share")
        if key not in self._scales:
            found = [self._amount(cell, k, thousands=False) for cell in self.cells(k)]
            bare = [each.value for each in found if each is not None and not each.percent]
            title = self.table.header[k].lower()
            signed = "%" in title or "pct" in title or "percent" in title or "prozent" in title
            large = bool(bare) and (max(bare) > 1 or (rate and statistics.median(bare) > 0.3))
            self._scales[key] = 0.01 if signed or large else 1.0
            if bare and not signed and large:
                shown = [min(bare), max(bare)] if min(bare) < _SMALL < max(bare) else [bare[0]]
                read = " and ".join(f"{each:g} as {each:g} %" for each in shown)
                self.say(k, f"{read.replace(' as', ' was read as', 1)}; write {shown[0]:g} % to be sure")
            elif bare and len(bare) < sum(each is not None for each in found):
                self.say(
                    k,
                    f"{bare[0]:g} was read as {100 * bare[0]:.12g} %, though others have a sign: write one to be sure",
                )
        return self._scales[key]

    def _day_first(self, k: int) -> bool:
        """Return whether days stand before months in a column's dates: as the user says, or as its rows show."""
        if k not in self._dayfirst:
            pairs = [(two_numbers(cell), cell) for cell in self.cells(k) if isinstance(cell, str)]
            both = [(pair, cell) for pair, cell in pairs if pair is not None]
            shows = {one > 12 for (one, two, _), _ in both if one > 12 or two > 12}
            if self.how.dayfirst is not None:
                self._dayfirst[k] = self.how.dayfirst
            elif len(shows) == 1:
                self._dayfirst[k] = next(iter(shows))
            elif both and not shows and (regular := self._regular(k, [cell for _, cell in both])) is not None:
                self._dayfirst[k] = regular
                self.say(
                    k, f"{both[0][1].strip()} was read as {date_of(both[0][1], regular)}: so dates are evenly apart"
                )
            else:
                chosen = not both or both[0][0][2] == "." or self.how.currency != "USD"
                self._dayfirst[k] = chosen
                if both and not shows and both[0][0][2] != ".":  # points stand in dates with the day first
                    day = date_of(both[0][1], chosen)
                    self.say(
                        k,
                        f"{both[0][1].strip()} was read as {day}; if the {'month' if chosen else 'day'} stands first,"
                        f" set reading: {{dayfirst: {'false' if chosen else 'true'}}} in brand.yaml",
                    )
        return self._dayfirst[k]

    def _regular(self, k: int, dates: list[str]) -> bool | None:
        return regular_order(dates, today(), plain(self.table.header[k]))

    def _order(self, k: int) -> str:
        return "day" if self._day_first(k) else "month"

    def _check_currency(self, row: Row, k: int, currencies: Sequence[str]) -> None:
        title = self.table.header[k]
        named = currencies or next(
            (codes for word in title.replace("(", " ").replace(")", " ").replace("_", " ").split()
             if (codes := currencies_of(word)) and word.lower() not in ("all", "fr", "rs", "ft", "lei", "try")),
            (),
        )  # fmt: skip
        if named and self.how.currency not in named:
            what = " or ".join(named[:3]) if currencies else f"{named[0]} by the column's name"
            raise self.refuse(row, k, f"{self.how.currency} (currency in brand.yaml), not {what}: nothing is converted")

    def _check_row(self, row: Row) -> None:
        """Refuse a row whose own column says that its money is in another currency."""
        if self._currency is None or (text := self.text(row, self._currency)) is None:
            return
        if self.how.currency not in currencies_of(text):
            raise self.refuse(
                row, self._currency, f"{self.how.currency} (currency in brand.yaml): nothing is converted"
            )


def _shown(cell: Cell) -> str:
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)
