"""The process that answers for a brand, so that the lab stays quick and whoever asked can cancel.

It reads the command's overrides as JSON from its standard input. It writes lines of JSON: steps while it runs, at last
what was found, or why there is nothing.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

from simulation.errors import InputError


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
        from experiments.own_brand.answering.answer import answer
        from experiments.own_brand.showing.said import summary
        from experiments.results import steps

        steps.listen(lambda step, at, of: tell(step=step, at=at, of=of))
        found, folder = answer(job_of(request))
        tell(folder=str(folder.path), summary=summary(found), lines=found.lines)
    except InputError as error:
        tell(error=str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
