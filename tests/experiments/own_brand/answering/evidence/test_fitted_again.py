"""Worlds whose messages have another strength are fitted again where the brand spends money now, and only there.

``pytest -m slow tests/experiments/own_brand/answering/evidence`` fits and draws small worlds; under a minute.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from experiments.command.command import job_of
from experiments.own_brand.answering.evidence import strengths
from experiments.own_brand.answering.evidence.fitted_again import as_drawn, at_both
from experiments.own_brand.answering.evidence.weighing import load_or_weigh
from experiments.own_brand.fitting.fit import load_or_fit
from experiments.own_brand.fitting.fitted import Fitted
from experiments.own_brand.fitting.refit import Rows
from experiments.own_brand.fitting.summary import SALES, WITHOUT
from experiments.own_brand.fitting.todays_spend import MOVED
from experiments.own_brand.reading.folder import read_brand
from tests.experiments.own_brand.answering.made import brand

FITTED = Fitted(
    base={
        "brands.loyal": [0.1, 0.06],
        "brands.awareness": [0.5, 0.7],
        "brands.price": [20.0, 20.0],
        "brands.upkeep": [0.5, 1.0],
        "consumers.salience.forgotten": 100.0,
    },
    names=("brands.appeal",),
    rows=(([-3.0, -3.2],), ([-2.0, -3.2],)),
    seed=1,
    sales=10.0,
    known=0.5,
    beside=(),
    remaining=(),
    notes=(),
    tried=2,
)


def found(point: int, appeal: float) -> dict[str, float]:
    """Return what a search found: the brand's numbers are shown."""
    shown = dict.fromkeys(
        ("counted", "buyers", "repeat", "subscribers", "first_half", "second_half", "builds_up", "aware_with"), 10.0
    )
    own = {"brands.appeal": appeal, "brands.loyal": 0.1, "brands.awareness": 0.5}
    own |= {"brands.upkeep": 0.5, "consumers.salience.forgotten": 100.0, "steady": 0.0}
    return {
        "point": point,
        **own,
        **shown,
        "sales": 10.0,
        "aware": 0.5,
        "aware_end": 0.5,
        "spent": 9.0,
        "without": 8.0,
        "without_whole": 7.0,
    }


def test_without_spend_nothing_is_fitted_again() -> None:
    weak, strong = at_both(FITTED, None)
    quarter, whole = (pair.overrides(0)[strengths.NAMES[0]] for pair in (weak, strong))
    assert quarter == pytest.approx(whole / 4)
    assert [pair.overrides(1)["brands.appeal"][0] for pair in (weak, strong)] == [-2.0, -2.0]
    how = strengths.Drawn((1, 0), (0.5, 2.0), 2.0)
    assert as_drawn(strong, how, (weak, strong), None, brand()) is strong


def test_with_spend_the_weaker_worlds_are_and_a_drawn_one_begins_between_both() -> None:
    asked: list[tuple[str, list[float], bool]] = []

    def fit(name: str, worlds: Fitted, rough: bool) -> Rows:
        appeals = [worlds.overrides(k)["brands.appeal"][0] for k in range(len(worlds.rows))]
        asked.append((name, appeals, rough))
        return [found(k, appeal + 1.0) for k, appeal in enumerate(appeals)]

    both = weak, strong = at_both(FITTED, fit)
    assert weak.names == strong.names
    how = strengths.Drawn((1, 0), (0.5, 2.0), 2.0)
    last = as_drawn(strong, how, both, fit, brand())
    # A half lies in the middle between a quarter and one, and two as far beyond one as a half is below it.
    assert asked == [("weaker", [-3.0, -2.0], True), ("drawn", [-1.5, -3.5], False)]
    assert [last.overrides(k)["brands.appeal"][0] for k in range(2)] == [-0.5, -2.5]
    assert {each.what for each in last.beside} >= {SALES, WITHOUT}


@pytest.mark.slow
def test_worlds_drawn_by_a_field_test_sell_with_the_spend_what_the_brand_sells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "brand.yaml").write_text(
        "name: Ours\nniche: coffee\ncurrency: EUR\nprice: 20\nmargin: 50 %\npeople: 400,000\nbudget: 20000\n"
        "weeks: 4\nknown: 50 %\nsold: 26000 units in 26 weeks\n"
    )
    first = datetime.date(2025, 1, 6)
    days = [first + datetime.timedelta(weeks=k) for k in range(26)]
    (folder / "sales.csv").write_text(
        "week,units,spend_paid_social\n"
        + "".join(f"{day},{1_000 + 10 * (-1) ** k},6000\n" for k, day in enumerate(days))
    )
    (folder / "tests.csv").write_text(
        "channel,start,end,spend,lift,standard error\npaid social,2025-03-03,2025-03-30,24000,40,15\n"
    )
    ours, job = read_brand(folder), job_of(["market.consumers=1200", "market.burn_in=14", "worlds.number=3"])
    fitted = load_or_fit(ours, job, quiet=True)
    answer = load_or_weigh(ours, fitted, job)
    assert answer.drawn is not None
    assert max(answer.drawn.strengths) < 1, "the test saw little"
    numbers = {each.what: each for each in answer.fitted.beside}
    assert numbers[SALES].ours == pytest.approx(1_000.0, rel=0.05)
    before = next(each for each in fitted.beside if each.what == WITHOUT)
    assert before.ours < numbers[WITHOUT].ours < numbers[SALES].ours, "weaker messages bring less"
    assert set(MOVED.values()) <= set(answer.fitted.names)
