"""Brands that answer one another: best responses, and where a round of them comes to rest.

Every candidate is lived in a fork of the same market, with the same draws, so that strategies differ in their
consequences only. Nothing here is solved: strategies are tried, brand by brand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulation.errors import InputError
from simulation.recording.log import RecordedMarket
from simulation.strategies.named import named

if TYPE_CHECKING:
    import pandas as pd


class Rest(NamedTuple):
    """Where best responses led.

    Attributes:
        strategies: The brands' strategies at the end, in the order of the brands.
        settled: Whether no brand wanted to change in the last round: an equilibrium among the candidates in this one
            world, with its draws. Another seed may have another, or none.
        rounds: How many rounds were played.
        path: A row for each brand that had its turn: ``round``, ``brand``, ``strategy`` chosen, its ``profit`` in USD,
            and what it ``gained`` over the strategy it had.
    """

    strategies: tuple[str, ...]
    settled: bool
    rounds: int
    path: pd.DataFrame


def profits(start: RecordedMarket, strategies: Sequence[str]) -> list[float]:
    """Return every brand's profit, USD, if the brands follow these strategies from now to the end.

    Raises:
        InputError: There is not one strategy per brand, or there is none of that name.
    """
    from simulation.recording.outcomes import outcomes

    if len(strategies) != start.brand_count:
        raise InputError(f"strategies: got {len(strategies)}, takes {start.brand_count}, one per brand")
    mine, *rivals = (named(name) for name in strategies)
    with start.fork(mine, rivals=rivals) as twin:
        twin.run_for(twin.scenario.market.days - twin.campaign_day)  # what is left of the burn-in too
        return [outcomes(twin, b)["profit"] for b in range(twin.brand_count)]


def best_response(
    start: RecordedMarket, brand: int, strategies: Sequence[str], candidates: Sequence[str]
) -> dict[str, float]:
    """Return one brand's profit, USD, under each candidate, the others' strategies given; the best first.

    Args:
        start: The market on the campaign's first day.
        brand: The brand that answers.
        strategies: What the brands do now, by name.
        candidates: What the brand may do.

    Raises:
        InputError: There is no such brand or strategy, or no candidate.
    """
    if not 0 <= brand < start.brand_count:
        raise InputError(f"brand: got {brand}, takes 0 to {start.brand_count - 1}")
    if not candidates:
        raise InputError("candidates: got none, takes one or more strategies")
    profit_of = {}
    for candidate in candidates:
        tried = [*strategies[:brand], candidate, *strategies[brand + 1 :]]
        profit_of[candidate] = profits(start, tried)[brand]
    return dict(sorted(profit_of.items(), key=lambda item: -item[1]))


def best_responses(
    start: RecordedMarket, candidates: Sequence[str], strategies: Sequence[str] | None = None, rounds: int = 5
) -> Rest:
    """Let brands answer one another in turn until none wants to change, or the rounds are over.

    Brands may go round in circles for ever: then it has not settled.

    Args:
        start: The market on the campaign's first day.
        candidates: What every brand may do.
        strategies: What the brands do at first; ``None``: the first candidate, all of them.
        rounds: At most so many.

    Raises:
        InputError: As in :func:`best_response`; or ``rounds`` is below 1.
    """
    import pandas as pd

    if rounds < 1:
        raise InputError(f"rounds: got {rounds}, takes 1 or more")
    if not candidates:
        raise InputError("candidates: got none, takes one or more strategies")
    now = list(strategies) if strategies is not None else [candidates[0]] * start.brand_count
    path, played, settled = [], 0, False
    while played < rounds and not settled:
        played, settled = played + 1, True
        for brand in range(start.brand_count):
            tried = best_response(start, brand, now, list(dict.fromkeys([now[brand], *candidates])))
            best, had = next(iter(tried)), now[brand]
            gained = tried[best] - tried[had]
            if gained > 0:
                now[brand], settled = best, False
            path.append(
                {"round": played, "brand": brand, "strategy": now[brand], "profit": tried[now[brand]], "gained": gained}
            )
    return Rest(tuple(now), settled, played, pd.DataFrame(path))
