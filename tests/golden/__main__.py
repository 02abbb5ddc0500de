"""Rewrite the golden baseline and print the rows that changed: ``make golden``, ``make golden ARGS="scandal fines"``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.golden.baseline import FOLDER, changes, machine, read, run, table, write
from tests.golden.configurations import CONFIGURATIONS


def main() -> None:
    """Run the named configurations, or all, and rewrite their files."""
    parser = argparse.ArgumentParser(prog="make golden", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"configurations, of {', '.join(CONFIGURATIONS)}")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of the files")
    parser.add_argument("--dry", action="store_true", help="print the rows that changed, write nothing")
    given = parser.parse_args()
    for name in given.names:
        if name not in CONFIGURATIONS:
            parser.error(f"NAME: got {name}; expected one of {', '.join(CONFIGURATIONS)}")
    for name in given.names or CONFIGURATIONS:
        wrote, old = read(name, given.folder)
        new = run(CONFIGURATIONS[name])
        found = changes(old, new)
        if wrote and found:
            print(
                f"{name}: {len(found)} of {len(old)} rows{'' if wrote == machine() else ' (another kind of machine)'}"
            )
            print(table(found), end="\n\n")
        elif not wrote:
            print(f"{name}: {len(new)} rows, new")
        if found and not given.dry:
            write(name, new, given.folder)


if __name__ == "__main__":
    main()
