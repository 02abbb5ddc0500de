"""Field studies of friends: who speaks of which brand, and what a friend with the product does to the odds of buying.

East, Hammond and Wright 2007 asked people of what they had spoken well: mostly of their main brand. Bapna and Umyarov
2015 gave a subscription to users of a music site, drawn at random: the odds that a friend bought one rose by more than
60 % (by half in the working paper). Here people who buy in the category, but not the brand, are drawn, and are given it
as if it were their habit; friends who know the brand are followed in the same world with and without.
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

DAYS = 91
GIVEN = 0.02
"""Share of those who could be given the product who are: few enough that hardly anybody has two such friends."""
MOST = 0.5
"""Share that "most" is at least."""


def rows(runs: int, seed: int, scenario: Scenario) -> Iterator[Row]:
    """Yield the shares of praise for the speaker's main brand, and the odds ratio, one world of the scenario a run."""
    shares, ratios = [], []
    for run in range(runs):
        with Lab(scenario, seed + run) as lab:
            shares.append(shares_of_main_brand(lab))
            ratios.append(odds_ratio(lab))
    market = f"the market, {scenario.market.consumers:,} simulated consumers, no marketing"
    for k, (who, apart) in enumerate(
        (
            ("of all who speak", "their people have a main brand, most of ours buy nothing in the category"),
            ("of those who buy in the category", "most of ours have not bought since the market began"),
        )
    ):
        yield Row(
            "East, Hammond, Wright 2007",
            f'share of praise that is for the speaker\'s main brand, {who} (theirs: "most")',
            MOST,
            tuple(each[k] for each in shares),
            "ratio",
            market,
            apart,
            "A",
        )
    yield Row(
        "Bapna, Umyarov 2015",
        f"odds of buying within {DAYS} days with a friend who was given the product, over those without",
        1.6,
        tuple(ratios),
        "ratio",
        market,
        "theirs is a subscription that a friend's page shows; here a friend must speak, and speaks of it for good",
        "A",
    )


def shares_of_main_brand(lab: Lab, days: int = DAYS) -> tuple[float, float]:
    """Return which part of what is said well of a brand is about the speaker's main brand, that of the largest loyalty.

    Of all that is said, and of what people say who buy in the category.
    """
    model = lab.fork("none")
    said, main = np.zeros(2), np.zeros(2)
    for _ in range(days):
        model.step()
        mail, people = model.tables.mail, model.consumers
        speak = (mail.valence > 0) & (mail.brand >= 0) & (mail.creator < 0)
        its_own = (people.loyalty.max(axis=1) > 0) & (people.loyalty.argmax(axis=1) == mail.brand)
        for k, who in enumerate((speak, speak & (people.rate > 0))):
            said[k] += who.sum()
            main[k] += (who & its_own).sum()
    of_all, of_buyers = (float(m / s) if s else float("nan") for m, s in zip(main, said, strict=True))
    return of_all, of_buyers


def odds_ratio(lab: Lab, days: int = DAYS) -> float:
    """Return the odds of buying the studied brand with one friend who was given it, over those without.

    The odds are those of people with exactly one such friend who know the brand and buy in the category, but do not buy
    the brand yet, in two worlds with the same draws. NaN if there is nobody like that.
    """
    people = lab.ready().consumers
    without = np.flatnonzero((people.loyalty[:, STUDIED] == 0) & (people.rate > 0))
    if not len(without):
        return float("nan")
    number = max(int(GIVEN * len(without)), 1)
    given = np.random.default_rng((lab.seed, number)).choice(without, number, replace=False)
    plain, treated = lab.fork("none"), lab.fork("none")
    give(treated, given, lab.scenario.brands.habit)
    friends = plain.tables.friends
    degree = np.diff(friends.start)
    has = np.zeros(len(degree))
    has[given] = 1.0
    number_given = np.bincount(np.repeat(np.arange(len(degree)), degree), has[friends.friend], len(degree))
    followed = np.setdiff1d(without, given)
    followed = followed[(number_given[followed] == 1) & (people.aware[followed, STUDIED] != 0)]
    if not len(followed):
        return float("nan")
    with_one, with_none = (buys_at_all(model, followed, days).mean() for model in (treated, plain))
    return float(with_one / (1 - with_one) / (with_none / (1 - with_none)))


def give(model: MarketModel, people: Ints, habit: float) -> None:
    """Let these people have the studied brand as their habit, as content with it as its quality makes one."""
    consumers, quality = model.consumers, float(model.tables.brands.quality[STUDIED])
    for column, value in (
        (consumers.aware, 1),
        (consumers.salience, 1.0),
        (consumers.loyalty, habit),
        (consumers.trust, quality),
        (consumers.attitude, 2 * quality - 1),
    ):
        column[people, STUDIED] = value


def buys_at_all(model: MarketModel, people: Ints, days: int) -> Float64s:
    """Return what each one's purchase of the studied brand counts on average, float64[people]: its mean is that share.

    The probabilities of buying are added up until somebody buys. Their sum and the share who buy have the same mean.
    """
    before = model.consumers.purchases[people, STUDIED].copy()
    total = np.zeros(len(people))
    for day in range(days):
        if day:
            model.step()
        still = model.consumers.purchases[people, STUDIED] == before
        total += np.where(still, expected_by_person(model)[people, STUDIED].astype(np.float64), 0.0)
    return total
