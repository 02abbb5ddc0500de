"""What hiding a post costs a creator, by hand, and who labels where no rule asks for it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulation.behaviour.creator_decisions import cost_of_hiding, set_labels


@pytest.fixture
def world(scene: Any) -> Any:
    """Creators who decide."""
    made = scene()
    made.turn("dealing", enabled=1.0)
    made.turn("regulation", enforcement=0.0)
    return made


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


CAUTIOUS = {"base": -2.0, "label": 3.0, "misfit": 2.0, "load": 4.0, "literacy": 1.0, "control": 9.0}


@pytest.mark.parametrize(
    ("about", "weight"),
    [
        ({}, 1.0),
        ({"caution": 2.0}, 2.0),
        ({"future": 60.0}, 3.0),
    ],
)
def test_hiding_costs_those_who_would_leave_less_those_whom_a_label_costs(
    world: Any, about: dict[str, float], weight: float
) -> None:
    world.turn("dealing", **{"caution": 1.0, "future": 20.0, **about})
    world.turn("recognition", **CAUTIOUS)
    world.turn("engagement", unfollow_sponsored=0.1, unfollow_hidden=3.0, unfollow_labelled=0.5)
    world.turn("regulation", readers=0.5)
    creators = world.model.creators
    creators.load[1], creators.leaving[1], creators.visibility[1] = 0.25, 1.5, 0.2
    hidden = sigmoid(-2 + 2 * 0.25 + 4 * 0.25 + 0.5)  # the usual fit is 0.75
    labelled = sigmoid(-2 + 3 + 2 * 0.25 + 4 * 0.25 + 0.5)
    lost = 0.2 * 0.25 * 1.5 * 0.1 * (3 * hidden - 0.5 * labelled)
    assert cost_of_hiding(1, creators, world.model.rules) == pytest.approx(weight * 20 * lost, rel=1e-5)


@pytest.mark.parametrize(
    ("enabled", "caution", "labels"),
    [
        (1.0, 0.0, 0.1),
        (0.0, 1.0, 0.1),  # creators who decide nothing weigh nothing
        (1.0, 1.0, None),
    ],
)
def test_without_a_rule_creators_label_by_habit_and_where_hiding_costs_more_than_it_is_worth(
    world: Any, enabled: float, caution: float, labels: float | None
) -> None:
    world.turn("dealing", enabled=enabled, caution=caution, future=20.0)
    world.turn("recognition", **CAUTIOUS)
    world.turn("engagement", unfollow_sponsored=0.1, unfollow_hidden=3.0, unfollow_labelled=0.5)
    world.turn("regulation", enforcement=0.0, temptation=0.01, prudence=0.02, readers=0.5)
    creators = world.model.creators
    creators.asked[1], creators.disclosure[1] = 10_000.0, 0.1
    creators.load[1], creators.leaving[1], creators.visibility[1] = 0.25, 1.5, 0.2
    set_labels(1, creators, world.model.rules)
    if labels is None:
        cost = float(cost_of_hiding(1, creators, world.model.rules))
        assert cost > 0.01
        labels = 0.1 + 0.9 * sigmoid((cost - 0.01) / 0.02)
    assert creators.labels[1] == pytest.approx(labels, rel=1e-5)
