"""How creators deal with brands and with their own future, and what creators do who buy an audience."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

INDEX = "facts.md fake_followers (HypeAuditor 2021: 42 to 66 % of accounts touch some fraud)"


@scenario_part
class Dealing:
    """Creators who decide: which offers to take, how much to sell, whom to leave, when to stop, what to ask.

    Amounts are shares of the creator's own price for a post, so that they mean the same to small and large creators.
    """

    enabled: Annotated[
        bool,
        parameter(
            "",
            "Whether creators decide; off: they take every offer at their price, which never moves, and never leave.",
            OURS,
        ),
    ] = True
    reservation: Annotated[
        float,
        parameter(
            "1",
            "R: utility of an offer below which it is declined, as a share of the creator's price.",
            "model.md, creator_decisions (form); value ours",
            ge=0,
            le=10,
        ),
    ] = 0.55
    time: Annotated[float, parameter("1", "Cost of making a post, as a share of the price.", OURS, ge=0, le=10)] = 0.1
    misfit: Annotated[
        float,
        parameter(
            "1",
            "c_a: what a post without any fit costs a fully authentic creator, share of the price.",
            OURS,
            ge=0,
            le=10,
        ),
    ] = 0.25
    control: Annotated[
        float,
        parameter(
            "1",
            "c_k: what a fully scripted post costs a fully authentic creator, share of the price.",
            OURS,
            ge=0,
            le=10,
        ),
    ] = 0.4
    future: Annotated[
        float,
        parameter(
            "posts",
            "delta V: sponsored posts that a creator expects to sell to its audience in the future, discounted.",
            OURS,
            ge=0,
            le=1000,
        ),
    ] = 20.0
    loss: Annotated[
        float,
        parameter(
            "1",
            "Share of the audience that a creator expects a sponsored post to cost.",
            "facts.md sponsored_follower_loss",
            ge=0,
            le=1,
        ),
    ] = 0.002
    load_loss: Annotated[
        float,
        parameter(
            "1",
            "What a feed of nothing but sponsored posts adds to that (grows with the square of the share).",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.04
    caution: Annotated[
        float,
        parameter(
            "1",
            "How far creators who do not label by habit weigh the followers that a hidden post costs, once recognised,"
            " against those that a label costs. 0: they weigh nothing but fines.",
            "ours: Fainmesser, Galeotti 2021; Mitchell 2021 (creators weigh their followers' trust against fees)",
            ge=0,
            le=10,
        ),
    ] = 1.0
    annoyance: Annotated[
        float,
        parameter(
            "1 per week",
            "Dissatisfaction that full control causes a fully authentic creator in a week.",
            OURS,
            ge=0,
            le=10,
        ),
    ] = 0.1
    neglect: Annotated[
        float,
        parameter("1 per week", "Dissatisfaction of a creator after a week without an answer.", OURS, ge=0, le=10),
    ] = 0.06
    forgiveness: Annotated[
        float, parameter("1 per week", "Share of dissatisfaction that is gone after a week.", OURS, ge=0, le=1)
    ] = 0.05
    tolerance: Annotated[
        float, parameter("1", "Dissatisfaction with a brand at which a creator leaves it.", OURS, ge=LEAST, le=1000)
    ] = 0.5
    income: Annotated[
        float,
        parameter(
            "1",
            "Income effect: elasticity, sign turned, of posts sold to outside brands to the creator's price; 0: none.",
            "model.md, feedbacks that can tip the market",
            ge=0,
            le=5,
        ),
    ] = 0.5
    most_sold: Annotated[
        float, parameter("1", "Most of its posts that a creator sells to outside brands.", OURS, ge=0, le=1)
    ] = 0.6
    quitting: Annotated[
        float,
        parameter(
            "1 per week",
            "Probability that a fully authentic creator stops for good in a week of nothing but sponsored posts; it"
            " grows with the square of their share above `bearable`.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.05
    bearable: Annotated[
        float,
        parameter("1", "Share of sponsored posts in their own feed that creators can live with.", OURS, ge=0, le=1),
    ] = 0.3
    price_lag: Annotated[
        float,
        parameter(
            "weeks",
            "Time in which a price closes 63 % of its distance to what the audience is worth.",
            OURS,
            ge=1,
            le=520,
        ),
    ] = 8.0
    price_followers: Annotated[
        float,
        parameter(
            "1", "Elasticity of what an audience is worth to its size.", "facts.md prices (F^0.65..0.88)", ge=0, le=2
        ),
    ] = 0.87
    price_engagement: Annotated[
        float, parameter("1", "Elasticity of what an audience is worth to its engagement.", OURS, ge=0, le=2)
    ] = 0.5


@scenario_part
class Fraud:
    """Followers and engagement that were bought: they are counted, they like, they never buy."""

    enabled: Annotated[bool, parameter("", "Whether creators buy followers.", OURS)] = True
    accounts: Annotated[
        float, parameter("1", "Share of creators some of whose followers are bought.", INDEX, ge=0, le=1)
    ] = 0.5
    bought: Annotated[
        float, parameter("1", "Mean share of bought followers of these creators at the start.", OURS, ge=0, le=0.9)
    ] = 0.1
    engagement: Annotated[
        float,
        parameter(
            "1 per impression", "Likes that a bought follower leaves at a post, where it is shown.", OURS, ge=0, le=1
        ),
    ] = 0.15
    size: Annotated[
        float,
        parameter(
            "1 per decade",
            "How much readier an account with ten times the followers is to buy some; on the scale on which character"
            " and chance count 1 each.",
            "HypeAuditor 2021 (sign: 42 % of nano, 66 % of mega accounts); value ours",
            ge=-5,
            le=5,
        ),
    ] = 0.1
    growth: Annotated[
        float,
        parameter(
            "1 per week",
            "How fast creators without scruples buy more followers when hired creators have bought more than others:"
            " per unit of that difference.",
            "ours (imitation)",
            ge=0,
            le=100,
        ),
    ] = 0.5
    most: Annotated[float, parameter("1", "Most of its followers that a creator buys.", OURS, ge=0, le=0.99)] = 0.6
