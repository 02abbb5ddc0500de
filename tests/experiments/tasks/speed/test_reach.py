"""The benchmark's table: every line says what was measured, or what measures it; figures are kept by date."""

import json
import re

import pytest

from experiments import app
from experiments.tasks.speed import benchmark, growth, main_job, reach, spread_speed
from simulation.errors import InputError

HALF_YEAR = {
    "consumers": 10_000_000,
    "days": 182,
    "lived_s": 900.0,
    "peak_mb": 12_600.0,
    "planned_mb": 12_000.0,
    "cpu_ns_per_consumer_day": 500.0,
}
WEEK = {
    "consumers": 100_000_000,
    "days": 7,
    "build_s": 300.0,
    "lived_s": 120.0,
    "peak_mb": 21_000.0,
    "planned_mb": 19_200.0,
}
DISK_WEEK = WEEK | {"planned_mb": 41_600.0, "own_mb": 14_200.0}
JOB = {"cold_s": 45.0, "warm_s": 30.0, "again_s": 2.0, "cold_cpu_s": 60.0, "warm_cpu_s": 40.0, "again_cpu_s": 1.5}


def line(lines: list[str], of: str) -> str:
    return next(each for each in lines if each.startswith(of))


def test_each_line_that_was_not_run_names_the_parameter_that_runs_it() -> None:
    lines = reach.table({})
    not_run = [each for each in lines if reach.NOT_RUN in each]
    assert len(not_run) == len(lines) - 2, "all but the head and what is planned without a run"
    for each in not_run:
        named = re.search(r"not run(?: here)?: (?:task\.(\w+)=|python -m tests\.golden)", each)
        assert named, each
        assert named[1] is None or named[1] in benchmark.Benchmark.__annotations__


def test_what_was_run_stands_in_its_line() -> None:
    full = {"consumers": 1_000_000, "cpu_ms_per_day": 400.0}
    rows = [{"graph": "a", "ratio": 2.0}, {"graph": "a", "ratio": 1.5}, {"graph": "a", "choice_s": 1.0}]
    lines = reach.table(
        {
            "half_year": HALF_YEAR,
            "week": WEEK,
            "disk_week": DISK_WEEK,
            "main_job": JOB,
            "spread": rows,
            "everything_on": [full],
        }
    )
    assert line(lines, "10M").endswith(
        "10,000,000: 182 days in 15 min; peak 1.05 of the plan of 12.0 GB; 500 ns, 1.25 times a million's"
    )
    assert line(lines, "main job").endswith("1.50 (45 and 30 s); CPU 1.50")
    assert line(lines, "a finished run").endswith("2.0 s, CPU 1.5 s")
    assert line(lines, "spread").endswith("1.5 to 2.0 in 2 rows")
    assert "bytes a consumer" in line(lines, "100M, one week, the default market")
    in_files = "100,000,000: 7 days in 120 s, building 300 s; 41.6 GB of files"
    assert line(lines, "the same, in files").endswith(f"{in_files}; beside them 14.2 GB of memory at most")
    unsaid = reach.table({"disk_week": DISK_WEEK | {"own_mb": None}})
    assert line(unsaid, "the same, in files").endswith(in_files)
    assert line(lines, "100M, one week, 1 brand").endswith(
        "100,000,000: 7 days in 120 s, building 300 s; peak 21.0 GB, planned 19.2"
    )


def test_figures_are_kept_under_their_date_and_commit_and_growth_is_drawn(tmp_path) -> None:
    sizes = [
        {"consumers": n, "threads": threads, "cpu_ns_per_consumer": 300.0, "peak_mb": n * 500 / 1e6}
        for n in (10_000, 100_000)
        for threads in (1, 2)
    ]
    names = growth.keep({"head": "0123456789abcdef+changes", "sizes": sizes}, tmp_path)
    assert names[0] == "benchmark.json"
    assert re.fullmatch(r"history/\d{4}-\d\d-\d\dT\d{4}-0123456789ab\.json", names[1])
    assert json.loads((tmp_path / names[1]).read_text()) == json.loads((tmp_path / names[0]).read_text())
    assert {"growth.svg", "growth.png"} < set(names)
    assert all((tmp_path / name).stat().st_size > 0 for name in names)
    assert growth.draw({"sizes": sizes[:2]}) is None, "one size has no growth"


def test_cascades_are_timed_without_cynetdiff_too(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(spread_speed, "is_there", lambda: False)
    path = tmp_path / "ring.csv"
    path.write_text("source,target\n" + "".join(f"{k},{(k + 1) % 60}\n" for k in range(60)))
    rows = spread_speed.measure([str(path)], runs=5)
    assert [row["p"] for row in rows] == [*spread_speed.CHANCES, "weighted"]
    assert all("ratio" not in row for row in rows)
    assert len(spread_speed.table(rows)) == 1 + len(rows)
    assert "cynetdiff is not installed" in line(reach.table({"spread": rows}), "spread")


def test_a_main_job_that_fails_is_refused_with_its_last_line() -> None:
    with pytest.raises(InputError, match=r"the main job, cold: exit status 2: .*market\.consumers"):
        main_job.times(["market.consumers=-1"])


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["task.sizes=[]", "task.half_year=5"], "task.half_year: got 5"),
        (["task.sizes=[]", "task.week=5"], "task.week: got 5"),
        (["task.sizes=[]", "task.disk_week=5"], "task.disk_week: got 5"),
        (["task.sizes=[]", "task.disk_week=5000"], "task.disk_week: got 5000, takes executor.scratch=FOLDER beside it"),
        (["task.sizes=[]", "task.graphs=[nowhere.csv]"], "task.graphs: got nowhere.csv"),
    ],
)
def test_what_cannot_be_measured_is_refused_before_anything_runs(capsys, overrides: list[str], said: str) -> None:
    assert app.main(["task=benchmark", *overrides]) == 2
    assert said in capsys.readouterr().err


def test_a_median_stands_with_the_least_and_the_most() -> None:
    quick = {
        "lean_mesa_ms_per_day": 10.0,
        "million": {"median": 260.4, "least": 219.0, "most": 310.0},
        "against_agents": {"median": 500.0, "least": 400.0, "most": 600.0, "compiled_ms": 2.5},
        "against_agents_plain": {"median": 700.0, "least": 500.0, "most": 900.0, "compiled_ms": 2.0},
    }
    lines = reach.table({"reach": quick})
    assert line(lines, "1M, one day").endswith("260 ns (219 to 310)")
    plain = [each for each in lines if each.startswith("the same, world=plain")]
    assert plain[0].endswith("not run: task.sizes=[1000000]")
    assert plain[1].endswith("700 times (500 to 900)")
    assert line(lines, "against a lean Mesa model").endswith("4.0 (it does two sums over ten links)")


def test_small_markets_are_timed_in_turns() -> None:
    found = reach.against_agents(200, 2)
    assert 0 < found["least"] <= found["median"] <= found["most"]
    assert found["compiled_ms"] > 0
    days = reach.consumer_days(200, 2, reach.PLAIN)
    assert 0 < days["least"] <= days["median"] <= days["most"]
