"""The named columns: one row per agent or edge, in NamedTuples that compiled and plain functions read alike.

C consumers, B brands, I creators, S post slots a day, K niches, E follow edges, F friend entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from simulation.compute.scratch import copied

type Float32s = NDArray[np.float32]
type Float64s = NDArray[np.float64]
type Ints = NDArray[Any]

ACTIVE = np.uint8(1)
"""Bit of ``Follows.tie``: the consumer follows the creator now (without it the edge is latent)."""
MUTUAL = np.uint8(2)
"""Bit of ``Follows.tie``: the creator follows back."""

ORGANIC = -1
"""``Content.brand`` of a post that nobody paid for."""
OTHER = -2
"""``Content.brand`` of a post paid for by a brand outside this market."""
STUDIED = 0
"""Row of the studied brand, whose strategy experiments vary."""

SILENT, APOLOGISED, DENIED, EXPOSED = range(4)
"""``Brands.answer``: what a brand has said about its crisis; EXPOSED: a denial that was found to be false."""

TIERS = ("nano", "micro", "mid", "macro", "mega")

CHANNELS = ("broadcast", "paid_social", "search", "retargeting")
"""Where advertisements are bought; rows of ``Brands.adverts``."""
BROADCAST, PAID_SOCIAL, SEARCH, RETARGETING = range(4)

POSTS = len(CHANNELS)
"""Bit of ``Holdout.tested`` for creators' posts; advertisements' bits are their channels."""
TESTABLE = (*CHANNELS, "creators")
"""What a field test can withhold, by its bit."""
PURCHASED = -1 - len(CHANNELS)
"""``Touches.source`` of a purchase; an advertisement's is ``-1 - channel``, a post's its creator's row."""


class Now(NamedTuple):
    """When: the run's key and the day."""

    seed: np.uint64
    day: int


NEVER = 2**31 - 1
"""A day that does not come."""
NOT_YET = -(2**15)
"""A day that has not been; the lowest int16, so that no window reaches back to it."""


class Consumers(NamedTuple):
    """One row per consumer, and one column per brand where the state is about brands."""

    niche: Ints  # uint8[C]: primary niche
    second: Ints  # uint8[C]: secondary niche
    weight: Float32s  # [C]: weight of the primary niche, 0.5..1
    rate: Float32s  # [C]: purchase occasions per day; 0: never buys in the category
    attention: Ints  # uint8[C]: posts read per day at most
    room: Ints  # uint8[C]: of these, how many today's advertisements in the feed leave for creators
    activity: Float32s  # [C]: factor on the odds of engaging
    receptivity: Float32s  # [C]: to advertising, 0..1
    price_sensitivity: Float32s  # [C]: factor on the price effect
    knowledge: Float32s  # [C]: persuasion knowledge PK, 0..1
    load: Float32s  # [C]: running share of sponsored posts in the feed, L
    aware: Ints  # uint8[C, B]
    knew: Ints  # uint8[C, B]: who was aware on the morning of the campaign's first day; before it, of today
    salience: Float32s  # [C, B]: probability that the brand, if known, comes to mind on an occasion
    resting: Float32s  # [C, B]: what salience falls back to
    heard: Float32s  # [C, B]: sum of the valences heard of the brand, fading
    attitude: Float32s  # [C, B]: -1..1
    trust: Float32s  # [C, B]: in the brand, 0..1
    loyalty: Float32s  # [C, B]: 0..1
    adstock: Float32s  # [C, B]: exposures, decayed
    recent: Float32s  # [C, B]: paid exposures, each counts one, fading; 0 unless they wear messages out
    exposures: Ints  # uint16[C, B]: since the campaign's first day, saturating
    purchases: Ints  # uint16[C, B]: since the campaign's first day, saturating
    expected: Float32s  # [C, B]: purchases to expect on the occasions since that day, their sum of probabilities
    visited: Ints  # int16[C, B]: day of the last visit to the brand's site once that is tagged; NOT_YET


class Follows(NamedTuple):
    """The follow graph by consumer: edges ``start[c]`` to ``start[c + 1]``."""

    start: Ints  # int32 or int64 [C + 1]
    creator: Ints  # uint16 or int32 [E]
    tie: Ints  # uint8[E]: bits ACTIVE, MUTUAL
    alpha: Float32s  # [E]: evidence for authenticity
    beta: Float32s  # [E]: evidence against


