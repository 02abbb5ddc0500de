"""The twelve claims, with the arms that test them and what would falsify each.

Money is always expected profit or expected purchases: free of the chance in single choices.
Bounds are 0 unless a claim says how much: a claim about the sign is held against the sign.
"""

from __future__ import annotations

from experiments.common_claims.common_claim import CommonClaim, Comparison, Setting

HYPER = "strategy=hyper_targeted"
BY_HAND = (
    *("strategy=hybrid", "strategy.tier=nano", "strategy.posts=3", "strategy.lead=null", "strategy.media=0"),
    *("strategy.creators=1000", "strategy.share=1"),
)

SETTINGS = {
    "plans": Setting(
        {
            **dict.fromkeys(("none", "broadcast", "hyper_targeted", "paid_social", "celebrity", "macro"), ()),
            **dict.fromkeys(("nano_swarm", "top_fit", "hybrid", "full_funnel", "community_first"), ()),
            "conversation": ("strategy=community_first", "strategy.talk=1"),
        }
    ),
    "authenticity": Setting(
        {
            f"{plan}_{kind}": (f"strategy={strategy}", f"creators.integrity_mean={mean}")
            for kind, mean in (("authentic", 0.95), ("inauthentic", 0.5))
            for plan, strategy in (("none", "none"), ("creators", "hyper_targeted"), ("adverts", "broadcast"))
        }
    ),
    "control": Setting({"free": (HYPER, "brands.control=0"), "scripted": (HYPER, "brands.control=1")}),
    # As in the what-if `sell_out`: nobody else pays creators, or other brands' hidden posts would drown these.
    "deception": Setting(
        {
            "honest": ("strategy=macro", "creators.use_share=1", "creators.disclosure_share=1"),
            "deceitful": ("strategy=macro", "creators.use_share=0", "creators.disclosure_share=0"),
        },
        ("creators.other_sponsors=0", "creators.integrity_mean=0.95", "brands.campaign_days=28"),
    ),
    # As in the what-if `measurable`: a million people, so that each simulated consumer stands for few.
    "small_campaigns": Setting(
        {"twenty": (HYPER, "strategy.creators=20", "strategy.posts=8", "brands.budget=60000")},
        ("market.people=1000000", "measurement.touches=64", "measurement.leave_one_out=6"),
        finer=2,
    ),
    # As in the what-if `scaling_relationships`, with a third of the people and of the creators.
    "thousand_creators": Setting(
        {
            "by_hand": BY_HAND,
            "platform": (*BY_HAND, "brands.management.mode=platform"),
            "agency": (*BY_HAND, "brands.management.mode=agency"),
        },
        ("market.people=30000000", "brands.budget=1000000", "market.days=126"),
    ),
    # As in the what-if `broadcast_rebound`: others pay for most posts, and creators do not fear for their audience.
    "full_feeds": Setting(
        {"broadcast_full": ("strategy=broadcast",), "creators_full": (HYPER,)},
        ("creators.other_sponsors=0.6", "creators.dealing.load_loss=0"),
    ),
    "labels": Setting(
        {"hidden": (HYPER,), "labelled": (HYPER, "strategy.label=true")}, ("creators.disclosure_share=0",)
    ),
}

CREATORS = "hyper_targeted, celebrity, macro, nano_swarm, top_fit, community_first"
ALL = f"{CREATORS}, broadcast, paid_social, hybrid, full_funnel"
PROFIT = "incremental_expected_profit"


def _tells_more(plans: str) -> str:
    """Return how much better four measures of conversation rank plans by profit than two of audience."""
    talk, audience = (
        " + ".join(f"rank({metric}, {PROFIT}, {plans})" for metric in metrics)
        for metrics in (("comments", "shares", "messages", "sentiment"), ("impressions", "reach"))
    )
    return f"({talk}) / 4 - ({audience}) / 2 > 0"


def _per_reached(arm: str) -> str:
    """Return purchases that a plan truly adds for each person whom it reaches."""
    return f"incremental_expected_purchases({arm}) / reach({arm})"


