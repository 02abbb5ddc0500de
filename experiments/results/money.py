"""Money and other numbers as they are written: what a currency is called, where its sign stands, which digits count."""

from __future__ import annotations

import math

MINUS, THIN = "\N{MINUS SIGN}", "n/a"
USD = "USD"
"""What the model counts in, and the currency of a report that is asked for no other."""


def in_currency(text: str, currency: str) -> str:
    """Return a unit or a definition of the model, which say USD, in the currency of the report."""
    return text.replace(USD, currency)


def with_currency(number: str, currency: str) -> str:
    """Return a number with its currency or another unit: a code after it (17,000 EUR), a sign before it (€17,000)."""
    if currency[:1].isalpha():
        return f"{number} {currency}"
    sign = number[:1] if number[:1] in ("+", MINUS) else ""
    return f"{sign}{currency}{number.removeprefix(sign)}"


def one(currency: str) -> str:
    """Return what one unit of a currency is called in a sentence: 'per dollar'."""
    return {USD: "dollar", "EUR": "euro", "GBP": "pound"}.get(currency, currency)


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
    text = f"{100 * value:.0f} %" if abs(value) >= 0.0995 else f"{100 * value:.1f} %"
    return text.replace("-", MINUS)


def counted(number: int, of: int, what: str) -> str:
    """Return a count: ``in 46 of 50 worlds``."""
    return f"in {number} of {of} {what}"
