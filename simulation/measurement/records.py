"""The records of the studied brand about single people: what its sensors caught, what its own cells say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.columns import STUDIED
from simulation.errors import InputError

if TYPE_CHECKING:
    from simulation.measurement.field_tests.estimate import Estimate
    from simulation.measurement.sensors import Journeys
    from simulation.measurement.worlds import By
    from simulation.model import MarketModel


class Records:
    """Worked out from the market as it stands when they are asked for: ask while planning."""

    def __init__(self, model: MarketModel, brand: int) -> None:
        """Take the market and the brand that asks."""
        self._model, self._brand = model, brand

    @property
    def kept(self) -> int:
        """Touches that are kept per person (``measurement.touches``); without any there are no journeys."""
        return int(self._model.tables.touches.source.shape[1])

    def journeys(self, since: int = 0, sensor: str = "links", by: By = "channel") -> Journeys:
        """Return what a sensor of the scenario makes of the touches so far: :func:`sensors.sense` today.

        Args:
            since: Day of the campaign; journeys that ended before it are left out.
            sensor: ``links``, ``codes`` or ``survey``.
            by: Which creators share a channel.

        Raises:
            InputError: Another brand than the studied one asks, no touches are kept, or there is no such sensor.
        """
        from simulation.measurement.sensors import sense

        self._check("journeys")
        return sense(self._model, sensor, by, since=since)

    def effects(self) -> dict[str, Estimate]:
        """Return what each channel with a cell has added since the cells were drawn: :func:`cells.effects`.

        Raises:
            InputError: Another brand than the studied one asks, or it has drawn no cells.
        """
        from simulation.measurement.field_tests.cells import effects

        self._check("cells")
        return effects(self._model)

    def _check(self, what: str) -> None:
        if self._brand != STUDIED:
            name = self._model.scenario.brands.names[self._brand]
            raise InputError(f"{what}: got brand {name}, takes the studied one: no other's touches are kept")
