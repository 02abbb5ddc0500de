"""The studied brand's records: what its sensors caught, and what its own cells of people say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulation.brand_view.question import about
from simulation.errors import InputError
from simulation.state.columns import STUDIED

if TYPE_CHECKING:
    from simulation.brand_view.estimate import Estimate
    from simulation.brand_view.sensors import Journeys
    from simulation.market_base import Market


@dataclasses.dataclass(frozen=True)
class Records:
    """Worked out from the market as it stands when they are asked for.

    Attributes:
        kept: Touches that are kept per person (``measurement.touches``); without any there are no journeys.
        journeys: ``journeys(since)``: what the scenario's links make of the touches so far, cut by channel; journeys
            that ended before a day of the campaign are left out. See :func:`sensors.sense`.
        effects: ``effects()``: what each channel with a cell has added since the cells were drawn. See
            :func:`field_tests.cells.effects`.
    """

    kept: int
    journeys: Callable[[int], Journeys]
    effects: Callable[[], dict[str, Estimate]]


def records_of(model: Market, brand: int) -> Records:
    """Return a brand's records. Those of others than the studied one are empty, and say so when they are read."""
    name = model.brand_names[brand]

    def check(what: str) -> None:
        if brand != STUDIED:
            raise InputError(f"{what}: got brand {name}, takes the studied one: no other's touches are kept")

    def journeys(now: Market, since: int) -> Journeys:
        from simulation.brand_view.sensors import sense

        check("journeys")
        return sense(now, "links", "channel", since=since)

    def effects(now: Market) -> dict[str, Estimate]:
        from simulation.brand_view import cell_effects

        check("cells")
        return cell_effects.effects(now)

    # What a dashboard of the experimenter's keeps beside must not change what the brand can see, and so does.
    return Records(model.scenario.measurement.touches, about(model, journeys), about(model, effects))
