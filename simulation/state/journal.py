"""All money of a market, in whole cents: every cent is an entry, and every total is a sum over entries.

An entry says who pays, who gets, for what, and on which day. A refund is an entry the other way round, for the same
purpose. So what one party loses another gets, whatever happens, and for each brand

    budget = fees + media + hours + unspent        cost = fees + media + hours + fines

hold always and exactly (fines are paid beside the campaign's budget).
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from simulation.errors import InputError
from simulation.state.columns import CHANNELS


def cents(dollars: float) -> int:
    """Return an amount in whole cents."""
    return round(dollars * 100)


class Who(enum.IntEnum):
    """Kinds of parties that pay or get money."""

    BRAND = 0  # row: the brand's
    CREATOR = 1  # row: the creator's
    MEDIA = 2  # row: index into CHANNELS
    STAFF = 3  # managers, and people who talk in a brand's name
    AGENCY = 4
    PLATFORM = 5  # one that manages creators for a fee
    REGULATOR = 6


class Purpose(enum.IntEnum):
    """What money is paid for."""

    FEE = 0  # a creator's posts
    COMMISSION = 1  # an agency's share of the fees
    MANAGERS = 2  # managers' hours for one creator
    SETUP = 3  # a platform
    CONVERSATION = 4  # hours of people who talk with people
    MEDIA = 5  # advertisements
    FINE = 6  # posts without a label


HOURS = (Purpose.COMMISSION, Purpose.MANAGERS, Purpose.SETUP, Purpose.CONVERSATION)
"""Purposes that a ledger sums as ``hours``: what it takes to look after creators and people."""
NOBODY = -1
"""``Entry.creator`` of money that is paid for the sake of no creator."""


class Party(NamedTuple):
    """Who pays or gets: a kind, and a row where there are several of it."""

    who: Who
    row: int = 0


class Entry(NamedTuple):
    """One payment, in cents, above 0.

    Attributes:
        day: Of the campaign; negative in the burn-in.
        payer: Who pays.
        payee: Who gets it.
        purpose: What for.
        cents: How much.
        creator: The creator for whose sake it is paid; ``NOBODY``.
        first: First day of the campaign that it pays for; -1: the day of the payment.
        days: How many days it pays for; 0: until the campaign ends.
    """

    day: int
    payer: Party
    payee: Party
    purpose: Purpose
    cents: int
    creator: int = NOBODY
    first: int = -1
    days: int = 0

    @property
    def channel(self) -> str | None:
        """The channel of advertising that is paid or refunded; ``None`` for other purposes."""
        for party in (self.payee, self.payer):
            if party.who == Who.MEDIA:
                return CHANNELS[party.row]
        return None

    def back(self, day: int, cents: int) -> Entry:
        """Return the refund of a part of this entry."""
        return self._replace(day=day, payer=self.payee, payee=self.payer, cents=cents)


@dataclasses.dataclass(frozen=True)
class Ledger:
    """A brand's money so far, in cents: sums over the journal, refunds deducted."""

    budget: int
    fees: int = 0
    media: int = 0
    hours: int = 0
    fines: int = 0

    @property
    def spent(self) -> int:
        """What was spent of the budget."""
        return self.fees + self.media + self.hours

    @property
    def unspent(self) -> int:
        """What is left of the budget."""
        return self.budget - self.spent

    @property
    def cost(self) -> int:
        """All that the brand paid: of the budget, and fines beside it."""
        return self.spent + self.fines


