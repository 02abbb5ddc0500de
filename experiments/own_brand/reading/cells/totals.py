"""Rows of a table that sum up others: left out and said, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from experiments.own_brand.reading.cells.columns import plain
from experiments.own_brand.reading.cells.dates import date_of
from experiments.own_brand.reading.cells.table_file import Cell, Table
from experiments.own_brand.reading.cells.written_numbers import amount

type Cells = tuple[Cell, ...]
_SUMS = (
    "total totals sum sums summe gesamt gesamtsumme totale totaal somme suma soma insgesamt celkem razem ogolem lacznie"
    " toplam subtotal zwischensumme totalt totalsumma summa yhteensa sammenlagt overall"
)
_WITH = "grand general generale geral genel ara koncowa czesciowa i alt de of the all average final year month"
_MEANS = (
    "average averages mean avg durchschnitt mittelwert schnitt srednia srednio moyenne promedio media ortalama"
    " gemiddelde gemiddeld medelvarde snitt genomsnitt gennemsnit gjennomsnitt prumer median mediana"
)
_FEW = 3
"""Rows above below which a sum says nothing."""
_ROUNDED = 1e-3
"""Share by which a sum of rounded numbers may be off."""


def without_totals(table: Table) -> Table:
    """Return a table without the rows that sum up others, and with a note on each of them.

    A row is a sum by its first word, or, as the last one, by its numbers: one of them is the sum of all above it.
    """
    sums, means, beside = (set(words.split()) for words in (_SUMS, _MEANS, _WITH))
    kept: list[tuple[int, Cells]] = []
    notes = []
    for number, cells in table.rows:
        last = number == table.rows[-1][0]
        first = next((str(cell).strip() for cell in cells if _said(cell)), "")
        words = re.sub(r"[\d\W]+", " ", plain(first)).split() if not first.startswith("@") else []
        what = None
        if kept and words and set(words) & sums and set(words) <= sums | beside:
            what = "is a total"
        elif kept and last and (first in ("Ø", "∅", "Σ") or (words and set(words) <= means | beside)):
            what = "sums up the rows above"
        elif last and (column := _sum_of([row for _, row in kept], cells)) is not None:
            title = table.header[column] if column < len(table.header) else column + 1
            what = f"is a total, as its {title} is the sum of the rows above"
        if what is None:
            kept.append((number, cells))
        else:
            notes.append(f"row {number} ('{first}') {what}: left out")
    return replace(table, rows=tuple(kept), notes=(*table.notes, *notes))


def _sum_of(above: Sequence[Cells], last: Cells) -> int | None:
    """Return the first column whose last cell is the sum of the cells above; None: there is none, or it has a date."""
    if any(isinstance(cell, str) and date_of(cell, dayfirst=True) is not None for cell in last[:1]):
        return None
    for k, cell in enumerate(last):
        total = _number(cell)
        if k == 0 or total is None or total <= 0:
            continue
        numbers = [number for row in above if k < len(row) and (number := _number(row[k])) is not None]
        parts = [number for number in numbers if number > 0]
        if len(parts) >= _FEW and abs(sum(numbers) - total) <= _ROUNDED * total:
            return k
    return None


def _number(cell: object) -> float | None:
    if isinstance(cell, float):
        return cell
    found = amount(cell) if isinstance(cell, str) and cell else None
    return None if found is None or found.percent else found.value


def _said(cell: object) -> bool:
    return not (isinstance(cell, str) and not cell.strip())
