"""Print what a day costs in another checkout and in this one, which live theirs by turns.

    git worktree add ../before 955b7bc && make -C ../before env
    .venv/bin/python scripts/days_by_turns.py ../before --consumers 1000000 world=plain

In nanoseconds of CPU of a consumer-day, on one thread: the median over turns, the least and the most, and the median
of the ratios of each turn. By turns, since other work on a machine slows both. The overrides are those of this
checkout; the other one has its defaults.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

LIVING = """
import sys, time
from simulation.configure import compose, scenario_of, strategy_of
from simulation.model import MarketModel
consumers, overrides = int(sys.argv[1]), sys.argv[2:]
size = [f"market.consumers={consumers}", f"market.people={max(10_000_000, consumers)}", "market.burn_in=0"]
config = compose([*size, "strategy=hyper_targeted", *overrides])
model = MarketModel(scenario_of(config), strategy_of(config), 1, "compiled", 1)
model.run_for(3)
print("ready", flush=True)
for line in sys.stdin:
    begun = time.process_time()
    for _ in range(int(line)):
        model.step()
    print("spent", time.process_time() - begun, flush=True)
"""
"""What a checkout runs. It uses nothing that older ones lack."""


class Checkout:
    """A market that lives in a checkout, in a process of its own."""

    def __init__(self, root: Path, consumers: int, overrides: list[str]) -> None:
        """Build the market; ``root`` has an environment of its own in ``.venv``."""
        command = [str(root / ".venv/bin/python"), "-c", LIVING, str(consumers), *overrides]
        paths = {**os.environ, "PYTHONPATH": str(root)}
        self.process = subprocess.Popen(
            command, cwd=root, env=paths, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.consumers = consumers
        self._said("ready")

    def spend(self, days: int) -> float:
        """Live some days and return the nanoseconds of CPU of a consumer-day."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{days}\n")
        self.process.stdin.flush()
        return float(self._said("spent")[0]) / days / self.consumers * 1e9

    def _said(self, word: str) -> list[str]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            first, *rest = line.split()
            if first == word:
                return rest
        sys.exit("a checkout ended early: see above")


def main() -> None:
    """Live by turns and print."""
    parser = argparse.ArgumentParser(description="What a day costs in another checkout and in this one, by turns.")
    parser.add_argument("other", type=Path, help="a checkout with an environment of its own")
    parser.add_argument("--consumers", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=1, help="of a turn")
    parser.add_argument("--turns", type=int, default=31)
    parser.add_argument("overrides", nargs="*", help="of this checkout, such as world=plain")
    asked = parser.parse_intermixed_args()
    if not (asked.other / ".venv/bin/python").is_file():
        parser.error(
            f"other: got {asked.other}, takes a checkout with an environment of its own (make -C CHECKOUT env)"
        )
    for name in ("consumers", "days", "turns"):
        if getattr(asked, name) < 1:
            parser.error(f"--{name}: got {getattr(asked, name)}, takes 1 or more")
    here = Path(__file__).resolve().parent.parent
    both = Checkout(asked.other.resolve(), asked.consumers, []), Checkout(here, asked.consumers, asked.overrides)
    turns = []
    for turn in range(asked.turns):
        order = (0, 1) if turn % 2 == 0 else (1, 0)
        spent = {k: both[k].spend(asked.days) for k in order}
        turns.append((spent[0], spent[1]))
    for name, values in zip(("other", "this"), zip(*turns, strict=True), strict=True):
        print(f"{name:<6} {statistics.median(values):6.1f} ns ({min(values):.1f} to {max(values):.1f})")
    print(f"this over other, median of {asked.turns} turns: {statistics.median(b / a for a, b in turns):.2f}")


if __name__ == "__main__":
    main()
