"""The worlds of an answer: those that fit, with messages as strong as field tests and past spend leave possible."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.own_brand.answering.bench import Bench, made_with
from experiments.own_brand.answering.brand_runs import CHANCE, PlanRuns
from experiments.own_brand.answering.evidence import past_spend, strengths, tests_seen
from experiments.own_brand.answering.evidence.fitted_again import (
    again,
    as_drawn,
    at_both,
    before_evidence,
    with_strengths,
)
from experiments.own_brand.answering.outlook import EIGHT_OF_TEN, quantiles
from experiments.own_brand.answering.plans import NOTHING, BrandPlan
from experiments.own_brand.fitting.fit import sources
from experiments.own_brand.fitting.fitted import Fitted
from experiments.own_brand.messages import RANGE
from experiments.own_brand.mixes import mix, strategy
from experiments.results import steps
from experiments.results.money import amount
from experiments.results.plausibility import UNSPENT
from experiments.running.run_folder import open_folder
from experiments.sweeps.space import Space
from simulation.files.safe_writing import digest
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.command.command import Job
    from experiments.own_brand.brand import Brand
    from experiments.running.run_folder import RunFolder

LABEL = "evidence"
OFF = 2.0
"""Its own standard errors from what it saw to eight of ten worlds of the answer, beyond which they do not show it."""
FAR = 3.0
"""Standard errors from a piece of evidence at which a world is far from it."""
NO_WORLD = (
    "No world agrees with all of that, however strong messages are, so that it moves nothing. Check units, dates and"
    " spend in sales.csv and tests.csv."
)
NO_STRENGTH = "That tells nothing of how strong the brand's messages are: it moves nothing."


@dataclass(frozen=True)
class Piece:
    """One piece of evidence.

    Attributes:
        name: Of its runs.
        said: What it saw, in a sentence.
        arms: To do nothing, and what was done.
        changes: What its market has of its own.
        seen: Purchases that were seen; of past spend, those of a unit of money.
        error: Its standard error.
        by_money: Whether what is added is counted by unit of money; sentences say it by the thousand.
    """

    name: str
    said: str
    arms: Sequence[BrandPlan]
    changes: Mapping[str, Any]
    seen: float
    error: float
    by_money: bool

    @property
    def shown(self) -> float:
        """What numbers are multiplied by in sentences."""
        return past_spend.THOUSAND if self.by_money else 1.0


@dataclass(frozen=True)
class Weighed:
    """The worlds of an answer.

    Attributes:
        fitted: The fit, with the worlds drawn by the evidence, all of which count the same.
        said: What the evidence said and did, in sentences.
        counting: How many of the fitted worlds count; all of them without evidence.
        against: Warnings: what was seen and the worlds of the answer do not show, a sentence or two each.
        drawn: Which fitted worlds, with which strengths; None: the fit is as it was.
    """

    fitted: Fitted
    said: tuple[str, ...]
    counting: float
    against: tuple[str, ...] = ()
    drawn: strengths.Drawn | None = None


def load_or_weigh(brand: Brand, fitted: Fitted, job: Job) -> Weighed:
    """Return the worlds of an answer: those that fit, where there is no evidence of how strong messages are.

    Runs are kept in ``outputs/evidence-...`` and not done again.

    Raises:
        InputError: That folder cannot be written, or no run finished.
    """
    said, pieces = pieces_of(brand)
    if not pieces:
        return Weighed(fitted, tuple(said), float(len(fitted.rows)))
    steps.begin("evidence")
    identity = {
        **made_with(),
        "again": sources(),
        "brand": brand.digest,
        "fit": fitted.digest,
        "pieces": [dataclasses.asdict(each) for each in pieces],
    }
    with open_folder(None, LABEL, job.config, {**identity, "runs": digest(strengths.RUN_AT)}) as folder:
        fit, both = again(job, brand, folder), at_both(fitted, None)
        answer = _weighed_by_runs(job, brand, folder, fitted, said, pieces, both, "")
        if fit is not None and (answer.drawn is not None or answer.against):
            # The evidence tells something: worlds with weaker messages have to sell what the brand sells, too.
            both = at_both(fitted, fit)
            answer = _weighed_by_runs(job, brand, folder, fitted, said, pieces, both, "-fitted")
        if answer.drawn is None:
            return answer
        return replace(answer, fitted=as_drawn(answer.fitted, answer.drawn, both, fit, brand))


def _weighed_by_runs(
    job: Job,
    brand: Brand,
    folder: RunFolder,
    fitted: Fitted,
    said: Sequence[str],
    pieces: Sequence[Piece],
    both: tuple[Fitted, Fitted],
    name: str,
) -> Weighed:
    """Run all evidence in the worlds at both strengths, and return what it leaves; ``name`` ends the runs' names."""
    weak, strong = both
    bench = Bench(job, brand, replace(weak, rows=(*weak.rows, *strong.rows)), job.settings.effort, folder)
    found = [_added(bench, piece, len(fitted.rows), name) for piece in pieces]
    told = [
        with_spent(piece, spent, brand.answers.currency) for piece, (_, _, spent) in zip(pieces, found, strict=True)
    ]
    return weighed(fitted, said, told, [(added, chance) for added, chance, _ in found])


