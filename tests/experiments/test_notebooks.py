"""The notebooks run from top to bottom as they stand, in small markets."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

import experiments
import simulation
from experiments.command.command import job_of
from simulation.configure import scenario_of
from simulation.scenario import PARTS
from simulation.scenario.scenario import names

SMALL = (
    *("market.consumers=1000", "creators.number=100", "market.burn_in=7", "market.days=28", "brands.campaign_days=21"),
    "executor=serial",
)
"""What comes after a notebook's own overrides: in one process, whose code is compiled already."""
NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"
SHOWN = {"strategist": "comparison", "researcher": "table", "educator": "comparison"}


def in_a_small_market(run):
    return lambda overrides, **more: run(
        [*overrides, *SMALL], **more | ({"replicates": 2} if "replicates" in more else {})
    )


WHOLE = pytest.mark.slow(
    reason="4 CPU seconds and more; one notebook is run by default, and the words of all are checked"
)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "strategist" else [WHOLE]) for name in sorted(SHOWN)]
)
@pytest.mark.filterwarnings("default")
def test_a_notebook_runs_and_finds_something(name, tmp_path, monkeypatch):
    pytest.importorskip("marimo", reason="marimo is not installed")
    monkeypatch.chdir(tmp_path)  # results go to outputs/ in the folder one stands in
    for asked in ("compare", "sweep"):
        monkeypatch.setattr(experiments, asked, in_a_small_market(getattr(experiments, asked)))
    spec = importlib.util.spec_from_file_location(name, NOTEBOOKS / f"{name}.py")
    notebook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(notebook)
    outputs, defined = notebook.app.run()
    assert len(outputs) > 5
    result = defined[SHOWN[name]]
    assert len(result if name == "researcher" else result.differences) > 5
    if name == "researcher":
        assert result.attrs["failed"] == []
        assert defined["true"] != defined["naive"]
    else:
        assert result.failed == {}


OVERRIDE = re.compile(r"[a-z_]+(\.[a-z_]+)*=\S+")


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_notebook_names_functions_and_parameters_that_there_are(name):
    tree = ast.parse((NOTEBOOKS / f"{name}.py").read_text(encoding="utf-8"))
    ours = {"experiments": experiments, "sim": simulation}
    called = [
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ours
    ]
    assert called
    assert [f"{module}.{attr}" for module, attr in called if not hasattr(ours[module], attr)] == []
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    overrides = [text for text in texts if OVERRIDE.fullmatch(text)]
    scenario_of(job_of(overrides).config)
    swept = [text for text in texts if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text)]
    assert [text for text in swept if text.split(".")[0] in PARTS and text not in names()] == []
    assert name == "strategist" or overrides or swept
