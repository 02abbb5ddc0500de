"""What a market can be made of: answers beyond it are refused by their own names, not by those of parameters."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.own_brand.brand import Answers
from experiments.own_brand.currency import RATES
from experiments.own_brand.reading.entries.form import Form
from simulation.errors import InputError

PEOPLE = (100.0, 8e9)
"""Fewer people are no market of which chances can be told (ours); more there are not."""
PRICE = (0.5, 1e8)
"""A slope in per cent over a price below this is more than the market takes (``consumers.purchase.price``)."""
BUDGET = (1.0, 1e11)


def refuse_beyond(form: Form, answers: Answers) -> None:
    """Refuse answers that no market can be made of, and those that cannot be true together.

    Raises:
        InputError: with the line of ``brand.yaml``.
    """
    for key, takes in _beyond(answers):
        if key in form.entries:
            raise form.refuse(key, form.entries[key], takes)
        raise InputError(f"brand.yaml, {key}: takes {takes}")


def _beyond(answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield each answer that cannot be used, and what it takes."""
    low, high = PRICE
    if not low <= answers.price <= high:
        yield "price", f"an amount from {low:g} to {high:,.0f}; of cheaper things the price of a pack"
    low, high = PEOPLE
    if not low <= answers.people <= high:
        yield "people", f"a number of people from {low:,.0f} to {high:,.0f}"
    if answers.currency not in RATES:
        yield "currency", f"one of {', '.join(RATES)}: the market's own prices cannot be turned into another"
    if not BUDGET[0] <= answers.budget <= BUDGET[1]:
        yield "budget", f"an amount from {BUDGET[0]:g} to {BUDGET[1]:,.0f}"
    if answers.churn is not None and answers.churn >= 1:
        yield "buying", "a share who cancel in a month that is below 100 %"
    known, customers = answers.known, answers.customers
    if known == 0 and answers.units > 0:
        yield "known", "more than 0 %, as something is sold"
    if customers is not None and customers > answers.people:
        yield "sold", f"at most as many customers as people, {answers.people:,.12g}"
    if customers is not None and known is not None and customers > known * answers.people:
        knowing = f"known: {100 * known:g} % of people, {known * answers.people:,.0f}"
        yield "sold", f"no more customers than know the brand ({knowing})"
