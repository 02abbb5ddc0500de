"""Rank correlation against scipy's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from simulation.evaluation.ranks import spearman

PAIRS = st.lists(st.tuples(st.integers(-5, 5), st.floats(-1e6, 1e6)), min_size=2, max_size=30)


@given(PAIRS)
def test_ranks_correlate_as_scipy_says(pairs: list[tuple[int, float]]) -> None:
    a, b = (np.array(column, np.float64) for column in zip(*pairs, strict=True))
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        assert math.isnan(spearman(a, b))
    else:
        assert spearman(a, b) == pytest.approx(spearmanr(a, b).statistic, abs=1e-9)


def test_one_pair_has_no_correlation() -> None:
    assert math.isnan(spearman(np.ones(1), np.ones(1)))
