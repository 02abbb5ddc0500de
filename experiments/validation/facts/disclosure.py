"""Labelled, hidden and scripted sponsored posts: what they do to trust, engagement, followers and sales."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.lab import FREE_HAND, Lab, Life, Roster, ratio, sample
from simulation.model import MarketModel
from simulation.recording.edge_trust import trust_on
from simulation.state.columns import ACTIVE, ENGAGED, ORGANIC, SEEN, STUDIED_ENGAGED, STUDIED_SEEN, Ints
from simulation.strategies.strategy import Strategy

POSTS = 12
NUMBER = 30
LARGE = 120  # creators of each of the tiers mid and macro at most: the study follows 239 macro-influencers
DAYS = 28  # of feeds without marketing
LATER = 56  # days after the campaign
WEEK = 7
SHOWN = 120  # creators of each of the three smaller tiers who post once
HIDING = {"creators.disclosure_share": 0.0}
"""A world whose creators label nothing of their own accord: what is labelled is what the brand insists on."""

MORE = {"consumers.engagement.outside_interest": 0.0, "consumers.engagement.sponsored": 0.3}
"""The regime in which sponsored posts please whoever reads them, and to be paid does a post no harm (JIA 2022)."""

FACTS = (
    Fact(
        "disclosure_two_timescales",
        "held",
        "A labelled post gets less engagement now, later posts gain; a hidden one, once recognised, does lasting harm.",
        (
            Band("engagement now, label over hidden", 0.0, 1.0, "ratio"),
            Band("engagement later, label over hidden", 1.0, INFINITE, "ratio"),
        ),
        "Waltenrath 2024 (65,000 posts)",
        "A",
        "consumers.recognition.label, consumers.trust.disclosed, consumers.trust.betrayal",
    ),
    Fact(
        "sponsored_vs_organic",
        "contested",
        "Sponsored posts get more engagement than organic ones (64,000 posts), or less (a million posts).",
        (
            Band("sponsored over organic, as it is", 0.3, 1.0, "ratio"),
            Band("sponsored over organic, outside_interest=0 sponsored=0.3", 1.0, 3.0, "ratio"),
        ),
        "JIA 2022; Bertaglia et al. 2024",
        "A",
        "consumers.engagement.outside_interest, consumers.engagement.sponsored (the regime of more: 0 and 0.3)",
    ),
    Fact(
        "disclosure_credibility",
        "held",
        "A label lowers credibility and raises persuasion knowledge; behaviour hardly changes (288 effects).",
        (
            Band("trust in the creators after one post, label less hidden", -INFINITE, 0.0),
            Band("persuasion knowledge, label less hidden", 0.0, INFINITE),
            Band("purchases, label over hidden", 0.98, 1.02, "ratio"),
        ),
        "Eisend et al. 2020; Liu, Zhao 2024",
        "A",
        "consumers.recognition.label, consumers.trust",
    ),
    Fact(
        "disclosure_rarity",
        "held",
        "Without enforcement most paid posts stay unlabelled.",
        (Band("labelled share of sponsored posts, no enforcement", 0.0, 0.35),),
        "EC sweep 2024; Ershov, He, Seiler 2025",
        "A/B",
        "creators.disclosure_share (a habit), creators.dealing.caution, regulation",
    ),
    Fact(
        "control_hurts_trust",
        "held",
        "Being paid costs trust in the creator, and a brand's control costs some more, but less.",
        (
            Band("trust, sponsored less not", -INFINITE, 0.0),
            Band("trust, scripted less free", -INFINITE, 0.0),
            Band("effect of control over that of being paid", 0.0, 1.0, "ratio"),
        ),
        "Martinez-Lopez et al. 2020",
        "A",
        "consumers.recognition.control, consumers.trust.disclosed",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what the same campaign shows with labels, hidden, scripted, and what feeds show without it."""
    days, ready = lab.campaign + LATER, lab.ready()
    micro, macro = sample(ready, 1, NUMBER), sample(ready, 2, LARGE) + sample(ready, 3, LARGE)

    def live(rows: tuple[int, ...], label: bool) -> Life:
        return lab.live(Roster(rows, POSTS, label), days, FREE_HAND | {"brands.control": 0.0}, HIDING)

    open_, hidden = live(micro, True), live(micro, False)
    knowledge = [float(life.model.consumers.knowledge.mean(dtype=np.float64)) for life in (open_, hidden)]
    # Engagement is that of macro-influencers, as in the study.
    large = live(macro, True), live(macro, False)
    found = {
        "engagement now, label over hidden": ratio(_rate(large[0]), _rate(large[1])),
        "engagement later, label over hidden": ratio(_later(large[0], macro), _later(large[1], macro)),
        "persuasion knowledge, label less hidden": knowledge[0] - knowledge[1],
        "purchases, label over hidden": ratio(open_.sales.sum(), hidden.sales.sum()),
    }
    found |= first_post(lab)
    for name, regime in (("as it is", {}), ("outside_interest=0 sponsored=0.3", MORE)):
        found[f"sponsored over organic, {name}"], share = _feed(lab, regime)
        found.setdefault("labelled share of sponsored posts, no enforcement", share)
    return found


