"""What all brands can expect to sell on one day, given what people know, think and remember now."""

from __future__ import annotations

import numpy as np

from simulation.engine.census import blocks_of, count_sales_block, expect_block, in_order
from simulation.recording.log import RecordedMarket
from simulation.state.columns import Float64s


def expected_sales(model: RecordedMarket) -> Float64s:
    """Return the purchases to expect of each brand on this day, float64[B], in people: occasions and choices averaged.

    For each buyer the rate of occasions times the probability of choosing the brand on one (``behaviour/choice.py``).
    Advertisements at a search, which are shown on occasions only, have no part in it.
    """
    rows = len(model.consumers.niche)
    sums = np.zeros((blocks_of(rows), model.brand_count))
    now, tables, rules, _ = model.day_context
    model.engine.count_people(count_sales_block, rows, now, tables, rules, sums)
    return in_order(sums) * model.people_per_consumer


def expected_by_person(model: RecordedMarket) -> Float64s:
    """Return the purchases to expect of each simulated consumer of each brand on this day, float64[C, B].

    Their sum, times the people that a consumer stands for, is :func:`expected_sales`.
    """
    rows = len(model.consumers.niche)
    expected = np.zeros((rows, model.brand_count))
    now, tables, rules, _ = model.day_context
    model.engine.count_people(expect_block, rows, now, tables, rules, expected)
    return expected
