"""Files that the market page takes: a scenario with parameters by their names, and a plan by week.

Values are texts, numbers and lists. A parameter that names a file or a class, or that makes the market larger than a
page can play, is refused; so is whatever the market does not know. Nothing of a file is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.lab.json_routes import file_in, short_lived_folder
from experiments.lab.policies import SETTINGS, THREADS, settings_of
from experiments.own_brand.reading.cells.sheet import HowToRead, Sheet
from experiments.own_brand.reading.cells.table_file import read_table
from experiments.own_brand.reading.plain_yaml import Said, read_yaml
from experiments.own_brand.reading.tables import plan_file
from simulation.configure import compose, scenario_of
from simulation.errors import InputError, cut, nearest, not_one_of
from simulation.model import MarketModel
from simulation.scenario.brands import Brands
from simulation.scenario.scenario import Scenario, names
from simulation.strategies.booked import Booked
from simulation.strategies.named import BUILT_IN, restore

LARGEST = 1 << 18
"""Bytes of a file."""
PARTS = ("brands", "consumers", "creators", "platform", "regulation", "conversation", "crises")
"""Parts of the market whose parameters a scenario may set, beside those of ``ALSO``."""
ALSO = ("market.niches", "market.related", "market.related_similarity", "market.unrelated_similarity")
MOST_LISTED, LARGEST_WHOLE = 500, 10_000
DEEPEST = 4


@dataclass(frozen=True)
class OwnMarket:
    """What files say of a market.

    Attributes:
        settings: Of the page, those in the file in place of what was chosen there.
        values: Parameters by dotted name.
        plan: Of the studied brand; ``None``: the strategy of the settings.
    """

    settings: dict[str, Any]
    values: dict[str, Any]
    plan: Booked | None

    def model(self) -> MarketModel:
        """Return the market at its beginning."""
        plan = self.plan or restore({"_target_": BUILT_IN[self.settings["strategy"]]})
        return MarketModel(_scenario(self.settings, self.values), plan, self.settings["seed"], threads=THREADS)

    def shown(self) -> dict[str, Any]:
        """Return what the page says of it before the market is lived."""
        said = {
            name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            for name, value in self.values.items()
        }
        rows = 0 if self.plan is None else len(self.plan.handles) + len(self.plan.channels)
        return {"settings": self.settings, "values": said, "plan_rows": rows}


def own_market(settings: object, files: object) -> OwnMarket:
    """Return the market that settings and files describe.

    Args:
        settings: As the page has them.
        files: ``scenario`` and ``plan``, each with a name and its content in base 64.

    Raises:
        InputError: A file is unreadable, too large, or says what the page does not take: file, line or row.
    """
    if not isinstance(files, Mapping) or not set(files) <= {"scenario", "plan"}:
        raise InputError("files: takes a scenario and a plan")
    if not isinstance(settings, Mapping):
        raise InputError("settings: got no mapping, takes people, days, seed and strategy")
    with short_lived_folder() as temporary:
        values: dict[str, Any] = {}
        if "scenario" in files:
            file = _kept(temporary, "scenario", files["scenario"], (".yaml", ".yml"))
            said = dict(_entries(file.name, read_yaml(file)))
            settings = {**settings, **{name: said.pop(name) for name in tuple(said) if name in SETTINGS}}
            values = said
        chosen = settings_of(settings)
        scenario = _checked(chosen, values)
        plan = None
        if "plan" in files:
            file = _kept(temporary, "plan", files["plan"], (".csv", ".tsv", ".xlsx"))
            plan = _plan(file, scenario)
    return OwnMarket(chosen, values, plan)


def _kept(folder: Path, kind: str, given: object, endings: tuple[str, ...]) -> Path:
    """Return a file under a name of our own, with what the page sent in it."""
    ending, content = file_in(kind, given, endings, LARGEST)
    file = folder / f"{kind}{ending}"
    file.write_bytes(content)
    return file


# A scenario ---------------------------------------------------------------------------------------------------------


def _entries(file: str, said: Mapping[str, Said], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the settings and parameters of a file with their values, those inside others by dotted names."""
    for key, value in said.items():
        name = f"{prefix}{key}"
        if value.entries is not None and depth < DEEPEST:
            yield from _entries(file, value.entries, f"{name}.", depth + 1)
            continue
        where = f"{file}, line {value.line}"
        if name not in SETTINGS and name not in names():
            known = (*SETTINGS, *(each for each in names() if _may(each)))
            meant = nearest(name, known)
            raise InputError(f"{where}: got '{cut(name, 60)}', which is no setting of the page and no parameter{meant}")
        if name not in SETTINGS and not _may(name):
            raise InputError(f"{where}: got {name}, which a page may not set, takes parameters of {', '.join(PARTS)}")
        made = [_value(item) for item in value.items] if value.items else _value(value)
        if isinstance(made, list) and len(made) > MOST_LISTED:
            raise InputError(f"{where}, {name}: got {len(made):,} values, takes at most {MOST_LISTED}")
        for each in made if isinstance(made, list) else [made]:
            if isinstance(each, int) and name not in SETTINGS and abs(each) > LARGEST_WHOLE:
                raise InputError(f"{where}, {name}: got {each}, takes at most {LARGEST_WHOLE:,} here")
        yield name, made


def _may(name: str) -> bool:
    return name.partition(".")[0] in PARTS or name in ALSO


def _value(said: Said) -> Any:
    """Return a text as the number, the yes or no, or the text that it is."""
    if said.entries is not None or said.items:
        return said.shown()
    text = (said.text or "").strip()
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text.lower() in ("null", "~", ""):
        return None
    if re.fullmatch(r"[+-]?\d{1,15}", text):
        return int(text)
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", text):
        return float(text)
    return text


def _scenario(settings: Mapping[str, Any], values: Mapping[str, Any]) -> Scenario:
    days = min(Brands().campaign_days, settings["days"])
    usual = scenario_of(compose([]))
    own = {"market.consumers": settings["people"], "market.days": settings["days"], "brands.campaign_days": days}
    return usual.with_values({**own, **values})


def _checked(settings: Mapping[str, Any], values: Mapping[str, Any]) -> Scenario:
    try:
        return _scenario(settings, values)
    except InputError as error:
        raise InputError(f"scenario: {error}" if values else str(error)) from None


# A plan -------------------------------------------------------------------------------------------------------------


def _plan(file: Path, scenario: Scenario) -> Booked:
    """Return the plan of a table by week, for the market's own prices."""
    table = read_table(file, plan_file.KNOWN.count)
    columns = plan_file.KNOWN.columns(table, {}, plan_file.NEEDED)
    for k, title in enumerate(table.header):
        if title and k not in columns.at.values():
            raise not_one_of(f"{file.name}, column {k + 1}", cut(title, 40), tuple(plan_file.KNOWN.names))
    weeks = -(-scenario.brands.campaign_days // 7)
    sheet = Sheet(table, columns, HowToRead("USD"))
    rows = plan_file.read_plan(sheet, weeks, scenario.creators.roster.handles)
    for (number, _), row in zip(table.rows, rows, strict=True):
        if row.channel == "creators":
            raise InputError(
                f"{file.name}, row {number}: got creators, takes a handle of creators.roster, or a channel"
            )
    creators = [row for row in rows if row.handle]
    media = [row for row in rows if row.channel and not row.handle]
    return Booked(
        handles=[str(row.handle) for row in creators],
        posts=[row.posts or 1 for row in creators],
        weeks=[row.week for row in creators],
        channels=[str(row.channel) for row in media],
        channel_weeks=[row.week for row in media],
        spend=[row.spend or 0.0 for row in media],
    )