def first_post(lab: Lab) -> dict[str, float]:
    """Return what one sponsored post does to trust within a week, as experiments that show one post to people ask it.

    Control is that of posts with a label: in the experiment everybody sees that the post is commercial.
    """
    ready = lab.ready(HIDING)
    rows = tuple(i for tier in (0, 1, 2) for i in sample(ready, tier, SHOWN))
    follows = ready.tables.follows
    edges = np.flatnonzero(np.isin(follows.creator, rows) & ((follows.tie & ACTIVE) != 0))

    def trust(strategy: str | Strategy, control: float = 0.0) -> float:
        now = FREE_HAND | {"brands.campaign_days": WEEK, "brands.control": control}
        with lab.fork(strategy, now, values=HIDING) as model:
            model.run_for(WEEK)
            return mean_trust(model, edges)

    none, labelled, hidden = (trust(each) for each in ("none", Roster(rows, 1, True), Roster(rows, 1)))
    scripted = trust(Roster(rows, 1, True), 1.0)
    return {
        "trust in the creators after one post, label less hidden": labelled - hidden,
        "trust, sponsored less not": labelled - none,
        "trust, scripted less free": scripted - labelled,
        "effect of control over that of being paid": ratio(scripted - labelled, labelled - none),
    }


def mean_trust(model: MarketModel, edges: Ints) -> float:
    """Return the mean trust on these edges, whoever has left by now among them."""
    return float(trust_on(model.tables.follows, edges).mean())


def _rate(life: Life) -> float:
    counts = life.model.log.creator
    return ratio(float(counts[:, STUDIED_ENGAGED].sum()), float(counts[:, STUDIED_SEEN].sum()))


def _later(life: Life, rows: tuple[int, ...]) -> float:
    """Return the engagement with the creators' own posts in two weeks after all: per follower of the start."""
    counts = 0.0
    with life.model.fork() as model:
        for _ in range(14):
            model.step()
            counts += float(model.tally.creator[list(rows), ENGAGED].sum())
    return counts


def _feed(lab: Lab, regime: dict[str, float]) -> tuple[float, float]:
    """Return engagement per impression, sponsored over organic posts, and the labelled share of the sponsored."""
    model = lab.fork("none", regime)
    labelled, paid = 0, 0
    seen, engaged = (np.zeros((2, len(model.creators.tier))) for _ in range(2))
    for _ in range(DAYS):
        model.step()
        content, tally = model.tables.content, model.tally.creator
        there = np.arange(content.brand.shape[1]) < content.number[:, None]
        sells = there & (content.brand != ORGANIC)
        labelled, paid = labelled + int(content.label[sells].sum()), paid + int(sells.sum())
        # Only days on which all posts of a creator are of one kind, since reactions are counted by creator.
        for k, rows in enumerate(((sells.sum(1) == there.sum(1)) & sells.any(1), ~sells.any(1))):
            seen[k, rows] += tally[rows, SEEN]
            engaged[k, rows] += tally[rows, ENGAGED]
    both = (seen > 0).all(axis=0)  # the same creators, or large ones, who sell more, would be compared with small ones
    organic = engaged[1, both] / seen[1, both]
    sponsored_over_organic = ratio(engaged[0, both].sum(), (organic * seen[0, both]).sum())
    return sponsored_over_organic, ratio(float(labelled), float(paid))
