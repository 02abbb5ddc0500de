"""The worked numbers of docs/attribution.md, read from the page and computed again."""

import doctest
import re
from fractions import Fraction
from pathlib import Path

import pytest

from simulation.brand_view import attribution
from simulation.brand_view.attribution import contraction

PAGE = Path(__file__).parents[4] / "docs" / "attribution.md"


def worked(name: str) -> list[dict[str, str]]:
    """The table that follows a ``<!-- worked: name -->`` mark."""
    text = PAGE.read_text(encoding="utf-8").split(f"<!-- worked: {name} -->", 1)[1]
    rows = [line for line in text.split("\n\n", 2)[1].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def paths() -> dict[str, list[str]]:
    rows = worked("paths")
    return {column: [row[column] for row in rows] for column in rows[0]}


@pytest.mark.parametrize("amount", ["conversions", "value"])
def test_the_worked_numbers_of_the_page_are_what_the_methods_give(amount: str) -> None:
    table = worked(amount)
    assert {row["method"].split(":")[0] for row in table} == set(attribution.METHODS)
    for row in table:
        found = attribution.attribute(paths(), row["method"]).set_index("channel")[amount]
        for channel in ("creator", "direct", "search"):
            assert found[channel] == pytest.approx(float(Fraction(row[channel])), rel=1e-12, abs=1e-12), row["method"]


def test_the_sessions_on_the_page_print_what_they_show() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried >= 3
    assert failed == 0


def test_the_example_that_explains_the_contraction_prints_what_it_shows() -> None:
    failed, tried = doctest.testmod(contraction)
    assert tried >= 10
    assert failed == 0
