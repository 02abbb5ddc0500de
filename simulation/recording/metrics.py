"""The registry of metrics: those of a day and those of a run."""

from __future__ import annotations

from simulation.recording.metric import Metric, registry

_TIER = "Mean trust in {0} creators over active follows, alpha / (alpha + beta)."
_KNEW = "those who knew it when the campaign began, the same people in every arm of a market"
_BEFORE = "Before the campaign: among those who knew it that morning."
_COMPOSED = "Whom a campaign made aware is among them, so that a change is partly one of who is asked."
_TIER_FORMULA = "sum trust / #(active follows of the tier)"

SERIES = registry(
    Metric(
        "impressions",
        "impressions",
        "neither",
        "Posts paid by the brand that were seen, and its advertisements met.",
        "post_impressions + advert_impressions",
    ),
    Metric(
        "post_impressions",
        "impressions",
        "neither",
        "Sponsored posts of creators that were seen.",
        "n * #(sponsored posts seen)",
    ),
    Metric(
        "advert_impressions", "impressions", "neither", "Advertisements that were met.", "n * #(advertisements met)"
    ),
    Metric(
        "broadcast_impressions",
        "impressions",
        "neither",
        "Advertisements shown to everybody alike.",
        "n * #(advertisements of the channel met)",
    ),
    Metric(
        "paid_social_impressions",
        "impressions",
        "neither",
        "Advertisements in the feed, bought for a segment.",
        "n * #(advertisements of the channel met)",
    ),
    Metric(
        "search_impressions",
        "impressions",
        "neither",
        "Advertisements at a search before a purchase.",
        "n * #(advertisements of the channel met)",
    ),
    Metric(
        "retargeting_impressions",
        "impressions",
        "neither",
        "Advertisements to people who had visited the brand's site.",
        "n * #(advertisements of the channel met)",
    ),
    Metric(
        "wasted_impressions",
        "impressions",
        "lower",
        "Impressions on people who never buy in the category or have an affinity below 0.3.",
        "n * #(impressions where rate = 0 or affinity < 0.3)",
    ),
    Metric(
        "newly_reached",
        "people",
        "higher",
        "People who met the brand's paid content for the first time since the campaign began.",
        "n * #(first impressions)",
    ),
    Metric(
        "recognised",
        "impressions",
        "neither",
        "Sponsored posts that were recognised as such.",
        "n * #(sponsored posts recognised)",
    ),
    Metric(
        "betrayed",
        "impressions",
        "lower",
        "Covert sponsored posts that were recognised as such.",
        "n * #(unlabelled sponsored posts recognised)",
    ),
    Metric("likes", "likes", "higher", "Likes on the brand's sponsored posts.", "n * #likes"),
    Metric("comments", "comments", "higher", "Comments on the brand's sponsored posts.", "n * #comments"),
    Metric("shares", "shares", "higher", "Shares of the brand's sponsored posts.", "n * #shares"),
    Metric(
        "messages", "messages", "higher", "Direct messages in answer to the brand's sponsored posts.", "n * #messages"
    ),
    Metric("saves", "saves", "higher", "Saves of the brand's sponsored posts.", "n * #saves"),
    Metric(
        "unfollows",
        "people",
        "lower",
        "Follows that ended at one of the brand's sponsored posts.",
        "n * #(follows ended at a sponsored post)",
    ),
    Metric("call_outs", "call-outs", "lower", "Public accusations of hidden advertising.", "n * #call-outs"),
    Metric(
        "recommendations",
        "messages",
        "higher",
        "Buyers who spoke well of a purchase.",
        "n * #(buyers who spoke, valence >= 0)",
    ),
    Metric(
        "complaints",
        "messages",
        "lower",
        "Buyers who spoke badly of a purchase.",
        "n * #(buyers who spoke, valence < 0)",
    ),
    Metric(
        "heard_positive",
        "messages",
        "higher",
        "Positive words about the brand that reached a friend.",
        "n * #(words heard, valence >= 0)",
    ),
    Metric(
        "heard_negative",
        "messages",
        "lower",
        "Negative words about the brand that reached a friend.",
        "n * #(words heard, valence < 0)",
    ),
    Metric(
        "newly_aware", "people", "higher", "People who learned that the brand exists.", "n * #(unaware become aware)"
    ),
    Metric("purchases", "purchases", "higher", "Purchases of the brand.", "n * #purchases"),
    Metric(
        "repeat_purchases",
        "purchases",
        "higher",
        "Purchases by people who had bought the brand since the campaign began.",
        "n * #(purchases after the first)",
    ),
    Metric(
        "sponsored_posts", "posts", "neither", "Posts that creators published for the brand.", "#(posts of contracts)"
    ),
    Metric(
        "fined_posts", "posts", "lower", "Posts for the brand without a label that were found and fined.", "#(fines)"
    ),
    Metric(
        "asked",
        "messages",
        "neither",
        "People who wrote a comment or a message under one of the brand's posts, once a day.",
        "n * #(people who wrote)",
    ),
    Metric("answered", "messages", "higher", "Those whom the brand answered.", "n * #(answers)"),
    Metric(
        "response_time",
        "days",
        "lower",
        "How long comments and messages that were answered today had waited, the oldest first; NaN if none was.",
        "sum (days waited) / #(answered from the line)",
    ),
    Metric(
        "waiting",
        "messages",
        "lower",
        "Comments and messages in the evening that wait for an answer and are not too old for one.",
        "asked + left from yesterday - answered from the line - older than patience",
    ),
    Metric(
        "machines_noticed",
        "messages",
        "lower",
        "Answers in which people noticed a machine.",
        "n * #(answers by a machine that was noticed)",
    ),
    Metric("attended", "people", "higher", "Visits to the brand's question-and-answer sessions.", "n * #visits"),
    Metric("advised", "people", "higher", "Personal recommendations that the brand gave.", "n * #advice"),
    Metric(
        "threads_read",
        "impressions",
        "neither",
        "Times that somebody read the comments under a sponsored post of the brand.",
        "n * #(threads read)",
    ),
    Metric(
        "news_heard", "messages", "lower", "News of a crisis of the brand that reached people.", "n * #(news heard)"
    ),
    Metric(
        "apologies_heard",
        "messages",
        "higher",
        "Apologies of the brand that reached people who trusted it less than before the crisis.",
        "n * #(apologies heard)",
    ),
    Metric("feed_impressions", "impressions", "neither", "Posts of all creators that were seen.", "n * #(posts seen)"),
    Metric(
        "feed_sponsored",
        "impressions",
        "neither",
        "Sponsored posts of all creators that were seen, whoever paid.",
        "n * #(sponsored posts seen)",
    ),
    Metric(
        "feed_engagements",
        "engagements",
        "neither",
        "Likes, comments, shares, messages and saves on all posts.",
        "n * #(posts engaged with)",
    ),
    Metric("follows_lost", "people", "lower", "Follows that ended, whatever the post.", "n * #(active follows ended)"),
    Metric(
        "follows_won",
        "people",
        "higher",
        "Latent follows that a friend's share made active.",
        "n * #(latent follows made active)",
    ),
    Metric(
        "sponsored_follows_lost",
        "people",
        "lower",
        "Follows that ended at a sponsored post, whoever paid.",
        "n * #(follows ended at sponsored posts)",
    ),
    *(
        Metric(f"trust_{tier}", "1", "higher", f"Census: {_TIER.format(tier)}", _TIER_FORMULA)
        for tier in ("nano", "micro", "mid", "macro", "mega")
    ),
    Metric(
        "creator_trust",
        "1",
        "higher",
        "Census: mean trust in creators over all active follows.",
        "sum trust / #(active follows)",
    ),
    Metric(
        "brand_trust",
        "1",
        "higher",
        f"Census: mean trust in the brand among {_KNEW}. {_BEFORE}",
        "sum trust / #knew",
    ),
    Metric(
        "attitude",
        "1",
        "higher",
        f"Census: mean attitude to the brand, -1 to 1, among {_KNEW}. {_BEFORE}",
        "sum attitude / #knew",
    ),
    Metric(
        "brand_trust_aware",
        "1",
        "higher",
        f"Census: mean trust in the brand among all who know it on the day: its reputation. {_COMPOSED}",
        "sum trust / #aware",
    ),
    Metric(
        "attitude_aware",
        "1",
        "higher",
        f"Census: mean attitude to the brand among all who know it on the day. {_COMPOSED}",
        "sum attitude / #aware",
    ),
    Metric("awareness", "1", "higher", "Census: share of people who know the brand.", "#aware / #consumers"),
    Metric(
        "loyalty",
        "1",
        "higher",
        "Census: mean loyalty (decayed share of occasions on which the brand was bought) of the category's buyers.",
        "sum loyalty / #(rate > 0)",
    ),
    Metric(
        "feed_load",
        "1",
        "lower",
        "Census: mean running share of sponsored posts in people's feeds.",
        "sum load / #consumers",
    ),
    Metric("knowledge", "1", "neither", "Census: mean persuasion knowledge.", "sum knowledge / #consumers"),
)
"""Columns of ``model.metrics``, of the studied brand where one is meant. Census columns are NaN between censuses."""

