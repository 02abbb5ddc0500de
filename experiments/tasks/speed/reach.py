"""What the engine should reach, line by line: small worlds, a day's fixed cost, threads, compiling, plain Mesa.

Each function measures one line, in CPU seconds where other work on the machine would spoil the clock; :func:`table`
sets all lines beside what they should reach. A line that was not measured says what measures it.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

NOT_RUN = "not run"
LARGEST, ROOM = 100_000_000, 22e9
"""Consumers of the largest market that was asked for, and the bytes that it should fit into."""
SMALL = ("market.people=1e7", "market.burn_in=0", "strategy=hyper_targeted")
"""Overrides of the small worlds."""
PLAIN = ("world=plain",)
"""The market before calibration, which what should be reached was set for: half the posts, fewer mechanisms."""
MILLION = 1_000_000


def small_year(days: int = 182, times: int = 3) -> dict[str, float]:
    """Return the CPU seconds of 1,000 consumers with 100 creators over half a year, the least of some times."""
    from simulation.compute.compiling import set_threads

    set_threads(1)  # of the kernels that build a world: a second one waits busily
    spent, built = [], []
    for _ in range(times):
        begun = time.process_time()
        model = _market(1_000, 100)
        built.append(time.process_time() - begun)
        begun = time.process_time()
        model.run_for(days)
        spent.append(time.process_time() - begun)
        model.close()
    return {"days_cpu_s": min(spent), "build_cpu_s": min(built)}


def fixed_day(days: int = 182) -> dict[str, float]:
    """Return the milliseconds of CPU of a day that has next to nobody in it: 100 consumers, 20 creators."""
    model = _market(100, 20)
    model.run_for(8)
    spent = []
    for _ in range(days):
        begun = time.process_time()
        model.run_for(1)
        spent.append((time.process_time() - begun) * 1e3)
    model.close()
    return {"median_ms": statistics.median(spent), "mean_ms": statistics.fmean(spent)}


def two_threads(consumers: int, days: int) -> dict[str, float]:
    """Return how many times as fast two threads are as one: medians of days that are lived in turns."""
    models = {threads: _market(consumers, _creators(consumers), threads) for threads in (1, 2)}
    spent: dict[int, list[float]] = {1: [], 2: []}
    cpu = {1: 0.0, 2: 0.0}
    for day in range(3 + days):
        for threads, model in models.items():
            begun, used = time.perf_counter(), time.process_time()
            model.step()
            if day >= 3:
                spent[threads].append(time.perf_counter() - begun)
                cpu[threads] += time.process_time() - used
    for model in models.values():
        model.close()
    return {
        "speed_up": statistics.median(spent[1]) / statistics.median(spent[2]),
        "cpu_ratio": cpu[2] / cpu[1],
        "cpu_ns_per_consumer_day": cpu[1] / days / consumers * 1e9,
    }


def consumer_days(consumers: int, weeks: int, overrides: Sequence[str] = ()) -> dict[str, float]:
    """Return the nanoseconds of CPU of a consumer-day on one thread: the median, least and most of some weeks."""
    model = _market(consumers, _creators(consumers), 1, overrides)
    model.run_for(3)
    return _spread_of([_cpu_of(model, 7) / consumers * 1e9 for _ in range(weeks)])


def against_agents(consumers: int, turns: int, overrides: Sequence[str] = ()) -> dict[str, float]:
    """Return how many times as much CPU a day takes on Mesa agents as compiled: median, least and most of some turns.

    A turn is a day on agents between four weeks compiled and four more, in one process: the machine may be at other
    work for some of the time.
    """
    creators = _creators(consumers)
    agents, compiled = (_market(consumers, creators, 1, overrides, engine) for engine in ("agents", "compiled"))
    agents.run_for(1)
    compiled.run_for(7)
    spent = []
    for _ in range(turns):
        before, slow, after = _cpu_of(compiled, 28), _cpu_of(agents, 1), _cpu_of(compiled, 28)
        spent.append((slow, (before + after) / 2))
    day = statistics.median(fast for _, fast in spent) * 1e3
    return {**_spread_of([slow / fast for slow, fast in spent]), "compiled_ms": day}


def _cpu_of(model: Any, days: int) -> float:
    """Live some days and return the CPU seconds of one."""
    begun = time.process_time()
    model.run_for(days)
    return (time.process_time() - begun) / days


def _spread_of(values: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def lean_mesa(agents: int, days: int, links: int = 10) -> float:
    """Return the milliseconds of CPU a day of a lean plain-Mesa model: each agent sums two numbers over ten others."""
    import mesa
    import numpy as np

    class Person(mesa.Agent):
        def __init__(self, model: Any, friends: list[int]) -> None:
            super().__init__(model)
            self.friends, self.trust, self.heard = friends, 0.5, 0.1

        def listen(self) -> None:
            trust = heard = 0.0
            for friend in self.friends:
                other = people[friend]
                trust += other.trust
                heard += other.heard
            self.trust += 0.1 * (trust / links - self.trust)
            self.heard += 0.1 * (heard / links - self.heard)

    model = mesa.Model(rng=1)
    rows = np.random.default_rng(1).integers(agents, size=(agents, links)).tolist()
    people = [Person(model, row) for row in rows]
    spent = []
    for _ in range(days):
        begun = time.process_time()
        model.agents.do("listen")
        spent.append(time.process_time() - begun)
    return statistics.median(spent) * 1e3


def compiling() -> float:
    """Return the CPU seconds of compiling all, in this process and with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        import simulation.model  # noqa: F401  # imports are no compiling
        from experiments.running import warm_up

        begun = time.process_time()
        warm_up.compile_share(0)
        return time.process_time() - begun