class Friends(NamedTuple):
    """The friend graph: each friendship stands in both rows."""

    start: Ints  # int32 or int64 [C + 1]
    friend: Ints  # int32[F]


class Creators(NamedTuple):
    """One row per creator."""

    niche: Ints  # uint8[I]
    tier: Ints  # uint8[I]: index into TIERS
    followers: Float64s  # [I]: people, at the start
    audience: Ints  # int64[I]: simulated consumers who follow now
    breadth: Float32s  # [I]: 0 speaks of one niche, 1 of all alike
    integrity: Float32s  # [I]: latent authenticity, 0..1
    craft: Float32s  # [I]: content quality, 0..1
    disclosure: Float32s  # [I]: probability of labelling a sponsored post
    posting: Float32s  # [I]: posts per day that no brand of this market pays
    visibility: Float32s  # [I]: probability that a follower sees a post
    closeness: Float32s  # [I]: factor, by audience size, on the probability that a sponsored post is noticed
    leaving: Float32s  # [I]: factor, by audience size, on the probability of being unfollowed at a sponsored post
    fit: Float32s  # [I, B]: to each brand, 0..1
    there: Ints  # uint8[I]: 0 once the creator has stopped for good
    asked: Float64s  # [I]: cents asked per sponsored post, before rounding; follows the audience with a lag
    worth: Float64s  # [I]: what was asked on the campaign's first day
    before: Float64s  # [I]: public followers on that day, in people
    usual: Float64s  # [I]: public engagement rate on that day
    impressions: Float64s  # [I]: impressions lately, by simulated consumers, a sum that fades
    engagements: Float64s  # [I]: what they did, likewise
    sold: Float32s  # [I]: share of `posting` sold to brands outside this market
    load: Float32s  # [I]: running share of sponsored posts among the creator's own
    labels: Float32s  # [I]: probability of labelling a sponsored post, the rules considered
    bought: Float32s  # [I]: share of the public follower count that was bought
    reply: Float32s  # [I]: share of today's comments and messages that the creator answers
    praise: Float32s  # [I]: friendly comments under sponsored posts that are still read
    scorn: Float32s  # [I]: unfriendly ones
    scandal: Float32s  # [I]: reach of the news of a scandal today


class Contracts(NamedTuple):
    """The live contract of each brand and creator; ``posts`` 0: none."""

    posts: Ints  # int32[B, I]: over the whole contract
    first: Ints  # int32[B, I]: first day
    length: Ints  # int32[B, I]: days
    control: Float32s  # [B, I]: how tightly the brief scripts the post, 0..1
    label: Ints  # uint8[B, I]: the brand insists on disclosure
    uses: Ints  # uint8[B, I]: the creator truly uses the product
    fee: Ints  # int64[B, I]: cents per post
    published: Ints  # int32[B, I]: posts so far
    service: Float32s  # [B, I]: how well the brand's managers look after the creator, 0..1
    interactive: Float32s  # [B, I]: share of posts that ask for answers: live sessions
    anger: Float32s  # [B, I]: the creator's dissatisfaction with the brand
    left: Ints  # int32[B, I]: day on which the creator left the contract; NEVER


class Content(NamedTuple):
    """Today's posts: ``number[i]`` slots of creator i are filled, sponsored posts first."""

    number: Ints  # uint8[I]
    brand: Ints  # int8[I, S]: brand, ORGANIC or OTHER
    format: Ints  # uint8[I, S]
    quality: Float32s  # [I, S]
    fit: Float32s  # [I, S]: of the creator to what the post is about
    control: Float32s  # [I, S]
    label: Ints  # uint8[I, S]: disclosed
    uses: Ints  # uint8[I, S]


