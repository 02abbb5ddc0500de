"""The notebooks run from top to bottom as they stand, in small markets."""

import importlib.util
from pathlib import Path

import pytest

import experiments

SMALL = (
    *("market.consumers=1000", "creators.number=100", "market.burn_in=14", "market.days=35", "brands.campaign_days=28"),
    "executor=serial",
)
"""What comes after a notebook's own overrides: in one process, whose code is compiled already."""
NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"
SHOWN = {"strategist": "comparison", "researcher": "table", "educator": "comparison"}


def in_a_small_market(run):
    return lambda overrides, **more: run([*overrides, *SMALL], **more)


@pytest.mark.parametrize("name", sorted(SHOWN))
@pytest.mark.filterwarnings("default")
def test_a_notebook_runs_and_finds_something(name, tmp_path, monkeypatch):
    pytest.importorskip("marimo", reason="marimo is not installed")
    monkeypatch.chdir(tmp_path)  # results go to outputs/ in the folder one stands in
    for asked in ("compare", "sweep"):
        monkeypatch.setattr(experiments, asked, in_a_small_market(getattr(experiments, asked)))
    spec = importlib.util.spec_from_file_location(name, NOTEBOOKS / f"{name}.py")
    notebook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(notebook)
    outputs, names = notebook.app.run()
    assert len(outputs) > 5
    result = names[SHOWN[name]]
    assert len(result if name == "researcher" else result.differences) > 5
    if name == "researcher":
        assert result.attrs["failed"] == []
        assert names["true"] != names["naive"]
    else:
        assert result.failed == {}
