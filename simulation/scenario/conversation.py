"""Marketing as a conversation: replies, questions and answers, personal advice, machines that answer, threads."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part


@scenario_part
class Conversation:
    """What an hour of conversation does. Whether a brand spends any is its strategy's decision."""

    enabled: Annotated[
        bool, parameter("", "Whether answers, and comments that others wrote, have an effect on people.", OURS)
    ] = True
    replies_per_hour: Annotated[
        float,
        parameter("1/hour", "Comments and direct messages that a person answers in an hour.", OURS, ge=LEAST, le=1000),
    ] = 12.0
    patience: Annotated[
        int,
        parameter(
            "days",
            "Age at which a question to the brand that was not answered is closed; until then it waits its turn.",
            "ours: help desks close tickets after one or two weeks (from memory)",
            ge=1,
            le=365,
        ),
    ] = 14
    reply: Annotated[
        float, parameter("1", "Share of the distance to full liking that an answer closes.", OURS, ge=0, le=1)
    ] = 0.06
    silence: Annotated[
        float,
        parameter(
            "attitude", "Attitude lost by a person whose question to the brand is closed unanswered.", OURS, ge=0, le=1
        ),
    ] = 0.005
    closeness: Annotated[
        float,
        parameter(
            "1", "Share of the distance to full trust in the brand that an answer by a person closes.", OURS, ge=0, le=1
        ),
    ] = 0.03
    automation: Annotated[
        float, parameter("1", "Share of answers that a machine writes, in the brand's name.", OURS, ge=0, le=1)
    ] = 0.0
    machine_speed: Annotated[
        float,
        parameter("1", "Answers that a machine gives in an hour, as a multiple of a person's.", OURS, ge=1, le=10_000),
    ] = 20.0
    noticed: Annotated[
        float,
        parameter(
            "1",
            "Probability that a person without persuasion knowledge (PK) notices a machine's answer as such; it grows"
            " with PK.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.3
    insulted: Annotated[
        float,
        parameter(
            "1", "Attitude, and share of trust in the brand, lost by a person who notices a machine.", OURS, ge=0, le=1
        ),
    ] = 0.08
    session_hours: Annotated[
        float, parameter("hours", "Hours that one question-and-answer session takes.", OURS, ge=LEAST, le=1000)
    ] = 6.0
    attendance: Annotated[
        float,
        parameter(
            "1", "Share of those who know the brand and do not dislike it who come to one session.", OURS, ge=0, le=1
        ),
    ] = 0.002
    session: Annotated[
        float, parameter("1", "Share of the distance to full liking that attending closes.", OURS, ge=0, le=1)
    ] = 0.1
    advice_per_hour: Annotated[
        float, parameter("1/hour", "Personal recommendations that a person gives in an hour.", OURS, ge=LEAST, le=1000)
    ] = 6.0
    advice: Annotated[
        float,
        parameter(
            "1",
            "Share of the distance to full liking, and to full trust, that personal advice closes.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.15
    creator_hours: Annotated[
        float, parameter("hours/week", "Hours that a creator has for comments and messages.", OURS, ge=0, le=168)
    ] = 4.0
    creator_reply: Annotated[
        float, parameter("evidence", "Evidence of authenticity in a creator's answer.", OURS, ge=0, le=100)
    ] = 0.5
    threads: Annotated[
        float,
        parameter(
            "1", "Probability that a person who sees a sponsored post reads the comments under it.", OURS, ge=0, le=1
        ),
    ] = 0.2
    forum: Annotated[
        float,
        parameter(
            "1", "Share of the distance to the comments' mean sentiment that reading them closes.", OURS, ge=0, le=1
        ),
    ] = 0.02
    thread_memory: Annotated[
        float, parameter("1 per day", "Share of comments that are still read a day later.", OURS, ge=0, le=1)
    ] = 0.8
