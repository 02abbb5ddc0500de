"""A command that takes minutes, in a process of its own: its steps are told to the page, and it can be cancelled."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import Any

from experiments.lab.jobs import Job
from simulation.errors import InputError

SECONDS_TO_END = 15.0
"""That a cancelled process is given to keep what is finished."""


def found_by_child(what: str, overrides: Sequence[str], job: Job) -> dict[str, Any]:
    """Run a command in a process of its own and return what it found.

    Args:
        what: ``answer`` or ``contest``.
        overrides: The command's.
        job: Told how far it is; it can cancel.

    Raises:
        InputError: The process says why there is no answer, or it was cancelled.
    """
    job.tell("plan_loading", 0, 0)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "experiments.lab.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            encoding="utf-8",
        )
        with process, job.stopped_by(lambda: _end(process)):
            assert process.stdin is not None, "it is a pipe"
            assert process.stdout is not None, "it is a pipe"
            process.stdin.write(json.dumps({"what": what, "overrides": list(overrides)}))
            process.stdin.close()
            found: dict[str, Any] = {}
            for line in process.stdout:
                told = json.loads(line)
                if "step" in told:
                    job.tell(f"plan_{told['step']}", told["at"], told["of"])
                else:
                    found = told
        if job.cancelled:
            raise InputError("cancelled; what was finished is kept, and the same again goes on from there")
        if "error" in found:
            raise InputError(found["error"])
        if "found" not in found:
            said.seek(0)
            last = said.read()[-2_000:].decode("utf-8", "replace").strip().splitlines()
            raise RuntimeError(
                f"the process that answers ended with status {process.returncode}: {' '.join(last[-1:])}"
            )
        return dict(found["found"])


def _end(process: subprocess.Popen[str]) -> None:
    """Ask a process to end, and make it end where it does not."""
    process.terminate()
    timer = threading.Timer(SECONDS_TO_END, process.kill)
    timer.daemon = True
    timer.start()
