"""What is printed fits 80 columns whole, has no style where none is wanted, and warns beside the answer."""

import dataclasses
import io
import re

import numpy as np
import pytest
from rich.console import Console

from experiments.results import terminal
from experiments.results.findings import Findings
from experiments.results.screen import Column, fits, screen, tables, turned
from experiments.results.wording import answer, brief, cost_line, evidence, evidences, markets_line


def printed(found, width=80, **more):
    out = io.StringIO()
    terminal.show(found, console=Console(file=out, width=width, highlight=False, **more))
    return out.getvalue()


def many(found, number=9):
    """The made-up findings with more arms, whose names are long."""
    values = dict(found.values)
    for k in range(number):
        values[f"hyper_targeted_with_limit_{k}"] = {m: v * (1 + 0.01 * k) for m, v in values["hyper_targeted"].items()}
    return dataclasses.replace(found, values=values)


@pytest.mark.parametrize("number", [0, 2, 9])
@pytest.mark.parametrize("width", [60, 80, 140])
def test_nothing_is_cut_and_no_line_is_longer_than_the_terminal(found, number, width):
    found = many(found, number)
    text = printed(found, width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    words = " ".join(text.split())
    for arm in found.arms:
        assert terminal.plain(arm) in words
        for metric in terminal.rows(found):
            assert terminal._mean(found, arm, metric) in text


@pytest.mark.parametrize("width", range(60, 90, 3))
def test_words_are_broken_between_words_and_none_is_cut(width):
    said = ("cannot be told apart", "better, almost certain", "worse, likely")
    columns = [
        Column("", ("expected profit", "waste", "reach")),
        Column("difference", ("+12,900", "1.02", "3")),
        Column("interval", ("1 to 41,100,000", "3 to 4", "5 to 6")),
        Column("how sure", said, words=True),
    ]
    console = Console(file=io.StringIO(), width=width, highlight=False)
    for table in tables("a", columns, width):
        console.print(table)
    lines = [line[-width // 2 :] for line in console.file.getvalue().splitlines()]
    words = " ".join(lines).split()
    assert all(
        words.count(word) == " ".join(said).split().count(word) for word in ("told", "apart", "almost", "likely")
    )


def test_arms_are_rows_where_they_do_not_fit_as_columns(found):
    wide, narrow = printed(found, 140), printed(many(found), 80)
    assert re.search(r"no campaign +broadcast +hyper-targeted", wide)
    assert re.search(r"^ *broadcast +9\d\d,\d{3} ± ", narrow, re.MULTILINE)


def test_costs_that_differ_are_warned_of_before_the_answer(found):
    found.values["broadcast"]["cost"] = 0.5 * found.values["broadcast"]["cost"]
    found = dataclasses.replace(found, warnings=("Something is odd.",))
    text = " ".join(printed(found).split())
    first, second = text.index("Warning: Something is odd."), text.index("Warning: Costs are NOT equal, 50 % apart")
    assert first < second < text.index(" ".join(answer(found).split()))


def test_a_pipe_has_eighty_columns_or_those_that_are_asked_for(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert screen().width == 80
    monkeypatch.setenv("COLUMNS", "72")
    assert screen().width == 72
    monkeypatch.setenv("COLUMNS", "wide")
    assert screen().width == 80


def test_no_color_is_plain(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen().print("[bold red]x[/bold red]")
    assert "\x1b" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    screen().print("[bold red]x[/bold red]")
    assert capsys.readouterr().out == "x\n"


def test_columns_that_do_not_fit_go_below_one_another_with_the_names_again():
    columns = [Column("", ("a", "b")), *(Column(f"c{k}", ("1" * 20, "2" * 20)) for k in range(4))]
    assert not fits(columns, 80)
    made = list(tables("title", columns, 80))
    assert [len(table.columns) for table in made] == [4, 2]
    assert turned(columns)[0].cells == ("c0", "c1", "c2", "c3")


def apart(found, same):
    """Findings in which one arm has another market, which is the same without a campaign or is not."""
    values = {arm: dict(metrics) for arm, metrics in found.values.items()}
    own = values["none"]["profit"] + (0 if same else 50_000)
    values["hyper_targeted"]["incremental_profit"] = values["hyper_targeted"]["profit"] - own
    return dataclasses.replace(found, values=values, markets={"none": 0, "broadcast": 0, "hyper_targeted": 1})


def test_an_arm_of_another_market_is_not_held_against_the_baseline_of_this_one(found):
    other = apart(found, same=False)
    assert other.telling_pairs() == [("hyper_targeted", "broadcast"), ("broadcast", "none")]
    assert "Hyper-targeted changes the market itself, against no campaign" in markets_line(other)
    assert any(line.startswith("Hyper-targeted against no campaign in its own market:") for line in evidences(other))
    assert "in its own market" in answer(other)


def test_markets_that_are_the_same_without_a_campaign_share_their_baseline(found):
    same = apart(found, same=True)
    assert same.telling_pairs() == found.telling_pairs()
    assert markets_line(same) == ""
    assert answer(same) == answer(found)


def test_money_is_in_the_currency_of_the_user(found):
    measures = {name: measure.in_currency("€") for name, measure in found.measures.items()}
    euro = dataclasses.replace(found, currency="€", measures=measures)
    assert re.search(r": \+€[\d,]+ profit \(95 % interval", evidence(euro, "hyper_targeted", "broadcast"))
    assert "broadcast €200,000 (fees 0" in cost_line(euro)
    assert "USD" not in printed(euro)


def test_a_level_is_shown_with_the_same_digits_in_every_arm():
    """4,920,000 beside 4,900,000 would say that the first is higher, where the second was rounded to less."""
    noise = np.array([-1.0, 0.0, 1.0])
    values = {"none": {"profit": 4_920_000 + 391_000 * noise}, "a": {"profit": 4_937_000 + 405_000 * noise}}
    from experiments.results.findings import Measure

    found = Findings(values, {"profit": Measure("USD", 1, "")}, [1, 2, 3], "none")
    assert [terminal._mean(found, arm, "profit").split(" ")[0] for arm in ("none", "a")] == ["4,920,000", "4,940,000"]


def test_a_small_number_beside_a_large_interval_is_in_the_same_thousands():
    assert brief(-594.0, "USD", 29_000.0, sign=True, beside=29_000.0) == "\N{MINUS SIGN}1k"
    assert brief(29_000.0, "USD", 29_000.0, beside=-594.0) == "29k"
    assert brief(12.0, "USD", 29_000.0, sign=True, beside=29_000.0) == "0"
