"""Consumers: their traits and, mechanism by mechanism, what they do with what they see."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part

NEGATIVITY = "facts.md negativity (contested): swept over 1..6"


@scenario_part
class Traits:
    """How consumers differ at the start."""

    category_share: Annotated[
        float,
        parameter("1", "Share of people who buy in the category at all.", "model.md, orders of magnitude", ge=0, le=1),
    ] = 1 / 3
    purchase_interval: Annotated[
        float,
        parameter(
            "days",
            "Mean days between two purchase occasions of a category buyer.",
            "model.md, orders of magnitude",
            ge=1,
            le=3650,
        ),
    ] = 60.0
    purchase_shape: Annotated[
        float,
        parameter(
            "1",
            "Shape of the gamma distribution of purchase rates.",
            "NBD model (Ehrenberg 1959; Goodhardt, Ehrenberg, Chatfield 1984)",
            gt=0,
            le=100,
        ),
    ] = 1.0
    attention: Annotated[
        float,
        parameter("posts/day", "Mean posts that a consumer reads per day (Poisson, at least 1).", OURS, ge=1, le=200),
    ] = 12.0
    activity_sigma: Annotated[
        float, parameter("1", "Standard deviation of the log of a consumer's readiness to engage.", OURS, ge=0, le=3)
    ] = 0.8
    scepticism: Annotated[
        float,
        parameter(
            "1",
            "Mean persuasion knowledge at the start.",
            "Friestad, Wright 1994 (the concept); value ours",
            gt=0,
            lt=1,
        ),
    ] = 0.3
    receptivity: Annotated[
        float, parameter("1", "Mean advertising receptivity (uniform between 0 and twice this).", OURS, ge=0, le=0.5)
    ] = 0.5
    price_sensitivity_sigma: Annotated[
        float, parameter("1", "Standard deviation of the log of price sensitivity.", OURS, ge=0, le=3)
    ] = 0.3


@scenario_part
class Recognition:
    """Whether a sponsored post is recognised as one: a logit (persuasion knowledge model, Friestad, Wright 1994)."""

    base: Annotated[
        float,
        parameter(
            "logit",
            "Intercept: with the other defaults about one covert post in ten is recognised.",
            "Wojdynski, Evans 2016; Amazeen, Wojdynski 2018 (from memory: under one in ten do)",
            ge=-20,
            le=20,
        ),
    ] = -3.4
    label: Annotated[
        float,
        parameter("logit", "Effect of a disclosure label.", "Eisend et al. 2020 (sign); value ours", ge=-20, le=20),
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
            "model.md, engage: the load is that of the whole feed",
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
    ] = 0.98
    gain: Annotated[float, parameter("evidence", "w_plus: weight of an authentic experience.", OURS, ge=0, le=100)] = (
        0.3
    )
    asymmetry: Annotated[
        float,
        parameter("1", "w_minus / w_plus: how much more an inauthentic experience weighs.", NEGATIVITY, ge=0, le=100),
    ] = 2.0
    start: Annotated[float, parameter("1", "Trust in a creator when one begins to follow.", OURS, gt=0, lt=1)] = 0.65
    start_evidence: Annotated[
        float, parameter("evidence", "Evidence (alpha + beta) behind that trust.", OURS, gt=0, le=1000)
    ] = 6.0
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
            OURS,
            ge=0,
            le=100,
        ),
    ] = 4.0
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
    ] = 0.11
    gain: Annotated[
        float, parameter("1", "Attitude gained by a first, fully trusted and fitting exposure.", OURS, ge=0, le=1)
    ] = 0.04
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
            "What an impression of paid social does, against one of broadcast: people scroll on. About the ratio of"
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
            "What an impression of retargeting does, against the same: a banner beside what one came for.",
            "facts.md prices (display 2.8 against 20 USD per thousand); value ours, for larger banners",
            ge=0,
            le=10,
        ),
    ] = 0.3
    brief: Annotated[
        float,
        parameter(
            "1",
            "How much more of the brand's message a fully scripted post conveys than a free one: in the chance to make"
            " the brand known and in attitude. What brands hope of control; no study known to us puts a number on it.",
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
            gt=0,
            le=1000,
        ),
    ] = 10.0
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
class Engagement:
    """Reaction to a post that was seen: one multinomial logit over nothing, like, comment, share, message, save."""

    trust: Annotated[
        float, parameter("utility", "Effect of trust in the creator, per unit above 0.7.", OURS, ge=-20, le=20)
    ] = 1.5
    affinity: Annotated[
        float, parameter("utility", "Effect of affinity to the post's niche, per unit above 0.5.", OURS, ge=-20, le=20)
    ] = 0.6
    tie: Annotated[float, parameter("utility", "Effect of being followed back.", OURS, ge=-20, le=20)] = 0.3
    quality: Annotated[
        float, parameter("utility", "Effect of the post's quality, per unit above 0.5.", OURS, ge=-20, le=20)
    ] = 1.0
    sponsored: Annotated[
        float,
        parameter(
            "utility",
            "Effect of recognising a post as sponsored.",
            "facts.md sponsored_vs_organic (contested)",
            ge=-20,
            le=20,
        ),
    ] = -0.3
    unfollow: Annotated[
        float,
        parameter(
            "1",
            "Probability of unfollowing at a post when trust is zero (falls with the square of trust).",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.004
    unfollow_sponsored: Annotated[
        float,
        parameter(
            "1",
            "Probability of unfollowing at a recognised sponsored post without fit.",
            "calibrated to facts.md sponsored_follower_loss",
            ge=0,
            le=1,
        ),
    ] = 0.07


@scenario_part
class Talk:
    """Word of mouth on the friend graph, a day after what caused it."""

    hear: Annotated[
        float, parameter("1", "Probability that a friend's message gets through.", "facts.md cascade_depth", ge=0, le=1)
    ] = 0.15
    retell: Annotated[
        float,
        parameter(
            "1",
            "Probability that news is told on: a brand not known before, a call-out.",
            "facts.md cascade_depth",
            ge=0,
            le=1,
        ),
    ] = 0.05
    mention: Annotated[
        float,
        parameter("1 per day", "Probability that someone who knows and likes a brand brings it up.", OURS, ge=0, le=1),
    ] = 0.0005
    recommend: Annotated[
        float,
        parameter(
            "1",
            "Probability that a buyer speaks about a purchase, times how far satisfaction is from neutral.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.3
    negativity: Annotated[
        float,
        parameter("1", "How much more readily negative things are told than positive ones.", NEGATIVITY, ge=0, le=20),
    ] = 2.0
    call_out: Annotated[
        float,
        parameter("1", "Probability that a betrayed follower calls it out, times trust betrayed.", OURS, ge=0, le=1),
    ] = 0.01
    confidence: Annotated[
        float,
        parameter(
            "attitude",
            "epsilon: opinions farther apart than this do not move (attitude lies in -1..1).",
            "Deffuant et al. 2000; Hegselmann, Krause 2002",
            ge=0,
            le=2,
        ),
    ] = 1.2
    influence: Annotated[
        float,
        parameter(
            "1",
            "Share of the distance to the teller's valence that attitude moves at full trust in the teller.",
            "Deffuant et al. 2000 (form)",
            ge=0,
            le=1,
        ),
    ] = 0.1
    credibility: Annotated[float, parameter("1", "Trust in what a friend tells.", OURS, ge=0, le=1)] = 0.7
    discovery: Annotated[
        float, parameter("1", "Probability that a friend's share makes one follow a latent creator.", OURS, ge=0, le=1)
    ] = 0.1


@scenario_part
class Purchase:
    """Choice on an occasion: multinomial logit with an outside option (McFadden 1974; Guadagni, Little 1983)."""

    price: Annotated[
        float,
        parameter(
            "utility per USD",
            "Fall of utility per USD above the reference price.",
            "Guadagni, Little 1983 (form)",
            ge=0,
            le=10,
        ),
    ] = 0.08
    reference_price: Annotated[
        float, parameter("USD", "Price at which price does not matter to utility.", OURS, ge=0, le=1e9)
    ] = 30.0
    loyalty: Annotated[
        float,
        parameter("utility", "Effect of loyalty, per unit.", "Guadagni, Little 1983 (form); value ours", ge=-20, le=20),
    ] = 2.5
    trust: Annotated[
        float, parameter("utility", "Effect of trust in the brand, per unit above 0.5.", OURS, ge=-20, le=20)
    ] = 1.5
    attitude: Annotated[float, parameter("utility", "Effect of attitude, per unit.", OURS, ge=-20, le=20)] = 0.8
    adstock: Annotated[
        float,
        parameter(
            "utility", "Effect of adstock when it is large.", "calibrated to facts.md ad_elasticity", ge=-20, le=20
        ),
    ] = 0.5
    adstock_half: Annotated[
        float, parameter("exposures", "Adstock at which half of that effect is reached.", OURS, gt=0, le=1000)
    ] = 3.0
    affinity: Annotated[
        float, parameter("utility", "Effect of affinity to the brand's niche, per unit.", OURS, ge=-20, le=20)
    ] = 1.0
    loyalty_memory: Annotated[
        float,
        parameter(
            "1 per occasion",
            "lambda: what remains of loyalty at each occasion.",
            "Guadagni, Little 1983: 0.8 to 0.9",
            ge=0,
            le=1,
        ),
    ] = 0.85
    browsing: Annotated[
        int,
        parameter(
            "days",
            "How long before a purchase occasion people look at the sites of brands that they know. 0: the same day.",
            "ours: for goods of some 30 USD a few days, within the week by which click windows are set",
            ge=0,
            le=90,
        ),
    ] = 3
    satisfaction_noise: Annotated[
        float, parameter("1", "Half-width of the uniform noise in a buyer's satisfaction.", OURS, ge=0, le=1)
    ] = 0.3
    overpromise: Annotated[
        float,
        parameter(
            "1",
            "How far a promise above the product's quality lowers satisfaction.",
            "Oliver 1980 (expectation disconfirmation)",
            ge=0,
            le=2,
        ),
    ] = 0.3
    learning: Annotated[
        float,
        parameter("1", "Share of the distance between attitude and experience closed by a purchase.", OURS, ge=0, le=1),
    ] = 0.2


@scenario_part
class Consumers:
    """Traits and mechanisms of the consumers."""

    traits: Traits = field(default_factory=Traits)
    recognition: Recognition = field(default_factory=Recognition)
    trust: Trust = field(default_factory=Trust)
    persuasion: Persuasion = field(default_factory=Persuasion)
    engagement: Engagement = field(default_factory=Engagement)
    talk: Talk = field(default_factory=Talk)
    purchase: Purchase = field(default_factory=Purchase)
