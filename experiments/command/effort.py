"""How much is run for an answer about your own brand."""

from __future__ import annotations

from typing import Annotated

from simulation.scenario.parameter import OURS, parameter, scenario_part


@scenario_part
class Effort:
    """How much is run for an answer about your own brand."""

    worlds: Annotated[
        int, parameter("worlds", "Plausible worlds in which the plans are compared.", OURS, ge=2, le=1000)
    ] = 20
    seeds: Annotated[int, parameter("seeds", "Seeds of each world.", OURS, ge=1, le=100)] = 1
    closer: Annotated[
        int,
        parameter(
            "worlds", "Of these, worlds in which response curves and creators are looked at.", OURS, ge=2, le=1000
        ),
    ] = 6
    creators: Annotated[
        int, parameter("creators", "Most creators who are left out one by one.", OURS, ge=1, le=1000)
    ] = 30
    bounds: Annotated[
        dict[str, list[float]] | None,
        parameter(
            "1",
            "Least and greatest share of the budget in the best split found, by part: creators, broadcast, paid_social,"
            " search: `effort.bounds={broadcast:[0,0.2]}`; null: any.",
            OURS,
        ),
    ] = None
    plans: Annotated[
        list[str] | None,
        parameter(
            "",
            "Plans that are compared beside no campaign, by their names: `effort.plans=[paid social,roster by value]`; "
            "null: all. Without `best split found` no response curves are drawn.",
            OURS,
        ),
    ] = None
    splits: Annotated[
        dict[str, dict[str, float]] | None,
        parameter(
            "1",
            "Splits of the budget that are compared, too: a name, and the shares of creators, broadcast, paid_social, "
            "search, retargeting: `effort.splits={half and half:{creators:0.5,search:0.5}}`; null: none.",
            OURS,
        ),
    ] = None
