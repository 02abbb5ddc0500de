"""A market with a hidden appeal, awareness and habit writes its own ``sales.csv``; the fit finds them again.

So does one that spends money all the time: the fit finds what it would sell without.

``NICHECAST_HIDDEN=20 pytest -m slow tests/experiments/own_brand/fitting/test_recovery.py`` hides twenty; one here.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.command.command import job_of
from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.fit import load_or_fit
from experiments.own_brand.fitting.market_of import market_of, per_brand
from experiments.own_brand.fitting.no_campaign import observe
from experiments.own_brand.fitting.summary import WITHOUT
from experiments.own_brand.fitting.todays_spend import LEAD
from experiments.own_brand.fitting.trade import MEMORIES
from experiments.own_brand.messages import of_strength
from experiments.own_brand.mixes import mix
from experiments.own_brand.reading.folder import read_brand
from simulation.scenario import Scenario
from simulation.strategies.named import restore
from simulation.strategies.none import NoMarketing
from tests.experiments.own_brand.answering.made import brand

HIDDEN = int(os.environ.get("NICHECAST_HIDDEN", "1"))
PEOPLE, CONSUMERS, WEEKS = 400_000.0, 8_000, 26
FIRST = datetime.date(2025, 1, 6)


def hidden(number: int) -> dict[str, float]:
    """Return hidden parameters."""
    rng = np.random.default_rng(number)
    return {"appeal": rng.uniform(-4.0, -2.0), "aware": rng.uniform(0.15, 0.7), "loyal": rng.uniform(0.01, 0.12)}


SPENT, BEFORE = 2_000.0, 52
"""EUR a week on paid social, of the brands that spend, and weeks for which they did so before the table begins."""


def market(number: int, hidden_parts: dict[str, float]) -> tuple[Brand, dict[str, Any]]:
    """Return a brand of which nothing is told yet, and its market."""
    before = brand(people=PEOPLE, units=1_000.0, customers=500.0, weeks_counted=float(WEEKS), known=0.5)
    return before, market_of(before) | {
        "market.consumers": CONSUMERS,
        "brands.appeal": per_brand(hidden_parts["appeal"], -3.2),
        "brands.awareness": per_brand(hidden_parts["aware"], 0.68),
        "brands.loyal": per_brand(hidden_parts["loyal"], 0.06),
        "consumers.traits.purchase_interval": 60.0,
    }


def written(folder: Path, sales: Sequence[float], sold: str, known: float, spent: float = 0.0) -> Brand:
    """Write the folder of a brand that sold so much in each week, and read it."""
    folder.mkdir()
    (folder / "brand.yaml").write_text(
        f"name: Ours\nniche: coffee\ncurrency: EUR\nprice: 20\nmargin: 50 %\npeople: {PEOPLE:.0f}\nbudget: 1000\n"
        f"weeks: 10\nknown: {100 * known:.2f} %\n"
        f"sold: {sold}\n"
    )
    column, cell = (",spend_paid_social", f",{spent:.2f}") if spent else ("", "")
    weeks = [FIRST + datetime.timedelta(weeks=k) for k in range(len(sales))]
    rows = [f"{week},{units:.0f}{cell}\n" for week, units in zip(weeks, sales, strict=True)]
    (folder / "sales.csv").write_text(f"week,units{column}\n" + "".join(rows))
    return read_brand(folder)


def told(number: int, folder: Path) -> Brand:
    """Return the brand of a folder that tells what a market with these hidden parameters shows."""
    _, values = market(number, hidden(number))
    seen = observe(Scenario().with_values(values), NoMarketing(), 1_000 + number, float(WEEKS))
    sold = f"{{units: {seen.counted:.0f}, customers: {seen.buyers:.0f}, weeks: {WEEKS}}}"
    return written(folder, seen.sales, sold, seen.aware)


def told_with_spend(number: int, folder: Path) -> tuple[Brand, float]:
    """Return the brand of a folder that has long spent money, in a market that forgets, and what it would sell a week
    if it stopped: from the ninth week after the table on, in as many weeks as a fit looks at."""
    before, values = market(number, hidden(number))
    rng = np.random.default_rng(500 + number)
    values |= {
        "consumers.salience.forgotten": float(np.exp(rng.uniform(*np.log(MEMORIES)))),
        "brands.upkeep": per_brand(rng.uniform(), 1.0),
        "consumers.talk.mention": 0.002,  # at the market's own, talk makes everybody know a brand within a year
    }
    values |= of_strength(values, float(rng.uniform(0.3, 1.0)))
    after = int(values["market.days"]) // 7
    spends, lives = BEFORE + WEEKS, BEFORE + WEEKS + after
    paid_social = restore(mix(before, paid_social=1.0))
    sold = {}
    for weeks in (spends, lives):  # it stops when the table ends; it goes on
        money = {"market.days": 7 * lives, "brands.campaign_days": 7 * weeks, "brands.budget": SPENT * weeks}
        sold[weeks] = observe(Scenario().with_values(values | money), paid_social, 1_000 + number, float(lives))
    stays, stops = sold[lives], sold[spends]
    sales = stays.sales[BEFORE:spends]
    sold_line = f"{sum(sales):.0f} units in {WEEKS} weeks"
    return written(folder, sales, sold_line, stays.aware_end, SPENT), float(np.mean(stops.sales[spends + LEAD :]))


@pytest.mark.slow
def test_sales_come_out_within_a_twentieth_and_ranges_hold_what_was_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    held = {"appeal": 0, "loyal": 0}
    for number in range(HIDDEN):
        ours, truth = told(number, tmp_path / f"brand {number}"), hidden(number)
        job = job_of([f"market.consumers={CONSUMERS}", "worlds.number=10", f"seed={number + 1}"])
        found = load_or_fit(ours, job, quiet=True)
        assert ours.sales is not None
        weekly = float(np.mean(ours.sales.units))
        assert abs(found.sales / weekly - 1) <= 0.05, (number, found.sales, weekly)
        assert abs(found.known - (ours.answers.known or 0.0)) <= 0.02
        for each in found.remaining:
            name = each.parameter.removeprefix("brands.")
            if name in held:
                unit = 100.0 if each.what.endswith("%") else 1.0
                held[name] += each.low <= unit * truth[name] <= each.high
    assert all(count >= 0.8 * HIDDEN for count in held.values()), (HIDDEN, held)


@pytest.mark.slow
def test_ranges_hold_what_is_sold_without_the_spend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    held = 0
    for number in range(HIDDEN):
        ours, truth = told_with_spend(number, tmp_path / f"brand {number}")
        job = job_of([f"market.consumers={CONSUMERS}", "worlds.number=10", f"seed={number + 1}"])
        found = load_or_fit(ours, job, quiet=True)
        without = next(each for each in found.beside if each.what == WITHOUT)
        assert ours.sales is not None
        weekly = float(np.mean(ours.sales.units))
        assert abs(found.sales / weekly - 1) <= 0.05, (number, found.sales, weekly)
        held += without.low <= truth <= without.high
    assert held >= 0.8 * HIDDEN, (HIDDEN, held)
