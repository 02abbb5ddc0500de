"""The registry of metrics: one name, unit, direction and definition for each."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Metric(NamedTuple):
    """One metric.

    Attributes:
        name: As it is written in tables and configs.
        unit: ``USD``, ``people``, ``1`` (a share or an index), or what is counted. Counts are in people: a simulated
            consumer's act counts as often as the consumer stands for people.
        better: Which direction is good for the studied brand, or neither.
        definition: What it is, and how it is computed.
    """

    name: str
    unit: str
    better: Literal["higher", "lower", "neither"]
    definition: str


def _registry(*metrics: Metric) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics}


_TIER = "Mean trust in {0} creators over active follows, alpha / (alpha + beta)."

SERIES = _registry(
    Metric(
        "impressions", "impressions", "neither", "Posts paid by the brand that were seen, and its advertisements met."
    ),
    Metric("post_impressions", "impressions", "neither", "Sponsored posts of creators that were seen."),
    Metric("advert_impressions", "impressions", "neither", "Advertisements that were met, on all channels."),
    Metric("broadcast_impressions", "impressions", "neither", "Advertisements shown to everybody alike."),
    Metric("paid_social_impressions", "impressions", "neither", "Advertisements in the feed, bought for a segment."),
    Metric("search_impressions", "impressions", "neither", "Advertisements at a search before a purchase."),
    Metric(
        "retargeting_impressions", "impressions", "neither", "Advertisements to people who had met the brand's content."
    ),
    Metric(
        "wasted_impressions",
        "impressions",
        "lower",
        "Impressions on people who never buy in the category or have an affinity below 0.3.",
    ),
    Metric(
        "newly_reached",
        "people",
        "higher",
        "People who met the brand's paid content for the first time since the campaign began.",
    ),
    Metric("recognised", "impressions", "neither", "Sponsored posts that were recognised as such."),
    Metric("betrayed", "impressions", "lower", "Covert sponsored posts that were recognised as such."),
    Metric("likes", "likes", "higher", "Likes on the brand's sponsored posts."),
    Metric("comments", "comments", "higher", "Comments on the brand's sponsored posts."),
    Metric("shares", "shares", "higher", "Shares of the brand's sponsored posts."),
    Metric("messages", "messages", "higher", "Direct messages in answer to the brand's sponsored posts."),
    Metric("saves", "saves", "higher", "Saves of the brand's sponsored posts."),
    Metric("unfollows", "people", "lower", "Follows that ended at one of the brand's sponsored posts."),
    Metric("call_outs", "call-outs", "lower", "Public accusations of hidden advertising."),
    Metric("recommendations", "messages", "higher", "Buyers who spoke well of a purchase."),
    Metric("complaints", "messages", "lower", "Buyers who spoke badly of a purchase."),
    Metric("heard_positive", "messages", "higher", "Positive words about the brand that reached a friend."),
    Metric("heard_negative", "messages", "lower", "Negative words about the brand that reached a friend."),
    Metric("newly_aware", "people", "higher", "People who learned that the brand exists."),
    Metric("purchases", "purchases", "higher", "Purchases of the brand."),
    Metric(
        "repeat_purchases",
        "purchases",
        "higher",
        "Purchases by people who had bought the brand since the campaign began.",
    ),
    Metric("feed_impressions", "impressions", "neither", "Posts of all creators that were seen."),
    Metric("feed_sponsored", "impressions", "neither", "Sponsored posts of all creators that were seen, whoever paid."),
    Metric("feed_engagements", "engagements", "neither", "Likes, comments, shares, messages and saves on all posts."),
    Metric("follows_lost", "people", "lower", "Follows that ended, whatever the post."),
    Metric("follows_won", "people", "higher", "Latent follows that a friend's share made active."),
    Metric("sponsored_follows_lost", "people", "lower", "Follows that ended at a sponsored post, whoever paid."),
    *(
        Metric(f"trust_{tier}", "1", "higher", f"Census: {_TIER.format(tier)}")
        for tier in ("nano", "micro", "mid", "macro", "mega")
    ),
    Metric("creator_trust", "1", "higher", "Census: mean trust in creators over all active follows."),
    Metric("brand_trust", "1", "higher", "Census: mean trust in the brand among those who know it."),
    Metric("attitude", "1", "higher", "Census: mean attitude, -1 to 1, among those who know the brand."),
    Metric("awareness", "1", "higher", "Census: share of people who know the brand."),
    Metric(
        "loyalty",
        "1",
        "higher",
        "Census: mean loyalty (decayed share of occasions on which the brand was bought) of the category's buyers.",
    ),
    Metric("feed_load", "1", "lower", "Census: mean running share of sponsored posts in people's feeds."),
    Metric("knowledge", "1", "neither", "Census: mean persuasion knowledge."),
)
"""Columns of ``model.metrics``, of the studied brand where one is meant. Census columns are NaN between censuses."""

OUTCOMES = _registry(
    Metric("profit", "USD", "higher", "Margin on the measured days' purchases, less what the campaign cost."),
    Metric("revenue", "USD", "higher", "Purchases times price."),
    Metric("purchases", "purchases", "higher", "Purchases on the measured days."),
    Metric("cost", "USD", "lower", "Fees, media and hours of the campaign."),
    Metric("fees", "USD", "neither", "Fees to creators."),
    Metric("media", "USD", "neither", "Advertising space."),
    Metric("hours_cost", "USD", "neither", "Managers' hours."),
    Metric("unspent", "USD", "neither", "What is left of the budget."),
    Metric(
        "waste",
        "1",
        "lower",
        "Share of the brand's impressions that met people who never buy in the category or have an affinity below 0.3.",
    ),
    Metric("conversion", "1", "higher", "Share of the people reached who bought the brand on the measured days."),
    Metric("penetration", "1", "higher", "Share of all people who bought the brand on the measured days."),
    Metric("loyalty", "1", "higher", "Share of the brand's buyers who bought it at least twice on the measured days."),
    Metric("habit", "1", "higher", "Mean loyalty (decayed share of occasions) of the category's buyers at the end."),
    Metric("impressions", "impressions", "neither", "Sponsored posts seen and advertisements met."),
    Metric("reach", "people", "neither", "People who met the brand's paid content at least once."),
    Metric("frequency", "impressions per person", "neither", "Impressions per person reached."),
    Metric("engagement", "1", "higher", "Likes, comments, shares, messages and saves per sponsored-post impression."),
    Metric("likes", "likes", "higher", "Likes on the brand's sponsored posts."),
    Metric("comments", "comments", "higher", "Comments on them."),
    Metric("shares", "shares", "higher", "Shares of them."),
    Metric("messages", "messages", "higher", "Direct messages in answer to them."),
    Metric("saves", "saves", "higher", "Saves of them."),
    Metric(
        "sentiment",
        "1",
        "higher",
        "(positive - negative) / (positive + negative) of the words about the brand that friends heard.",
    ),
    Metric("recommendations", "messages", "higher", "Buyers who spoke well of a purchase."),
    Metric("complaints", "messages", "lower", "Buyers who spoke badly of a purchase."),
    Metric("call_outs", "call-outs", "lower", "Public accusations of hidden advertising."),
    Metric("unfollows", "people", "lower", "Follows that ended at one of the brand's sponsored posts."),
    Metric("awareness", "1", "higher", "Share of people who know the brand at the end."),
    Metric("attitude", "1", "higher", "Mean attitude towards the brand among those who know it, at the end."),
    Metric("brand_trust", "1", "higher", "Mean trust in the brand among those who know it, at the end."),
    Metric("creator_trust", "1", "higher", "Mean trust in creators over all active follows, at the end."),
    *(
        Metric(f"trust_{tier}", "1", "higher", f"At the end: {_TIER.format(tier)}")
        for tier in ("nano", "micro", "mid", "macro", "mega")
    ),
    Metric("feed_load", "1", "lower", "Mean running share of sponsored posts in people's feeds at the end."),
)
"""Keys of ``model.outcomes()``: the studied brand on the measured days."""
