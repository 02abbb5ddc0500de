"""How to watch what a report is about: the command that writes the run as a film beside it.

The film is not made by itself: two futures of 5,000 people take about four seconds to live and record.
"""

from __future__ import annotations

import shlex

from experiments.report.context import Context
from experiments.report.pieces import Block, Command, blocks, paragraphs
from experiments.results.wording import plain
from simulation.scenario import PARTS
from simulation.strategies.named import BUILT_IN

MOST_PEOPLE, MOST_DAYS = 10_000, 365
"""Of a run that a browser plays: `experiments/lab/replay_task.py` holds the same."""
FEWER = 5_000


def replay(context: Context) -> list[Block]:
    """Say the command that shows one of the plans day by day; nothing where no plan can be named in a command."""
    plans = [arm for arm in context.found.arms if arm in BUILT_IN and arm != "none"]
    if not plans or context.head is not None:
        return []
    given = [str(item) for item in context.manifest.get("command", ())][1:]
    market = [item for item in given if item.lstrip("+~").partition("=")[0].partition(".")[0] in PARTS]
    if any(item.lstrip("+~").startswith(("experiment", "size")) for item in given):
        return []
    size = context.config.get("market", {})
    if "consumers" not in size:  # a report from tables alone knows no market
        return []
    if size["consumers"] > MOST_PEOPLE:
        market.append(f"market.consumers={FEWER}")
    if size["days"] > MOST_DAYS:
        market.append(f"market.days={MOST_DAYS}")
    seed = context.found.seeds[0] if len(context.found.seeds) else 1
    where = f"output.dir={context.folder}"
    command = shlex.join(["nichecast", "task=replay", f"strategy={plans[-1]}", f"seed={seed}", *market, where])
    said = (
        f"One world of this market can be watched day by day, with {plain(plans[-1])} and without it. A click on a"
        " person shows what that person saw and did. This command writes replay.html beside this report:"
    )
    return blocks(paragraphs((said,)), Command(command))
