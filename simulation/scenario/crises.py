"""Reputation crises: scandals of creators, failures of products, call-outs that cascade; how brands respond."""

from __future__ import annotations

from typing import Annotated, Literal

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part

EVENT = "facts.md scandal_spillover (Knittel, Stango 2014: sign); value ours"


@scenario_part
class Crises:
    """How often, how bad, and what is done about it."""

    enabled: Annotated[bool, parameter("", "Whether there are crises.", OURS)] = True
    scandal: Annotated[
        float,
        parameter(
            "1 per year",
            "Scandals of a creator without any integrity, a year; they fall with integrity.",
            OURS,
            ge=0,
            le=365,
        ),
    ] = 0.05
    failure: Annotated[
        float,
        parameter(
            "1 per year",
            "Product failures of a brand without any quality, a year; they fall with quality.",
            OURS,
            ge=0,
            le=365,
        ),
    ] = 0.05
    cascade: Annotated[
        float,
        parameter(
            "1 per 1,000 and week",
            "Negative words heard per 1,000 who know the brand, in a week, at which media take it up.",
            OURS,
            ge=LEAST,
            le=1000,
        ),
    ] = 20.0
    scandal_day: Annotated[
        int | None,
        parameter(
            "day",
            "Campaign day on which the studied brand's largest creator has a scandal; null: none is planned.",
            OURS,
            ge=0,
            le=3650,
        ),
    ] = None
    failure_day: Annotated[
        int | None,
        parameter(
            "day",
            "Campaign day on which the studied brand's product fails; null: none is planned.",
            OURS,
            ge=0,
            le=3650,
        ),
    ] = None
    reach: Annotated[
        float, parameter("1 per day", "Share of people who hear of a crisis on its first day.", OURS, ge=0, le=1)
    ] = 0.1
    publicity: Annotated[
        float,
        parameter(
            "1",
            "Probability that such news makes a person who did not know the brand consider it at purchases; the others"
            " ignore the news. Bad news sold more of unknown books (Berger, Sorensen, Rasmussen 2010).",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.0
    harm: Annotated[
        float, parameter("1", "Share of trust in a brand that news of its crisis takes.", EVENT, ge=0, le=1)
    ] = 0.1
    anger: Annotated[float, parameter("attitude", "Attitude lost at such news.", OURS, ge=0, le=2)] = 0.1
    gossip: Annotated[
        float, parameter("1", "Probability that a person who hears the news passes it on to friends.", OURS, ge=0, le=1)
    ] = 0.1
    fading: Annotated[
        float,
        parameter("1 per day", "Share of a crisis's reach that remains from one day to the next.", OURS, ge=0, le=1),
    ] = 0.85
    verdict: Annotated[
        float, parameter("evidence", "Evidence against a creator in news of its scandal.", OURS, ge=0, le=1000)
    ] = 3.0
    association: Annotated[
        float,
        parameter(
            "1",
            "Reach of the crisis of a brand whose only creator has a scandal, against a failure of its own; many"
            " creators share it by audience.",
            EVENT,
            ge=0,
            le=1,
        ),
    ] = 0.8
    spillover: Annotated[
        float,
        parameter(
            "1",
            "Reach of that crisis for rivals who also rely on creators, against the brand's own.",
            EVENT,
            ge=0,
            le=1,
        ),
    ] = 0.15
    monitoring: Annotated[
        float, parameter("1", "How closely brands watch: 1 sees a crisis on its day, 0 a week later.", OURS, ge=0, le=1)
    ] = 0.7
    response: Annotated[Literal["apology", "denial", "silence"], parameter("", "What brands say.", OURS)] = "apology"
    response_delay: Annotated[
        int, parameter("days", "Days from seeing a crisis to saying something.", OURS, ge=0, le=365)
    ] = 2
    apology: Annotated[
        float, parameter("1", "Share of a crisis's reach that an apology on its first day ends.", OURS, ge=0, le=1)
    ] = 0.7
    apology_life: Annotated[
        float, parameter("days", "Time in which a response loses 63 % of its effect.", OURS, ge=LEAST, le=365)
    ] = 5.0
    repair: Annotated[
        float,
        parameter(
            "1", "Share of the distance to the trust before that a prompt apology, heard, closes.", OURS, ge=0, le=1
        ),
    ] = 0.3
    denial: Annotated[
        float, parameter("1", "Share of a crisis's reach that a denial on its first day ends.", OURS, ge=0, le=1)
    ] = 0.4
    exposed: Annotated[
        float,
        parameter(
            "1 per day",
            "Probability that a denial of what is true is exposed on a day, and the crisis begins anew.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.1
