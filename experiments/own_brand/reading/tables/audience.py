"""Shares of the customers by age, niche or region."""

from __future__ import annotations

import re
from typing import Literal, get_args

from experiments.own_brand.brand import NOT_KNOWN, AudienceShare
from experiments.own_brand.reading.cells.columns import Known, plain
from experiments.own_brand.reading.cells.sheet import Row, Sheet
from experiments.own_brand.reading.cells.synonyms import AUDIENCE
from simulation.errors import InputError, not_one_of

KNOWN = Known(AUDIENCE)
NEEDED = ("share", "age", "niche", "region")
Kind = Literal["age", "niche", "region"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OLDEST = 120
AGES = f"an age group of 0 to {OLDEST} years such as 18-24, 65+ or under 18"
_AGE_WORDS = (
    "to and over under older younger plus or more years year old age ages aged yrs y yo up above below bis unter uber"
    " ueber jahre ab und mehr a ans et plus moins de anos y mas menos anni e oltre piu lat do od i"
    " wiecej ponizej powyzej"
)
_UNKNOWN = "unknown;other;others;not known;unbekannt;inconnu;autre;otros;sconosciuto;andere;inne"
_PART: dict[Kind, str] = {
    "niche": "shares by niche are taken for the niches of all people of the market",
    "age": "shares by age move nothing: the market knows no ages",
    "region": "shares by region move nothing: the market knows no regions",
}
_MOST = 1.02
"""Shares of one kind may add up to this: they are rounded."""


def read_audience(sheet: Sheet) -> tuple[AudienceShare, ...]:
    """Return the rows of a table of shares; counts of people are divided by their sum.

    Raises:
        InputError: A column that is needed is missing, a row cannot be read, or shares add up to more than all.
    """
    if not sheet.has("share"):
        raise KNOWN.missing(sheet.table, "share")
    long = sheet.has("kind") and sheet.has("value")
    kinds = [kind for kind in KINDS if sheet.has(kind)]
    if not long and not kinds:
        raise KNOWN.missing(sheet.table, "age")
    k = sheet.at["share"]
    written = [cell for cell in sheet.cells(k) if isinstance(cell, str) and "%" in cell]
    counts = not written and max(sheet.amounts(k), default=0.0) > 100

    def share(row: Row) -> tuple[Row, AudienceShare]:
        kind, value = _group(sheet, row, long, kinds)
        number = sheet.number(row, "share", needed=True) if counts else sheet.share(row, "share", needed=True)
        assert number is not None
        key = (kind, value.lower())
        if key in seen:
            raise sheet.refuse(row, "value" if long else kind, f"each group once; {value} is in row {seen[key]}, too")
        seen[key] = row[0]
        return row, AudienceShare(kind, NOT_KNOWN if plain(value) in _UNKNOWN.split(";") else value, number)

    seen: dict[tuple[Kind, str], int] = {}

    made: list[tuple[Row, AudienceShare]] = sheet.each(share)
    for kind in KINDS:
        if any(each.kind == kind for _, each in made):
            sheet.say(k, _PART[kind])
    sums = {kind: sum(each.share for _, each in made if each.kind == kind) for kind in KINDS}
    if counts:
        sheet.say(k, "was read as numbers of people, as some are above 100; divided by their sum")
        return tuple(AudienceShare(each.kind, each.value, each.share / (sums[each.kind] or 1.0)) for _, each in made)
    for kind, total in sums.items():
        if total > _MOST:
            last = next(row for row, each in reversed(made) if each.kind == kind)
            raise InputError(
                f"{sheet.table.file}, row {last[0]}, column {sheet.table.header[k]}: got shares by {kind} that add up"
                f" to {100 * total:.4g} % here, takes at most 100 %"
            )
        if 0 < total < 2 - _MOST:
            sheet.say(k, f"shares by {kind} add up to {100 * total:.3g} %: the rest is not known")
    return tuple(each for _, each in made)


def _group(sheet: Sheet, row: Row, long: bool, kinds: list[Kind]) -> tuple[Kind, str]:
    """Return what a row's share is of: an age, niche or region, and which."""
    if long:
        said, value = (sheet.text(row, "kind") or "").lower(), sheet.text(row, "value")
        kind = next((each for each in KINDS if each == said or said in KNOWN.names[each]), None)
        if kind is None:
            got = not_one_of("kind", said, KINDS)
            raise sheet.refuse(row, "kind", str(got).partition("takes ")[2])
        if value is None:
            raise sheet.refuse(row, "value", f"the name of a group by {kind}")
        if kind == "age" and not is_age(value):
            raise sheet.refuse(row, "value", AGES)
        return kind, value
    named = [(kind, value) for kind in kinds if (value := sheet.text(row, kind)) is not None]
    if len(named) != 1:
        which = named[1][0] if named else kinds[0]
        raise sheet.refuse(row, which, f"one of {', '.join(kinds)} in each row")
    if named[0][0] == "age" and not is_age(named[0][1]):
        raise sheet.refuse(row, "age", AGES)
    return named[0]


def is_age(text: str) -> bool:
    """Tell whether a text names ages that people have, or that they are unknown: 18-24, 65+, under 18, 30 to 39."""
    bare = plain(text)
    if bare in _UNKNOWN.split(";"):
        return True
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    if not 1 <= len(numbers) <= 2 or max(numbers) > OLDEST or re.search(r"\d\s*%|\d[.,]\d", text):
        return False
    words = set(re.sub(r"\d+", " ", bare).split())
    return numbers == sorted(numbers) and words <= set(_AGE_WORDS.split())
