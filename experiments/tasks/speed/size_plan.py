"""What a run would take, before it is run: memory by column, processes, time and disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.results.heartbeat import clock
from experiments.running import room
from experiments.running.arms import Design, resolve
from experiments.running.replicates import BYTES_PER_PROCESS, plan
from simulation.compute.memory import available_memory
from simulation.compute.scratch import free_scratch
from simulation.world.size import budget, bytes_per_consumer, gigabytes

if TYPE_CHECKING:
    from experiments.command.command import Job
    from simulation.scenario import Scenario


def run(job: Job) -> int:
    """Print what the command's run would take; nothing is run or written.

    Raises:
        InputError: if the run cannot be used, or does not fit into memory or disk: the line that the run itself gives.
    """
    from simulation.configure import scenario_of

    print("\n".join(lines(job, resolve(job), scenario_of(job.config))))
    return 0


def lines(job: Job, design: Design, scenario: Scenario) -> list[str]:
    """Return the plan, a line each; figures of time and memory are estimates, measured with the defaults."""
    settings, consumers = job.settings, scenario.market.consumers
    if scenario.graph.source != "generated":
        return [f"graph.source: got {scenario.graph.source}; a world is as large as its file, which is not read here"]
    each, seeds = bytes_per_consumer(scenario), room.seeds_of(settings)
    rows = [f"{'bytes of one':<20}{'bytes':>7}{'a consumer has':>16}{'bytes a consumer':>18}"]
    for name, (size, number) in budget(scenario).items():
        if number:
            rows.append(f"{name:<20}{size:>7}{number:>16.1f}{size * number:>18.0f}")
    rows.append(f"{'all':<43}{each:>18.0f}")
    scratch = settings.executor.scratch
    of_one = room.in_files(scenario) + (room.WORKED_OUT if scratch is None else 0)
    replicate = of_one * consumers
    processes, threads = plan(settings.executor, seeds, consumers, int(of_one), scratch)
    number = processes or 1
    seconds = seeds * room.cpu_seconds(design.markets)
    folder, free = room.free_disk(settings)
    in_memory, a_world, files = replicate, f"{gigabytes(each * consumers)} a world, ", []
    if scratch is not None:
        in_memory = room.beside_files(scenario) * consumers
        files = [
            f"scratch: {a_world}{gigabytes(number * replicate)} in all;"
            f" {gigabytes(free_scratch(scratch, room.SCRATCH))} are free in '{scratch}'"
        ]
        a_world = ""  # its columns are not in memory
    inside = f"{threads} thread{'s' if threads != 1 else ''} each" if threads else "all threads"
    return [
        *rows,
        "",
        f"memory: {a_world}{gigabytes(in_memory)} a replicate,"
        f" {gigabytes(number * (in_memory + BYTES_PER_PROCESS))} in all; {gigabytes(available_memory())} are free",
        *files,
        f"processes: {number}, {inside}; replicates: {seeds:,} of {len(design.names)} arms",
        f"time: {seconds:,.0f} s of processors, {clock(seconds / (number * (threads or 1)))} or more, beside what the"
        " report and a first compilation take",
        f"disk: {gigabytes(room.disk(settings, design.markets))}; {gigabytes(free)} are free in '{folder}'",
    ]
