"""What dashboards would have said, beside the truth; and what other tasks left in the folder."""

import numpy as np
import polars as pl
import pytest

from experiments.report import Context, measured
from experiments.results.findings import Measure, findings
from experiments.running import one_seed

SEEDS = (1, 2, 3)


def context(tmp_path, **tables):
    values = {
        "none": {"profit": 0.0, "cost": 0.0, "purchases": 140.0, "reached_purchases": 0.0, "reach": 0.0},
        "plan": {
            "profit": -20.0,
            "incremental_profit": -20.0,
            "cost": 100.0,
            "purchases": 170.0,
            "reached_purchases": 90.0,
            "reach": 400.0,
        },
    }
    rows = [
        (arm, seed, metric, value + 0.1 * seed * (metric == "incremental_profit"))
        for arm, metrics in values.items()
        for seed in SEEDS
        for metric, value in metrics.items()
    ]
    outcomes = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
    known = {"profit": Measure("USD", 1, ""), "cost": Measure("USD", -1, ""), "reach": Measure("people", 0, "")}
    found = findings(outcomes, ["none", "plan"], "none", known, 0.95)
    config = {"brands": {"price": [30.0], "margin": [0.4]}, "market": {"people": 1000.0}}
    return Context(found, [], tmp_path, config, {}, {}, {}, tables=tables)


def test_readings_credit_purchases_not_people(tmp_path):
    """Of 1,000 people the campaign reached 400; a purchase brings 12 USD of margin.

    ==========  =========  =========  ==============================
    ..          met it     did not    met it, had they bought alike
    people      400        600        400
    purchases   90         80         80 / 600 x 400 = 53 1/3
    ==========  =========  =========  ==============================

    Met it and bought: 90 x 12 = 1,080. Met it against did not: (90 - 53 1/3) x 12 = 440.
    """
    says = measured.readings(context(tmp_path), "plan", 12.0)
    assert says["reached and bought"] == pytest.approx([1_080.0] * 3)
    assert says["reached against not reached"] == pytest.approx([440.0] * 3)


def test_who_met_the_campaign_is_compared_with_who_did_not_by_all_that_they_bought():
    """Eight simulated consumers who stand for ten people each; a naive comparison is that of the two means."""
    bought = np.array([3, 2, 0, 0, 1, 0, 0, 1])
    met = np.array([True, True, True, False, False, False, False, False])
    counts = one_seed.buyers(bought, met, 10.0)
    assert counts == {"reached_buyers": 20, "reached_purchases": 50, "buyers": 40, "repeat_buyers": 20}
    reach, people, purchases = 30.0, 80.0, 70.0
    others = (purchases - counts["reached_purchases"]) / (people - reach)
    assert counts["reached_purchases"] / reach - others == pytest.approx(bought[met].mean() - bought[~met].mean())


def test_the_section_sets_them_beside_the_truth(tmp_path):
    page = str(measured.dashboard(context(tmp_path)))
    assert "truth" in page
    assert "13 times the truth" in page  # 1,080 credited, 80 added


def test_before_and_after_is_the_rise_over_the_days_before():
    rows = [("plan", 1, day, "purchases", 10.0 if day < 0 else 12.0) for day in range(-10, 30)]
    series = pl.DataFrame(rows, schema=["arm", "seed", "day", "metric", "value"], orient="row")
    assert measured.rise_of(series, 20)["rise"].to_list() == pytest.approx([40.0])
    without_burn_in = series.filter(pl.col("day") >= 0)
    assert np.isnan(measured.rise_of(without_burn_in, 20)["rise"].to_list()[0])


def test_sensitivity_is_taken_from_the_folder_and_the_strongest_named(tmp_path):
    (tmp_path / "sensitivity").mkdir()
    table = pl.DataFrame(
        {"quantity": ["a", "a", "a - b", "a - b"], "parameter": ["x", "y", "x", "y"], "ST": [0.9, 0.1, 0.2, 0.7]}
    )
    table.write_csv(tmp_path / "sensitivity" / "sensitivity.csv")
    read = measured.tables_in(tmp_path)
    assert measured.strongest(read["sensitivity"]).startswith("Another assumption: a - b depends most on y (")
    assert measured.strongest(read["sensitivity"]).endswith("then on x.")
    assert measured.sensitivity(context(tmp_path)) == []


def test_the_tornado_shows_the_strongest_on_top(tmp_path):
    from experiments.figures import style, tornado

    table = pl.DataFrame({"quantity": ["q", "q"], "parameter": ["x", "y"], "mu_star": [1.0, 3.0]})
    with style.styled():
        drawing = tornado.draw(table)
    assert drawing.alt.index("y 3") < drawing.alt.index("x 1")
    assert drawing.charts[0]["layer"]


def test_a_factor_is_never_written_as_a_power_of_ten() -> None:
    written = [measured.times(each) for each in (-152.4, 39.7, 15.2, 1.234, 2_345_678.0)]
    assert written == ["\N{MINUS SIGN}150", "40", "15", "1.2", "2,300,000"]
