"""Lesson 3: an advert that says so. One creator, the same adverts with a label and hidden, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.lab.lessons.evenings import chance_of_a_look, followers_trust_by_day, liking_by_day, may_follow
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.one_creator import ADA, OneContract, world
from experiments.lab.living import fork, live

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
    likings = [liking_by_day(run, may_follow(run)) for run in (labelled, hidden)]
    trusts = [followers_trust_by_day(run) for run in (labelled, hidden)]
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
    shown = chart([line("labelled", likings[0], dashed=True), line("hidden", likings[1])])
    outcome = "same" if abs(gap) < CLEAR else "labelled" if gap > 0 else "hidden"
    return Lived((labelled, hidden), figures, outcome, (shown,), equation)


LABELS = Lesson("labels", {"skill": tuple(SKILL), "posts": tuple(POSTS)}, live_it)
