"""The journal: every cent is an entry, every total a sum over entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import InputError
from simulation.state.journal import NOBODY, Entry, Journal, Ledger, Party, Purpose, Who, cents

BRAND, OTHER, CREATOR = Party(Who.BRAND, 0), Party(Who.BRAND, 1), Party(Who.CREATOR, 7)
PAYEES = {
    Purpose.FEE: CREATOR,
    Purpose.COMMISSION: Party(Who.AGENCY),
    Purpose.MANAGERS: Party(Who.STAFF),
    Purpose.SETUP: Party(Who.PLATFORM),
    Purpose.CONVERSATION: Party(Who.STAFF),
    Purpose.MEDIA: Party(Who.MEDIA, 2),
    Purpose.FINE: Party(Who.REGULATOR),
}


def paid(purpose: Purpose, amount: int, brand: Party = BRAND, day: int = 0, creator: int = NOBODY) -> Entry:
    return Entry(day, brand, PAYEES[purpose], purpose, amount, creator)


payments = st.tuples(st.sampled_from(Purpose), st.integers(0, 100), st.sampled_from([BRAND, OTHER]))


@given(st.lists(payments, max_size=20), st.integers(0, 50))
def test_what_one_party_loses_another_gets_and_every_total_is_a_sum(
    made: list[tuple[Purpose, int, Party]], back: int
) -> None:
    journal = Journal([1_000, 500])
    for purpose, amount, brand in made:
        journal.post(paid(purpose, amount, brand))
    fees = sum(amount for purpose, amount, brand in made if purpose == Purpose.FEE and brand == BRAND)
    if back <= fees:
        journal.post(paid(Purpose.FEE, back).back(3, back))
        fees -= back
    parties = {party for entry in journal.entries for party in (entry.payer, entry.payee)}
    assert sum(journal.balance(party, purpose) for party in parties for purpose in Purpose) == 0
    ledger = journal.ledger(0)
    assert ledger.fees == fees
    assert ledger.budget == 1_000 == ledger.fees + ledger.media + ledger.hours + ledger.unspent
    assert ledger.cost == ledger.fees + ledger.media + ledger.hours + ledger.fines
    assert sum(amount for _, amount in journal.of_brand(0)) == ledger.spent
    again = Journal.from_arrays(journal.arrays())
    assert again.entries == journal.entries
    assert [again.ledger(b) for b in (0, 1)] == [journal.ledger(b) for b in (0, 1)]


def test_each_purpose_stands_in_its_column_of_the_ledger() -> None:
    journal = Journal([10_000])
    for k, purpose in enumerate(Purpose):
        journal.post(paid(purpose, 10**k, creator=7))
    hours = 10**Purpose.COMMISSION + 10**Purpose.MANAGERS + 10**Purpose.SETUP + 10**Purpose.CONVERSATION
    assert journal.ledger(0) == Ledger(
        10_000, fees=10**Purpose.FEE, media=10**Purpose.MEDIA, hours=hours, fines=10**Purpose.FINE
    )


def test_a_creator_earns_fees_less_what_is_paid_back_and_less_fines() -> None:
    journal = Journal([1_000])
    journal.post(paid(Purpose.FEE, 600, creator=7))
    journal.post(paid(Purpose.FEE, 600, creator=7).back(5, 250))
    journal.post(Entry(6, CREATOR, Party(Who.REGULATOR), Purpose.FINE, 40, 7))
    assert journal.earned(7) == 600 - 250 - 40
    assert journal.earned(6) == 0
    assert [(entry.day, amount) for entry, amount in journal.of_brand(0)] == [(0, 600), (5, -250)]
    assert journal.paid_creators(0) == [7]


def test_more_than_was_paid_cannot_be_given_back_and_nothing_is_changed_by_the_attempt() -> None:
    journal = Journal([1_000])
    journal.post(paid(Purpose.MEDIA, 300))
    with pytest.raises(InputError, match="refund: got 301 cents, takes 0 to the 300 that were paid"):
        journal.post(paid(Purpose.MEDIA, 300).back(1, 301))
    with pytest.raises(InputError, match="payment: got -1 cents, takes 0 or more"):
        journal.post(paid(Purpose.FEE, -1))
    assert journal.ledger(0) == Ledger(1_000, media=300)
    assert len(journal.entries) == 1


def test_a_twin_goes_on_by_itself() -> None:
    journal = Journal([1_000])
    journal.post(paid(Purpose.FEE, 100))
    twin = journal.copy()
    twin.post(paid(Purpose.FEE, 200))
    assert (journal.ledger(0).fees, twin.ledger(0).fees) == (100, 300)
    assert len(journal.entries) == 1


def test_an_entry_of_nothing_is_left_out() -> None:
    journal = Journal([1_000])
    journal.post(paid(Purpose.FEE, 0))
    assert journal.entries == []


def test_only_advertisements_have_a_channel() -> None:
    assert paid(Purpose.MEDIA, 1).channel == paid(Purpose.MEDIA, 1).back(2, 1).channel == "search"
    assert paid(Purpose.FEE, 1).channel is None


@given(dollars=st.integers(0, 10**12))
def test_dollars_become_whole_cents(dollars: int) -> None:
    assert cents(dollars / 100) == dollars
    assert isinstance(cents(dollars / 100), int)


def test_who_overspends_is_told_by_how_much() -> None:
    journal = Journal([1_000_00])
    journal.post(paid(Purpose.FEE, 600_00))
    asked = [paid(Purpose.FEE, 200_00), paid(Purpose.MEDIA, 200_00), paid(Purpose.MANAGERS, 100_01)]
    with pytest.raises(
        InputError,
        match=r"strategy Greedy: got a plan for 500\.01 USD, takes at most the 400\.00 USD that are left of"
        r" brands\.budget = 1,000\.00 USD",
    ):
        journal.check("Greedy", 0, asked)
    journal.check("Modest", 0, asked[:2])
    assert journal.ledger(0) == Ledger(1_000_00, fees=600_00)
