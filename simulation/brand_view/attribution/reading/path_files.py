"""A CSV or Parquet file as a frame of text: encodings, separators, comments above the header, columns named twice."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    import polars as pl

_MARKS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # lines in which the header is looked for
_ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".pq")


def read_file(path: Path, notes: list[str]) -> pl.DataFrame:
    """Return a file's columns, those of a text file as text; append what was guessed.

    Raises:
        InputError: a file that is missing, damaged, of another kind, or has a column twice.
    """
    import polars as pl

    if not path.is_file():
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        close = nearest(path.name, beside) if 0 < len(beside) <= 1000 else ""
        raise InputError(f"paths: no file '{path}'{close if 'did you mean' in close else ''}")
    ending = path.name.lower()
    try:
        if ending.endswith((".parquet", ".pq")):
            return pl.read_parquet(path)
        if not ending.removesuffix(".gz").removesuffix(".bz2").removesuffix(".zip").endswith(_ENDINGS[:3]):
            raise InputError(
                f"paths: '{path.name}' is of no known kind; takes .csv, .tsv or .txt (also .gz, .bz2, .zip) or .parquet"
            )
        return _text(_decoded(_unpacked(path.read_bytes(), path), path, notes), path, notes)
    except (pl.exceptions.PolarsError, OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise InputError(f"paths: cannot read '{path}': {str(error).strip().splitlines()[0]}") from error


def _unpacked(data: bytes, path: Path) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        return gzip.decompress(data)
    if data.startswith(b"BZh"):
        return bz2.decompress(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX")]
            if any(name.startswith("xl/") for name in names):
                raise InputError(f"paths: '{path.name}' is an Excel workbook: save the sheet as CSV")
            if len(names) != 1 or not PurePosixPath(names[0]).name.lower().endswith(_ENDINGS[:3]):
                raise InputError(f"paths: '{path.name}' has {len(names)} files: unpack it and name one")
            return archive.read(names[0])
    return data


def _decoded(data: bytes, path: Path, notes: list[str]) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        notes.append("read as UTF-16 text")
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"paths: '{path.name}', line {line}: not UTF-8 text: save the file as UTF-8") from None
    if "\0" in text[:10_000]:
        raise InputError(f"paths: '{path.name}' is no text: save it as CSV")
    return text


def _text(text: str, path: Path, notes: list[str]) -> pl.DataFrame:
    """Read CSV from the header on, with the separator that gives the header most fields."""
    import polars as pl

    from simulation.brand_view.attribution.reading.column_names import is_known

    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = [line.rstrip("\r") for line in text.split("\n", _LOOKED_AT + 1)]
    asked = None
    start = 0
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        asked, start = lines[0][4], 1
    best: tuple[int, int, str] | None = None
    for at in range(start, min(len(lines), _LOOKED_AT)):
        if not lines[at].strip() or lines[at].lstrip().startswith("#"):
            continue
        for mark in (asked,) if asked else _MARKS:
            known = sum(map(is_known, _fields(lines[at], mark)))
            if known and (best is None or known > best[0]):
                best = (known, at, mark)
        if best is not None:
            break
    if best is None:  # no name is known: whatever stands first is the header, as a message can then say
        at = next((k for k, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
        best = (0, at, max(_MARKS, key=lambda mark: lines[at].count(mark)) if lines else ",")
    _, at, mark = best
    names = _fields(lines[at], mark) if lines else []
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise InputError(f"paths: '{path.name}': two columns are named '{twice}'; take one out, or rename it")
    above = sum(bool(line.strip()) for line in lines[start:at])
    if above:
        notes.append(f"{above} lines above the header (line {at + 1}) were passed over")
    if mark != ",":
        notes.append(f"columns are separated by {'tabs' if mark == chr(9) else repr(mark)}")
    body = text.split("\n", at)[at] if above or start else text
    frame = pl.read_csv(io.BytesIO(body.encode()), infer_schema=False, separator=mark, truncate_ragged_lines=False)
    frame = frame.rename(dict(zip(frame.columns, names, strict=True))) if len(names) == frame.width else frame
    last = frame.height
    while last > 0 and not any((cell or "").strip() for cell in frame.row(last - 1)):
        last -= 1
    return frame.head(last)


def _fields(line: str, mark: str) -> list[str]:
    try:
        return [field.strip() for field in next(csv.reader([line], delimiter=mark, skipinitialspace=True))]
    except (csv.Error, StopIteration):
        return []
