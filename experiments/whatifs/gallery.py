"""All what-ifs in one go, and a page that shows how each came out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.command.command import Job, job_of
from experiments.command.settings import config_folders, options
from experiments.results.heartbeat import waiting
from experiments.results.wording import several
from experiments.whatifs.claims import FALSIFIED, SUPPORTED
from simulation.errors import InputError, nearest
from simulation.files.safe_writing import write_json, write_text

FATES = {
    "vanishes": "the effect vanishes",
    "stays": "the effect stays",
    "partly": "part of the effect vanishes, part stays",
    "undecided": "whether the effect vanishes cannot be told",
    "none": "there is no effect as claimed that could vanish",
}
COUNTED = (SUPPORTED, FALSIFIED, "undecided")


def run(job: Job) -> int:
    """``nichecast task=whatifs [task.names=[...]] [size=quick]``: run what-ifs, print verdicts, write the gallery.

    What the command says besides holds for every one of them. One that fails does not stop the others.

    Returns:
        0, or 1 if one failed.

    Raises:
        InputError: if there is no such what-if, or the command chooses an experiment besides.
    """
    from experiments.whatifs import whatifs

    names = chosen(job)
    others = [item for item in job.overrides if not item.startswith(("task", "names", "output.dir"))]
    size = "quick" if "size=quick" in job.overrides else "default"
    folder = Path(job.settings.output.dir or f"outputs/whatifs-{size}").expanduser()
    jobs = {
        name: job_of([f"experiment={name}", *others, f"output.dir={folder / name}"], job.config_dir) for name in names
    }
    for each in jobs.values():  # all are checked before the first runs
        whatifs.claims_of(each)
    cards: list[dict[str, Any]] = []
    for name, each in jobs.items():
        started = time.perf_counter()
        try:
            _, verdict, path, failed = whatifs.ask(each, started)
            error = (
                f"{several(len(failed), 'replicate')} failed" if failed else "" if verdict else "no replicate finished"
            )
        except Exception as problem:  # the others still count, and the card says what happened
            verdict, path, error = None, folder / name, " ".join(f"{type(problem).__name__}: {problem}".split())
        said = verdict.hypothesis if verdict else "failed"
        print(f"{name:<24} {said:<11} {time.perf_counter() - started:6.1f} s  {error}".rstrip(), flush=True)
        cards.append({"name": name, "error": error, "path": path, "experiment": each.settings.experiment})
    folder.mkdir(parents=True, exist_ok=True)  # a what-if that was refused leaves none
    with waiting("gallery: the page"):
        write_text(folder / "index.html", page(cards, folder, size))
        write_json(folder / "whatifs.json", as_plain(cards, job, size))
    print(f"Gallery: {folder / 'index.html'}")
    return 1 if any(card["error"] for card in cards) else 0


def chosen(job: Job) -> list[str]:
    """Return the what-ifs that a command asks for; by default all.

    Raises:
        InputError: if there is none of that name.
    """
    if job.settings.experiment.name:
        raise InputError(
            f"experiment: got '{job.settings.experiment.name}' with task=whatifs, takes task.names=[...] or nothing"
        )
    there = every(job.config_dir)
    asked = job.config["task"].get("names")
    asked = [asked] if isinstance(asked, str) else asked
    for name in asked or []:
        if name not in there:
            raise InputError(f"task.names: got '{name}', takes a what-if{nearest(str(name), there)}")
    return list(asked or there)


def every(config_dir: str | None = None) -> list[str]:
    """Return the experiments that make claims."""
    import yaml

    experiments = []
    for name in options("experiment", config_dir):
        paths = [
            path for folder in config_folders(config_dir) if (path := folder / "experiment" / f"{name}.yaml").is_file()
        ]
        content = yaml.safe_load(paths[0].read_text(encoding="utf-8")) or {}
        if (content.get("experiment") or {}).get("claims"):
            experiments.append(name)
    return experiments


@dataclass(frozen=True)
class Card:
    """A what-if in the gallery; with an error only the title and the question are filled.

    Attributes:
        title: Its name.
        question: What it asks.
        error: Why it has no verdict; empty: it has one.
        verdict: supported, falsified or undecided.
        hypothesis: What it claims.
        link: Its report, from the gallery.
        source: Effects of its claims with intervals, as an address that holds the picture.
        mechanism: What its ablation switches off.
        fate: What became of the effect without it.
        effort: Seeds, consumers and seconds.
    """

    title: str
    question: str
    error: str = ""
    verdict: str = ""
    hypothesis: str = ""
    link: str = ""
    source: str = ""
    mechanism: str = ""
    fate: str = ""
    effort: str = ""


def page(cards: list[dict[str, Any]], folder: Path, size: str) -> str:
    """Return the gallery as HTML: how many came out how, then a card each."""
    from experiments.report.html import render

    shown = [_card(card, folder) for card in cards]
    count = {kind: sum(card.verdict == kind for card in shown) for kind in COUNTED}
    summary = ", ".join(f"{number} {kind}" for kind, number in count.items())
    return render("gallery.html.j2", title="Nichecast: what-ifs", cards=shown, summary=summary, quick=size == "quick")


def as_plain(cards: list[dict[str, Any]], job: Job, size: str) -> dict[str, Any]:
    """Return how each what-if came out as plain data; one that failed has its error."""
    said = [item for item in job.overrides if not item.startswith("output.dir")]
    about = {"command": ["nichecast", *said], "size": size, "date": datetime.now(UTC).date().isoformat()}
    return about | {"whatifs": [_plain(card) for card in cards]}


def _plain(card: dict[str, Any]) -> dict[str, Any]:
    verdict, experiment = _verdict(card), card["experiment"]
    plain = {"name": card["name"], "question": experiment.question, "error": card["error"]}
    if not verdict:
        return plain
    effort = {name: verdict[name] for name in ("seeds", "consumers", "wall_s")}
    without = verdict["without_the_mechanism"]
    claims = {name: claim["verdict"] for name, claim in verdict["claims"].items()}
    of = {"hypothesis": verdict["hypothesis"], "mechanism": experiment.mechanism, "without": without}
    return plain | of | {"claims": claims} | effort


def _verdict(card: dict[str, Any]) -> dict[str, Any]:
    path = card["path"] / "verdict.json"
    loaded: dict[str, Any] = (
        json.loads(path.read_text(encoding="utf-8")) if path.is_file() and not card["error"] else {}
    )
    return loaded


def _card(card: dict[str, Any], folder: Path) -> Card:
    from experiments.report.pieces import embedded

    experiment, verdict = card["experiment"], _verdict(card)
    title = card["name"].replace("_", " ")
    if not verdict:
        return Card(title, experiment.question, error=card["error"] or "not run")
    return Card(
        title,
        experiment.question,
        verdict=verdict["hypothesis"],
        hypothesis=experiment.hypothesis,
        link=str((card["path"] / "report.html").relative_to(folder)),
        source=embedded(card["path"] / "figures" / "verdict.svg"),
        mechanism=experiment.mechanism or "its mechanism",
        fate=FATES[verdict["without_the_mechanism"]],
        effort=f"{verdict['seeds']} seeds, {verdict['consumers']:,} consumers, {verdict['wall_s']:,.0f} s",
    )
