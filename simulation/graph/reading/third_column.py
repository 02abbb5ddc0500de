"""What a column beside the two ids is: weights, times, running numbers or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError

WEIGHTS, NONE, WORDS, TIMES, RUNNING = (
    *("weights", "none", "ignored: not numeric", "ignored: looks like times"),
    "ignored: looks like running numbers or times",
)
_SINCE, _UNTIL = 315_532_800, 4_102_444_800  # Unix seconds of 1980 and of 2100
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?\Z|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}([T ].*)?\Z")
_COMMA = re.compile(r"[+-]?\d+,\d+\Z|[+-]?\d{1,3}(\.\d{3})+,\d+\Z")
_FEW = 20  # below so many lines, numbers that rise may well be weights


def is_number(field: str) -> bool:
    """Tell whether a field is a finite number."""
    try:
        return abs(float(field)) < float("inf")
    except ValueError:
        return False


def is_amount(field: str) -> bool:
    """Tell whether a field is a number, one with a decimal comma, a share in per cent or a date: no column's name."""
    return is_number(field.removesuffix("%").rstrip()) or bool(_COMMA.match(field) or _DATE.match(field))


def looks_like_times(values: NDArray[np.float64]) -> bool:
    """Tell whether all numbers are Unix times (in seconds, milli-, micro- or nanoseconds) or dates as YYYYMMDD."""
    if len(values) == 0 or not np.all(values == np.floor(values)):
        return False
    least, most = float(values.min()), float(values.max())
    if any(least >= _SINCE * unit and most <= _UNTIL * unit for unit in (1, 1e3, 1e6, 1e9)):
        return True
    day, month = values % 100, values // 100 % 100
    dates = (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)
    return bool(least >= 19_000_101 and most <= 21_001_231 and dates.all())


def looks_like_running(values: NDArray[np.float64]) -> bool:
    """Tell whether many whole numbers never fall from line to line, most of them distinct."""
    if len(values) < _FEW or not np.all(values == np.floor(values)) or np.any(np.diff(values) < 0):
        return False
    return 2 * len(np.unique(values)) > len(values)


def judged(values: NDArray[np.float64], named: bool) -> str:
    """Return what a column of numbers is; a column that is named as weights is taken for them."""
    if named:
        return WEIGHTS
    if looks_like_times(values):
        return TIMES
    return RUNNING if looks_like_running(values) else WEIGHTS


def read_weights(
    texts: Sequence[str], numbers: Sequence[int], name: str, named: str | None
) -> tuple[NDArray[np.float64] | None, str, list[str]]:
    """Return the weights, if a column has them, what the column is, and what was guessed.

    Args:
        texts: the column as it stands in the file.
        numbers: the line of each.
        name: the file, for errors.
        named: the column's name, if it is named as weights.

    Raises:
        InputError: a weight that is missing or no number, among others that are; the line is named.
    """
    notes: list[str] = []
    if not any(texts):
        return None, NONE, notes
    if not named and all(_DATE.match(text) for text in texts if text):
        return None, TIMES, notes
    if any("," in text for text in texts) and all(_COMMA.match(text) or is_number(text) for text in texts if text):
        texts = [text.replace(".", "").replace(",", ".") if "," in text else text for text in texts]
        notes.append("decimal commas in the weights")
    if texts[0].endswith("%") and all(text.endswith("%") and is_number(text[:-1]) for text in texts if text):
        texts = [str(float(text[:-1]) / 100) if text else text for text in texts]
        notes.append("weights in per cent were read as shares: 30% is 0.3")
    numeric = [is_number(text) for text in texts]
    if not any(numeric) or (named is None and 2 * sum(numeric) < len(texts)):
        return None, WORDS, notes
    if not all(numeric):
        row = numeric.index(False)
        what = f"is {texts[row]!r}" if texts[row] else "is empty"
        raise InputError(
            f"{name}, line {numbers[row]}: the weight {what}, on {sum(numeric):,} other lines it is a number; "
            "complete it, or set columns=[SOURCE, TARGET] to read the edges without weights"
        )
    values: Any = np.array(texts, np.float64)
    kind = judged(values, named is not None)
    return (values if kind == WEIGHTS else None), kind, notes
