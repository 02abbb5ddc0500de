"""A market with a hidden appeal, awareness and habit writes its own ``sales.csv``; the fit finds them again.

So does one that spends money all the time: the fit finds what it would sell without.

``NICHECAST_HIDDEN=20 pytest -m slow tests/experiments/own_brand/fitting/test_recovery.py`` hides twenty; one here.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.command.command import job_of
from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.fit import load_or_fit
from experiments.own_brand.fitting.market_of import market_of, per_brand
from experiments.own_brand.fitting.no_campaign import observe
from experiments.own_brand.fitting.summary import WITHOUT
from experiments.own_brand.fitting.todays_spend import LEAD
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


SPENT = 2_000.0
"""EUR a week on paid social, of the brands that spend."""


def told(number: int, folder: Path, spent: float = 0.0) -> tuple[Brand, float]:
    """Return the brand of a folder that tells what a market with these hidden parameters shows, and what it sells
    a week without what it spends."""
    truth = hidden(number)
    before = brand(people=PEOPLE, units=1_000.0, customers=500.0, weeks_counted=float(WEEKS), known=truth["aware"])
    values = market_of(before) | {
        "market.consumers": CONSUMERS,
        "brands.appeal": per_brand(truth["appeal"], -3.2),
        "brands.awareness": per_brand(truth["aware"], 0.68),
        "brands.loyal": per_brand(truth["loyal"], 0.06),
        "consumers.traits.purchase_interval": 60.0,
    }
    seen = without = observe(Scenario().with_values(values), NoMarketing(), 1_000 + number, float(WEEKS))
    if spent:  # for as many weeks before the table begins as the fit takes for the spend to build up
        days = 7 * (LEAD + WEEKS)
        values |= {"market.days": days, "brands.campaign_days": days, "brands.budget": spent * days / 7}
        paid_social = restore(mix(before, paid_social=1.0))
        seen = observe(Scenario().with_values(values), paid_social, 1_000 + number, float(WEEKS))
        seen = replace(seen, sales=seen.sales[LEAD:])
    folder.mkdir()
    (folder / "brand.yaml").write_text(
        f"name: Ours\nniche: coffee\ncurrency: EUR\nprice: 20\nmargin: 50 %\npeople: {PEOPLE:.0f}\nbudget: 1000\n"
        f"weeks: 10\nknown: {100 * seen.aware:.2f} %\n"
        f"sold: {{units: {seen.counted:.0f}, customers: {seen.buyers:.0f}, weeks: {WEEKS}}}\n"
    )
    column, cell = (",spend_paid_social", f",{spent:.2f}") if spent else ("", "")
    weeks = [FIRST + datetime.timedelta(weeks=k) for k in range(len(seen.sales))]
    rows = [f"{week},{units:.0f}{cell}\n" for week, units in zip(weeks, seen.sales, strict=True)]
    (folder / "sales.csv").write_text(f"week,units{column}\n" + "".join(rows))
    return read_brand(folder), without.weekly


@pytest.mark.slow
def test_sales_come_out_within_a_twentieth_and_ranges_hold_what_was_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    held = {"appeal": 0, "loyal": 0}
    for number in range(HIDDEN):
        (ours, _), truth = told(number, tmp_path / f"brand {number}"), hidden(number)
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
        ours, truth = told(number, tmp_path / f"brand {number}", SPENT)
        job = job_of([f"market.consumers={CONSUMERS}", "worlds.number=10", f"seed={number + 1}"])
        found = load_or_fit(ours, job, quiet=True)
        without = next(each for each in found.beside if each.what == WITHOUT)
        assert ours.sales is not None
        weekly = float(np.mean(ours.sales.units))
        assert abs(found.sales / weekly - 1) <= 0.05, (number, found.sales, weekly)
        held += without.low <= truth <= without.high
    assert held >= 0.8 * HIDDEN, (HIDDEN, held)
