"""Indices through our own sweep path against theory: Ishigami and Homma 1990, with a = 7 and b = 0.1."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

import experiments
from experiments import app
from experiments.sweeps import indices
from experiments.sweeps.sensitivity import from_samples
from simulation.errors import InputError

A, B = 7.0, 0.1
CUBE = {name: [-math.pi, math.pi] for name in ("x1", "x2", "x3")}
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
FIRST = {
    "x1": 0.5 * (1 + B * math.pi**4 / 5) ** 2 / VARIANCE,
    "x2": A**2 / 8 / VARIANCE,
    "x3": 0.0,
}
TOTAL = {
    "x1": FIRST["x1"] + 8 * B**2 * math.pi**8 / 225 / VARIANCE,
    "x2": FIRST["x2"],
    "x3": 8 * B**2 * math.pi**8 / 225 / VARIANCE,
}


def ishigami(values, seed):
    return math.sin(values["x1"]) + A * math.sin(values["x2"]) ** 2 + B * values["x3"] ** 4 * math.sin(values["x1"])


def noisy(values, seed):
    """The same with noise between seeds, half of it at all points alike; its variance is twice the function's own."""
    own = np.random.default_rng([seed, *np.array(list(values.values())).view(np.uint32)]).normal()
    return ishigami(values, seed) + math.sqrt(VARIANCE) * (own + np.random.default_rng(seed).normal())


def within(found, theory, name):
    rows = found.set_index("parameter")
    return {
        parameter: rows.loc[parameter, f"{name}_low"] <= value <= rows.loc[parameter, f"{name}_high"]
        for parameter, value in theory.items()
    }


def test_sobol_indices_of_ishigami_match_theory_within_their_intervals():
    found = experiments.sensitivity(ishigami, parameters=CUBE, points=1024, workers=2)
    assert all(within(found, FIRST, "S1").values())
    assert all(within(found, TOTAL, "ST").values())
    assert (found["S1_high"] - found["S1_low"]).max() < 0.25
    assert found["parameter"].tolist() == ["x1", "x2", "x3"]


@pytest.mark.slow
def test_noise_between_seeds_is_told_from_effects():
    found = experiments.sensitivity(noisy, parameters=CUBE, points=1024, replicates=8)
    assert all(within(found, FIRST, "S1").values())
    assert all(within(found, TOTAL, "ST").values())
    shares = found.attrs["noise"]["function"]
    assert shares["parameters"] + shares["seeds"] + shares["runs"] == pytest.approx(1)
    assert shares["runs"] / shares["parameters"] == pytest.approx(1, rel=0.1)


@pytest.mark.slow
def test_without_taking_it_out_noise_would_pass_for_effects():
    found = experiments.sensitivity(noisy, parameters=CUBE, points=512, replicates=1)
    assert not all(within(found, TOTAL, "ST").values())
    assert math.isnan(found.attrs["noise"]["function"]["runs"])


def test_the_split_of_variance_is_that_of_the_layout_it_is_given():
    rng = np.random.default_rng(5)
    values = 3 * rng.normal(size=(4000, 1)) + 2 * rng.normal(size=(1, 400)) + rng.normal(size=(4000, 400))
    split = indices.noise(values)
    assert split.parameters == pytest.approx(9, rel=0.1)
    assert split.seeds == pytest.approx(4, rel=0.2)
    assert split.runs == pytest.approx(1, rel=0.02)


def test_morris_ranks_a_screening_and_says_what_noise_alone_would_look_like():
    def work(values, seed):
        own = np.random.default_rng([seed, int(1e6 * sum(values.values()))]).normal()
        return 10 * values["strong"] + values["weak"] + 0.2 * own

    ranges = {name: [0, 1] for name in ("nothing", "weak", "strong")}
    found = experiments.sensitivity(work, parameters=ranges, method="morris", points=30, replicates=4)
    assert found["parameter"].tolist() == ["strong", "weak", "nothing"]
    rows = found.set_index("parameter")
    assert rows.loc["strong", "mu_star"] == pytest.approx(10, rel=0.05)
    assert rows.loc["nothing", "mu_star"] == pytest.approx(rows.loc["nothing", "noise"], rel=0.4)
    assert rows.loc["weak", "mu_star"] > 3 * rows.loc["weak", "noise"]


def test_elementary_effects_are_what_each_step_changed_over_the_whole_range():
    """Two trajectories in two parameters with steps of 2/3; in seed 2 the second parameter counts twice."""
    shares = np.array([[0, 1 / 3], [2 / 3, 1 / 3], [2 / 3, 1], [1, 2 / 3], [1, 0], [1 / 3, 0]])
    values = np.stack([6 * shares[:, 0] + 3 * shares[:, 1], 6 * shares[:, 0] + 6 * shares[:, 1]], axis=1)
    found = indices.elementary_effects(shares, values)
    np.testing.assert_allclose(found[0], [[6, 6], [6, 6]])
    np.testing.assert_allclose(found[1], [[3, 6], [3, 6]])


