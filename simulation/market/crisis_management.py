"""Crises: what starts them, how brands see and answer them, whom they spill over to, how they fade."""

from __future__ import annotations

import math

import numpy as np

from simulation.compute.draws import EXPOSURE, FAILURE, draw4
from simulation.market.creator_economy import live_contracts
from simulation.market_base import Market
from simulation.state.columns import (
    APOLOGISED,
    DENIED,
    EXPOSED,
    HEARD_NEGATIVE,
    NEVER,
    SILENT,
    STUDIED,
)

FADED = 0.005
"""Reach below which nobody speaks of a crisis any more (ours)."""
QUIET = 28
"""Days after which call-outs can make a new crisis of the same brand (ours)."""


def watch(market: Market) -> None:
    """After creators published: new crises begin, brands answer those they have seen, and the news is out."""
    rule = market.scenario.crises
    if not rule.enabled:
        return
    _begin_scandals(market)
    nothing = np.zeros(market.brand_count, np.int64)
    heard = sum((counts[:, HEARD_NEGATIVE] for counts in market.history.brand[-7:]), nothing).tolist()  # of bad, a week
    for b in range(market.brand_count):
        _perhaps_fail(market, b)
        _perhaps_cascade(market, b, heard[b])
        _answer(market, b)
    brands = market.tables.brands
    brands.news[0] = bool((brands.crisis > 0).any() or (brands.apology > 0).any())
    brands.news[1] = bool((market.creators.scandal > 0).any())


def fade(market: Market) -> None:
    """At the end of the day news gets older: its reach is multiplied by ``fading``, and is 0 below 0.005."""
    for column in (market.tables.brands.crisis, market.tables.brands.apology, market.creators.scandal):
        if not column.any():
            continue
        column *= np.float32(market.scenario.crises.fading)
        column[column < FADED] = 0


def break_out(market: Market, b: int, reach: float, guilty: bool, why: str, creator: int = -1) -> None:
    """Begin a crisis of brand ``b``; a greater one that already runs continues."""
    brands = market.tables.brands
    if reach <= float(brands.crisis[b]):
        return
    if brands.crisis[b] == 0:
        brands.standing[b] = brands.reputation[b]
    brands.crisis[b] = reach
    brands.broke[b] = market.day
    brands.guilty[b] = guilty
    brands.answer[b] = SILENT
    market.history.note(market.campaign_day, why, b, creator, reach)


def _begin_scandals(market: Market) -> None:
    """Creators' scandals reflect on brands by the share of the hired audience that is theirs; rivals get a part.

    The reach is ``association audience_i / sum of audiences hired`` for the brand, ``spillover`` times that for each
    rival with live contracts.
    """
    rule, creators, contracts = market.scenario.crises, market.creators, market.tables.contracts
    planned = market.campaign_day == rule.scandal_day
    if not planned and not (creators.scandal == 1).any():
        return
    live = live_contracts(contracts, market.day)
    if planned and live[STUDIED].any():
        creators.scandal[np.flatnonzero(live[STUDIED])[creators.audience[live[STUDIED]].argmax()]] = 1
    for i in np.flatnonzero(creators.scandal == 1):
        market.history.note(market.campaign_day, "scandal", -1, int(i), 1.0)
        for b in np.flatnonzero(live[:, i]):
            whole = int(creators.audience[live[b]].sum())
            share = float(creators.audience[i] / whole) if whole else 0.0
            reach = rule.association * share
            break_out(market, int(b), reach, False, "crisis: scandal", int(i))
            for other in range(market.brand_count):
                if other != b and live[other].any():
                    break_out(market, other, rule.spillover * reach, False, "crisis: spillover", int(i))


def _perhaps_fail(market: Market, b: int) -> None:
    """A product may fail: with probability ``failure (1 - quality) / 365``, or on the day that is set."""
    rule = market.scenario.crises
    chance = rule.failure * (1 - float(market.tables.brands.quality[b])) / 365
    u = draw4(market.key, FAILURE, b, market.day, 0, 0)[0] if chance > 0 else 1.0
    planned = b == STUDIED and rule.failure_day is not None and market.campaign_day == rule.failure_day
    if u < chance or planned:
        break_out(market, b, 1.0, True, "crisis: failure")


def _perhaps_cascade(market: Market, b: int, heard: int) -> None:
    """Media take up what people say when, within a week, enough of those who know the brand heard bad news of it.

    When ``1000 heard / aware >= cascade``: a crisis of reach 0.5, at most one in 28 days.
    """
    rule, brands = market.scenario.crises, market.tables.brands
    if brands.broke[b] != NEVER and market.day - int(brands.broke[b]) < QUIET:
        return
    aware = float(brands.known[b])
    if aware > 0 and 1000 * heard / aware >= rule.cascade:
        break_out(market, b, 0.5, True, "crisis: cascade")


def _answer(market: Market, b: int) -> None:
    """Once it has been seen and thought about, a brand apologises, denies, or says nothing; denials may be exposed.

    A brand has seen it after ``round(7 (1 - monitoring))`` days and answers ``response_delay`` days later. What a
    response ends of the crisis falls with the days since it began: ``share e^(-days / life)`` (ours). A denial of what
    is true is exposed with probability ``exposed`` a day, and the reach is 1 again.
    """
    rule, brands = market.scenario.crises, market.tables.brands
    if rule.response == "silence" or brands.crisis[b] <= 0:
        return
    since = market.day - int(brands.broke[b])
    seen = round(7 * (1 - rule.monitoring))
    if brands.answer[b] == SILENT and since >= seen + rule.response_delay:
        prompt = math.exp(-since / rule.apology_life)
        if rule.response == "apology":
            brands.answer[b] = APOLOGISED
            brands.crisis[b] *= np.float32(1 - rule.apology * prompt)
            brands.apology[b] = prompt
        else:
            brands.answer[b] = DENIED
            brands.crisis[b] *= np.float32(1 - rule.denial * prompt)
        market.history.note(market.campaign_day, rule.response, b, -1, prompt)
    elif brands.answer[b] == DENIED and brands.guilty[b] and _is_exposed(market, b):
        brands.answer[b] = EXPOSED
        brands.crisis[b] = 1
        market.history.note(market.campaign_day, "denial exposed", b, -1, 1.0)


def _is_exposed(market: Market, b: int) -> bool:
    """Say whether a false denial is exposed today: with probability ``exposed``."""
    return bool(draw4(market.key, EXPOSURE, b, market.day, 0, 0)[0] < market.scenario.crises.exposed)
