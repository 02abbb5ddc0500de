"""Talk among friends: elasticities of its volume and valence, cascades, and what only looks like influence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.facts.advertising import HALF_YEAR
from experiments.validation.facts.launch import launch_of
from experiments.validation.lab import FREE_HAND, SHOCK, Lab, Roster, ratio, sample
from simulation.model import MarketModel
from simulation.recording.expected_sales import expected_by_person
from simulation.state.columns import STUDIED, TIERS, Float64s

LEAST_CASCADES = 10
LEAST_DETERMINANT = 1e-6  # of two shocks' logs: those of a tenth make 0.01, and below this both move the same
FIRST_MONTHS = 22 * 7  # days: the study has five months
NUMBER, POSTS = 60, 12  # of each tier, of each creator

FACTS = (
    Fact(
        "ewom_elasticity",
        "held",
        "Sales move with the volume of word of mouth (0.236) and with its valence (0.417).",
        (
            Band("elasticity of sales to volume", 0.1, 0.6),
            Band("elasticity of sales to valence", 0.1, 0.6),
        ),
        "You, Vadakkepatt, Joshi 2015, Journal of Marketing",
        "A",
        "consumers.talk, consumers.purchase.heard, consumers.salience.talk",
    ),
    Fact(
        "wom_vs_ads",
        "held",
        "Word of mouth has over twice the long-run elasticity of advertising.",
        (Band("elasticity of word of mouth over that of advertising", 2.0, INFINITE, "ratio"),),
        "Trusov, Bucklin, Pauwels 2009, Journal of Marketing",
        "A/C",
        "consumers.talk, consumers.persuasion.awareness",
    ),
    Fact(
        "cascade_depth",
        "fit",
        "Most cascades are one message that nobody passes on; few go beyond one hop.",
        (
            Band("cascades of one message", 70.0, 95.0, "%"),
            Band("cascades beyond one hop", 1.0, 4.0, "%"),
        ),
        "Goel, Watts, Goldstein 2012; Goel et al. 2015",
        "A",
        "consumers.talk.hear, consumers.talk.retell",
    ),
    Fact(
        "unpredictable_cascades",
        "held",
        "Which message goes far can hardly be told from who began it.",
        (Band("R2 of log size on the seed's friends and traits", 0.0, 0.4),),
        "Bakshy et al. 2011",
        "A",
        "consumers.talk; measured on a launch, whose posts are news",
    ),
    Fact(
        "homophily_mirage",
        "held",
        "Likeness of friends explains more than half of what looks like contagion in the first months of a launch.",
        (
            Band("apparent influence without any talk", 0.05, INFINITE, "relative risk - 1"),
            Band("share of apparent influence that is there without talk", 0.5, 1.5),
        ),
        "Aral, Muchnik, Sundararajan 2009, PNAS",
        "A",
        "consumers.traits.interest_odds, graph.friend_homophily",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what the market shows with more talk, warmer talk, and without talk."""
    days = lab.campaign + HALF_YEAR
    plain, more, loud, warm = Sales(), Sales(), Sales(), Sales()
    lab.live("broadcast", days, each_day=plain.note)
    lab.live("broadcast", days, {"brands.budget": (1 + SHOCK) * lab.scenario.brands.budget}, each_day=more.note)
    lab.live("broadcast", days, each_day=loud.then(_louder))
    lab.live("broadcast", days, each_day=warm.then(_warmer))
    last, campaign = slice(lab.campaign, days), lab.campaign

    volume, valence = elasticities(plain, (loud, warm), last)
    advertising = ratio((more.of("new") - plain.of("new")).sum(), SHOCK * plain.of("new")[:campaign].sum())
    talk = ratio(loud.of("new")[last].sum() / plain.of("new")[last].sum() - 1, SHOCK)
    return {
        "elasticity of sales to volume": volume,
        "elasticity of sales to valence": valence,
        "elasticity of word of mouth over that of advertising": ratio(talk, advertising),
        **cascades_of(lab),
        "R2 of log size on the seed's friends and traits": _predictability(lab),
        **_mirage(lab),
    }


