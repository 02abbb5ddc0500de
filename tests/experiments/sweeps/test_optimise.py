"""The search finds what is there, and does not believe its own luck."""

import numpy as np
import pytest

from experiments import app
from experiments.sweeps.optimise import goal_of, search
from experiments.sweeps.study import function_study
from experiments.sweeps.sweep_task import Checks
from simulation.errors import InputError

pytest.importorskip("optuna", reason="needs Optuna, the extra [optimise]")


def hill(values, seed):
    """Highest at 3; what a seed adds is the same everywhere."""
    return {"height": -((values["x"] - 3) ** 2) + np.random.default_rng(seed).normal(0, 5)}


def flat(values, seed):
    """No candidate is better than another; noise is large."""
    return {"height": np.random.default_rng([seed, int(1e9 * values["x"])]).normal()}


def trade(values, seed):
    return {"gain": values["x"], "harm": values["x"] ** 2 + (0.5 if values["kind"] == "bad" else 0)}


def look(function, parameters, objectives, budget=150, seeds=range(1, 4), folder=None, **more):
    options = {"parameters": parameters, "budget": budget, "finalists": 3, "parallel": 4, **more}
    goal = goal_of(options, Checks(), objectives)
    with function_study(function, {}, seeds, folder=folder) as study:
        return search(study, goal, seed=1, start={"x": 9.0})


@pytest.mark.slow
def test_the_top_of_a_hill_is_found_in_worlds_that_differ_more_than_the_hill_is_high():
    finalists, candidates = look(hill, {"x": [0, 10]}, {"height": 1})
    assert finalists["x"][0] == pytest.approx(3, abs=0.3)
    assert finalists["standing"][0] == "best"
    assert candidates["x"][0] == 9.0  # the start is tried first
    assert len(candidates) == 40


@pytest.mark.slow
def test_less_may_be_better():
    finalists, _ = look(lambda v, seed: {"cost": (v["x"] - 7) ** 2}, {"x": [0, 10]}, {"cost": -1})
    assert finalists["x"][0] == pytest.approx(7, abs=0.3)


@pytest.mark.slow
def test_the_best_of_many_equal_candidates_is_not_believed():
    finalists, candidates = look(flat, {"x": [0, 10]}, {"height": 1}, budget=400, seeds=[1, 2], parallel=20)
    assert candidates["height"].max() > 1.3  # what luck brings
    assert finalists["height"].abs().max() < 0.8
    assert (finalists["height_in_search"] > finalists["height"]).all()
    assert set(finalists["standing"][1:]) <= {"not told apart from the best"}


@pytest.mark.slow
def test_several_objectives_give_a_front_without_what_is_worse_in_all():
    finalists, _ = look(trade, {"x": [0, 1], "kind": ["good", "bad"]}, {"gain": 1, "harm": -1}, finalists=4)
    assert set(finalists["kind"]) == {"good"}
    assert finalists["x"].max() - finalists["x"].min() > 0.5


@pytest.mark.slow
def test_a_search_that_was_stopped_goes_on_to_the_same_candidates(tmp_path):
    calls = []

    def stop(values, seed):
        calls.append(values)
        if len(calls) == 61:
            raise KeyboardInterrupt
        return hill(values, seed)

    with pytest.raises(KeyboardInterrupt):
        look(stop, {"x": [0, 10]}, {"height": 1}, folder=str(tmp_path))
    _, resumed = look(stop, {"x": [0, 10]}, {"height": 1}, folder=str(tmp_path))
    _, undisturbed = look(hill, {"x": [0, 10]}, {"height": 1})
    assert resumed.equals(undisturbed)


def test_a_budget_that_is_too_small_is_refused():
    with pytest.raises(InputError, match=r"budget: got 10 runs, takes 30 or more for 3 finalists"):
        look(hill, {"x": [0, 10]}, {"height": 1}, budget=10)


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["arms=[none,broadcast]"], "arms: got 2, takes one with task=optimise"),
        (["objectives=[proffit]"], "objectives: got 'proffit', takes a metric (did you mean 'profit'?)"),
        (["objectives=[frequency]"], "objectives: got 'frequency', of which neither more nor less is better"),
        (["parameters={strategy.tier:[nano,huge]}"], "parameters.strategy.tier: got 'huge', takes"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_one_line(overrides, said, capsys):
    ours = ["task=optimise", "arms=[hyper_targeted]", "parameters={strategy.posts:[1,12]}"]
    ours = [item for item in ours if item.partition("=")[0] not in [mine.partition("=")[0] for mine in overrides]]
    assert app.main([*ours, *overrides]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1


def test_a_strategy_of_the_market_is_optimised_by_one_command(tmp_path, capsys):
    tiny = ["market.consumers=300", "market.people=60000", "market.burn_in=2", "market.days=7", "executor=serial"]
    tiny += ["brands.campaign_days=7", "brands.budget=3000", f"output.dir={tmp_path}", "arms=[top_fit]"]
    ranges = "parameters={strategy.posts:[1,12],strategy.tier:[nano,micro]}"
    search = ["task=optimise", "budget=22", "finalists=2", "parallel=2", "replicates=2", "outcome=incremental_profit"]
    assert app.main([*tiny, *search, ranges]) == 0
    assert "The best of 9 candidates, tried again with 2 fresh seeds" in capsys.readouterr().out
    assert (tmp_path / "candidates.csv").read_text().splitlines()[1].split(",")[:3] == ["0", "8", "micro"]


def test_from_python_a_function_is_searched_and_the_finalists_are_a_frame():
    import experiments

    found = experiments.optimise(hill, parameters={"x": [0, 10]}, objectives={"height": 1}, budget=20, finalists=2)
    assert found["standing"][0] == "best"
    assert {"x", "height", "height_low", "height_high", "height_in_search"} <= set(found.columns)
    assert len(found.attrs["candidates"]) == 16
    with pytest.raises(InputError, match="takes name: \\+1 or -1"):
        experiments.optimise(hill, parameters={"x": [0, 10]}, objectives=["height"])
    with pytest.raises(InputError, match="objectives: got a mapping"):
        experiments.optimise([], parameters={"brands.control": [0, 1]}, arm="broadcast", objectives={"profit": 1})


def test_a_candidate_is_run_once_and_what_is_left_of_the_budget_goes_into_fresh_seeds():
    """Three choices and a budget of sixty: forty-eight candidates were run, of which three were different."""
    runs = []

    def choice(values, seed):
        runs.append((values["x"], seed))
        return {"height": values["x"] + np.random.default_rng(seed).normal(0, 5)}

    finalists, candidates = look(choice, {"x": [1, 2, 9, 9]}, {"height": 1}, budget=60, seeds=[1])
    assert sorted(candidates["x"]) == [1, 2, 9]
    assert len(runs) == len(set(runs)) == 60
    assert len(finalists) == 3
    assert finalists.attrs["fresh"] == 19


def test_a_search_ends_where_nothing_new_is_proposed(monkeypatch):
    """Whole numbers and choices together: all are tried, none twice, and the search does not go on for ever."""
    calls = []
    found = look(
        lambda values, seed: {"height": calls.append((values["x"], values["kind"], seed)) or values["x"]},
        {"x": [1, 2, 3, 4], "kind": ["a", "b"]},
        {"height": 1},
        budget=200,
        seeds=[1, 2],
    )
    assert len(found[1]) == 8
    assert len(calls) == len(set(calls)) <= 200
