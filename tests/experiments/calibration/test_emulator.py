"""Emulators find what a target depends on, and say where its band holds; samples go there; hidden points are found."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest

from experiments.calibration.calibrate import together
from experiments.calibration.emulator import FEWEST, emulate, scaled
from experiments.calibration.priors import SPACE
from experiments.calibration.recovery import coverage, recover
from experiments.calibration.sampling import sample
from experiments.validation.fact import Band

SUM = Band("sum", 0.9, 1.1)
PRODUCT = Band("product", 0.2, 0.3)
D = len(SPACE)


def shown(x: np.ndarray, noise: float = 0.0, seed: int = 0) -> list[dict[str, float]]:
    """Two targets of the first three parameters; the others do nothing."""
    rng = np.random.default_rng(seed)
    return [
        {"sum": a + b + noise * rng.standard_normal(), "product": a * c + noise * rng.standard_normal()}
        for a, b, c in x[:, :3]
    ]


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    return np.random.default_rng(1).random((150, D))


@pytest.fixture(scope="module")
def emulators(points: np.ndarray) -> list:
    return emulate(points, shown(points, 0.02), [SUM, PRODUCT])


@pytest.mark.parametrize(
    ("band", "value", "expected"),
    [
        (Band("a", 2, 4), 2, -math.asinh(1)),
        (Band("a", 2, 4), 4, math.asinh(1)),
        (Band("a", 2, 4), 3, 0),
        (Band("a", 2, 4), 8, math.asinh(5)),
        (Band("a", 2, math.inf), 2, 0),
        (Band("a", 2, math.inf), 6, math.asinh(2)),
        (Band("a", -math.inf, 0), 3, math.asinh(3)),
    ],
)
def test_targets_are_scaled_by_their_bands(band: Band, value: float, expected: float) -> None:
    assert scaled(np.array([value]), band)[0] == pytest.approx(expected)


def test_an_emulator_finds_what_matters_and_predicts_the_rest_of_the_space(emulators: list) -> None:
    assert set(emulators[0].inputs[:2]) == {0, 1}
    assert set(emulators[1].inputs[:2]) == {0, 2}
    there = np.random.default_rng(2).random((400, D))
    for each, band in zip(emulators, (SUM, PRODUCT), strict=True):
        truth = scaled(np.array([found[band.name] for found in shown(there)]), band)
        mean, deviation = each.predict(there)
        assert np.corrcoef(mean, truth)[0, 1] > 0.97
        assert (np.abs(mean - truth) < 3 * np.hypot(deviation, each.noise)).mean() > 0.9
        assert each.error < 0.35


def test_a_target_that_was_hardly_measured_is_left_out(points: np.ndarray) -> None:
    found = shown(points)
    for each in found[FEWEST - 1 :]:
        each["product"] = math.nan
    assert [each.band for each in emulate(points, found, [SUM, PRODUCT])] == [SUM]


def test_a_sample_lies_where_all_bands_hold(emulators: list) -> None:
    found = sample(partial(together, emulators), D, seed=3, number=300)
    assert ((found >= 0) & (found <= 1)).all()
    sums, products = (np.array([each[name] for each in shown(found)]) for name in ("sum", "product"))
    assert ((sums > 0.85) & (sums < 1.15)).mean() > 0.8
    assert ((products > 0.15) & (products < 0.35)).mean() > 0.8
    for rest in found[:, 3:].T:  # what no target tells stays as it was
        assert rest.std() == pytest.approx(math.sqrt(1 / 12), rel=0.25)


def test_the_sample_of_a_known_distribution_has_its_moments() -> None:
    def log_chance(x: np.ndarray) -> np.ndarray:
        return -0.5 * ((x[:, 0] - 0.6) / 0.05) ** 2

    found = sample(log_chance, 2, seed=1, number=2000)
    assert found[:, 0].mean() == pytest.approx(0.6, abs=0.01)
    assert found[:, 0].std() == pytest.approx(0.05, rel=0.15)
    assert found[:, 1].mean() == pytest.approx(0.5, abs=0.05)


def test_hidden_points_are_found_again(points: np.ndarray, emulators: list) -> None:
    again = recover(points, shown(points, 0.02), emulators, number=6, seed=1)
    assert sum(each["found"] for each in again) >= 5
    inside = sum(coverage(again, each.name)[0] for each in SPACE)
    assert 0.8 <= inside / (6 * len(SPACE)) <= 0.97
    assert coverage(again, SPACE[0].name)[1] < 0.75 < coverage(again, SPACE[-1].name)[1]