def elasticities(plain: Sales, shocked: tuple[Sales, Sales], days: slice) -> tuple[float, float]:
    """Return the elasticities of sales to the volume and to the valence of what is said, each with the other fixed.

    As the studies take them: they regress log sales on the number of messages and the mean rating that they see. A
    shock moves both, and by more than its own tenth, since what is said comes back: who hears warmer words speaks
    more, and more warmly. So the two shocks give two equations ``dlog sales = a dlog volume + b dlog stars``.

    Args:
        plain: Without a shock.
        shocked: With more talk, and with warmer talk.
        days: Over which sales and messages are summed.

    Returns:
        Volume's a and valence's b; NaN if a world has no sales or no messages, or if both shocks move the same.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.array([np.log(each.sums(days)) - np.log(plain.sums(days)) for each in shocked])
    if not np.isfinite(moved).all() or abs(np.linalg.det(moved[:, 1:])) < LEAST_DETERMINANT:
        return float("nan"), float("nan")
    volume, valence = np.linalg.solve(moved[:, 1:], moved[:, 0])
    return float(volume), float(valence)


class Sales:
    """Purchases of the studied brand to expect each day: of all, and of those who never bought it (``new``).

    Trusov, Bucklin and Pauwels count who joins a network: nobody joins twice. And what is said of the brand that day:
    how many messages, and their ratings, of one to five stars.
    """

    def __init__(self) -> None:
        """Begin with no day."""
        self.days: list[tuple[float, float]] = []
        self.said: list[tuple[int, float]] = []

    def note(self, model: MarketModel) -> None:
        """Note what there is to expect at the end of a day. Who buys by habit at the start has bought before."""
        self.then(lambda _: None)(model)

    def then(self, shock: Callable[[MarketModel], None]) -> Callable[[MarketModel], None]:
        """Return what notes a day, lets it end otherwise, and notes what is said then."""

        def at_the_end(model: MarketModel) -> None:
            expected = expected_by_person(model)[:, STUDIED]
            new = model.consumers.loyalty[:, STUDIED] == 0
            self.days.append((float(expected.sum()), float(expected[new].sum())))
            shock(model)
            valence = said_of_studied(model)
            self.said.append((len(valence), float(stars(valence.astype(np.float64)).sum())))

        return at_the_end

    def of(self, who: str) -> Float64s:
        """Return the series of ``all`` or of the ``new``, float64[days], in simulated consumers."""
        return np.array(self.days)[:, ("all", "new").index(who)]

    def sums(self, days: slice) -> Float64s:
        """Return sales of all, messages and their mean rating over some days, float64[3]; NaN: nothing was said."""
        number, rating = np.array(self.said, np.float64)[days].sum(axis=0)
        return np.array([self.of("all")[days].sum(), number, ratio(rating, number)])


def said_of_studied(model: MarketModel) -> NDArray[np.float32]:
    """Return the valences of what is said today about the studied brand, float32[messages], -1 to 1."""
    mail = model.tables.mail
    valence: NDArray[np.float32] = mail.valence[(mail.valence != 0) & (mail.brand == STUDIED)]
    return valence


def stars(valence: Float64s) -> Float64s:
    """Return ratings of one to five stars: the studies' valence is their mean; 0 is three stars."""
    return 3 + 2 * valence


def cascades_of(lab: Lab) -> dict[str, float]:
    """Return how far messages about the creators of a large campaign go."""
    cascades = Cascades()
    lab.live("top_fit", lab.campaign, {"brands.budget": 2 * lab.scenario.brands.budget}, each_day=cascades.watch)
    return cascades.summary()


def _predictability(lab: Lab) -> float:
    """Return how well sizes of cascades can be told from who began them, where posts are news: of a launch.

    The study's cascades are of links that are new to those who pass them on; a brand known already is no news.
    """
    cascades, values = Cascades(), launch_of(lab.scenario)
    rows = tuple(i for tier in range(len(TIERS)) for i in sample(lab.ready(), tier, NUMBER))
    lab.live(Roster(rows, POSTS), lab.campaign, FREE_HAND, values, cascades.watch)
    return cascades.predictability()


def _louder(model: MarketModel) -> None:
    """Let a tenth more people say today what others say about the studied brand."""
    mail = model.tables.mail
    speak = np.flatnonzero((mail.valence != 0) & (mail.brand == STUDIED))
    silent = np.flatnonzero((mail.valence == 0) & (model.consumers.aware[:, STUDIED] != 0))
    rng = np.random.default_rng((model.day, 1))
    number = int(SHOCK * len(speak) + rng.random())
    if not number or not len(silent):
        return
    who, what = rng.choice(silent, min(number, len(silent)), replace=False), rng.choice(speak, number)
    what = what[: len(who)]
    mail.brand[who], mail.creator[who], mail.valence[who] = mail.brand[what], mail.creator[what], mail.valence[what]


def _warmer(model: MarketModel) -> None:
    """Raise the mean rating of what is said today about the studied brand by a tenth: each by as much."""
    mail = model.tables.mail
    rows = (mail.valence != 0) & (mail.brand == STUDIED)
    if rows.any():
        rating = float(stars(mail.valence[rows].astype(np.float64)).mean())
        mail.valence[rows] = np.clip(mail.valence[rows] + np.float32(SHOCK * rating / 2), -1, 1)


