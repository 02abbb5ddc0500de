"""Commands about a brand that would do nothing, or not what they say, are refused before anything is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments import app

REFUSED = [
    ("arms=[none]", "arms: does nothing beside brand=city_gym"),
    ("replicates=3", "replicates: does nothing beside brand=city_gym"),
    ("strategy=mix", "strategy: does nothing beside brand=city_gym"),
    ("experiment=mirage", "experiment: does nothing beside brand=city_gym"),
    ("task=sweep", "brand: got 'city_gym', but task=sweep takes none; takes task=new, fit, contest, replay or none"),
    ("effort.worlds=1", "effort.worlds: got 1, takes a number greater than or equal to 2"),
    ("effort.bounds={tv:[0,1]}", "effort.bounds: got 'tv', takes one of creators, broadcast, paid_social, search"),
]


@pytest.mark.parametrize(("override", "message"), REFUSED)
def test_it_is_refused_in_a_line_and_leaves_nothing(
    override: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert app.main(["brand=city_gym", override]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
