"""Plant one fault at a time and see whether a test turns red: ``make mutants ARGS="simulation/behaviour --sample 99"``.

What is planted stands in ``changes``, how it is run in ``server``; docs/design/testing.md says why, and what survives.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

os.environ |= {"NUMBA_DISABLE_JIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
os.environ["NUMBA_CACHE_DIR"] = tempfile.gettempdir()  # nothing is compiled: no need to hash the sources

from changes import Changes, Mutant, Names
from planted_bugs import planted
from server import run

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("simulation", "experiments")
LIBRARIES = ("hypothesis", "mesa", "networkx", "numba", "pandas", "pydantic", "scipy.optimize", "scipy.stats")
"""What is loaded once, before processes are forked."""

BEHAVIOUR = "tests/simulation/behaviour"
TESTS = {
    "simulation/behaviour/creator_decisions.py": [f"{BEHAVIOUR}/test_cost_of_hiding.py"],
    "simulation/behaviour/dialogue.py": [f"{BEHAVIOUR}/test_answering.py", f"{BEHAVIOUR}/test_awareness.py"],
    "simulation/behaviour/exposure.py": [f"{BEHAVIOUR}/test_reactions_by_hand.py", f"{BEHAVIOUR}/test_awareness.py"],
    **{f"simulation/behaviour/{name}.py": [f"{BEHAVIOUR}/test_salience.py"] for name in ("persuasion", "site_visits")},
    "simulation/behaviour/forgetting.py": [f"{BEHAVIOUR}/test_salience.py", f"{BEHAVIOUR}/test_persuasion.py"],
    "simulation/behaviour/purchase.py": [f"{BEHAVIOUR}/test_subscription_by_hand.py"],
    "simulation/engine/census.py": [f"{BEHAVIOUR}/test_census.py"],
}
"""Tests of a file or folder, files or folders themselves, the nearest first. They run behind the file's own:
``simulation/a/b.py`` has ``tests/simulation/a/test_b_by_hand.py`` and ``test_b.py``."""


def tests_of(path: str) -> list[str]:
    """Return the test files that a source file is held against, its own first; none if it has none."""
    file = Path(path)
    own = Path("tests", file.parent, f"test_{file.stem.lstrip('_')}.py")
    by_hand = own.with_stem(f"{own.stem}_by_hand")
    found = [test for test in (by_hand, own) if test.is_file()]
    for place in sorted((p for p in TESTS if file.is_relative_to(p)), key=len, reverse=True):
        for name in TESTS[place]:
            found += sorted(Path(name).rglob("test_*.py")) if Path(name).is_dir() else [Path(name)]
    return list(dict.fromkeys(map(str, found)))


def require_tests(mutants: Sequence[Mutant]) -> None:
    """Stop before the first mutant if a file has no tests, and name all such files."""
    bare = [path for path, _ in groupby(mutants, key=lambda mutant: mutant.path) if not tests_of(path)]
    if bare:
        sys.exit(f"mutants: got files without tests: {', '.join(bare)}; takes files that tests/ or TESTS has some for")


def changes(paths: list[str]) -> list[Mutant]:
    """Return all mutants of files and folders."""
    files = [file for path in paths for file in (sorted(Path(path).rglob("*.py")) or [Path(path)])]
    missing = [str(file) for file in files if not file.is_file()]
    if missing or not files:
        sys.exit(f"mutants: got {missing[0] if missing else 'no path'}, takes files and folders of the repository")
    names = Names.of(PACKAGES)
    return [mutant for file in files for mutant in Changes(str(file), names).mutants]


def report(mutants: Sequence[Mutant], jobs: int) -> float:
    """Run mutants, print for each file how many were killed and what survived; return the share that was killed."""
    total = 0
    for path, each in groupby(mutants, key=lambda mutant: mutant.path):
        of_file = list(each)
        killed = run(of_file, tests_of(path), jobs)
        total += sum(killed)
        print(f"{path}: {sum(killed)} of {len(of_file)} killed")
        for mutant, dead in zip(of_file, killed, strict=True):
            if mutant.title:
                print(f"  {'killed  ' if dead else 'SURVIVES'}  {mutant.title} (line {mutant.line})")
            elif not dead:
                print(f"  {path}:{mutant.line}\n{mutant.diff()}")
        sys.stdout.flush()
    print(f"all: {total} of {len(mutants)} killed ({total / max(len(mutants), 1):.1%})")
    return total / max(len(mutants), 1)


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="mutants", description="Plant faults and see whether tests turn red.")
    parser.add_argument("paths", nargs="*", help="files or folders, such as simulation/behaviour")
    parser.add_argument("--sample", type=int, help="plant so many of them, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--least", type=float, default=0.0, help="fail if fewer per cent are killed")
    parser.add_argument("--list", action="store_true", help="list the mutants and run none")
    parser.add_argument("--review", action="store_true", help="plant bugs that no test caught once: all must be killed")
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    mutants = planted(PACKAGES) if asked.review else changes(asked.paths)
    if asked.sample is not None and asked.sample < len(mutants):
        chosen = random.Random(asked.seed).sample(range(len(mutants)), asked.sample)
        mutants = [mutants[place] for place in sorted(chosen)]
    if asked.list:
        print("\n".join(f"{mutant.path}:{mutant.line}\n{mutant.diff()}" for mutant in mutants))
        print(f"{len(mutants)} mutants")
        return 0
    require_tests(mutants)
    for name in LIBRARIES:
        __import__(name)
    return int(report(mutants, asked.jobs) < (1.0 if asked.review else asked.least / 100))


if __name__ == "__main__":
    sys.exit(main())
