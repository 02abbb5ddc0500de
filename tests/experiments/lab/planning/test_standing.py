"""Who is where: ties where the interval of the difference holds 0, seeds of a world are no worlds of their own."""

import polars as pl

from experiments.lab.contest.standing import places, sentences
from experiments.lab.contest.team_files import Team
from experiments.own_brand.answering.plans import BrandPlan


def table(**added):
    rows = []
    for arm, values in added.items():
        for point, value in enumerate(values):
            rows += [
                {
                    "arm": arm,
                    "point": point,
                    "seed": seed,
                    "added_profit": value + (1 if seed else -1),
                    "dashboard_profit": -value,
                    "cost": 90.0,
                    "added_units": 1.0,
                }
                for seed in (0, 1)
            ]
    return pl.DataFrame(rows)


def standing(**added):
    teams = [Team(name, BrandPlan(name, f"{name}.", {}), 90.0, f"{name}.csv") for name in added]
    return places(table(**added), teams, 100.0)


def test_teams_that_cannot_be_told_apart_share_a_place_and_the_next_is_counted_on():
    found = standing(a=[10, 20, 30, 40], b=[12, 17, 31, 39], c=[1, 11, 21, 31])
    assert [(each.team, each.rank) for each in found] == [("a", 1), ("b", 1), ("c", 3)]
    assert found[1].behind_low < 0 < found[1].behind_high


def test_a_small_lead_in_every_world_is_a_lead():
    found = standing(a=[11, 101, 1001, 10001.5], b=[10, 100, 1000, 10000])
    assert [(each.team, each.rank) for each in found] == [("a", 1), ("b", 2)]
    assert (found[0].firsts, found[1].firsts) == (4, 0)


def test_the_same_plan_twice_is_a_tie_and_nobody_is_ahead():
    found = standing(a=[1, 2, 3], b=[1, 2, 3])
    assert [each.rank for each in found] == [1, 1]
    assert [each.firsts for each in found] == [0, 0]
    assert "cannot be told apart" in sentences(found, 3, "EUR")[0]


def test_the_dashboard_s_place_stands_beside_the_true_one():
    found = standing(a=[10, 11, 12], b=[5, 5.5, 6])
    assert [(each.team, each.dashboard_rank) for each in found] == [("a", 2), ("b", 1)]
    assert "puts b first" in " ".join(sentences(found, 3, "EUR"))
    assert found[0].unspent == 10.0


def test_the_dashboard_is_wrong_only_about_a_place_that_a_team_does_not_share():
    """The dashboard turns the order round: it is wrong about the third of three, and about nobody of three equals."""
    apart = standing(a=[10, 20, 30, 40], b=[12, 17, 31, 39], c=[1, 11, 21, 31])
    assert sentences(apart, 4, "EUR")[-1] == "The dashboard is most wrong about c: place 1 there, 3 in truth."
    equals = standing(a=[10, 20, 30, 40], b=[12, 17, 31, 39], c=[9, 21, 28, 41])
    assert [each.rank for each in equals] == [1, 1, 1]
    assert "most wrong" not in " ".join(sentences(equals, 4, "EUR"))


def test_it_is_said_when_no_plan_pays():
    assert "No plan pays" in " ".join(sentences(standing(a=[-2, -3, -4]), 3, "EUR"))
