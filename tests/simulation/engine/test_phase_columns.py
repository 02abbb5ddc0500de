"""Each phase of the day reads and writes the columns that it declares, all of them and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulation.engine.schedule import STATE, Phase, Schedule
from simulation.model import MarketModel
from simulation.standard_day import standard_day
from simulation.state.columns import COLUMN_NAMES, GRAPH_COLUMNS, LIKES, STUDIED, TESTABLE
from simulation.state.commitments import Shift
from simulation.state.journal import Entry, Party, Purpose, Who
from simulation.strategies.plan import Plan
from simulation.strategies.view import View
from tests.simulation.engine import column_watch
from tests.simulation.engine.column_watch import Accesses, Watch
from tests.simulation.engine.lively_markets import CASES, LIVELY, Case, Everything

DAYS = LIVELY["market"]["burn_in"] + LIVELY["market"]["days"]

type Seen = dict[str, Accesses]


def undeclared(day: Schedule, seen: Seen) -> list[str]:
    """Name each phase and column that was read or written and not declared."""
    return [
        f"{phase.name} {verb}s {name}, and does not declare it"
        for phase in day
        for verb, declared, names in (
            ("read", phase.reads, seen[phase.name].reads),
            ("write", phase.writes, seen[phase.name].writes),
        )
        for name in sorted(names - set(declared or ()))
    ]


def dead(day: Schedule, seen: list[Seen]) -> list[str]:
    """Name each phase and column that is declared and was never read or written."""
    return [
        f"{phase.name} never {verb}s {name}, and declares it"
        for phase in day
        for verb, declared in (("read", phase.reads), ("write", phase.writes))
        for name in declared or ()
        if not any(name in getattr(lived[phase.name], f"{verb}s") for lived in seen)
    ]


def nothing_in(lines: list[str]) -> None:
    """Fail with all lines, not with the first."""
    assert not lines, "\n".join(lines)


@pytest.fixture(scope="module")
def live(tiny: Any) -> Callable[[str, str], tuple[MarketModel, Seen]]:
    """Return what lives through a case under the watch, once for each engine."""
    lived: dict[tuple[str, str], tuple[MarketModel, Seen]] = {}

    def once(case: str, engine: str) -> tuple[MarketModel, Seen]:
        if (case, engine) not in lived:
            market = CASES[case].market(tiny, engine)
            watch = Watch(market)
            market.run_for(DAYS)
            lived[case, engine] = market, watch.seen
        return lived[case, engine]

    return once


@pytest.mark.parametrize("case", CASES)
def test_a_phase_reads_and_writes_nothing_that_it_does_not_declare(live: Any, case: str) -> None:
    nothing_in(undeclared(standard_day(), live(case, "interpreted")[1]))


@pytest.mark.parametrize("case", CASES)
def test_a_compiled_phase_writes_nothing_that_it_does_not_declare(live: Any, case: str) -> None:
    nothing_in(undeclared(standard_day(), live(case, "compiled")[1]))


def test_everything_that_is_declared_happens_in_one_of_these_markets(live: Any) -> None:
    nothing_in(dead(standard_day(), [live(case, "interpreted")[1] for case in CASES]))


def test_compiled_loops_change_each_column_that_they_declare_to_write(live: Any) -> None:
    loops = [phase for phase in standard_day() if phase.by in ("consumers", "creators")]
    missing = dead(Schedule(loops), [live(case, "compiled")[1] for case in CASES])
    nothing_in([line for line in missing if " never writes " in line])


@pytest.mark.parametrize("case", CASES)
def test_the_watch_changes_nothing_that_happens(live: Any, tiny: Any, case: str) -> None:
    assert tiny.differences(live(case, "interpreted")[0], live(case, "compiled")[0]) == []


class Told(Everything):
    """Asks in the second week what each channel will add before it buys: no brand could."""

    def plan(self, view: View) -> Plan:
        plan = super().plan(view)
        if view.week == 1:
            self.told = view.oracle(plan, 2)
        return plan


def test_a_strategy_that_is_told_the_future_leaves_the_present_as_it_was(tiny: Any) -> None:
    market = Case(7, Told).market(tiny, "compiled")
    watch = Watch(market)
    market.run_for(DAYS)
    assert tuple(market.strategies[STUDIED].told) == TESTABLE
    assert undeclared(standard_day(), watch.seen) == []


def test_every_phase_of_the_standard_day_declares_what_it_reads_and_writes() -> None:
    assert [phase.name for phase in standard_day() if phase.reads is None or phase.writes is None] == []
    assert all(len(set(names)) == len(names) for phase in standard_day() for names in (phase.reads, phase.writes))


def test_no_phase_reads_the_experimenters_log_or_changes_the_shape_of_a_graph() -> None:
    assert [phase.name for phase in standard_day() if "log" in phase.reads] == []
    assert [phase.name for phase in standard_day() if GRAPH_COLUMNS & set(phase.writes)] == []


# The watch itself: what is planted is found ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted(tiny: Any) -> Callable[[Phase, str], tuple[MarketModel, Seen]]:
    """Return what runs one phase under the watch, in a market on the evening of its campaign's first day."""
    started: dict[str, MarketModel] = {}

    def run(phase: Phase, engine: str) -> tuple[MarketModel, Seen]:
        if engine not in started:
            started[engine] = CASES["everything"].market(tiny, engine)
            started[engine].run_for(2)
        market = started[engine].fork()
        market.schedule = Schedule([phase])
        watch = Watch(market)
        market.run_for(1)
        return market, watch.seen

    return run


