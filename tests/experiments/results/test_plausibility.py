"""Each warning is triggered by what it warns of, says what to do, and is absent where nothing is wrong."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import app
from experiments.results.findings import Findings, Measure
from experiments.results.plausibility import LIFT, RETURN, Expected, warned, warnings_of

UNITS = {"purchases": "purchases", "revenue": "USD", "profit": "USD", "cost": "USD", "unspent": "USD", "awareness": "1"}
NOISE = np.array([-1.0, 0.5, 1.0, -0.5])


def found_of(sales=1_000.0, more=100.0, cost=1_000.0, noise=1.0, unspent=0.0, price=30.0, currency="USD"):
    """One plan against no campaign: it sells so many more at a margin of 40 %."""
    arms = {}
    for arm, purchases, spent, left in (("none", sales, 0.0, 0.0), ("plan", sales + more, cost, unspent)):
        sold = purchases + noise * (1 + (arm == "plan")) * NOISE * (purchases > 0)
        arms[arm] = {
            "purchases": sold,
            "revenue": sold * price,
            "profit": sold * price * 0.4 - spent,
            "cost": np.full(4, spent),
            "unspent": np.full(4, left),
            "awareness": np.full(4, 0.5),
        }
    measures = {name: Measure(unit, 1, "").in_currency(currency) for name, unit in UNITS.items()}
    return Findings(arms, measures, [1, 2, 3, 4], "none", currency=currency)


def one(lines):
    """The one warning that there is."""
    assert len(lines) == 1, lines
    return lines[0]


def test_a_sound_result_has_no_warning():
    expected = {"purchases": Expected(1_050.0), "awareness": Expected(0.51)}
    assert warnings_of(found_of(), people_each=10.0, expected=expected) == []


def test_purchases_in_no_plan():
    lines = warnings_of(found_of(sales=0.0, more=0.0), people_each=10.0)
    assert lines[0].startswith("No purchase in any plan")
    assert "brands.price" in lines[0]


@pytest.mark.parametrize("more", [-4.0, 4.0])
def test_an_effect_below_one_simulated_person(more):
    line = one(warnings_of(found_of(more=more), people_each=10.0))
    assert "is less than one simulated person, who stands for 10 people" in line
    assert "Simulate some 25 times as many people (market.consumers)" in line
    assert warnings_of(found_of(more=more), people_each=3.0) == []


def test_a_return_that_no_field_study_has_seen():
    at_most = found_of(more=100.0, cost=100 * 30 / RETURN.most + 1)
    assert warnings_of(at_most) == []
    line = one(warnings_of(found_of(more=100.0, cost=100.0, currency="EUR")))
    assert line.startswith("Sales added for each euro spent are higher than any field study has seen: plan (30);")
    assert RETURN.seen in line
    assert RETURN.source


def test_a_rise_of_sales_that_advertising_has_not_been_seen_to_bring():
    line = one(warnings_of(found_of(more=500.0, cost=10_000.0)))
    assert "plan (50 %)" in line
    assert LIFT.seen in line
    assert warnings_of(found_of(more=390.0, cost=10_000.0)) == []


def test_a_launch_has_no_sales_to_raise():
    assert warnings_of(found_of(sales=0.0, more=500.0, cost=10_000.0)) == []


def test_a_plan_that_could_not_spend_its_money():
    line = one(warnings_of(found_of(unspent=500.0, currency="€")))
    assert line.startswith("Budget that could not be spent: plan (€500, 33 %).")
    assert warnings_of(found_of(unspent=100.0)) == []


def test_the_same_difference_in_every_seed_is_no_certainty():
    found = found_of()
    found.values["plan"]["profit"] = found.values["none"]["profit"] + 7.0
    line = one(warnings_of(found))
    assert line.startswith("No spread over 4 seeds (plan against no campaign)")
    found.values["plan"]["profit"] = found.values["none"]["profit"].copy()  # no difference: nothing is claimed
    assert warnings_of(Findings(found.values, found.measures, found.seeds, "none")) == []


def test_a_baseline_far_from_theirs():
    line = one(warnings_of(found_of(), expected={"purchases": Expected(400.0)}))
    assert line.startswith(
        "With no campaign the market has 1,000 purchases where 400 purchases are expected, 2.5 times"
    )
    assert "Fit the market" in line
    assert warnings_of(found_of(), expected={"purchases": Expected(400.0, within=2.0)}) == []
    assert warnings_of(found_of(), expected={"no_such_metric": Expected(1.0)}) == []


def test_findings_carry_their_warnings():
    assert warned(found_of()).warnings == ()
    assert len(warned(found_of(unspent=500.0)).warnings) == 1


@pytest.mark.slow
def test_the_default_run_raises_none(tmp_path: Path) -> None:
    assert app.main([f"output.dir={tmp_path / 'out'}"]) == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["warnings"] == []
    assert "Warning." not in (tmp_path / "out" / "report.html").read_text()
