"""What channels and tiers of creators cost."""

from __future__ import annotations

import re
from typing import Literal

from experiments.own_brand.brand import Price
from experiments.own_brand.reading.cells.columns import Known, plain
from experiments.own_brand.reading.cells.sheet import Row, Sheet
from experiments.own_brand.reading.cells.synonyms import PRICES
from experiments.own_brand.reading.tables.channels import channel_of, tier_of

KNOWN = Known(PRICES)
NEEDED = ("what", "price", "cpm")
_THOUSAND = re.compile(r"\b(cpm|mille|thousand|1 ?000|tausend|tkp|mil|impressions?|kontakte)\b")
_POST = re.compile(r"\b(posts?|videos?|reels?|story|stories|beitrag|publicacion|publication|integration|creator)\b")
Unit = Literal["1000 impressions", "post"]
MUCH = 0.4
"""Share of an agency above which it is said (ours)."""


def read_prices(sheet: Sheet) -> tuple[Price, ...]:
    """Return the rows of a price list, each channel or tier once.

    Raises:
        InputError: A column that is needed is missing, or a row cannot be read.
    """
    if not sheet.has("what"):
        raise KNOWN.missing(sheet.table, "what")
    if not sheet.has("price") and not sheet.has("cpm"):
        raise KNOWN.missing(sheet.table, "price")
    seen: dict[str, int] = {}

    def price(row: Row) -> Price:
        what = _what(sheet, row)
        if what in seen:
            raise sheet.refuse(row, "what", f"each channel or tier once; {what} is in row {seen[what]}, too")
        seen[what] = row[0]
        unit = _unit(sheet, row, what)
        by_thousand = unit == "1000 impressions" and sheet.text(row, "cpm") is not None
        amount = sheet.money(row, "cpm" if by_thousand or not sheet.has("price") else "price", needed=True)
        assert amount is not None
        if amount == 0:
            raise sheet.refuse(
                row,
                "cpm" if by_thousand or not sheet.has("price") else "price",
                "an amount above 0; leave the row out where nothing is known",
            )
        agency = sheet.share(row, "agency_share") or 0.0
        if agency >= 1:
            raise sheet.refuse(row, "agency_share", "a share of the spend below 100 %, such as 15 %")
        if agency > MUCH:
            sheet.say(sheet.at["agency_share"], f"{100 * agency:g} % of {what} is more than agencies usually take")
        return Price(what, unit, amount, sheet.money(row, "minimum") or 0.0, agency)

    return tuple(sheet.each(price))


def _what(sheet: Sheet, row: Row) -> str:
    """Return the channel or tier of a row by the market's name."""
    text = sheet.text(row, "what")
    if text is not None:
        found = tier_of(text) or channel_of(text)
        if found is not None and found != "creators":
            return found
    raise sheet.refuse(
        row, "what", "a channel (broadcast, paid_social, search, retargeting) or a tier (nano, micro, mid, macro, mega)"
    )


def _unit(sheet: Sheet, row: Row, what: str) -> Unit:
    """Return what a price is for: as its column says, or posts of a tier and a thousand impressions of a channel."""
    said = sheet.text(row, "unit")
    usual: Unit = "post" if tier_of(what) else "1000 impressions"
    if said is None:
        if sheet.has("price"):
            sheet.say(sheet.at["price"], "without a unit: of a tier for a post, of a channel for 1000 impressions")
        return usual
    bare = plain(said)
    if _THOUSAND.search(bare):
        return "1000 impressions"
    if _POST.search(bare):
        return "post"
    raise sheet.refuse(row, "unit", "'1000 impressions' or 'post'")
