"""Regret and regions of a made-up market in which one arm wins on one side, and another is never far from best."""

import polars as pl
import pytest

import experiments
from experiments import app
from experiments.sweeps.regret import duels, regions, regret_table


def profit(arm, x, kind, seed):
    level = {"bold": 10 if x > 0.6 else -10, "steady": 4.0, "odd": -1.0}[arm]
    return level + (20 if arm == "odd" and kind == "rare" else 0) + 0.1 * ((seed * 7 + int(100 * x)) % 3)


@pytest.fixture
def table():
    rows = [
        (point, seed, arm, x, kind, profit(arm, x, kind, seed))
        for point, (x, kind) in enumerate((x / 20, kind) for x in range(20) for kind in ("plain", "rare"))
        for seed in (1, 2, 3)
        for arm in ("bold", "steady", "odd")
    ]
    return pl.DataFrame(rows, schema=["point", "seed", "arm", "x", "kind", "profit"], orient="row")


def test_the_arm_that_is_never_far_from_best_comes_first(table):
    plain = table.filter(kind="plain")
    found = regret_table(duels(plain, ["x"], "profit", 1), 0.95)
    assert found["arm"].tolist() == ["steady", "odd", "bold"]
    assert found["worst_regret"].tolist() == pytest.approx([6, 11, 14])
    assert found.set_index("arm")["best"].to_dict() == pytest.approx({"steady": 0.65, "odd": 0, "bold": 0.35})


def test_less_may_be_better(table):
    found = regret_table(duels(table.filter(kind="plain"), ["x"], "profit", -1), 0.95)
    assert found["arm"][0] == "odd"


def test_the_regions_are_where_the_winner_changes(table):
    found = regions(duels(table, ["x", "kind"], "profit", 1))
    assert found["winner"].tolist() == ["steady", "bold", "odd"]
    assert found["where"].tolist() == ["kind = plain and x < 0.625", "kind = plain and x >= 0.625", "kind not plain"]
    assert found["wins"].tolist() == [1, 1, 1]
    assert found["points"].sum() == pytest.approx(1)


def test_one_winner_is_one_region(table):
    found = regions(duels(table.filter(pl.col("x") < 0.5, kind="plain"), ["x"], "profit", 1))
    assert found[["where", "winner"]].values.tolist() == [["everywhere", "steady"]]


def test_a_point_at_which_a_run_failed_is_left_out(table):
    found = duels(table.filter((pl.col("point") != 3) | (pl.col("seed") != 2)), ["x"], "profit", 1)
    assert 3 not in found.points
    assert len(found.points) == 39


def test_the_market_is_asked_by_one_command_and_again_without_running(tmp_path, capsys):
    tiny = ["market.consumers=300", "market.people=60000", "market.burn_in=2", "market.days=7", "executor=serial"]
    tiny += ["brands.campaign_days=7", "brands.budget=3000", f"output.dir={tmp_path}", "arms=[none,hyper_targeted]"]
    ranges = "parameters={brands.price:[5,20]}"
    assert app.main([*tiny, "task=robustness", ranges, "points=3", "replicates=2"]) == 0
    first = capsys.readouterr().out
    assert "never further from the best arm" in first or "is best at every point" in first
    assert app.main(["task=robustness", f"samples={tmp_path}"]) == 0
    assert capsys.readouterr().out == first.partition("\n")[2]
    found = experiments.robustness(samples=tmp_path)
    assert set(found["arm"]) == {"none", "hyper_targeted"}
    assert found["worst_regret"].is_monotonic_increasing
    assert found.attrs["points"] == 3
    assert found.attrs["regions"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["arms=[none]", "parameters={brands.price:[5,20]}"], "arms: got 1, takes two or more with task=robustness"),
        (["samples=/no/such"], "samples: got '/no/such', takes the folder of a finished sweep"),
        (["outcome=reach", "parameters={brands.price:[5,20]}"], "outcome: got 'reach', of which neither"),
    ],
)
def test_what_cannot_be_weighed_is_refused_in_one_line(overrides, said, capsys):
    assert app.main(["task=robustness", *overrides]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1
