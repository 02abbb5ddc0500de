"""Lesson 5: up and down. More and more adverts, then fewer and fewer: does trust come back the same way?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.lab.lessons.contracts import Contract, Contracts
from experiments.lab.lessons.evenings import Days, adverts_a_week, followers_trust_by_day
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.one_creator import ADA, world
from experiments.lab.living import live

PERIOD = 2
"""Weeks between two contracts."""
PEAK = 12
"""Adverts a week at the peak."""
AFTER = 8
"""Weeks without adverts at the end."""
CLEAR = 0.02
"""Difference in trust, from 0 to 1, below which the lesson calls both ways the same."""

START = (
    "graph.latent_share=0",
    "creators.disclosure_share=0",
    "brands.awareness=[1.0]",
    "brands.budget=100000000",
)

PACE = {"fast": 24, "slow": 40}
"""Weeks from the first advert to the last."""
LABEL = {"hidden": False, "labelled": True}
WEIGHT = {"usual": (), "equal": ("consumers.trust.asymmetry=1", "consumers.trust.betrayal=0")}
"""How much more a bad experience weighs than a good one."""


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the weeks of more and more adverts, those of fewer and fewer, and some without."""
    weeks, label = PACE[choices["pace"]], LABEL[choices["label"]]
    days = 7 * (weeks + AFTER)
    parameters = [*START, *WEIGHT[choices["weight"]], f"brands.campaign_days={days}", f"market.days={days}"]
    run = live(world(parameters, ramp(weeks, label), seed), days, "ramp", snapshots=False, about=ADA)
    trust, adverts = followers_trust_by_day(run), adverts_a_week(run)
    figures = measured(trust, weeks)
    upwards = mirrored(trust, weeks)
    kept = run.model.scenario.consumers.trust
    return Lived(
        (run,),
        figures,
        outcome_of(figures),
        (
            chart(
                [line("down", trust), line("up", upwards, dashed=True)],
                marks=[(7 * weeks // 2, "turn"), (7 * weeks, "last")],
            ),
            chart([line("adverts", adverts)], "chart_adverts", "unit_adverts"),
        ),
        [
            {
                "T": round(float(value), 3),
                "now": round(float(number), 1),
                "g": kept.memory,
                "v": kept.gain,
                "w": kept.asymmetry,
                "b": kept.betrayal,
                "times": round(kept.asymmetry * (1 + kept.betrayal * float(value)), 1),
            }
            for value, number in zip(trust, adverts, strict=True)
        ],
    )


def ramp(weeks: int, label: bool) -> Contracts:
    """Return contracts whose adverts rise from none to the peak, and fall again at the same pace."""
    made = []
    for week in range(0, weeks, PERIOD):
        middle = (week + PERIOD / 2) / weeks
        posts = round(PERIOD * PEAK * min(2 * middle, 2 - 2 * middle))
        made.append(Contract(week, posts, label=label, days=7 * PERIOD))
    return Contracts(*made)


def mirrored(trust: Days, weeks: int) -> Days:
    """Return, for each day on the way down, trust on the day of the way up with as many adverts; else NaN."""
    turn, last = 7 * weeks // 2, 7 * weeks
    upwards = np.full(len(trust), np.nan)
    upwards[turn : last + 1] = trust[turn - (last - turn) : turn + 1][::-1]
    return upwards


def measured(trust: Days, weeks: int) -> dict[str, float | int]:
    """Return what the lesson tells: trust at the same number of adverts on both ways, and at the end."""
    turn, last = 7 * weeks // 2, 7 * weeks
    quarter = turn // 2
    gap = float(np.nanmean(mirrored(trust, weeks)[turn : last + 1] - trust[turn : last + 1]))
    low = float(np.nanmin(trust))
    start, end = float(trust[0]), float(trust[-1])
    return {
        "weeks": weeks // 2,
        "start": start,
        "up": float(trust[turn - quarter]),
        "down": float(trust[turn + quarter]),
        "half": PEAK // 2,
        "low": low,
        "last": float(trust[last]),
        "end": end,
        "after": AFTER,
        "gap": gap,
        "back": round(100 * (end - low) / (start - low)) if start > low else 100,
    }


def outcome_of(figures: Mapping[str, float | int]) -> str:
    """Return ``same`` (way), ``later`` (lower at as many adverts, but most of it is back at the end) or ``stuck``."""
    if figures["gap"] < CLEAR:
        return "same"
    return "later" if figures["back"] >= 50 else "stuck"


UP_AND_DOWN = Lesson("up_and_down", {"label": tuple(LABEL), "pace": tuple(PACE), "weight": tuple(WEIGHT)}, live_it)
