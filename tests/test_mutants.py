"""Mutants: what is planted, and that it is planted in memory alone."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "scripts" / "mutants"

TOY = '''"""A toy."""

from __future__ import annotations

import math

LOW, MIDDLE, HIGH = range(3)
RATE = 0.5


def gap(left: int, right: int) -> int:
    """Return 1 - 2."""
    return left - right


def walk(x: int, seen: list[int], *, far: bool = False) -> float:
    if far and not seen:
        raise ValueError(f"got {x - 1}")
    for step in range(x):
        if step < 2:
            continue
        seen.append(gap(step, x))
    u0 = 0.25
    seen[LOW] = sum(seen, axis=1, strict=True)
    seen[LOW] = 7
    return min(math.sqrt(x), RATE) if u0 < RATE else -3.5
'''


@pytest.fixture
def mutants(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script's modules."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("changes")


def lines(mutants: Any, tmp_path: Path, source: str = TOY) -> list[str]:
    """The changed lines of all mutants of a toy."""
    path = tmp_path / "toy.py"
    path.write_text(source)
    before, after = source.splitlines(), []
    for mutant in mutants.Changes(str(path), mutants.Names.of([str(tmp_path)])).mutants:
        made = mutant.source().decode().splitlines()
        compile(mutant.source(), "toy.py", "exec")
        assert before[mutant.line - 1] != made[mutant.line - 1]
        after.append(made[mutant.line - 1].strip())
    return after


@pytest.mark.parametrize(
    "line",
    [
        "return left + right",
        "far: bool = True",
        "if far or not seen:",
        "if far and seen:",
        "if step <= 2:",
        "if step >= 2:",
        "if step < (4):",
        "if step < (-2):",
        "seen.append(gap(x, step))",
        "pass",
        "seen[(1)] = 7",
        "return max(math.sqrt(x), RATE) if u0 < RATE else -3.5",
        "return math.sqrt(x) if u0 < RATE else -3.5",
        "return min(math.sqrt(x), (RATE + 1)) if u0 < RATE else -3.5",
        "return min(math.sqrt(x), RATE) if u0 >= RATE else -3.5",
        "return min(math.sqrt(x), RATE) if u0 < RATE else 3.5",
        "return min(math.sqrt(x), RATE) if u0 < RATE else -(7.0)",
        "RATE = (1.0)",
        "axis=(2)",
    ],
)
def test_each_kind_of_change_is_planted(mutants: Any, tmp_path: Path, line: str) -> None:
    assert any(line in made for made in lines(mutants, tmp_path))


def test_texts_types_imports_and_numbered_names_are_left_alone(mutants: Any, tmp_path: Path) -> None:
    made = lines(mutants, tmp_path)
    changed = {line for line in made if not any(line == old.strip() for old in TOY.splitlines())}
    assert not [line for line in changed if line.startswith(('"""', "import", "from", "LOW", "def gap", "raise"))]
    assert made.count("pass") == 5, "the error, the leap, the call and two writes"
    assert not any("u0 <= RATE" in line for line in made), "a draw is hardly ever its threshold"
    assert not any("strict=False" in line for line in made), "that asserts"
    assert not any("axis=(-1)" in line for line in made), "of two axes the second is the last"


@pytest.mark.parametrize("draw", ["u0", "u_reply", "u[pair]", "draw4(key, POST, i, day, 0, 0)[0]"])
def test_the_boundary_of_a_draw_is_not_moved(mutants: Any, tmp_path: Path, draw: str) -> None:
    made = lines(mutants, tmp_path, f"happens = {draw} < chance\n")
    assert f"happens = {draw} >= chance" in made
    assert f"happens = {draw} <= chance" not in made


def test_a_mutant_is_planted_in_memory_wherever_its_names_were_imported_to(
    mutants: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = importlib.import_module("server")
    (tmp_path / "toy_source.py").write_text(TOY)
    (tmp_path / "toy_reader.py").write_text("from toy_source import RATE, gap\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    reader = importlib.import_module("toy_reader")
    found = {
        made: mutant
        for mutant in mutants.Changes("toy_source.py", mutants.Names()).mutants
        for made in mutant.source().decode().splitlines()
    }
    server.plant(found["    return left + right"])
    assert reader.gap(1, 2) == 3
    server.plant(found["RATE = (1.0)"])
    assert (reader.RATE, reader.gap(1, 2)) == (1.0, -1)
    assert (tmp_path / "toy_source.py").read_text() == TOY


def test_defaults_of_validated_fields_are_planted_too(
    mutants: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = importlib.import_module("server")
    text = "from pydantic.dataclasses import dataclass\n\n@dataclass\nclass Field:\n    share: float = 0.5\n"
    (tmp_path / "toy_fields.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    fields = importlib.import_module("toy_fields")
    planted = [m for m in mutants.Changes("toy_fields.py", mutants.Names()).mutants if b"(1.0)" in m.new]
    assert fields.Field().share == 0.5
    server.plant(planted[0])
    assert fields.Field().share == 1.0


def listed(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FOLDER), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)


@pytest.mark.slow(reason="reads all sources in three processes, 6 CPU seconds; a tool of ours, not the model")
def test_a_sample_is_the_same_for_the_same_seed() -> None:
    first, again, other = (
        listed("simulation/state/journal.py", "--list", "--sample=5", f"--seed={seed}") for seed in (1, 1, 2)
    )
    assert first.stdout == again.stdout != other.stdout
    assert first.stdout.splitlines()[-1] == "5 mutants"


def test_every_bug_of_the_review_still_has_its_place() -> None:
    found = listed("--review", "--list")
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines()[-1] == "11 mutants"


def test_what_is_not_there_is_refused_in_one_line() -> None:
    refused = listed("simulation/nothing")
    assert refused.returncode != 0
    assert refused.stderr == "mutants: got simulation/nothing, takes files and folders of the repository\n"


def test_files_without_tests_are_named_before_anything_is_planted() -> None:
    refused = listed("simulation/market/reputation.py", "simulation/market_base.py", "simulation/scenario/market.py")
    assert refused.returncode != 0
    assert refused.stdout == ""
    assert refused.stderr == (
        "mutants: got files without tests: simulation/market_base.py, simulation/scenario/market.py;"
        " takes files that tests/ or TESTS has some for\n"
    )


@pytest.mark.slow
def test_every_bug_of_the_review_turns_a_test_red() -> None:
    found = subprocess.run(
        [sys.executable, str(FOLDER), "--review"], capture_output=True, text=True, timeout=600, check=False, cwd=ROOT
    )
    assert found.returncode == 0, found.stdout + found.stderr
