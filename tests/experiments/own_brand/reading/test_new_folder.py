"""``task=new``: twelve questions at a terminal, examples without one, and nothing is overwritten."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments import app
from experiments.own_brand.reading.folder import read_brand
from experiments.own_brand.reading.new_folder import OPTIONAL, asked
from experiments.own_brand.reading.questions import KEYS, QUESTIONS
from experiments.own_brand.reading.read_as import HEADER, WIDTH, rows, text


def answering(answers: dict[str, list[str]]) -> Callable[[str], str]:
    """Return a person at a terminal who gives these answers, one after another, and else presses Enter."""
    left: dict[str, Iterator[str]] = {key: iter(lines) for key, lines in answers.items()}
    return lambda prompt: next(left.get(prompt.removesuffix(": "), iter(())), "")


NEEDED = {
    "price": ["12,90 €"],
    "people": ["800,000"],
    "sold": ["1200 units by 300 customers in 26 weeks"],
    "budget": ["9000"],
}


def test_without_a_terminal_examples_are_written_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    folder = tmp_path / "deep" / "mine"
    assert app.main(["task=new", f"brand={folder}"]) == 0
    out = capsys.readouterr().out
    written = (folder / "brand.yaml").read_text()
    for key in KEYS:
        assert f"\n{key}: " in written or f"\n# {key}: " in written
    for name, header, _ in OPTIONAL:
        assert f"{name} " in written
        assert header in written
        assert header in out
    brand = read_brand(folder)
    assert brand.answers.name == "mine"
    assert any("still the examples" in note for note in brand.notes)
    assert max(map(len, out.splitlines()[1:-1])) <= WIDTH


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brand.yaml").write_text("name: mine\n")
    assert app.main(["task=new", "task.yes=true", f"brand={tmp_path}"]) == 2
    assert "is there and is never overwritten" in capsys.readouterr().err
    assert (tmp_path / "brand.yaml").read_text() == "name: mine\n"
    assert [path.name for path in tmp_path.iterdir()] == ["brand.yaml"]


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("handle,followers\nann,5000\n")
    assert app.main(["task=new", "task.yes=true", f"brand={tmp_path}"]) == 0
    assert (tmp_path / "roster.csv").read_text() == "handle,followers\nann,5000\n"
    assert len(read_brand(tmp_path).roster) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "brand: got nothing, takes a folder to make"),
        (["brand={0}/file"], "is a file, takes a folder to make"),
        (["brand={0}/file/inside"], "cannot write"),
        (["brand={0}/new", "task.yes=perhaps"], "task.yes: got 'perhaps', takes true or false"),
    ],
)
def test_what_cannot_be_made_is_refused(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert app.main(["task=new", *(each.format(tmp_path) for each in arguments)]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_at_a_terminal_each_question_says_what_it_is_for_and_what_is_assumed(tmp_path: Path) -> None:
    said: list[str] = []
    made = asked("mine", answering(NEEDED), said.append)
    (tmp_path / "brand.yaml").write_text(made)
    out = " ".join(" ".join(said).split())
    for question in QUESTIONS:
        assert question.asks in out
        assert question.purpose in out
        assert question.assumed is None or f"without an answer: {question.assumed}" in out
    answers = read_brand(tmp_path).answers
    assert (answers.price, answers.people, answers.units, answers.customers) == (12.9, 800_000, 1200, 300)
    assert (answers.weeks_counted, answers.budget, answers.currency) == (26, 9000, "EUR")
    assert "margin" in answers.assumed


def test_with_a_sales_table_what_was_sold_need_not_be_answered(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("week,units\n2026-01-05,5\n")
    made = asked(
        "mine", answering({key: lines for key, lines in NEEDED.items() if key != "sold"}), list().append, sales=True
    )
    (tmp_path / "brand.yaml").write_text(made)
    assert read_brand(tmp_path).answers.units == 5


def test_a_wrong_answer_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    said: list[str] = []
    wrong = {
        **NEEDED,
        "price": ["dear", "", "12.90 EUR"],
        "margin": ["140 %", "45"],
        "buying": ["subscription: 6 %"],
        "name": ['Zoë: "the" brand #1'],
        "weeks": ["two", ""],
    }
    made = asked("mine", answering(wrong), said.append)
    (tmp_path / "brand.yaml").write_text(made, encoding="utf-8")
    out = " ".join(" ".join(said).split())
    assert "price: got 'dear', takes an amount above 0" in out
    assert "This one is needed." in out
    assert "margin: got '140 %'" in out
    assert "weeks: got 'two'" in out
    answers = read_brand(tmp_path).answers
    assert (answers.name, answers.margin, answers.churn) == ('Zoë: "the" brand #1', 0.45, 0.06)
    assert answers.assumed["weeks"] == "12"


def test_who_leaves_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("Mine\n"))
    assert app.main(["task=new", f"brand={tmp_path / 'mine'}"]) == 130
    assert "nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def test_what_was_read_as_what_fits_a_terminal_and_names_every_column(brand_with: Callable[..., Path]) -> None:
    long = "a very long name of a column that nobody reads in any case whatever"
    roster = f'handle,followers,fee,{long}\nann,"1,200",1.200,{"x" * 90}\n'
    brand = read_brand(brand_with({"roster.csv": roster}))
    table = rows(brand)
    assert [row[1] for row in table] == ["handle", "followers", "fee", long]
    assert all(len(row) == len(HEADER) for row in table)
    assert [row[2] for row in table] == ["handle", "followers", "fee", "not read"]
    shown = text(brand)
    assert max(map(len, shown.splitlines())) <= WIDTH
    assert "1.200 was read as 1,200" in " ".join(shown.split())
