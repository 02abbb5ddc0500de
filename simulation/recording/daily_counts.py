"""Metrics of a day that are counted as things happen: contacts, reactions, talk, purchases, answers."""

from __future__ import annotations

from simulation.recording.metric import Metric

COUNTS = (
    Metric(
        "impressions",
        "impressions",
        "neither",
        "Posts paid by the brand that were seen, and of its advertisements.",
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
        "advert_impressions",
        "impressions",
        "neither",
        "Impressions of the brand's advertisements.",
        "n * #(advertisements shown)",
    ),
    Metric(
        "broadcast_impressions",
        "impressions",
        "neither",
        "Advertisements shown to everybody alike.",
        "n * #(advertisements of the channel shown)",
    ),
    Metric(
        "paid_social_impressions",
        "impressions",
        "neither",
        "Advertisements in the feed, bought for a segment.",
        "n * #(advertisements of the channel shown)",
    ),
    Metric(
        "search_impressions",
        "impressions",
        "neither",
        "Advertisements at a search before a purchase.",
        "n * #(advertisements of the channel shown)",
    ),
    Metric(
        "retargeting_impressions",
        "impressions",
        "neither",
        "Advertisements to people who had visited the brand's site.",
        "n * #(advertisements of the channel shown)",
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
        "People reached by the brand's paid content for the first time since the campaign began.",
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
    Metric(
        "unfriendly_comments",
        "comments",
        "lower",
        "Comments on the brand's sponsored posts by people who dislike the brand, or feel misled by the post.",
        "n * #(comments, attitude < 0 or recognised as hidden)",
    ),
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
        "Messages that ask the brand something: comments and messages under its posts by people who were not waiting"
        " for an answer already. Since the first day, asked = answered + waiting + closed.",
        "n * #(messages of people who did not wait)",
    ),
    Metric("answered", "messages", "higher", "Messages that the brand answered.", "n * #(answers)"),
    Metric(
        "closed",
        "messages",
        "lower",
        "Messages that were closed: not answered by the age of conversation.patience.",
        "n * #(questions closed)",
    ),
    Metric(
        "response_time",
        "days",
        "lower",
        "How long people who were answered today had waited; NaN if nobody was answered.",
        "sum (days waited) / #answers",
    ),
    Metric(
        "waiting",
        "messages",
        "lower",
        "Messages that wait for an answer in the evening.",
        "waiting yesterday + asked - answered - closed",
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
        "subscribers",
        "people",
        "higher",
        "People who subscribe to the brand at the day's end; 0 where it sells no subscription.",
        "n * #subscribers",
    ),
    Metric("new_subscribers", "people", "higher", "Subscriptions that began.", "n * #(subscriptions begun)"),
    Metric("cancellations", "people", "lower", "Subscriptions that were cancelled.", "n * #(subscriptions cancelled)"),
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
)
