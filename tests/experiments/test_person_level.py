"""What the campaign did to each person: who changed, and who merely came to know the brand."""

import numpy as np
import polars as pl
import pytest

from experiments.figures.style import looks
from experiments.figures.uplift import draw
from experiments.running.one_seed import person_level
from simulation.counterfactual.uplift import Uplift


@pytest.fixture(scope="module")
def truth():
    """Ten people: one lost trust, four came to know the brand, one lost sight of it, one knows it and is unmoved."""
    knows_with = np.array([1, 1, 1, 1, 1, 0, 1, 0, 0, 0], np.uint8)
    knows_without = np.array([1, 0, 0, 0, 0, 1, 1, 0, 0, 0], np.uint8)
    return Uplift.between(
        purchases=(np.array([1, 1] + [0] * 8, np.uint16), np.zeros(10, np.uint16)),
        trust=(
            np.where(knows_with, 0.625, 0.5).astype(np.float32) - np.eye(10, dtype=np.float32)[0] / 8,
            np.where(knows_without, 0.625, 0.5).astype(np.float32),
        ),
        aware=(knows_with, knows_without),
        cost=(0, 0),
        price=30.0,
        margin=0.4,
    )


def value(table, quantity, kind, at):
    (found,) = table.filter(quantity=quantity, kind=kind, at=at)["value"]
    return found


def test_only_people_who_know_the_brand_in_both_worlds_have_a_changed_trust(truth):
    table = person_level(truth)
    assert [value(table, "trust", "share", at) for at in (-1, 0, 1)] == [0.1, 0.9, 0.0]
    assert table.filter(quantity="trust", kind="count").select("at", "value").rows() == [(-0.13, 1.0)]
    assert value(table, "trust", "mean", 0) == pytest.approx(-0.125 / 2)  # of the two
    assert value(table, "trust", "quantile", 0.99) == pytest.approx(0, abs=0.002)


def test_the_newly_aware_are_counted_apart(truth):
    table = person_level(truth)
    assert [value(table, "awareness", "share", at) for at in (-1, 0, 1)] == [0.1, 0.5, 0.4]


def test_the_figure_shows_both_apart(truth, found_by_all):
    table = pl.concat(
        person_level(truth).with_columns(pl.lit("broadcast").alias("arm"), pl.lit(seed).alias("seed"))
        for seed in found_by_all.seeds
    )
    arms = looks(["broadcast", "none"], "none", str)
    drawing = draw(found_by_all, table, arms)
    assert "trust in the brand changed for 10.0 % of people, all of whom know it in both worlds" in drawing.alt
    assert "40.0 % know it only with the campaign" in drawing.alt
    assert "whose trust did not (broadcast 90.0 %)" in drawing.caption
    assert len(drawing.figure.axes) == len(drawing.charts) == 3
    widths = sorted(round(bar.get_width()) for bar in drawing.figure.axes[2].patches)
    assert widths == [-1000, 4000]  # people per 10,000
