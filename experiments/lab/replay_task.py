"""Task `replay`: one world with the campaign and without it, as one HTML file that plays without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.results.heartbeat import waiting
from simulation.errors import InputError
from simulation.files.safe_writing import write_text

if TYPE_CHECKING:
    from experiments.command.command import Job
    from simulation.model import MarketModel

MOST_PEOPLE, MOST_DAYS = 10_000, 365
"""Of a run that a browser shall play."""


def run(job: Job) -> int:
    """Live a world twice from the campaign's first day, with the plan and without it, and write the file."""
    from experiments.lab.living import fork, live
    from experiments.lab.page import replay, words

    file = Path(job.settings.output.dir or "outputs/replay").expanduser() / "replay.html"
    said, (model, plan) = words()["replay"], _of_the_brand(job) if job.settings.brand else _of_the_market(job)
    with waiting("replay: two futures of one world"):
        given = live(model, model.scenario.market.days, plan)
        parcels = [(said["with"].format(plan=plan), given.parcel)]
        if model.strategies[0].name != "NoMarketing":
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


def _of_the_market(job: Job) -> tuple[MarketModel, str]:
    """Return the configured market at its beginning, and what its plan is called."""
    from experiments.lab.page import words
    from simulation.configure import scenario_of, strategy_of
    from simulation.model import MarketModel

    scenario, strategy = scenario_of(job.config), strategy_of(job.config)
    sizes = (
        ("market.consumers", scenario.market.consumers, MOST_PEOPLE),
        ("market.days", scenario.market.days, MOST_DAYS),
    )
    for name, got, most in sizes:
        if got > most:
            raise InputError(f"{name}: got {got:,}, takes up to {most:,} for a replay, such as {name}={most // 2}")
    model = MarketModel(scenario, strategy, job.settings.seed, threads=job.settings.executor.threads)
    return model, _in_words(strategy.name, words()["market"]["strategies"])


def _of_the_brand(job: Job) -> tuple[MarketModel, str]:
    """Return the market of a brand of one's own at its beginning, and what the brand and its plan are called."""
    from experiments.lab.campaign.brand_film import film_of

    return film_of(job, MOST_PEOPLE, MOST_DAYS)


def _in_words(name: str, known: dict[str, str]) -> str:
    """Return what a strategy is called where it is chosen; one of one's own is called by its class."""
    from simulation.strategies.named import BUILT_IN

    config = next((config for config, target in BUILT_IN.items() if target.endswith(f".{name}")), name)
    return known.get(config, config.replace("_", " "))