def halve(market: MarketModel) -> None:
    trust = market.consumers.trust
    trust *= np.float32(0.5)


def halve_a_part(market: MarketModel) -> None:
    first = market.consumers.trust[0]
    np.multiply(first, np.float32(0.5), out=first)


def swap(market: MarketModel) -> None:
    consumers = market.consumers
    swapped = consumers._replace(trust=consumers.loyalty, loyalty=consumers.trust)
    market.tables = market.tables._replace(consumers=swapped)


def exchange(market: MarketModel) -> None:
    contracts = market.tables.contracts._replace(fee=np.zeros((3, 10), np.int64))
    market.tables = market.tables._replace(contracts=contracts)


def pay(market: MarketModel) -> None:
    party = Party(Who.BRAND, 0)
    market.journal.post(Entry(0, party, Party(Who.REGULATOR), Purpose.FINE, 100))


def remember(market: MarketModel) -> None:
    market.strategies[0].plans += 1


def one_more_waits(market: MarketModel) -> None:
    market.shifts.line = market.shifts.line + 1


def new_rules(market: MarketModel) -> None:
    market.rules = market.rules._replace(burn_in=3)


WRITES: dict[str, tuple[Callable[[MarketModel], Any], set[str]]] = {
    "an assignment": (lambda m: m.consumers.trust.__setitem__((3, 0), 0.123), {"consumers.trust"}),
    "in place": (halve, {"consumers.trust"}),
    "into a part": (halve_a_part, {"consumers.trust"}),
    "a fill": (lambda m: m.consumers.trust.fill(0.123), {"consumers.trust"}),
    "at places": (lambda m: np.add.at(m.creators.audience, [1, 1], 1), {"creators.audience"}),
    "columns change places": (swap, {"consumers.trust", "consumers.loyalty"}),
    "another array with equal numbers": (exchange, {"contracts.fee"}),
    "a count": (lambda m: m.tally.brand.__setitem__((0, LIKES), m.tally.brand[0, LIKES] + 1), {"tally"}),
    "money": (pay, {"journal"}),
    "an event": (lambda m: m.history.note(0, "mine", 0, -1, 1.0), {"history"}),
    "a shift": (lambda m: m.shifts.shifts.append(Shift(0, 0, 1, 1.0, 0.0, 0.0, 0.0)), {"shifts"}),
    "people who wait": (one_more_waits, {"shifts"}),
    "flights that are forgotten": (lambda m: m.flights.drop_ended(10**6), {"flights"}),
    "the record": (lambda m: m.log.census.clear(), {"log"}),
    "a strategy's memory": (remember, {"strategies"}),
    "an attribute of the market": (new_rules, {"market.rules"}),
    "nothing": (lambda m: len(m.consumers.trust), set()),
}


@pytest.mark.parametrize("engine", ["interpreted", "compiled"])
@pytest.mark.parametrize("way", WRITES)
def test_an_undeclared_write_is_found_however_it_is_made(planted: Any, way: str, engine: str) -> None:
    act, names = WRITES[way]
    market, seen = planted(Phase("mine", "market", act, "planted", reads=(*COLUMN_NAMES, *STATE), writes=()), engine)
    found = [f"mine writes {name}, and does not declare it" for name in sorted(names)]
    assert undeclared(market.schedule, seen) == found