def measure(agents: int, million: bool, compile_too: bool, run: Callable[..., Any]) -> dict[str, Any]:
    """Measure the lines that are quick, Mesa with so many agents; ``run`` calls in a process of its own."""
    found = {
        "small_year": run(small_year),
        "fixed_day": run(fixed_day),
        "lean_mesa_ms_per_day": run(lean_mesa, agents, 3),
        "against_agents": run(against_agents, agents, 5),
        "against_agents_plain": run(against_agents, agents, 5, PLAIN),
    }
    if million:
        found["million"] = run(consumer_days, MILLION, 5)
        found["million_plain"] = run(consumer_days, MILLION, 5, PLAIN)
    for consumers, days in ((1_000, 60), (10_000, 40), (50_000, 20)):
        found[f"two_threads_{consumers}"] = run(two_threads, consumers, days)
    if compile_too:
        found["compile_cpu_s"] = run(compiling)
    return found


def table(found: Mapping[str, Any]) -> list[str]:
    """Return the lines of the table from all that a benchmark found."""
    quick = found.get("reach", {})
    full = next((row for row in found.get("everything_on", []) if row["consumers"] == MILLION), None)
    everything = full["cpu_ms_per_day"] if full else None  # of a million, ms a day are ns a consumer-day
    million: dict[int, Any] = {r["threads"]: r for r in found.get("sizes", []) if r["consumers"] == MILLION}
    in_turn, sizes = "two_threads_1000", f"{NOT_RUN}: task.sizes=[1000000]"
    rows = [
        ("1,000 consumers, 182 days, warm, one core", "<= 0.15 s CPU", _small(quick.get("small_year"))),
        ("fixed cost of a day", "<= 0.3 ms", _fixed(quick.get("fixed_day"))),
        (
            "two threads against one, 1k / 10k / 50k",
            ">= 1 / 1 / 1.4",
            " / ".join(f"{quick[f'two_threads_{n}']['speed_up']:.2f}" for n in (1_000, 10_000, 50_000))
            if in_turn in quick
            else sizes,
        ),
        (
            "1M, one day, CPU per consumer-day",
            "<= 250 ns",
            _over(quick.get("million"), " ns") + (f"; everything on {everything:.0f} ns" if everything else ""),
        ),
        ("the same, world=plain", "<= 250 ns", _over(quick.get("million_plain"), " ns")),
        (
            "1M, two threads against one",
            ">= 1.7",
            f"{million[2]['speed_up']:.2f}" if {1, 2} <= set(million) else f"{sizes} task.threads=[1,2]",
        ),
        ("against Mesa agents, CPU", ">= 600", _over(quick.get("against_agents"), " times")),
        ("the same, world=plain", ">= 600", _over(quick.get("against_agents_plain"), " times")),
        (
            "against a lean Mesa model, CPU",
            "printed",
            f"{quick['lean_mesa_ms_per_day'] / quick['against_agents']['compiled_ms']:.1f}"
            " (it does two sums over ten links)"
            if quick
            else sizes,
        ),
        ("10M, 26 weeks, everything on", "to the end; peak as planned", _half_year(found.get("half_year"), everything)),
        ("100M, one week, the default market", "inside 22 GB", _largest()),
        ("the same, in files of a scratch folder", "inside 22 GB", _disk_week(found.get("disk_week"))),
        ("100M, one week, 1 brand, half the edges", "inside 22 GB", _week(found.get("week"))),
        (
            "compiling, one process, empty cache",
            "<= 25 s CPU",
            f"{quick['compile_cpu_s']:.1f} s" if "compile_cpu_s" in quick else f"{NOT_RUN}: task.compiling=true",
        ),
        ("main job, cold against warm", "<= 1.6", _cold(found.get("main_job"))),
        ("a finished run again", "<= 3 s", _again(found.get("main_job"))),
        ("spread against cynetdiff, one thread", ">= 1.2 in all rows", _spread(found.get("spread"))),
        ("same bits", "baseline unchanged", f"{NOT_RUN} here: python -m tests.golden"),
    ]
    return [f"{'work':<42} {'reach':<28} measured", *(f"{work:<42} {reach:<28} {got}" for work, reach, got in rows)]