class Cascades:
    """Follows messages about the studied brand from friend to friend: who tells today what a friend told yesterday."""

    def __init__(self) -> None:
        """Begin with none."""
        self.sizes: list[int] = []
        self.depths: list[int] = []
        self.seeds: list[int] = []
        self.told: dict[tuple[int, int], tuple[int, int]] = {}  # (who, creator) -> (cascade, hops), of the last day
        self.model: MarketModel | None = None

    def watch(self, model: MarketModel) -> None:
        """Note what is told at the end of a day."""
        mail, friends = model.tables.mail, model.tables.friends
        today: dict[tuple[int, int], tuple[int, int]] = {}
        for c in np.flatnonzero((mail.valence != 0) & (mail.brand == STUDIED) & (mail.creator >= 0)).tolist():
            creator = int(mail.creator[c])
            near = friends.friend[friends.start[c] : friends.start[c + 1]].tolist()
            heard = [self.told[f, creator] for f in near if (f, creator) in self.told]
            if heard:
                cascade, hops = min(heard, key=lambda each: each[1])
                self.sizes[cascade] += 1
                self.depths[cascade] = max(self.depths[cascade], hops + 1)
                today[c, creator] = cascade, hops + 1
            else:
                today[c, creator] = len(self.sizes), 0
                self.sizes.append(1)
                self.depths.append(0)
                self.seeds.append(c)
        self.told, self.model = today, model

    def summary(self) -> dict[str, float]:
        """Return the shares of cascades by depth."""
        if not self.sizes:
            return {}
        sizes, depths = np.array(self.sizes), np.array(self.depths)
        return {
            "cascades of one message": 100 * float((sizes == 1).mean()),
            "cascades beyond one hop": 100 * float((depths > 1).mean()),
        }

    def predictability(self) -> float:
        """Return R2 of log size on what is known of the seed; NaN with fewer than ten of two messages or more."""
        sizes = np.array(self.sizes)
        if (sizes > 1).sum() < LEAST_CASCADES or self.model is None:
            return float("nan")
        y: Float64s = np.log(sizes)
        people, friends = self.model.consumers, self.model.tables.friends
        seeds = np.array(self.seeds)
        number = np.diff(friends.start)[seeds]
        x = np.stack([np.ones(len(seeds)), np.log1p(number), people.activity[seeds], people.knowledge[seeds]], axis=1)
        beta, *_ = np.linalg.lstsq(x, y, rcond=None)
        return 1 - float(((y - x @ beta) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def _mirage(lab: Lab) -> dict[str, float]:
    """Return apparent influence without talk, and its share of that with talk, in the first months of a launch."""
    values, silent = launch_of(lab.scenario), {"consumers.talk.hear": 0.0}
    without, with_ = Adoption(), Adoption()
    lab.live("broadcast", FIRST_MONTHS, silent, values | silent, without.note)
    lab.live("broadcast", FIRST_MONTHS, None, values, with_.note)
    return {
        "apparent influence without any talk": without.apparent_influence(),
        "share of apparent influence that is there without talk": ratio(
            without.apparent_influence(), with_.apparent_influence()
        ),
    }


class Adoption:
    """First purchases of the studied brand to expect each day: of people with a friend who bought it, and of others.

    As in the study, which follows a new service from its launch on and compares, day by day, users with a friend who
    has adopted it and users without. All who have friends and have not bought it yet are compared, whether they buy in
    the category or not: an analyst cannot see that.
    """

    def __init__(self) -> None:
        """Begin with no day."""
        self.days: list[tuple[float, int, float, int]] = []

    def note(self, model: MarketModel) -> None:
        """Note expected purchases and people, with such a friend and without, at the end of a day."""
        friends, bought = model.tables.friends, model.consumers.purchases[:, STUDIED] > 0
        number = np.diff(friends.start)
        who = np.repeat(np.arange(len(number)), number)
        exposed = np.bincount(who, weights=bought[friends.friend], minlength=len(number)) > 0
        expected, open_ = expected_by_person(model)[:, STUDIED], (number > 0) & ~bought
        with_, without = open_ & exposed, open_ & ~exposed
        self.days.append(
            (float(expected[with_].sum()), int(with_.sum()), float(expected[without].sum()), int(without.sum()))
        )

    def apparent_influence(self) -> float:
        """Return how much likelier those with such a friend are to buy, less 1 (Mantel, Haenszel 1959, by day)."""
        bought, people, others_bought, others = np.array(self.days, np.float64).reshape(-1, 4).T
        everybody = np.maximum(people + others, 1)
        return ratio((bought * others / everybody).sum(), (others_bought * people / everybody).sum()) - 1
