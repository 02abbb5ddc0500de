"""What is handed over: the same numbers in page, workbook and CSV; nothing that a spreadsheet or a browser would run."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from experiments.figures.style import save, styled
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.found import Found
from experiments.own_brand.answering.hiring_list import Hire
from experiments.own_brand.answering.plans import BrandPlan, LeftOut, Plans
from experiments.own_brand.brand import RosterCreator
from experiments.own_brand.mixes import strategy
from experiments.own_brand.showing import brand_page, handing_over, pictures, said
from experiments.own_brand.showing.tables import TABLES
from tests.experiments.own_brand.answering.made import PLANS, brand, outlook

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'
GOOD = Hire(HOSTILE, 4.0, 900.0, 950.0, 12_345.6, -20.0, 30_000.0, 2, 3, 50_000.0, 0.1, 0.8, "close to the brand")
BAD = Hire("@dear", 2.0, 300.0, 310.0, -250.0, -400.0, 10.0, 0, 3, 100.0, 0.4, 0.2, "dear for what is seen")
ASKED = np.array([250.0, 500.0, 1_000.0, 2_000.0])


@pytest.fixture(scope="module")
def found() -> Found:
    """An answer with hostile names in it."""
    lived = outlook()
    curves = [Curve("creators", ASKED, ASKED, np.stack([ASKED * 1.5, ASKED * 2.0]))]
    plans = Plans(tuple(BrandPlan(name, "Does it.", strategy("none")) for name in PLANS), (LeftOut("as now", "none"),))
    with styled():
        drawings = [pictures.added_by_plan(lived, "EUR"), pictures.response_curves(curves, 1_000.0, "EUR")]
    return Found(
        brand(roster=(RosterCreator(HOSTILE, 5_000.0, 225.0),)),
        plans,
        lived,
        [GOOD, BAD],
        "creators",
        curves,
        drawings=drawings,
        files=handing_over.FILES,
        costs="All plans cost the same (1,000 EUR).",
    )


@pytest.fixture(scope="module")
def folder(found: Found, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that is handed over."""
    made = tmp_path_factory.mktemp("handed")
    (made / "figures").mkdir()
    with styled():
        for drawing in found.drawings:
            save(drawing, made / "figures")
    handing_over.write_tables(found, made)
    handing_over.write_workbook(found, made / "answer.xlsx")
    handing_over.write_slide(found, made / "slide.pdf")
    (made / "report.html").write_text(brand_page.page(found, made))
    return made


def test_every_table_with_rows_is_a_file_a_sheet_and_part_of_the_page(found: Found, folder: Path) -> None:
    filled = {name for name, table in TABLES.items() if table.rows(found)}
    assert filled >= {"plans", "hire", "drop", "curves", "roster", "assumptions"}
    assert {path.stem for path in (folder / "tables").iterdir()} == filled
    assert set(load_workbook(folder / "answer.xlsx").sheetnames) == {"Answer", *(TABLES[name].title for name in filled)}


def test_a_number_has_the_same_digits_everywhere(folder: Path) -> None:
    rows = list(csv.reader((folder / "hire.csv").read_text().splitlines()))
    assert rows[1][rows[0].index("profit added EUR")] == "12300.0"
    sheet = load_workbook(folder / "answer.xlsx")["Who to hire"]
    assert sheet.cell(2, rows[0].index("profit added EUR") + 1).value == 12_300.0
    assert "+12,300" in (folder / "report.html").read_text()


def test_names_are_text_to_spreadsheets_and_browsers(folder: Path) -> None:
    rows = list(csv.reader((folder / "hire.csv").read_text().splitlines()))
    assert rows[1][0] == f"'{HOSTILE}"
    assert load_workbook(folder / "answer.xlsx")["The roster"].cell(2, 1).value == f"'{HOSTILE}"
    page = (folder / "report.html").read_text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_creators_who_pay_are_hired_and_the_others_dropped(found: Found) -> None:
    assert [row[0] for row in TABLES["drop"].rows(found)] == ["@dear"]
    assert len(TABLES["hire"].texts(found)) == 1


def test_one_world_has_no_range(found: Found) -> None:
    once = dataclasses.replace(found, hires=[dataclasses.replace(GOOD, low=12_345.6, worlds=1, pays=1), BAD])
    hire, drop = (TABLES[name] for name in ("hire", "drop"))
    low, high = (hire.header(once).index(name) for name in ("low EUR", "high EUR"))
    assert [hire.rows(once)[0][k] for k in (low, high)] == [None, None]
    assert not hire.texts(once)[0][3].interval  # type: ignore[union-attr]
    assert drop.rows(once)[0][drop.header(once).index("low EUR")] == -400.0, "as the page shows it"


