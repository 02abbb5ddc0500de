"""Rules on sponsored posts: what must be labelled, how likely a breach is found, and what it then costs."""

from __future__ import annotations

from typing import Annotated, Literal

from simulation.scenario.parameter import LEAST, OURS, parameter, scenario_part


@scenario_part
class Regulation:
    """One rule for the whole market. ``disclosure=none``: no rule; creators label by habit, or as it pays them."""

    disclosure: Annotated[
        Literal["none", "hashtag", "platform_label", "opt_in"],
        parameter(
            "",
            "What is asked: nothing, a hashtag by the creator, a label by the platform, or sponsored posts only for"
            " those who opted in.",
            OURS,
        ),
    ] = "none"
    enforcement: Annotated[
        float,
        parameter(
            "1 per post", "Probability that a sponsored post without its label is found and fined.", OURS, ge=0, le=1
        ),
    ] = 0.001
    fine: Annotated[float, parameter("USD", "Fine of the creator for one such post.", OURS, ge=0, le=1e9)] = 500.0
    fine_share: Annotated[
        float, parameter("1", "Further fine of the creator, as a share of the post's price.", OURS, ge=0, le=1000)
    ] = 2.0
    brand_fine: Annotated[
        float, parameter("USD", "Fine of the brand for one such post, beside its budget.", OURS, ge=0, le=1e9)
    ] = 1_000.0
    temptation: Annotated[
        float,
        parameter(
            "1",
            "What hiding is worth to a creator or a brand, as a share of the post's price.",
            "Ershov, He, Seiler 2025 (sign); value ours",
            ge=0,
            le=10,
        ),
    ] = 0.1
    prudence: Annotated[
        float,
        parameter(
            "1",
            "How far costs and gains of hiding must differ, as a share of the price, for decisions to be clear.",
            OURS,
            ge=LEAST,
            le=10,
        ),
    ] = 0.02
    hashtag: Annotated[
        float, parameter("1", "Strength of a hashtag, against `consumers.recognition.label`.", OURS, ge=0, le=10)
    ] = 1.0
    platform_label: Annotated[
        float, parameter("1", "Strength of the platform's label, against the same.", OURS, ge=0, le=10)
    ] = 1.5
    opted_in: Annotated[
        float, parameter("1", "Share of people who opt in to sponsored posts, under `opt_in`.", OURS, ge=0, le=1)
    ] = 0.25
