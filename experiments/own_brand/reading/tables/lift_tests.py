"""Field tests that the brand has run: what a channel's spend added between two days."""

from __future__ import annotations

from experiments.own_brand.brand import LiftTest
from experiments.own_brand.reading.cells.columns import Known
from experiments.own_brand.reading.cells.sheet import Row, Sheet
from experiments.own_brand.reading.cells.synonyms import TESTS
from experiments.own_brand.reading.entries.limits import BUDGET
from experiments.own_brand.reading.tables.channels import channel_of

KNOWN = Known(TESTS)
NEEDED = ("channel", "start", "end", "spend", "lift")
LONGEST = 3650
"""Days that a test may last: as long as a market can be run (``market.days``)."""


def read_tests(sheet: Sheet) -> tuple[LiftTest, ...]:
    """Return the tests of a table.

    Raises:
        InputError: A column that is needed is missing, or a row cannot be read.
    """
    for field in NEEDED:
        if not sheet.has(field):
            raise KNOWN.missing(sheet.table, field)

    before: dict[LiftTest, int] = {}

    def test(row: Row) -> LiftTest:
        text = sheet.text(row, "channel")
        channel = None if text is None else channel_of(text)
        if channel is None:
            raise sheet.refuse(row, "channel", "a channel: broadcast, paid_social, search, retargeting or creators")
        start, end = sheet.date(row, "start"), sheet.past(row, "end", "a test that has not ended has no result")
        if end < start:
            raise sheet.refuse(row, "end", f"a day not before the start, {start}")
        if (end - start).days >= LONGEST:
            raise sheet.refuse(row, "end", f"the last day of a test of at most {LONGEST:,} days; it began on {start}")
        spend = sheet.money(row, "spend", needed=True)
        if spend == 0:
            raise sheet.refuse(row, "spend", "an amount above 0: a test of no money says nothing of a channel")
        takes = "a number of purchases that the spend added, such as 120"
        if spend is not None and spend > BUDGET[1]:
            raise sheet.refuse(row, "spend", f"an amount up to {BUDGET[1]:,.0f}")
        lift = sheet.number(row, "lift", takes, least=float("-inf"), needed=True)
        error = sheet.number(row, "standard_error", "a number of purchases above 0, or nothing")
        if error == 0:
            raise sheet.refuse(row, "standard_error", "a number of purchases above 0, or nothing")
        assert spend is not None
        assert lift is not None
        found = LiftTest(channel, start, end, spend, lift, error, sheet.text(row, "kind"))
        if found in before:
            raise sheet.refuse(row, "channel", f"each test once; row {before[found]} has it, too")
        before[found] = row[0]
        return found

    return tuple(sheet.each(test))
