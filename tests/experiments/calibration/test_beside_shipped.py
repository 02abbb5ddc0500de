"""Worlds of a search beside those that ship: medians in ranges, and distributions that differ."""

import numpy as np
import pytest

from experiments.calibration.beside_shipped import beside_shipped, compared
from experiments.calibration.priors import SPACE, Prior
from experiments.sweeps.points import read
from experiments.worlds.plausible import SHIPPED, path_of


def worlds(**columns: np.ndarray) -> list[dict[str, float]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_a_parameter_that_moved_differs_and_its_median_lies_outside() -> None:
    there = worlds(a=np.linspace(0, 1, 100), b=np.linspace(0, 1, 100))
    assert compared(worlds(a=np.linspace(0, 1, 50), b=np.linspace(0, 1, 50)), there, "ab") == (2, [])
    assert compared(worlds(a=np.linspace(0, 1, 50), b=np.linspace(2, 3, 50)), there, "ab") == (1, ["b"])
    # Half of the range: the median lies inside, the distribution is another.
    assert compared(worlds(a=np.linspace(0, 0.5, 50), b=np.linspace(0, 1, 50)), there, "ab") == (2, ["a"])


def test_many_comparisons_are_allowed_for() -> None:
    """A difference with p = 0.02 is one of a hundred: nothing is said to differ."""
    there = {name: np.linspace(0, 1, 40) for name in ("moved", *(f"same {k}" for k in range(99)))}
    ours = there | {"moved": np.linspace(0, 1, 40) ** 2.6}
    assert compared(worlds(moved=ours["moved"]), worlds(moved=there["moved"]), ["moved"]) == (1, ["moved"])
    assert compared(worlds(**ours), worlds(**there), list(there)) == (100, [])


def test_a_parameter_that_worlds_before_did_not_have_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    points = read(path_of(SHIPPED))
    new = Prior("consumers.talk.hours", 0.0, 1.0, False, "a parameter of tomorrow")
    monkeypatch.setattr("experiments.calibration.beside_shipped.SPACE", (*SPACE, new))
    said = beside_shipped([points.at(k) | {new.name: 0.5} for k in range(len(points))])
    assert f" {len(SPACE)} of {len(SPACE)} parameters" in said
    assert said.endswith(". They do not have consumers.talk.hours.")


def test_the_worlds_that_ship_lie_beside_themselves() -> None:
    points = read(path_of(SHIPPED))
    said = beside_shipped([points.at(k) for k in range(len(points))])
    number = len(SPACE)
    assert said.startswith(f"Beside the {len(points)} worlds that ship: the medians of {number} of {number} parameters")
    assert said.endswith("the distributions of 0 differ (Kolmogorov-Smirnov, Holm).")
