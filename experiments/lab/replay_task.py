"""Task `replay`: one world with the campaign and without it, as one HTML file that plays without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.results.heartbeat import waiting
from simulation.errors import InputError
from simulation.files.safe_writing import write_text

if TYPE_CHECKING:
    from experiments.command.command import Job

MOST_PEOPLE, MOST_DAYS = 10_000, 365
"""Of a run that a browser shall play."""


def run(job: Job) -> int:
    """Live the configured world twice from the campaign's first day, and write the file."""
    from experiments.lab.living import fork, live
    from experiments.lab.page import replay, words
    from simulation.configure import scenario_of, strategy_of
    from simulation.model import MarketModel

    scenario, strategy = scenario_of(job.config), strategy_of(job.config)
    days, people = scenario.market.days, scenario.market.consumers
    for name, got, most in (("market.consumers", people, MOST_PEOPLE), ("market.days", days, MOST_DAYS)):
        if got > most:
            raise InputError(f"{name}: got {got:,}, takes up to {most:,} for a replay, such as {name}={most // 2}")
    file = Path(job.settings.output.dir or "outputs/replay").expanduser() / "replay.html"
    model = MarketModel(scenario, strategy, job.settings.seed, threads=job.settings.executor.threads)
    with waiting("replay: two futures of one world"):
        given = live(model, days, strategy.name)
        said = words()["replay"]
        plan = _in_words(strategy.name, words()["market"]["strategies"])
        parcels = [(said["with"].format(plan=plan), given.parcel)]
        if strategy.name != "NoMarketing":
            without = fork(given, 0, {}, "none", "none")
            parcels = [(said["without"], without.parcel), *parcels]
            without.close()
        given.close()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, replay(said["title"].format(plan=plan, seed=job.settings.seed), parcels))
    except OSError as error:
        raise InputError(f"output.dir: cannot write {file.parent}: {error.strerror or error}") from None
    print(f"written: {file} ({file.stat().st_size / 1e6:.1f} MB), open it in a browser")
    return 0


def _in_words(name: str, known: dict[str, str]) -> str:
    """Return what a strategy is called where it is chosen; one of one's own is called by its class."""
    from simulation.strategies.named import BUILT_IN

    config = next((config for config, target in BUILT_IN.items() if target.endswith(f".{name}")), name)
    return known.get(config, config.replace("_", " "))
