"""The folder in which a document's commands are run: the files that they name, made as the pages say."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path

from experiments import app
from tests.documents.blocks import ROOT, Block, Command, blocks, commands_of
from tests.documents.recipes import BY_TASK, EXTRA

SAMPLES = ROOT / "docs" / "samples"
"""The files that ship for the documents' commands."""
FILE = re.compile(r"# (\w+\.py)\n")
"""A Python block that begins with a file's name is that file."""


def task_of(arguments: list[str]) -> str:
    """Return the task of a command; a what-if is ``whatif``, ``--help`` is ``help``."""
    if "--help" in arguments:
        return "help"
    named = [word.partition("=")[2] for word in arguments if word.startswith("task=")]
    if not named and any(word.startswith("experiment=") for word in arguments):
        return "whatif"
    if not named and any(word.startswith("brand=") for word in arguments):
        return "brand"
    return named[0] if named else "run"


def made_small(command: Command) -> list[str]:
    """Return a command's arguments with the overrides that make it small."""
    arguments = command.arguments
    assert arguments is not None
    return [*arguments, *BY_TASK[task_of(arguments)], *EXTRA.get(command.key, ())]


def prepare(folder: Path, command: Command) -> None:
    """Put what a command needs into its folder: the sample files, and those that its page makes before it."""
    shutil.copytree(SAMPLES, folder / SAMPLES.relative_to(ROOT))
    for block in blocks(command.block.page):
        name = FILE.match(block.text) if block.language == "python" else None
        if name:
            (folder / name[1]).write_text(block.text)
    for before in earlier(command.block, command):
        if before.words[0] == "mkdir":
            subprocess.run(["/bin/sh", "-c", before.text], cwd=folder, check=True, timeout=30)
    for word in command.arguments or ():
        name, _, path = word.partition("=")
        if name == "brand" and path == "my_brand" and task_of(command.arguments or []) != "new":
            with contextlib.redirect_stdout(io.StringIO()):
                assert app.main(["task=new", f"brand={path}", "task.yes=true"]) == 0
        if name == "worlds.file":
            (folder / path).write_text("consumers.talk.hear\n0.2\n0.4\n")
        if name == "data":
            shop = folder / path / "purchases_cdnow"
            shop.mkdir(parents=True)
            (shop / "cdnow_customers_summary.csv").write_text("ID,frequency,recency,T\n1,0,0,38\n2,3,9,38\n")
        if name in ("run", "samples"):  # another command's folder
            arms = "arms=[none,broadcast]"
            task = ["task=sweep", "parameters={brands.control:[0,1]}"] if name == "samples" else []
            small = BY_TASK["sweep" if task else "run"]
            with contextlib.redirect_stdout(io.StringIO()):
                assert app.main([*task, arms, *small, f"output.dir={path}"]) == 0


def earlier(block: Block, command: Command) -> list[Command]:
    """Return the commands of a block that come before one."""
    there = commands_of(block)
    return there[: there.index(command)]
