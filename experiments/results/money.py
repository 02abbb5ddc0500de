"""Money in the user's currency: the one place that knows what it is called and where its sign stands."""

from __future__ import annotations

USD = "USD"
"""What the model counts in, and the currency of a report that is asked for no other."""


def in_currency(text: str, currency: str) -> str:
    """Return a unit or a definition of the model, which say USD, in the currency of the report."""
    return text.replace(USD, currency)


def amount(number: str, currency: str) -> str:
    """Return a number with its currency or another unit: a code after it (17,000 EUR), a sign before it (€17,000)."""
    if currency[:1].isalpha():
        return f"{number} {currency}"
    sign = number[:1] if number[:1] in ("+", "\N{MINUS SIGN}") else ""
    return f"{sign}{currency}{number.removeprefix(sign)}"


def one(currency: str) -> str:
    """Return what one unit of a currency is called in a sentence: 'per dollar'."""
    return {USD: "dollar", "EUR": "euro", "GBP": "pound"}.get(currency, currency)
