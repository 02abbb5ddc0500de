"""Numbers as they are written: the digits of a sentence are the digits of a table."""

from __future__ import annotations

import math

import pytest

from experiments.results.money import MINUS, amount, between, rounded_to_tell, share

WRITTEN = [
    (12_345.6, "EUR", True, "+12,300 EUR"),
    (-12_345.6, "EUR", True, f"{MINUS}12,300 EUR"),
    (12_345.6, "", False, "12,300"),
    (0.0, "EUR", True, "0 EUR"),
    (99.4, "", False, "99"),
    (9.94, "", False, "9.9"),
    (0.0514, "", False, "0.05"),
    (7.0, "", False, "7"),
    (1_234_567.0, "USD", False, "1,230,000 USD"),
    (math.nan, "EUR", True, "n/a"),
]


@pytest.mark.parametrize(("value", "currency", "sign", "text"), WRITTEN)
def test_amounts_keep_the_digits_that_count(value: float, currency: str, sign: bool, text: str) -> None:
    assert amount(value, currency, sign=sign) == text


@pytest.mark.parametrize("value", [12_345.6, -987.65, 54.321, 3.14159, 0.0])
def test_the_number_in_a_file_is_the_number_in_the_sentence(value: float) -> None:
    assert amount(rounded_to_tell(value)) == amount(value)


def test_ranges_and_shares() -> None:
    assert between(-2_000, 31_000, "EUR", sign=True) == f"{MINUS}2,000 to +31,000 EUR"
    assert (share(0.034), share(0.34), share(math.nan)) == ("3.4 %", "34 %", "n/a")
