"""A Ray cluster gives the bits of this process, loses a node without losing a run, and is refused when it is silent."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from experiments.running import executors, provenance, ray_cluster
from experiments.running.ray_cluster import check_address, within
from experiments.running.work import Cluster
from experiments.sweeps import points, runner
from experiments.sweeps.run_store import Store
from simulation.errors import InputError


def slow_square(values, seed):
    """A run that takes a while and leaves a mark with the process that it ran in."""
    time.sleep(0.1)
    Path(values["folder"], f"{os.getpid()}-{int(values['x'])}").touch()
    if values["x"] == 13:
        raise ValueError("thirteen is refused")
    return {"y": values["x"] ** 2 + seed / 7}


def test_an_address_at_which_nothing_listens_is_refused_at_once_and_without_ray():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(
            InputError, match=rf"executor\.address: got '127\.0\.0\.1:{port}', takes host:port of a Ray"
        ):
            check_address(f"127.0.0.1:{port}")


def test_an_address_that_takes_calls_and_says_nothing_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(ray_cluster, "PATIENCE", 0.5)
    started = time.monotonic()
    assert within(ray_cluster.PATIENCE, lambda: time.sleep(30)) == "nothing was heard for 0.5 s"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("address", ["here", "here:there", ":6379", "127.0.0.1:99999999"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InputError, match="not of the form host:port"):
        check_address(address)


def test_without_ray_installed_the_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r"executor: got 'ray', which is not installed; takes `pip install ray`"):
        list(executors.execute(slow_square, [1], workers=None, cluster=Cluster()))


@pytest.mark.slow
def test_something_that_listens_and_is_not_ray_is_refused_within_ten_seconds():
    ray = pytest.importorskip("ray", reason="needs Ray, the extra [ray]")
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        address = f"127.0.0.1:{deaf.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(
            InputError, match=r"executor\.address: got '.*', takes host:port of a Ray cluster that answ"
        ):
            ray_cluster.connect(ray, Cluster(address), 1)
        assert time.monotonic() - started < 10


@pytest.mark.slow
def test_a_sweep_outlives_the_loss_of_a_node_with_the_same_bits(tmp_path):
    """Two nodes of this machine; one is removed in the middle of the sweep."""
    ray = pytest.importorskip("ray", reason="needs Ray, the extra [ray]")
    from ray.cluster_utils import Cluster as Machines

    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    marks = tmp_path / "marks"
    marks.mkdir()
    made = points.grid({"x": list(range(60)), "folder": [str(marks)]})
    evaluate = runner.FunctionRuns(slow_square)
    stores = {name: Store(tmp_path / name, "one") for name in ("alone", "cluster")}
    for store in stores.values():
        store.folder.mkdir()
    runner.execute(evaluate, made, [1, 2], stores["alone"], runner.Where(2))
    for mark in marks.iterdir():
        mark.unlink()

    cluster = Machines(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        second = cluster.add_node(num_cpus=1)
        cluster.wait_for_nodes()
        lost = threading.Event()

        def lose_a_node():
            until = time.monotonic() + 60
            while time.monotonic() < until and len(workers(marks)) < 2:
                time.sleep(0.05)
            cluster.remove_node(second, allow_graceful=False)
            lost.set()

        losing = threading.Thread(target=lose_a_node)
        losing.start()
        where = runner.Where(cluster=Cluster(cluster.address, None, provenance.code_version()[:16]))
        finished, failed, first = runner.execute(evaluate, made, [1, 2], stores["cluster"], where)
        losing.join()
        assert lost.is_set()
        assert len(workers(marks)) >= 2, "both nodes were at work before one was lost"
        assert sum(node["Alive"] for node in _nodes(ray, cluster)) == 1
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert (finished, failed, first) == (118, 2, "ValueError: thirteen is refused")
    tables = [store.table(made, [1, 2]) for store in stores.values()]
    assert len(tables[0]) == 118
    assert_frame_equal(*tables, check_exact=True)
    failures = [store.failures(made, [1, 2]).drop("trace") for store in stores.values()]
    assert_frame_equal(*failures)
    assert failures[0]["seed"].to_list() == [1, 2]
    assert isinstance(tables[0], pl.DataFrame)


def workers(marks):
    return {mark.name.partition("-")[0] for mark in marks.iterdir()}


def _nodes(ray, cluster):
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    return ray.nodes()


def square(number, report):
    return number**2


def test_a_node_with_another_version_of_a_library_is_refused():
    here = provenance.libraries()
    assert ray_cluster._call((square, None, "", (), tuple(here.items())), 3) == ("done", 9)
    kind, said = ray_cluster._call((square, None, "", (), (("numba", "0.1"),)), 3)
    assert kind == "refused"
    assert said.endswith(f"has numba {here['numba']}, takes 0.1, as here")


@pytest.mark.slow
def test_sigterm_ends_a_run_on_ray_as_ctrl_c_does(tmp_path):
    """Ray sets a handler of its own that ends the process on the spot: nothing was said of what is kept."""
    pytest.importorskip("ray", reason="needs Ray, the extra [ray]")
    sizes = ["market.consumers=2000", "market.burn_in=7", "market.days=120", "brands.campaign_days=84"]
    command = [
        sys.executable,
        "-m",
        "experiments.app",
        *sizes,
        "executor=ray",
        "replicates=40",
        "arms=[none,broadcast]",
    ]
    started = subprocess.Popen(
        [*command, f"output.dir={tmp_path}/a"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    for _ in range(2400):
        if any((tmp_path / "a" / "shards").glob("seed-*")):
            break
        time.sleep(0.05)
    started.terminate()
    _, said = started.communicate(timeout=60)
    assert started.returncode == 130
    assert re.search(r"^nichecast: interrupted; \d+ of 40 seeds are kept in ", said, re.MULTILINE)
