"""Whether a brand can rank its creators: by the promo codes that it sees, against what each truly added.

What a creator truly added is taken from worlds that lack that creator alone (``measurement.leave_one_out`` says of how
many creators), or else read person by person: each person's added purchases are shared equally among the creators whose
posts for the brand the person saw. Purchases added by hearsay alone then belong to none of them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from simulation.brand_view.sensors import sense
from simulation.brand_view.touch_log import TouchLog, read_touches
from simulation.counterfactual.campaign import Part, Worlds
from simulation.counterfactual.replay import Recorder
from simulation.evaluation.ranks import spearman
from simulation.recording.log import RecordedMarket
from simulation.strategies.named import describe, restore

if TYPE_CHECKING:
    from simulation.counterfactual.uplift import Uplift

FEWEST = 3
"""Creators below which there is nothing to rank."""


def code_ranks(model: RecordedMarket, truth: Uplift, start: RecordedMarket | None = None) -> dict[str, float]:
    """Return ``code_rank_correlation``: Spearman's correlation of creators' codes with what they truly added.

    NaN where the market keeps no touches (``measurement.touches``), where posts of fewer than three creators were seen,
    or where all of them are equal.

    Args:
        model: The world with the campaign, at its end.
        truth: What the campaign added, person by person.
        start: The same market on the campaign's first day, whatever its strategy: worlds that lack a creator begin
            here. ``None``: there are none, and added purchases are shared.
    """
    # Not the rings themselves: what a report keeps beside must not become a figure of the brand's.
    log = read_touches(model) if model.scenario.measurement.touches > 0 else None
    if log is None or len(np.unique(log.source[log.source >= 0])) < FEWEST:
        return {"code_rank_correlation": float("nan")}
    most = 0 if start is None else model.scenario.measurement.leave_one_out
    added = _shared(log, truth) if start is None or most == 0 else left_out(model, start, most)
    paths = sense(model, "codes", "creator").paths
    credit = np.bincount(paths.touch, weights=paths.conversions[paths.row], minlength=len(paths.channels))
    seen = dict(zip(paths.channels, credit.tolist(), strict=True))
    coded = np.array([seen.get(f"creator {i}", 0.0) for i in added])
    return {"code_rank_correlation": spearman(coded, np.array(list(added.values())))}


def _shared(log: TouchLog, truth: Uplift) -> dict[int, float]:
    """Share each person's added purchases among the creators seen: creator's row -> simulated purchases."""
    number = int(log.source.max(initial=0)) + 1
    met = np.unique(log.person[log.source >= 0] * number + log.source[log.source >= 0])
    person, creator = met // number, met % number
    shares = 1.0 / np.bincount(person, minlength=len(log.purchases))[person]
    added = np.bincount(creator, weights=truth.purchases[person] * shares, minlength=number)
    return {int(i): float(added[i]) for i in np.unique(creator)}


def left_out(model: RecordedMarket, start: RecordedMarket, most: int) -> dict[int, float]:
    """Return what creators added by the worlds that lack them: creator's row -> simulated purchases.

    Where the campaign has more than ``most`` creators, every n-th is taken, in the order of their audiences, so
    that small and large ones are among them as they are in the campaign.

    Raises:
        InputError: ``start`` does not stand on the campaign's first day.
    """
    lived = model.strategy
    with contextlib.ExitStack() as to_close:
        if isinstance(lived, Recorder):  # its plans are written down already
            worlds = Worlds(start, model, lived.plans)
        else:
            fresh = to_close.enter_context(start.fork(restore(describe(lived))))  # before it learned anything
            worlds = to_close.enter_context(Worlds(fresh))
        return _each_left_out(worlds, most)


def _each_left_out(worlds: Worlds, most: int) -> dict[int, float]:
    audience = worlds.start.creators.audience
    rows = sorted(worlds.creators, key=lambda i: (int(audience[i]), i))
    if len(rows) > most:
        rows = [rows[round(at)] for at in np.linspace(0, len(rows) - 1, most)]
    whole = int(worlds.without(()).purchases.sum(dtype=np.int64))
    parts = {i: Part(f"creator {i}", frozenset({i})) for i in rows}
    return {i: float(whole - int(worlds.without((part,)).purchases.sum(dtype=np.int64))) for i, part in parts.items()}
