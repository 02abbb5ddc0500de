"""With a complete friend graph and weak ties the adoption curve is Bass (1969).

Everybody who knows the brand brings it up every day; each of the N - 1 friends hears with a small probability h;
advertisements reach somebody with probability p. Who does not know it on day t then learns it with the hazard
``1 - (1 - p) (1 - h)^A``, A the number who know it: for weak ties that is ``p + q F`` with ``q = N h``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simulation.engine.schedule import Phase
from simulation.graph import Graph, from_edges
from simulation.model import MarketModel
from simulation.state.columns import BROADCAST
from tests.plain_world import plain


def complete(n: int, number: int) -> Graph:
    """``number`` separate circles of n friends each."""
    source, target = np.triu_indices(n, 1)
    at = np.arange(number)[:, None] * n
    return from_edges((source + at).ravel(), (target + at).ravel(), n * number, directed=False)


def advertise(model: MarketModel, p: float) -> None:
    model.tables.brands.adverts[BROADCAST, 0] = p


def adoption(tiny: Any, n: int, worlds: int, days: int, p: float, h: float) -> NDArray[np.float64]:
    """How many of n know the brand at the end of each day, float64[worlds, days]."""
    parts = plain(
        market={"consumers": n * worlds, "people": 1e4 + n * worlds, "burn_in": 0, "days": days, "census_days": 365},
        brands={
            "names": ["Alder"],
            "niches": ["coffee"],
            "awareness": [0.0],
            "loyal": [0.0],
            "budget": 0.0,
            "campaign_days": days,
        },
        creators={"number": 1, "posting_rate": 0.0},
        consumers={
            "persuasion": {"awareness": 1.0, "gain": 0.0},
            "talk": {"hear": h, "mention": 1.0, "own": 0.0, "influence": 0.0, "recommend": 0.0},
            "traits": {"category_share": 0.0},
        },
    )
    scenario = tiny.scenario(**parts)
    world = tiny.world(scenario, friends=complete(n, worlds), follows=0.0)
    market: MarketModel = tiny.market(scenario=scenario, world=world)
    market.schedule.insert(Phase("advertise", "market", lambda model: advertise(model, p), "to everybody"), "plan")
    curves = np.empty((worlds, days))
    for day in range(days):
        market.step()
        curves[:, day] = market.consumers.aware[:, 0].reshape(worlds, n).sum(axis=1)
    return curves


def expected(n: int, days: int, p: float, h: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact mean and standard deviation of the number of adopters on each day: a chain-binomial Markov chain."""
    known = np.arange(n + 1)
    hazard = 1 - (1 - p) * (1 - h) ** known
    onward = stats.binom.pmf(known[None, :] - known[:, None], (n - known)[:, None], hazard[:, None])
    likely = np.zeros(n + 1)
    likely[0] = 1.0
    mean, spread = np.empty(days), np.empty(days)
    for day in range(days):
        likely = likely @ onward
        mean[day] = likely @ known
        spread[day] = np.sqrt(likely @ (known - mean[day]) ** 2)
    return mean, spread


@pytest.mark.parametrize(("p", "q"), [(0.02, 0.0), (0.02, 0.15), (0.03, 0.3)])
def test_among_friends_of_all_the_brand_is_adopted_with_the_hazard_of_bass(tiny: Any, p: float, q: float) -> None:
    n, worlds, days = 150, 60, 40
    curves = adoption(tiny, n, worlds, days, p, q / n)
    mean, spread = expected(n, days, p, q / n)
    error = spread / np.sqrt(worlds)
    assert (np.abs(curves.mean(axis=0) - mean) <= 4.5 * error + 1e-9).all()


def test_with_weak_ties_and_many_friends_adoption_follows_the_bass_curve(tiny: Any) -> None:
    """Against ``F' = (p + q F) (1 - F)``, by the day: ties are weak where a day's hazard is small."""
    n, worlds, days, p, q = 400, 12, 80, 0.01, 0.08
    curves = adoption(tiny, n, worlds, days, p, q / n)
    share, bass = 0.0, np.empty(days)
    for day in range(days):
        share += (p + q * share) * (1 - share)
        bass[day] = share * n
    error = expected(n, days, p, q / n)[1] / np.sqrt(worlds)
    assert (np.abs(curves.mean(axis=0) - bass) <= 4.5 * error + 0.01 * n).all()


def test_imitation_makes_the_curve_an_s_and_innovation_alone_does_not(tiny: Any) -> None:
    alone, imitated = (np.diff(adoption(tiny, 150, 60, 40, 0.02, q / 150).mean(axis=0)) for q in (0.0, 0.3))
    assert imitated.argmax() > 5
    assert imitated.max() > 2 * alone.max()
    assert alone[:10].mean() > alone[10:20].mean() > alone[20:].mean()
