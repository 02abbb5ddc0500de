"""Teams' plans as they hand them in: a table by week, or a split of the budget. Whatever else a file says is refused.

A table is a ``plan.csv`` (.csv, .tsv, .xlsx), with the team's name in a column ``team`` or else in the file's name. A
split is a YAML file with ``team`` and ``split``. Nothing of a file is taken as a class, a path or a parameter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.own_brand.answering.chosen_plans import PARTS, split_plan
from experiments.own_brand.answering.plans import NOTHING, BrandPlan, booked
from experiments.own_brand.brand import Brand, PlannedWeek
from experiments.own_brand.fitting.market_of import fee_of
from experiments.own_brand.mixes import CREATORS
from experiments.own_brand.reading.cells.columns import Known
from experiments.own_brand.reading.cells.sheet import HowToRead, Sheet
from experiments.own_brand.reading.cells.synonyms import PLAN
from experiments.own_brand.reading.cells.table_file import read_table
from experiments.own_brand.reading.cells.written_numbers import amount
from experiments.own_brand.reading.plain_yaml import Said, read_yaml
from experiments.own_brand.reading.tables import plan_file
from experiments.results.wording import listed
from simulation.errors import InputError, cut, not_one_of

TABLES = (".csv", ".tsv", ".xlsx")
SPLITS = (".yaml", ".yml")
MOST_BYTES = 1 << 18
"""Of one file: a plan of a year by creator has a few thousand bytes."""
MOST_TEAMS = 60
MOST_ROWS = 2_000
LONGEST_NAME = 40
KNOWN = Known({**PLAN, "team": "team; team name; group; group name; gruppe; equipe; equipo; squadra"})
NAME = re.compile(r"[^\W_][^\x00-\x1f\x7f]*")
"""A team's name begins with a letter or a digit, so that no spreadsheet takes it for a formula."""


@dataclass(frozen=True)
class Team:
    """A team and its plan.

    Attributes:
        name: As the team writes it; shown as text wherever it stands.
        plan: What is run.
        cost: What it costs at the creators' fees, in the brand's currency, hours of one's own people apart.
        file: Name of the file.
        rows: Of the table; empty: the plan is a split.
        split: Shares of the budget; empty: the plan is a table.
    """

    name: str
    plan: BrandPlan
    cost: float
    file: str
    rows: tuple[PlannedWeek, ...] = ()
    split: tuple[tuple[str, float], ...] = ()

    def content(self) -> str:
        """Return the file that says the same in our own words: what is kept of a plan that is handed in."""
        if self.split:
            shares = ", ".join(f"{part}: {share:g}" for part, share in self.split)
            return f"team: {json.dumps(self.name, ensure_ascii=False)}\nsplit: {{{shares}}}\n"
        from experiments.own_brand.showing.handing_over import as_csv

        header = ("team", "week", "channel", "handle", "spend", "posts", "label")
        said = {True: "yes", False: "no", None: ""}
        rows = [
            (self.name, row.week, row.channel, row.handle, row.spend, row.posts, said[row.label]) for row in self.rows
        ]
        return as_csv([header, *rows])

    @property
    def ending(self) -> str:
        """The ending of that file."""
        return ".yaml" if self.split else ".csv"


def read_teams(folder: Path, brand: Brand) -> list[Team]:
    """Return the teams whose plans lie in a folder, by name.

    Raises:
        InputError: There is none, two have one name, or a file cannot be used: file, row, column.
    """
    if not folder.is_dir():
        raise InputError(f"plans: there is no folder '{folder}'; takes a folder with a file for each team")
    files = sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith((".", "~")))
    teams = [read_team(file, brand) for file in files]
    if not teams:
        raise InputError(f"plans: '{folder}' has no plan; takes .csv, .tsv, .xlsx or .yaml files, one for each team")
    if len(teams) > MOST_TEAMS:
        raise InputError(f"plans: got {len(teams)} teams, takes up to {MOST_TEAMS}")
    seen: dict[str, str] = {}
    for team in teams:
        other = seen.setdefault(team.name.casefold(), team.file)
        if other != team.file:
            raise InputError(f"{team.file}: got the team '{team.name}', which {other} has, too; takes another name")
    return sorted(teams, key=lambda team: team.name.casefold())


