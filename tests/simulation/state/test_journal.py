"""Money in whole cents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import InputError
from simulation.state.journal import Ledger, cents

amounts = st.integers(-5, 100)


@given(budget=st.integers(0, 300), payments=st.lists(st.tuples(amounts, amounts, amounts), max_size=20))
def test_a_ledger_pays_all_of_a_plan_or_nothing_and_always_adds_up(
    budget: int, payments: list[tuple[int, int, int]]
) -> None:
    ledger, paid = Ledger(budget), 0
    for fees, media, hours in payments:
        try:
            ledger.pay("test", fees=fees, media=media, hours=hours)
            paid += fees + media + hours
            assert min(fees, media, hours) >= 0
        except InputError:
            assert min(fees, media, hours) < 0 or paid + fees + media + hours > budget
        assert ledger.cost == paid
        assert ledger.budget == ledger.fees + ledger.media + ledger.hours + ledger.unspent == budget
        assert ledger.unspent >= 0


@given(dollars=st.integers(0, 10**12))
def test_dollars_become_whole_cents(dollars: int) -> None:
    assert cents(dollars / 100) == dollars
    assert isinstance(cents(dollars / 100), int)


def test_who_overspends_is_told_by_how_much() -> None:
    ledger = Ledger(1_000_00, fees=600_00)
    with pytest.raises(
        InputError,
        match=r"strategy Greedy: got a plan for 500\.01 USD, takes at most the 400\.00 USD that are left of"
        r" brands\.budget = 1,000\.00 USD",
    ):
        ledger.pay("Greedy", fees=200_00, media=200_00, hours=100_01)
    assert ledger == Ledger(1_000_00, fees=600_00)
