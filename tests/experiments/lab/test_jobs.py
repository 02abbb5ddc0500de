"""Runs that are kept: those in use outlive those that nobody asks for."""

from types import SimpleNamespace

import pytest

from experiments.lab.jobs import RUNS_KEPT, Bench


class Run(SimpleNamespace):
    """As much of a run as a bench keeps."""

    def __init__(self):
        super().__init__(snapshots={0: "a state"})

    def close(self):
        self.snapshots = {}


@pytest.fixture
def bench():
    made = Bench()
    yield made
    made.close()


def test_a_market_that_is_forked_again_and_again_can_still_be_forked(bench):
    market = bench.keep(Run(), {"seed": 1})
    for _ in range(3 * RUNS_KEPT):
        assert bench.run(market).snapshots, "the page asks for it at each fork"
        bench.keep(Run())
    assert bench.lived({"seed": 1}) == market


def test_runs_that_nobody_asks_for_are_let_go_the_oldest_first(bench):
    names = [bench.keep(Run()) for _ in range(3 * RUNS_KEPT)]
    kept = [name for name in names if name in bench.runs and bench.runs[name].snapshots]
    assert kept == names[-RUNS_KEPT:]
    assert list(bench.runs) == names[-2 * RUNS_KEPT :], "parcels stay longer"
