"""Every configuration still gives the rows of the golden baseline: see docs/design/testing.md."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.golden.baseline import FOLDER, Rows, changes, fingerprint, machine, read, run, table
from tests.golden.configurations import CONFIGURATIONS, write_edges

MEANT = "if this is intended, run `make golden` and say in the commit which rows changed and why"
ELSEWHERE = (
    "another kind of machine wrote the file, so rounding may have changed a draw: docs/design/testing.md says how to"
    " tell that from a fault"
)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_configuration_gives_the_rows_of_the_baseline(name: str) -> None:
    wrote, old = read(name)
    assert old, f"tests/golden/rows/{name}.json is missing: make golden ARGS={name}"
    exact = wrote == machine()
    found = changes(old, run(CONFIGURATIONS[name]), exact)
    if found:
        pytest.fail(
            f"{len(found)} of {len(old)} rows differ (old -> new); {MEANT if exact else ELSEWHERE}\n{table(found)}",
            pytrace=False,
        )


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_mechanism_of_a_configuration_is_at_work(name: str) -> None:
    _, rows = read(name)
    assert [row for row in CONFIGURATIONS[name].happens if not rows.get(row)] == []


def test_every_file_belongs_to_a_configuration() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CONFIGURATIONS)


# The comparison itself ------------------------------------------------------------------------------------------------

OLD: Rows = {"columns.a": "float32[2] aa", "outcomes.profit": 3.0, "money.Alder.fees": 7, "outcomes.waste": None}


def test_equal_rows_have_no_differences() -> None:
    assert changes(OLD, dict(OLD)) == []


def test_a_last_bit_is_a_difference_only_on_the_same_kind_of_machine() -> None:
    new = {**OLD, "columns.a": "float32[2] bb", "outcomes.profit": float(np.nextafter(3.0, 4.0))}
    assert [name for name, _, _ in changes(OLD, new)] == ["columns.a", "outcomes.profit"]
    assert changes(OLD, new, exact=False) == []


@pytest.mark.parametrize("row", [{"outcomes.profit": 3.001}, {"money.Alder.fees": 8}, {"outcomes.waste": 0.0}])
def test_a_cent_a_larger_change_and_a_number_instead_of_nan_are_differences_on_any_machine(row: Rows) -> None:
    assert [name for name, _, _ in changes(OLD, {**OLD, **row}, exact=False)] == list(row)


def test_a_renamed_column_is_reported_by_both_names_and_nothing_else() -> None:
    new: Rows = {"columns.b" if name == "columns.a" else name: value for name, value in OLD.items()}
    assert changes(OLD, new) == [
        ("columns.a", "float32[2] aa", "gone; columns.b has this value"),
        ("columns.b", "new", "float32[2] aa"),
    ]


def test_a_fingerprint_sees_one_bit_the_type_and_the_shape() -> None:
    column = np.ones((2, 3), np.float32)
    moved = column.copy()
    moved[1, 2] = np.nextafter(np.float32(1), np.float32(2))
    kinds: list[np.ndarray] = [column, moved, column.astype(np.float64), column.reshape(3, 2)]
    assert len({fingerprint(each) for each in kinds}) == len(kinds)
    assert fingerprint(np.asfortranarray(column)) == fingerprint(column)


def test_the_edge_list_is_the_same_every_time(tmp_path: Path) -> None:
    write_edges(tmp_path / "a.csv")
    write_edges(tmp_path / "b.csv")
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert lines == (tmp_path / "b.csv").read_text().splitlines()
    assert len(lines) > 5000
