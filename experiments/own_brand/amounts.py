"""Numbers as sentences, tables and pictures of an answer write them: everywhere by these functions, so they agree."""

from __future__ import annotations

import math

from experiments.results.money import amount as with_currency

MINUS, THIN = "\N{MINUS SIGN}", "n/a"


def amount(value: float, currency: str = "", *, sign: bool = False) -> str:
    """Return a number with two or three digits that count, thousands apart, and its currency: ``+12,300 EUR``."""
    if not math.isfinite(value):
        return THIN
    rounded = rounded_to_tell(value)
    digits = 0 if abs(rounded) >= 10 or rounded == int(rounded) else 1 if abs(rounded) >= 1 else 2
    text = f"{abs(rounded):,.{digits}f}"
    before = MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
    return with_currency(f"{before}{text}", currency) if currency else f"{before}{text}"


def rounded_to_tell(value: float) -> float:
    """Return a number with three digits that count; numbers below 100 with two."""
    if value == 0 or not math.isfinite(value):
        return value
    digits = 3 if abs(value) >= 100 else 2
    place = digits - 1 - math.floor(math.log10(abs(value)))
    return float(round(value, place))


def between(low: float, high: float, currency: str = "", *, sign: bool = False) -> str:
    """Return two numbers as a range: ``2,000 to 31,000 EUR``."""
    return f"{amount(low, sign=sign)} to {amount(high, currency, sign=sign)}"


def share(value: float) -> str:
    """Return a share as a whole per cent; one decimal below ten."""
    if not math.isfinite(value):
        return THIN
    return f"{100 * value:.0f} %" if abs(value) >= 0.0995 else f"{100 * value:.1f} %"


def counted(number: int, of: int, what: str) -> str:
    """Return a count: ``in 46 of 50 worlds``."""
    return f"in {number} of {of} {what}"
