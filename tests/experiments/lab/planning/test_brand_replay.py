"""A replay of a brand of one's own: a plan of the brand in one of the worlds that its numbers fit, as one file."""

import re

import pytest

from experiments.app import main
from experiments.lab.page import words

FEW = (
    *("worlds.number=2", "market.consumers=600", "creators.number=60", "market.burn_in=14"),
    *("executor=serial", "output.dir=film"),
)


def test_a_plan_is_lived_with_and_without_and_the_file_says_which(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["task=replay", "brand=city_gym", "effort.plans=[paid_social]", *FEW]) == 0
    assert "written: film/replay.html" in capsys.readouterr().out
    page = (tmp_path / "film" / "replay.html").read_text(encoding="utf-8")
    assert re.search(r"<title>Nichecast replay: Kraftraum Nord, paid social, seed \d+</title>", page)
    assert page.count('class="parcel"') == 2
    assert words()["replay"]["without"] in page
    assert len(page) < 3e6


@pytest.mark.parametrize(
    ("plans", "line"),
    [
        ("[best_split_found]", "effort.plans: got 'best split found' alone, takes a plan that is known before"),
        ("[televison]", "effort.plans: got 'televison', takes one of"),
    ],
)
def test_a_plan_that_is_none_is_refused_before_anything_is_fitted(tmp_path, monkeypatch, capsys, plans, line):
    monkeypatch.chdir(tmp_path)
    assert main(["task=replay", "brand=city_gym", f"effort.plans={plans}", *FEW]) == 2
    assert line in capsys.readouterr().err
    assert not (tmp_path / "film").exists()
