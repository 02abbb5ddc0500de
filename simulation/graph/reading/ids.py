"""The ids of accounts as a file has them: numbers, names that look like numbers, and names that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError

_INTEGER = re.compile(r"[+-]?\d+\Z")
_WHOLE = re.compile(r"-?\d+\.0+\Z")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+\Z")
_PADDED = re.compile(r"\+|[+-]?0\d")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad")) | {0xA0: " ", 0x202F: " "}
_MISSING = frozenset({"nan", "null", "#n/a", "<na>", "na", "n/a", "none", "undefined"})
_LONGEST_MISSING = max(map(len, _MISSING))
_CERTAINLY_MISSING = frozenset({"nan", "null", "#n/a", "<na>"})
_LONGEST = 18  # digits of an id that is kept as a number


def is_integer(field: str) -> bool:
    """Tell whether a field is an integer id."""
    return _INTEGER.match(field) is not None


def _may_be_number(text: str) -> bool:
    """Tell from its first character whether a name may be a number: patterns are slow on a million names."""
    return text[:1].isdecimal() or text[:1] in "+-"


def as_ids(
    source: list[str], target: list[str], numbers: Sequence[int], name: str
) -> tuple[NDArray[Any], NDArray[Any], list[str]]:
    """Return two columns of ids, int64 or strings, and what had to be guessed.

    Args:
        source: ids as they stand in the file.
        target: ids as they stand in the file.
        numbers: the line of each.
        name: the file, for errors.

    Raises:
        InputError: an id that is missing, or one that is not like most others; the line is named.
    """
    notes: list[str] = []
    distinct = _distinct(source, target)
    meant = {text: text for text in distinct}
    if all(len(text) > 2 and text[0] == text[-1] == "'" for text in distinct):
        meant = {text: text[1:-1] for text in distinct}
    if not all(map(str.isascii, distinct)):
        notes += _joined(meant)
    _refuse_lists(distinct, source, target, numbers, name)
    _refuse_missing(meant, source, target, numbers, name, notes)
    if all(_WHOLE.match(text) or _INTEGER.match(text) for text in meant.values()) and any(
        "." in text for text in meant.values()
    ):
        meant = {text: value.split(".")[0] for text, value in meant.items()}
        notes.append("ids such as 7.0 were read as 7")
    if any(text != value for text, value in meant.items()):
        source, target = [meant[text] for text in source], [meant[text] for text in target]
    kind: Any = np.int64 if _are_numbers(set(meant.values()), source, target, numbers, name, notes) else np.str_
    if kind is np.str_:
        notes += _look_alike(set(meant.values()))
    return np.array(source, kind), np.array(target, kind), notes


def _distinct(source: list[str], target: list[str]) -> dict[str, None]:
    """Return the ids in the order of their first places, sources first."""
    import polars as pl  # of two million names in a third of the time that a dict takes

    both = [*source, *target]
    try:
        return dict.fromkeys(pl.Series(both, dtype=pl.String).unique(maintain_order=True).to_list())
    except UnicodeEncodeError:  # half of a character, as JSON may have it
        return dict.fromkeys(both)


def _are_numbers(
    ids: set[str],
    source: Sequence[str],
    target: Sequence[str],
    numbers: Sequence[int],
    name: str,
    notes: list[str],
) -> bool:
    integers = {text for text in ids if _may_be_number(text) and _INTEGER.match(text)}
    if not integers:
        return False
    if len(integers) < len(ids):
        fits = [a in integers and b in integers for a, b in zip(source, target, strict=True)]
        if sum(fits) / max(1, len(fits)) >= 0.5:  # names that are mostly digits are rarer than a broken line
            odd = fits.index(False)
            raise InputError(
                f"{name}, line {numbers[odd]}: {source[odd]!r}, {target[odd]!r} are not integer ids "
                f"as on most lines; put a letter before every id if some are meant to be names"
            )
        return False
    if any(_PADDED.match(text) for text in ids):
        padded = min(text for text in ids if _PADDED.match(text))
        notes.append(f"ids such as {padded!r} are names, not numbers: '007' and '7' are two accounts")
        return False
    return all(len(text.lstrip("+-")) <= _LONGEST + 1 and abs(int(text)) < 2**63 for text in ids)


def _refuse_lists(
    distinct: dict[str, None], source: Sequence[str], target: Sequence[str], numbers: Sequence[int], name: str
) -> None:
    """Refuse a field that lists several accounts: all its parts are accounts elsewhere."""
    for mark in ",;|":
        for text in distinct:
            if mark in text and all(part.strip() in distinct for part in text.split(mark)):
                at = next(row for row, pair in enumerate(zip(source, target, strict=True)) if text in pair)
                raise InputError(
                    f"{name}, line {numbers[at]}: {text[:60]!r} lists several accounts; write one edge a line"
                )


def _refuse_missing(
    meant: dict[str, str],
    source: Sequence[str],
    target: Sequence[str],
    numbers: Sequence[int],
    name: str,
    notes: list[str],
) -> None:
    missing = {text for text, value in meant.items() if len(value) <= _LONGEST_MISSING and value.lower() in _MISSING}
    if not missing:
        return
    at = next(row for row, pair in enumerate(zip(source, target, strict=True)) if missing & set(pair))
    word = source[at] if source[at] in missing else target[at]
    if meant[word].lower() in _CERTAINLY_MISSING:
        raise InputError(
            f"{name}, line {numbers[at]}: {word!r} stands for a missing id; leave such lines out, or rename it"
        )
    notes.append(f"{word!r} (line {numbers[at]}) was read as an account's name, not as a missing id")


def _joined(meant: dict[str, str]) -> list[str]:
    """Bring names to one Unicode form and take off what cannot be seen; return what was joined by that."""
    before = len(meant)
    for text in meant:
        meant[text] = visible(text)
    after = len(set(meant.values()))
    if after == before:
        return []
    twice = next(text for text, value in meant.items() if value != text)
    return [f"{before - after:,} names differ from another only in their Unicode form, such as {twice!r}: joined"]


def visible(text: str) -> str:
    """Return a name in composed Unicode form, without characters that cannot be seen."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE).strip()


def _look_alike(ids: set[str]) -> list[str]:
    """Return warnings about names that may be two accounts in one, or one account in two."""
    notes = []
    if rounded := [text for text in ids if _may_be_number(text) and _SCIENTIFIC.match(text)]:
        notes.append(
            f"warning: ids such as {min(rounded)!r} were rounded by a spreadsheet: "
            "different people may have become one; export them again as text"
        )
    if len(set(map(str.casefold, ids))) == len(ids):
        return notes
    folded: dict[str, str] = {}
    pairs = [
        (folded[text.casefold()], text) for text in sorted(ids) if folded.setdefault(text.casefold(), text) != text
    ]
    if pairs:
        one, other = pairs[0]
        notes.append(
            f"{len(pairs):,} names differ from another only in upper and lower case ({one!r}, {other!r}): kept apart"
        )
    return notes


def rounded(ids: Iterable[int]) -> str | None:
    """Return a warning if long ids end in zeros, as a spreadsheet leaves them, else ``None``."""
    long = [number for number in ids if abs(number) >= 10**15]
    cut = [number for number in long if number % 1000 == 0]
    if len(long) < 2 or 2 * len(cut) < len(long):
        return None
    return (
        f"warning: ids such as {cut[0]} end in zeros, as a spreadsheet rounds them: "
        "different people may have become one; export them again as text"
    )
