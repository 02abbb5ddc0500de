"""Whatever is behind the door, what went in comes out, and one item's trouble stays its own."""

import os
import signal
import time
from pathlib import Path

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
