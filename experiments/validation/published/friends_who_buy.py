"""Field studies of friends: who speaks of which brand, and what a friend who has the product does to the odds to buy.

East, Hammond and Wright 2007 asked people of what they had spoken well: mostly of the brand that they buy most. Bapna
and Umyarov 2015 gave a subscription to users of a music site, drawn at random: the odds that a friend bought one rose
by more than 60 % (by half in the working paper). Here people who buy in the category, but not the brand, are drawn, and
are given it as if they had bought it by habit; their friends are followed in the same world with and without.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.validation.lab import Lab
from experiments.validation.published.published_row import Row
from simulation.model import MarketModel
from simulation.recording.expected_sales import expected_by_person
from simulation.scenario import Scenario
from simulation.state.columns import STUDIED, Float64s, Ints

CONSUMERS = 8_000
DAYS = 91
GIVEN = 0.02
"""Share of those who could be given the product who are: few enough that hardly anybody has two such friends."""
MOST = 0.5
"""Share that "most" is at least."""


def rows(runs: int, seed: int, consumers: int = CONSUMERS) -> Iterator[Row]:
    """Yield the share of praise for the speaker's main brand, and the odds ratio, one world a run."""
    scenario = Scenario().with_values({"market.consumers": consumers})
    shares, ratios = [], []
    for run in range(runs):
        with Lab(scenario, seed + run) as lab:
            shares.append(share_of_main_brand(lab))
            ratios.append(odds_ratio(lab))
    market = f"the market, {consumers:,} simulated consumers, no marketing"
    yield Row(
        "East, Hammond, Wright 2007",
        'share of praise that is for the speaker\'s main brand (theirs: "most")',
        MOST,
        tuple(shares),
        "ratio",
        market,
        "those who buy nothing in the category speak too",
        "A",
    )
    yield Row(
        "Bapna, Umyarov 2015",
        f"odds of buying within {DAYS} days with a friend who was given the product, over those without",
        1.6,
        tuple(ratios),
        "ratio",
        market,
        "theirs is a subscription that two in a thousand pay for, shown on the friend's page; here a friend must speak",
        "A",
    )


def share_of_main_brand(lab: Lab, days: int = DAYS) -> float:
    """Return which part of what is said well of a brand, unprompted, is about the brand the speaker buys most."""
    model = lab.fork("none")
    said, main = 0, 0
    for _ in range(days):
        model.step()
        mail, loyalty = model.tables.mail, model.consumers.loyalty
        speak = (mail.valence > 0) & (mail.brand >= 0) & (mail.creator < 0)
        said += int(speak.sum())
        main += int((speak & (loyalty.max(axis=1) > 0) & (loyalty.argmax(axis=1) == mail.brand)).sum())
    return main / said if said else float("nan")


def odds_ratio(lab: Lab, days: int = DAYS) -> float:
    """Return the odds of buying the studied brand with one friend who was given it, over those without.

    The odds are those of people with exactly one such friend who buy in the category and do not buy the brand yet, as
    what they are expected to buy makes them, in two worlds with the same draws.
    """
    people = lab.ready().consumers
    without = np.flatnonzero((people.loyalty[:, STUDIED] == 0) & (people.rate > 0))
    number = max(int(GIVEN * len(without)), 1)
    given = np.random.default_rng((lab.seed, number)).choice(without, number, replace=False)
    plain, treated = lab.fork("none"), lab.fork("none")
    give(treated, given)
    friends = plain.tables.friends
    degree = np.diff(friends.start)
    has = np.zeros(len(degree))
    has[given] = 1.0
    number_given = np.bincount(np.repeat(np.arange(len(degree)), degree), has[friends.friend], len(degree))
    followed = np.setdiff1d(without, given)
    followed = followed[number_given[followed] == 1]
    if not len(followed):
        return float("nan")
    with_one, with_none = (bought_at_all(model, followed, days).mean() for model in (treated, plain))
    return float(with_one / (1 - with_one) / (with_none / (1 - with_none)))


def give(model: MarketModel, people: Ints) -> None:
    """Let these people have the studied brand and buy it by habit, as content with it as its quality makes one."""
    consumers, quality = model.consumers, float(model.tables.brands.quality[STUDIED])
    for column, value in (
        (consumers.aware, 1),
        (consumers.salience, 1.0),
        (consumers.loyalty, 1.0),
        (consumers.trust, quality),
        (consumers.attitude, 2 * quality - 1),
    ):
        column[people, STUDIED] = value


def bought_at_all(model: MarketModel, people: Ints, days: int) -> Float64s:
    """Return each one's probability of buying the studied brand within so many days, float64[people]."""
    never = np.zeros(len(people))
    for _ in range(days):
        model.step()
        expected = expected_by_person(model)[people, STUDIED].astype(np.float64)
        never += np.log1p(-np.minimum(expected, 1 - 1e-9))
    return 1 - np.exp(never)
