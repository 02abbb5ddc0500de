"""What a fork may change of a scenario, and which differences between two worlds are decisions of brands.

Every parameter stands in one of three lists. A parameter that building the world reads cannot change afterwards, even
if it is read each day too: half of it would act. ``tests/simulation/test_fork.py`` holds the lists to what the code
does.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from simulation.errors import InputError
from simulation.scenario.scenario import Scenario, names


def _listed(text: str) -> frozenset[str]:
    """Return the names in lines of ``part: parameter parameter``."""
    parts = (line.partition(":") for line in text.split("\n") if line.strip())
    return frozenset(f"{part.strip()}.{name}" for part, _, listed in parts for name in listed.split())


AT_BUILD = _listed("""
market: consumers people burn_in niches niche_shares related related_similarity unrelated_similarity
graph: source path directed format columns separator header reverse follows friends follow_homophily
graph: friend_homophily latent_share creator_share
consumers.traits: category_share purchase_interval purchase_shape attention activity_sigma scepticism receptivity
consumers.traits: price_sensitivity_sigma interest_odds friend_likeness
consumers.trust: start start_evidence record asymmetry
consumers.salience: resting forgotten
consumers.noticing: closeness
consumers.opinions: trust_concentration attitude_mean attitude_spread users
creators: number followers_mu followers_sigma followers_low followers_high breadth_slope posting_rate integrity_mean
creators: integrity_concentration craft_mean craft_concentration disclosure_share other_sponsors most_posts cpm
creators: cpm_elasticity price_spread unfollow_elasticity
creators.fraud: enabled accounts bought most size
creators.roster: handles followers fee niches reach bought
brands: names niches awareness upkeep trust loyal habit
brands.subscription: enabled period
platform: visibility visibility_decline
measurement: touches
""")
"""Parameters that act only when the world is built. ``market.burn_in``: days are written down by the campaign's day."""

UNTIL_THE_CAMPAIGN = _listed("""
brands: price margin
regulation: brand_fine
measurement: creators_daily
""")
"""Parameters that act from a day on, and with which all measured days are counted: they change before the first."""

FROM_NOW_ON = _listed("""
market: days census_days
consumers.recognition: base label misfit control load literacy learning hearsay load_memory load_shared
consumers.trust: memory gain disclosed misfit insincere betrayal association brand_gain satisfaction
consumers.salience: lasting half_life use talk
consumers.noticing: post trust fit interest
consumers.persuasion: wear_half_life
consumers.persuasion: awareness gain advert advert_adstock feed banner brief peak recognised covert carryover retention
consumers.persuasion: unknown
consumers.engagement: trust affinity tie quality sponsored unfollow unfollow_sponsored unfollow_labelled
consumers.engagement: unfollow_hidden fatigue outside_interest
consumers.talk: hear retell mention own recommend negativity call_out confidence influence credibility discovery
consumers.talk: memory
consumers.purchase: price reference_price loyalty trust attitude adstock adstock_half affinity loyalty_memory browsing
consumers.purchase: satisfaction_noise overpromise learning heard loyalty_outside window_shopping
creators: use_share
creators.dealing: enabled reservation time misfit control future loss load_loss caution annoyance neglect forgiveness
creators.dealing: tolerance income most_sold quitting bearable price_lag price_followers price_engagement
creators.fraud: engagement growth
brands: quality appeal budget campaign_days wage hours_per_creator control rivals rival_budget
brands.subscription: churn
brands.management: mode capacity platform_hours platform_fee agency_hours agency_share thin
platform: trust_tilt format_share format_engagement like comment share message save segment_accuracy frequency_cap
platform: retargeting_window load_linear load_quadratic
regulation: disclosure enforcement fine fine_share temptation prudence hashtag platform_label opted_in
conversation: enabled replies_per_hour patience reply silence closeness automation machine_speed noticed insulted
conversation: session_hours attendance session advice_per_hour advice creator_hours creator_reply threads forum
conversation: thread_memory
crises: enabled scandal failure cascade scandal_day failure_day reach publicity harm anger gossip fading verdict
crises: association spillover monitoring response response_delay apology apology_life repair denial exposed
measurement: leave_one_out consent click lookback view view_lookback code_used code_late code_leaked survey_response
measurement: survey_bias click_shape
""")
"""Parameters that act from the day of the fork on. A contract, a flight and hours that were bought stay as they are."""

DECISIONS = frozenset(name for name in FROM_NOW_ON | UNTIL_THE_CAMPAIGN if name.startswith("brands.")) | _listed("""
conversation: automation
crises: monitoring response response_delay
""")
"""Parameters that brands decide. Two worlds that differ in others are two markets: their difference is no effect."""


def changes(before: Scenario, after: Scenario) -> dict[str, tuple[Any, Any]]:
    """Return the parameters whose values differ, with both values; lists over brands are compared brand by brand."""
    if before is after or before == after:
        return {}
    changed = {}
    for name in names():
        one, other = _value(before, name), _value(after, name)
        if one != other:
            changed[name] = (one, other)
    return changed


def _value(scenario: Scenario, name: str) -> Any:
    value = attrgetter(name)(scenario)
    if not name.startswith("brands.") or not isinstance(value, list) or len(value) > 1 or name == "brands.names":
        return value
    return value * (len(scenario.brands.names) - (name == "brands.rivals"))


def check_fork(before: Scenario, after: Scenario, campaign_day: int) -> dict[str, tuple[Any, Any]]:
    """Return what a fork changes.

    Args:
        before: The market's scenario.
        after: Its twin's.
        campaign_day: The day on which the twin goes its own way.

    Raises:
        InputError: A parameter cannot change any more.
    """
    changed = changes(before, after)
    for name, (one, other) in changed.items():
        if name in AT_BUILD:
            raise InputError(
                f"fork: {name}: acts only when the world is built; got {other!r} for a world of {one!r},"
                " takes a world that is built with it"
            )
        if name in UNTIL_THE_CAMPAIGN and campaign_day > 0:
            raise InputError(
                f"fork: {name}: all measured days are counted with one value; got a change from {one!r} to {other!r} on"
                f" campaign day {campaign_day}, takes one before the campaign's first day is lived"
            )
    return changed