class Brands(NamedTuple):
    """One row per brand, and the affinities that everybody shares."""

    price: Float32s  # [B]: USD
    quality: Float32s  # [B]: 0..1
    appeal: Float32s  # [B]: utility
    reputation: Float32s  # [B]: trust that somebody new to the brand starts with
    known: Float64s  # [B]: simulated consumers who knew the brand when its reputation was last taken
    found: Float32s  # [B]: probability that somebody comes to know it in a week without any campaign
    niche: Ints  # uint8[B]: the segment that paid social is bought for
    adverts: Float32s  # [channels, B]: impressions per eligible person today
    tagged: Ints  # uint8[B]: 1 once the brand has paid for retargeting: its site notes who visits
    strays: Float32s  # [B]: impressions per person today, bought for the segment and shown to anybody
    affinity: Float32s  # [K, B]: of a niche to a brand
    similarity: Float32s  # [K, K]: of niches
    turn: Ints  # int32[B]: day of the questions whose turn it is today: older ones are answered, younger ones wait
    response: Float32s  # [B]: probability that a question of the day `turn` is answered today
    machine: Float32s  # [B]: share of today's answers that a machine writes
    session: Float32s  # [B]: probability that somebody who likes the brand comes to a question-and-answer session today
    advice: Float32s  # [B]: probability that a person who wants personal advice gets it today (wants_advice)
    crisis: Float32s  # [B]: reach of the news of the brand's crisis today
    apology: Float32s  # [B]: reach of the brand's apology today, times how prompt it was
    standing: Float32s  # [B]: the brand's reputation before the crisis
    broke: Ints  # int32[B]: day on which the crisis began; NEVER
    guilty: Ints  # uint8[B]: whether the crisis is of the brand's own making
    answer: Ints  # uint8[B]: SILENT, APOLOGISED, DENIED or EXPOSED so far
    news: Ints  # uint8[2]: whether there is any news today, of brands, of creators
    backlog: Float64s  # [B]: hours of briefing that wait for the brand's managers
    settled: Ints  # uint8[B]: whether the set-up of a platform has been paid


class Mail(NamedTuple):
    """Word of mouth: what each consumer says today, and said yesterday. Valence 0: nothing."""

    brand: Ints  # int8[C]: today; -1: about a creator only
    creator: Ints  # int16 or int32 [C]: today; -1: about a brand only
    valence: Float32s  # [C]: today, -1..1
    yesterday_brand: Ints
    yesterday_creator: Ints
    yesterday_valence: Float32s
    waiting: Ints  # uint8[C]: 1 where a friend said something yesterday
    asked: Ints  # int8[C]: 1 + the brand under whose post was written today; -1: an organic post's; 0: nothing
    edge: Ints  # int32 or int64[C]: the follow edge over which it was written
    unanswered: Ints  # int16[C, B]: day on which the person asked the brand what it has not answered; NOT_YET: nothing


class Touches(NamedTuple):
    """Each person's last touches with the studied brand, and purchases of it: rings of K entries, K = 0 when off."""

    source: Ints  # int32[C, K]: creator's row, -1 - channel, or PURCHASED
    day: Ints  # int16[C, K]
    noted: Ints  # uint32[C]: entries ever written; the next one goes to noted % K; no rows when off
    adverts: Ints  # uint8[C]: channels seen today, a bit each, entered at the day's end; no rows when off
    bought: Ints  # uint16[C]: purchases that are entered already; no rows when off
    today: Ints  # int16[1]: the day that entries are written with


class Subscriptions(NamedTuple):
    """Subscriptions to the studied brand. No rows when it sells none."""

    renews: Ints  # int16[C]: day of the next payment; NOT_YET: no subscriber


class Holdout(NamedTuple):
    """A field test: from whom which of the studied brand's content is withheld. No rows when there is no test."""

    withheld: Ints  # uint8[C]: what the person is not shown, bits as in `tested`
    met: Ints  # uint16[C, channels + 1]: impressions of what is tested, shown or withheld; saturating
    tested: Ints  # uint8[1]: bits, one a channel and one (POSTS) for creators' posts
    before: Ints  # uint16[C]: purchases when a brand drew its cells; no rows in other tests


def no_test() -> Holdout:
    """Return the table while nothing is tested."""
    return Holdout(
        np.zeros(0, np.uint8), np.zeros((0, POSTS + 1), np.uint16), np.zeros(1, np.uint8), np.zeros(0, np.uint16)
    )


def new_test(people: int, tested: int) -> Holdout:
    """Return the table of a test that withholds nothing from anybody yet; ``tested``: bits."""
    return no_test()._replace(
        withheld=np.zeros(people, np.uint8),
        met=np.zeros((people, POSTS + 1), np.uint16),
        tested=np.array([tested], np.uint8),
    )


class Tables(NamedTuple):
    """All columns of a market."""

    consumers: Consumers
    follows: Follows
    friends: Friends
    creators: Creators
    contracts: Contracts
    content: Content
    brands: Brands
    mail: Mail
    touches: Touches
    subscriptions: Subscriptions
    holdout: Holdout


