"""The benchmark suite: speed and memory as ratios against yardsticks measured in the same run.

Each measurement has a process of its own, so that its peak memory is its own. Compiled code is warmed up first.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, field
from typing import TYPE_CHECKING, Annotated, Any

from experiments.results.heartbeat import waiting
from experiments.running import provenance
from experiments.tasks.speed import attribution_speed, growth, half_year, main_job, reach, spread_speed
from experiments.tasks.speed.half_year import EVERYTHING, SPARSE, USUAL
from simulation.errors import InputError
from simulation.scenario.parameter import OURS, parameter, scenario_part

if TYPE_CHECKING:
    from experiments.command.command import Job

TARGETS = {100_000: None, 1_000_000: 120.0, 10_000_000: 1300.0}
"""ms a day to reach on two threads (shared design table)."""


@scenario_part
class Benchmark:
    """What to measure."""

    name: Annotated[str, parameter("", "The task.", OURS)] = "benchmark"
    sizes: Annotated[list[int], parameter("consumers", "Market sizes for the compiled engine.", OURS)]
    threads: Annotated[list[int], parameter("threads", "Numbers of threads.", OURS)]
    days: Annotated[int, parameter("days", "Days timed; the median counts.", OURS, ge=1, le=1000)]
    everything: Annotated[
        list[int], parameter("consumers", "Those of the sizes that are timed with every mechanism on too.", OURS)
    ]
    agents: Annotated[int, parameter("consumers", "Market size for the comparison with Mesa agents.", OURS, ge=2)]
    agent_days: Annotated[int, parameter("days", "Days timed on Mesa agents.", OURS, ge=1, le=1000)]
    compiling: Annotated[
        bool, parameter("", "Whether compiling is timed with an empty cache: half a minute of a processor.", OURS)
    ] = True
    main_job: Annotated[
        bool, parameter("", "Whether the main job is run cold, warm and again: a few minutes.", OURS)
    ] = False
    half_year: Annotated[
        int,
        parameter(
            "consumers",
            "Size of a market that lives 26 weeks with everything on, on the most threads; 0: none does.",
            OURS,
            ge=0,
        ),
    ] = 0
    week: Annotated[
        int,
        parameter(
            "consumers",
            "Size of a market with one brand, five follows and five friends that lives a week, on the most threads; 0:"
            " none does.",
            OURS,
            ge=0,
        ),
    ] = 0
    disk_week: Annotated[
        int,
        parameter(
            "consumers",
            "Size of a default market that lives a week in executor.scratch, on the most threads; 0: none does.",
            OURS,
            ge=0,
        ),
    ] = 0
    graphs: Annotated[
        list[str], parameter("", "Files of graphs on which cascades are timed beside cynetdiff.", OURS)
    ] = field(default_factory=list)
    paths: Annotated[
        int,
        parameter("paths", "Paths for the attribution methods; 0: they are not timed.", OURS, ge=0, le=100_000_000),
    ] = 0


def run(job: Job) -> int:
    """Measure, print a table, and write ``benchmark.json`` into ``output.dir`` (if it is given)."""
    from pydantic import TypeAdapter, ValidationError

    from simulation.scenario.scenario import explain

    try:
        plan = TypeAdapter(Benchmark).validate_python(job.config["task"])
    except ValidationError as error:
        raise InputError(explain(error, tuple(f"task.{name}" for name in Benchmark.__annotations__), "task.")) from None
    if plan.sizes and not set(plan.everything) <= set(plan.sizes):
        raise InputError(f"task.everything: got {plan.everything}, takes some of task.sizes, {plan.sizes}")
    others = plan.paths or plan.graphs or plan.half_year or plan.week or plan.disk_week or plan.main_job
    if not (plan.sizes or others) or min(plan.sizes, default=2_000) < 2_000:
        raise InputError(
            "task: sizes takes numbers of consumers from 2000 on; none only with paths, graphs, half_year, week,"
            " disk_week or main_job"
        )
    for name, consumers in (("half_year", plan.half_year), ("week", plan.week), ("disk_week", plan.disk_week)):
        if 0 < consumers < 2_000:
            raise InputError(f"task.{name}: got {consumers}, takes 0 or a number of consumers from 2000 on")
    scratch = job.settings.executor.scratch
    if plan.disk_week and scratch is None:
        raise InputError(f"task.disk_week: got {plan.disk_week}, takes executor.scratch=FOLDER beside it")
    for path in plan.graphs:
        if not os.path.isfile(path):
            raise InputError(f"task.graphs: got {path}, takes files of graphs")
    if not plan.threads or min(plan.threads) < 1:
        raise InputError("task: threads takes numbers from 1 on")
    folder = None
    if job.settings.output.dir is not None:
        from pathlib import Path

        folder = Path(job.settings.output.dir)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    found = measure(plan, print, scratch)
    if folder is not None:
        for name in growth.keep(found, folder):
            print(f"written: {folder / name}")
    return 0


def measure(plan: Benchmark, say: Callable[[str], None], scratch: str | None = None) -> dict[str, Any]:
    """Run the whole plan; return all figures. ``scratch``: the folder of a market that lives in files."""
    machine = provenance.machine()
    say(f"machine: {json.dumps(machine)}")
    found: dict[str, Any] = {"machine": machine, "head": provenance.commit(), "plan": asdict(plan)}
    if plan.graphs:
        found["spread"] = in_own_process(spread_speed.measure, plan.graphs)
        for line in spread_speed.table(found["spread"]):
            say(line)
    if plan.sizes:
        found |= _market(plan, say)
        found["reach"] = reach.measure(plan.agents, reach.MILLION in plan.sizes, plan.compiling, in_own_process)
    if plan.half_year:
        found["half_year"] = in_own_process(half_year.live, plan.half_year, max(plan.threads))
    if plan.week:
        found["week"] = in_own_process(half_year.live, plan.week, max(plan.threads), 1, SPARSE)
    if plan.disk_week:
        usual = plan.disk_week, max(plan.threads), 1, USUAL, scratch
        found["disk_week"] = in_own_process(half_year.live, *usual)
    if plan.main_job:
        found["main_job"] = in_own_process(main_job.times)
    if plan.sizes or plan.graphs or plan.half_year or plan.week or plan.disk_week or plan.main_job:
        for line in reach.table(found):
            say(line)
    if plan.paths:
        found["attribution"] = attribution_speed.measure(plan.paths, in_own_process, say)
    return found


def _market(plan: Benchmark, say: Callable[[str], None]) -> dict[str, Any]:
    in_own_process(live, 5_000, 1, 2, "compiled")  # fills the compiler's cache
    triads = {threads: in_own_process(triad, threads) for threads in plan.threads}
    for threads, speed in triads.items():
        say(f"memory triad, {threads} thread(s): {speed:.1f} GB/s")
    agents = in_own_process(live, plan.agents, 1, plan.agent_days, "agents")
    plain = in_own_process(live, plan.agents, 1, plan.agent_days, "interpreted")
    same = in_own_process(live, plan.agents, 1, max(plan.days, 20), "compiled")
    ratio = agents["ms_per_day"] / same["ms_per_day"]
    say(
        f"{plan.agents:,} consumers, a day: Mesa agents {agents['ms_per_day']:,.0f} ms, interpreted loops"
        f" {plain['ms_per_day']:,.0f} ms, compiled on one thread {same['ms_per_day']:.2f} ms:"
        f" compiled is {ratio:,.0f} times as fast as Mesa agents"
    )
    rows = []
    say(
        f"{'consumers':>12} {'threads':>7} {'ms/day':>9} {'target':>7} {'ns/consumer':>11} {'speed-up':>8}"
        f" {'build s':>8} {'state MB':>9} {'peak MB':>8} {'state GB/s':>10} {'of triad':>8}"
    )
    for size in plan.sizes:
        first: float | None = None
        for threads in plan.threads:
            row = {"consumers": size, "threads": threads, **in_own_process(live, size, threads, plan.days, "compiled")}
            first = first or row["ms_per_day"]
            row["ns_per_consumer"] = row["ms_per_day"] * 1e6 / size
            row["speed_up"] = first / row["ms_per_day"]
            row["state_gb_per_s"] = row["state_mb"] / 1e3 / (row["ms_per_day"] / 1e3)
            row["cpu_ns_per_consumer"] = row["cpu_ms_per_day"] * 1e6 / size
            row["share_of_triad"] = row["state_gb_per_s"] / triads[threads]
            rows.append(row)
            target = TARGETS.get(size)
            say(
                f"{size:>12,} {threads:>7} {row['ms_per_day']:>9.2f} {target or '':>7} {row['ns_per_consumer']:>11.1f}"
                f" {row['speed_up']:>8.2f} {row['build_s']:>8.2f} {row['state_mb']:>9.0f} {row['peak_mb']:>8.0f}"
                f" {row['state_gb_per_s']:>10.2f} {row['share_of_triad']:>8.0%}"
            )
    most = max(plan.threads)
    full = []
    for size in plan.everything if plan.sizes else ():
        plainly = next(row for row in rows if (row["consumers"], row["threads"]) == (size, most))
        row = {
            "consumers": size,
            "threads": most,
            **in_own_process(live, size, most, plan.days, "compiled", EVERYTHING),
        }
        row["over_default"] = row["ms_per_day"] / plainly["ms_per_day"]
        full.append(row)
        say(
            f"{size:,} consumers with everything on, {most} thread(s): {row['ms_per_day']:.2f} ms a day,"
            f" {row['over_default']:.2f} times the default market's; peak {row['peak_mb']:,.0f} MB"
        )
    each = [row["ns_per_consumer"] for row in rows if row["threads"] == most]
    say(f"cost per consumer-day, largest against smallest market on {most} thread(s): {each[-1] / each[0]:.2f}")
    return {
        "triad_gb_per_s": triads,
        "agents_ms_per_day": agents["ms_per_day"],
        "interpreted_ms_per_day": plain["ms_per_day"],
        "compiled_ms_per_day": same["ms_per_day"],
        "compiled_over_agents": ratio,
        "agents_cpu_ms_per_day": agents["cpu_ms_per_day"],
        "compiled_cpu_ms_per_day": same["cpu_ms_per_day"],
        "growth": each[-1] / each[0],
        "sizes": rows,
        "everything_on": full,
    }


def in_own_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """Call ``work`` in a fresh process and return what it returned."""
    what = " ".join(str(argument) for argument in (work.__name__, *arguments) if isinstance(argument, str | int))
    with waiting(f"benchmark: {what}"), multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def live(
    consumers: int, threads: int, days: int, engine: str, overrides: Sequence[str] = ("strategy=hyper_targeted",)
) -> dict[str, float]:
    """Build a market in the middle of a campaign and time its days; milliseconds, megabytes."""
    import resource

    from simulation.configure import compose, scenario_of, strategy_of
    from simulation.model import MarketModel
    from simulation.state.columns import memory

    size = [f"market.consumers={consumers}", f"market.people={max(10_000_000, consumers)}", "market.burn_in=0"]
    config = compose([*size, *overrides])
    begun = time.perf_counter()
    with MarketModel(scenario_of(config), strategy_of(config), 1, engine, threads) as model:
        built = time.perf_counter() - begun
        model.run_for(3 if engine == "compiled" else 1)
        spent, used = [], time.process_time()
        for _ in range(days):
            begun = time.perf_counter()
            model.step()
            spent.append(time.perf_counter() - begun)
        used = time.process_time() - used
        state = sum(memory(model.tables).values())
    return {
        "ms_per_day": statistics.median(spent) * 1e3,
        "cpu_ms_per_day": used / days * 1e3,
        "slowest_ms": max(spent) * 1e3,
        "build_s": built,
        "state_mb": state / 1e6,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


def triad(threads: int) -> float:
    """Return the memory bandwidth of ``a = b + s c`` (McCalpin's STREAM triad), GB/s, on so many threads."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    from simulation.compute.compiling import compiled

    @compiled
    def part(a, b, c, first, last):  # type: ignore[no-untyped-def]
        for k in range(first, last):
            a[k] = b[k] + 3.0 * c[k]

    n = 20_000_000
    a, b, c = np.zeros(n), np.ones(n), np.ones(n)
    bounds = [n * k // threads for k in range(threads + 1)]
    best = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(8):
            begun = time.perf_counter()
            list(pool.map(lambda k: part(a, b, c, bounds[k], bounds[k + 1]), range(threads)))
            best = min(best, time.perf_counter() - begun)
    return 3 * 8 * n / best / 1e9
