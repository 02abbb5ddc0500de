"""The space of calibration: parameters that are there, ranges that the schema takes, places that come back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.calibration.priors import FIXED, SPACE, ranges, share_of, shares_of
from experiments.calibration.targets import CONSTANT, INPUTS, targets
from experiments.validation.card import facts
from simulation.scenario import Scenario


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_the_schema_takes_both_ends_of_every_range(end: float) -> None:
    for each in ranges():
        Scenario().with_values({each.name: each.at(end)})
    Scenario().with_values({**FIXED, **{each.name: each.at(end) for each in ranges()}})


def test_a_parameter_is_either_calibrated_or_fixed_and_only_once() -> None:
    names = [each.name for each in SPACE]
    assert len(set(names)) == len(names)
    assert not set(names) & set(FIXED)
    assert all(each.reason for each in SPACE)


def test_a_place_in_the_range_comes_back() -> None:
    rng = np.random.default_rng(1)
    shares = rng.random(len(SPACE))
    values = {each.name: each.at(share) for each, share in zip(ranges(), shares, strict=True)}
    assert shares_of(values) == pytest.approx(list(shares))
    half_life = next(each for each in SPACE if each.name == "consumers.salience.half_life")  # 30 to 90, in ratios
    assert share_of(half_life, math.sqrt(30 * 90)) == pytest.approx(0.5)


def test_calibration_aims_at_fit_rows_and_at_nothing_else() -> None:
    aimed = {band.name for band in targets()}
    fit = {band.name for fact, _ in facts().values() if fact.split == "fit" for band in fact.bands}
    others = {band.name for fact, _ in facts().values() if fact.split != "fit" for band in fact.bands}
    assert aimed <= fit
    assert not aimed & others
    inputs = {band.name for fact, _ in facts().values() if fact.name in INPUTS for band in fact.bands}
    assert fit - aimed == inputs | CONSTANT