def _over(found: Mapping[str, float] | None, unit: str) -> str:
    """Say a median, and between what it lay."""
    if not found:
        return f"{NOT_RUN}: task.sizes=[{MILLION}]"
    return f"{found['median']:.0f}{unit} ({found['least']:.0f} to {found['most']:.0f})"


def _small(found: Mapping[str, float] | None) -> str:
    if not found:
        return f"{NOT_RUN}: task.sizes=[1000000]"
    return f"{found['days_cpu_s']:.3f} s, building {found['build_cpu_s']:.3f} s"


def _fixed(found: Mapping[str, float] | None) -> str:
    if not found:
        return f"{NOT_RUN}: task.sizes=[1000000]"
    return f"median {found['median_ms']:.2f} ms, mean {found['mean_ms']:.2f} ms"


def _half_year(found: Mapping[str, Any] | None, everything: float | None) -> str:
    """Say how long markets lived, against the plan of memory and against a million's cost with everything on."""
    if not found:
        return f"{NOT_RUN}: task.half_year=10000000"
    said = f"{found['consumers']:,}: {found['days']} days in {found['lived_s'] / 60:.0f} min"
    said += f"; peak {found['peak_mb'] / found['planned_mb']:.2f} of the plan of {found['planned_mb'] / 1e3:.1f} GB"
    cost = found["cpu_ns_per_consumer_day"]
    return f"{said}; {cost:.0f} ns" + (f", {cost / everything:.2f} times a million's" if everything else "")


def _week(found: Mapping[str, Any] | None) -> str:
    """Say what memory the market took that lived a week with one brand and half the edges."""
    if not found:
        return f"{NOT_RUN}: task.week={LARGEST}"
    lived = f"{found['days']} days in {found['lived_s']:.0f} s, building {found['build_s']:.0f} s"
    peak = f"peak {found['peak_mb'] / 1e3:.1f} GB, planned {found['planned_mb'] / 1e3:.1f}"
    return f"{found['consumers']:,}: {lived}; {peak}"


def _disk_week(found: Mapping[str, Any] | None) -> str:
    """Say what memory the market took that lived a week in files of a scratch folder."""
    if not found:
        return f"{NOT_RUN}: task.disk_week={LARGEST} executor.scratch=FOLDER"
    lived = f"{found['days']} days in {found['lived_s']:.0f} s, building {found['build_s']:.0f} s"
    own = f"; beside them {found['own_mb'] / 1e3:.1f} GB of memory at most" if found["own_mb"] is not None else ""
    return f"{found['consumers']:,}: {lived}; {found['planned_mb'] / 1e3:.1f} GB of files{own}"


def _largest() -> str:
    """Say how much the columns of the largest market would take; no market is built."""
    from simulation.scenario import Scenario
    from simulation.world.size import bytes_per_consumer

    scenario = Scenario.from_dict({"market": {"consumers": LARGEST, "people": float(LARGEST)}})
    each = bytes_per_consumer(scenario)
    fits = "fits" if each * LARGEST <= ROOM else f"refused; inside 22 GB are {ROOM / each / 1e6:.0f}M"
    return f"planned: {each:.0f} bytes a consumer, {each * LARGEST / 1e9:.0f} GB: {fits}"


def _cold(found: Mapping[str, float] | None) -> str:
    if not found:
        return f"{NOT_RUN}: task.main_job=true"
    cpu = found["cold_cpu_s"] / found["warm_cpu_s"]
    ratio = found["cold_s"] / found["warm_s"]
    return f"{ratio:.2f} ({found['cold_s']:.0f} and {found['warm_s']:.0f} s); CPU {cpu:.2f}"


def _again(found: Mapping[str, float] | None) -> str:
    if not found:
        return f"{NOT_RUN}: task.main_job=true"
    return f"{found['again_s']:.1f} s, CPU {found['again_cpu_s']:.1f} s"


def _spread(rows: Sequence[Mapping[str, Any]] | None) -> str:
    """Say how many times as fast cascades are, from the worst row to the best."""
    if not rows:
        return f"{NOT_RUN}: task.graphs=[FILE,...], with the extra [bench]"
    ratios = sorted(row["ratio"] for row in rows if "ratio" in row)
    if not ratios:
        return f"{NOT_RUN}: cynetdiff is not installed (the extra [bench])"
    return f"{ratios[0]:.1f} to {ratios[-1]:.1f} in {len(ratios)} rows"


def _creators(consumers: int) -> int | None:
    """Return how many creators a market has; none: as many as by default, which is too many for few consumers."""
    return 100 if consumers < 2_000 else None


def _market(
    consumers: int,
    creators: int | None,
    threads: int = 1,
    overrides: Sequence[str] = (),
    engine: str = "compiled",
) -> Any:
    from simulation.configure import compose, scenario_of, strategy_of
    from simulation.model import MarketModel

    number = [] if creators is None else [f"creators.number={creators}"]
    config = compose([f"market.consumers={consumers}", *number, *SMALL, *overrides])
    return MarketModel(scenario_of(config), strategy_of(config), 1, engine, threads)
