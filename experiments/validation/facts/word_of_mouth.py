"""Talk among friends: elasticities of its volume and valence, cascades, and what only looks like influence."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.facts.advertising import HALF_YEAR
from experiments.validation.lab import SHOCK, Lab, ratio
from simulation.model import MarketModel
from simulation.recording.friend_influence import influence_estimates
from simulation.state.columns import STUDIED, Float64s

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
        "consumers.talk; measured only if there are cascades of two or more",
    ),
    Fact(
        "homophily_mirage",
        "held",
        "Likeness of friends explains more than half of what looks like contagion.",
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
    more = lab.live("broadcast", days, {"brands.budget": (1 + SHOCK) * lab.scenario.brands.budget})
    plain = lab.live("broadcast", days)
    loud = lab.live("broadcast", days, each_day=_louder)
    warm = lab.live("broadcast", days, each_day=_warmer)
    last = slice(lab.campaign, days)
    volume = ratio(loud.sales[last].sum() / plain.sales[last].sum() - 1, SHOCK)
    valence = ratio(warm.sales[last].sum() / plain.sales[last].sum() - 1, SHOCK)
    long_run = ratio((more.sales - plain.sales).sum(), SHOCK * plain.sales[: lab.campaign].sum())
    return {
        "elasticity of sales to volume": volume,
        "elasticity of sales to valence": valence,
        "elasticity of word of mouth over that of advertising": ratio(volume, long_run),
        **cascades_of(lab),
        **_mirage(lab),
    }


def cascades_of(lab: Lab) -> dict[str, float]:
    """Return how far messages about the creators of a large campaign go."""
    cascades = Cascades()
    lab.live("top_fit", lab.campaign, {"brands.budget": 2 * lab.scenario.brands.budget}, each_day=cascades.watch)
    return cascades.summary()


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
    """Raise the mean valence of what is said today about the studied brand by a tenth: of each by as much."""
    mail = model.tables.mail
    rows = (mail.valence != 0) & (mail.brand == STUDIED)
    if rows.any():
        mean = float(mail.valence[rows].mean())
        mail.valence[rows] = np.clip(mail.valence[rows] + np.float32(SHOCK * abs(mean)), -1, 1)


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
        """Return the shares of cascades by depth, and how well sizes can be told from seeds."""
        if not self.sizes:
            return {}
        sizes, depths = np.array(self.sizes), np.array(self.depths)
        found = {
            "cascades of one message": 100 * float((sizes == 1).mean()),
            "cascades beyond one hop": 100 * float((depths > 1).mean()),
        }
        if (sizes > 1).sum() >= 10:
            found["R2 of log size on the seed's friends and traits"] = self._predictability(np.log(sizes))
        return found

    def _predictability(self, y: Float64s) -> float:
        assert self.model is not None
        people, friends = self.model.consumers, self.model.tables.friends
        seeds = np.array(self.seeds)
        number = np.diff(friends.start)[seeds]
        x = np.stack([np.ones(len(seeds)), np.log1p(number), people.activity[seeds], people.knowledge[seeds]], axis=1)
        beta, *_ = np.linalg.lstsq(x, y, rcond=None)
        return 1 - float(((y - x @ beta) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def _mirage(lab: Lab) -> dict[str, float]:
    """Return apparent influence without talk, and its share of that with talk."""
    silent = {"consumers.talk.hear": 0.0}
    without = influence_estimates(lab.live("broadcast", now=silent, values=silent).model)["naive_influence"]
    with_ = influence_estimates(lab.live("broadcast").model)["naive_influence"]
    return {
        "apparent influence without any talk": without,
        "share of apparent influence that is there without talk": ratio(without, with_),
    }
