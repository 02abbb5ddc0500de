"""The one command: quick help, one line for a mistake, never a traceback."""

import re
import subprocess
import sys
import warnings

import pytest
import yaml

from experiments import app
from simulation.errors import InputError

HEAVY = ("numba", "mesa", "pandas", "matplotlib", "scipy", "polars", "hydra", "networkx")


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from experiments.app import main; status = main(['--help']);"
        f"print('LOADED', [name for name in {HEAVY} if name in sys.modules]); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "LOADED []" in done.stdout
    for word in ("executor", "processes*", "experiment", "replicates.number", "--config-dir"):
        assert word in done.stdout


def test_help_fits_a_terminal_of_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 100
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize(
    ("overrides", "begun"),
    [
        ([], True),
        (["output.dir={empty}"], True),
        (["output.dir={answered}"], False),
        (["output.dir='{answered}'"], False),
        (["market.days=28", "output.dir={answered}"], False),
        (["task=cite"], False),
        (["executor=serial"], False),
    ],
)
def test_worker_processes_begin_early_where_something_is_left_to_run(overrides, begun, tmp_path, monkeypatch):
    from experiments.running import executors

    started = []
    monkeypatch.setattr(executors, "start_server", started.append)
    folders = {"empty": tmp_path / "empty", "answered": tmp_path / "answered"}
    for folder in folders.values():
        folder.mkdir()
    (folders["answered"] / "summary.json").write_text("{}")
    app._start_early([each.format(**folders) for each in overrides])
    assert bool(started) is begun


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--hlep"], "--hlep: no such flag (did you mean '--help'?)"),
        (["--config-dir"], "--config-dir: got 'nothing', takes a folder with config groups in it"),
        (
            ["--config-dir=/no/such/folder"],
            "--config-dir: got '/no/such/folder', takes a folder with config groups in it",
        ),
        (["--version=3"], "--version: got '3', takes no value"),
    ],
)
def test_a_mistaken_flag_is_one_line_and_exits_with_2(arguments, line, capsys):
    assert app.main(arguments) == 2
    assert capsys.readouterr().err == f"nichecast: {line}\n"


def raising(error):
    def run(arguments):
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (InputError("market.days: got 0,\ntakes more"), 2, "nichecast: market.days: got 0, takes more\n"),
        (
            KeyboardInterrupt("interrupted; 2 of 6 seeds are kept"),
            130,
            "nichecast: interrupted; 2 of 6 seeds are kept\n",
        ),
        (KeyboardInterrupt(), 130, "nichecast: interrupted\n"),
    ],
)
def test_what_a_user_can_mend_is_said_in_one_line(monkeypatch, capsys, error, status, line):
    monkeypatch.setattr(app, "_main", raising(error))
    assert app.main([]) == status
    assert capsys.readouterr().err == line


def test_a_bug_is_one_line_that_says_where_its_traceback_is(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(app, "_main", raising(ZeroDivisionError("division\nby zero")))
    assert app.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("nichecast: ZeroDivisionError: division by zero (")
    assert said.count("\n") == 1
    (kept,) = tmp_path.iterdir()
    assert str(kept) in said
    assert "Traceback" in kept.read_text()


def test_the_resolved_config_can_be_printed_and_read_again(capsys):
    assert app.main(["--config", "experiment=quick", "market.days=9"]) == 0
    config = yaml.safe_load(capsys.readouterr().out)
    assert config["market"]["days"] == 9
    assert config["market"]["consumers"] == 5000
    assert config["experiment"]["name"] == "quick"
    assert config["consumers"]["trust"]["asymmetry"] >= 0


def test_the_profile_sets_a_graph_beside_real_ones(tmp_path, capsys):
    path = tmp_path / "ring.csv"
    path.write_text("a,b\n" + "".join(f"{i},{(i + 1) % 50}\n" for i in range(50)))
    assert app.main(["task=profile", "graph=edge_list", f"graph.path={path}"]) == 0
    said = capsys.readouterr().out
    assert "ring.csv" in said
    assert re.search(r"mean degree\s+2\.00", said)
    assert "LastFM Asia" in said


@pytest.mark.filterwarnings("default")
def test_a_warning_is_one_line(monkeypatch, capsys):
    def warn(arguments):
        warnings.warn("creators.cpm: far above\nthe market's", stacklevel=1)
        return 0

    monkeypatch.setattr(app, "_main", warn)
    assert app.main([]) == 0
    assert capsys.readouterr().err == "nichecast: warning: creators.cpm: far above the market's\n"


def test_a_graph_s_columns_are_said_on_the_command_line_and_its_guesses_printed(tmp_path, capsys):
    path = tmp_path / "ring.csv"
    path.write_text("when,p1,q,r\n" + "".join(f"x,{i},{(i + 1) % 50},2\n" for i in range(50)))
    common = ["task=profile", "graph=edge_list", f"graph.path={path}"]
    assert app.main(common) == 2
    assert "set graph.columns=[SOURCE, TARGET]" in capsys.readouterr().err
    assert app.main([*common, "graph.columns=[2,3]", "graph.directed=false"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"mean degree\s+2\.00", said)
    assert "guessed: separator: comma (graph.separator=...)" in said
