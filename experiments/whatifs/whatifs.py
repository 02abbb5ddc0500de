"""A what-if: arms, what is expected of them, what would falsify it, and the same without the mechanism.

`nichecast experiment=NAME` runs both worlds, holds the claims against paired intervals, and writes ``verdict.json`` and
a report that begins with the verdict. Nothing in the verdict is written by hand.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command.command import Job, job_of
from experiments.comparing import report_libraries
from experiments.results import terminal
from experiments.results.outcome_catalogue import refuse_unknown
from experiments.results.statistics import Interval
from experiments.results.wording import several
from experiments.running import replicates, run_folder, sequential
from experiments.running.arms import Design, resolve
from experiments.running.provenance import identify
from experiments.whatifs.claims import (
    FALSIFIED,
    SUPPORTED,
    UNDECIDED,
    Claim,
    Worlds,
    asked,
    parse,
    rule,
    spell,
    together,
)
from experiments.whatifs.verdict import Verdict
from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    from experiments.command.settings import Experiment
    from experiments.results.findings import Findings

ABLATION = "ablation"
"""Folder, inside the what-if's, of the worlds with the mechanism switched off."""


def claims_of(job: Job) -> tuple[Claim, ...]:
    """Return the claims of an experiment, checked before anything runs.

    Raises:
        InputError: A claim cannot be read, or names what there is not.
    """
    given = job.settings.experiment.claims
    unknown = next((name for name in job.settings.experiment.ablated or [] if name not in given), None)
    if unknown is not None:
        raise InputError(f"experiment.ablated: got '{unknown}', takes a claim{nearest(unknown, given)}")
    arms, metrics, smallest = job.settings.arms, _metrics(), job.settings.smallest
    terms = spell(job.settings.experiment.terms, arms, metrics)
    return tuple(parse(name, text, smallest, arms, metrics, terms) for name, text in given.items())


def terms_of(job: Job) -> tuple[Claim, ...]:
    """Return the terms of an experiment's claims, as claims that nobody judges.

    Raises:
        InputError: A term cannot be read, or names what there is not.
    """
    arms, metrics = job.settings.arms, _metrics()
    return asked(spell(job.settings.experiment.terms, arms, metrics), arms, metrics)


def _metrics() -> list[str]:
    from experiments.results.outcome_catalogue import measures
    from simulation.recording.metrics import SERIES

    return [*measures(), *(name for name in SERIES if name not in measures())]


def run(job: Job) -> int:
    """Run a what-if and its ablation, write and print the verdict.

    Returns:
        0, or 1 if replicates failed.

    Raises:
        InputError: if the input cannot be used; nothing has been run then.
        KeyboardInterrupt: with a line that says what is kept.
    """
    from rich.padding import Padding
    from rich.text import Text

    from experiments.results.screen import screen
    from experiments.results.wording import capital

    started = time.perf_counter()
    found, verdict, folder, failed = ask(job, started)
    if verdict is not None and found is not None:
        from experiments.whatifs.ruling import lines

        out = screen()
        out.print(capital(job.settings.experiment.question), markup=False)
        for line in lines(job.settings.experiment, verdict, found):
            out.print(Padding(Text(line), (0, 0, 0, 2)))
        terminal.show(found)
    if failed:
        seed, error = next(iter(failed.items()))
        print(f"{several(len(failed), 'replicate')} failed; the first, {seed}: {error}")
    if found is not None:
        print(f"Report: {folder / 'report.html'}")
    return 1 if failed else 0


