"""The field-test task: a row a seed, a line in money, and mistakes refused."""

import pandas as pd
import pytest

from experiments import app
from experiments.tasks.field_test import conclusion
from simulation.evaluation.field_tests import RESULT, Design

SMALL = [
    "task=field_test",
    "market=classroom",
    "market.consumers=400",
    "market.burn_in=14",
    "market.days=28",
    "brands.campaign_days=28",
    "brands.budget=50000",
    "consumers.traits.purchase_interval=6",
    "replicates=2",
]
DATA = pytest.mark.filterwarnings("ignore::UserWarning")


@DATA
@pytest.mark.parametrize("test", ["holdout", "switchback"])
def test_a_row_for_each_seed_is_written_and_a_line_says_what_was_found(tmp_path, capsys, test):
    assert app.main([*SMALL, f"test={test}", "strategy=broadcast", f"output.dir={tmp_path}"]) == 0
    csv, parquet = pd.read_csv(tmp_path / "field_test.csv"), pd.read_parquet(tmp_path / "field_test.parquet")
    assert csv.columns.tolist() == ["seed", *RESULT, "covers"] == parquet.columns.tolist()
    assert csv["seed"].tolist() == [1, 2]
    assert csv["estimate"].to_numpy() == pytest.approx(parquet["estimate"].to_numpy())
    line = capsys.readouterr().out.splitlines()[-2]
    assert line.startswith(f"{test.capitalize()} says that the campaign added ")
    assert "(mean of 2 worlds)" in line


@DATA
@pytest.mark.parametrize(
    ("more", "line"),
    [
        (["test=hold_out"], "test: got 'hold_out', takes one of holdout"),
        (["task.channel=tv"], "channel: got 'tv', takes one of"),
        (["task.share=2"], "share: got 2, takes a number less than 1"),
        (["test=geo", "market.burn_in=3"], "market.burn_in: got 3 days to come, takes 14 or more for test=geo"),
        (["test=switchback", "task.period=20"], "period: got 20 days, takes at most 7"),
    ],
)
def test_what_cannot_be_tested_is_refused_in_one_line(tmp_path, capsys, more, line):
    assert app.main([*SMALL, "strategy=broadcast", f"output.dir={tmp_path}", *more]) == 2
    said = capsys.readouterr().err
    assert line in said
    assert len(said.splitlines()) == 1


def test_the_conclusion_says_what_interference_does():
    row = {"money": 900.0, "true_money": 1000.0, "covers": True, "power": 0.5, "interference": -20.0, "truth": 100.0}
    said = conclusion(pd.DataFrame([row]), Design(channel="creators"))
    assert said == (
        "Holdout says that the creators added 900 USD of margin; in truth 1,000 USD (mean of 1 world). The 95 % interval "
        "held the truth in 1 of 1; such a test finds the effect with a probability of 50 %. Interference alone moves the "
        "estimate by \N{MINUS SIGN}20 purchases (\N{MINUS SIGN}20 % of the truth)."
    )
