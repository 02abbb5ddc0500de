"""The section of the parameters' page on which guesses matter: the ranking of `task=guesses`, held against the schema.

The ranking is a file, so that the page is the same whenever it is made. Guesses that the schema no longer has are
dropped, and what has changed since is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.results.outcome_catalogue import measures
from experiments.results.wording import quantity
from experiments.sweeps.half_to_double import guesses_among
from experiments.tasks import generated_pages
from simulation.scenario.parameter import Entry

RANKING = generated_pages.DOCS / "guesses.json"
SHOWN = 25
FALSE = 0.05
"""Share of the guesses marked as told apart from noise that may be marked wrongly."""
COLUMNS = ("rank", "guess", "default: from, to", "moves the difference by", "signed", "sigma", "noise alone")


@dataclass(frozen=True)
class Ranking:
    """What a run of `task=guesses` found of the guesses that there still are.

    Attributes:
        about: How it was run.
        rows: A row for each guess, the one that moves the difference most first.
        told: The names of those whose effects noise alone does not explain.
        gone: Guesses of the run that the schema has no more, or whose source is no longer ours.
        new: Guesses that the run did not have.
        moved: Guesses whose default has changed since.
    """

    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    told: frozenset[str]
    gone: Sequence[str]
    new: Sequence[str]
    moved: Sequence[str]

    def mark(self, name: str) -> str:
        """Return what the table of parameters says beside a guess: its rank, if it is told apart from noise."""
        ranks = {row["name"]: rank for rank, row in enumerate(self.rows, start=1)}
        return f"; rank {ranks[name]}" if name in self.told else ""


def ranking_in(path: Path, entries: Sequence[Entry]) -> Ranking | None:
    """Return the ranking that a file holds, without guesses that there are no more; None without a file."""
    from scipy.stats import false_discovery_control

    if not path.is_file():
        return None
    about = json.loads(path.read_text(encoding="utf-8"))
    known = {guess.name: guess.default for guess in guesses_among(entries)[0]}
    ran = about.pop("guesses")
    tried = [row["name"] for row in ran] + list(about["refused"])
    rows = [row for row in ran if row["name"] in known]
    # Benjamini, Hochberg 1995, J. Royal Statistical Society B 57, 289-300, over all that changed anything at all.
    tested = [row for row in ran if row["mu_star"] > 0]
    adjusted = false_discovery_control([row["p"] for row in tested], method="bh") if tested else []
    told = {row["name"] for row, p in zip(tested, adjusted, strict=True) if p <= FALSE}
    return Ranking(
        about=about,
        rows=rows,
        told=frozenset(told & known.keys()),
        gone=[name for name in tried if name not in known],
        new=[name for name in known if name not in tried],
        moved=[row["name"] for row in rows if row["default"] != known[row["name"]]],
    )


def section(ranking: Ranking | None, entries: Sequence[Entry]) -> str:
    """Return the section as Markdown."""
    if ranking is None:
        return "## Which guesses matter\n\nNot ranked yet: `make guesses` does it.\n"
    about = ranking.about
    arm, other = about["arms"]
    measure = measures()[about["outcome"]]
    nothing = sum(row["mu_star"] == 0 for row in ranking.rows)
    rest = len(ranking.rows) - len(ranking.told) - nothing
    shown = ranking.rows[:SHOWN]
    return "\n".join(
        [
            "## Which guesses matter",
            "",
            f"The values of {len(ranking.rows)} numbers of the market are guesses: their source says they are ours."
            " What if one is wrong by a factor of two? Each is varied from half to double its default (a share from"
            " half to double its odds; whole numbers are rounded; the schema's limits hold). Morris's method changes"
            " one at a time, from places where all others lie somewhere in their ranges too. The guesses are ranked by"
            f" how far they move the headline: `{about['outcome']}` of `{arm}` less that of `{other}`,"
            f" {measure.unit}.",
            "",
            f"**{len(ranking.told)} are told apart from noise.** {nothing} changed nothing at all: their mechanism"
            " plays no part in these two plans, or what it did was less than a purchase among so few simulated people."
            f" This run cannot say whether the other {rest} matter; those nearer the top are more likely to.",
            "",
            generated_pages.table((*COLUMNS, *(f"of `{name}`" for name in about["arms"])), _rows(ranking, shown)),
            *_reading(ranking),
            *_changes(ranking),
            *_not_ranked(ranking, entries),
        ]
    )


def _rows(ranking: Ranking, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    unit = measures()[ranking.about["outcome"]].unit
    found = []
    for rank, row in enumerate(rows, start=1):
        name, half = row["name"], (row["mu_star_high"] - row["mu_star_low"]) / 2
        own = (row["of_arms"].get(arm) for arm in ranking.about["arms"])
        found.append(
            (
                f"{rank}",
                f"**`{name}`**" if name in ranking.told else f"`{name}`",
                f"{row['default']:.4g}: {row['low']:.3g}, {row['high']:.3g}",
                f"{quantity(row['mu_star'], unit, half)} ± {quantity(half, unit, half)}",
                quantity(row["mu"], unit, half, sign=True),
                quantity(row["sigma"], unit, half),
                quantity(row["noise"], unit, half),
                *("-" if value is None else quantity(value, unit, half) for value in own),
            )
        )
    return found


def _reading(ranking: Ranking) -> list[str]:
    about = ranking.about
    arm, other = about["arms"]
    confidence = f"{100 * about['confidence']:g} %"
    seeds = about["seeds"]
    return [
        f"- Moves by: the mean absolute change of the difference from one end of the range to the other, at"
        f" {about['trajectories']} places in the space of all other guesses (mu*), ± half its {confidence} interval.",
        f"- Signed: the same with its sign; + is in favour of `{arm}` as the guess rises. Sigma: how much the effect"
        " differs between places, by what the other guesses are and by noise.",
        "- Noise alone: what the mean absolute change would be if the guess had no effect. Bold: told apart from noise"
        " by acting in one direction everywhere (a t test over places and seeds; at most"
        f" {100 * FALSE:g} % of the bold ones are expected to be wrong, Benjamini and Hochberg 1995). In the tables"
        " below, such a source has its rank.",
        f"- Of `{arm}`, of `{other}`: mean absolute change of the arm's own `{about['outcome']}`, also of what it would"
        " have without the campaign.",
        "- Effects hold for these ranges and these two plans. A guess that matters little here may matter much to"
        " another plan, outcome or market.",
        "",
        f"Run on {about['date']} (code {about['code_version'][:8]}): {about['consumers']:,} consumers,"
        f" {about['runs']:,} runs of {about['trajectories']} trajectories with seeds {seeds[0]} to {seeds[-1]}, common"
        " to all points. `make guesses` repeats it; the command goes on where it was interrupted. All rows are in"
        " [guesses.json](guesses.json).",
        "Sharper, and longer: `nichecast task=guesses market.consumers=20000 task.trajectories=8 replicates=4`, for"
        " some guesses with `'task.only=[brands.wage,creators.dealing.time]'`.",
        "",
    ]


def _changes(ranking: Ranking) -> list[str]:
    """Say what is no longer as it was in the run."""
    lines = {
        "The run had guesses that there are no more; they are left out": ranking.gone,
        "Guesses that the run did not have, and that are not ranked": ranking.new,
        "Guesses whose default has changed since": ranking.moved,
    }
    found = [f"{said}: {_names(names)}." for said, names in lines.items() if names]
    return [*found, ""] if found else []


def _not_ranked(ranking: Ranking, entries: Sequence[Entry]) -> list[str]:
    """Say which parameters whose source is ours have no rank, and why."""
    reasons: dict[str, list[str]] = {}
    for name, reason in guesses_among(entries)[1].items():
        reasons.setdefault(reason, []).append(name)
    lines = [f"- {reason}: {_names(names)}" for reason, names in reasons.items()]
    lines += [
        f"- refused beside the others' values: `{name}` ({said})" for name, said in ranking.about["refused"].items()
    ]
    return ["Not ranked, though their source is ours:", "", *lines, ""] if lines else []


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