# What is counted, by brand: columns of ``Tally.brand``.
(
    POST_IMPRESSIONS,
    ADVERT_IMPRESSIONS,
    WASTED_IMPRESSIONS,
    REACHED,
    RECOGNISED,
    BETRAYED,
    LIKES,
    COMMENTS,
    SHARES,
    MESSAGES,
    SAVES,
    UNFOLLOWS,
    CALL_OUTS,
    RECOMMENDATIONS,
    COMPLAINTS,
    HEARD_POSITIVE,
    HEARD_NEGATIVE,
    NEWLY_AWARE,
    PURCHASES,
    REPEAT_PURCHASES,
    BROADCAST_IMPRESSIONS,
    PAID_SOCIAL_IMPRESSIONS,
    SEARCH_IMPRESSIONS,
    RETARGETING_IMPRESSIONS,
    SPONSORED_POSTS,
    FINED_POSTS,
    ASKED,
    ANSWERED,
    CLOSED,
    MACHINES_NOTICED,
    ATTENDED,
    ADVISED,
    THREADS_READ,
    NEWS_HEARD,
    APOLOGIES_HEARD,
    SUBSCRIBERS,
    SUBSCRIBED,
    CANCELLED,
    UNFRIENDLY_COMMENTS,
    BRAND_COUNTS,
) = range(40)

# What is counted, by creator: columns of ``Tally.creator``. From ``STUDIED_POSTS`` on
# about posts that the studied brand paid.
(
    SEEN,
    ENGAGED,
    LOST,
    WON,
    SPONSORED_SEEN,
    SPONSORED_LOST,
    FRIENDLY,
    UNFRIENDLY,
    WRITTEN,
    REPLIED,
    FINED,
    STUDIED_POSTS,
    STUDIED_SEEN,
    STUDIED_ENGAGED,
    STUDIED_LOST,
    STUDIED_LIKES,  # from here in the order of behaviour.engagement's actions
    STUDIED_COMMENTS,
    STUDIED_SHARES,
    STUDIED_MESSAGES,
    STUDIED_SAVES,
    STUDIED_CAUGHT,
    CREATOR_COUNTS,
) = range(22)


class Tally(NamedTuple):
    """What happened today, counted. Integers, so that the order in which people are counted cannot matter."""

    brand: Ints  # int64[B, BRAND_COUNTS]
    creator: Ints  # int64[I, CREATOR_COUNTS]


def new_tally(brands: int, creators: int) -> Tally:
    """Return an empty tally."""
    return Tally(np.zeros((brands, BRAND_COUNTS), np.int64), np.zeros((creators, CREATOR_COUNTS), np.int64))


_KINDS: dict[str, Any] = dict(get_type_hints(Tables))
COLUMN_NAMES: tuple[str, ...] = tuple(f"{place}.{name}" for place, kind in _KINDS.items() for name in kind._fields)
"""All columns in order, by the names that :func:`named_columns` gives them."""


def named_columns(tables: Tables) -> dict[str, Ints]:
    """Return all columns by name, such as ``consumers.trust``."""
    return {
        f"{place}.{name}": getattr(getattr(tables, place), name)
        for place, kind in _KINDS.items()
        for name in kind._fields
    }


def tables_of(columns: Mapping[str, Ints]) -> Tables:
    """Return the tables that :func:`named_columns` took apart."""
    return Tables(
        **{place: kind(*(columns[f"{place}.{name}"] for name in kind._fields)) for place, kind in _KINDS.items()}
    )


GRAPH_COLUMNS = frozenset({"follows.start", "follows.creator", "friends.start", "friends.friend"})
"""The graphs' shape: no day changes it."""


def copy_tables(tables: Tables) -> Tables:
    """Return a copy of all columns that days change, where they lie; the graphs' shape is shared."""
    columns = named_columns(tables)
    return tables_of({name: c if name in GRAPH_COLUMNS else copied(c) for name, c in columns.items()})


def memory(tables: Tables) -> dict[str, int]:
    """Return the bytes that each table takes."""
    taken = dict.fromkeys(_KINDS, 0)
    for name, column in named_columns(tables).items():
        taken[name.partition(".")[0]] += int(column.nbytes)
    return taken
