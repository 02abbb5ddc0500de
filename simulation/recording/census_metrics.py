"""Metrics of what people think, asked of all of them: in the censuses of a run, and at its end."""

from __future__ import annotations

from simulation.recording.metric import Metric

_TIER = "mean trust in {0} creators over active follows, alpha / (alpha + beta)."
_KNEW = "those who knew it when the campaign began, the same people in every arm of a market"
_BEFORE = "Before the campaign: among those who knew it that morning."
_COMPOSED = "People whom a campaign made aware are among them, so a change is partly one of who is asked."
_TIER_FORMULA = "sum trust / #(active follows of the tier)"

OF_A_DAY = (
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

AT_THE_END = (
    Metric(
        "subscribers",
        "people",
        "higher",
        "People who subscribe to the brand at the end; 0 where it sells no subscription.",
        "n * #subscribers",
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
        "trust_hired",
        "1",
        "higher",
        "Mean trust in the creators hired over their active follows, at the end; NaN without any.",
        "sum trust / #(active follows of creators hired)",
    ),
    Metric(
        "trust_caught",
        "1",
        "higher",
        "The same for those creators whose hidden posts for the studied brand somebody recognised.",
        "sum trust / #(active follows of creators caught)",
    ),
    Metric(
        "creators_caught",
        "creators",
        "lower",
        "Creators whose hidden posts for the studied brand somebody recognised.",
        "#(creators with posts recognised as hidden)",
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
)
