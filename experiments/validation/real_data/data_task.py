"""``task=validate which=data data=FOLDER``: distances between the market and real data, with intervals."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.results.terminal import counter
from experiments.running import executors, provenance, warm_up
from experiments.running.folder_lock import held
from experiments.running.replicates import make_ready, plan
from experiments.validation.real_data.data_sets import NOTES, SETS
from experiments.validation.real_data.market_side import measure
from experiments.validation.real_data.resampled import Row, Statistics, beside
from experiments.validation.scorecard_page import number
from simulation.errors import InputError
from simulation.files.safe_writing import write_json, write_text, written_aside

if TYPE_CHECKING:
    from experiments.command.command import Job
    from simulation.scenario import Scenario

BYTES = 4_000
"""Peak memory for each consumer, as of the scorecard's worlds."""


def run(job: Job, size: str, scenario: Scenario, seeds: Sequence[int]) -> int:
    """Measure the data and the market, print the distances, and write ``data.json``, ``.csv`` and ``.md``.

    Raises:
        InputError: The data or the folder cannot be used.
    """
    given = job.config.get("data")
    if not given:
        raise InputError("data: got nothing with which=data, takes the folder that holds the data sets")
    source = Path(str(given)).expanduser()
    there = [name for name in SETS if (source / name).is_dir()]
    if not there:
        raise InputError(f"data: got '{given}', takes a folder with one of: {', '.join(SETS)}")
    theirs = {name: SETS[name][1](source / name) for name in there}
    folder = Path(job.settings.output.dir or f"outputs/data-{size}").expanduser()
    try:
        with held(folder):
            ours = _market(job, scenario, seeds)
            rows = [
                row
                for name, (whole, drawn) in theirs.items()
                for row in beside(SETS[name][0], whole, drawn, ours, NOTES)
            ]
            write(folder, rows, job, size, scenario.market.consumers, seeds)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    for line in lines([row._asdict() for row in rows]):
        print(line)
    absent = [name for name in SETS if name not in there]
    if absent:
        print(f"not in the folder: {', '.join(absent)}")
    print(f"written: {folder}/data.json, .csv, .md")
    return 0


def _market(job: Job, scenario: Scenario, seeds: Sequence[int]) -> list[Statistics]:
    """Return the market's statistics, seed by seed."""
    items = [{"scenario": scenario.to_dict(), "seed": seed} for seed in seeds]
    make_ready(job.settings.executor)
    workers, threads = plan(job.settings.executor, len(items), scenario.market.consumers, BYTES)
    outcomes = executors.execute(
        measure, items, workers=workers, threads=threads or 1, preload=warm_up.PRELOAD, prepare=warm_up.compile_share
    )
    found: dict[int, Statistics] = {}
    with counter("the market's side", len(items)) as bar:
        for done, outcome in enumerate(outcomes, start=1):
            if outcome.error is not None:
                raise InputError(f"task=validate which=data: seed {outcome.item['seed']}: {outcome.error}")
            found[outcome.item["seed"]] = outcome.value
            bar(done)
    return [found[seed] for seed in seeds]


def lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the distances for the terminal."""
    data = None
    for row in rows:
        if row["data"] != data:
            data = row["data"]
            yield str(data)
        yield f"    {row['quantity']}: {_both(row)}distance {between(row['distance'], row['interval'])}"
        if note := row.get("note"):
            yield f"        {note}"


def _both(row: Mapping[str, Any]) -> str:
    if row["theirs"] is None:
        return ""
    return f"data {between(row['theirs'], row['theirs_interval'])}, market {number(row['ours'])}, "


def between(value: float | None, interval: Sequence[float] | None) -> str:
    """Return a number with its interval."""
    if value is None:
        return ""
    return number(value) + (f" ({number(interval[0])} to {number(interval[1])})" if interval else "")


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the distances as a table in Markdown, notes below it; rows of an older version have none."""
    head = ["| data | quantity | data | market | distance |", "|---|---|---|---|---|"]
    return "\n".join(
        [
            *head,
            *(
                f"| {row['data']} | {row['quantity']} | {between(row['theirs'], row['theirs_interval'])} |"
                f" {between(row['ours'], None)} | {between(row['distance'], row['interval'])} |"
                for row in rows
            ),
            "",
            *(f"{row['data']}, {row['quantity']}: {row['note']}\n" for row in rows if row.get("note")),
        ]
    )


def write(folder: Path, rows: Sequence[Row], job: Job, size: str, consumers: int, seeds: Sequence[int]) -> None:
    """Write the distances as JSON, CSV and Markdown."""
    plain = [row._asdict() for row in rows]
    # The folder of the data differs from machine to machine.
    said = [item for item in job.overrides if not item.startswith(("output.dir", "data="))]
    about = {
        "command": ["nichecast", *said, "data=FOLDER"],
        "size": size,
        "consumers": consumers,
        "seeds": len(seeds),
        "date": datetime.now(UTC).date().isoformat(),
        "code_version": provenance.code_version(),
        "rows": plain,
    }
    write_json(folder / "data.json", about)
    with written_aside(folder / "data.csv") as aside, aside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(Row._fields)
        for row in rows:
            writer.writerow(" to ".join(map(str, cell)) if isinstance(cell, tuple) else cell for cell in row)
    write_text(folder / "data.md", table(plain))
