"""``task=validate``: the scorecard of the market, over worlds of several seeds; a missed fact is printed as missed.

Every group of facts is measured on every seed by itself, in worker processes. What is finished is kept in the folder,
so that an interrupted command goes on.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.running import provenance
from experiments.running.folder_lock import held
from experiments.validation import across_worlds, card, scorecard_page
from experiments.validation.across_worlds import AcrossWorlds
from experiments.validation.card import Row
from experiments.validation.facts.advertising import FLIGHT
from experiments.validation.measured_worlds import measured
from experiments.validation.mechanisms import OFF
from experiments.validation.published import side_by_side
from experiments.validation.real_data import data_task
from experiments.worlds.plausible import say_what_is_left_alone, worlds_of
from simulation.errors import InputError, not_one_of
from simulation.files.safe_writing import clear_left, write_json, write_text, written_aside
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from experiments.command.command import Job

SIZES = {"quick": (8_000, 4), "full": (20_000, 8)}
"""Size -> simulated consumers and seeds."""
KINDS = ("facts", "published", "data")
"""What the market can be compared with."""


class Asked(NamedTuple):
    """What a command asks for, checked.

    Attributes:
        which: One of ``KINDS``.
        size: A name of ``SIZES``.
        names: Of the facts; None: all.
        groups: Those that measure them.
        seeds: How many, from the command's seed on.
        mechanisms: Whether each is switched off once.
        worlds: How many plausible ones; None: none.
        scenario: The market, as large as the size says unless the command says how large.
    """

    which: str
    size: str
    names: Sequence[str] | None
    groups: Sequence[str]
    seeds: int
    mechanisms: bool
    worlds: int | None
    scenario: Scenario


def run(job: Job) -> int:
    """Measure the facts, print the card, and write ``scorecard.json``, ``.csv`` and ``.md``; or as ``which`` says.

    Raises:
        InputError: An option or the folder cannot be used, or a group failed.
    """
    asked = _asked(job)
    if asked.which == "published":
        return side_by_side.run(job, asked.size, job.config["task"].get("seeds"), asked.scenario)
    scenario, names, groups = asked.scenario, asked.names, asked.groups
    numbers = [job.settings.seed + k for k in range(asked.seeds)]
    if asked.which == "data":
        return data_task.run(job, asked.size, scenario, numbers)
    folder = Path(job.settings.output.dir or f"outputs/scorecard-{asked.size}").expanduser()
    worlds = {"as it is": scenario}
    if asked.mechanisms:
        worlds |= {f"without {name}": scenario.with_values(off) for name, off in OFF.items()}
    plausible = _plausible(job, scenario, asked.worlds) if asked.worlds else []
    try:
        with held(folder):
            (folder / "parts").mkdir(exist_ok=True)
            clear_left(folder / "parts")
            seeds_of = [(name, world, seed) for name, world in worlds.items() for seed in numbers]
            found = _measure(job, folder, seeds_of, groups)
            cards = {name: card.rows_of(each, names) for name, each in found.items()}
            beside: list[AcrossWorlds] = []
            if plausible:
                one_seed_each = [("plausible", world, job.settings.seed + k) for k, world in enumerate(plausible)]
                in_worlds = _measure(job, folder, one_seed_each, groups)["plausible"]
                beside = across_worlds.beside(cards["as it is"], card.rows_of(in_worlds, names))
            write(folder, cards, numbers, scenario, beside, job.overrides)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    print(scorecard_page.terminal(cards["as it is"], len(numbers)))
    if beside:
        print(across_worlds.terminal(beside))
    print(f"written: {folder}/scorecard.json, .csv, .md")
    return 0


def _asked(job: Job) -> Asked:
    """Return what the command asks for.

    Raises:
        InputError: naming the option that cannot be used.
    """
    from simulation.configure import scenario_of

    task, which = job.config["task"], job.config.get("which", "facts")
    size = task.get("size")
    if size not in SIZES:
        raise not_one_of("task.size", str(size), SIZES)
    if which not in KINDS:
        raise not_one_of("which", str(which), KINDS)
    if job.config.get("data") and which != "data":
        raise InputError(f"data: got '{job.config['data']}' with which={which}, takes which=data beside it")
    consumers, seeds = SIZES[size]
    seeds = seeds if task.get("seeds") is None else task["seeds"]
    if type(seeds) is not int or not 1 <= seeds <= 1000:
        raise InputError(f"task.seeds: got {seeds!r}, takes a whole number from 1 to 1000")
    worlds = task.get("worlds")
    if worlds is not None:
        if type(worlds) is not int or not 1 <= worlds <= 10_000:
            raise InputError(f"task.worlds: got {worlds!r}, takes a whole number from 1 to 10,000 or null")
        if which != "facts":
            raise InputError(f"task.worlds: got {worlds} with which={which}, takes which=facts beside it")
    groups = card.groups_of(task.get("facts"))
    scenario = scenario_of(job.config)
    if not any(override.startswith("market.consumers=") for override in job.overrides):
        scenario = scenario.with_values({"market.consumers": consumers})
    shortest = {"market.days": scenario.market.days, "brands.campaign_days": scenario.brands.campaign_days}
    for name, days in shortest.items():
        if which == "facts" and "advertising" in groups and days < FLIGHT:
            raise InputError(f"{name}: got {days}, takes {FLIGHT} or more with task=validate, which advertises so long")
    return Asked(which, size, task.get("facts"), groups, seeds, bool(task.get("mechanisms")), worlds, scenario)


def _measure(
    job: Job, folder: Path, places: Sequence[tuple[str, Scenario, int]], groups: Sequence[str]
) -> dict[str, dict[str, list[dict[str, float]]]]:
    """Return what each group measured, by the name of a place (name, scenario, seed) and in the order of the places.

    What is in the folder is not measured again.
    """
    version = provenance.code_version() + _sources()
    items: list[dict[str, Any]] = [
        {"world": name, "group": group, "seed": seed, "scenario": scenario.to_dict(), "version": version}
        for name, scenario, seed in places
        for group in groups
    ]
    found: dict[str, dict[str, list[dict[str, float]]]] = {name: {group: [] for group in groups} for name, *_ in places}
    for item, values in zip(items, measured(job, card.measure, items, folder, "measurements"), strict=True):
        found[item["world"]][item["group"]].append(values)
    return found


def _plausible(job: Job, scenario: Scenario, number: int) -> list[Scenario]:
    """Return the first so many plausible worlds; what the command sets itself holds in each.

    Raises:
        InputError: No set of worlds, or one that cannot be used.
    """
    if job.settings.worlds.file is None:
        raise InputError(
            f"task.worlds: got {number} with worlds=none, takes worlds=plausible or worlds.file=FILE beside it"
        )
    points, _ = worlds_of(job.settings.worlds.file, number, scenario.to_dict())
    say_what_is_left_alone(job.settings.worlds.file)
    return [scenario.with_values(points.at(k)) for k in range(len(points))]


def _sources() -> str:
    """Return a hash of the files that measure: another way of measuring is another number."""
    here = Path(__file__).parent
    text = b"".join(path.read_bytes() for path in sorted(here.rglob("*.py")))
    return hashlib.sha256(text).hexdigest()[:16]


def write(
    folder: Path,
    cards: Mapping[str, list[Row]],
    seeds: Sequence[int],
    scenario: Scenario,
    beside: Sequence[AcrossWorlds] = (),
    overrides: Sequence[str] = (),
) -> None:
    """Write the card as JSON, CSV and a page.

    Args:
        folder: Where to.
        cards: Rows by world; ``as it is`` is one.
        seeds: Of all of them.
        scenario: Of ``as it is``.
        beside: What it is in plausible worlds, where that was asked for.
        overrides: What the command said.
    """
    rows = cards["as it is"]
    write_json(
        folder / "scorecard.json",
        {
            "command": ["nichecast", *(item for item in overrides if not item.startswith(("output.dir", "executor")))],
            "date": datetime.now(UTC).date().isoformat(),
            "seeds": list(seeds),
            "consumers": scenario.market.consumers,
            "counts": {split or "all": card.count(rows, split) for split in (None, "fit", "held", "contested")},
            "rows": [as_plain(row) for row in rows],
            "without": {name: {row.fact.name: row.verdict for row in each} for name, each in cards.items()},
            "worlds": across_worlds.as_plain(beside),
        },
    )
    with written_aside(folder / "scorecard.csv") as aside, aside.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("fact", "split", "verdict", "measure", "unit", "band_low", "band_high", "mean", "low", "high"))
        for row in rows:
            for each in row.readings:
                band = each.band
                where = (row.fact.name, row.fact.split, each.verdict, band.name, band.unit, band.low, band.high)
                table.writerow((*where, each.mean, each.low, each.high))
    page = scorecard_page.page(cards, len(seeds), scenario.market.consumers)
    if beside:
        page += "\n" + across_worlds.page(beside)
    write_text(folder / "scorecard.md", page)


def as_plain(row: Row) -> dict[str, Any]:
    """Return a row as plain data; infinite limits are null."""
    return {
        "fact": row.fact.name,
        "split": row.fact.split,
        "claim": row.fact.claim,
        "source": row.fact.source,
        "grade": row.fact.grade,
        "rests_on": row.fact.rests_on,
        "verdict": row.verdict,
        "readings": [
            {
                **{
                    name: value if not isinstance(value, float) or math.isfinite(value) else None
                    for name, value in each.band._asdict().items()
                },
                "values": list(each.values),
                "mean": each.mean,
                "interval": [each.low, each.high],
                "verdict": each.verdict,
            }
            for each in row.readings
        ],
    }
