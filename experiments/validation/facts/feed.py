"""Two weeks of feeds without marketing: reach, engagement, sponsored posts of brands outside the market, prices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.lab import FREE_HAND, Lab, Roster, ratio, sample, slope
from simulation.state.columns import (
    ENGAGED,
    LOST,
    SEEN,
    SPONSORED_LOST,
    SPONSORED_SEEN,
    STUDIED_LOST,
    STUDIED_SEEN,
    TIERS,
    Float64s,
)

DAYS = 14
MEDIANS = {"nano": (3.0, 5.0), "micro": (2.0, 3.5), "mid": (1.5, 2.5), "macro": (1.0, 1.8), "mega": (0.7, 1.2)}
CPM = {"nano": (5.0, 12.0), "micro": (10.0, 20.0), "macro": (15.0, 30.0), "mega": (25.0, 45.0)}

FACTS = (
    Fact(
        "er_by_tier",
        "fit",
        "Engagement per follower and post falls with the number of followers.",
        (
            Band("slope of log engagement rate on log followers", -0.40, -0.15),
            *(Band(f"engagement rate {tier}", low, high, "%") for tier, (low, high) in MEDIANS.items()),
        ),
        "industry benchmarks 2023 to 2026",
        "B",
        "platform.visibility_decline, platform.like, trust, feed load",
    ),
    Fact(
        "reach_elasticity",
        "held",
        "Organic impressions rise with followers, far less than proportionally; least on a short-video feed.",
        (
            Band("elasticity of impressions to followers", 0.0, 1.0),
            Band("the same, platform=short_video", 0.05, 0.30),
        ),
        "Tian, Dew, Iyengar 2024, Journal of Marketing Research",
        "A",
        "platform.visibility_decline",
    ),
    Fact(
        "sponsored_follower_loss",
        "fit",
        "A sponsored post costs some followers more than an organic one; worse for large accounts, milder with fit.",
        (
            Band("followers lost more at a sponsored post", 0.05, 0.5, "%"),
            Band("large accounts against small ones", 1.0, INFINITE, "ratio"),
            Band("posts that fit against others", 0.0, 1.0, "ratio"),
        ),
        "Cheng, Zhang 2025, Management Science",
        "A",
        "consumers.engagement.unfollow_sponsored, creators.unfollow_elasticity",
    ),
    Fact(
        "prices",
        "fit",
        "Creators' prices per thousand impressions rise with the tier.",
        tuple(Band(f"CPM {tier}", low, high, "USD") for tier, (low, high) in CPM.items()),
        "trade rate cards",
        "B",
        "creators.cpm, creators.cpm_elasticity",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what two weeks of feeds show."""
    found = of_feed(lab, None)
    short = of_feed(lab, short_video())
    found["the same, platform=short_video"] = short["elasticity of impressions to followers"]
    found["posts that fit against others"] = loss_by_fit(lab)
    return found


def loss_by_fit(lab: Lab) -> float:
    """Return the share of impressions at which a follower leaves: at creators who fit, over that at others."""
    rows = tuple(i for k in range(len(TIERS)) for i in sample(lab.ready(), k, 60))
    life = lab.live(Roster(rows, 12, label=True), 42, FREE_HAND)
    counts, fit = life.model.log.creator, life.model.creators.fit[:, 0]

    def lost(who: NDArray[np.bool_]) -> float:
        return ratio(counts[who, STUDIED_LOST].sum(), counts[who, STUDIED_SEEN].sum())

    return ratio(lost(fit >= 0.45), lost(fit < 0.45))


def short_video() -> dict[str, Any]:
    """Return the parameters of ``platform=short_video``, as they ship."""
    from simulation.configure import compose  # late: Hydra takes a second

    return {f"platform.{name}": value for name, value in compose(["platform=short_video"])["platform"].items()}


def of_feed(lab: Lab, values: dict[str, Any] | None) -> dict[str, float]:
    """Return engagement, reach, prices and lost followers by size, in a world with these parameters."""
    model = lab.fork("none", values=values)
    creators = model.creators
    audience, followers = creators.audience.astype(np.float64), creators.followers
    counts, posts = np.zeros(model.tally.creator.shape), np.zeros((len(audience), 2))
    for _ in range(DAYS):
        model.step()
        content = model.tables.content
        there = np.arange(content.brand.shape[1]) < content.number[:, None]
        posts += np.stack([(there & (content.brand == -1)).sum(1), (there & (content.brand != -1)).sum(1)], axis=1)
        counts += model.tally.creator
    every = posts.sum(1)
    size, rate, seen = _by_size(followers, audience, every, counts)
    found = {
        "slope of log engagement rate on log followers": slope(size, np.log(rate)),
        "elasticity of impressions to followers": slope(size, np.log(seen)),
    }
    for k, tier in enumerate(TIERS):
        rows = creators.tier == k
        per_post = (counts[:, ENGAGED] / np.maximum(every, 1))[rows].sum()
        found[f"engagement rate {tier}"] = 100 * ratio(per_post, audience[rows].sum())
        shown = (followers * creators.visibility)[rows].sum()
        found[f"CPM {tier}"] = ratio(model.quotes[rows].sum() / 100 * 1000, shown)
    found |= _losses(counts, posts, audience, followers)
    return found


def _by_size(
    followers: Float64s, audience: Float64s, posts: Float64s, counts: Float64s
) -> tuple[Float64s, Float64s, Float64s]:
    """Return for classes of size log followers, engagement per follower and post, and impressions per post.

    Creators of a class are pooled: alone, a small one has a handful of simulated followers, often none who engaged.
    """
    there = (posts > 0) & (audience > 0)
    where = np.floor(3 * np.log10(followers)).astype(np.int64)  # three classes a decade
    rows = []
    for k in np.unique(where[there]):
        of = there & (where == k)
        engaged, seen = ((counts[of, column] / posts[of]).sum() for column in (ENGAGED, SEEN))
        if of.sum() >= 3 and engaged > 0:
            weight = audience[of].sum()
            rows.append((np.log(followers[of]).mean(), engaged / weight, seen / weight * followers[of].mean()))
    size, rate, shown = np.array(rows).T
    return size, rate, shown


def _losses(counts: Float64s, posts: Float64s, audience: Float64s, followers: Float64s) -> dict[str, float]:
    """Return what a sponsored post costs more than an organic one: per cent of followers, and by size."""

    def more(rows: NDArray[np.bool_]) -> float:
        paid = ratio(counts[rows, SPONSORED_LOST].sum(), (posts[rows, 1] * audience[rows]).sum())
        lost = (counts[rows, LOST] - counts[rows, SPONSORED_LOST]).sum()
        return 100 * (paid - ratio(lost, (posts[rows, 0] * audience[rows]).sum()))

    # Per impression, so that large accounts' smaller reach does not hide that their followers mind more.
    def by_impression(rows: NDArray[np.bool_]) -> float:
        return ratio(counts[rows, SPONSORED_LOST].sum(), counts[rows, SPONSORED_SEEN].sum())

    large = followers > 100_000
    return {
        "followers lost more at a sponsored post": more(np.ones(len(followers), np.bool_)),
        "large accounts against small ones": ratio(by_impression(large), by_impression(~large)),
    }
