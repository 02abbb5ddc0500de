"""What nobody can mean is refused: one line that names it, exit status 2, nothing left behind, and soon."""

import random
import sys

import pytest

from experiments import app
from tests.experiments.command.malformed import SMALL, malformed

SEED = 13
ALL = list(malformed(500, SEED))
QUICK = set(random.Random(SEED).sample(range(len(ALL)), 60))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.label, marks=[] if place in QUICK else [pytest.mark.slow(reason="one of 500")])
        for place, case in enumerate(ALL)
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_nobody_can_mean_is_refused_by_name_and_leaves_nothing(case, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for name, content in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    flags = case.arguments[0].startswith("--")
    status = app.main([*case.arguments, *SMALL] if flags else [*SMALL, *case.arguments])
    said = [line for line in capsys.readouterr().err.splitlines() if "nichecast: warning" not in line]
    assert (status, len(said)) == (2, 1), said
    assert said[0].startswith("nichecast: ")
    assert any(name in said[0] for name in case.named), said
    assert len(said[0]) < 1000
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_no_two_of_the_500_are_the_same_and_all_kinds_are_there():
    assert len(ALL) == 500
    assert len({case.kind.partition(",")[0] for case in ALL}) == 11