def with_spent(piece: Piece, spent: float, currency: str) -> Piece:
    """Return a piece whose sentence says so where the market could not take its money.

    Of past spend, what each unit of money adds is compared: it says so only where less than half was spent.
    """
    money = piece.changes["brands.budget"]
    if spent >= (0.5 if piece.by_money else 1 - UNSPENT) * money:
        return piece
    least = f"The market takes only {amount(spent, currency)} of {amount(money, currency)}: check spend and dates."
    return replace(piece, said=f"{piece.said} {least}")


def pieces_of(brand: Brand) -> tuple[list[str], list[Piece]]:
    """Return what is to be said of a brand's past where nothing follows from it, and the evidence that there is."""
    pieces = [
        Piece(
            f"test-{k + 1}",
            tests_seen.line(test, brand.answers),
            *tests_seen.as_run(test, brand),
            test.lift,
            tests_seen.error_of(test, brand.answers),
            False,
        )
        for k, test in enumerate(tests_seen.known_tests(brand))
    ]
    if brand.sales is None or past_spend.total(brand.sales) is None:
        return [], pieces
    past = past_spend.past_of(brand.sales)
    if past is None:
        return [past_spend.NOTHING_SEEN], pieces
    said = past.line(brand.answers.currency)
    arms = [
        BrandPlan(NOTHING, "", strategy("none")),
        BrandPlan("as spent", "", mix(brand, **past_spend.split(brand.sales))),
    ]
    pieces.append(Piece("past", said, arms, past_spend.as_run(brand.sales), past.each, past.error, True))
    return [], pieces


def weighed(
    fitted: Fitted, said: Sequence[str], pieces: Sequence[Piece], found: Sequence[tuple[Float64s, Float64s]]
) -> Weighed:
    """Return the worlds that the evidence leaves, and what is to be said of it.

    Args:
        fitted: The worlds that fit, W.
        said: What is said already.
        pieces: The evidence.
        found: For each piece: what was done added in each world at the strengths of ``strengths.RUN_AT``, and the
            standard error of that, [W, 2] each; NaN where a run failed.
    """
    curves = [strengths.at_strengths(added) for added, _ in found]
    apart = [
        (curve - piece.seen) / np.maximum(np.hypot(piece.error, np.nan_to_num(chance).max(axis=1, keepdims=True)), 1e-9)
        for piece, curve, (_, chance) in zip(pieces, curves, found, strict=True)
    ]
    likelihood = np.nan_to_num(np.exp(-sum(each**2 for each in apart) / 2))
    drawn, counts = strengths.drawn(likelihood, fitted.seed), strengths.share_counting(likelihood)
    nothing = NO_WORLD
    fits = "The fitted worlds" if fitted.messages else "Worlds with an average brand's messages"
    if drawn is not None and counts > strengths.ALIKE:
        drawn, nothing = None, NO_STRENGTH
    lines, against = list(said), []
    for piece, curve, off, (added, _) in zip(pieces, curves, apart, found, strict=True):
        before = added[np.isfinite(added[:, 1]), 1]
        answer = ""
        if drawn is not None:
            now = np.array([curve[w, _place(s)] for w, s in zip(drawn.worlds, drawn.strengths, strict=True)])
            answer = f"; those of the answer say {_spread(now, piece.shown)}"
            against += _not_shown(piece, now)
        lines.append(f"{piece.said} {fits} say {_spread(before, piece.shown)}{answer}.")
        if np.abs(off[np.isfinite(off)]).min(initial=np.inf) > FAR:
            lines.append("No world comes within three standard errors of it: check units and dates in the files.")
    if drawn is None:
        against = [f"What your files say of the past has no effect here. {NO_WORLD}"] if nothing == NO_WORLD else []
        return Weighed(fitted, (*lines, nothing), float(len(fitted.rows)), tuple(against))
    worlds = before_evidence(with_strengths(fitted, list(zip(drawn.worlds, drawn.strengths, strict=True))))
    lines.append(_strength(drawn, worlds.messages, little=counts > strengths.LITTLE, shown=not against))
    return Weighed(worlds, tuple(lines), drawn.counting, tuple(against), drawn)


