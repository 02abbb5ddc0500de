"""The process that works for minutes, so that the lab stays quick and whoever asked can cancel.

It reads what to do and the command's overrides as JSON from its standard input. It writes lines of JSON: steps while it
runs, at last what was found, or why there is nothing.
"""

from __future__ import annotations

import json
import math
import signal
import sys
from typing import TYPE_CHECKING, Any

from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job


def main() -> int:
    """Answer, and return the exit status: 0 done, 2 the input cannot be used, 130 cancelled."""
    signal.signal(signal.SIGTERM, _interrupt)
    out = sys.stdout
    sys.stdout = sys.stderr  # what others print is no line of ours

    def tell(**what: Any) -> None:
        print(json.dumps(what), file=out, flush=True)

    try:
        request = json.load(sys.stdin)
        from experiments.command.command import job_of
        from experiments.results import steps

        steps.listen(lambda step, at, of: tell(step=step, at=at, of=of))
        work = {"answer": _answer, "contest": _contest}[request["what"]]
        tell(found=_plain(work(job_of(request["overrides"]))))
    except InputError as error:
        tell(error=str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _answer(job: Job) -> dict[str, Any]:
    from experiments.own_brand.answering.answer import answer
    from experiments.own_brand.showing.said import summary

    found, folder = answer(job)
    return {"folder": str(folder.path), "summary": summary(found), "lines": found.lines}


def _contest(job: Job) -> dict[str, Any]:
    from experiments.lab.contest.contest_run import contest

    told, folder = contest(job)
    return {"folder": str(folder), "contest": told}


def _plain(value: Any) -> Any:
    """Return plain data without numbers that JSON has no word for: they are null."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