OUTCOMES = registry(
    Metric(
        "profit",
        "USD",
        "higher",
        "Margin on the measured days' purchases, less what the campaign cost and the brand's fines.",
        "revenue * margin - cost - fines",
    ),
    Metric("revenue", "USD", "higher", "Purchases times price.", "purchases * price"),
    Metric("purchases", "purchases", "higher", "Purchases on the measured days.", "n * #purchases"),
    Metric("cost", "USD", "lower", "Fees, media and hours of the campaign.", "fees + media + hours_cost"),
    Metric("fees", "USD", "neither", "Fees to creators.", "sum fee * posts"),
    Metric("media", "USD", "neither", "Advertising space.", "sum paid for advertisements"),
    Metric(
        "hours_cost",
        "USD",
        "neither",
        "Hours of managers and of those who talk with people, and what a platform or an agency takes instead.",
        "hours * wage + platform fee + agency's share * fees",
    ),
    Metric("unspent", "USD", "neither", "What is left of the budget.", "budget - cost"),
    Metric("fines", "USD", "lower", "Fines of the brand for posts without a label.", "fined_posts * brand_fine"),
    Metric("sponsored_posts", "posts", "neither", "Posts that creators published for it.", "#(posts of contracts)"),
    Metric(
        "response_rate",
        "1",
        "higher",
        "Share of comments and messages under the brand's posts that it answered.",
        "answered / asked",
    ),
    Metric(
        "response_time",
        "days",
        "lower",
        "How long the comments and messages that it answered had waited, the oldest answered first.",
        "sum (days waited) / #(answered from the line)",
    ),
    Metric(
        "response_time_p90",
        "days",
        "lower",
        "Days within which nine in ten of those answers came.",
        "least t with #(answered within t) >= 0.9 #(answered from the line)",
    ),
    Metric("attended", "people", "higher", "Visits to its question-and-answer sessions.", "n * #visits"),
    Metric("advised", "people", "higher", "Personal recommendations that it gave.", "n * #advice"),
    Metric("machines_noticed", "messages", "lower", "Answers in which people noticed a machine.", "n * #noticed"),
    Metric("news_heard", "messages", "lower", "News of its crises that reached people.", "n * #(news heard)"),
    Metric(
        "creators_hired", "creators", "neither", "Creators who took an offer of the brand.", "#(deals with posts > 0)"
    ),
    Metric("creators_declined", "creators", "lower", "Creators who took none.", "#(deals with posts = 0)"),
    Metric("creators_left", "creators", "lower", "Creators who left the brand before the end.", "#(left)"),
    Metric(
        "bought_followers",
        "1",
        "lower",
        "Share of bought followers among those of the creators hired, weighted by audience.",
        "sum (bought * public followers) / sum public followers",
    ),
    Metric(
        "waste",
        "1",
        "lower",
        "Share of the brand's impressions that met people who never buy in the category or have an affinity below 0.3.",
        "wasted_impressions / impressions",
    ),
    Metric(
        "conversion",
        "1",
        "higher",
        "Share of the people reached who bought the brand on the measured days.",
        "#(reached and bought) / #reached",
    ),
    Metric(
        "penetration",
        "1",
        "higher",
        "Share of all people who bought the brand on the measured days.",
        "#buyers / #consumers",
    ),
    Metric(
        "loyalty",
        "1",
        "higher",
        "Share of the brand's buyers who bought it at least twice on the measured days.",
        "#(bought >= 2) / #buyers",
    ),
    Metric(
        "habit",
        "1",
        "higher",
        "Mean loyalty (decayed share of occasions) of the category's buyers at the end.",
        "sum loyalty / #(rate > 0)",
    ),
    Metric(
        "impressions",
        "impressions",
        "neither",
        "Sponsored posts seen and advertisements met.",
        "post_impressions + advert_impressions",
    ),
    Metric(
        "reach", "people", "neither", "People who met the brand's paid content at least once.", "n * #(exposures > 0)"
    ),
    Metric("frequency", "impressions per person", "neither", "Impressions per person reached.", "impressions / reach"),
    Metric(
        "engagement",
        "1",
        "higher",
        "Likes, comments, shares, messages and saves per sponsored-post impression.",
        "(likes + comments + shares + messages + saves) / post_impressions",
    ),
    Metric("likes", "likes", "higher", "Likes on the brand's sponsored posts.", "n * #likes"),
    Metric("comments", "comments", "higher", "Comments on them.", "n * #comments"),
    Metric("shares", "shares", "higher", "Shares of them.", "n * #shares"),
    Metric("messages", "messages", "higher", "Direct messages in answer to them.", "n * #messages"),
    Metric("saves", "saves", "higher", "Saves of them.", "n * #saves"),
    Metric(
        "sentiment",
        "1",
        "higher",
        "(positive - negative) / (positive + negative) of the words about the brand that friends heard.",
        "(heard_positive - heard_negative) / (heard_positive + heard_negative)",
    ),
    Metric(
        "recommendations",
        "messages",
        "higher",
        "Buyers who spoke well of a purchase.",
        "n * #(buyers who spoke, valence >= 0)",
    ),
    Metric(
        "complaints",
        "messages",
        "lower",
        "Buyers who spoke badly of a purchase.",
        "n * #(buyers who spoke, valence < 0)",
    ),
    Metric("call_outs", "call-outs", "lower", "Public accusations of hidden advertising.", "n * #call-outs"),
    Metric(
        "unfollows",
        "people",
        "lower",
        "Follows that ended at one of the brand's sponsored posts.",
        "n * #(follows ended at a sponsored post)",
    ),
    Metric("awareness", "1", "higher", "Share of people who know the brand at the end.", "#aware / #consumers"),
    Metric(
        "attitude",
        "1",
        "higher",
        f"Mean attitude to the brand at the end, -1 to 1, among {_KNEW}.",
        "sum attitude / #knew",
    ),
    Metric(
        "brand_trust",
        "1",
        "higher",
        f"Mean trust in the brand at the end among {_KNEW}.",
        "sum trust / #knew",
    ),
    Metric(
        "attitude_aware",
        "1",
        "higher",
        f"Mean attitude to the brand among all who know it at the end. {_COMPOSED}",
        "sum attitude / #aware",
    ),
    Metric(
        "brand_trust_aware",
        "1",
        "higher",
        f"Mean trust in the brand among all who know it at the end. {_COMPOSED}",
        "sum trust / #aware",
    ),
    Metric(
        "creator_trust",
        "1",
        "higher",
        "Mean trust in creators over all active follows, at the end.",
        "sum trust / #(active follows)",
    ),
    *(
        Metric(f"trust_{tier}", "1", "higher", f"At the end: {_TIER.format(tier)}", _TIER_FORMULA)
        for tier in ("nano", "micro", "mid", "macro", "mega")
    ),
    Metric(
        "feed_load",
        "1",
        "lower",
        "Mean running share of sponsored posts in people's feeds at the end.",
        "sum load / #consumers",
    ),
    Metric(
        "brand_trust_p10",
        "1",
        "higher",
        "Trust in the brand that a tenth of those who knew it when the campaign began stay below at the end.",
        "quantile 0.1 of trust of those who knew",
    ),
    Metric(
        "brand_trust_p50",
        "1",
        "higher",
        "Median trust in the brand at the end of those who knew it when the campaign began.",
        "quantile 0.5 of trust of those who knew",
    ),
    Metric(
        "brand_trust_p90",
        "1",
        "higher",
        "Trust in the brand that nine tenths of those who knew it when the campaign began stay below at the end.",
        "quantile 0.9 of trust of those who knew",
    ),
    Metric(
        "new_buyers",
        "people",
        "higher",
        "People who bought the brand on the measured days and were no customers before: no habit of it when the"
        " campaign began, no purchase in the burn-in.",
        "n * #(buyers who were no customers)",
    ),
    Metric(
        "acquisition_cost",
        "USD per person",
        "lower",
        "Customer acquisition cost as dashboards have it: it credits the campaign with every new buyer. What a customer"
        " truly cost needs the world without the campaign: uplift.incremental_acquisition_cost.",
        "cost / new_buyers",
    ),
    Metric(
        "lifetime_value",
        "USD per person",
        "higher",
        "Customer lifetime value: margin of a geometric number of purchases that goes on with the observed repeat"
        " share. Undiscounted. Low rather than high: the measured days cut later repeats off, and one rate for all"
        " undervalues a mixed public (Fader, Hardie 2010).",
        "price * margin / (1 - loyalty)",
    ),
    Metric(
        "earned_media_value",
        "USD",
        "neither",
        "Earned-media value as the trade computes it: what the impressions would have cost as paid social at 8.5 USD"
        " per thousand. A price of space, not a value: it says nothing of who was reached or what changed, and counts"
        " bad news as good (the Barcelona Principles, AMEC 2010, reject it). Shown beside profit for that reason.",
        "(post_impressions + heard_positive + heard_negative) * 8.5 / 1,000",
    ),
)
"""Keys of ``model.outcomes()``: the studied brand on the measured days."""
