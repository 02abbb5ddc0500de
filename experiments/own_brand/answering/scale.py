"""How finely a market is simulated for a brand, what can be seen at that size, and about how long an answer takes."""

from __future__ import annotations

from experiments.command.effort import Effort
from experiments.own_brand.answering.curves import LEVELS
from experiments.own_brand.brand import Brand
from experiments.results.heartbeat import clock
from experiments.results.money import amount
from experiments.running.room import SECONDS_PER_CONSUMER_DAY
from simulation.compute.processors import usable_processors
from simulation.scenario import Scenario
from simulation.world.resolution import resolution

OVERHEAD = 0.004
"""Seconds of a day of a small world beside its people (a guess of ours, for the announced time only)."""
FAINT = 25
"""Simulated followers below which an audience is spoken of (ours: a fifth of chance, 1 / sqrt(25))."""


LEFT_OUT = 120
"""Runs without one creator each that an answer takes at most: many creators are looked at in fewer worlds."""
FEWEST = 3
"""Worlds in which creators are looked at in any case."""


def creator_worlds(effort: Effort, hired: float) -> int:
    """Return in how many worlds so many creators are left out one by one."""
    allowed = int(LEFT_OUT // max(hired, 1.0))
    return min(effort.closer, effort.worlds, max(allowed, FEWEST))


def lines(brand: Brand, scenario: Scenario, plans: int, effort: Effort, workers: int | None) -> list[str]:
    """Say what one simulated person is, the smallest effect that can be seen, and how long it takes."""
    each = scenario.market.people / scenario.market.consumers
    smallest = each * brand.answers.price * brand.answers.margin
    said = [
        f"one simulated person is {amount(each)} people; the smallest effect that can be seen is one purchase of such"
        f" a person, {amount(smallest, brand.answers.currency)} of margin; this takes about"
        f" {clock(announced(brand, scenario, plans, effort, workers))}"
    ]
    finer = resolution(scenario)
    if brand.roster and finer.followers / finer.consumers * scenario.market.consumers < FAINT:
        here = finer.followers / finer.consumers * scenario.market.consumers
        said.append(
            f"the smallest audience of the roster is {amount(here)} simulated people: what that creator adds is known "
            f"roughly; market.consumers={finer.consumers} makes it {amount(finer.followers)}, and takes "
            f"{amount(finer.consumers / scenario.market.consumers)} times as long"
        )
    return said


def announced(brand: Brand, scenario: Scenario, plans: int, effort: Effort, workers: int | None) -> float:
    """Return about how many seconds an answer takes after the fit, as it is said beforehand."""
    return seconds(scenario, plans, effort, workers, min(len(brand.roster) or effort.creators, effort.creators))


def seconds(scenario: Scenario, plans: int, effort: Effort, workers: int | None, creators: float) -> float:
    """Return about how many seconds an answer takes after the fit, on the processors that there are."""
    market = scenario.market
    day = market.consumers * SECONDS_PER_CONSUMER_DAY + OVERHEAD
    parts = 4 * len(LEVELS) + 1  # and the best split they give, with its own world without it
    closer = min(effort.closer, effort.worlds)
    worlds = effort.worlds * effort.seeds * (plans + 2) + closer * parts + min(closer * creators, LEFT_OUT)
    return worlds * (market.days + market.burn_in / 4) * day / (workers or usable_processors())