def read_team(file: Path, brand: Brand, name: str | None = None) -> Team:
    """Return the team of one file.

    Args:
        file: The file.
        brand: Whose campaign it is.
        name: The team's name, where it was told beside the file; it must not differ from the file's.

    Raises:
        InputError: The file cannot be used: file, row, column, what it got, what it takes.
    """
    ending = file.suffix.lower()
    if ending not in (*TABLES, *SPLITS):
        raise InputError(f"{file.name}: is no plan; takes {', '.join((*TABLES, SPLITS[0]))}")
    if (size := file.stat().st_size) > MOST_BYTES:
        raise InputError(f"{file.name}: has {size:,} bytes, takes at most {MOST_BYTES:,}")
    try:
        team = _of_table(file, brand, name) if ending in TABLES else _of_split(file, brand, name)
    except InputError as error:
        raise InputError(_plainly(str(error))) from None
    if team.cost > brand.answers.budget * (1 + 1e-9):
        raise InputError(
            f"{file.name}: costs {team.cost:,.2f} {brand.answers.currency}, takes at most the budget of"
            f" {brand.answers.budget:,.2f}, which is the same for all"
        )
    return team


def _plainly(line: str) -> str:
    """Return a refusal without what only another command takes."""
    return re.sub(r"(; | \()skip_bad=true leaves such rows out\)", lambda found: ")" if found[1] == "; " else "", line)


def name_of(text: str, where: str) -> str:
    """Return a team's name.

    Raises:
        InputError: It is too long, or begins with a sign.
    """
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise InputError(
            f"{where}: got '{cut(name, 60)}', takes a name of at most {LONGEST_NAME} letters that begins with one"
        )
    if name.casefold() == NOTHING:
        raise InputError(f"{where}: got '{name}', which is what all are held against, takes another name")
    return name


# A table by week ----------------------------------------------------------------------------------------------------


def _of_table(file: Path, brand: Brand, told: str | None) -> Team:
    table = read_table(file, KNOWN.count)
    if len(table.rows) > MOST_ROWS:
        raise InputError(f"{file.name}: has {len(table.rows):,} rows, takes at most {MOST_ROWS:,}")
    columns = KNOWN.columns(table, {}, (*plan_file.NEEDED, "team"))
    for k, title in enumerate(table.header):
        if title and k not in columns.at.values():
            raise not_one_of(f"{file.name}, column {k + 1}", cut(title, 40), ("team", *PLAN))
    sheet = Sheet(table, columns, HowToRead(brand.answers.currency))
    rows = plan_file.read_plan(sheet, brand.answers.weeks, [each.handle for each in brand.roster])
    for (number, _), row in zip(table.rows, rows, strict=True):
        if row.channel == CREATORS:
            raise InputError(f"{file.name}, row {number}: got {CREATORS}, takes a creator's handle, or a channel")
    names = {text: number for number, cells in reversed(table.rows) if (text := sheet.text((number, cells), "team"))}
    if len(names) > 1:
        odd = list(names)[-2]
        raise InputError(f"{file.name}, row {names[odd]}: got the team '{cut(odd, 40)}', takes one team a file")
    name = _agreed(next(iter(names), ""), told, file)
    plan = BrandPlan(name, _in_words(rows, brand), booked(replace(brand, plan=rows)), any(row.handle for row in rows))
    return Team(name, plan, cost_of(rows, brand), file.name, rows)


def _agreed(written: str, told: str | None, file: Path) -> str:
    """Return the name that the file says, or was told beside it, or else that of the file."""
    if written:
        name = name_of(written, f"{file.name}, team")
        if told is not None and name.casefold() != told.casefold():
            raise InputError(f"{file.name}, team: got '{name}', takes '{told}', the name given beside it")
        return name
    return told if told is not None else name_of(file.stem.replace("_", " "), file.name)


