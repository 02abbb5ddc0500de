"""What each phase of the standard day reads and writes, by table.

``tests/simulation/engine/test_phase_columns.py`` runs each phase with a watch on all state and holds it against this
file: a phase that reads or writes anything else is a failure, and so is a name here that no phase touches.

A length is no read, and adding to a count of the tally is a write only. Reading for the record counts: what ``reckon``
asks people on census days is among its reads. What a strategy may look at through its view is among those of ``plan``.
"""

from __future__ import annotations

from typing import NamedTuple


class Access(NamedTuple):
    """What one phase reads and writes: columns by their dotted names, and names of ``engine.schedule.STATE``."""

    reads: tuple[str, ...]
    writes: tuple[str, ...]


def names(other: str = "", **tables: str) -> tuple[str, ...]:
    """Return dotted names: ``names(consumers="trust aware", other="tally")``."""
    return (*(f"{table}.{column}" for table, columns in tables.items() for column in columns.split()), *other.split())


BEGIN = Access(
    reads=names(
        consumers="attention aware loyalty purchases",
        creators="audience integrity asked worth before usual impressions engagements bought",
        contracts="posts",
        mail="brand creator valence yesterday_brand yesterday_creator yesterday_valence",  # today's become yesterday's
    ),
    writes=names(
        consumers="room knew exposures purchases expected",
        creators="asked worth before usual bought",
        mail="brand creator valence yesterday_brand yesterday_creator yesterday_valence",
        touches="noted bought today",
        other="tally log",
    ),
)

RECONSIDER = Access(
    reads=names(
        creators="integrity disclosure there asked worth load leaving visibility",
        contracts="posts first length control service anger left",
    ),
    writes=names(
        creators="there sold labels",
        contracts="anger left",
    ),
)

PLAN = Access(
    reads=names(
        consumers="niche rate aware exposures purchases visited",
        follows="start creator tie",
        creators="tier audience integrity posting visibility fit there asked impressions engagements sold bought",
        contracts="posts first length fee published anger left",
        brands="niche adverts backlog settled",
        mail="unanswered",
        touches="source day noted",
        holdout="withheld met tested before",
        other="journal history flights shifts strategies",
    ),
    writes=names(
        contracts="posts first length control label uses fee published service interactive anger left",
        brands="adverts tagged strays turn response machine session advice backlog settled",
        holdout="withheld met tested before",
        other="journal history flights shifts strategies",
    ),
)

PUBLISH = Access(
    reads=names(
        creators="integrity craft posting fit there sold load labels",
        contracts="posts first length control label uses published service interactive left",
    ),
    writes=names(
        creators="load scandal",
        contracts="published",
        content="number brand format quality fit control label uses",
        other="tally",
    ),
)

WATCH = Access(
    reads=names(
        creators="audience scandal",
        contracts="posts first length left",
        brands="quality reputation known crisis apology broke guilty answer",
        other="history",
    ),
    writes=names(
        creators="scandal",
        brands="crisis apology standing broke guilty answer news",
        other="history",
    ),
)

SEE_FEED_ADVERTS = Access(
    reads=names(
        consumers="salience recent niche second weight rate room receptivity load aware attitude adstock exposures",
        brands="reputation niche adverts strays affinity",
        touches="adverts",
        holdout="withheld met tested",
    ),
    writes=names(
        consumers="salience resting recent room load aware attitude trust adstock exposures",
        touches="adverts",
        holdout="met",
        other="tally",
    ),
)

SEE_FEED = Access(
    reads=names(
        consumers="niche second weight rate room activity receptivity knowledge load aware salience attitude trust"
        " adstock recent exposures",
        follows="start creator tie alpha beta",
        creators="closeness leaving niche integrity visibility load praise scorn",
        content="number brand format quality fit control label uses",
        brands="reputation affinity similarity",
        mail="valence",
        touches="source day noted today",
        holdout="withheld met tested",
    ),
    writes=names(
        consumers="salience resting recent knowledge load aware attitude trust adstock exposures",
        follows="tie alpha beta",
        mail="brand creator valence asked edge",
        touches="source day noted",
        holdout="met",
        other="tally",
    ),
)

SEE_ADVERTS = Access(
    reads=names(
        consumers="niche second weight rate receptivity price_sensitivity aware salience heard attitude trust"
        " loyalty adstock recent exposures purchases visited",
        brands="price appeal reputation adverts tagged affinity",
        touches="adverts",
        holdout="withheld met tested",
    ),
    writes=names(
        consumers="salience resting recent aware attitude trust adstock exposures visited",
        touches="adverts",
        holdout="met",
        other="tally",
    ),
)

ANSWER = Access(
    reads=names(
        consumers="knowledge aware attitude trust exposures purchases",
        follows="creator alpha",
        creators="reply",
        brands="turn response machine session advice",
        mail="asked edge unanswered",
    ),
    writes=names(
        consumers="attitude trust",
        follows="alpha",
        mail="asked unanswered",
        other="tally",
    ),
)

HEAR_NEWS = Access(
    reads=names(
        consumers="aware attitude trust",
        follows="start creator tie beta",
        creators="scandal",
        brands="reputation crisis apology standing news",
        mail="valence",
    ),
    writes=names(
        consumers="salience resting aware attitude trust",
        follows="beta",
        mail="brand creator valence",
        other="tally",
    ),
)

KNOCK = Access(
    reads=names(
        friends="start friend",
        mail="yesterday_valence",
    ),
    writes=names(
        mail="waiting",
    ),
)

LISTEN = Access(
    reads=names(
        consumers="salience heard knowledge aware attitude trust",
        follows="start creator tie beta",
        friends="start friend",
        brands="reputation",
        mail="valence yesterday_brand yesterday_creator yesterday_valence waiting",
    ),
    writes=names(
        consumers="salience resting heard knowledge aware attitude trust",
        follows="tie beta",
        mail="brand creator valence waiting",
        other="tally",
    ),
)

SHOP = Access(
    reads=names(
        consumers="niche second weight rate receptivity price_sensitivity aware salience resting heard attitude trust"
        " loyalty adstock recent exposures purchases expected",
        brands="price quality appeal adverts affinity",
        mail="valence",
        touches="adverts",
        subscriptions="renews",
        holdout="withheld met tested",
    ),
    writes=names(
        consumers="salience resting recent attitude trust loyalty adstock exposures purchases expected",
        mail="brand creator valence",
        touches="adverts",
        subscriptions="renews",
        holdout="met",
        other="tally",
    ),
)

FORGET = Access(
    reads=names(
        consumers="aware salience resting heard recent attitude adstock",
        brands="reputation found",
        subscriptions="renews",
    ),
    writes=names(
        consumers="aware salience resting heard recent attitude trust adstock",
        other="tally",
    ),
)

RECKON = Access(
    reads=names(
        consumers="rate knowledge load aware knew attitude trust loyalty purchases",
        follows="start creator tie alpha beta",
        creators="niche tier audience asked impressions engagements praise scorn scandal",
        contracts="posts first length fee published left",
        brands="known crisis apology",
        touches="noted adverts bought today",
        other="tally flights shifts",
    ),
    writes=names(
        creators="audience disclosure impressions engagements labels reply praise scorn scandal",
        brands="reputation known crisis apology",
        touches="source day noted adverts bought",
        other="journal history flights shifts log",
    ),
)
