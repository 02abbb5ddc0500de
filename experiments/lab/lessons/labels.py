"""Lesson 2: an advert that says so. One creator, the same adverts with a label and hidden, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from experiments.lab.lessons.lesson import Lesson, Lived, line
from experiments.lab.lessons.one_creator import ADA, OneContract, world
from experiments.lab.lessons.slow_trust import followers_trust_by_day
from experiments.lab.living import LivedRun, fork, live
from experiments.lab.recorder import STEPS

DAYS = 84
SOON = 14
CLEAR = 0.02
"""Difference in liking, from -1 to 1, below which the lesson calls both the same."""

START = (
    "creators.disclosure_share=0",
    "brands.awareness=[1.0]",
    "brands.campaign_days=84",
    "brands.budget=10000000",
)
"""Left alone, the creator never labels; everybody knows the brand."""

SKILL = {"usual": -3.4, "trained": -1.5}
"""How easily people see that a post is an advert: `consumers.recognition.base`."""
POSTS = {"often": 40, "seldom": 12}
"""Adverts in twelve weeks."""


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the world with labelled adverts, then again from day 0 with hidden ones."""
    posts = POSTS[choices["posts"]]
    parameters = [*START, f"consumers.recognition.base={SKILL[choices['skill']]}"]
    labelled = live(world(parameters, OneContract(posts, label=True), seed), DAYS, "labelled", about=ADA)
    hidden = fork(labelled, 0, {}, OneContract(posts, label=False), "hidden", about=ADA)
    likings, trusts = ([of(run) for run in (labelled, hidden)] for of in (followers_liking, followers_trust_by_day))
    gap = float(likings[0][-1] - likings[1][-1])
    seen = [chance_of_a_look(labelled, label) for label in (True, False)]
    figures: dict[str, float | int] = {
        "posts": posts,
        "soon_labelled": float(likings[0][SOON]),
        "soon_hidden": float(likings[1][SOON]),
        "late_labelled": float(likings[0][-1]),
        "late_hidden": float(likings[1][-1]),
        "trust_labelled": float(trusts[0][-1]),
        "trust_hidden": float(trusts[1][-1]),
        "gap": gap,
    }
    equation = [
        {"labelled": seen[0], "hidden": seen[1], "one": round(float(one), 3), "two": round(float(two), 3)}
        for one, two in zip(*trusts, strict=True)
    ]
    lines = [line("labelled", likings[0], dashed=True), line("hidden", likings[1])]
    chart = {"title": "chart", "range": None, "lines": lines, "marks": []}
    outcome = "same" if abs(gap) < CLEAR else "labelled" if gap > 0 else "hidden"
    return Lived((labelled, hidden), figures, outcome, chart, equation)


def followers_liking(run: LivedRun) -> np.ndarray:
    """Return the mean liking of the brand among those who may follow the creator, evening by evening."""
    attitude = run.recorder.arrays()[0]["attitude"].astype(float) / STEPS * 2 - 1
    mean: np.ndarray = attitude[:, np.diff(run.model.tables.follows.start) > 0].mean(axis=1)
    return mean


def chance_of_a_look(run: LivedRun, label: bool) -> float:
    """Return the chance that the average follower sees an advert of this creator for what it is, on the last day."""
    rule, people = run.model.scenario.consumers.recognition, run.model.consumers
    z = rule.base + rule.label * label + rule.misfit * (1 - float(run.model.creators.fit[0, 0]))
    z += rule.load * float(people.load.mean()) + rule.literacy * float(people.knowledge.mean())
    return round(1 / (1 + math.exp(-z)), 2)


LABELS = Lesson("labels", {"skill": tuple(SKILL), "posts": tuple(POSTS)}, live_it)
