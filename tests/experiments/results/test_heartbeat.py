"""Where standard error is no terminal, a line now and then says what goes on."""

import io
import re
import sys
import threading

import pytest

from experiments.results import terminal
from experiments.results.heartbeat import clock, heartbeat


class Said(io.StringIO):
    """Standard error that tells when so many lines are there."""

    def __init__(self, lines=2):
        super().__init__()
        self.enough, self._lines = threading.Event(), lines

    def write(self, text):
        written = super().write(text)
        if self.getvalue().count("\n") >= self._lines:
            self.enough.set()
        return written


def listen(monkeypatch):
    """Take the place of standard error; from inside a test, as pytest puts its own back after fixtures."""
    stream = Said()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_line_now_and_then_says_how_far_it_is(monkeypatch):
    said = listen(monkeypatch)
    with heartbeat("runs", lambda: "3 of 8", every=0.001):
        assert said.enough.wait(20)
    lines = said.getvalue().splitlines()
    assert all(re.fullmatch(r"nichecast: runs: 3 of 8, .*\d s", line) for line in lines[:2])


def test_the_innermost_alone_is_told_of(monkeypatch):
    stream = Said(lines=4)
    with heartbeat("outer", every=0.001), heartbeat("inner", every=0.001):
        monkeypatch.setattr(sys, "stderr", stream)
        assert stream.enough.wait(20)
        lines = stream.getvalue().splitlines()
    assert {line.split(": ")[1] for line in lines[2:4]} == {"inner"}  # the outer may have begun a line before


def test_nothing_is_said_of_what_ends_at_once(monkeypatch):
    said = listen(monkeypatch)
    with heartbeat("quick"), terminal.progress("arms", 3, 0) as bar, terminal.counter("points", 4) as told:
        bar.update(1, 1)
        told(2)
    assert said.getvalue() == ""


def test_progress_counts_seeds_once_whatever_they_report(monkeypatch):
    listen(monkeypatch)
    with terminal.progress("arms", 5, 2) as bar:
        for seed, share in ((7, 0.3), (8, 0.5), (7, 1), (8, 0.9)):
            bar.update(seed, share)
        assert bar.finished == 3


@pytest.mark.parametrize(("seconds", "words"), [(59.9, "59 s"), (130, "2 min 10 s"), (11_100, "3 h 5 min")])
def test_times_are_said_in_words(seconds, words):
    assert clock(seconds) == words


def test_a_task_that_cannot_say_how_far_it_is_shows_that_it_goes_on(monkeypatch, tmp_path, capsys):
    from contextlib import contextmanager

    from experiments import app
    from experiments.tasks import graph_profile
    from experiments.tasks.speed import benchmark

    shown = []

    @contextmanager
    def told(title):
        shown.append(title)
        yield

    monkeypatch.setattr(graph_profile, "waiting", told)
    monkeypatch.setattr(benchmark, "waiting", told)
    (tmp_path / "edges.csv").write_text("source,target\na,b\nb,c\nc,d\n")
    assert app.main(["task=profile", "graph=edge_list", f"graph.path={tmp_path}/edges.csv"]) == 0
    assert shown == [f"profile: {what}{tmp_path}/edges.csv" for what in ("reading ", "")]
    benchmark.in_own_process(clock, 5)
    assert shown[-1] == "benchmark: clock 5"
