"""The funnel's intervals are drawn as long as they are, and an end that the axis has no place for is drawn open."""

import numpy as np
import polars as pl
import pytest

from experiments.figures import funnel, style
from experiments.results.findings import Measure, findings

VALUES = {
    "reach": [90_000.0, 110_000.0, 100_000.0, 100_000.0],
    "buyers": [2_000.0, 6_200.0, 1_900.0, 5_900.0],  # the interval begins at a sixteenth of the mean
    "repeat_buyers": [0.0, 0.0, 0.0, 400.0],  # below zero
    "incremental_purchases": [-900.0, 500.0, 100.0, -100.0],  # the mean itself is below zero
}


def draw(values):
    rows = [("plan", seed, metric, v) for metric, column in values.items() for seed, v in enumerate(column)]
    table = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
    found = findings(table, ["plan"], "none", {"reach": Measure("people", 1, "")}, 0.95)
    with style.styled():
        return found, funnel.draw(found, style.looks(["plan"], "none", str))


@pytest.fixture(scope="module")
def drawn():
    return draw(VALUES)


def lines(drawing, panel=0):
    """From and to of each horizontal stroke of a panel, by the row of its stage."""
    axes = drawing.figure.axes[panel]
    strokes = [line.get_xydata() for line in axes.get_lines() if len(line.get_xydata()) == 2]
    return {round(float(xy[0, 1])): tuple(float(x) for x in xy[:, 0]) for xy in strokes}


def test_an_interval_is_drawn_to_its_end_however_far_below_the_mean(drawn):
    found, drawing = drawn
    each = found.means["plan"]["buyers"]
    assert 1 < each.low < each.mean / 10
    assert lines(drawing)[1] == pytest.approx((each.low, each.high))


def test_an_end_below_one_person_is_open_and_the_caption_says_so(drawn):
    found, drawing = drawn
    for panel, row, metric in ((0, 2, "repeat_buyers"), (1, 0, "incremental_purchases")):
        axes = drawing.figure.axes[panel]
        left = axes.get_xlim()[0]
        assert found.means["plan"][metric].low < 0 < found.means["plan"][metric].high
        assert lines(drawing, panel)[row] == pytest.approx((left, found.means["plan"][metric].high))
        arrows = [line for line in axes.get_lines() if line.get_marker() == "<"]
        assert [float(arrow.get_xdata()[0]) for arrow in arrows] == pytest.approx([left])
    assert "an arrow: the interval continues below 1" in drawing.caption.lower()


def test_without_an_open_end_there_is_no_arrow_to_explain():
    _, drawing = draw({name: VALUES[name] for name in ("reach", "buyers")})
    assert "arrow" not in drawing.caption
    assert [line for line in drawing.figure.axes[0].get_lines() if line.get_marker() == "<"] == []


def test_the_living_chart_has_the_same_ends_and_tells_the_true_ones(drawn):
    found, drawing = drawn
    for chart, axes, stages in zip(drawing.charts, drawing.figure.axes, (funnel.STAGES, funnel.ACTS), strict=True):
        rows = {row["stage"]: row for layer in chart["layer"] for row in _data(chart, layer)}
        left = axes.get_xlim()[0]
        for key, label in stages:
            if key in VALUES:
                each, row = found.means["plan"][key], rows[label]
                assert (row["low"], row["high"]) == pytest.approx((each.low, each.high), rel=1e-5)
                assert row["from"] == pytest.approx(each.low if each.low >= 1 else left, rel=1e-5)
                assert row["open"] == (each.low < 1)


def test_people_and_acts_are_not_on_one_axis(drawn):
    _, drawing = drawn
    assert [axes.get_xlabel() for axes in drawing.figure.axes] == [funnel.PEOPLE_AXIS, funnel.ACTS_AXIS]
    assert not {key for key, _ in funnel.STAGES} & {key for key, _ in funnel.ACTS}


def _data(chart, layer):
    return (layer.get("data") or chart["data"])["values"]


def test_one_seed_has_dots_and_no_strokes():
    _, drawing = draw({name: column[:1] for name, column in VALUES.items()} | {"repeat_buyers": [400.0]})
    assert lines(drawing) == {}
    assert np.isfinite([float(x) for line in drawing.figure.axes[0].get_lines() for x in line.get_xdata()]).all()
