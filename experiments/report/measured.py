"""What a dashboard would have said beside the truth, and what other tasks left in the folder.

``nichecast task=dashboard output.dir=RUN/dashboard`` and ``task=sensitivity output.dir=RUN/sensitivity`` leave tables
that the report of RUN takes in when it is written again.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.report.context import Context
from experiments.report.pieces import Block, Cell, blocks, in_a_row, measured, paragraphs, table
from experiments.results.assumption_ranking import MEANING, ranking
from experiments.results.effects import added, change_half
from experiments.results.reasons import fieller
from experiments.results.statistics import interval
from experiments.results.wording import plain, quantity

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

Array = NDArray[np.float64]


def tables_in(folder: Path) -> dict[str, pl.DataFrame]:
    """Return what other tasks left in a run's folder."""
    import polars as pl

    tables = {}
    for name, places in (
        ("sensitivity", ("sensitivity.csv", "sensitivity/sensitivity.csv")),
        ("dashboard", ("dashboard/methods.parquet",)),
    ):
        path = next((folder / place for place in places if (folder / place).is_file()), None)
        if path is not None:
            try:
                tables[name] = pl.read_csv(path) if path.suffix == ".csv" else pl.read_parquet(path)
            except Exception as error:  # polars raises what it likes over bytes that are no table
                why = type(error).__name__
                warnings.warn(
                    f"{path}: left out of the report, it holds no table ({why})", RuntimeWarning, stacklevel=2
                )
    return tables


def dashboard(context: Context) -> list[Block]:
    """Compare what simple dashboards would have credited each campaign with, in margin, with what it truly added."""
    findings = context.found
    arms = [arm for arm in findings.ranked() if np.isfinite(added(findings, arm, "margin")).any()]
    margin = _margin(context)
    if not arms or margin is None:
        return []
    says = {arm: readings(context, arm, _own_margin(context, arm, margin)) for arm in arms}
    names = list(dict.fromkeys(name for each in says.values() for name in each))
    if not names:
        return []
    unknown = np.array([np.nan])
    lines: list[list[Cell | str]] = []
    for name in names:
        each = [interval(says[arm].get(name, unknown), findings.confidence) for arm in arms]
        lines.append([name, *in_a_row(each, findings.currency)])
    truth = [interval(added(findings, arm, "margin"), findings.confidence) for arm in arms]
    how = "person by person" if findings.money == "profit" else "expected"
    half = change_half(findings, "margin")
    cells = [measured(of_arm, findings.currency, half, sign=True) for of_arm in truth]
    lines.append([Cell(f", {how}", strong="truth"), *cells])
    said = [_factor(context, arm, says[arm]) for arm in arms[:2]]
    caption = f"Margin credited to each plan, {findings.currency}"
    words = [
        "Credit by figures that a brand can see, beside the margin that the campaign truly added. 'Reached and bought' "
        "credits every purchase by people whom the campaign reached; 'reached against not reached' credits what they "
        "bought more often than the others; 'before and after' credits what was sold in the campaign's weeks beyond "
        "the pace of the weeks before it.",
        *said,
    ]
    head = ["", *(plain(arm) for arm in arms)]
    return blocks(paragraphs(words), table("readings", caption, head, lines), _sensed(context))


def _margin(context: Context) -> float | None:
    """Return the margin that a purchase brings the studied brand."""
    brands = context.config.get("brands", {})
    price, margin = brands.get("price") or [], brands.get("margin") or []
    return float(price[0]) * float(margin[0]) if price and margin else None


def _own_margin(context: Context, arm: str, margin: float) -> float:
    """Return what a purchase brings in an arm's own market, whose price may be another."""
    values = context.found.values[arm]
    if len(set(context.found.markets.values())) < 2 or not all(name in values for name in EARNED):
        return margin
    profit, cost, purchases = (float(np.nansum(values[name])) for name in EARNED)
    return (profit + cost) / purchases if purchases > 0 else margin


EARNED = ("profit", "cost", "purchases")


