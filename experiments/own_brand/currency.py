"""Money in the brand's own currency: the market's prices in USD are turned into it once; nothing is turned back."""

from __future__ import annotations

from simulation.errors import InputError, nearest

RATES = {
    "USD": 1.0,
    "EUR": 0.92,
    "GBP": 0.78,
    "CHF": 0.88,
    "CAD": 1.37,
    "AUD": 1.52,
    "NZD": 1.65,
    "SEK": 10.6,
    "NOK": 10.7,
    "DKK": 6.9,
    "PLN": 4.0,
    "CZK": 23.2,
    "HUF": 366.0,
    "RON": 4.6,
    "TRY": 32.8,
    "JPY": 151.0,
    "KRW": 1364.0,
    "CNY": 7.2,
    "HKD": 7.8,
    "SGD": 1.34,
    "INR": 83.7,
    "BRL": 5.4,
    "MXN": 18.3,
    "ZAR": 18.3,
    "ILS": 3.7,
    "AED": 3.67,
}
"""What one USD cost in 2024, about: from memory, no source was read. Only prices that a folder does not give depend on
it: creators' and channels', and wages."""


def usd_rate(currency: str) -> float:
    """Return how many units of a currency one USD is taken for.

    Raises:
        InputError: The currency is not known.
    """
    if currency not in RATES:
        raise InputError(f"brand.yaml: currency: got '{currency}', takes an ISO code{nearest(currency, RATES)}")
    return RATES[currency]