def test_noise_of_an_effect_is_its_own_and_not_that_between_any_two_points():
    """Two seeds that weigh `b` differently (2 and 4) and `a` alike: all noise is in the effect of `b`."""
    shares = indices.unit_points("morris", 2, 3, 1)
    values = np.stack([5 * shares[:, 0] + weight * shares[:, 1] for weight in (2, 4)], axis=1)
    a, b = indices.morris(shares, values, 0.95, 1)
    assert (a["mu_star"], a["noise"], a["p"]) == (
        pytest.approx(5),
        pytest.approx(0, abs=1e-12),
        pytest.approx(0, abs=1e-12),
    )
    # Effects of 2 and 4: variance 2, of their mean over seeds 1.
    assert b["mu_star"] == pytest.approx(3)
    assert b["noise"] == pytest.approx(math.sqrt(2 / math.pi))
    assert math.isnan(indices.morris(shares, values[:, :1], 0.95, 1)[0]["p"])


@pytest.mark.parametrize(
    ("effects", "p"),
    [
        ([[2, 4], [2, 4], [2, 4]], 0.001114),  # t = 3 / sqrt(1.2 / 6) = 6.708, 5 degrees of freedom
        ([[-1, 3], [5, 1]], 0.2191),  # t = 2 / sqrt(20 / 3 / 4) = 1.549, 3 degrees of freedom
        ([[9, 11], [-9, -11]], 1.0),  # one way here, another way there
        ([[1, -1], [-1, 1]], 1.0),
        ([[0, 0], [0, 0]], 1.0),  # nothing at all: the parameter is not used
        ([[3, 3], [3, 3]], 0.0),  # the same everywhere
    ],
)
def test_chance_of_effects_that_point_one_way(effects, p):
    assert indices.chance(np.array(effects, float)) == pytest.approx(p, rel=0.01)


def test_p_is_uniform_where_there_is_only_noise():
    rng = np.random.default_rng(3)
    shares = indices.unit_points("morris", 400, 4, 1)
    rows = indices.morris(shares, rng.normal(size=(len(shares), 3)), 0.95, 1)
    assert np.mean([row["p"] < 0.1 for row in rows]) == pytest.approx(0.1, abs=0.05)
    assert np.mean([row["mu_star"] for row in rows]) == pytest.approx(np.mean([row["noise"] for row in rows]), rel=0.1)


def test_delta_of_samples_that_were_run_before_ranks_them(capsys):
    def line(values, seed):
        return 10 * values["strong"] + 2 * values["weak"]

    ranges = {name: [0, 1] for name in ("nothing", "weak", "strong")}
    table = experiments.sweep(line, parameters=ranges, design="sobol", points=512)
    found = from_samples(pl.from_pandas(table), list(ranges), "function", "value", 0.95, 1)
    rows = found.set_index("parameter")
    assert found["parameter"][0] == "strong"
    assert rows.loc["strong", "delta_low"] > 3 * rows.loc["strong", "noise"]
    assert rows.loc["nothing", "delta"] < rows.loc["weak", "delta"] + rows.loc["weak", "noise"]
    assert capsys.readouterr() == ("", "")


def test_runs_that_failed_are_not_passed_over_in_silence():
    with pytest.raises(InputError, match=r"\d+ of \d+ runs failed, and method=sobol needs all; the first: ValueError"):
        experiments.sensitivity(lambda values, seed: math.sqrt(-1), parameters={"x": [0, 1]}, points=4)


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["method=soboll"], "method: got 'soboll', takes one of morris, sobol, delta (did you mean 'sobol'?)"),
        (
            ["points=48", "parameters={brands.control:[0,1]}"],
            "with method=sobol, takes a power of two such as 32 or 64",
        ),
        (["method=delta", "samples=/no/such"], "samples: got '/no/such', takes the folder of a finished sweep"),
        (["parameters={brands.control:[0,2]}"], "parameters.brands.control: got 2, takes"),
    ],
)
def test_what_cannot_be_analysed_is_refused_in_one_line(overrides, said, capsys):
    assert app.main(["task=sensitivity", *overrides]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1


def test_the_market_can_be_asked_from_the_command_and_its_samples_again_by_delta(tmp_path, capsys):
    tiny = ["market.consumers=300", "market.people=60000", "market.burn_in=2", "market.days=7", "executor=serial"]
    tiny += ["brands.campaign_days=7", "brands.budget=3000", "arms=[none,hyper_targeted]", f"output.dir={tmp_path}"]
    ranges = "parameters={brands.price:[5,20],brands.hours_per_creator:[1,20]}"
    assert app.main([*tiny, "task=sensitivity", ranges, "points=4", "replicates=2", "outcome=profit"]) == 0
    said = capsys.readouterr().out
    assert "hyper_targeted - none" in said
    assert "% noise" in said
    assert (tmp_path / "summary.json").exists()
    assert app.main(["task=sensitivity", "method=delta", f"samples={tmp_path}"]) == 0
    assert "delta" in capsys.readouterr().out
    found = experiments.sensitivity(method="delta", samples=tmp_path)
    pd.testing.assert_frame_equal(found, pd.read_csv(tmp_path / "sensitivity.csv"))


def test_delta_from_python_needs_samples():
    with pytest.raises(InputError, match="method: got 'delta', takes it with samples=FOLDER of a sweep"):
        experiments.sensitivity(method="delta")
    with pytest.raises(InputError, match="method: got 'soboll', takes one of morris, sobol, delta"):
        experiments.sensitivity(lambda values, seed: 1.0, method="soboll")
