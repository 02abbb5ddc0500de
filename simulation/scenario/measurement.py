"""Measurement: what is kept of each person's touches with the studied brand, and how well its sensors catch them."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from pydantic import Field

from simulation.scenario.parameter import OURS, parameter, scenario_part

Share = Annotated[float, Field(ge=0, le=1)]
CLICKED = ["broadcast", "paid_social", "search", "retargeting", "creators"]


@scenario_part
class Measurement:
    """Sensors are applied after a run to the touches that truly were; nothing here changes what people do."""

    touches: Annotated[
        int,
        parameter(
            "entries",
            "Touchpoints and purchases kept per consumer, the newest: 6 bytes each, 7 a consumer. 0: none.",
            OURS,
            ge=0,
            le=4096,
        ),
    ] = 0
    leave_one_out: Annotated[
        int,
        parameter(
            "creators",
            "Largest number of a campaign's creators whose true effect experiments measure in a world without each: one"
            " more world for each, and one besides. 0: a person's added purchases are shared among the creators seen.",
            OURS,
            ge=0,
            le=100_000,
        ),
    ] = 0
    creators_daily: Annotated[
        bool,
        parameter(
            "",
            "Keep days by creator, for those with posts of the studied brand: 88 bytes a creator and day. task=export"
            " does.",
            OURS,
        ),
    ] = False
    consent: Annotated[
        float,
        parameter(
            "1",
            "Links: share of people whose touchpoints may be tied to their purchases at all.",
            "ours: opt-in to tracking is reported between a fifth and a half (from memory)",
            ge=0,
            le=1,
        ),
    ] = 0.45
    click: Annotated[
        list[Share],
        parameter(
            "1",
            "Links: probability that a touchpoint is clicked, in the order broadcast, paid_social, search, retargeting,"
            " creators.",
            "facts.md prices: social 0.9 %, banners 0.05 to 0.15 %; search for a known brand, creators' links: ours",
        ),
    ] = field(default_factory=lambda: [0.0, 0.009, 0.3, 0.009, 0.01])
    click_shape: Annotated[
        float,
        parameter(
            "1",
            "Links: shape of the gamma distribution of how readily people click advertisements in the feed and beside"
            " pages; the smaller, the fewer people make most of the clicks. 0: everybody alike.",
            "Fulgoni, Mörn 2009: in a month 68 % clicked nothing, 6 % made half of the clicks, 16 % four fifths",
            ge=0,
            le=1000,
        ),
    ] = 0.25
    lookback: Annotated[
        float,
        parameter("days", "Links, codes: how long before a purchase a touchpoint counts.", OURS, ge=0, le=10_000),
    ] = 30.0
    view: Annotated[
        list[Share],
        parameter(
            "1",
            "Links: probability that a touchpoint without a click is recorded as an impression that was served; in the"
            " same order.",
            "ours: platforms know what they served; nobody knows who saw a broadcast or a creator's post",
        ),
    ] = field(default_factory=lambda: [0.0, 1.0, 0.0, 1.0, 0.0])
    view_lookback: Annotated[
        float,
        parameter(
            "days",
            "Links: how long before a purchase such a view counts.",
            "platforms' default: one day (Meta's help on the attribution setting)",
            ge=0,
            le=10_000,
        ),
    ] = 1.0
    code_used: Annotated[
        float,
        parameter(
            "1",
            "Codes: probability that a buyer who saw a creator's post within the lookback types in the creator's code.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.2
    code_late: Annotated[
        float,
        parameter("1", "Codes: that probability if the post was seen earlier, as a share of it.", OURS, ge=0, le=1),
    ] = 0.25
    code_leaked: Annotated[
        float,
        parameter(
            "1",
            "Codes: probability that a buyer uses a code found on a coupon site, of any of the creators paid.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.03
    survey_response: Annotated[
        float,
        parameter("1", "Survey after a purchase: share of purchases for which it is answered.", OURS, ge=0, le=1),
    ] = 0.1
    survey_bias: Annotated[
        float,
        parameter(
            "1",
            "Survey: share of answers that name a channel by its loudness, seen or not; the others name one of the"
            " touchpoints at random.",
            OURS,
            ge=0,
            le=1,
        ),
    ] = 0.3
