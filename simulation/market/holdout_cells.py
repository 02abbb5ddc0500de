"""Cells: people whom a brand draws by lot, and from whom it withholds one channel while it goes on for all others."""

from __future__ import annotations

import numpy as np

from simulation.compute.draws import CELL
from simulation.compute.many_draws import uniforms
from simulation.errors import InputError
from simulation.market_base import Market
from simulation.state.columns import STUDIED, TESTABLE, new_test, no_test
from simulation.strategies.plan import Cells


def draw_cells(market: Market, cells: Cells) -> None:
    """Draw people into cells anew, and note what each has bought so far.

    A person's cell depends on the run's key, the person and the day alone: no state is kept beside ``Tables.holdout``.

    Raises:
        InputError: A field test of the campaign is under way.
    """
    holdout = market.tables.holdout
    people = len(market.consumers.niche)
    if len(holdout.withheld) and not len(holdout.before):
        raise InputError("field test: got a strategy that draws cells of its own, takes one that does not test itself")
    if cells.share == 0 or not cells.channels:
        market.tables = market.tables._replace(holdout=no_test())
        return
    bits = np.array([TESTABLE.index(channel) for channel in cells.channels])
    u = uniforms(market.key, CELL, np.arange(people), day=market.day)[:, 0].astype(np.float64)
    cell = np.floor(u / cells.share).astype(np.int64)
    drawn = new_test(people, int((1 << bits).sum()))
    inside = cell < len(bits)
    drawn.withheld[inside] = 1 << bits[cell[inside]]
    market.tables = market.tables._replace(holdout=drawn._replace(before=market.consumers.purchases[:, STUDIED].copy()))
