"""Consumers: their traits, and what they do: react, talk, buy. What they believe is in `beliefs`."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from simulation.scenario.beliefs import NEGATIVITY, Noticing, Opinions, Persuasion, Recognition, Salience, Trust
from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part


@scenario_part
class Traits:
    """How consumers differ at the start."""

    category_share: Annotated[
        float,
        parameter("1", "Share of people who buy in the category at all.", "model.md, orders of magnitude", ge=0, le=1),
    ] = 1 / 3
    interest_odds: Annotated[
        float,
        parameter(
            "odds ratio",
            "How many times the odds of buying in the category grow from no affinity to full affinity to its brands; of"
            " knowing a brand and of buying it by habit likewise. 1: interest predicts none of these.",
            "facts.md interest_index",
            ge=LEAST,
            le=1000,
        ),
    ] = 6.7
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
            ge=LEAST,
            le=100,
        ),
    ] = 1.0
    friend_likeness: Annotated[
        float,
        parameter(
            "1",
            "How alike friends are in whether and how often they buy in the category, beyond their interests: the share"
            " of it that a person has from friends. 0: not at all; 0.5: most.",
            "that friends are: Goel, Goldstein 2014; by how much is not known to us, so 0",
            ge=0,
            le=0.5,
        ),
    ] = 0.0
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
            ge=LEAST,
            le=1 - LEAST,
        ),
    ] = 0.3
    receptivity: Annotated[
        float, parameter("1", "Mean advertising receptivity (uniform between 0 and twice this).", OURS, ge=0, le=0.5)
    ] = 0.5
    price_sensitivity_sigma: Annotated[
        float, parameter("1", "Standard deviation of the log of price sensitivity.", OURS, ge=0, le=3)
    ] = 0.3


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
    outside_interest: Annotated[
        float,
        parameter(
            "1",
            "How far posts for brands outside the market please by the reader's own interest in the creator's niche."
            " 0: they please whoever reads them, as far as the brand fits the creator.",
            "form ours; that sponsored posts engage less than organic ones: Bertaglia et al. 2024 (a million posts),"
            " Waltenrath 2024 (65,000); more: JIA 2022 (64,000)",
            ge=0,
            le=1,
        ),
    ] = 1.0
    fatigue: Annotated[
        float,
        parameter(
            "1",
            "Minus the elasticity of the odds of engaging with a brand's post to how many of its messages are"
            " remembered, this one among them. 0: repetition does not matter.",
            "Chatterjee, Hoffman, Novak 2003; Braun, Moe 2013 (repetition wears out); form ours; value: the middle of 0"
            " and 0.87, the power in a brand's posts shown again (UCI Facebook metrics; measured by us)",
            ge=0,
            le=5,
        ),
    ] = 0.4
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
    ] = 0.072
    unfollow_labelled: Annotated[
        float,
        parameter(
            "1",
            "Factor on that probability for a post with a label.",
            "Open Influence 2017 (a survey): 71 % do not mind that a post is paid; value ours, see unfollow_hidden",
            ge=0,
            le=20,
        ),
    ] = 0.45
    unfollow_hidden: Annotated[
        float,
        parameter(
            "1",
            "Factor on that probability for a post that hides that it is paid.",
            "Takumi 2019 (a survey): 62 to 67 % would leave; value ours: over all about as many leave as at labels",
            ge=0,
            le=20,
        ),
    ] = 2.15


@scenario_part
class Talk:
    """Word of mouth on the friend graph, a day after what caused it."""

    hear: Annotated[
        float, parameter("1", "Probability that a friend's message gets through.", "facts.md cascade_depth", ge=0, le=1)
    ] = 0.3
    retell: Annotated[
        float,
        parameter(
            "1",
            "Probability that news is retold: a brand not known before, a call-out.",
            "facts.md cascade_depth",
            ge=0,
            le=1,
        ),
    ] = 0.071
    mention: Annotated[
        float,
        parameter(
            "1 per day",
            "Probability that somebody brings up one of the brands, if it is known and liked; which one: `own`.",
            "Keller, Fay 2006: 56 brand names a week in conversations, over some 15 categories; value ours",
            ge=0,
            le=1,
        ),
    ] = 0.15
    own: Annotated[
        float,
        parameter(
            "1",
            "Probability that the brand brought up is the person's main one (strongest habit); without one, none is.",
            "East, Hammond, Wright 2007: most of what is said well is about the main brand; value ours",
            ge=0,
            le=1,
        ),
    ] = 0.94
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
    ] = 0.032
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
    ] = 0.14
    credibility: Annotated[float, parameter("1", "Trust in what a friend tells.", OURS, ge=0, le=1)] = 0.7
    memory: Annotated[
        float,
        parameter("1 per day", "Share of what was heard of a brand that still counts one day later.", OURS, ge=0, le=1),
    ] = 0.95
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
    ] = 1.2
    attitude: Annotated[float, parameter("utility", "Effect of attitude, per unit.", OURS, ge=-20, le=20)] = 0.91
    adstock: Annotated[
        float,
        parameter(
            "utility", "Effect of adstock when it is large.", "calibrated to facts.md ad_elasticity", ge=-20, le=20
        ),
    ] = 0.39
    adstock_half: Annotated[
        float, parameter("exposures", "Adstock at which half of that effect is reached.", OURS, ge=LEAST, le=1000)
    ] = 3.0
    affinity: Annotated[
        float, parameter("utility", "Effect of affinity to the brand's niche, per unit.", OURS, ge=-20, le=20)
    ] = 1.0
    heard: Annotated[
        float,
        parameter(
            "utility",
            "Effect of what friends lately said of the brand, when it is much: W / (1 + |W|), W the fading sum of"
            " valences. 0: talk acts through attitude alone.",
            "You, Vadakkepatt, Joshi 2015 (that volume and valence both count); value ours",
            ge=-20,
            le=20,
        ),
    ] = 0.36
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
    loyalty_outside: Annotated[
        float,
        parameter(
            "1",
            "Share of an occasion's effect on loyalty if nothing is bought on it. 1: as much as a purchase; 0: none.",
            "ours: Guadagni, Little 1983 count purchases only, which is 0",
            ge=0,
            le=1,
        ),
    ] = 1.0
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
    window_shopping: Annotated[
        float,
        parameter(
            "1 per day",
            "Probability that a person to whom a brand comes to mind visits its site without any intention to buy.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.02
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
    salience: Salience = field(default_factory=Salience)
    noticing: Noticing = field(default_factory=Noticing)
    opinions: Opinions = field(default_factory=Opinions)
    persuasion: Persuasion = field(default_factory=Persuasion)
    engagement: Engagement = field(default_factory=Engagement)
    talk: Talk = field(default_factory=Talk)
    purchase: Purchase = field(default_factory=Purchase)
