"""Lines of an edge list into columns of ids: a compiled pass for integer ids, a careful one for all others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled
from simulation.errors import InputError
from simulation.graph.reading.header import Prelude, is_comment
from simulation.graph.reading.ids import as_ids, rounded
from simulation.graph.reading.roles import Choice
from simulation.graph.reading.separator import fields_of
from simulation.graph.reading.third_column import NONE, WEIGHTS, judged, read_weights

_SPACE, _TAB, _MINUS, _PLUS, _DOT, _NINE, _ZERO = (ord(c) for c in " \t-+.90")
_HASH, _PERCENT, _SLASH, _NEWLINE, _RETURN = (ord(c) for c in "#%/\n\r")
_EXPONENTS = (ord("e"), ord("E"))
_FULL = 922_337_203_685_477_580  # below it one more digit still fits an int64
_COMMENT_OR_BLANK = re.compile(r"(?m)^[ \t]*(#|%|//|\n)")


@dataclass(frozen=True)
class Columns:
    """An edge list's columns; ids are int64, or strings where any is not an integer.

    Attributes:
        source: id of each edge's source.
        target: id of each edge's target.
        weight: a number per edge, or ``None``.
        third_column: what a column beside the ids is.
        kind: what a column of kinds says, one text an edge, or ``None``.
        notes: what was guessed.
    """

    source: NDArray[Any]
    target: NDArray[Any]
    weight: NDArray[np.float64] | None
    third_column: str
    kind: list[str] | None = None
    notes: tuple[str, ...] = ()


def parse(data: bytes, begin: int, first_line: int, prelude: Prelude, choice: Choice, name: str) -> Columns:
    """Read the edges of ``data`` from byte ``begin``, the start of line ``first_line``.

    Args:
        data: the file, decompressed.
        begin: offset of the first edge.
        first_line: its line number.
        prelude: how lines are separated, and what comments begin with.
        choice: the columns.
        name: the file, for errors.

    Raises:
        InputError: a line that is no edge, with its number.
    """
    width, separator = prelude.width, prelude.separator
    if width < 2:  # compiled code would leave the second column as the memory was
        raise InputError(f"{name}, line {first_line}: {width} column; expected two ids or more")
    if choice.kind is None and "#" in prelude.comments:
        buffer = np.frombuffer(data, np.uint8)[begin:]
        most = int(np.count_nonzero(buffer == _NEWLINE)) + 1
        source, target = np.empty(most, np.int64), np.empty(most, np.int64)
        third = -1 if choice.weight is None else choice.weight
        weight = np.empty(most if third >= 0 else 0, np.float64)
        mark = ord(separator) if separator else 0
        rows = _parse_integers(buffer, mark, width, source, target, weight, choice.source, choice.target, third)
        if rows >= 0:
            return _judged(source[:rows], target[:rows], weight[:rows] if third >= 0 else None, choice)
    return _parse_text(data[begin:], first_line, prelude, choice, name)


def _judged(
    source: NDArray[np.int64], target: NDArray[np.int64], third: NDArray[np.float64] | None, choice: Choice
) -> Columns:
    warning = rounded(source[:1000].tolist())
    notes = () if warning is None else (warning,)
    if third is None:
        return Columns(source, target, None, NONE, notes=notes)
    kind = judged(third, choice.named_weight)
    return Columns(source, target, third if kind == WEIGHTS else None, kind, notes=notes)


@compiled
def _parse_integers(  # type: ignore[no-untyped-def]
    data, separator, width, source, target, weight, source_at=0, target_at=1, weight_at=2
):
    """Fill the columns and return the number of rows; -1 at the first thing that is not plain integers and numbers.

    ``source_at``, ``target_at`` and ``weight_at`` (-1: none) are the places of the three columns, from 0.
    """
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
            is_id = field == source_at or field == target_at
            negative = at < size and data[at] == _MINUS
            if negative or (at < size and data[at] == _PLUS):
                if is_id and not negative:
                    return -1  # a name such as +49170
                at += 1
            if is_id and at + 1 < size and data[at] == _ZERO and _ZERO <= data[at + 1] <= _NINE:
                return -1  # a name such as 007
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
                    elif is_id:
                        return -1  # too long for an integer id
                    elif not pointed:
                        places -= 1
                elif c == _DOT and not is_id and not pointed:
                    pointed = True
                else:
                    break
                at += 1
            if digits == 0:
                return -1
            value = -mantissa if negative else mantissa
            if field == source_at:
                source[rows] = value
            elif field == target_at:
                target[rows] = value
            elif field == weight_at:
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
            while at < size and (data[at] == _SPACE or data[at] == _RETURN or (data[at] == _TAB and separator != _TAB)):
                at += 1
            if at == size or data[at] == _NEWLINE:
                break
            if separator != 0:
                if data[at] != separator:
                    return -1
                at += 1
                while at < size and (data[at] == _SPACE or (data[at] == _TAB and separator != _TAB)):
                    at += 1
            if field >= width:
                return -1
        if field != width:
            return -1
        rows += 1
        at += 1
    return rows


def _parse_text(data: bytes, first_line: int, prelude: Prelude, choice: Choice, name: str) -> Columns:
    """Read line by line: ids of any kind, and the place of the first bad line."""
    text = text_of(data, name, first_line)
    first, second, extra = choice.source, choice.target, choice.weight
    third: list[str] = []
    kind: list[str] = []
    numbers: Sequence[int]
    plain = _plain_columns(text, prelude)
    if plain is not None:
        source, target = plain[first], plain[second]
        third = [] if extra is None else plain[extra]
        kind = [] if choice.kind is None else plain[choice.kind]
        numbers = range(first_line, first_line + len(source))
    else:
        source, target, third, kind, numbers = _line_by_line(text, first_line, prelude, choice, name)
    tail, head, notes = as_ids(source, target, numbers, name)
    weight, note = None, NONE
    if extra is not None:
        named = "weight" if choice.named_weight else None
        weight, note, more = read_weights(third, numbers, name, named)
        notes += more
    return Columns(tail, head, weight, note, kind or None, tuple(notes))


def _plain_columns(text: str, prelude: Prelude) -> list[list[str]] | None:
    """Return the columns of a text that has no quotes, comments, blank lines or gaps; ``None``: it has some.

    A million edges are read in a third of the time that splitting them line by line takes.
    """
    import polars as pl

    separator = prelude.separator or ("\t" if "\t" in text else " ")
    if not prelude.separator and ("  " in text or ("\t" in text and " " in text)):
        return None
    if '"' in text or _COMMENT_OR_BLANK.search(text):
        return None
    try:
        frame = pl.read_csv(text.encode(), has_header=False, separator=separator, quote_char=None, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    if frame.width != prelude.width or any(column.null_count() for column in frame):
        return None
    frame = frame.select(pl.all().str.strip_chars())
    if any((column == "").any() for column in frame):
        return None
    return [column.to_list() for column in frame]


def _line_by_line(
    text: str, first_line: int, prelude: Prelude, choice: Choice, name: str
) -> tuple[list[str], list[str], list[str], list[str], list[int]]:
    """Return sources, targets, third column, kinds and line numbers; name the first line that is no edge."""
    source, target, third, kind = [], [], [], []
    numbers: list[int] = []
    separator, width, marks = prelude.separator, prelude.width, prelude.comments
    first, second, extra = choice.source, choice.target, choice.weight
    for number, line in enumerate(text.split("\n"), first_line):
        if not line.strip() or is_comment(line, marks):
            continue
        fields = fields_of(line, separator)
        if len(fields) == width + 1 and not fields[-1]:  # a separator at the line's end
            fields.pop()
        if len(fields) != width or not fields[first] or not fields[second]:
            adjacency = " (if it lists neighbours, set format=adjlist)" if len(fields) > width and not separator else ""
            raise InputError(
                f"{name}, line {number}: {line.strip()[:60]!r} is no edge; expected {width} columns{adjacency}"
            )
        source.append(fields[first])
        target.append(fields[second])
        if extra is not None:
            third.append(fields[extra])
        if choice.kind is not None:
            kind.append(fields[choice.kind])
        numbers.append(number)
    return source, target, third, kind, numbers


def text_of(data: bytes, name: str, first_line: int = 1) -> str:
    """Decode a file, or name the line that is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise InputError(f"{name}, line {line}: byte {error.start} is not UTF-8 text: save the file as UTF-8") from None
