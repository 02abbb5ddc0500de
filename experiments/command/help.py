"""The text of `nichecast --help`: made from the config groups and the settings as they are."""

from __future__ import annotations

import textwrap
from pathlib import Path

from experiments.command.settings import Settings, config_folders
from simulation.scenario.parameter import entries

WIDTH = 80
"""Columns of a terminal that the text fits into."""

HEAD = """\
Nichecast: what influencer marketing does to a market, person by person.

usage: nichecast [FLAG] [group=option ...] [parameter=value ...]

  nichecast
      compare the default arms at the same budget, with a report
  nichecast 'arms=[none,hyper_targeted]' replicates=20
      choose the arms, and how often each is run
  nichecast market.consumers=100000 output.dir=here
      change any parameter; choose the run folder
  nichecast graph=edge_list graph.path=edges.csv.gz
      on a graph of your own
  nichecast experiment=quick
      a named experiment
  nichecast experiment=tier_contest size=quick
      a what-if, with a verdict; task=whatifs runs them all

flags
  --help             this text
  --version          the version
  --config           print the resolved config of the command and run nothing
  --config-dir DIR   a folder with config groups of your own, which join these
"""

TAIL = """\
Every parameter of the market, with unit, range, default and source:
docs/parameters.md, or nichecast task=parameters.
Errors are one line and exit with 2. An interrupted run exits with 130 and goes
on when it is started again."""


def _row(start: str, text: str) -> str:
    """Return one entry, its text wrapped beside what it begins with."""
    made = textwrap.fill(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return made or start.rstrip()


def text(config_dir: str | None = None) -> str:
    """Return the help text; reads the names of files and imports nothing heavy."""
    lines = [HEAD, "groups (* is the default)"]
    folders = config_folders(config_dir)
    chosen = _defaults(folders[0] / "config.yaml")
    groups = {
        path.name for folder in folders for path in folder.iterdir() if path.is_dir() and any(path.glob("*.yaml"))
    }
    order = [*chosen, *sorted(groups - chosen.keys())]
    for group in (group for group in order if group in groups):
        files = {path.stem: path for folder in folders for path in sorted((folder / group).glob("*.yaml"))}
        for i, (name, path) in enumerate(files.items()):
            label = name + ("*" if chosen.get(group) == name else "")
            lines.append(_row(f"  {group if i == 0 else '':<12} {label:<20} ", _about(path)))
    lines += ["", "settings"]
    for entry in entries(Settings):
        default = "null" if entry.default is None else str(entry.default).replace("'", "").strip("[]")
        if not entry.name.startswith(("task.", "experiment.")):
            lines.append(_row(f"  {entry.name:<21} ", f"{entry.meaning} [{default}]"))
    return "\n".join([*lines, "", TAIL])


def _defaults(path: Path) -> dict[str, str | None]:
    """Return each group's default option, read from the defaults list without Hydra, which is slow to import."""
    import yaml

    listed = yaml.safe_load(path.read_text(encoding="utf-8"))["defaults"]
    return {group: option for item in listed if isinstance(item, dict) for group, option in item.items()}


def _about(path: Path) -> str:
    """Return a config file's first comment that is not a directive."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        if not line.startswith("# @"):
            return line.lstrip("# ").strip()
    return ""
