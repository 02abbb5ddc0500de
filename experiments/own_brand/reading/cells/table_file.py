"""A text file or workbook as rows of cells, each with the number that a spreadsheet shows beside it."""

from __future__ import annotations

import csv
import datetime
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.own_brand.reading.cells.written_numbers import currencies_of
from simulation.errors import InputError, cut

Cell = str | float | datetime.date
MOST_BYTES = 64 * 2**20
"""Of one file, and of what a workbook unpacks to four times that."""
MOST_ROWS = 200_000
_MARKS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # rows in which the header is looked for


@dataclass(frozen=True)
class Table:
    """The rows of a file below its header.

    Attributes:
        file: Name of the file.
        header: Names of the columns, as they stand there.
        rows: The number of each row, counted as a spreadsheet does, and its cells: as many as the header has, or more
            where a separator stands in a cell without quotation marks.
        notes: What was guessed, a sentence each.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    notes: tuple[str, ...] = ()


def read_table(path: Path, known: Callable[[Sequence[str]], int]) -> Table:
    """Return the table of a CSV, TSV or XLSX file.

    Args:
        path: The file.
        known: How many of some names are names of columns; the row with the most is the header.

    Raises:
        InputError: The file is too large, damaged, or no table.
    """
    notes: list[str] = []
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"{path.name}: has {path.stat().st_size:,} bytes, takes at most {MOST_BYTES:,}")
    rows = _workbook(path, known, notes) if path.suffix.lower() == ".xlsx" else _text_rows(path, known, notes)
    if not any(any(_said(cell) for cell in cells) for cells in rows):
        raise InputError(f"{path.name}: is empty, takes a table with names of columns in its first row")
    at = _header(rows, known)
    header = tuple(str(cell).strip() for cell in rows[at])
    while header and not header[-1]:
        header = header[:-1]
    above = sum(any(_said(cell) for cell in cells) for cells in rows[:at])
    if above:
        notes.append(f"{above} row{'s' * (above > 1)} above the header (row {at + 1}) not read")
    body = [
        (number, cells) for number, cells in enumerate(rows[at + 1 :], at + 2) if any(_said(cell) for cell in cells)
    ]
    if not body:
        raise InputError(f"{path.name}: has names of columns and no row below them")
    if len(body) > MOST_ROWS:
        raise InputError(f"{path.name}: has {len(body):,} rows, takes at most {MOST_ROWS:,}")
    width = len(header)
    filled = [(number, (*_trimmed(cells, width), *[""] * (width - len(cells)))) for number, cells in body]
    return Table(path.name, header, tuple(filled), tuple(notes))


def _trimmed(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """Return a row without empty cells beyond the header; a cell that says something there makes the row a bad one."""
    return cells if any(_said(cell) for cell in cells[width:]) else cells[:width]


def _said(cell: Cell) -> bool:
    return not (isinstance(cell, str) and not cell.strip())


def _header(rows: Sequence[Sequence[Cell]], known: Callable[[Sequence[str]], int]) -> int:
    """Return which row is the header: of the first rows the one with most known names, or else the first with any."""
    most, at = 0, next(k for k, cells in enumerate(rows) if any(_said(cell) for cell in cells))
    for k, cells in enumerate(rows[:_LOOKED_AT]):
        number = known([cell for cell in cells if isinstance(cell, str)])
        if number > most:
            most, at = number, k
    return at


def _text_rows(path: Path, known: Callable[[Sequence[str]], int], notes: list[str]) -> list[tuple[Cell, ...]]:
    text = _decoded(path, notes)
    lines = text.splitlines()
    asked = lines[0][4] if lines and re.fullmatch(r"sep=.", lines[0].lower()) else None
    best: tuple[tuple[int, int], str, list[list[str]]] | None = None
    for mark in (asked,) if asked else ("\t", *_MARKS) if path.suffix.lower() == ".tsv" else _MARKS:
        try:
            rows = list(csv.reader(text.splitlines(keepends=True), delimiter=mark, skipinitialspace=True, strict=True))
        except csv.Error:
            continue
        score = max((known(row) for row in rows[:_LOOKED_AT]), default=0), max(map(len, rows[:_LOOKED_AT]), default=0)
        if best is None or score > best[0]:
            best = (score, mark, rows)
    if best is None:
        row = text.count("\n", 0, text.rfind('"')) + 1
        raise InputError(
            f"{path.name}, row {row} or before: a quotation mark is opened and not closed in the right place"
        )
    _, mark, rows = best
    if mark != ",":
        notes.append(f"columns are separated by {'tabs' if mark == chr(9) else repr(mark)}")
    if asked:
        rows[0] = []
    return [tuple(cell.strip() for cell in row) for row in rows]


def _decoded(path: Path, notes: list[str]) -> str:
    """Return a file's text: UTF-8, UTF-16 with a byte-order mark, else the older code page of western Europe, said."""
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        raise InputError(f"{path.name}: is a workbook or archive, takes text; name a workbook {path.stem}.xlsx")
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        raise InputError(f"{path.name}: is no text, takes a table saved as CSV or .xlsx")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        notes.append("read as UTF-16 text")
        return data.decode("utf-16", errors="replace").replace("\r\n", "\n")
    for start, order in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_second = data[start:400:2]
        if len(every_second) > 4 and every_second.count(0) > 0.8 * len(every_second):
            notes.append("read as UTF-16 text without a byte-order mark")
            return data.decode(order, errors="replace").replace("\r\n", "\n")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("is not UTF-8 text: read as Windows-1252; save it as UTF-8 if names look wrong")
        text = data.decode("cp1252", errors="replace")
    if "\0" in text[:10_000]:
        raise InputError(f"{path.name}: is no text, takes a table saved as CSV (UTF-8) or .xlsx")
    if text.lstrip()[:1] in ("{", "<") or text.lstrip()[:2] == "[{":
        raise InputError(
            f"{path.name}: begins with '{cut(text.lstrip().splitlines()[0], 20)}', takes a table saved as CSV"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _workbook(path: Path, known: Callable[[Sequence[str]], int], notes: list[str]) -> list[tuple[Cell, ...]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > 4 * MOST_BYTES:
            raise InputError(f"{path.name}: unpacks to {size:,} bytes, takes at most {4 * MOST_BYTES:,}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that are not read
            book = load_workbook(path, read_only=True, data_only=True)
            sheets: dict[str, list[tuple[Cell, ...]]] = {}
            for sheet in book.worksheets:
                if hasattr(sheet, "reset_dimensions"):
                    sheet.reset_dimensions()  # some exports write a wrong size
                rows = []
                for row in sheet.iter_rows(max_row=MOST_ROWS + _LOOKED_AT):
                    rows.append(tuple(_plain_cell(cell) for cell in row))
                sheets[sheet.title] = rows
            book.close()
    except InputError:
        raise
    except (zipfile.BadZipFile, InvalidFileException, OSError, KeyError, ValueError, EOFError, SyntaxError) as error:
        words = cut(" ".join(str(error).split()), 60)
        raise InputError(f"{path.name}: cannot be read as a workbook ({words}); takes .xlsx or CSV") from None

    def score(title: str) -> tuple[int, bool, int]:
        rows = sheets[title]
        names = max((known([cell for cell in row if isinstance(cell, str)]) for row in rows[:_LOOKED_AT]), default=0)
        return names, title.strip().lower() == path.stem.lower(), len(rows)

    if not sheets:
        raise InputError(f"{path.name}: has no sheet with cells")
    chosen = max(sheets, key=score)
    if len(sheets) > 1:
        others = ", ".join(f"'{title}'" for title in sheets if title != chosen)
        notes.append(f"sheet '{chosen}' was read; not read: {others}")
    return sheets[chosen]


def _plain_cell(cell: object) -> Cell:
    """Return a workbook's cell: dates and numbers as they are; per cent and money with their signs, as text."""
    value, form = getattr(cell, "value", None), str(getattr(cell, "number_format", "") or "")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if "%" in form:
            return f"{float(value) * 100:.12g} %"
        money = re.search(r"\[\$([^\]\-]+)|([€£¥₹₺])", form)
        sign = (
            (money[1] or money[2])
            if money
            else next((text for text in re.findall(r'"\s*([^"]+?)\s*"', form) if currencies_of(text)), None)
        )
        return float(value) if sign is None else f"{sign} {float(value):.12g}"
    if isinstance(value, datetime.date):
        return value
    return " ".join(str(value).split())
