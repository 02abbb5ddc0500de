"""Pages that are made from the code: they hold everything, and a stale one is noticed."""

import pytest

from experiments.tasks import generated_pages, metrics_page, parameters, phases_page
from simulation.counterfactual.uplift_parts import PARTS
from simulation.recording.by_creator import ROSTER
from simulation.recording.metrics import OUTCOMES, SERIES
from simulation.standard_day import standard_day
from simulation.state.columns import COLUMN_NAMES


def test_a_page_is_written_and_then_found_to_be_right(tmp_path, capsys):
    page = tmp_path / "made.md"
    assert generated_pages.main(["--check"], page, lambda: "one") == 1
    assert generated_pages.main(["--write"], page, lambda: "one") == 0
    assert generated_pages.main(["--check"], page, lambda: "one") == 0
    assert generated_pages.main(["--check"], page, lambda: "two") == 1
    assert generated_pages.main([], page, lambda: "two") == 2
    assert capsys.readouterr().err.splitlines() == [
        "docs/made.md is not what the code says: run `make docs`",
        "docs/made.md is not what the code says: run `make docs`",
        "takes --write or --check",
    ]
    assert page.read_text() == "one"


def test_a_bar_in_a_cell_does_not_end_it():
    assert generated_pages.table(("a", "b"), [("P(a | b)", "z"), ("W / (1 + |W|)", "")]).splitlines() == [
        "| a | b |",
        "|---|---|",
        r"| P(a \| b) | z |",
        r"| W / (1 + \|W\|) |  |",
    ]


@pytest.mark.parametrize("made", [metrics_page, parameters, phases_page])
def test_the_pages_in_the_documentation_are_what_the_code_says(made):
    assert generated_pages.main(["--check"], made.PAGE, made.page) == 0


@pytest.mark.parametrize("table", [SERIES, OUTCOMES, ROSTER, PARTS])
def test_every_metric_has_unit_definition_and_formula_and_is_on_the_page(table):
    page = metrics_page.page()
    for name, metric in table.items():
        assert metric.name == name
        assert metric.unit
        assert metric.definition.endswith(".")
        assert metric.formula
        assert f"| `{name}` | {metric.unit} | {metric.better} |" in page


def test_the_page_on_phases_says_of_each_column_which_phases_write_and_read_it():
    lines = phases_page.page().splitlines()
    assert [name for name in COLUMN_NAMES if sum(f"| `{name}` |" in line for line in lines) != 1] == []
    trust = next(line for line in lines if line.startswith("| `consumers.trust` |")).split(" | ")
    day = standard_day()
    assert trust[1] == ", ".join(phase.name for phase in day if "consumers.trust" in phase.writes)
    assert trust[2].rstrip(" |") == ", ".join(phase.name for phase in day if "consumers.trust" in phase.reads)