def _refusing(arm: str) -> str:
    """Return the share of the creators asked who decline or leave."""
    asked = f"(creators_declined({arm}) + creators_hired({arm}))"
    return f"(creators_declined({arm}) + creators_left({arm})) / {asked}"


CLAIMS = (
    CommonClaim(
        "conversion",
        "Conversion rises, because people trust peers.",
        "Hyper-targeted creators against broadcast at the same budget; and both where creators are authentic, so that "
        "they are trusted, against where they are not.",
        "People reached by creators buy no more often, or the plan adds no more purchases for each person reached, or "
        "its lead over broadcast does not grow with trust.",
        (
            Comparison("more_of_those_reached_buy", "conversion(hyper_targeted) - conversion(broadcast) > 0", "plans"),
            Comparison(
                "more_purchases_added_for_each_person_reached",
                f"{_per_reached('hyper_targeted')} - {_per_reached('broadcast')} > 0",
                "plans",
            ),
            Comparison(
                "the_lead_grows_with_trust",
                f"({_per_reached('creators_authentic')} - {_per_reached('adverts_authentic')})"
                f" - ({_per_reached('creators_inauthentic')} - {_per_reached('adverts_inauthentic')}) > 0",
                "authenticity",
            ),
        ),
        "dominance",
    ),
    CommonClaim(
        "waste",
        "Advertising waste falls.",
        "Hyper-targeted creators against broadcast at the same budget: impressions on people who never buy in the "
        "category or are not interested.",
        "The share of such impressions, or the money spent on them, is no smaller.",
        (
            Comparison("smaller_share_wasted", "waste(hyper_targeted) - waste(broadcast) < 0", "plans"),
            Comparison(
                "less_money_wasted",
                "waste(hyper_targeted) * cost(hyper_targeted) - waste(broadcast) * cost(broadcast) < 0",
                "plans",
            ),
        ),
        "dominance",
    ),
    CommonClaim(
        "loyalty",
        "Loyalty rises.",
        "Hyper-targeted creators against broadcast at the same budget, half a year later.",
        "No larger share of the buyers buys again, or habit of the brand is no stronger.",
        (
            Comparison("more_buyers_buy_again", "loyalty(hyper_targeted) - loyalty(broadcast) > 0", "plans"),
            Comparison("stronger_habit", "habit(hyper_targeted) - habit(broadcast) > 0", "plans"),
        ),
        "dominance",
    ),
    CommonClaim(
        "authenticity",
        "Authenticity is the currency that pays.",
        "The same plan with creators of mean integrity 0.95 against 0.5, each against no campaign in its own market.",
        "The plan earns no more with authentic creators, or trust in the brand gains no more by it.",
        (
            Comparison(
                "earns_more",
                f"{PROFIT}(creators_authentic) - {PROFIT}(creators_inauthentic) > 0",
                "authenticity",
            ),
            Comparison(
                "trust_in_the_brand_gains_more",
                "(brand_trust(creators_authentic) - brand_trust(none_authentic))"
                " - (brand_trust(creators_inauthentic) - brand_trust(none_inauthentic)) > 0",
                "authenticity",
            ),
        ),
        "sell_out",
    ),
    CommonClaim(
        "control",
        "Brands that script or control alienate creators and audience.",
        "The same plan with a full script against none.",
        "No more creators decline or leave, or trust in the brand is no lower, or engagement is no lower.",
        (
            Comparison("more_creators_refuse", f"{_refusing('scripted')} - {_refusing('free')} > 0", "control"),
            Comparison("less_trust_in_the_brand", "brand_trust(scripted) - brand_trust(free) < 0", "control"),
            Comparison("less_engagement", "engagement(scripted) - engagement(free) < 0", "control"),
        ),
        "control_paradox",
    ),
    CommonClaim(
        "deception",
        "Deception is detected at once, and costs the creator's trust and the brand's name.",
        "Macro creators who hide that they are paid for what they do not use, against the same who use it and say so.",
        "Half or fewer of the views of a hidden post find it out, or trust in such creators is no lower after four "
        "weeks, or trust in the brand is no lower half a year later.",
        (
            Comparison(
                "most_views_find_it_out",
                "betrayed(deceitful, 0, 181) / post_impressions(deceitful, 0, 181) > 0.5",
                "deception",
            ),
            Comparison(
                "costs_trust_in_creators", "trust_macro(deceitful, 28) - trust_macro(honest, 28) < 0", "deception"
            ),
            Comparison("costs_trust_in_the_brand", "brand_trust(deceitful) - brand_trust(honest) < 0", "deception"),
        ),
        "sell_out",
    ),
    CommonClaim(
        "conversation",
        "Conversation beats broadcasting.",
        "The whole budget for hours of replies, sessions and personal advice, against the whole for broadcast.",
        "Conversation adds no more profit.",
        (
            Comparison(
                "adds_more_profit",
                f"{PROFIT}(conversation) - {PROFIT}(broadcast) > 0",
                "plans",
            ),
        ),
        "two_way",
    ),
    CommonClaim(
        "signals",
        "Comments, shares, messages and sentiment tell more of profit than impressions and reach.",
        "Rank correlation over plans of each measure with the profit that the plan truly adds; ten plans, and the six "
        "of them that buy posts alone.",
        "The four measures rank plans no better, over all plans or over those with creators alone.",
        (
            Comparison("over_all_plans", _tells_more(ALL), "plans"),
            Comparison("over_plans_with_creators", _tells_more(CREATORS), "plans"),
        ),
        "goodhart",
    ),
    CommonClaim(
        "attribution",
        "Attribution can tell many small campaigns apart.",
        "Twenty small creators: what their promo codes credit against what six of them, each left out of the world in "
        "turn, truly add.",
        "The rank correlation of credit and truth is 0.7 or less.",
        (Comparison("ranks_creators_right", "code_rank_correlation(twenty) > 0.7", "small_campaigns"),),
        "measurable",
    ),
    CommonClaim(
        "platform",
        "Thousands of relationships need a platform or an agency.",
        "A thousand nano creators in twelve weeks: by hand, with a platform, by an agency.",
        "Neither brings five per cent more impressions than by hand, or neither earns more.",
        (
            Comparison(
                "more_impressions",
                "max(impressions(platform), impressions(agency)) / impressions(by_hand) > 1.05",
                "thousand_creators",
            ),
            Comparison(
                "more_profit",
                f"max({PROFIT}(platform), {PROFIT}(agency)) - {PROFIT}(by_hand) > 0",
                "thousand_creators",
            ),
        ),
        "scaling_relationships",
    ),
    CommonClaim(
        "relic",
        "Broadcast becomes a relic.",
        "Hyper-targeted creators against broadcast, against half of each, and against broadcast in feeds of which "
        "others pay 60 %.",
        "Broadcast, or a mix with it, adds as much profit, or it does so once feeds are full.",
        (
            Comparison(
                "creators_beat_broadcast",
                f"{PROFIT}(hyper_targeted) - {PROFIT}(broadcast) > 0",
                "plans",
            ),
            Comparison(
                "creators_beat_a_mix",
                f"{PROFIT}(hyper_targeted) - {PROFIT}(hybrid) > 0",
                "plans",
            ),
            Comparison(
                "also_in_full_feeds",
                f"{PROFIT}(creators_full) - {PROFIT}(broadcast_full) > 0",
                "full_feeds",
            ),
        ),
        "broadcast_rebound",
    ),
    CommonClaim(
        "labels",
        "Honest labelling pays.",
        "Where creators hide that they are paid: a brand that insists on labels against one that does not.",
        "Labels add no profit, or trust in the brand is no higher half a year later.",
        (
            Comparison(
                "adds_profit",
                f"{PROFIT}(labelled) - {PROFIT}(hidden) > 0",
                "labels",
            ),
            Comparison("more_trust_in_the_brand", "brand_trust(labelled) - brand_trust(hidden) > 0", "labels"),
        ),
        "disclosure_race",
    ),
)
