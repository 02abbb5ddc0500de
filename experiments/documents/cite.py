"""``task=cite``: what a run rests on, cited sources and choices of ours apart, with counts."""

from __future__ import annotations

import functools
import json
import textwrap
from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.documents.docstrings import module_of
from experiments.documents.in_use import in_use, mechanisms_on
from experiments.documents.sources import MEANS, Source, Standing, source_of, source_of_default
from experiments.documents.works import cited_in, full
from simulation.errors import InputError
from simulation.files.safe_writing import written_aside
from simulation.scenario.parameter import entries
from simulation.strategies.named import BUILT_IN

if TYPE_CHECKING:
    from experiments.command.command import Job
    from simulation.scenario.scenario import Scenario

WIDTH = 100
HEADS: dict[Standing, str] = {
    "cited": "Cited",
    "calibrated": "Calibrated to facts",
    "form": "Form or sign cited, value ours",
    "ours": "Ours",
}


def run(job: Job) -> int:
    """Print what the configured run rests on; ``task.json``: a file for the same as JSON.

    Raises:
        InputError: The scenario or the file cannot be used.
    """
    from simulation.configure import scenario_of

    file = job.config["task"].get("json")
    if file is not None and not isinstance(file, str):
        raise InputError(f"task.json: got {file!r}, takes a file, or null for none")
    settings = job.settings
    chosen = [item.partition("=")[2] for item in job.overrides if item.startswith("strategy=")]
    found = rests_on(scenario_of(job.config), chosen or list(settings.arms), settings.dashboard.enabled)
    if file is not None:
        _write(Path(file), found)
    print(as_text(found))
    return 0


def rests_on(scenario: Scenario, strategies: list[str], with_sensors: bool = True) -> dict[str, Any]:
    """Return the parameters in use with their sources taken apart, mechanisms that are on, publications and counts."""
    values = scenario.to_dict()
    rows = []
    for entry in in_use(scenario, with_sensors):
        value = functools.reduce(dict.__getitem__, entry.name.split("."), values)
        default = value == entry.default
        source = source_of_default(entry.name, entry.source) if default else source_of(entry.source)
        rows.append(_row(entry.name, source, value=value, default=default))
    for name in strategies:
        if name in BUILT_IN:  # of a strategy of somebody else's nothing is known
            module, _, kind = BUILT_IN[name].rpartition(".")
            found = getattr(import_module(module), kind)
            own = entries(found, f"strategy {name}: ") if hasattr(found, "__dataclass_fields__") else ()
            rows += [_row(entry.name, source_of(entry.source)) for entry in own]
    mechanisms = [
        {"name": name, "file": module.replace(".", "/") + ".py", "works": cited_in(_docstrings(module))}
        for name, module in mechanisms_on(scenario).items()
    ]
    return {
        "counts": {standing: sum(row["standing"] == standing for row in rows) for standing in MEANS},
        "changed": [row["name"] for row in rows if row.get("default") is False],
        "publications": _publications(rows, mechanisms),
        "mechanisms": mechanisms,
        "parameters": rows,
    }


def _row(name: str, source: Source, **more: Any) -> dict[str, Any]:
    taken = {key: list(part) if isinstance(part, tuple) else part for key, part in source._asdict().items()}
    return {"name": name, **more, **taken}


@functools.cache
def _docstrings(name: str) -> str:
    """Return all docstrings of a module as one text."""
    module = module_of(name)
    return "\n".join([module.text, *(function.text for function in module.functions)])


def _publications(rows: list[dict[str, Any]], mechanisms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each publication in full, with the parameters and mechanisms that rest on it."""
    keys = sorted({key for one in (*rows, *mechanisms) for key in one["works"]})
    return [
        {
            "work": key,
            "reference": full(key),
            "parameters": [row["name"] for row in rows if key in row["works"]],
            "mechanisms": [each["name"] for each in mechanisms if key in each["works"]],
        }
        for key in keys
    ]


def as_text(found: Mapping[str, Any]) -> str:
    """Return what a run rests on as a terminal shows it."""
    rows, counts = found["parameters"], found["counts"]
    total = sum(counts.values())
    lines = [f"This run rests on {total} parameters and {len(found['mechanisms'])} mechanisms:"]
    lines += [f"  {counts[kind]:4d}  {HEADS[kind].lower()}: {MEANS[kind]}" for kind in MEANS]
    if found["changed"]:
        lines += _wrapped(f"{len(found['changed'])} values are not the schema's: ", found["changed"])
    lines += ["", f"Publications ({len(found['publications'])})"]
    for each in found["publications"]:
        lines += textwrap.wrap(each["reference"], WIDTH, initial_indent="  ", subsequent_indent="    ")
        lines += _wrapped("    for ", [*each["mechanisms"], *each["parameters"]])
    lines += _wrapped("Other sources of facts: ", sorted({other for row in rows for other in row["others"]}))
    for kind in ("cited", "calibrated", "form"):
        lines += ["", f"{HEADS[kind]} ({counts[kind]})"]
        for said, number in Counter(row["said"] for row in rows if row["standing"] == kind).items():
            names = [row["name"] for row in rows if row["said"] == said]
            lines += textwrap.wrap(f"{', '.join(names)}: {said}", WIDTH, initial_indent="  ", subsequent_indent="    ")
            assert number == len(names)
    lines += ["", f"Ours ({counts['ours']}): no publication gives these; docs/parameters.md ranks them by influence"]
    return "\n".join([*lines, *_wrapped("  ", [row["name"] for row in rows if row["standing"] == "ours"])])


def _wrapped(head: str, names: list[str]) -> list[str]:
    indent = " " * (len(head) - len(head.lstrip()) + 2)
    text = head.lstrip() + ", ".join(names)
    return textwrap.wrap(text, WIDTH, initial_indent=indent[2:], subsequent_indent=indent) if names else []


def _write(path: Path, found: Mapping[str, Any]) -> None:
    try:
        with written_aside(path) as aside:
            aside.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"task.json: cannot write {path}: {error.strerror or error}") from None