def cost_of(rows: Sequence[PlannedWeek], brand: Brand) -> float:
    """Return what the rows of a plan cost: posts at the creators' fees, spend on channels as it is written."""
    fees = {creator.handle: fee_of(creator, brand.prices) for creator in brand.roster}
    return sum((row.posts or 1) * fees.get(row.handle, 0.0) if row.handle else row.spend or 0.0 for row in rows)


def _in_words(rows: Sequence[PlannedWeek], brand: Brand) -> str:
    """Return what a plan buys, in a sentence."""
    return f"{listed(list(_parts(rows, brand))) or 'Nothing'}."


def _parts(rows: Sequence[PlannedWeek], brand: Brand) -> Iterator[str]:
    creators = {row.handle for row in rows if row.handle}
    if creators:
        posts = sum(row.posts or 1 for row in rows if row.handle)
        yield f"{posts} posts of {len(creators)} creators"
    spent: dict[str, float] = {}
    for row in rows:
        if row.channel and not row.handle:
            spent[row.channel] = spent.get(row.channel, 0.0) + (row.spend or 0.0)
    for channel, money in spent.items():
        yield f"{money:,.0f} {brand.answers.currency} of {channel.replace('_', ' ')}"


# A split of the budget ----------------------------------------------------------------------------------------------


def _of_split(file: Path, brand: Brand, told: str | None) -> Team:
    entries = read_yaml(file)
    for key, said in entries.items():
        if key not in ("team", "split"):
            raise not_one_of(f"{file.name}, line {said.line}", cut(key, 40), ("team", "split"))
    split = entries.get("split")
    if split is None or not split.entries:
        raise InputError(f"{file.name}: got no split, takes split: {{creators: 60 %, paid_social: 40 %}}")
    shares: dict[str, float] = {}
    for part, said in split.entries.items():
        key = part.strip().lower().replace(" ", "_")
        if key not in PARTS:
            raise not_one_of(f"{file.name}, line {said.line}", cut(part, 40), PARTS)
        shares[key] = _share(file, said, part)
    team = entries.get("team", Said(1, text=""))
    if team.text is None:  # a list or a mapping: the file's name must not stand in for it in silence
        raise InputError(f"{file.name}, line {team.line}, team: got {team.shown()}, takes a name such as Foxes")
    name = _agreed(team.text, told, file)
    try:
        plan = split_plan(brand, name, shares)
    except InputError as error:
        raise InputError(f"{file.name}: {str(error).replace(f'effort.splits.{name}', 'split')}") from None
    bought = tuple((part, share) for part, share in shares.items() if share > 0)
    return Team(name, plan, sum(share for _, share in bought) * brand.answers.budget, file.name, split=bought)


def _share(file: Path, said: Said, part: str) -> float:
    found = amount(said.text, None, thousands=False) if said.text is not None else None
    value = -1.0 if found is None or found.currencies else found.value
    value = value / 100 if found is not None and not found.percent and 1 < value <= 100 else value
    if not 0 <= value <= 1:
        raise InputError(
            f"{file.name}, line {said.line}, {cut(part, 40)}: got {said.shown()}, takes a share such as 40 %"
        )
    return value


# What the market says of it -----------------------------------------------------------------------------------------


def refuse_impossible(team: Team, brand: Brand, values: dict[str, Any]) -> None:
    """Refuse a plan that the campaign, the roster or the budget has no room for, before anything is run.

    Args:
        team: The team.
        brand: Whose campaign it is.
        values: The market's parameters, as the fit has them.

    Raises:
        InputError: naming the file, and what does not fit.
    """
    from simulation.model import MarketModel
    from simulation.scenario import Scenario
    from simulation.strategies.named import restore

    people = max(1_500, 2 * len(brand.roster))
    scenario = Scenario().with_values({**values, "market.consumers": people, "market.burn_in": 0})
    try:
        with MarketModel(scenario, restore(team.plan.strategy), 1, threads=1) as market:
            market.run_for(1)
    except InputError as error:
        line = re.sub(r"^strategy(\.\w+| booked)?: ", "", str(error))
        raise InputError(f"{team.file}: {line}") from None
