"""Lines of an edge list into columns of ids: a compiled pass for integer ids, a careful one for all others."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.errors import InputError

COMMENTS = ("#", "%", "//")
_INTEGER = re.compile(r"[+-]?\d+\Z")
_SPACE, _TAB, _MINUS, _PLUS, _DOT, _NINE, _ZERO = (ord(c) for c in " \t-+.90")
_HASH, _PERCENT, _SLASH, _NEWLINE, _RETURN = (ord(c) for c in "#%/\n\r")
_EXPONENTS = (ord("e"), ord("E"))
_FULL = 922_337_203_685_477_580  # below it one more digit still fits an int64


@dataclass(frozen=True)
class Columns:
    """An edge list's columns; ids are int64, or strings where any is not an integer."""

    source: NDArray[Any]
    target: NDArray[Any]
    weight: NDArray[np.float64] | None
    third_column: str


def fields_of(line: str, separator: str) -> list[str]:
    """Split a line; an empty separator stands for any run of spaces and tabs."""
    if not separator:
        return line.split()
    if '"' in line:
        return [field.strip() for field in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    return [field.strip() for field in line.split(separator)]


def is_integer(field: str) -> bool:
    """Tell whether a field is an integer id."""
    return _INTEGER.match(field) is not None


def is_number(field: str) -> bool:
    """Tell whether a field is a finite number."""
    try:
        return abs(float(field)) < float("inf")
    except ValueError:
        return False


def parse(data: bytes, begin: int, first_line: int, separator: str, width: int, name: str) -> Columns:
    """Read the edges of ``data`` from byte ``begin``, the start of line ``first_line``.

    Args:
        data: the file, decompressed.
        begin: offset of the first edge.
        first_line: its line number.
        separator: one character, or empty for spaces and tabs.
        width: fields on every line.
        name: the file, for errors.

    Raises:
        InputError: a line that is no edge, with its number.
    """
    buffer = np.frombuffer(data, np.uint8)[begin:]
    most = int(np.count_nonzero(buffer == _NEWLINE)) + 1
    source, target = np.empty(most, np.int64), np.empty(most, np.int64)
    weight = np.empty(most if width > 2 else 0, np.float64)
    rows = _parse_integers(buffer, ord(separator) if separator else 0, width, source, target, weight)
    if rows >= 0:
        value = weight[:rows] if width > 2 else None
        return Columns(source[:rows], target[:rows], value, "weights" if width > 2 else "none")
    return _parse_text(data[begin:], first_line, separator, width, name)


@compiled
def _parse_integers(data, separator, width, source, target, weight):  # type: ignore[no-untyped-def]
    """Fill the columns and return the number of rows; -1 at the first thing that is not plain integers and numbers."""
    size = len(data)
    at = 0
    rows = 0
    while at < size:
        while at < size and (data[at] == _SPACE or data[at] == _TAB or data[at] == _RETURN):
            at += 1
        if at == size:
            break
        first = data[at]
        slashes = first == _SLASH and at + 1 < size and data[at + 1] == _SLASH
        if first == _NEWLINE or first == _HASH or first == _PERCENT or slashes:
            while at < size and data[at] != _NEWLINE:
                at += 1
            at += 1
            continue
        field = 0
        while True:  # the fields of one line
            negative = at < size and data[at] == _MINUS
            if negative or (at < size and data[at] == _PLUS):
                at += 1
            digits = 0
            places = 0
            mantissa = np.int64(0)
            pointed = False
            while at < size:
                c = data[at]
                if _ZERO <= c <= _NINE:
                    digits += 1
                    if mantissa < _FULL:
                        mantissa = mantissa * 10 + np.int64(c - _ZERO)
                        places += 1 if pointed else 0
                    elif field < 2:
                        return -1  # too long for an integer id
                    elif not pointed:
                        places -= 1
                elif c == _DOT and field >= 2 and not pointed:
                    pointed = True
                else:
                    break
                at += 1
            if digits == 0:
                return -1
            value = -mantissa if negative else mantissa
            if field == 0:
                source[rows] = value
            elif field == 1:
                target[rows] = value
            elif field == 2:
                power = np.int64(0)
                if at < size and (data[at] == _EXPONENTS[0] or data[at] == _EXPONENTS[1]):
                    at += 1
                    down = at < size and data[at] == _MINUS
                    if down or (at < size and data[at] == _PLUS):
                        at += 1
                    seen = 0
                    while at < size and _ZERO <= data[at] <= _NINE:
                        power = power * 10 + np.int64(data[at] - _ZERO)
                        seen += 1
                        at += 1
                    if seen == 0 or seen > 2:
                        return -1
                    if down:
                        power = -power
                weight[rows] = np.float64(value) * 10.0 ** np.float64(power - places)
            field += 1
            while at < size and (data[at] == _SPACE or data[at] == _TAB or data[at] == _RETURN):
                at += 1
            if at == size or data[at] == _NEWLINE:
                break
            if separator != 0 and separator != _TAB:
                if data[at] != separator:
                    return -1
                at += 1
                while at < size and (data[at] == _SPACE or data[at] == _TAB):
                    at += 1
            if field >= width:
                return -1
        if field != width:
            return -1
        rows += 1
        at += 1
    return rows


def _parse_text(data: bytes, first_line: int, separator: str, width: int, name: str) -> Columns:
    """Read line by line: ids of any kind, and the place of the first bad line."""
    source, target, third = [], [], []
    numbers: list[int] = []
    for number, line in enumerate(text_of(data, name, first_line).split("\n"), first_line):
        bare = line.strip()
        if not bare or bare.startswith(COMMENTS):
            continue
        fields = fields_of(bare, separator)
        if len(fields) != width or not fields[0] or not fields[1]:
            raise InputError(f"{name}, line {number}: {bare[:60]!r} is no edge; expected {width} columns")
        source.append(fields[0])
        target.append(fields[1])
        third.append(fields[2] if width > 2 else "")
        numbers.append(number)
    integer = [is_integer(a) and is_integer(b) for a, b in zip(source, target, strict=True)]
    share = sum(integer) / max(1, len(integer))
    if 0.5 <= share < 1.0:  # names that are mostly digits are rarer than a broken line
        odd = integer.index(False)
        raise InputError(
            f"{name}, line {numbers[odd]}: {source[odd]!r}, {target[odd]!r} are not integer ids "
            f"as on most lines; put a letter before every id if some are meant to be names"
        )
    fits = share == 1.0 and all(len(a.lstrip("+-0")) < 19 for column in (source, target) for a in column)
    kind: Any = np.int64 if fits else np.str_  # longer numbers are names
    weight, note = None, "none"
    if width > 2:
        numeric = all(map(is_number, third))
        weight, note = (np.array(third, np.float64), "weights") if numeric else (None, "ignored: not numeric")
    return Columns(np.array(source, kind), np.array(target, kind), weight, note)


def text_of(data: bytes, name: str, first_line: int = 1) -> str:
    """Decode a file, or name the line that is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise InputError(f"{name}, line {line}: byte {error.start} is not UTF-8 text") from None
