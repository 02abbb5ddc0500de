"""Markets that the lab lives: recorded from the campaign's first day, and forked on any day into another future."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from experiments.lab.recorder import Recorder
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import STUDIED
from simulation.strategies.strategy import Strategy

type Tell = Callable[[str, int, int], None]
"""Told what is being done: a stage's name, how far it is, how far it goes."""

SNAPSHOT_EVERY = 28
"""Days between the states that a fork can set out from; the days since the last one are lived again."""


def tell_nobody(stage: str, at: int, of: int) -> None:
    """Ignore what is being done."""


@dataclasses.dataclass
class LivedRun:
    """A run: its parcel for the page, and what is needed to fork it.

    Attributes:
        title: What the page calls it.
        model: The market on its last day.
        recorder: All its days.
        snapshots: The market as it was, by days lived since the campaign's first.
        parcel: What the page gets.
        origin: The run that it parts from, for forks on earlier days; ``None``: it parts from none.
    """

    title: str
    model: MarketModel
    recorder: Recorder
    snapshots: dict[int, MarketModel]
    parcel: bytes
    origin: LivedRun | None = None

    @property
    def days(self) -> int:
        """How many days were lived."""
        return self.recorder.days

    def close(self) -> None:
        """Let go of all states; the parcel stays."""
        for model in (*self.snapshots.values(), self.model):
            model.close()
        self.snapshots = {}
        self.origin = None


def live(
    model: MarketModel,
    days: int,
    title: str,
    tell: Tell = tell_nobody,
    snapshots: bool = True,
    about: Mapping[str, Any] | None = None,
) -> LivedRun:
    """Live a market's burn-in and then so many days of its campaign, and return the run.

    Args:
        model: A market at its beginning.
        days: How many.
        title: What the page calls the run.
        tell: Told how far it is.
        snapshots: Whether it shall be possible to fork the run.
        about: What the parcel's header says beside the usual.
    """
    tell("settling", 0, 0)
    model.run_burn_in()
    recorder = Recorder(model)
    kept: dict[int, MarketModel] = {}
    _live_on(model, recorder, days, tell, kept if snapshots else None)
    tell("packing", 0, 0)
    return LivedRun(title, model, recorder, kept, recorder.parcel(model, title, about))


def _live_on(
    model: MarketModel, recorder: Recorder, days: int, tell: Tell, kept: dict[int, MarketModel] | None
) -> None:
    while recorder.days < days:
        if kept is not None and recorder.days % SNAPSHOT_EVERY == 0:
            kept[recorder.days] = model.fork()
        tell("living", recorder.days, days)
        recorder.live(model, min(SNAPSHOT_EVERY - recorder.days % SNAPSHOT_EVERY, days - recorder.days))


def fork(
    run: LivedRun,
    day: int,
    values: dict[str, Any],
    strategy: str | Strategy | None,
    title: str,
    tell: Tell = tell_nobody,
    about: Mapping[str, Any] | None = None,
) -> LivedRun:
    """Return the run that parts from another on a day: the same world, the same draws, other decisions from then on.

    Args:
        run: Where it comes from.
        day: Days lived before it parts, from 0.
        values: Parameters that are other from then on, by their dotted names.
        strategy: The studied brand's new strategy; ``None``: the same.
        title: What the page calls it.
        tell: Told how far it is.
        about: What the parcel's header says beside the usual.

    Raises:
        InputError: The run has no such day, or a parameter cannot change any more.
    """
    if not 0 <= day < run.days:
        raise InputError(f"day: got {day}, takes 0 to {run.days - 1}")
    while run.origin is not None and run.snapshots and day < min(run.snapshots):
        run = run.origin  # until they part both are the same
    if not run.snapshots:
        raise InputError("run: its states are no longer kept; takes a run that was made lately")
    start = max(kept for kept in run.snapshots if kept <= day)
    with run.snapshots[start].fork() as before:
        if day > start:
            before.run_for(day - start)
        scenario = before.scenario.with_values(values) if values else None
        model = before.fork(strategy, scenario)
    recorder = run.recorder.up_to(day)
    recorder.go_on(model)
    kept = {day: model.fork()}  # one state will do: a copy takes as long as a week of life
    _live_on(model, recorder, run.days, tell, None)
    tell("packing", 0, 0)
    parcel = recorder.parcel(model, title, {**(about or {}), "forked_on": day})
    return LivedRun(title, model, recorder, kept, parcel, run)


def has_hired(run: LivedRun, day: int) -> bool:
    """Say whether the studied brand has a live contract with a creator after so many days."""
    campaign_day = run.recorder.first_day + day
    contracts = run.model.tables.contracts
    lived = run.model.scenario.market.burn_in + campaign_day
    first, length = contracts.first[STUDIED], contracts.length[STUDIED]
    ended = first + length
    left = contracts.left[STUDIED]
    return bool(((contracts.posts[STUDIED] > 0) & (first <= lived) & (lived < ended) & (lived < left)).any())
