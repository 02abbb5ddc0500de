"""The parameters that behaviours read, as float32 scalars in NamedTuples: one per mechanism, made from the scenario.

Float32, because numba widens ``float32 * 0.5`` to double and the interpreter does not: a constant of the wrong type
would cost the equality of the engines.
"""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.scenario import Scenario
from simulation.scenario.beliefs import Noticing, Persuasion, Recognition, Salience, Trust
from simulation.scenario.brands import Subscription
from simulation.scenario.consumers import Engagement, Purchase, Talk
from simulation.scenario.conversation import Conversation
from simulation.scenario.crises import Crises
from simulation.scenario.dealing import Dealing
from simulation.scenario.regulation import Regulation
from simulation.state.columns import Float32s

TURN = 7
"""Days between two looks at what somebody has forgotten: a look a day would cost seven times as many draws."""
NO_NUMBERS = ("scandal_day", "failure_day", "response")
"""Parameters that no behaviour reads, and that are no numbers."""


def _rules_type(part: type) -> Any:
    names = [f.name for f in dataclasses.fields(part) if f.name not in NO_NUMBERS]
    rules = namedtuple(f"{part.__name__}Rules", names)  # type: ignore[misc]
    rules.__module__ = __name__  # numba's cache finds the type again by this name
    return rules


if TYPE_CHECKING:
    # Made from the scenario's fields, so that no parameter is listed twice; mypy cannot see into them.
    type RecognitionRules = Any
    type TrustRules = Any
    type PersuasionRules = Any
    type SalienceRules = Any
    type NoticingRules = Any
    type EngagementRules = Any
    type TalkRules = Any
    type PurchaseRules = Any
    type DealingRules = Any
    type ConversationRules = Any
    type CrisesRules = Any
else:
    RecognitionRules = _rules_type(Recognition)
    TrustRules = _rules_type(Trust)
    PersuasionRules = _rules_type(Persuasion)
    SalienceRules = _rules_type(Salience)
    NoticingRules = _rules_type(Noticing)
    EngagementRules = _rules_type(Engagement)
    TalkRules = _rules_type(Talk)
    PurchaseRules = _rules_type(Purchase)
    DealingRules = _rules_type(Dealing)
    ConversationRules = _rules_type(Conversation)
    CrisesRules = _rules_type(Crises)


class FeedRules(NamedTuple):
    """The platform's and the creators' side of the feed."""

    trust_tilt: np.float32
    format_cumulative: Float32s  # [formats]
    format_engagement: Float32s  # [formats]
    like: np.float32
    comment: np.float32
    share: np.float32
    message: np.float32
    save: np.float32
    load_linear: np.float32
    load_quadratic: np.float32
    other_sponsors: np.float32
    retargeting_window: np.float32


class RegulationRules(NamedTuple):
    """The rules on labels. Off: no enforcement, and everybody sees sponsored posts."""

    enforcement: np.float32
    fine: np.float32
    fine_share: np.float32
    temptation: np.float32
    prudence: np.float32
    opted_in: np.float32
    readers: np.float32  # persuasion knowledge that creators take their readers to have


class FadingRules(NamedTuple):
    """What remains from one day to the next, made from half-lives."""

    salience: np.float32
    recent: np.float32
    forgotten: np.float32  # in a week, of a brand that never comes to mind


class SubscriptionRules(NamedTuple):
    """How a subscription to the studied brand goes on."""

    cancel: np.float32  # probability at the end of a period
    payments: np.float32  # to expect of a subscriber on a day
    period: int  # days


class Rules(NamedTuple):
    """All parameters that behaviours read."""

    feed: FeedRules
    recognition: RecognitionRules
    trust: TrustRules
    salience: SalienceRules
    noticing: NoticingRules
    fading: FadingRules
    persuasion: PersuasionRules
    engagement: EngagementRules
    talk: TalkRules
    purchase: PurchaseRules
    dealing: DealingRules
    conversation: ConversationRules
    crises: CrisesRules
    regulation: RegulationRules
    subscription: SubscriptionRules
    thin: np.float32
    burn_in: int


