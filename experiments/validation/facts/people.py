"""Who follows whom, who is interested, and what is bought: graphs, overlap, interests, fraud, seeding, costs."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.lab import Lab, ratio, sample
from simulation.graph import select, spread
from simulation.graph.csr import Graph
from simulation.graph.describe.powerlaw import fit_tail
from simulation.graph.describe.shape import profile
from simulation.model import MarketModel
from simulation.recording.by_creator import audience_overlap
from simulation.state.columns import ACTIVE, MUTUAL

SEEDS = 50
PROBABILITY = 0.05

FACTS = (
    Fact(
        "graph_shape",
        "fit",
        "Audiences have a heavy tail, some follows are mutual, friends of friends are friends.",
        (
            Band("tail exponent of audiences", 2.0, 2.6),
            Band("reciprocity of the follow graph", 0.15, 0.25),
            Band("clustering of the friend graph", 0.1, 0.6),
            Band("assortativity of the friend graph", 0.0, 1.0),
        ),
        "Kwak et al. 2010; Ugander et al. 2011",
        "B/C",
        "graph",
    ),
    Fact(
        "audience_overlap",
        "held",
        "Two creators share from under 1 % to about 48 % of the smaller audience, most within a niche.",
        (
            Band("largest overlap", 0.2, 0.6),
            Band("mean overlap inside a niche over outside", 1.0, INFINITE, "ratio"),
        ),
        "vendors' examples",
        "B",
        "graph.follow_homophily",
    ),
    Fact(
        "interest_index",
        "fit",
        "The audience of an interest is likelier to buy in its category than anybody.",
        (
            Band("buyers among the much interested over buyers among all", 1.2, 2.5, "ratio"),
            Band("buyers among followers of the niche's creators over buyers among all", 1.05, 2.5, "ratio"),
        ),
        "advertising experiment on 40 interests (KAG): best 1.2 to 2.5, pooled 1.4; purchase-based targets 1.35 to 2.3",
        "A/B",
        "consumers.traits.interest_odds",
    ),
    Fact(
        "fake_followers",
        "held",
        "The share of accounts with bought followers grows with the tier; bought followers never buy.",
        (
            Band("nano accounts with bought followers", 32.0, 52.0, "%"),
            Band("accounts from macro up with bought followers", 53.0, 76.0, "%"),
        ),
        "HypeAuditor 2021",
        "B",
        "creators.fraud.accounts, creators.fraud.size",
    ),
    Fact(
        "seeding_gain",
        "held",
        "Good seeding beats bad by up to a factor of eight.",
        (Band("spread from the best connected over that from anybody", 1.2, 8.0, "ratio"),),
        "Hinz et al. 2011; Watts, Dodds 2007; Lanz et al. 2019",
        "A",
        "the friend graph; measured on it by independent cascades, since the market seeds no consumers",
    ),
    Fact(
        "management_hours",
        "fit",
        "A creator takes about 14 hours a campaign; a campaign has 15 to 25 creators; agencies take 30 %.",
        (
            Band("hours per creator", 10.0, 18.0, "hours"),
            Band("agency's share", 0.2, 0.4),
            Band("creators of a campaign of 50,000 USD", 10.0, 35.0, "creators"),
        ),
        "trade surveys",
        "B",
        "brands.hours_per_creator, brands.management.agency_share, strategy hyper_targeted",
    ),
    Fact(
        "segment_accuracy",
        "fit",
        "Bought audience segments are right about 11 to 87 % of people.",
        (Band("accuracy of segments", 0.11, 0.87),),
        "WARC summary of an academic audit",
        "B",
        "platform.segment_accuracy (an input)",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what graphs, interests and inputs show."""
    model = lab.ready()
    return {
        **_graphs(model, lab.seed),
        **_overlap(model),
        **interest(model),
        **_fraud(model),
        "hours per creator": lab.scenario.brands.hours_per_creator,
        "agency's share": lab.scenario.brands.management.agency_share,
        "creators of a campaign of 50,000 USD": creators_of_a_campaign(lab),
        "accuracy of segments": lab.scenario.platform.segment_accuracy,
    }


def creators_of_a_campaign(lab: Lab) -> float:
    """Return how many creators a hyper-targeted campaign of 50,000 USD hires."""
    with lab.fork("hyper_targeted", {"brands.budget": 50_000.0}) as campaign:
        campaign.run_for(7)
        return float(campaign.outcomes()["creators_hired"])


def _graphs(model: MarketModel, seed: int) -> dict[str, float]:
    follows, friends = model.tables.follows, model.tables.friends
    tail = fit_tail(model.creators.audience)
    mutual = int(((follows.tie & MUTUAL) != 0).sum())
    graph = Graph(friends.start.astype(np.int64), friends.friend, directed=False)
    shape = profile(graph)
    best = select(graph, SEEDS, method="degree", seed=seed).nodes
    anybody = np.random.default_rng(seed).choice(len(friends.start) - 1, SEEDS, replace=False).tolist()
    reached = [spread(graph, rows, model="ic", p=PROBABILITY, runs=200, seed=seed).mean for rows in (best, anybody)]
    return {
        "tail exponent of audiences": float("nan") if tail is None else float(tail.alpha),
        "reciprocity of the follow graph": 2.0 * mutual / (len(follows.tie) + mutual),
        "clustering of the friend graph": shape.mean_clustering,
        "assortativity of the friend graph": shape.degree_assortativity,
        "spread from the best connected over that from anybody": ratio(reached[0], reached[1]),
    }


def _overlap(model: MarketModel) -> dict[str, float]:
    rows = [i for tier in (4, 3, 2) for i in sample(model, tier, 40)]
    table, niche = audience_overlap(model, rows), model.creators.niche[rows]
    pairs = ~np.eye(len(rows), dtype=np.bool_)
    same = (niche[:, None] == niche) & pairs
    inside, outside = (table[mask].mean() if mask.any() else np.nan for mask in (same, pairs & ~same))
    return {
        "largest overlap": float(table[pairs].max()) if pairs.any() else np.nan,
        "mean overlap inside a niche over outside": ratio(inside, outside),
    }


def interest(model: MarketModel) -> dict[str, float]:
    """Return how much likelier the interested are to buy in the category than anybody."""
    people, brands, follows = model.consumers, model.tables.brands, model.tables.follows
    affinity = (
        people.weight * brands.affinity[people.niche, 0] + (1 - people.weight) * brands.affinity[people.second, 0]
    )
    buys = people.rate > 0
    near = (model.creators.niche == brands.niche[0]) & (model.creators.tier <= 2)
    edges = near[follows.creator] & ((follows.tie & ACTIVE) != 0)
    rows = np.repeat(np.arange(len(buys)), np.diff(follows.start))[edges]
    return {
        "buyers among the much interested over buyers among all": ratio(buys[affinity >= 0.75].mean(), buys.mean()),
        "buyers among followers of the niche's creators over buyers among all": ratio(
            buys[np.unique(rows)].mean(), buys.mean()
        ),
    }


def _fraud(model: MarketModel) -> dict[str, float]:
    tier, touched = model.creators.tier, model.creators.bought > 0
    return {
        "nano accounts with bought followers": 100 * float(touched[tier == 0].mean()),
        "accounts from macro up with bought followers": 100 * float(touched[tier >= 3].mean())
        if (tier >= 3).any()
        else float("nan"),
    }
