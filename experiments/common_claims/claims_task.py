"""``task=claims``: what is commonly said of a market run by micro-influencers, tested in the plausible worlds."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.common_claims import claims_text
from experiments.common_claims.claim_verdict import judged
from experiments.common_claims.claim_worlds import comparisons_of, parsed, run_in_worlds
from experiments.common_claims.common_claim import CommonClaim
from experiments.common_claims.twelve_claims import CLAIMS, SETTINGS
from experiments.report.html import render
from experiments.running.folder_lock import held
from experiments.running.provenance import code_version
from simulation.errors import InputError, not_one_of
from simulation.files.safe_writing import clear_left, write_json, write_text, written_aside

if TYPE_CHECKING:
    from experiments.command.command import Job

SIZES = {"quick": (3_000, 20, 1), "full": (10_000, 50, 2)}
"""Size -> simulated consumers, plausible worlds, seeds of each world."""


def run(job: Job) -> int:
    """Test the claims, print them, and write ``claims.json``, ``claims.csv``, ``claims.md`` and ``index.html``.

    Raises:
        InputError: An option, the set of worlds or the folder cannot be used, or a run failed.
    """
    started = time.perf_counter()
    task = job.config["task"]
    size = task.get("size")
    if size not in SIZES:
        raise not_one_of("task.size", str(size), SIZES)
    claims = chosen(task.get("claims"))
    consumers, number, seeds = SIZES[size]
    number = job.settings.worlds.number if _said(job, "worlds.number") else number
    seeds = job.settings.worlds.seeds if _said(job, "worlds.seeds") else seeds
    if job.settings.experiment.name:
        name = job.settings.experiment.name
        raise InputError(f"experiment: got '{name}' with task=claims, takes task.claims=[...] or nothing")
    folder = Path(job.settings.output.dir or f"outputs/claims-{size}").expanduser()
    try:
        with held(folder):
            (folder / "parts").mkdir(exist_ok=True)
            clear_left(folder / "parts")
            values, points = run_in_worlds(job, claims, folder, consumers, number, seeds)
            arms = {name: list(setting.arms) for name, setting in SETTINGS.items()}
            taken = {each.name: parsed(each.name, each.text, arms[each.setting]) for each in comparisons_of(claims)}
            found = judged(claims, taken, values, points)
            plain = claims_text.as_plain(found)
            about = {
                "command": ["nichecast", *(item for item in job.overrides if not item.startswith("output.dir"))],
                "size": size,
                "consumers": consumers,
                "worlds": max(len(each) for each in points.values()),
                "seeds": seeds,
                "date": datetime.now(UTC).date().isoformat(),
                "code_version": code_version(),
                "minutes": math.ceil((time.perf_counter() - started) / 60),
                "claims": plain,
            }
            write(folder, about, list(claims_text.rows(found)))
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    for line in claims_text.lines(found):
        print(line)
    print(f"Page: {folder / 'index.html'}")
    return 0


def chosen(names: Any) -> tuple[CommonClaim, ...]:
    """Return the claims of these names; ``None``: all.

    Raises:
        InputError: There is no such claim.
    """
    known = {claim.name: claim for claim in CLAIMS}
    asked = [names] if isinstance(names, str) else names
    if asked is not None and not isinstance(asked, list):
        raise InputError(f"task.claims: got {asked!r}, takes a list of names, such as [waste, labels]")
    for name in asked or ():
        if name not in known:
            raise not_one_of("task.claims", str(name), known)
    if asked is not None and not asked:
        raise InputError("task.claims: got none, takes one or more, or null for all")
    return CLAIMS if asked is None else tuple(claim for name, claim in known.items() if name in asked)


def write(folder: Path, about: dict[str, Any], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write what was found as JSON, CSV, a table in Markdown and a page."""
    write_json(folder / "claims.json", about)
    with written_aside(folder / "claims.csv") as aside, aside.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(claims_text.COLUMNS)
        table.writerows(rows)
    write_text(folder / "claims.md", claims_text.table(about["claims"]))
    write_text(folder / "index.html", render("claims.html.j2", title="Nichecast: common claims", about=about))


def _said(job: Job, name: str) -> bool:
    return any(item.partition("=")[0].lstrip("+~") == name for item in job.overrides)