def ask(job: Job, started: float) -> tuple[Findings | None, Verdict | None, Path, dict[str, str]]:
    """Run a what-if; return its findings, the verdict, the folder, and errors by seed.

    Raises:
        InputError: if the input cannot be used.
    """
    settings = job.settings
    refuse_unknown(settings.outcome)
    claims, terms = claims_of(job), terms_of(job)
    if any(claim.uses_ablation for claim in (*claims, *terms)) and not settings.experiment.ablation:
        raise InputError("experiment.ablation: got nothing, but a claim asks for `ablated(...)`")
    replicates.make_ready(settings.executor)
    design = resolve(job)
    ablated = _ablated(job)
    identity = identify(job, design)
    label = settings.experiment.name or "whatif"
    with run_folder.open_folder(settings.output.dir, label, job.config, identity) as folder:
        folder.write_json("arms.json", design.to_dict())
        without, failed = _without(ablated, folder.path / ABLATION) if ablated else (None, {})
        tried = sequential.replicate(settings, folder, design, report_libraries.load)
        errors = {str(seed): each["error"] for seed, each in tried.failed.items()} | failed
        folder.write_json("failed.json", {str(seed): each for seed, each in tried.failed.items()})
        if not tried.finished:
            return None, None, folder.path, errors
        from experiments.comparing.outputs import write
        from experiments.report.pieces import Head
        from experiments.whatifs.ruling import block

        decided: list[Verdict] = []

        def head(findings: Findings) -> Head:
            here = Worlds(findings, folder.table("series"))
            verdict = decide(settings.experiment, claims, here, without)
            decided.append(replace(verdict, terms=values_of(terms, here, without)))
            return block(settings.experiment, decided[0], findings, folder.path)

        found = write(job, folder, design, tried, started, head=head)
        plain = decided[0].to_dict(settings.replicates.confidence) | {
            "name": settings.experiment.name,
            "question": settings.experiment.question,
            "size": settings.experiment.size,
            "seeds": len(found.seeds),
            "consumers": design.scenario["market"]["consumers"],
            "wall_s": round(time.perf_counter() - started, 1),
        }
        folder.write_json("verdict.json", plain)
    return found, decided[0], folder.path, errors


def decide(experiment: Experiment, claims: tuple[Claim, ...], worlds: Worlds, without: Worlds | None) -> Verdict:
    """Hold claims against the worlds as they are, and against those with the mechanism switched off."""
    meant = experiment.ablated
    rulings = tuple(rule(claim, worlds, without) for claim in claims)
    others = tuple(None if without is None or claim.uses_ablation else rule(claim, without, None) for claim in claims)
    hypothesis = together([ruling.verdict for ruling in rulings])
    pairs = [
        (ruling, other)
        for ruling, other in zip(rulings, others, strict=True)
        if other is not None and (meant is None or ruling.claim.name in meant)
    ]
    own = [ruling.verdict for ruling, other in pairs]
    effect = fate([other.verdict for _, other in pairs]) if together(own) == SUPPORTED else "none"
    return Verdict(experiment.name or "", rulings, others, hypothesis, effect)


def fate(verdicts: Sequence[str]) -> str:
    """Return what becomes of an effect from the verdicts on its claims in the worlds without the mechanism."""
    if FALSIFIED in verdicts and SUPPORTED in verdicts:
        return "partly"
    if UNDECIDED in verdicts:
        return UNDECIDED
    return "vanishes" if FALSIFIED in verdicts else "stays"


def values_of(
    terms: tuple[Claim, ...], worlds: Worlds, without: Worlds | None
) -> dict[str, tuple[Interval, Interval | None]]:
    """Return what terms come to, as the worlds are and with the mechanism switched off."""
    return {
        term.name: (
            rule(term, worlds, without).effect,
            None if without is None or term.uses_ablation else rule(term, without, None).effect,
        )
        for term in terms
    }


def _ablated(job: Job) -> Job | None:
    """Return the same command with the mechanism switched off."""
    overrides = job.settings.experiment.ablation
    if not overrides:
        return None
    return job_of([*job.overrides, *overrides, "dashboard.enabled=false"], job.config_dir, typed=False)


def _without(job: Job, path: Path) -> tuple[Worlds | None, dict[str, str]]:
    """Run the ablation; return what it came to, and errors by seed."""
    from experiments.results.findings import findings
    from experiments.results.outcome_catalogue import measures

    settings = job.settings
    design: Design = resolve(job)
    with run_folder.open_folder(str(path), ABLATION, job.config, identify(job, design)) as folder:
        tried = sequential.replicate(settings, folder, design, report_libraries.load)
        errors: Mapping[int, Mapping[str, str]] = tried.failed
        failed = {f"{seed} (ablation)": each["error"] for seed, each in errors.items()}
        if not tried.finished:
            return None, failed
        folder.merge(tried.finished)
        found = findings(
            folder.table("outcomes"),
            settings.arms,
            settings.against or settings.baseline,
            measures(),
            settings.replicates.confidence,
            outcome=settings.outcome,
            smallest=settings.smallest,
            without=settings.baseline,
        )
        return Worlds(found, folder.table("series")), failed
