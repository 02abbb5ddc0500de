"""What separates the fields of a line, by consistency over the lines, and how a line is split."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

_MARKS = ("\t", ";", "|", ",", "")  # of marks that fit equally well, the first
_WORDS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", "": "spaces"}
_NUMBER = re.compile(r"[+-]?[\d.]+([eE][+-]?\d+)?\Z")
_DECIMAL_COMMA = re.compile(r"\s[+-]?\d+,\d+\Z")


def fields_of(line: str, separator: str) -> list[str]:
    """Split a line; an empty separator stands for any run of spaces and tabs. Quotation marks are taken off."""
    if not separator:
        if '"' not in line:
            return line.split()
        words = next(csv.reader([line.replace("\t", " ").strip()], delimiter=" ", skipinitialspace=True))
        return [word for word in words if word]
    if '"' in line:
        return [field.strip() for field in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    return [field.strip() for field in line.split(separator)]


def word_for(separator: str) -> str:
    """Return the separator as a report names it."""
    return _WORDS.get(separator, repr(separator))


def choose_separator(lines: Sequence[str]) -> str:
    """Return the separator with which most of the lines have the same number of fields, two or more.

    The first line may be a header or counts with another width. Where several fit equally well: a tab, a semicolon and
    a bar are rarer in names than a comma, and a comma is rarer than a space; but tabs and spaces mixed between nothing
    but numbers are all spaces, and commas inside the last number alone are decimal commas.
    """
    shares = {}
    for mark in _MARKS:
        widths = Counter(len(fields_of(line, mark)) for line in lines if not mark or mark in line)
        shares[mark] = max((count for width, count in widths.items() if width >= 2), default=0)
    best = max(shares.values())
    if best == 0:
        return ""
    chosen = next(mark for mark in _MARKS if shares[mark] == best)
    # A first line of counts may be separated in another way: it does not decide.
    rest = lines[1:]
    if chosen == "\t" and rest and shares[""] >= best - 1 and _spaces_between_numbers(rest):
        return ""
    if chosen == "," and shares[""] >= best - 1 and all(_DECIMAL_COMMA.search(line) for line in rest or lines):
        return ""
    return chosen


def _spaces_between_numbers(lines: Sequence[str]) -> bool:
    """Tell whether spaces stand inside a field between tabs, and all that lies between spaces and tabs is a number."""
    inside = any(" " in field for line in lines for field in fields_of(line, "\t"))
    return inside and all(_NUMBER.match(field) for line in lines for field in line.split())