class Journal:
    """All entries so far, and every brand's budget.

    Attributes:
        budgets: Cents, one a brand.
        entries: In the order in which they were posted.
    """

    def __init__(self, budgets: Sequence[int], entries: Iterable[Entry] = ()) -> None:
        """Take the budgets and what was posted already."""
        self.budgets = list(budgets)
        self.entries: list[Entry] = []
        self._balance: dict[tuple[Party, Purpose], int] = {}
        for entry in entries:
            self.post(entry)

    def copy(self) -> Journal:
        """Return a journal that can go on by itself."""
        twin = Journal(self.budgets)
        twin.entries, twin._balance = list(self.entries), dict(self._balance)
        return twin

    def post(self, entry: Entry) -> None:
        """Add an entry; one of nothing is left out.

        Raises:
            InputError: The amount is negative, or more is given back than was paid.
        """
        if entry.cents < 0:
            raise InputError(f"payment: got {entry.cents} cents, takes 0 or more")
        paid = -self.balance(entry.payee, entry.purpose)
        if entry.payee.who == Who.BRAND and entry.cents > paid:
            raise InputError(f"refund: got {entry.cents} cents, takes 0 to the {paid} that were paid")
        if entry.cents == 0:
            return
        for party, amount in ((entry.payer, -entry.cents), (entry.payee, entry.cents)):
            key = (party, entry.purpose)
            self._balance[key] = self._balance.get(key, 0) + amount
        self.entries.append(entry)

    def set_budget(self, brand: int, budget: int, name: str = "brands.budget") -> None:
        """Go on from here with another budget.

        Args:
            brand: The brand's row.
            budget: Cents of the whole budget, what is spent included.
            name: The parameter, for the message.

        Raises:
            InputError: More is spent already.
        """
        spent = self.ledger(brand).spent
        if budget < spent:
            raise InputError(f"{name}: got {budget / 100:,.2f} USD, takes at least the {spent / 100:,.2f} USD spent")
        self.budgets[brand] = budget

    def balance(self, party: Party, purpose: Purpose) -> int:
        """Return what a party got for a purpose, less what it paid, in cents."""
        return self._balance.get((party, purpose), 0)

    def ledger(self, brand: int) -> Ledger:
        """Return a brand's money so far."""
        paid = {purpose: -self.balance(Party(Who.BRAND, brand), purpose) for purpose in Purpose}
        return Ledger(
            budget=self.budgets[brand],
            fees=paid[Purpose.FEE],
            media=paid[Purpose.MEDIA],
            hours=sum(paid[purpose] for purpose in HOURS),
            fines=paid[Purpose.FINE],
        )

    def earned(self, creator: int) -> int:
        """Return cents that a creator got from the brands of this market, less fines."""
        return sum(self.balance(Party(Who.CREATOR, creator), purpose) for purpose in Purpose)

    def of_brand(self, brand: int) -> Iterator[tuple[Entry, int]]:
        """Yield a brand's entries within its budget, each with its cents: below 0 for a refund."""
        me = Party(Who.BRAND, brand)
        for entry in self.entries:
            if entry.purpose != Purpose.FINE:
                if entry.payer == me:
                    yield entry, entry.cents
                elif entry.payee == me:
                    yield entry, -entry.cents

    def paid_creators(self, brand: int) -> list[int]:
        """Return the rows of the creators for whom a brand ever paid, in order."""
        return sorted({entry.creator for entry, _ in self.of_brand(brand) if entry.creator != NOBODY})

    def check(self, who: str, brand: int, entries: Iterable[Entry]) -> None:
        """Refuse what a brand cannot pay.

        Raises:
            InputError: The entries cost more than is left of the budget.
        """
        ledger, asked = self.ledger(brand), sum(entry.cents for entry in entries)
        if asked > ledger.unspent:
            raise InputError(
                f"strategy {who}: got a plan for {asked / 100:,.2f} USD, takes at most the"
                f" {ledger.unspent / 100:,.2f} USD that are left of brands.budget = {ledger.budget / 100:,.2f} USD"
            )

    def arrays(self) -> dict[str, Any]:
        """Return the journal as plain arrays, for a checkpoint."""
        rows = [(e.day, *e.payer, *e.payee, int(e.purpose), e.cents, e.creator, e.first, e.days) for e in self.entries]
        return {
            "journal.budgets": np.array(self.budgets, np.int64),
            "journal.entries": np.array(rows, np.int64).reshape(-1, 10),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> Journal:
        """Read what :meth:`arrays` gave."""
        entries = (
            Entry(day, Party(Who(payer), row), Party(Who(payee), other), Purpose(purpose), *rest)
            for day, payer, row, payee, other, purpose, *rest in arrays["journal.entries"].tolist()
        )
        return cls(arrays["journal.budgets"].tolist(), entries)