READS: dict[str, tuple[Callable[[MarketModel], Any], set[str]]] = {
    "a number": (lambda m: m.consumers.trust[3, 0], {"consumers.trust"}),
    "a number of a part": (lambda m: m.consumers.trust[3][0], {"consumers.trust"}),
    "some": (lambda m: m.consumers.trust[m.consumers.aware != 0], {"consumers.aware", "consumers.trust"}),
    "a sum": (lambda m: m.consumers.trust.sum(), {"consumers.trust"}),
    "a copy": (lambda m: m.consumers.trust.copy(), {"consumers.trust"}),
    "numpy's own functions": (lambda m: np.count_nonzero(m.consumers.trust), {"consumers.trust"}),
    "an operand": (lambda m: np.zeros(60)[:40] + m.consumers.rate, {"consumers.rate"}),
    "an index": (lambda m: np.zeros(10)[m.tables.follows.creator], {"follows.creator"}),
    "a condition": (lambda m: m.tally.brand[0, LIKES] > 3, {"tally"}),
    "a count": (lambda m: int(m.tally.brand[0, LIKES]), {"tally"}),
    "a sum that goes elsewhere": (lambda m: float(m.tally.brand[0, LIKES] + 1), {"tally"}),
    "counts": (lambda m: m.tally.creator[:, 0].sum(), {"tally"}),
    "money": (lambda m: m.journal.ledger(0), {"journal"}),
    "days before": (lambda m: m.history.days, {"history"}),
    "the record": (lambda m: m.log.census, {"log"}),
    "what is bought": (lambda m: (m.flights.to_list(), m.shifts.line), {"flights", "shifts"}),
    "a strategy": (lambda m: m.strategies[1], {"strategies"}),
    "a length": (lambda m: (len(m.consumers.trust), m.consumers.trust.size, m.consumers.trust.shape), set()),
    "a view": (lambda m: m.consumers.trust[:, 0], set()),
}


@pytest.mark.parametrize("way", READS)
def test_an_undeclared_read_is_found_however_it_is_made(planted: Any, way: str) -> None:
    act, names = READS[way]
    market, seen = planted(Phase("mine", "market", act, "planted", reads=(), writes=()), "interpreted")
    found = [f"mine reads {name}, and does not declare it" for name in sorted(names)]
    assert undeclared(market.schedule, seen) == found


def test_adding_to_a_count_is_no_read_and_adding_what_was_counted_elsewhere_is_one(planted: Any) -> None:
    def count(market: MarketModel) -> None:
        market.tally.brand[0, LIKES] += 1

    def copy_count(market: MarketModel) -> None:
        market.tally.brand[0, LIKES] = market.tally.brand[1, LIKES] + 1

    for act, names in ((count, set()), (copy_count, {"tally"})):
        _, seen = planted(Phase("mine", "market", act, "planted", reads=(), writes=("tally",)), "interpreted")
        assert seen["mine"].reads == names
        assert seen["mine"].writes == {"tally"}


@pytest.mark.parametrize("engine", ["interpreted", "compiled"])
def test_an_undeclared_write_of_what_everybody_does_is_found(planted: Any, engine: str) -> None:
    def lose_trust(first: int, last: int, now: Any, tables: Any, rules: Any, tally: Any) -> None:
        for c in range(first, last):
            tables.consumers.trust[c, 0] = 0.123

    market, seen = planted(Phase("mine", "consumers", lose_trust, "planted", reads=(), writes=()), engine)
    assert undeclared(market.schedule, seen) == ["mine writes consumers.trust, and does not declare it"]


def test_what_is_declared_and_never_done_is_found(planted: Any) -> None:
    phase = Phase(
        "mine", "market", lambda m: m.consumers.trust[0, 0], "planted", ("consumers.trust", "log"), ("tally",)
    )
    market, seen = planted(phase, "interpreted")
    assert undeclared(market.schedule, seen) == []
    assert dead(market.schedule, [seen]) == [
        "mine never reads log, and declares it",
        "mine never writes tally, and declares it",
    ]


def test_a_phase_that_declares_nothing_may_do_nothing(planted: Any) -> None:
    market, seen = planted(Phase("mine", "market", halve, "planted"), "interpreted")
    assert undeclared(market.schedule, seen) == [
        "mine reads consumers.trust, and does not declare it",
        "mine writes consumers.trust, and does not declare it",
    ]


def test_a_method_that_the_watch_does_not_know_is_refused() -> None:
    column = column_watch.WatchedColumn(np.zeros(3), "consumers.trust", Accesses())
    with pytest.raises(AttributeError, match=r"the watch on consumers.trust does not know \.partition"):
        column.partition(1)
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(column)[0] = 1.0
