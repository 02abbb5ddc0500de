"""What people notice and take a message for, and what it changes in them: recognition, trust, salience, attitude."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

NEGATIVITY = "facts.md negativity (contested): swept over 1..6"
SETHURAMAN = "Sethuraman, Tellis, Briesch 2011: the long run is about twice the short run; value ours"


@scenario_part
class Recognition:
    """Whether a sponsored post is recognised as one: a logit (persuasion knowledge model, Friestad, Wright 1994)."""

    base: Annotated[
        float,
        parameter(
            "logit",
            "Intercept: about one covert post in ten for brands outside is recognised at the other defaults.",
            "Wojdynski, Evans 2016; Amazeen, Wojdynski 2018 (from memory: under one in ten do)",
            ge=-20,
            le=20,
        ),
    ] = -3.4
    label: Annotated[
        float,
        parameter(
            "logit",
            "Effect of a disclosure label.",
            "Eisend et al. 2020 (sign); value ours: 55 % of labelled posts for brands outside are recognised, ASA 2026"
            " has half of creators' advertisements for certain and fewer than three in four in all",
            ge=-20,
            le=20,
        ),
    ] = 2.5
    misfit: Annotated[
        float, parameter("logit", "Effect of misfit of creator and brand, per unit.", OURS, ge=-20, le=20)
    ] = 1.5
    control: Annotated[float, parameter("logit", "Effect of a scripted brief, per unit.", OURS, ge=-20, le=20)] = 1.0
    load: Annotated[float, parameter("logit", "Effect of the consumer's feed load, per unit.", OURS, ge=-20, le=20)] = (
        1.0
    )
    literacy: Annotated[float, parameter("logit", "Effect of persuasion knowledge, per unit.", OURS, ge=-20, le=20)] = (
        2.0
    )
    learning: Annotated[
        float, parameter("1", "Share of the distance to full knowledge that one detection closes.", OURS, ge=0, le=1)
    ] = 0.01
    hearsay: Annotated[
        float,
        parameter(
            "1", "Share of that distance that hearing a call-out closes: literacy spreads by talk.", OURS, ge=0, le=1
        ),
    ] = 0.005
    load_memory: Annotated[
        float, parameter("1 per post", "Memory of the running share of sponsored posts in the feed.", OURS, ge=0, le=1)
    ] = 0.98
    load_shared: Annotated[
        float,
        parameter(
            "1",
            "Whose sponsored posts weigh on a post: 1 those of all the feed (a commons), 0 those of its creator alone.",
            "model.md, recognition: the load is that of the whole feed",
            ge=0,
            le=1,
        ),
    ] = 1.0


@scenario_part
class Trust:
    """Trust in a creator on each follow edge (beta reputation: Josang, Ismail 2002) and trust in brands."""

    memory: Annotated[
        float,
        parameter(
            "1 per post",
            "g: what remains of past evidence at each post seen.",
            "Josang, Ismail 2002 (form); value ours",
            ge=0,
            le=1,
        ),
    ] = 0.92
    gain: Annotated[float, parameter("evidence", "w_plus: weight of an authentic experience.", OURS, ge=0, le=100)] = (
        0.3
    )
    asymmetry: Annotated[
        float,
        parameter("1", "w_minus / w_plus: how much more an inauthentic experience weighs.", NEGATIVITY, ge=0, le=100),
    ] = 2.0
    start: Annotated[
        float, parameter("1", "Trust in a creator when one begins to follow.", OURS, ge=LEAST, le=1 - LEAST)
    ] = 0.65
    start_evidence: Annotated[
        float, parameter("evidence", "Evidence (alpha + beta) behind that trust.", OURS, ge=LEAST, le=1000)
    ] = 3.5
    record: Annotated[
        float,
        parameter(
            "1",
            "How far trust in a creator begins at what the creator's integrity has earned, s / (s + asymmetry (1 - s)),"
            " rather than at `start`. 0: everybody begins at `start`.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 1.0
    disclosed: Annotated[
        float,
        parameter(
            "1",
            "Authenticity experienced in a disclosed post, against an organic one's: the later credit.",
            "Waltenrath 2024 (sign)",
            ge=0,
            le=2,
        ),
    ] = 0.95
    misfit: Annotated[
        float, parameter("1", "Share of that authenticity which complete misfit takes away.", OURS, ge=0, le=1)
    ] = 0.4
    insincere: Annotated[
        float, parameter("1", "Share of it which is taken away when the product is not truly used.", OURS, ge=0, le=1)
    ] = 0.3
    betrayal: Annotated[
        float,
        parameter(
            "1",
            "How much a covert post, once recognised, weighs more per unit of the trust there was.",
            "facts.md negativity: a breach takes at most six times what is won: up to 1.5; value: the middle",
            ge=0,
            le=100,
        ),
    ] = 0.75
    association: Annotated[
        float,
        parameter(
            "1", "kappa: share of trust in the brand lost at a betrayal by a fully trusted creator.", OURS, ge=0, le=1
        ),
    ] = 0.2
    brand_gain: Annotated[
        float,
        parameter(
            "1",
            "Share of the distance between brand trust and the creator's trust closed by a post taken as honest.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.01
    satisfaction: Annotated[
        float,
        parameter(
            "1", "Share of the distance between brand trust and satisfaction closed by a purchase.", OURS, ge=0, le=1
        ),
    ] = 0.1


@scenario_part
class Persuasion:
    """What an exposure to a brand's message does to awareness, attitude and adstock."""

    awareness: Annotated[
        float,
        parameter(
            "1",
            "Probability that an exposure makes the brand known.",
            "calibrated to facts.md ad_elasticity",
            ge=0,
            le=1,
        ),
    ] = 0.25
    unknown: Annotated[
        float,
        parameter(
            "1",
            "Factor on that probability; what a message does for a known brand's salience stays. 1: a new brand is"
            " learnt as readily as a known one is brought to mind.",
            "Kent, Allen 1994: advertisements of unknown brands are remembered less; no value known",
            ge=0,
            le=1,
        ),
    ] = 1.0
    gain: Annotated[
        float, parameter("1", "Attitude gained by a first, fully trusted and fitting exposure.", OURS, ge=0, le=1)
    ] = 0.08
    advert: Annotated[
        float,
        parameter("1", "Strength of an advertisement's exposure against a fully trusted creator's.", OURS, ge=0, le=10),
    ] = 0.3
    advert_adstock: Annotated[
        float, parameter("1", "Adstock of an advertisement's exposure against a creator's.", OURS, ge=0, le=10)
    ] = 0.6
    feed: Annotated[
        float,
        parameter(
            "1",
            "Effect of an impression of paid social, against one of broadcast: people scroll on. About the ratio of"
            " their prices, which is what the trade thinks of them.",
            "facts.md prices (8.5 against 20 USD per thousand)",
            ge=0,
            le=10,
        ),
    ] = 0.4
    banner: Annotated[
        float,
        parameter(
            "1",
            "Effect of an impression of retargeting, against one of broadcast: a banner beside what people came for.",
            "facts.md prices (display 2.8 against 20 USD per thousand); value ours, for larger banners",
            ge=0,
            le=10,
        ),
    ] = 0.3
    brief: Annotated[
        float,
        parameter(
            "1",
            "How much more of the brand's message a fully scripted post conveys than a free one: in the probability to"
            " make the brand known and in attitude. What brands hope of control; no study known to us puts a number on"
            " it.",
            OURS,
            ge=0,
            le=10,
        ),
    ] = 0.0
    peak: Annotated[
        float,
        parameter(
            "exposures",
            "Adstock at which one more exposure adds nothing; beyond it attitude falls.",
            "facts.md wear_out (Schmidt, Eisend 2015)",
            ge=LEAST,
            le=1000,
        ),
    ] = 10.0
    wear_half_life: Annotated[
        float,
        parameter(
            "days",
            "Days in which half of the exposures that wear a message out are forgotten; each counts one. 0: adstock"
            " wears it out instead.",
            "ours: facts.md wear_out counts exposures; Schmidt, Eisend 2015 give no time",
            ge=0,
            le=36500,
        ),
    ] = 41.0
    recognised: Annotated[
        float,
        parameter(
            "1",
            "Share of the gain that is lost at once when a disclosed post is recognised.",
            "Waltenrath 2024 (sign)",
            ge=0,
            le=1,
        ),
    ] = 0.4
    covert: Annotated[float, parameter("1", "Attitude lost when a covert post is recognised.", OURS, ge=0, le=1)] = 0.1
    carryover: Annotated[
        float,
        parameter(
            "1 per day",
            "Share of adstock that remains from one day to the next.",
            "Leone 1995 (weeks, not months); value ours",
            ge=0,
            le=1,
        ),
    ] = 0.95
    retention: Annotated[
        float, parameter("1 per day", "Share of attitude that remains from one day to the next.", OURS, ge=0, le=1)
    ] = 0.995


