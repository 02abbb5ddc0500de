"""Which columns are source, target, weight and kind of an edge, by the words of a header or by their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulation.errors import InputError, nearest

_PAIRS: tuple[tuple[set[str], set[str], bool | None], ...] = (  # sources, targets, directed (None: not said)
    (
        {"source", "src", "from", "tail", "start", "origin", "begin"},
        {"target", "tgt", "dst", "dest", "destination", "to", "head", "end", "sink"},
        None,
    ),
    # German, Spanish and Portuguese, French, Italian, Dutch
    *(
        ({one}, {other}, None)
        for one, other in (
            *(("quelle", "ziel"), ("von", "nach"), ("origen", "destino"), ("origem", "destino"), ("desde", "hasta")),
            *(("source", "cible"), ("origine", "destination"), ("origine", "destinazione"), ("bron", "doel")),
        )
    ),
    ({"seguidor", "seguidora"}, {"seguido", "seguida"}, True),
    ({"abonné", "suiveur"}, {"suivi", "compte", "créateur"}, True),
    ({"volger"}, {"gevolgde", "gevolgd"}, True),
    (
        {"follower", "fan", "subscriber"},
        {
            *("followee", "followed", "following", "follows", "friend", "idol", "star", "influencer", "creator"),
            *("celebrity", "leader", "publisher", "channel", "page", "blogger", "youtuber", "streamer", ""),
        },
        True,
    ),
    (
        {""},
        {
            *("followee", "followed", "following", "follows", "idol", "star", "influencer", "creator", "celebrity"),
            *("leader", "publisher"),
        },
        True,
    ),
    ({"followedby"}, {"", "person", "creator", "influencer"}, True),  # the column names who follows
    ({"trustor", "truster"}, {"trustee"}, True),
    ({"voter", "rater"}, {"candidate", "votee", "ratee", "rated"}, True),
    ({"sender"}, {"receiver", "recipient", "addressee"}, True),
    ({"citing"}, {"cited"}, True),
    ({"caller"}, {"callee", "called"}, True),
    ({"mentioner", "author", ""}, {"mentioned", "mention", "mentions"}, True),
    ({"retweeter"}, {"retweeted"}, True),
    *(({one}, {other}, True) for one, other in (("parent", "child"), ("mother", "daughter"), ("infector", "infected"))),
    ({"", "person", "ego"}, {"friend", "alter", "neighbour", "neighbor", "contact", "partner", "peer", "other"}, None),
    *(({one}, {other}, None) for one, other in ("12", "01", "ab", "uv", "ij", "xy")),
    ({"left"}, {"right"}, None),
)
_GIVERS = {"sender", "parent", "mother", "infector"}
"""Sources from which something passes to the target, so that an arc is no follow: it points the way word travels."""
_THINGS = {
    *("item", "product", "movie", "film", "book", "song", "track", "artist", "page", "group", "community", "hashtag"),
    *("tag", "subreddit", "topic", "url", "link", "event", "paper", "post", "video", "game", "business", "venue"),
}
_PEOPLE = {"", "person", "customer", "buyer", "member", "reader", "reviewer", "author", "consumer", "follower", "fan"}
_WEIGHTS = {
    *("gewicht", "peso", "poids"),
    *("weight", "weights", "w", "wt", "value", "val", "strength", "count", "counts", "freq", "frequency", "n", "num"),
    *(
        "score",
        "probability",
        "prob",
        "p",
        "rating",
        "amount",
        "volume",
        "interactions",
        "messages",
        "sign",
        "posweight",
    ),
}
_TIMES = {
    *("time", "timestamp", "date", "datetime", "ts", "epoch", "unixtime", "created", "createdat", "year", "timeset"),
    *("day", "month", "interval", "since", "timestamps", "start time", "unix"),
}
_KINDS = {"type", "directed", "edgetype", "direction"}
_NO_WEIGHTS = {"label", "id", "edge", "index", "key", "interaction", "relation", "relationship", "kind", "category"}
_COUNTS = {"followers", "subscribers", "fans", "followercount", "followerscount", "followscount", "followingcount"}
_FILLERS = re.compile(
    r"^(node|user|account|person|people|vertex|profile|member)(?=.)|^id(?=\d+$|[a-z]$)|"
    r"(id|ids|node|name|user|username|account|vertex|handle|screenname|screen|label|person)$"
)


@dataclass(frozen=True)
class Choice:
    """The columns of an edge, counted from 0, and what was guessed to choose them.

    Attributes:
        source: column of the source.
        target: column of the target.
        weight: column of the weight, or ``None``.
        kind: column that says which rows are directed, or ``None``.
        named_weight: whether the header, or the caller, says that the column is a weight.
        directed: what the header's words say about the direction, and where.
        words: what the header calls source and target.
        things: whether the target is no account but a thing, such as an item.
        notes: the guesses.
    """

    source: int
    target: int
    weight: int | None = None
    kind: int | None = None
    named_weight: bool = False
    directed: tuple[bool, str] | None = None
    words: tuple[str, str] | None = None
    things: bool = False
    notes: tuple[str, ...] = ()


def root(word: str) -> str:
    """Return a column's name without case, marks and fillers: ``FromNodeId`` is ``from``, ``user_id`` is empty."""
    bare = re.sub(r"[^0-9a-zÀ-￿]+", "", word.lower())
    while True:
        shorter = _FILLERS.sub("", bare, count=1)
        if shorter == bare:
            return bare
        bare = shorter


