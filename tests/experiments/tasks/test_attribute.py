"""Attribution of a file from the command line: options, notes and warnings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments import app


def table(folder: Path) -> dict[str, float]:
    found = pd.read_csv(folder / "out" / "attribution.csv")
    return dict(zip(found["channel"], found["conversions"].tolist(), strict=True))


def test_separator_and_direct_are_said_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "paths.csv"
    path.write_text("path,conversions\nsocial - walk in,2\nwalk in,1\n")
    common = ["task=attribute", f"paths={path}", "methods=last_non_direct", f"output.dir={tmp_path / 'out'}"]
    assert app.main([*common, 'separator=" - "', "direct=[walk in]"]) == 0
    assert table(tmp_path) == {"social": 2, "walk in": 1}
    assert app.main([*common, 'separator=" - "', "direct=walkin"]) == 2
    assert "direct: no channel 'walkin' (did you mean 'walk in'?)" in capsys.readouterr().err


def test_what_was_guessed_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "touches.csv"
    path.write_text("person,time,channel,converted\np,03/07/2026,a,0\np,05/07/2026,b,1\n")
    common = ["task=attribute", f"paths={path}", "methods=last", f"output.dir={tmp_path / 'out'}"]
    assert app.main(common) == 2
    assert "set dayfirst=true or dayfirst=false" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert app.main([*common, "dayfirst=true"]) == 0
    assert "warning: column 'converted' was read as 'conversion'" in capsys.readouterr().out
    assert table(tmp_path) == {"a": 0, "b": 1}
    assert app.main([*common, "dayfirst=first"]) == 2
    assert "dayfirst: got 'first', takes true or false" in capsys.readouterr().err


def test_a_value_that_must_be_quoted_is_said_to_need_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["task=attribute", "paths=Zo\u00eb.csv"]) == 2
    assert "'paths=\"Zo\u00eb.csv\"'" in capsys.readouterr().err
