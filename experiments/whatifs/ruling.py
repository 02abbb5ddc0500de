"""The verdict of a what-if in words and as a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.figures import style
from experiments.report.pieces import ClaimText, Figure, Head, embedded
from experiments.results.statistics import Interval
from experiments.results.wording import listed, several
from experiments.whatifs import units, verdict_figure
from experiments.whatifs.claims import FALSIFIED, SUPPORTED

if TYPE_CHECKING:
    from experiments.command.settings import Experiment
    from experiments.results.findings import Findings
    from experiments.whatifs.claims import Ruling
    from experiments.whatifs.verdict import Verdict

MEANING = {
    SUPPORTED: "every claim's whole interval lies on the side that the hypothesis names",
    FALSIFIED: "at least one claim's whole interval lies on the other side",
}
ABLATED = {
    "vanishes": "it vanishes, so {mechanism} carries it",
    "stays": "it stays, so something other than {mechanism} carries it",
    "partly": "part of it vanishes ({gone}) and part stays ({left}), so {mechanism} carries part of it",
    "undecided": "whether it vanishes cannot be told from these seeds",
}


def lines(experiment: Experiment, verdict: Verdict, findings: Findings) -> Iterator[str]:
    """Yield the verdict in sentences, each claim with its numbers."""
    yield f"Hypothesis: {experiment.hypothesis}"
    meaning = MEANING.get(verdict.hypothesis, "the intervals allow both")
    small = " Quick size: to see how it works, not to decide by." if experiment.size == "quick" else ""
    yield f"Verdict: {verdict.hypothesis}, over {several(len(findings.seeds), 'seed')}: {meaning}.{small}"
    for ruling, other in zip(verdict.rulings, verdict.without, strict=True):
        yield said(ruling, other)
    for name, (own, other_own) in verdict.terms.items():
        without = f"; without the mechanism {between(other_own)}" if other_own is not None else ""
        yield f"{name.replace('_', ' ')}: {between(own)}{without}."
    yield after(experiment, verdict)


def said(ruling: Ruling, other: Ruling | None) -> str:
    """Return one claim with its effect, its interval, and both again with the mechanism switched off."""
    name, unit = ruling.claim.name.replace("_", " "), units.shown(ruling.claim)
    text = f"{name}: {ruling.claim.text}; it is {between(ruling.effect, unit)}: {ruling.verdict}"
    return f"{text}. Without the mechanism: {between(other.effect, unit)}." if other is not None else f"{text}."


def _claim(ruling: Ruling, other: Ruling | None) -> ClaimText:
    """Return one claim for the page: its name and verdict, its numbers, and its formula."""
    unit = units.shown(ruling.claim)
    return ClaimText(
        name=ruling.claim.name.replace("_", " ").capitalize(),
        verdict=ruling.verdict,
        value=between(ruling.effect, unit),
        without=between(other.effect, unit) if other is not None else "",
        formula=ruling.claim.text,
    )


def after(experiment: Experiment, verdict: Verdict) -> str:
    """Say what became of the effect without its mechanism."""
    mechanism = experiment.mechanism or "the mechanism"
    if not experiment.ablation:
        return ""
    if verdict.effect == "none":
        return f"Without {mechanism}: there is no effect as claimed that could vanish; the numbers stand beside."
    gone, left = (listed(_claims_that_are(kind, experiment, verdict)) for kind in (FALSIFIED, SUPPORTED))
    return f"Without {mechanism}: {ABLATED[verdict.effect].format(mechanism=mechanism, gone=gone, left=left)}."


def _claims_that_are(kind: str, experiment: Experiment, verdict: Verdict) -> list[str]:
    """Return the claims that should vanish with the mechanism and on which, without it, this is the verdict."""
    meant = experiment.ablated
    return [
        ruling.claim.name.replace("_", " ")
        for ruling, other in zip(verdict.rulings, verdict.without, strict=True)
        if other is not None and other.verdict == kind and (meant is None or ruling.claim.name in meant)
    ]


def between(each: Interval, unit: str = "") -> str:
    """Return an effect with its interval, each with the digits that the interval supports."""
    if not math.isfinite(each.mean):
        return "undefined"
    if not math.isfinite(each.half):
        return f"{each.mean:,.4g}{unit} (one seed: no interval)"
    digits = 1 - math.floor(math.log10(each.half)) if each.half > 0 else 2
    show = f",.{max(0, min(digits, 6))}f"
    values = (round(v, digits) + 0.0 for v in (each.mean, each.low, each.high))
    mean, low, high = (format(v, show).replace("-", "\N{MINUS SIGN}") for v in values)
    return f"{mean}{unit} ({low} to {high})"


def block(experiment: Experiment, verdict: Verdict, findings: Findings, folder: Path) -> Head:
    """Return the verdict for the head of the report, with its picture; the picture is kept as PNG and SVG too."""
    with style.styled():
        drawing = verdict_figure.draw(verdict, experiment)
        style.save(drawing, folder / "figures")
    picture = embedded(folder / "figures" / f"{drawing.name}.svg")
    _, ruled, *rest = lines(experiment, verdict, findings)
    return Head(
        question=experiment.question,
        verdict=verdict.hypothesis,
        hypothesis=experiment.hypothesis,
        falsifier=experiment.falsifier,
        meaning=ruled,
        claims=tuple(map(_claim, verdict.rulings, verdict.without)),
        terms=tuple(
            ClaimText(name, verdict="", value=between(own), without="", formula=experiment.terms[name])
            for name, (own, _) in verdict.terms.items()
        ),
        after=rest[-1],
        picture=Figure("", "", (), drawing.alt, picture, drawing.caption),
    )
