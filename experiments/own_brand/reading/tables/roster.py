"""The roster: creators that a brand could hire, from the exports of tools or a list of one's own."""

from __future__ import annotations

import re
from dataclasses import replace

from experiments.own_brand.brand import RosterCreator
from experiments.own_brand.reading.cells.columns import Known
from experiments.own_brand.reading.cells.sheet import Row, Sheet
from experiments.own_brand.reading.cells.synonyms import PLATFORM_WORDS, ROSTER

KNOWN = Known(ROSTER, by_platform=True)
NEEDED = ("handle", "followers", "fee")
_HOSTS = "|".join(("instagram", "tiktok", "youtube", "facebook", "twitter", "x", "twitch", "pinterest", "threads"))
_ADDRESS = re.compile(
    rf"(?:https?://)?(?:www\.|m\.)?({_HOSTS})\.(?:com|tv|net)/(?:(?:c|channel|user|in)/)?@?([^/?#\s]+).*", re.I
)
_MOST_ENGAGED = 1.0
MOST_FOLLOWERS = 1e9
"""More followers than any account of a person has."""
MOST_BOUGHT = 0.95
"""Share of bought followers above which the market takes this one: somebody has to be there to see a post."""


def read_roster(sheet: Sheet) -> tuple[RosterCreator, ...]:
    """Return the creators of a roster, each handle once.

    Raises:
        InputError: A column that is needed is missing, or a row cannot be read.
    """
    for field in ("handle", "followers"):
        if not sheet.has(field):
            raise KNOWN.missing(sheet.table, field)
    if not sheet.has("fee"):
        sheet.notes.append(
            f"{sheet.table.file}: no column for a fee: each creator's fee is what the market asks for its size; or add"
            " a column named fee"
        )
    seen: dict[tuple[str, str | None], int] = {}

    def creator(row: Row) -> RosterCreator:
        made = _creator(sheet, row)
        key = (made.handle.lower(), made.platform)
        if key in seen:
            raise sheet.refuse(row, "handle", f"each creator once; this one is in row {seen[key]}, too")
        seen[key] = row[0]
        return made

    made: list[RosterCreator] = sheet.each(creator)
    _say_what_was_computed(sheet)
    handles: dict[str, int] = {}
    for k, each in enumerate(made):  # one person on two platforms is two audiences, told apart by name
        if each.handle.lower() in handles:
            made[k] = replace(each, handle=f"{each.handle} ({each.platform or 'second'})")
            sheet.notes.append(
                f"{sheet.table.file}: {each.handle} is there on two platforms: the second is {made[k].handle}"
            )
        handles[each.handle.lower()] = k
    return tuple(made)


def _creator(sheet: Sheet, row: Row) -> RosterCreator:
    place = _place(sheet, row)
    at = {**sheet.at, **(sheet.platforms.get(place, {}) if place else {})}

    def column(field: str) -> str | int:
        return at.get(field, field)

    columns = [column("handle"), *sheet.others.get("handle", ())]
    text = next((said for k in columns if (said := sheet.text(row, k)) is not None), None)
    name, host = (None, None) if text is None else handle_of(text)
    if not name or re.fullmatch(r"#[A-Z/0]+[!?]", name):  # a spreadsheet takes @name for a formula that fails
        raise sheet.refuse(row, column("handle"), "a handle such as @brewlab")
    takes = "a number of followers such as 12300 or 12.3K"
    followers = sheet.number(row, column("followers"), takes, least=1, needed=True)
    assert followers is not None
    platform = sheet.text(row, "platform")
    niche = sheet.text(row, "niche")
    if followers > MOST_FOLLOWERS:
        raise sheet.refuse(row, column("followers"), f"at most {MOST_FOLLOWERS:,.0f} followers, not {followers:,.0f}")
    fee = sheet.money(row, column("fee"))
    if fee == 0:
        sheet.say(
            sheet.at["fee"],
            "0 was read as not told, and the market's fee taken; write what product and shipping cost you for a post",
        )
    return RosterCreator(
        handle=name,
        followers=followers,
        fee=fee or None,
        platform=PLATFORM_WORDS.get(platform.lower(), platform.lower()) if platform else place or host,
        niche=re.split(r"[,;|/]", niche.strip("[]'\" "))[0].strip("'\" ").lower() or None if niche else None,
        engagement_rate=_engagement(sheet, row, at, followers),
        average_views=sheet.number(row, column("average_views")),
        bought_share=_not_all(sheet, row, at, _bought(sheet, row, at, followers)),
        country=sheet.text(row, "country"),
        code_uses=sheet.number(row, column("code_uses"), "a number of purchases such as 35"),
    )