def _scalars(kind: Any, part: Any) -> Any:
    return kind(*(np.float32(getattr(part, name)) for name in kind._fields))


def _recognition(part: Recognition, rule: Regulation) -> Any:
    """Return the rules of recognition; the strength of a label is that of the label which the regulation asks for."""
    strength = {"hashtag": rule.hashtag, "platform_label": rule.platform_label}.get(rule.disclosure, 1.0)
    return _scalars(RecognitionRules, part)._replace(label=np.float32(part.label * strength))


def _or_silence(part: Conversation) -> Conversation:
    """Return the part, without threads if conversation has no effect."""
    return part if part.enabled else dataclasses.replace(part, threads=0.0)


def _regulation(rule: Regulation, scepticism: float) -> RegulationRules:
    asked = rule.disclosure != "none"
    return RegulationRules(
        enforcement=np.float32(rule.enforcement if asked else 0),
        fine=np.float32(rule.fine),
        fine_share=np.float32(rule.fine_share),
        temptation=np.float32(rule.temptation),
        prudence=np.float32(rule.prudence),
        opted_in=np.float32(rule.opted_in if rule.disclosure == "opt_in" else 1),
        readers=np.float32(scepticism),
    )


def _subscription(rule: Subscription) -> SubscriptionRules:
    """Return the probability of cancelling at the end of a period, and the payments to expect on each of its days."""
    return SubscriptionRules(np.float32(rule.cancel), np.float32((1 - rule.cancel) / rule.period), rule.period)


def _kept(half_life: float) -> np.float32:
    """Return the share that is left after one day at a half-life in days; 0 at a half-life of 0."""
    return np.float32(0.5 ** (1 / half_life) if half_life > 0 else 0)


def forgotten_in_a_week(half_life: float) -> np.float32:
    """Return the share who forget between two looks at a half-life in days; nobody at a half-life of 0."""
    return np.float32(1 - 0.5 ** (TURN / half_life) if half_life > 0 else 0)


def rules_of(scenario: Scenario) -> Rules:
    """Return the scenario's parameters as behaviours read them."""
    consumers, platform = scenario.consumers, scenario.platform
    cumulative = np.cumsum(np.asarray(platform.format_share, np.float64)).astype(np.float32)
    cumulative[-1] = np.float32(1)
    return Rules(
        feed=FeedRules(
            trust_tilt=np.float32(platform.trust_tilt),
            format_cumulative=cumulative,
            format_engagement=np.asarray(platform.format_engagement, np.float32),
            like=np.float32(platform.like),
            comment=np.float32(platform.comment),
            share=np.float32(platform.share),
            message=np.float32(platform.message),
            save=np.float32(platform.save),
            load_linear=np.float32(platform.load_linear),
            load_quadratic=np.float32(platform.load_quadratic),
            other_sponsors=np.float32(scenario.creators.other_sponsors),
            retargeting_window=np.float32(platform.retargeting_window),
        ),
        recognition=_recognition(consumers.recognition, scenario.regulation),
        trust=_scalars(TrustRules, consumers.trust),
        salience=_scalars(SalienceRules, consumers.salience),
        noticing=_scalars(NoticingRules, consumers.noticing),
        fading=FadingRules(
            _kept(consumers.salience.half_life),
            _kept(consumers.persuasion.wear_half_life),
            forgotten_in_a_week(consumers.salience.forgotten),
        ),
        persuasion=_scalars(PersuasionRules, consumers.persuasion),
        engagement=_scalars(EngagementRules, consumers.engagement),
        talk=_scalars(TalkRules, consumers.talk),
        purchase=_scalars(PurchaseRules, consumers.purchase),
        dealing=_scalars(DealingRules, scenario.creators.dealing),
        conversation=_scalars(ConversationRules, _or_silence(scenario.conversation)),
        crises=_scalars(CrisesRules, scenario.crises),
        regulation=_regulation(scenario.regulation, consumers.traits.scepticism),
        subscription=_subscription(scenario.brands.subscription),
        thin=np.float32(scenario.brands.management.thin),
        burn_in=scenario.market.burn_in,
    )
