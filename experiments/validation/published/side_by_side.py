"""``task=validate which=published``: published models, their numbers beside ours, with intervals over runs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.terminal import counter
from experiments.running import executors, provenance, warm_up
from experiments.running.folder_lock import held
from experiments.running.replicates import make_ready, plan
from experiments.validation.published import (
    bass_products,
    cascade_window,
    friends_who_buy,
    strong_weak_ties,
    tiers_and_price,
)
from experiments.validation.published.published_row import Row
from experiments.validation.scorecard_page import number
from simulation.errors import InputError, not_one_of
from simulation.files.safe_writing import write_json, write_text, written_aside
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from experiments.command.command import Job

type Rows = Callable[..., Iterator[Row]]
MODELS: Mapping[str, tuple[Rows, int, int]] = {
    "bass": (bass_products.rows, 5, 20),
    "strong_weak_ties": (strong_weak_ties.rows, 5, 30),
    "cascade_window": (cascade_window.rows, 3, 20),
    "hubs": (cascade_window.hub_rows, 20, 100),
    "tiers_and_price": (tiers_and_price.rows, 10, 50),
    "friends": (friends_who_buy.rows, 5, 20),
}
"""Model -> what yields its rows from a number of runs and a seed, runs in quick size, in full size."""
IN_THE_MARKET = ("friends",)
"""Those that are measured in the command's market, which is a third argument; the others set up their own."""
COLUMNS = ("model", "quantity", "unit", "theirs", "grade", "mean", "low", "high", "runs", "set_up", "apart")


def run(job: Job, size: str, runs: int | None, scenario: Scenario) -> int:
    """Run the published models, print the table, and write ``published.json``, ``.csv`` and ``.md``.

    Args:
        job: The command.
        size: ``quick`` or ``full``.
        runs: How many of each model; None: those of the size.
        scenario: The market of those that are measured in it.

    Raises:
        InputError: There is no such model, or the folder cannot be used.
    """
    task = job.config["task"]
    names = task.get("models")
    names = [names] if isinstance(names, str) else names
    for name in names or ():
        if name not in MODELS:
            raise not_one_of("task.models", str(name), MODELS)
    asked = [name for name in MODELS if names is None or name in names]
    folder = Path(job.settings.output.dir or f"outputs/published-{size}").expanduser()
    try:
        with held(folder):
            found = measured(job, asked, size, runs, scenario)
            write(folder, found, job, size)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    for line in lines(found):
        print(line)
    print(f"written: {folder}/published.json, .csv, .md")
    return 0


def measured(job: Job, names: Sequence[str], size: str, runs: int | None, scenario: Scenario) -> list[dict[str, Any]]:
    """Return the rows of these models, each model in a process of its own."""
    market = scenario.to_dict()
    items = [
        {"model": name, "runs": runs or MODELS[name][1 if size == "quick" else 2], "seed": job.settings.seed}
        | ({"scenario": market} if name in IN_THE_MARKET else {})
        for name in names
    ]
    make_ready(job.settings.executor)
    workers, threads = plan(job.settings.executor, len(items), 1)
    found: dict[str, list[dict[str, Any]]] = {}
    outcomes = executors.execute(
        measure, items, workers=workers, threads=threads or 1, preload=warm_up.PRELOAD, prepare=warm_up.compile_share
    )
    with counter("published models", len(items)) as bar:
        for done, outcome in enumerate(outcomes, start=1):
            if outcome.error is not None:
                raise InputError(f"task=validate which=published: {outcome.item['model']}: {outcome.error}")
            found[outcome.item["model"]] = outcome.value
            bar(done)
    return [row for name in names for row in found[name]]


def measure(item: Mapping[str, Any], say: Any = None) -> list[dict[str, Any]]:
    """Return the rows of one model as plain data."""
    rows = MODELS[item["model"]][0]
    market = (Scenario.from_dict(item["scenario"]),) if "scenario" in item else ()
    return [row.to_dict() for row in rows(item["runs"], item["seed"], *market)]


def lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table for the terminal."""
    model = None
    for row in found:
        if row["model"] != model:
            model = row["model"]
            yield f"{model} ({row['set_up']})"
        yield f"    {row['quantity']}: theirs {number(row['theirs'])}, ours {ours(row)}"


def ours(row: Mapping[str, Any]) -> str:
    """Return our number with its interval."""
    if row["interval"] is None:
        return number(row["mean"])
    low, high = row["interval"]
    return f"{number(row['mean'])} ({number(low)} to {number(high)})"


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """Return the rows as a table in Markdown."""
    columns = ("published model", "quantity", "theirs", "ours", "set up as", "known differences")
    head = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    return "\n".join(
        [
            *head,
            *(
                f"| {row['model']} | {row['quantity']} | {number(row['theirs'])} | {ours(row)} | {row['set_up']} |"
                f" {row['apart'] or 'none known'} |"
                for row in found
            ),
            "",
        ]
    )


def write(folder: Path, found: Sequence[Mapping[str, Any]], job: Job, size: str) -> None:
    """Write the rows as JSON, CSV and Markdown."""
    about = {
        "command": ["nichecast", *(item for item in job.overrides if not item.startswith("output.dir"))],
        "size": size,
        "date": datetime.now(UTC).date().isoformat(),
        "code_version": provenance.code_version(),
        "rows": list(found),
    }
    write_json(folder / "published.json", about)
    with written_aside(folder / "published.csv") as aside, aside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in found:
            low, high = row["interval"] or ("", "")
            flat = {**row, "low": low, "high": high}
            writer.writerow([flat[name] for name in COLUMNS])
    write_text(folder / "published.md", table(found))
