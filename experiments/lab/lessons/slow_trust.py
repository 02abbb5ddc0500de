"""Lesson 1: trust is built slowly and lost fast. One creator, ten honest posts, one lie."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.lab.lessons.evenings import followers_trust_by_day
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.one_creator import ADA, OneContract, world
from experiments.lab.living import LivedRun, fork, live
from experiments.lab.recorder import HIDDEN_ADVERT, HONEST_POST

DAYS = 84
POSTS_BEFORE = 10
"""Honest posts before the lie comes out."""
WEEK, MONTH = 7, 30
VISIBLE = 0.05
"""Fall of trust within a week below which the lesson says that hardly anybody noticed."""

START = (
    "consumers.trust.record=0",
    "consumers.trust.start=0.5",
    "creators.posting_rate=0.6",
    "brands.campaign_days=84",
    "brands.budget=10000000",
)
"""People have no opinion of the creator yet: trust begins at one half, as if there were no record.

Six posts in ten days."""

REACH = {"third": 0.3, "tenth": 0.1, "few": 0.02}
"""Share of followers who hear of the lie on its first day: `crises.reach`."""
MEMORY = {"usual": 0.92, "short": 0.8}
"""What remains of past experience at each post: `consumers.trust.memory`."""


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the world without the lie, then again from the day on which it comes out."""
    parameters = [
        *START,
        f"crises.reach={REACH[choices['reach']]}",
        f"consumers.trust.memory={MEMORY[choices['memory']]}",
    ]
    model = world(parameters, OneContract(posts=1, label=True), seed)
    honest = live(model, DAYS, "honest", about=ADA)
    day = min(day_after_posts(honest, POSTS_BEFORE), DAYS - MONTH - 1)
    values = {"crises.scandal_day": honest.recorder.first_day + day}
    lie = fork(honest, day, values, None, "lie", about=ADA)
    trust = followers_trust_by_day(lie)
    figures = {**measured(trust, day), "seen": posts_seen(lie, day)}
    return Lived(
        (honest, lie),
        figures,
        outcome_of(figures),
        (
            chart(
                [line("lie", trust), line("honest", followers_trust_by_day(honest), dashed=True)],
                limits=(0, 1),
                marks=[(day, "lie_comes_out")],
            ),
        ),
        equation_by_day(lie, MEMORY[choices["memory"]]),
    )


def day_after_posts(run: LivedRun, posts: int) -> int:
    """Return the day after the one on which the creator's n-th honest post appears."""
    arrays, _ = run.recorder.arrays()
    days = arrays["event_day"][arrays["event_kind"] == HONEST_POST]
    return int(days[min(posts, len(days)) - 1]) + 1


def measured(trust: np.ndarray, day: int) -> dict[str, float | int]:
    """Return what the lesson tells: how fast trust was built, lost, and won back.

    Args:
        trust: By evening; entry ``day`` is the last evening before the lie comes out.
        day: On which it comes out.
    """
    start, before = float(trust[0]), float(trust[day])
    week = float(trust[day + WEEK])
    low_day = day + int(np.argmin(trust[day : day + MONTH + 1]))
    low, month = float(trust[low_day]), float(trust[day + MONTH])
    half = low + (before - low) / 2
    later = np.flatnonzero(trust[low_day:] >= half)
    return {
        "day": day,
        "start": start,
        "before": before,
        "built": before - start,
        "after_week": week,
        "fell": before - week,
        "low": low,
        "after_month": month,
        "half": half,
        "half_way_in_a_month": int(month >= half),
        "days_to_half": int(low_day - day + later[0]) if len(later) else len(trust) - 1 - day,
        "posts": POSTS_BEFORE,
    }


def outcome_of(figures: Mapping[str, float | int]) -> str:
    """Return what became of trust: ``unseen`` where hardly anybody heard, else how long half of the way back took."""
    if figures["fell"] < VISIBLE:
        return "unseen"
    if not figures["half_way_in_a_month"]:
        return "slow"
    return "month" if figures["days_to_half"] > WEEK else "week"


def posts_seen(run: LivedRun, day: int) -> int:
    """Return how many posts a follower sees on average in the month from a day on: posts times `visibility`."""
    arrays, _ = run.recorder.arrays()
    days = arrays["event_day"][arrays["event_kind"] <= HIDDEN_ADVERT]
    posts = int(((days >= day) & (days < day + MONTH)).sum())
    return round(posts * float(run.model.creators.visibility[0]))


def equation_by_day(run: LivedRun, memory: float) -> list[dict[str, float]]:
    """Return trust and the memory, evening by evening: what stands beside the curve."""
    return [
        {"T": round(float(value), 3), "g": memory, "g8": round(memory**8, 2)} for value in followers_trust_by_day(run)
    ]


SLOW_TRUST = Lesson("slow_trust", {"reach": tuple(REACH), "memory": tuple(MEMORY)}, live_it)