def test_the_table_says_what_is_more_than_nothing(found: Found) -> None:
    assert "worlds with more profit." in TABLES["plans"].caption(found)
    sells = dataclasses.replace(found, outlook=outlook(goal="sales"))
    assert "worlds with more purchases." in TABLES["plans"].caption(sells)


def test_a_warning_is_one_in_the_workbook(found: Found, tmp_path: Path) -> None:
    handing_over.write_workbook(dataclasses.replace(found, doubts=["It is odd."]), tmp_path / "answer.xlsx")
    assert load_workbook(tmp_path / "answer.xlsx")["Answer"]["A2"].value == "Warning. It is odd."


def test_whom_to_hire_is_a_question_of_its_own_where_the_best_plan_hires_nobody(found: Found) -> None:
    best, other = found.best, next(plan for plan in found.outlook.plans if plan != found.best)
    (mine,) = [
        line for line in said.lines(dataclasses.replace(found, hired_by=best)) if "all of them in hire.csv" in line
    ]
    (others,) = [
        line for line in said.lines(dataclasses.replace(found, hired_by=other)) if "all of them in hire" in line
    ]
    assert mine == f"Who to hire ({best}); all of them in hire.csv:"
    assert others == f"If creators are hired, whom ({other}); all of them in hire.csv:"


def test_the_slide_is_one_page(folder: Path) -> None:
    pdf = (folder / "slide.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/Count 1" in pdf


def test_the_terminal_stays_within_eighty_columns(found: Found, capsys: pytest.CaptureFixture[str]) -> None:
    said.show(dataclasses.replace(found, hires=[dataclasses.replace(GOOD, handle="@" + "long" * 12), BAD]))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("Creators: ahead of broadcast in 2 of 3 worlds")
    assert any(line.startswith("Drop first of creators: @dear") for line in lines)


@pytest.mark.parametrize(
    ("goal", "label"),
    [
        ("profit", "profit added, EUR"),
        ("sales", "purchases added"),
        ("new customers", "new customers added"),
        ("cost per customer", "new customers added"),
    ],
)
def test_the_chart_is_of_what_the_goal_is_measured_by(goal: str, label: str) -> None:
    with styled():
        drawing = pictures.added_by_plan(outlook(goal=goal), "EUR")
    axes = drawing.figure.axes[0]
    assert axes.get_xlabel() == label
    adds = {"profit": 0.0, "sales": 150.0, "new customers": 15.0, "cost per customer": 15.0}[goal]
    if adds:  # the first world of the best plan, by hand: 150 purchases, a tenth of them by new customers
        assert adds in {float(x) for line in axes.lines for x in line.get_xdata()}


def test_a_number_that_there_is_not_is_an_empty_cell() -> None:
    assert handing_over.as_csv([["no campaign", float("nan"), float("inf"), 0.0, None]]) == "no campaign,,,0.0,\n"


def test_the_slide_says_hire_only_where_the_answer_hires(found: Found) -> None:
    assert handing_over.hire_lines(found)[0] == "Hire (creators)"
    other = dataclasses.replace(found, hired_by="broadcast")
    assert handing_over.hire_lines(other)[0] == "If creators are hired (broadcast)"
    assert handing_over.hire_lines(dataclasses.replace(found, hires=[BAD])) == []


def test_the_data_says_whose_creators_they_are(found: Found) -> None:
    assert (said.summary(found)["best"], said.summary(found)["hired_by"]) == ("creators", "creators")
    assert said.summary(dataclasses.replace(found, hired_by="broadcast"))["hired_by"] == "broadcast"


def test_a_long_name_of_a_plan_goes_on_below_and_is_not_cut(found: Found) -> None:
    short, long = PLANS[1], "creators by price per person reached"
    named = {
        "plans": tuple(long if plan == short else plan for plan in found.outlook.plans),
        "values": {long if plan == short else plan: each for plan, each in found.outlook.values.items()},
        "chance": {long if plan == short else plan: each for plan, each in found.outlook.chance.items()},
    }
    renamed = dataclasses.replace(found, hires=[], hired_by="", outlook=dataclasses.replace(found.outlook, **named))
    rows = [line for line in said._plans(renamed)]
    first = next(number for number, line in enumerate(rows) if line.startswith("  creators by price per"))
    assert rows[first + 1] == "    person reached"
    assert max(map(len, rows)) <= 80
