"""Every table of the report is a file beside it, and inside it: unrounded, and safe to open in a spreadsheet."""

import base64
import csv
import io
import re

from experiments import report
from experiments.report.pieces import Cell, measured, table
from experiments.report.table_files import csv_of, file_name, link_of
from experiments.results.statistics import Interval
from tests.experiments.report.test_report import context, drawings, folder  # noqa: F401  # fixtures


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


def test_numbers_are_unrounded_and_bounds_have_columns_of_their_own():
    each = Interval(1234.5678, 1200.25, 1300.75, 4)
    made = table(
        "money", "caption", ["", "plan", "how sure"], [[Cell("cost", unit="EUR"), measured(each, "EUR", 50), "likely"]]
    )
    assert made.rows[0][1].text == "1,235"
    assert rows_of(csv_of(made)) == [
        ["name", "unit", "plan", "plan low", "plan high", "how sure"],
        ["cost", "EUR", "1234.5678", "1200.25", "1300.75", "likely"],
    ]


def test_a_word_that_a_spreadsheet_would_run_is_kept_from_it():
    made = table("x", "caption", ["", "value"], [["=1+1", "@here"], ["+cmd", "-3.5"]])
    assert rows_of(csv_of(made))[1:] == [["'=1+1", "'@here"], ["'+cmd", "-3.5"]]


def test_words_in_bold_keep_the_stop_that_follows_them():
    rows = [
        [Cell(", expected", strong="truth"), "1"],
        [Cell(": all", strong="truth"), "2"],
        [Cell("b", strong="a"), "3"],
    ]
    written = rows_of(csv_of(table("x", "caption", ["", "value"], rows)))
    assert [name for name, _ in written[1:]] == ["truth, expected", "truth: all", "a b"]


def test_names_of_files_are_plain():
    assert file_name("channels_of_Größe/../x") == "channels_of_gr_e_x"
    assert file_name("***") == "table"
    assert len(file_name("x" * 400)) == 80


def test_the_page_holds_each_table_as_its_file(context):  # noqa: F811
    made = report.made(context)
    links = re.findall(r'<a download="([a-z0-9_]+)\.csv" href="([^"]+)">tables/\1\.csv</a>', made.html)
    assert [name for name, _ in links] == list(made.tables)
    assert made.html.partition("<script")[0].count("<table>") == len(made.tables) > 5
    for name, link in links:
        assert base64.b64decode(link.partition(",")[2]).decode() == made.tables[name]


def test_two_tables_of_one_name_are_two_files(context, monkeypatch):  # noqa: F811
    twin = table("twin", "caption", ["", "a"], [["x", "1"]])
    monkeypatch.setattr(report, "SECTIONS", (("One", lambda _: [twin, twin]),))
    assert {"twin", "twin__2"} <= report.made(context).tables.keys()
    assert link_of(twin).startswith("data:text/csv")
