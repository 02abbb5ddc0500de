"""The main job by the clock: with nothing compiled, with everything compiled, and again when it is finished."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from simulation.errors import InputError

UNUSUAL = ("NUMBA_CACHE_DIR", "PYTHONDONTWRITEBYTECODE")
"""Variables that would give a run another cache than a user's, or make it compile hundreds of libraries' files anew."""


def times(overrides: Sequence[str] = ()) -> dict[str, float]:
    """Run ``nichecast`` three times in an empty folder with an empty cache; return seconds, by the clock and of CPU.

    ``cold`` is the first run, ``warm`` one into another folder, ``again`` the second one repeated. The cache is that of
    the user (``XDG_CACHE_HOME``), so that fonts and the like are made anew too.

    Raises:
        InputError: A run failed; with the last line that it printed.
    """
    found = {}
    with tempfile.TemporaryDirectory() as place:
        environment = {name: value for name, value in os.environ.items() if name not in UNUSUAL}
        environment["XDG_CACHE_HOME"] = str(Path(place) / "cache")
        for name, folder in (("cold", "first"), ("warm", "second"), ("again", "second")):
            command = [sys.executable, "-m", "experiments.app", *overrides, f"output.dir={folder}"]
            begun, used = time.perf_counter(), _cpu()
            ended = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
            if ended.returncode:
                said = (ended.stderr or ended.stdout).strip().rpartition("\n")[2]
                raise InputError(f"the main job, {name}: exit status {ended.returncode}: {said}")
            found[f"{name}_s"] = time.perf_counter() - begun
            found[f"{name}_cpu_s"] = _cpu() - used
    return found


def _cpu() -> float:
    """Return the CPU seconds of all processes that this one started and that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
