"""A brand's folder as a whole: the answers, the tables that are there, and what was read as what."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.own_brand.brand import Answers, Brand, ReadAs, RosterCreator, Sales
from experiments.own_brand.reading.answers import FILE, SOLD_LATER, read_answers
from experiments.own_brand.reading.cells.columns import Known, did_you_mean
from experiments.own_brand.reading.cells.sheet import HowToRead, Sheet
from experiments.own_brand.reading.cells.table_file import read_table
from experiments.own_brand.reading.cells.totals import without_totals
from experiments.own_brand.reading.odd import odd
from experiments.own_brand.reading.tables import audience, lift_tests, plan_file, price_list, roster, sales
from simulation.errors import InputError, nearest

TABLES: Mapping[str, tuple[Known, tuple[str, ...]]] = {
    "roster": (roster.KNOWN, roster.NEEDED),
    "sales": (sales.KNOWN, sales.NEEDED),
    "plan": (plan_file.KNOWN, plan_file.NEEDED),
    "prices": (price_list.KNOWN, price_list.NEEDED),
    "tests": (lift_tests.KNOWN, lift_tests.NEEDED),
    "audience": (audience.KNOWN, audience.NEEDED),
}
"""Name of a file without its ending -> its fields, and those that are found first."""
ENDINGS = (".csv", ".tsv", ".xlsx")
_YEAR = 52
_APART = 0.1
"""Share by which two answers to one question may differ without a note."""


def samples_folder() -> Path:
    """Return the folder of the samples that ship: in the checkout, or in the installed package."""
    from experiments.command.settings import config_folders

    return config_folders(None)[0] / "sample_brands"


def locate(path: str | Path) -> Path:
    """Return the folder of a brand: a path, or the name of a sample that ships.

    Raises:
        InputError: There is none.
    """
    folder = Path(path).expanduser()
    if folder.name in (FILE, "brand.yml") and folder.is_file():
        folder = folder.parent
    if folder.is_dir():
        return folder
    if folder.exists():
        raise InputError(f"brand: '{path}' is a file, takes a folder with {FILE} in it")
    shipped = samples_folder()
    if (
        str(folder.parent) in (".", "sample_brands", "configs/sample_brands", "configs/samples")
        and (shipped / folder.name).is_dir()
    ):
        return shipped / folder.name
    names = [each.name for each in shipped.iterdir() if each.is_dir()] if shipped.is_dir() else []
    beside = [each.name for each in folder.parent.iterdir() if each.is_dir()] if folder.parent.is_dir() else []
    close = did_you_mean(folder.name, [*names, *beside])
    raise InputError(f"brand: there is no folder '{path}'{close}; nichecast task=new brand={path} makes one")


def read_brand(path: str | Path, skip_bad: bool = False) -> Brand:
    """Return the brand that a folder describes.

    Args:
        path: The folder, or the name of a sample that ships.
        skip_bad: Whether rows that cannot be read are left out, and noted, instead of refused.

    Raises:
        InputError: Something cannot be read: its file, row, column, what it got and what it takes.
    """
    try:
        return _read_folder(path, skip_bad)
    except OSError as error:
        raise InputError(f"brand: cannot read {error.filename or path}: {error.strerror or error}") from None


def _read_folder(path: str | Path, skip_bad: bool) -> Brand:
    folder = locate(path)
    names = {
        each.name: each for each in sorted(folder.iterdir()) if each.is_file() and not each.name.startswith((".", "~"))
    }
    form = next((file for name, file in names.items() if name.lower() in (FILE, "brand.yml")), None)
    if form is None:
        raise InputError(f"brand: '{path}' has no {FILE}; nichecast task=new brand={path} writes one")
    files, notes = _tables(names, form)
    answers, how, said = read_answers(form, "sales" in files, skip_bad)
    notes += said
    for name in how.columns:
        if name not in (there := [file.name for file in files.values()]):
            raise InputError(
                f"{FILE}, reading.columns: got '{name}', takes a table of the folder{nearest(name, there)}"
            )
    reading: list[ReadAs] = []
    tables: dict[str, Any] = {}
    for kind, file in files.items():
        known, needed = TABLES[kind]
        table = without_totals(read_table(file, known.count))
        sheet = Sheet(table, known.columns(table, how.columns.get(file.name, {}), needed), how)
        tables[kind], rows = _read(kind, sheet, answers, tables)
        reading += rows
        notes += sheet.notes
    answers = _filled(answers, tables.get("roster", ()), tables.get("sales"), notes)
    digest = hashlib.sha256()
    for file in sorted([form, *files.values()]):
        digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return Brand(folder, answers, **tables, reading=tuple(reading), notes=tuple(notes), digest=digest.hexdigest())


def _tables(names: Mapping[str, Path], form: Path) -> tuple[dict[str, Path], list[str]]:
    """Return the table of each kind, the roster first, and notes on files that are not read."""
    found: dict[str, Path] = {}
    notes = []
    for name, file in names.items():
        stem, ending = file.stem.lower(), file.suffix.lower()
        if file == form:
            continue
        if stem in TABLES and ending in ENDINGS:
            if stem in found:
                raise InputError(f"brand: got {found[stem].name} and {name}, takes one of them")
            found[stem] = file
        elif stem in TABLES and ending in (".xls", ".ods", ".numbers", ".txt", ".xlsm", ".xlsb", ".json", ".parquet"):
            raise InputError(f"brand: got {name}, takes {stem}.csv, {stem}.tsv or {stem}.xlsx; save it as one of them")
        else:
            notes.append(f"{name}: not read{did_you_mean(stem, TABLES) if ending in ENDINGS else ''}")
    return {kind: found[kind] for kind in TABLES if kind in found}, notes


def _read(kind: str, sheet: Sheet, answers: Answers, tables: Mapping[str, Any]) -> tuple[Any, list[ReadAs]]:
    """Return what a table says, and what each of its columns was read as."""
    if kind == "sales":
        return sales.read_sales(sheet, answers.price)
    if kind == "plan":
        made: Any = plan_file.read_plan(sheet, answers.weeks, [each.handle for each in tables.get("roster", ())])
    else:
        readers = {"roster": roster.read_roster, "prices": price_list.read_prices, "tests": lift_tests.read_tests}
        made = readers[kind](sheet) if kind in readers else audience.read_audience(sheet)
    return made, sheet.read_as()


def _filled(answers: Answers, creators: tuple[RosterCreator, ...], sold: Sales | None, notes: list[str]) -> Answers:
    """Return the answers with what the tables say where there is none."""
    assumed = dict(answers.assumed)
    if not answers.niches:
        niches = Counter(each.niche for each in creators if each.niche)
        niche = niches.most_common(1)[0][0] if niches else answers.name.lower()
        assumed["niche"] = f"{niche}, the most common niche of the roster" if niches else f"{niche}, a niche of its own"
        answers = replace(answers, niches=(niche,))
    if sold is not None:
        units = sold.units[sold.recent(_YEAR)]
        if answers.launch and sum(units) > 0:
            raise InputError(
                f"{FILE}: sold: got 0, a launch, but the sales table has {sum(units):,.6g} in its last {len(units)}"
                " weeks; takes what was sold, or no answer where the table tells it"
            )
        if answers.units == SOLD_LATER:
            assumed["sold"] = f"{sum(units):,.6g} units in {len(units)} weeks, as the sales table says"
            answers = replace(answers, units=float(sum(units)), weeks_counted=float(len(units)))
        else:
            said, there = answers.units / answers.weeks_counted, sum(units) / len(units)
            if abs(said - there) > _APART * max(said, there):
                notes.append(
                    f"{FILE}: sold makes {said:,.4g} units a week, the sales table {there:,.4g} over its last"
                    f" {len(units)} week{'s' * (len(units) > 1)}: one of them may be wrong"
                )
    notes += odd(answers, creators, sold, _YEAR)
    return replace(answers, assumed=assumed)


__all__ = ["HowToRead", "locate", "read_brand", "samples_folder"]