def readings(context: Context, arm: str, margin: float) -> dict[str, Array]:
    """Return what each simple reading credits an arm with, USD of margin in each seed."""
    found, values = context.found, context.found.values[arm]
    needed = ("reach", "reached_purchases", "purchases")
    read: dict[str, Array] = {}
    if all(name in values for name in needed) and np.nanmax(values["reach"], initial=0.0) > 0:
        reach, met, purchases = (values[name] for name in needed)
        people = float(context.config.get("market", {}).get("people", math.nan))
        read["reached and bought"] = met * margin
        with np.errstate(divide="ignore", invalid="ignore"):
            others = (purchases - met) / (people - reach)
            read["reached against not reached"] = (met / reach - others) * reach * margin
    rise = context.tables.get("rise")
    if rise is not None:
        rows = {seed: value for one, seed, value in rise.iter_rows() if one == arm}
        read["before and after"] = np.array([rows.get(seed, np.nan) for seed in found.seeds]) * margin
    if "earned_media_value" in values:
        read["earned media value"] = values["earned_media_value"]
    return {name: each for name, each in read.items() if np.isfinite(each).any()}


def rise_of(series: pl.DataFrame, days: int) -> pl.DataFrame:
    """Return, by arm and seed, purchases of the first ``days`` beyond the daily average of the weeks before them."""
    import polars as pl

    rows = series.filter((pl.col("metric") == "purchases") & (pl.col("day") < days))
    usual = pl.col("value").filter(pl.col("day") < 0).mean().fill_null(math.nan)
    rise = pl.col("value").filter(pl.col("day") >= 0).sum() - days * usual
    return rows.group_by("arm", "seed", maintain_order=True).agg(rise=rise).select("arm", "seed", "rise")


def _factor(context: Context, arm: str, says: dict[str, Array]) -> str:
    """Say by how much the most flattering reading overstates the truth."""
    findings = context.found
    truth = added(findings, arm, "margin")
    if not says:
        return ""
    name = max(says, key=lambda each: float(np.nanmean(says[each])))
    ratio, low, high = fieller(says[name], truth, findings.confidence)
    sure = interval(truth, findings.confidence)
    if not (sure.low > 0):
        return f"The true effect of {plain(arm)} cannot be told from zero, whatever '{name}' credits it with."
    bounds = f" ({times(low)} to {times(high)})" if math.isfinite(low) else ""
    return f"For {plain(arm)}, '{name}' says {times(ratio)} times the truth{bounds}."


def times(factor: float) -> str:
    """Write a factor with two figures, never as a power of ten."""
    rounded = float(f"{factor:.2g}")
    return (f"{rounded:,.0f}" if abs(rounded) >= 10 else f"{rounded:g}").replace("-", "\N{MINUS SIGN}")


def _sensed(context: Context) -> Block | None:
    """Show the score of attribution methods on sensed paths, if ``task=dashboard`` left one here."""
    methods, money = context.tables.get("dashboard"), context.found.currency
    if methods is None:
        return None
    lines = [
        [
            f"{row['method']} ({row['sensor']})",
            quantity(row["credited"], money),
            quantity(row["true"], money),
            quantity(row["misallocated"], "%") if row["misallocated"] is not None else "n/a",
        ]
        for row in methods.iter_rows(named=True)
    ]
    return table(
        "attribution",
        "Attribution methods on the paths that sensors caught",
        ["", f"credited, {money}", f"true, {money}", "of the next budget misplaced"],
        lines,
    )


def sensitivity(context: Context) -> list[Block]:
    """Rank the assumptions by how far the answer moves with them."""
    rows = context.tables.get("sensitivity")
    if rows is None:
        return []
    return blocks(paragraphs([strongest(rows)]), context.figure("tornado", titled=False))


def strongest(rows: pl.DataFrame) -> str:
    """Name the assumption that the answer depends on most."""
    ranked = ranking(rows)
    if not ranked:
        return ""
    quantity_of, index, parameters = ranked
    name, value, low, high = parameters[0]
    sure = "" if low is None else f" ({low:.2g} to {high:.2g})"
    line = f"Another assumption: {quantity_of} depends most on {name} ({MEANING[index]} {value:.2g}{sure})"
    if len(parameters) > 1:
        line += f", then on {parameters[1][0]}"
    return f"{line}."
