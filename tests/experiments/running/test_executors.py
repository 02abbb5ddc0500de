"""Whatever is behind the door, what went in comes out, and one item's trouble stays its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from experiments.running.executors import execute
from simulation.errors import InputError


def square(item, report):
    report(0.5)
    if item == 13:
        raise ValueError("thirteen\nis refused")
    if item == 99:
        raise InputError("graph.path: no such file")
    return item * item


def die(item, report):
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item, os.getpid()


def die_once(item, report):
    mark = Path(item)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def say_threads(item, report):
    return os.environ["OMP_NUM_THREADS"], os.environ["POLARS_MAX_THREADS"]


@pytest.mark.parametrize("workers", [None, 2])
def test_all_items_come_back_once_and_a_failure_is_one_line(workers):
    shares = {}
    found = list(execute(square, [1, 2, 13, 4], workers=workers, progress=shares.__setitem__))
    assert {each.item: each.value for each in found} == {1: 1, 2: 4, 13: None, 4: 16}
    failed = next(each for each in found if each.item == 13)
    assert failed.error == "ValueError: thirteen is refused"
    assert "in square" in failed.trace
    assert shares == dict.fromkeys([1, 2, 13, 4], 0.5)


@pytest.mark.parametrize("workers", [None, 2])
def test_input_that_cannot_be_used_stops_everything(workers):
    with pytest.raises(InputError, match="no such file"):
        list(execute(square, [1, 99, 2], workers=workers))


def test_a_dead_process_costs_its_item_only_and_the_others_stay_warm():
    found = {each.item: each for each in execute(die, [1, 2, 3, 4, 5, 6], workers=2)}
    assert found[2].error == "its process died 2 times (signal 9)"
    others = [found[item].value for item in (1, 3, 4, 5, 6)]
    assert [item for item, _ in others] == [1, 3, 4, 5, 6]
    assert len({pid for _, pid in others}) < 5


def test_an_item_whose_process_was_lost_is_tried_again(tmp_path):
    assert [each.value for each in execute(die_once, [str(tmp_path / "mark")], workers=1)] == ["done"]


def test_worker_processes_have_the_threads_asked_for_and_this_one_keeps_its_own():
    before = dict(os.environ)
    assert [each.value for each in execute(say_threads, [0], workers=1, threads=3)] == [("3", "3")]
    assert dict(os.environ) == before


def test_leaving_early_ends_the_processes():
    running = execute(die, [1, 3, 4, 5], workers=2)
    _, pid = next(running).value
    running.close()
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a worker outlived its run")


def note_and_wait(item, report):
    """Note who started the item, report, and go on until it is told to end."""
    folder, index = item
    with (Path(folder) / f"starts-{index}").open("a") as starts:
        starts.write(f"{os.getpid()}\n")
    report(0.5)
    while not (Path(folder) / "end").exists():
        time.sleep(0.02)
    return index


def test_a_worker_killed_while_it_works_costs_no_other_and_its_item_runs_again(tmp_path):
    started = []

    def progress(item, share):
        started.append(item[1])
        if len(started) == 3:  # all three are at work
            os.kill(int((tmp_path / "starts-1").read_text()), signal.SIGKILL)
        if len(started) == 4:  # and the one that was lost is again
            (tmp_path / "end").touch()

    items = [(str(tmp_path), index) for index in range(5)]
    found = list(execute(note_and_wait, items, workers=3, progress=progress))
    assert sorted(each.value for each in found) == [0, 1, 2, 3, 4]
    assert {each.error for each in found} == {None}
    starts = [(tmp_path / f"starts-{index}").read_text().split() for index in range(5)]
    assert [len(each) for each in starts] == [1, 2, 1, 1, 1]
    assert starts[1][0] not in {pid for each in (starts[0], starts[1][1:], *starts[2:]) for pid in each}


def lives(pid):
    """Say whether a process runs: one that ended and that nobody has asked about is a zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_workers_whose_command_was_killed_end_by_themselves(tmp_path):
    """SIGKILL leaves the command no time to end them."""
    code = (
        "import sys; sys.path.insert(0, {folder!r}); import {module} as tests; from experiments.running.executors import execute\n"
        "list(execute(tests.note_and_wait, [({path!r}, index) for index in range(3)], workers=3))"
    )
    folder, module = str(Path(__file__).parent), Path(__file__).stem
    command = subprocess.Popen([sys.executable, "-c", code.format(folder=folder, module=module, path=str(tmp_path))])
    until = time.monotonic() + 60
    workers: list[int] = []
    while len(workers) < 3:
        assert time.monotonic() < until, "the workers did not start"
        time.sleep(0.05)
        workers = [int(text) for path in tmp_path.glob("starts-*") if (text := path.read_text())]
    assert all(lives(pid) for pid in workers)
    command.kill()
    command.wait()
    (tmp_path / "end").touch()
    while any(lives(pid) for pid in workers):
        assert time.monotonic() < until, "a worker outlived its command"
        time.sleep(0.05)
