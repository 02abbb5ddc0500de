"""Bass 1969: the market on a complete friend graph, for the coefficients of eleven consumer durables.

Everybody who knows the brand brings it up every day and each friend hears with probability ``q / N``; advertisements
reach a person with probability p a day. A day stands for a quarter of a year, p and q are a quarter of a year's, and to
know the brand is to adopt: with A adopters the chance is ``1 - (1 - p) (1 - q / N)^A``, the hazard ``p + q F`` where
steps are small.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.validation.published.published_row import Row
from simulation.engine.schedule import Phase
from simulation.model import MarketModel
from simulation.scenario import Scenario
from simulation.state.columns import BROADCAST, Float64s, Friends
from simulation.strategies.named import named
from simulation.world.build import build_world

PRODUCTS = {
    "refrigerators": (0.002617, 0.21566, "B"),
    "home freezers": (0.018119, 0.1711, "C"),
    "black and white television": (0.027877, 0.25105, "C"),
    "water softeners": (0.017703, 0.29695, "C"),
    "room air conditioners": (0.010399, 0.41861, "C"),
    "clothes dryers": (0.017206, 0.35688, "C"),
    "power lawnmowers": (0.0091837, 0.3379, "C"),
    "electric bed coverings": (0.005876, 0.24387, "C"),
    "automatic coffee makers": (0.017135, 0.30145, "C"),
    "steam irons": (0.028632, 0.32791, "C"),
    "record players": (0.0248, 0.6541, "B"),
}
"""p, q, and the grade of these numbers: two as Rand, Rust 2011 quote them, the others from memory of Bass's table."""
YEARS = 30
PEOPLE = 500
STEPS = 4
"""Days of the market that stand for a year."""
SWITCHES = {
    "market.burn_in": 0,
    "market.days": YEARS * STEPS,
    "market.census_days": 365,
    "brands.names": ["Alder"],
    "brands.niches": ["coffee"],
    "brands.awareness": [0.0],
    "brands.loyal": [0.0],
    "brands.budget": 0.0,
    "brands.campaign_days": YEARS * STEPS,
    "creators.number": 1,
    "creators.posting_rate": 0.0,
    "crises.enabled": False,
    "consumers.noticing.interest": 0.0,
    "consumers.opinions.attitude_mean": 0.0,
    "consumers.opinions.attitude_spread": 0.0,
    "consumers.persuasion.awareness": 1.0,
    "consumers.persuasion.gain": 0.0,
    "consumers.talk.mention": 1.0,
    "consumers.talk.own": 0.0,
    "consumers.talk.influence": 0.0,
    "consumers.talk.recommend": 0.0,
    "consumers.talk.retell": 0.0,
    "consumers.traits.category_share": 0.0,
}
"""What turns the market into Bass's: nothing but advertisements and friends, and no end to what is known."""


def rows(runs: int, seed: int, people: int = PEOPLE) -> Iterator[Row]:
    """Yield p and q of each product as the market's adoption shows them."""
    for product, (p, q, grade) in PRODUCTS.items():
        found = [coefficients(adoption(p, q, seed + run, people)) for run in range(runs)]
        for name, theirs, place in (("p", p, 0), ("q", q, 1)):
            ours = tuple(float(each[place]) for each in found)
            yield Row(
                "Bass 1969",
                f"{name} of {product}",
                theirs,
                ours,
                "per year",
                f"the market, {people:,} people who are all friends, {YEARS} years",
                "word takes a quarter of a year to be heard",
                grade,
            )


def adoption(p: float, q: float, seed: int, people: int = PEOPLE) -> Float64s:
    """Return the share of people who know the brand at the end of each quarter, beginning with 0."""
    hear = q / STEPS / people
    scenario = Scenario().with_values(SWITCHES | {"market.consumers": people, "consumers.talk.hear": hear})
    world = build_world(scenario, seed)
    everybody = np.arange(people, dtype=np.int32)
    others = np.concatenate([np.delete(everybody, person) for person in range(people)])
    # In the type of a small graph's own column: numba would compile the whole market anew for another.
    friends = Friends(np.arange(people + 1, dtype=np.int32) * np.int32(people - 1), others)
    world = world._replace(tables=world.tables._replace(friends=friends))
    with MarketModel(scenario, named("none"), seed, threads=1, world=world) as model:
        model.schedule.insert(
            Phase("advertise", "market", lambda market: _advertise(market, p / STEPS), "to all"), "plan"
        )
        known = [0.0]
        for _ in range(YEARS * STEPS):
            model.step()
            known.append(float(model.consumers.aware[:, 0].mean()))
    return np.array(known)


def _advertise(model: MarketModel, p: float) -> None:
    model.tables.brands.adverts[BROADCAST, 0] = p


def coefficients(known: Float64s) -> tuple[float, float]:
    """Return p and q a year: the line ``p + q F`` through the hazards, weighted by who had not adopted."""
    before, still = known[:-1], 1 - known[:-1]
    there = (still > 0) & (known[1:] < 1)
    hazard = -STEPS * np.log1p(-np.diff(known)[there] / still[there])
    q, p = np.polyfit(before[there], hazard, 1, w=np.sqrt(still[there]))
    return float(p), float(q)