def handle_of(text: str) -> tuple[str, str | None]:
    """Return the handle in a cell, and the platform that its address names: '@brewlab', an address of a profile."""
    match = _ADDRESS.fullmatch(text.strip())
    if match:
        return match[2].lstrip("@"), PLATFORM_WORDS.get(match[1].lower())
    return text.strip().lstrip("@").strip(), None


def _place(sheet: Sheet, row: Row) -> str | None:
    """Return the platform that a row is read on, where columns name platforms: the one with most followers."""
    if not sheet.platforms:
        return None
    followers = {}
    for platform, columns in sheet.platforms.items():
        k = columns.get("followers")
        if k is not None and sheet.text(row, k) is not None:
            followers[platform] = sheet.number(row, k, "a number of followers such as 12300 or 12.3K") or 0.0
    if len(followers) > 1:
        others = " and ".join(sorted(followers))
        sheet.say(sheet.at["followers"], f"columns name {others}: each creator is read on the one with most followers")
    if followers:
        return max(followers, key=lambda platform: followers[platform])
    return next(iter(sheet.platforms)) if len(sheet.platforms) == 1 else None


def _engagement(sheet: Sheet, row: Row, at: dict[str, int], followers: float) -> float | None:
    """Return engagements on a post per follower: the column, or what likes and comments make of it."""
    k = at.get("engagement_rate")
    if k is not None and max(sheet.amounts(k), default=0.0) <= 100:
        return sheet.share(row, k, rate=True)
    if k is not None:
        counted = sheet.number(row, k)
        sheet.say(k, "was read as engagements on a post, as some are above 100; divided by followers")
    else:
        parts = ("engagements",) if "engagements" in at else ("likes", "comments")
        counts = [sheet.number(row, at[part]) for part in parts if part in at]
        known = [count for count in counts if count is not None]
        counted = sum(known) if known else None
    return None if counted is None else min(counted / followers, _MOST_ENGAGED)


def _bought(sheet: Sheet, row: Row, at: dict[str, int], followers: float) -> float | None:
    """Return the share of bought followers: the column, or the rest of a share of real ones."""
    if (k := at.get("bought_share")) is not None:
        if max(sheet.amounts(k), default=0.0) > 100:
            sheet.say(k, "was read as numbers of followers, as some are above 100; divided by followers")
            counted = sheet.number(row, k)
            if counted is not None and counted > followers:
                raise sheet.refuse(row, k, "at most as many as there are followers")
            return None if counted is None else counted / followers
        return sheet.share(row, k)
    if (k := at.get("real_share")) is not None:
        real = sheet.share(row, k)
        return None if real is None else float(f"{1 - real:.9g}")
    return None


def _not_all(sheet: Sheet, row: Row, at: dict[str, int], share: float | None) -> float | None:
    """Return a share of bought followers that leaves somebody to see a post."""
    if share is None or share <= MOST_BOUGHT:
        return share
    field = at["bought_share"] if "bought_share" in at else at["real_share"]
    if share >= 1:
        takes = "a share that leaves real followers: an account without them reaches nobody"
        raise sheet.refuse(row, field, takes)
    sheet.say(field, f"more than {100 * MOST_BOUGHT:g} % bought is taken as {100 * MOST_BOUGHT:g} %")
    return MOST_BOUGHT


def _say_what_was_computed(sheet: Sheet) -> None:
    if not sheet.has("engagement_rate"):
        parts = ("engagements",) if sheet.has("engagements") else ("likes", "comments")
        for part in parts:
            if sheet.has(part):
                sheet.say(sheet.at[part], "engagement rate is computed from it, per follower")
    if sheet.has("real_share") and not sheet.has("bought_share"):
        sheet.say(sheet.at["real_share"], "the share of bought followers is the rest to 100 %")
