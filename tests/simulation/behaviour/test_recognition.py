"""Recognition: whether a sponsored post is seen for what it is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.recognition import chance_to_recognise, feel_load, hear_of_deception, learn, load_on

SHARE = st.floats(0, 1)
WEIGHT = st.floats(-5, 5)


def chance(rule: Any, label: bool, *shares: float) -> float:
    return float(chance_to_recognise(label, *map(np.float32, shares), rule))


@given(
    weights=st.tuples(WEIGHT, WEIGHT, WEIGHT, WEIGHT, WEIGHT, WEIGHT),
    shares=st.tuples(SHARE, SHARE, SHARE, SHARE),
    label=st.booleans(),
)
def test_the_chance_is_a_logit_in_label_misfit_control_load_and_literacy(
    scene: Any, weights: tuple[float, ...], shares: tuple[float, ...], label: bool
) -> None:
    names = ("base", "label", "misfit", "control", "load", "literacy")
    rule = scene(recognition=dict(zip(names, weights, strict=True))).model.rules.recognition
    base, t_label, t_misfit, t_control, t_load, t_literacy = weights
    fit, control, load, knowledge = shares
    logit = base + t_label * label + t_misfit * (1 - fit) + t_control * control + t_load * load + t_literacy * knowledge
    assert chance(rule, label, *shares) == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-6)


def test_a_label_a_misfit_a_script_a_full_feed_and_a_literate_reader_each_give_a_post_away(scene: Any) -> None:
    on = dict.fromkeys(("label", "misfit", "control", "load", "literacy"), 1.0)
    rule = scene(recognition={"base": -1.0, **on}).model.rules.recognition
    hidden = chance(rule, False, 1.0, 0.0, 0.0, 0.0)
    given_away = [
        chance(rule, True, 1.0, 0.0, 0.0, 0.0),
        chance(rule, False, 0.0, 0.0, 0.0, 0.0),
        chance(rule, False, 1.0, 1.0, 0.0, 0.0),
        chance(rule, False, 1.0, 0.0, 1.0, 0.0),
        chance(rule, False, 1.0, 0.0, 0.0, 1.0),
    ]
    assert all(each > hidden for each in given_away)


@given(knowledge=SHARE, learning=SHARE, times=st.integers(1, 30))
def test_each_detection_teaches_a_share_of_what_is_not_known_yet(
    scene: Any, knowledge: float, learning: float, times: int
) -> None:
    world = scene(recognition={"learning": learning})
    world.people.knowledge[1] = knowledge
    for _ in range(times):
        learn(1, world.people, world.model.rules.recognition)
    assert world.people.knowledge[1] == pytest.approx(1 - (1 - knowledge) * (1 - learning) ** times, abs=1e-5)
    assert 0 <= world.people.knowledge[1] <= 1
    assert world.people.knowledge[0] == 0


@given(feed=st.lists(st.booleans(), min_size=1, max_size=40), memory=SHARE, before=SHARE)
def test_feed_load_is_the_running_share_of_sponsored_posts(
    scene: Any, feed: list[bool], memory: float, before: float
) -> None:
    world = scene(recognition={"load_memory": memory})
    world.people.load[3] = load = before
    for sponsored in feed:
        feel_load(3, sponsored, world.people, world.model.rules.recognition)
        load = memory * load + (1 - memory) * sponsored
    assert world.people.load[3] == pytest.approx(load, abs=1e-5)
    assert 0 <= world.people.load[3] <= 1


@given(own=SHARE, feed=SHARE, shared=SHARE)
def test_a_post_is_weighed_by_the_whole_feed_or_by_its_creator_alone(
    scene: Any, own: float, feed: float, shared: float
) -> None:
    for share, expected in ((1.0, feed), (0.0, own), (shared, shared * feed + (1 - shared) * own)):
        world = scene(recognition={"load_shared": share})
        world.people.load[1] = feed
        world.model.creators.load[0] = own
        load = load_on(1, 0, world.people, world.model.creators, world.model.rules.recognition)
        assert load == pytest.approx(expected, abs=1e-6)
        assert share != 1.0 or load == world.people.load[1], "to the bit, where the feed is a commons"


@pytest.mark.parametrize(("knowledge", "after"), [(0.0, 0.25), (0.4, 0.4 + 0.25 * 0.6), (1.0, 1.0)])
def test_somebody_elses_detection_teaches_a_share_of_what_is_not_known_yet(
    scene: Any, knowledge: float, after: float
) -> None:
    world = scene(recognition={"hearsay": 0.25, "learning": 0.9})
    world.people.knowledge[1] = knowledge
    hear_of_deception(1, world.people, world.model.rules.recognition)
    assert world.people.knowledge.tolist() == pytest.approx([0.0, after, 0.0, 0.0, 0.0])
