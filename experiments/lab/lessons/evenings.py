"""What lessons read from a recorded run, evening by evening; entry 0 is before the first day."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.lab.living import LivedRun
from experiments.lab.recorder import FINE_STEPS, HIDDEN_ADVERT, LABELLED_ADVERT, NO_AUDIENCE, SERIES, STEPS
from simulation.compute.float32 import logistic

type Days = NDArray[Any]


def followers_trust_by_day(run: LivedRun, creator: int = 0) -> Days:
    """Return the mean trust of a creator's followers; NaN while there are none."""
    whole = run.recorder.arrays()[0]["creator_trust"][:, creator].astype(float)
    return np.where(whole == NO_AUDIENCE, np.nan, whole / FINE_STEPS)


def liking_by_day(run: LivedRun, who: NDArray[np.bool_]) -> Days:
    """Return the mean liking of the studied brand among some of the people; NaN if there are none."""
    attitude = run.recorder.arrays()[0]["attitude"][:, who].astype(float) / STEPS * 2 - 1
    mean: Days = attitude.mean(axis=1) if who.any() else np.full(len(attitude), np.nan)
    return mean


def may_follow(run: LivedRun) -> NDArray[np.bool_]:
    """Return who follows a creator, or could be brought to by a friend."""
    linked: NDArray[np.bool_] = np.diff(run.model.tables.follows.start) > 0
    return linked


def series_by_day(run: LivedRun, name: str) -> Days:
    """Return a daily series of the whole market, by its name in the recorder."""
    column: Days = run.recorder.arrays()[0]["series"][:, SERIES.index(name)].astype(float)
    return column


def adverts_a_week(run: LivedRun) -> Days:
    """Return the adverts of all creators in the last seven days; a whole week's pace while fewer have passed."""
    arrays, _ = run.recorder.arrays()
    kinds, days = arrays["event_kind"], arrays["event_day"]
    adverts = days[(kinds == LABELLED_ADVERT) | (kinds == HIDDEN_ADVERT)].astype(np.int64)
    upto = np.concatenate([[0], np.cumsum(np.bincount(adverts, minlength=run.days))])
    week = np.minimum(np.arange(run.days + 1), 7)
    counted: Days = (upto - upto[np.arange(run.days + 1) - week]) * 7 / np.maximum(week, 1)
    return counted


def chance_of_a_look(run: LivedRun, label: bool, control: float = 0.0) -> float:
    """Return the probability that the average person recognises an advert of the first creator, on the last day."""
    rule, people = run.model.scenario.consumers.recognition, run.model.consumers
    z = (
        rule.base
        + rule.label * label
        + rule.misfit * (1 - float(run.model.creators.fit[0, 0]))
        + rule.control * control
    )
    own = float(run.model.creators.load[0])
    load = float(people.load.mean())
    z += rule.load * (load + (1 - rule.load_shared) * (own - load)) + rule.literacy * float(people.knowledge.mean())
    return round(float(logistic(np.float32(z))), 3)