@scenario_part
class Salience:
    """Salience: the probability that a known brand comes to mind on a purchase occasion (docs/design/model-choices.md).

    With `resting` and `lasting` at 1 a brand that is known always comes to mind, and nothing fades.
    """

    resting: Annotated[
        float,
        parameter(
            "1",
            "Resting salience of a brand for those who know it at the start. 1: a known brand always comes to mind.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.54
    lasting: Annotated[
        float,
        parameter(
            "1",
            "Resting salience of a brand for those who become aware of it later, until they use it. 1: it stays.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.19
    half_life: Annotated[
        float,
        parameter(
            "days",
            "Days in which the distance of salience to its resting level halves.",
            SETHURAMAN,
            ge=LEAST,
            le=36500,
        ),
    ] = 53.0
    forgotten: Annotated[
        float,
        parameter(
            "days",
            "Days in which half of those to whom a known brand never comes to mind forget it. 0: nobody forgets.",
            OURS,
            ge=0,
            le=36500,
        ),
    ] = 0.0
    use: Annotated[
        float,
        parameter(
            "1",
            "Share of the distance of resting salience to 1 that a purchase closes.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.3
    talk: Annotated[
        float,
        parameter(
            "1",
            "Share of the distance of salience to 1 that a friend's word closes.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.15


@scenario_part
class Noticing:
    """What decides whether a message is noticed: the probability of `persuasion.awareness` times these factors.

    The factors of trust, fit and interest are ``1 - w + w x`` for x in 0..1, with weights w; at weight 0 they are 1.
    """

    post: Annotated[
        float,
        parameter(
            "1", "Factor of a creator's sponsored post, against an advertisement of broadcast.", OURS, ge=0, le=20
        ),
    ] = 1.7
    closeness: Annotated[
        float,
        parameter(
            "1",
            "How much less a large creator's post is noticed by those whom it reaches: minus the elasticity to"
            " followers, from 10,000. Followers of large creators feel less close to them.",
            "Beichert et al. 2024 (revenue per follower falls faster than reach); value ours",
            ge=0,
            le=1,
        ),
    ] = 0.15
    trust: Annotated[float, parameter("1", "Weight of trust in the creator (posts).", OURS, ge=0, le=1)] = 0.5
    fit: Annotated[float, parameter("1", "Weight of the creator's fit to the brand (posts).", OURS, ge=0, le=1)] = 0.52
    interest: Annotated[
        float, parameter("1", "Weight of the person's affinity to the brand (all messages).", OURS, ge=0, le=1)
    ] = 0.44


@scenario_part
class Opinions:
    """Opinions of brands that people begin with. With all of these at 0, all who know a brand begin alike."""

    trust_concentration: Annotated[
        float,
        parameter(
            "1",
            "Concentration a + b of the Beta distribution of trust in a brand, around `brands.trust`. 0: all alike.",
            OURS,
            ge=0,
            le=1e6,
        ),
    ] = 8.0
    attitude_mean: Annotated[
        float,
        parameter("attitude", "Mean attitude of those who know a brand without buying it by habit.", OURS, ge=-1, le=1),
    ] = 0.15
    attitude_spread: Annotated[
        float,
        parameter("attitude", "Standard deviation of attitude, cut to -1..1. 0: all alike.", OURS, ge=0, le=2),
    ] = 0.3
    users: Annotated[
        float, parameter("attitude", "How much better those who buy a brand by habit think of it.", OURS, ge=-2, le=2)
    ] = 0.0
