"""Every command of the documents runs as it is written, on a small market, and leaves what the page promises."""

import re
import shlex
import subprocess

import pytest

from experiments import app
from experiments.command.command import job_of
from simulation.configure import scenario_of
from tests.documents.blocks import PAGES, ROOT, every_block, every_command, inline_commands
from tests.documents.recipes import ALWAYS, BY_HAND, ELSEWHERE, EXTRA, LEAVES, REPEATS, SLOW
from tests.documents.workshop import made_small, prepare, task_of

OURS = {command.key: command for command in every_command() if command.arguments is not None}
"""The commands that call ``nichecast``; one that stands in several places is run once."""
OTHERS = {command.key: command for command in every_command() if command.arguments is None}
NAMED = re.compile(r"^(?:written|Report|Gallery): (.*)$", re.MULTILINE)


def why_slow(command):
    """Why a command is not run by default; empty: it is."""
    if command.key in ALWAYS:
        return ""
    return REPEATS.get(command.key) or SLOW.get(task_of(command.arguments), "")


def marked(commands):
    """Give each command its name, and the slow ones their mark with the reason."""
    return [
        pytest.param(command, id=key, marks=[pytest.mark.slow(reason=why_slow(command))] if why_slow(command) else [])
        for key, command in commands.items()
    ]


@pytest.mark.parametrize("command", marked(OURS))
@pytest.mark.filterwarnings("default")
def test_a_command_runs_as_it_is_written_and_leaves_what_its_page_promises(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, command)
    assert app.main(made_small(command)) == 0, capsys.readouterr().err
    printed = capsys.readouterr().out
    assert printed.strip()
    patterns = LEAVES.get(task_of(command.arguments), ())
    assert [pattern for pattern in patterns if not any(tmp_path.rglob(pattern))] == []
    for line in NAMED.findall(printed):
        assert (tmp_path / re.split(r", | \(", line)[0]).exists(), line


@pytest.mark.parametrize("command", [pytest.param(c, id=key) for key, c in OURS.items() if why_slow(c)])
def test_a_command_that_is_not_run_by_default_is_at_least_understood(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if "--config-dir" in command.arguments:
        prepare(tmp_path, command)
    flags, overrides, config_dir = app._parse(command.arguments)
    assert flags == set()
    job = job_of(overrides, config_dir)
    assert scenario_of(job.config).market.consumers > 0
    assert job.settings.task.name in app.TASKS


@pytest.mark.parametrize("command", [pytest.param(c, id=key) for key, c in OTHERS.items()])
def test_a_command_that_is_not_nichecast_is_a_target_of_make_or_held_by_another_test(command):
    if command.words[0] == "make":
        rest = [word for word in command.words[1:] if word not in ("-C", "../before")]
        dry = ["make", "--dry-run", *rest]
        done = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stderr
        paths = [word for part in rest for word in shlex.split(part.removeprefix("ARGS=")) if "/" in word]
        assert [path for path in paths if path.startswith("tests/") and not (ROOT / path).exists()] == []
    elif command.words[0] != "mkdir" and command.key not in BY_HAND:  # mkdir: run with the command that follows it
        assert command.key in ELSEWHERE, f"{command.block.place}: no test runs `{command.text}`"
        file, name = ELSEWHERE[command.key]
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "command"), [pytest.param(*each, id=" ".join((each[0].name, each[1]))) for each in inline_commands()]
)
def test_a_command_inside_a_sentence_is_understood(page, command):
    program, *rest = shlex.split(command)
    if program == "make":
        done = subprocess.run(
            ["make", "--dry-run", *rest], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0, done.stderr
    elif not any(word.startswith("-") for word in rest):
        assert job_of(rest).settings.task.name in app.TASKS


def test_what_is_set_up_in_powershell_is_what_is_set_up_in_the_shell():
    (windows,) = every_block("powershell")
    plain = (
        windows.text.replace("\\", "/").replace("Scripts", "bin").replace("py -3.13", "python3").replace("; ", " && ")
    )
    blocks = every_block("sh")
    assert [re.sub(r"\s+#.*", "", line) for line in plain.splitlines()] in [b.text.splitlines() for b in blocks]


def test_every_fence_of_a_document_says_what_it_holds():
    for page in PAGES:
        lines = page.read_text(encoding="utf-8").splitlines()
        fences = [line for line in lines if line.lstrip().startswith("```")]
        opened = fences[::2]
        assert set(opened) <= {"```sh", "```powershell", "```python", "```yaml", "```text"}, page
        assert set(fences[1::2]) <= {"```"}, page
        indented = [line for line in lines if re.match(r" {4,}(nichecast|make|git|\.venv) ", line)]
        assert indented == [], f"{page}: a command that no fence marks"
    outputs = [line for block in every_block("text") for line in block.text.splitlines()]
    assert [line for line in outputs if re.match(r"(\.venv/bin/)?nichecast |make ", line)] == []


def test_every_entry_of_the_tables_is_a_command_of_a_page():
    assert len(OURS) > 40
    assert [key for key in (*ALWAYS, *EXTRA, *REPEATS) if key not in OURS] == []
    assert [key for key in (*ELSEWHERE, *BY_HAND) if key not in OTHERS] == []


def test_every_file_that_a_command_reads_is_one_that_ships():
    """A command of a page can be typed as it stands, in the folder of the sources."""
    read = [
        (command.block.place, value)
        for command in OURS.values()
        for word in command.arguments or ()
        for name, _, value in [word.partition("=")]
        if name in ("graph.path", "paths", "csv")
    ]
    assert len(read) > 3
    assert [(place, path) for place, path in read if not (ROOT / path).is_file()] == []
