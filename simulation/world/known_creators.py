"""A roster in the world: its creators are the first rows, each as itself; the others are generated around them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.scenario import Scenario
from simulation.state.columns import Float32s, Float64s
from simulation.world.bought_followers import bought_shares, integrity_of

SHOWN = 3
"""Creators that a note names; of more it says how many."""


class RosterRows(NamedTuple):
    """What is known of a roster's creators before anybody follows them."""

    size: Float64s  # [n]: followers who are people, wherever they live
    living: Float64s  # [n]: of these, in the market
    bought: Float32s  # [I]: shares of bought followers, of all creators
    notes: tuple[str, ...]


def roster_rows(scenario: Scenario, seed: int, others: Float64s) -> RosterRows:
    """Return the audiences of a roster's creators; ``others``: followers of the creators generated around them.

    Of F public followers ``(1 - bought) F`` are people. No more than ``followers_high`` of the market's people are
    taken to be among them: the others live elsewhere.
    """
    rule, people = scenario.creators, scenario.market.people
    public = np.array(rule.roster.followers, np.float64)
    integrity, _ = integrity_of(scenario, seed, len(public) + len(others))
    decades = np.log10(np.concatenate([public, others]) / 1_000.0)
    bought = bought_shares(scenario, seed, integrity, decades)
    size = public * (1 - bought[: len(public)].astype(np.float64))
    living = np.minimum(size, rule.followers_high * people)
    return RosterRows(size, living, bought, _notes(scenario, size, living))


def roster_niches(scenario: Scenario, drawn: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> None:
    """Write the niches that are known over those that were drawn, uint8[I]."""
    place = {name: k for k, name in enumerate(scenario.market.niches)}
    for row, niche in enumerate(scenario.creators.roster.niches):
        if niche:
            drawn[row] = place[niche]


def known_visibility(scenario: Scenario, visibility: Float32s) -> Float32s:
    """Return the probabilities that a follower sees a post: where a roster says who is reached, ``reach / followers``.

    All followers see it if the reach is larger than their number; people who do not follow are left out.
    """
    roster = scenario.creators.roster
    for row, (reach, followers) in enumerate(zip(roster.reach, roster.followers, strict=False)):
        if reach > 0:
            visibility[row] = min(reach / followers, 1.0)
    return visibility


def known_prices(scenario: Scenario, asked: Float64s) -> Float64s:
    """Return what creators ask for a post, in cents: where a roster says it, its fee."""
    for row, fee in enumerate(scenario.creators.roster.fee):
        if fee > 0:
            asked[row] = max(100.0 * fee, 1.0)
    return asked


def _notes(scenario: Scenario, size: Float64s, living: Float64s) -> tuple[str, ...]:
    """Return the notes on a roster: who is in it, and which values could not be used as they are."""
    roster, people = scenario.creators.roster, scenario.market.people
    abroad = [roster.handles[row] for row in np.flatnonzero(living < size)]
    wide = [
        handle
        for handle, reach, followers in zip(roster.handles, roster.reach, roster.followers, strict=False)
        if reach > followers
    ]
    notes = [f"roster: {named_few(roster.handles)}, each as itself"]
    if abroad:
        notes.append(
            f"roster: of the followers of {named_few(abroad)} no more than {living.max():,.0f} are taken to live in the"
            f" market, creators.followers_high of its {people:,.0f} people; the fees are for all of them"
        )
    if wide:
        notes.append(
            f"roster: {named_few(wide)}: more people see a post than follow; all followers see each, and nobody else"
        )
    return tuple(notes)


def named_few(handles: list[str]) -> str:
    """Return the first handles, and how many more there are."""
    more = len(handles) - SHOWN
    return ", ".join(handles[:SHOWN]) + (f" and {more} more" if more > 0 else "")