def _not_shown(piece: Piece, now: Float64s) -> list[str]:
    """Return a warning where the worlds of the answer are far from a piece of evidence: others draw them elsewhere.

    Worlds may be drawn that are far from it where simulated people are too few to tell, or where pieces contradict
    each other: one strength of messages holds for all channels.
    """
    low, high = np.quantile(now, EIGHT_OF_TEN)
    if max(low - piece.seen, piece.seen - high) <= OFF * piece.error:
        return []
    return [
        f"The worlds of the answer do not show what your files say of the past. {piece.said} The worlds say"
        f" {_spread(now, piece.shown)}. Check its units, dates and spend, and simulate more people"
        " (market.consumers). Do not count on what plans that buy the same add."
    ]


def _place(strength: float) -> int:
    return int(np.argmin(np.abs(strengths.GRID - strength)))


def _spread(values: Float64s, shown: float) -> str:
    """Return the mean over worlds, and what eight of ten lie between."""
    low, high = np.quantile(values, EIGHT_OF_TEN) * shown
    return f"{amount(float(values.mean()) * shown)} ({amount(float(low))} to {amount(float(high))} in eight of ten)"


def _strength(drawn: strengths.Drawn, messages: Sequence[float], little: bool, shown: bool) -> str:
    """Say how strong messages are taken to be, and how many of the fitted worlds agree.

    Args:
        drawn: The worlds of the answer.
        messages: How strong messages are in each of them, against an average brand's.
        little: Whether the evidence narrows the range little.
        shown: Whether the worlds of the answer show all of it.
    """
    low, middle, high = quantiles(np.array(messages), (0.1, 0.5, 0.9))
    against = float(np.median(drawn.strengths))
    edge = " The evidence narrows it little: from an eighth to twice the fit's was looked at." if little else ""
    if against <= RANGE[0] * 1.25:
        edge = " It may be less: nothing below an eighth of the fit's was looked at."
    elif against >= RANGE[1] * 0.8:
        edge = " It may be more: nothing above twice the fit's was looked at."
    return (
        f"So the brand's messages are taken to do {amount(middle)} times what an average brand's do ({amount(low)} to"
        f" {amount(high)} in eight of ten worlds).{edge} About {amount(drawn.counting)} of {len(drawn.worlds)} fitted"
        f" worlds {'agree with' if shown else 'come nearest to'} the evidence."
    )


def _added(bench: Bench, piece: Piece, worlds: int, name: str) -> tuple[Float64s, Float64s, float]:
    """Return what a piece of evidence adds in each world and strength, its errors, [W, 2] each, and what it cost."""
    import polars as pl

    design = bench.design(piece.arms, piece.changes)
    number = len(bench.fitted.rows)
    table = bench.table(piece.name + name, design, PlanRuns(Space(design), dashboard=False), range(number), 1)
    rows = table.filter(pl.col("arm") == piece.arms[1].name)
    points = rows["point"].to_numpy()
    added, chance = np.full(number, np.nan), np.full(number, np.nan)
    spent = rows["cost"].to_numpy()
    cost = spent if piece.by_money else np.ones(len(points))
    for into, name in ((added, "incremental_expected_purchases"), (chance, CHANCE)):
        values = rows[name].to_numpy()
        into[points] = np.divide(values, cost, out=np.zeros(len(points)), where=cost > 0)
    shape = (len(strengths.RUN_AT), worlds)
    return added.reshape(shape).T, chance.reshape(shape).T, float(spent.mean())
