"""The scorecard as the documentation shows it: with other seeds, at the full size, and in plausible worlds."""

from __future__ import annotations

import math
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from experiments.tasks.generated_pages import table
from experiments.validation.fact import Band
from experiments.validation.scorecard_page import band, number

type Card = Mapping[str, Any]
SPLITS = ("fit", "held")
"""Whose rows are counted; the contested ones are two."""
VERDICTS = ("in", "undecided", "out")
MOST_WORLDS = 0.85
"""A row that is in with the defaults, over worlds and in this share of them is left out of the table of worlds."""
QUARTERS = 0.75
"""Share of held rows that one would want in."""


def effort(card: Card) -> str:
    """Return what a card was measured on, in words."""
    seeds = card["seeds"]
    several = f"seeds {seeds[0]} to {seeds[-1]}" if len(seeds) > 1 else f"seed {seeds[0]}"
    return f"{card['consumers']:,} consumers, {several}"


def command(card: Card) -> str:
    """Return a card's command and its date."""
    return f"`{shlex.join(card['command'])}`, {card['date']}"


def counts_table(cards: Sequence[Card], further: Card | None) -> str:
    """Return how many rows are in, undecided and out on each card.

    Args:
        cards: Whole ones.
        further: Some rows on more seeds: the last card is counted once more, with these in place of its own.
    """
    rows = [(f"{effort(card)} ({command(card)})", *_counts(card["rows"])) for card in cards]
    if further is not None:
        many = len(further["rows"])
        number_of = f"{many} row{'s' * (many != 1)} on {len(further['seeds'])} seeds"
        rows.append((f"the same, {number_of} (below)", *_counts(_replaced(cards[-1], further))))
    heads = [f"`{split}`: {', '.join(VERDICTS)}" for split in SPLITS]
    return table(("", *heads), rows)


def rows_table(cards: Sequence[Card], further: Card | None) -> str:
    """Return every row with its verdict on each card, where they differ, and its measures on the first with bands."""
    others = [*cards[1:], *([] if further is None else [further])]
    said = [(effort(card), {row["fact"]: row["verdict"] for row in card["rows"]}) for card in others]
    rows = []
    for row in sorted(cards[0]["rows"], key=lambda row: (*SPLITS, "contested").index(row["split"])):
        fact, verdict = row["fact"], row["verdict"]
        differ = [f"{on}: {verdicts[fact]}" for on, verdicts in said if verdicts.get(fact, verdict) != verdict]
        rows.append((_link(fact), row["split"], "<br>".join([verdict, *differ]), "<br>".join(_measures(row))))
    return table(("fact", "split", f"{effort(cards[0])}; others that differ", "measured there (band)"), rows)


def further_table(further: Card) -> str:
    """Return rows that were measured on more seeds, with intervals."""
    rows = []
    for row in further["rows"]:
        shown = [
            f"{each['name']} {number(each['mean'])}, {number(each['interval'][0])} to {number(each['interval'][1])}"
            f" (band {_limits(each)})"
            for each in row["readings"]
        ]
        rows.append((_link(row["fact"]), row["verdict"], "<br>".join(shown)))
    head = f"Measured on {effort(further)} ({command(further)}):\n\n"
    return head + table(("fact", "verdict", "mean, 95 % interval (band)"), rows)


def worlds_table(card: Card) -> str:
    """Return the card beside that in plausible worlds: counts, a sentence on single worlds, and rows that differ."""
    rows = card["worlds"]
    over = f"over {len(rows[0]['worlds'])} plausible worlds"
    counted = [
        (f"the defaults, {effort(card)}", *_counts(rows)),
        (over, *_counts(rows, "verdict over worlds")),
    ]
    heads = [f"`{split}`: {', '.join(VERDICTS)}" for split in SPLITS]
    limits = {(row["fact"], each["name"]): _limits(each) for row in card["rows"] for each in row["readings"]}
    columns = ("fact", "split", "defaults", "over worlds", "worlds in", "median over worlds (5 to 95 %), where not in")
    parts = [
        f"Measured by {command(card)}.\n",
        table(("", *heads), counted),
        f"{in_single_worlds(rows)}\n",
        table(columns, [_in_worlds(row, limits) for row in rows if _differs(row)]),
    ]
    return "\n".join(parts)


def _differs(row: Mapping[str, Any]) -> bool:
    """Say whether a row is not in with the defaults, over worlds, and in nearly all worlds."""
    in_them = sum(each is True for each in row["worlds"])
    return {row["verdict"], row["verdict over worlds"]} != {"in"} or in_them < MOST_WORLDS * len(row["worlds"])


def _in_worlds(row: Mapping[str, Any], limits: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    measured = [each for each in row["worlds"] if each is not None]
    missed = [
        f"{each['name']} {number(_value(each['median']))}"
        f" ({number(_value(each['low']))} to {number(_value(each['high']))}), band {limits[row['fact'], each['name']]}"
        for each in row["spreads"]
        if each["verdict"] != "in"
    ]
    count = f"{sum(measured)} of {len(measured)}"
    return _link(row["fact"]), row["split"], row["verdict"], row["verdict over worlds"], count, "<br>".join(missed)


def in_single_worlds(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return a sentence on how many held rows single worlds have, and whether fit rows say in which."""
    from scipy.stats import spearmanr

    held, fit = (_in_each([row["worlds"] for row in rows if row["split"] == split]) for split in ("held", "fit"))
    whole = sum(row["split"] == "held" for row in rows)
    wanted = math.ceil(QUARTERS * whole)
    enough = sum(count >= wanted for count in held)
    middle = sorted(held)[(len(held) - 1) // 2 : len(held) // 2 + 1]
    alike = spearmanr(held, fit)
    return (
        f"In a single world, on one seed, {min(held)} to {max(held)} of the {whole} held rows are in:"
        f" {sum(middle) / len(middle):g} in the median, and {wanted} or more in {enough} of {len(held)}."
        f" Rank correlation with the number of `fit` rows that are in: {alike.statistic:.2f} (p {alike.pvalue:.2f})."
    )


def _in_each(rows: Sequence[Sequence[bool | None]]) -> list[int]:
    return [sum(one is True for one in place) for place in zip(*rows, strict=True)]


def _counts(rows: Iterable[Mapping[str, Any]], verdict: str = "verdict") -> list[str]:
    found = Counter((row["split"], row[verdict]) for row in rows)
    return [", ".join(str(found[split, each]) for each in VERDICTS) for split in SPLITS]


def _replaced(card: Card, further: Card) -> list[Mapping[str, Any]]:
    on_more = {row["fact"]: row for row in further["rows"]}
    return [on_more.get(row["fact"], row) for row in card["rows"]]


def _measures(row: Mapping[str, Any]) -> list[str]:
    return [f"{each['name']} {number(_value(each['mean']))} ({_limits(each)})" for each in row["readings"]]


def _link(fact: str) -> str:
    """Return a fact's name that leads to what is known of it, and to its source."""
    return f"[{fact}](references.md#{fact})"


def _limits(each: Mapping[str, Any]) -> str:
    low, high = each["low"], each["high"]
    return band(Band(each["name"], -math.inf if low is None else low, math.inf if high is None else high, each["unit"]))


def _value(mean: float | None) -> float:
    return math.nan if mean is None else mean
