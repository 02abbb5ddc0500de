"""Task `why`: the diary of one consumer, or the story of one creator, in one world under one strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.results.heartbeat import waiting
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job


def run(job: Job) -> int:
    """Live the configured world to its end and print the diary."""
    from simulation.configure import scenario_of, strategy_of
    from simulation.model import MarketModel

    task = job.config["task"]
    consumer, creator = task.get("consumer"), task.get("creator")
    for name, row in (("consumer", consumer), ("creator", creator)):
        if row is not None and (isinstance(row, bool) or not isinstance(row, int) or row < 0):
            raise InputError(f"task.{name}: got {row!r}, takes the row of a {name}: a whole number from 0")
    if (consumer is None) == (creator is None):
        raise InputError("task.consumer: got neither or both of task.consumer and task.creator, takes one of them")
    scenario = scenario_of(job.config)
    if consumer is not None and scenario.graph.source == "generated" and consumer >= scenario.market.consumers:
        raise InputError(f"task.consumer: got {consumer}, takes 0 to {scenario.market.consumers - 1}")
    threads = job.settings.executor.threads
    with MarketModel(scenario, strategy_of(job.config), job.settings.seed, threads=threads) as model:
        if creator is not None and creator >= len(model.creator_agents):
            raise InputError(f"task.creator: got {creator}, takes 0 to {len(model.creator_agents) - 1}")
        with waiting("why: one world"):
            model.run_for(scenario.market.burn_in + scenario.market.days)
        if consumer is not None:
            print(model.why(model.consumer(consumer)))
        else:
            assert creator is not None
            print(model.why(model.creator_agents[creator]))
    return 0