def accounts(names: Sequence[str]) -> tuple[int, int, bool | None, bool] | None:
    """Return the columns of source and target by their names, what the names say of the direction, and if things.

    ``None`` where the names do not say it, or say it twice.
    """
    roots = [root(name) for name in names]
    taken = [k for k, name in enumerate(names) if name.strip()]
    for sources, targets, directed in _PAIRS:
        first = [k for k in taken if roots[k] in sources]
        second = [k for k in taken if roots[k] in targets]
        if first and second and (pair := _one_pair(names, first, second)):
            return *pair, directed, False
    first = [k for k in taken if roots[k] in _PEOPLE]
    second = [k for k in taken if roots[k] in _THINGS]
    if len(first) == len(second) == 1:
        return first[0], second[0], True, True
    return None


def _one_pair(names: Sequence[str], first: list[int], second: list[int]) -> tuple[int, int] | None:
    """Choose among several columns of a role: those with the bare word, or those named alike (``source_id``)."""
    if len(first) == len(second) == 1:
        return (first[0], second[0]) if first[0] != second[0] else None
    for wanted in (lambda bare: bare == root(bare), lambda bare: bare.endswith("id"), lambda bare: "name" in bare):
        one, other = ([k for k in some if wanted(re.sub(r"\W|_", "", names[k].lower()))] for some in (first, second))
        if len(one) == len(other) == 1 and one != other:
            return one[0], other[0]
    without_id = [k for k in first if names[k].strip().lower() != "id"]  # the row's number, beside a user's
    return (without_id[0], second[0]) if len(without_id) == len(second) == 1 and without_id != second else None


def choose(names: Sequence[str] | None, width: int, asked: tuple[str, ...], name: str, line: int) -> Choice:
    """Choose the columns.

    Args:
        names: the header's fields, or ``None``.
        width: number of columns.
        asked: columns that the caller wants, names or numbers from 1.
        name: the file, for errors.
        line: the line of the header, for errors.

    Raises:
        InputError: columns that are not there, or that cannot be told apart.
    """
    if asked:
        return _asked(names, width, asked, name)
    if names is None:
        return Choice(0, 1, 2 if width > 2 else None)
    columns = accounts(names)
    notes: list[str] = []
    if columns is None:
        left = [k for k, word in enumerate(names) if word.strip() and not _beside(word)]
        if len(left) != 2:
            raise InputError(
                f"{name}, line {line}: which of the columns {', '.join(map(repr, names))} are the two accounts of an "
                "edge? set columns=[SOURCE, TARGET], by name or by number"
            )
        columns = (left[0], left[1], None, False)
        notes.append(f"columns: {names[left[0]]!r} is the source and {names[left[1]]!r} the target (columns=[...])")
    source, target, directed, things = columns
    words = (names[source], names[target])
    if root(words[0]) in _GIVERS:
        notes.append(
            f"arcs: from {words[0]!r} to {words[1]!r}, as word passes in such files and as spread() sends it; a market"
            f" takes each {words[0]} for who follows: set reverse=true there"
        )
    others = [k for k in range(width) if k not in (source, target) and k < len(names)]
    kind = next((k for k in others if root(names[k]) in _KINDS or names[k].strip().lower() in _KINDS), None)
    weights = [k for k in others if is_weight(names[k])]
    bare = [k for k in weights if names[k].strip().lower() == "weight"]
    weight: int | None = next(iter(bare or weights), None)
    sure = True
    if weight is None:
        unknown = [k for k in others if k != kind and names[k].strip() and not _beside(names[k])]
        weight, sure = (unknown[0] if len(unknown) == 1 else None), False
    elif len(weights) > 1 and not bare:
        notes.append(f"weights: column {names[weight]!r}, not {names[weights[1]]!r} (columns=[SOURCE, TARGET, WEIGHT])")
    elif names[weight].strip().lower() != "weight":
        notes.append(f"weights: column {names[weight]!r} (columns=[SOURCE, TARGET, WEIGHT])")
    left_out = [repr(names[k]) for k in others if k not in (weight, kind) and names[k].strip()]
    if left_out:
        notes.append(f"columns that were not read: {', '.join(left_out)}")
    said = None if directed is None else (directed, f"the header's words {words[0]!r} and {words[1]!r}")
    return Choice(source, target, weight, kind, sure, said, words, things, tuple(notes))


def is_weight(word: str) -> bool:
    """Tell whether a column or attribute is by its name a weight."""
    return root(re.sub(r"(?i)^edge[ _]?", "", word)) in _WEIGHTS or word.strip().lower() in _WEIGHTS


def _beside(word: str) -> bool:
    """Tell whether a column is by its name neither an account nor a weight."""
    plain = word.strip().lower()
    return any(
        form in group
        for form in (plain, root(word))
        for group in (_TIMES, _KINDS, _NO_WEIGHTS, _WEIGHTS, _COUNTS)
        if form
    )


def _asked(names: Sequence[str] | None, width: int, asked: tuple[str, ...], name: str) -> Choice:
    places = []
    for wanted in asked:
        if names is not None and wanted in names:
            places.append(list(names).index(wanted))
        elif wanted.isdigit() and 1 <= int(wanted) <= width:
            places.append(int(wanted) - 1)
        else:
            valid = [*(names or ()), *([] if names else map(str, range(1, width + 1)))]
            raise InputError(f"{name}: no column {wanted!r}{nearest(wanted, valid)}; the file has {width} columns")
    words = None if names is None else (names[places[0]], names[places[1]])
    return Choice(places[0], places[1], places[2] if len(places) > 2 else None, named_weight=True, words=words)
