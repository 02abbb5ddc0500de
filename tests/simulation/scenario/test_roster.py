"""A roster of one's own: lists of one length, refused in a line that names the handle."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulation.configure import compose, scenario_of
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.scenario.creators import creators_needed, living_here, mean_followers

THREE: dict[str, Any] = {
    "handles": ["@anna", "@ben", "@cy"],
    "followers": [1_500.0, 20_000.0, 9_000.0],
    "fee": [80.0, 0.0, 300.0],
    "niches": ["fitness", "", "food"],
    "reach": [600.0, 0.0, 0.0],
    "bought": [0.0, -1.0, 0.25],
}


def with_roster(people: float = 8e5, graph: Any = None, number: int | None = None, **changed: Any) -> Scenario:
    return Scenario.from_dict(
        {
            "market": {"people": people, "consumers": 1000},
            "creators": {"roster": {**THREE, **changed}, "number": number},
            "graph": graph or {},
        }
    )


def test_nobody_is_known_by_name_unless_it_is_said() -> None:
    assert Scenario().creators.roster.handles == []
    assert living_here(Scenario().creators, 1e7) == []


def test_a_roster_survives_plain_data_and_a_file() -> None:
    scenario = with_roster()
    assert Scenario.from_dict(json.loads(json.dumps(scenario.to_dict()))) == scenario
    assert scenario.to_dict()["creators"]["roster"] == THREE


def test_a_roster_is_set_by_overrides() -> None:
    scenario = scenario_of(
        compose(
            [
                "creators.roster.handles=['@anna','42']",
                "creators.roster.followers=[1500,2e4]",
                "creators.roster.fee=[80,0]",
            ]
        )
    )
    roster = scenario.creators.roster
    assert (roster.handles, roster.followers, roster.fee) == (["@anna", "42"], [1_500.0, 20_000.0], [80.0, 0.0])
    assert roster.known("reach", 0.0) == [0.0, 0.0], "of nobody"


def test_a_handle_of_digits_alone_may_be_written_as_a_number() -> None:
    assert with_roster(handles=[7, "@ben", "@cy"]).creators.roster.handles == ["7", "@ben", "@cy"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"followers": [1.0, 2.0]}, "creators.roster.followers: got 2 values, takes 3, .*; @cy is the first without"),
        ({"fee": [1.0] * 4}, "creators.roster.fee: got 4 values, takes 3, one for each of creators.roster.handles$"),
        ({"followers": []}, "creators.roster.followers: got 0 values, takes 3, .*; @anna is the first without one"),
        ({"handles": ["@a", "@b", "@a"]}, "creators.roster.handles: got '@a' twice, takes each handle once"),
        ({"handles": ["@a", " ", "@c"]}, "creators.roster.handles: got no text in place 2, takes a handle"),
        ({"niches": ["", "fod", ""]}, r"creators.roster.niches: got 'fod' for @ben, .* \(did you mean 'food'\?\)"),
        ({"followers": [9.0, 0.5, 9.0]}, "creators.roster.followers.1 of @ben: got 0.5, takes a number greater than"),
        ({"fee": [9.0, 1.0, -1.0]}, "creators.roster.fee.2 of @cy: got -1.0, takes a number greater than"),
        ({"reach": [9.0, "many", 1.0]}, "creators.roster.reach.1 of @ben: got 'many', takes a number"),
        ({"bought": [0.0, -0.5, 0.0]}, "creators.roster.bought: got -0.5 for @ben, takes 0 to 0.95, or -1: not known"),
        ({"bought": [0.0, 0.96, 0.0]}, "creators.roster.bought.1 of @ben: got 0.96, takes a number less than"),
        ({"number": 2}, "creators.number: got 2, takes at least the 3 of creators.roster.handles, or null"),
        ({"people": 1000.0}, "creators.followers_low: got 1000 in a market of 1000 people, takes fewer than"),
        (
            {"graph": {"source": "edge_list", "path": "a.csv"}},
            "creators.roster.handles: got 3 creators, but graph.source",
        ),
        ({"graph": {"follows": 0.03}}, "creators.roster.followers: got 28,250 together in a market of 800,000 people"),
    ],
)
def test_what_is_no_roster_is_refused_in_a_line(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}") as refused:
        with_roster(**changed)
    assert "\n" not in str(refused.value)


def test_a_row_that_is_not_there_is_named_with_the_nearest_handle() -> None:
    roster = with_roster().creators.roster
    assert roster.row("@cy", "plan.csv") == 2
    with pytest.raises(InputError, match=r"plan.csv: got '@bem', takes one of .* \(did you mean '@ben'\?\)"):
        roster.row("@bem", "plan.csv")


def test_the_creators_who_are_needed_are_the_roster_and_those_whom_the_rest_of_the_follows_needs() -> None:
    """Of 1,500, 20,000 and 9,000 followers a quarter of the last are bought: 28,250 people follow the roster."""
    rule, people, follows = with_roster().creators, 8e5, 2.0
    assert living_here(rule, people) == [1_500.0, 20_000.0, 6_750.0]
    others = (people * follows - 28_250) / mean_followers(rule, people)
    assert creators_needed(rule, people, follows) == 3 + round(others)
    assert creators_needed(rule, people, 28_250 / people) == 3, "nobody is left to follow others"


def test_of_more_followers_than_the_market_can_hold_a_share_lives_elsewhere() -> None:
    rule = with_roster(followers=[5e6, 2e4, 1e3], bought=[0.5, 0.0, 0.0]).creators
    assert living_here(rule, 8e5) == [0.3 * 8e5, 2e4, 1e3]
