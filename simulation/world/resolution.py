"""How many people to simulate: enough that the smallest audience of a roster is more than a handful of them."""

from __future__ import annotations

import math
from typing import NamedTuple

from simulation.compute.memory import available_memory
from simulation.scenario import Scenario
from simulation.scenario.creators import creators_needed, living_here
from simulation.world.known_creators import named_few
from simulation.world.size import bytes_per_consumer

WANTED = 50
"""Simulated followers of the smallest audience (ours): what a post does to them is known to a seventh, 1 / sqrt(50)."""
LEAST = 20_000
"""Consumers, where the market has so many people (ours): of fewer, a week's sales are a handful of purchases."""
MOST = 200_000
"""Consumers (ours): time and memory grow with them, and many replicates of a comparison are run side by side."""
OF_THE_MEMORY = 0.5
"""Share of the free memory that one world may take: a comparison holds several."""


class Resolution(NamedTuple):
    """How many people are simulated, and what that means."""

    consumers: int
    people: float  # that each simulated person stands for
    followers: float  # simulated followers of the smallest audience; NaN without a roster
    words: str


def resolution(scenario: Scenario, most: int = MOST, wanted: int = WANTED) -> Resolution:
    """Return how many consumers the smallest audience of the roster asks for, and say it in a sentence.

    One simulated person is ``smallest / wanted`` people, a whole number, but no fewer consumers than
    :data:`LEAST` or than there are creators, and no more than ``most``, than the memory holds or than there are people.
    Without a roster the creators' fewest followers count as the smallest audience.

    Args:
        scenario: The market and its roster; its ``market.consumers`` is not looked at.
        most: Most consumers, for the sake of time.
        wanted: Simulated followers that the smallest audience is to have.
    """
    people, rule = scenario.market.people, scenario.creators
    living = living_here(rule, people)
    smallest = min(living, default=rule.followers_low)
    per_consumer = max(math.floor(smallest / wanted), 1)
    creators = rule.number or creators_needed(rule, people, scenario.graph.follows)
    least = max(creators, min(LEAST, int(people)), 2)
    by_memory = int(OF_THE_MEMORY * available_memory() / bytes_per_consumer(scenario))
    consumers = max(
        min(max(math.ceil(people / per_consumer), least), most, by_memory, int(people)), min(creators, int(people))
    )
    stands_for = people / consumers
    return Resolution(consumers, stands_for, smallest / stands_for if living else math.nan, _words(scenario, consumers))


def _words(scenario: Scenario, consumers: int) -> str:
    """Return what so many consumers mean for the creators of the roster."""
    roster, people = scenario.creators.roster, scenario.market.people
    stands_for = people / consumers
    number = f"{stands_for:,.0f}" if stands_for >= 9.5 else f"{stands_for:,.2g}"
    said = f"one simulated person is {number} {'person' if number == '1' else 'people'}"
    living = living_here(scenario.creators, people)
    if not living:
        return said
    place = min(range(len(living)), key=living.__getitem__)
    said += f"; the {living[place]:,.0f} followers of {roster.handles[place]} are {living[place] / stands_for:,.0f}"
    few = [handle for handle, count in zip(roster.handles, living, strict=True) if count / stands_for < WANTED - 0.5]
    if few:
        said += (
            f", too few to tell what one creator does: of {named_few(few)} only what they do together can be told"
            if len(few) > 1
            else ", too few to tell what this creator does"
        )
    return said
