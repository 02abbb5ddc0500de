"""What unit a claim's numbers have."""

from __future__ import annotations

import ast

import pytest

from experiments.whatifs.claims import parse
from experiments.whatifs.units import known_units, shown, unit_of

UNITS = {"profit": "USD", "sales": "purchases", "reach": "people", "trust": ""}
EXPRESSIONS = [
    ("profit(a)", "USD"),
    ("-profit(a)", "USD"),
    ("profit(a) - profit(b)", "USD"),
    ("profit(a) - 5000", "USD"),
    ("trust(a, 84) - trust(b, 84)", ""),
    ("max(profit(a), profit(b))", "USD"),
    ("max(profit(a), sales(b))", None),
    ("worst(profit(a)) - worst(profit(b))", "USD"),
    ("ablated(profit(a))", "USD"),
    ("slope(sales, a, b, c)", "purchases"),
    ("overall(profit(a) - profit(b))", "USD"),
    ("overall(level(crossing(profit(a), profit(b)), trust(a), trust(b), trust(c)))", ""),
    ("log(sales(a)) - log(sales(b))", ""),
    ("sales(a) / sales(b)", ""),
    ("sales(a, 0, 6) / reach(a)", None),
    ("trust(a) * reach(a)", "people"),
    ("reach(a) / trust(a)", "people"),
    ("trust(a) / reach(a)", None),
    ("profit(a) - sales(a)", None),
    ("12 * sales(a)", None),  # the number may be a price
    ("sales(a) / 2", None),
    ("3 * trust(a)", ""),
]


@pytest.mark.parametrize(("text", "unit"), EXPRESSIONS, ids=[text for text, _ in EXPRESSIONS])
def test_the_unit_follows_from_those_of_the_metrics(text, unit):
    assert unit_of(ast.parse(text, mode="eval").body, UNITS) == unit


def test_a_claim_is_shown_with_the_unit_of_the_registry_and_shares_with_none():
    arms, metrics = ["a", "b"], list(known_units())
    assert shown(parse("x", "profit(a) - profit(b) > 0", None, arms, metrics)) == " USD"
    assert shown(parse("x", "feed_load(a, 7) > 0", None, arms, metrics)) == ""
    assert shown(parse("x", "newly_reached(a, 0, 7) > 0", None, arms, metrics)) == " people"
