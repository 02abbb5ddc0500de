"""Worlds whose messages have another strength, fitted again where the brand spends money now.

Without spend a strength hardly changes what a world sells, since of its parameters only ``platform.share`` acts on
organic posts, too: the fit holds. With spend it changes what that brings, so that the world would sell less or more
than the brand does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from experiments.own_brand.answering.bench import Bench
from experiments.own_brand.answering.evidence import strengths
from experiments.own_brand.answering.plans import NOTHING, BrandPlan
from experiments.own_brand.fitting import refit
from experiments.own_brand.fitting.fitted import Fitted
from experiments.own_brand.fitting.sought import targets_of
from experiments.own_brand.fitting.summary import GAVE_WAY
from experiments.own_brand.fitting.todays_spend import AVERAGE, MOST_RUNS, SpendFit, spend_of
from experiments.own_brand.fitting.world_fit import FEW
from experiments.own_brand.mixes import strategy

if TYPE_CHECKING:
    from experiments.command.command import Job
    from experiments.own_brand.brand import Brand
    from experiments.running.run_folder import RunFolder

Again = Callable[[str, Fitted, bool], refit.Rows]
"""From the name of runs, worlds, and whether a rough fit does, to a row for each world that did not fail."""
FEW_RUNS = 6
"""Most runs of a rough fit of a world with weaker messages."""
PAIR = tuple[Fitted, Fitted]


def again(job: Job, brand: Brand, folder: RunFolder) -> Again | None:
    """Return what fits worlds again, with its runs in a folder; None: the brand spends nothing now that is known."""
    spend, targets = spend_of(brand), targets_of(brand)
    if spend is None:
        return None

    def fit(name: str, worlds: Fitted, rough: bool) -> refit.Rows:
        bench = Bench(job, brand, worlds, job.settings.effort, folder)
        design = bench.design([BrandPlan(NOTHING, "", strategy("none"))])
        # How strong messages are, the evidence says: only memory gives way to what the brand is known by.
        base, most = dict(worlds.base), MOST_RUNS
        if rough:
            base["market.consumers"], most = min(FEW, base["market.consumers"]), FEW_RUNS
        fits = SpendFit(base, targets, spend, rough, messages=False, most=most)
        return bench.table(name, design, fits, range(len(worlds.rows)), 1).to_dicts()

    return fit


def at_both(fitted: Fitted, fit: Again | None) -> PAIR:
    """Return the worlds with messages of each of the two strengths that are run; the second is that of the fit."""
    worlds = range(len(fitted.rows))
    weak, strong = (with_strengths(fitted, [(world, times) for world in worlds]) for times in strengths.RUN_AT)
    if fit is None:
        return weak, strong
    return refit.moved(weak, fit("weaker", weak, True)), refit.moved(strong, [])


def as_drawn(drawn: Fitted, how: strengths.Drawn, both: PAIR, fit: Again | None, brand: Brand) -> Fitted:
    """Return the worlds that were drawn, fitted again; the search begins between the two strengths that were run."""
    if fit is None:
        return drawn
    low, high = np.log(strengths.RUN_AT)
    shares = (np.log(how.strengths) - low) / (high - low)
    near = refit.moved(drawn, refit.between(*both, how.worlds, shares.tolist()))
    return refit.refitted(near, fit("drawn", near, False), targets_of(brand))


def with_strengths(fitted: Fitted, pairs: Sequence[tuple[int, float]]) -> Fitted:
    """Return the fit with these of its worlds, each with messages so many times as strong."""
    rows = tuple(tuple(strengths.with_strength(fitted.names, fitted.rows[w], fitted.base, times)) for w, times in pairs)
    messages = tuple(fitted.strength(world) * times for world, times in pairs)
    return replace(fitted, names=strengths.all_names(fitted.names), rows=rows, messages=messages)


def before_evidence(fitted: Fitted) -> Fitted:
    """Return the fit whose notes on the strength of messages are said to be before the evidence, which changes it."""
    notes = (
        f"before the evidence of your files, {note}" if note.startswith(GAVE_WAY) or note.endswith(AVERAGE) else note
        for note in fitted.notes
    )
    return replace(fitted, notes=tuple(notes))
