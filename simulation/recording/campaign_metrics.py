"""Metrics of a whole campaign: money, work, reach, reactions, customers, and what dashboards make of them."""

from __future__ import annotations

from simulation.recording.metric import Metric

RESULTS = (
    Metric(
        "profit",
        "USD",
        "higher",
        "Margin on the measured days' purchases, less what the campaign cost, the brand's fines included.",
        "revenue * margin - cost",
    ),
    Metric(
        "expected_profit",
        "USD",
        "higher",
        "Profit from expected purchases instead of purchases: the same mean, without the chance in each choice.",
        "expected_purchases * price * margin - cost",
    ),
    Metric("revenue", "USD", "higher", "Purchases times price.", "purchases * price"),
    Metric("purchases", "purchases", "higher", "Purchases on the measured days.", "n * #purchases"),
    Metric(
        "expected_purchases",
        "purchases",
        "higher",
        "On each occasion to buy on the measured days, the probability that the brand is chosen, summed. Exact given"
        " what people know, think and remember then; the chance of the choice itself is taken out.",
        "n * sum A e^V / (1 + e^V + sum e^W)",
    ),
    Metric("expected_revenue", "USD", "higher", "Expected purchases times price.", "expected_purchases * price"),
    Metric("cost", "USD", "lower", "Fees, media, hours and fines.", "fees + media + hours_cost + fines"),
    Metric("fees", "USD", "neither", "Fees to creators.", "sum fee * posts"),
    Metric("media", "USD", "neither", "Advertising space.", "sum paid for advertisements"),
    Metric(
        "hours_cost",
        "USD",
        "neither",
        "Hours of managers and of those who talk with people, and what a platform or an agency takes instead.",
        "hours * wage + platform fee + agency's share * fees",
    ),
    Metric("unspent", "USD", "neither", "What is left of the budget.", "budget - fees - media - hours_cost"),
    Metric("fines", "USD", "lower", "Fines of the brand for posts without a label.", "fined_posts * brand_fine"),
    Metric("sponsored_posts", "posts", "neither", "Creators' posts for the brand.", "#(posts of contracts)"),
    Metric(
        "response_rate",
        "1",
        "higher",
        "Share of the people who asked the brand something that it answered; people who still wait were not answered.",
        "answered / asked",
    ),
    Metric(
        "response_time",
        "days",
        "lower",
        "How long the people whom the brand answered had waited.",
        "sum (days waited) / #answers",
    ),
    Metric(
        "response_time_p90",
        "days",
        "lower",
        "Days within which nine in ten of the brand's answers came.",
        "least t with #(answered within t) >= 0.9 #answers",
    ),
    Metric("attended", "people", "higher", "Visits to the brand's question-and-answer sessions.", "n * #visits"),
    Metric("advised", "people", "higher", "Personal recommendations that the brand gave.", "n * #advice"),
    Metric("machines_noticed", "messages", "lower", "Answers in which people noticed a machine.", "n * #noticed"),
    Metric("news_heard", "messages", "lower", "News of the brand's crises that reached people.", "n * #(news heard)"),
    Metric(
        "new_subscribers",
        "people",
        "higher",
        "Subscriptions to the brand that began.",
        "n * #(subscriptions begun)",
    ),
    Metric("cancellations", "people", "lower", "Subscriptions to the brand that were cancelled.", "n * #(cancelled)"),
    Metric(
        "creators_hired",
        "creators",
        "neither",
        "Creators who took an offer of the brand, each counted once.",
        "#(creators of deals with posts > 0)",
    ),
    Metric(
        "creators_declined", "offers", "lower", "Offers of the brand that creators declined.", "#(deals with posts = 0)"
    ),
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
        "Share of the brand's impressions on people who never buy in the category or have an affinity below 0.3.",
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
        "Sponsored posts and advertisements seen.",
        "post_impressions + advert_impressions",
    ),
    Metric(
        "reach",
        "people",
        "neither",
        "People reached by the brand's paid content at least once.",
        "n * #(exposures > 0)",
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
    Metric("comments", "comments", "higher", "Comments on the brand's sponsored posts.", "n * #comments"),
    Metric("shares", "shares", "higher", "Shares of the brand's sponsored posts.", "n * #shares"),
    Metric(
        "messages", "messages", "higher", "Direct messages in answer to the brand's sponsored posts.", "n * #messages"
    ),
    Metric("saves", "saves", "higher", "Saves of the brand's sponsored posts.", "n * #saves"),
    Metric(
        "sentiment",
        "1",
        "higher",
        "(positive - negative) / (positive + negative) of the words about the brand that friends heard.",
        "(heard_positive - heard_negative) / (heard_positive + heard_negative)",
    ),
    Metric(
        "unfriendly_comments",
        "comments",
        "lower",
        "Comments on the brand's sponsored posts by people who dislike the brand, or feel misled by the post.",
        "n * #(comments, attitude < 0 or recognised as hidden)",
    ),
    Metric(
        "said",
        "1",
        "higher",
        "(kind - unkind) / (kind + unkind) of what was said of the brand: comments, purchases spoken of, call-outs.",
        "kind: comments - unfriendly_comments + recommendations; unkind: unfriendly_comments + complaints + call_outs",
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
)

CUSTOMERS = (
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
        " undervalues a mixed public (Fader, Hardie 2010). Of a subscription: of payments until it is cancelled.",
        "price * margin / (1 - loyalty); of a subscription price * margin / (1 - (1 - churn)^(period / month))",
    ),
    Metric(
        "earned_media_value",
        "USD",
        "neither",
        "Earned-media value as the trade computes it: what the sponsored posts seen and the words that friends heard"
        " would have cost as impressions of paid social, at 8.5 USD per thousand. A price of space, not a value: it"
        " says nothing of who was reached or what changed, and counts bad news as good (the Barcelona Principles, AMEC"
        " 2010, reject it). Shown beside profit for that reason.",
        "(post_impressions + heard_positive + heard_negative) * 8.5 / 1,000",
    ),
)
