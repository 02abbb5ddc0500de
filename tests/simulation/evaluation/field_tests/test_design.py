"""A field test's design: what is tested, which past it needs, what is refused."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from simulation.errors import InputError
from simulation.evaluation.field_tests.design import TESTED, TESTS, Design
from simulation.state.columns import BROADCAST, PAID_SOCIAL, POSTS, RETARGETING, SEARCH

BITS = {
    "all": 0b11111,
    "broadcast": 1 << BROADCAST,
    "paid_social": 1 << PAID_SOCIAL,
    "search": 1 << SEARCH,
    "retargeting": 1 << RETARGETING,
    "creators": 1 << POSTS,
}


@pytest.mark.parametrize("channel", TESTED)
def test_what_is_tested_has_a_bit_of_its_own(channel: str) -> None:
    assert Design(channel=channel).bits == BITS[channel]
    assert sorted(BITS.values()) == [1, 2, 4, 8, 16, 31]


@pytest.mark.parametrize(("period", "past"), [(1, 2), (7, 14)])
def test_a_test_needs_the_past_that_it_compares_with(period: int, past: int) -> None:
    found = {test: Design(test=test, period=period).past for test in TESTS}
    assert found == {**dict.fromkeys(TESTS, 0), "geo": past, "before_after": 2}


@pytest.mark.parametrize("test", TESTS)
def test_a_plain_design_of_each_test_is_taken_as_it_stands(test: str) -> None:
    design = Design.from_dict({"test": test})
    rest = {"share": 0.5, "regions": 20, "period": 7, "washout": 0, "before": 28, "number": 0, "confidence": 0.95}
    assert dataclasses.asdict(design) == {"test": test, "channel": "all", **rest}
    assert design.check() is design


@pytest.mark.parametrize(
    "at_the_limit",
    [
        {"share": 0.001},
        {"share": 0.999},
        {"regions": 4},
        {"regions": 1000},
        {"period": 1},
        {"period": 365},
        {"washout": 0, "period": 1},
        {"washout": 364, "period": 365},
        {"washout": 6, "period": 7},
        {"before": 1},
        {"before": 3650},
        {"test": "before_after", "before": 2},
        {"test": "geo", "before": 14},
        {"number": 0},
        {"number": 2**31},
        {"confidence": 0.001},
        {"confidence": 0.999},
    ],
)
def test_a_value_at_the_end_of_its_range_is_taken(at_the_limit: dict[str, Any]) -> None:
    design = Design.from_dict(at_the_limit)
    assert {name: getattr(design, name) for name in at_the_limit} == at_the_limit


@pytest.mark.parametrize(
    ("beyond", "line"),
    [
        ({"test": "hold_out"}, "test: got 'hold_out'"),
        ({"channel": "tv"}, "channel: got 'tv', takes one of all"),
        ({"share": 0.0}, "share: got 0.0"),
        ({"share": 1.0}, "share: got 1.0"),
        ({"regions": 3}, "regions: got 3"),
        ({"regions": 1001}, "regions: got 1001"),
        ({"period": 0}, "period: got 0"),
        ({"period": 366}, "period: got 366"),
        ({"washout": -1}, "washout: got -1"),
        ({"washout": 365}, "washout: got 365"),
        ({"washout": 7}, "washout: got 7 days, takes less than period = 7"),
        ({"before": 0}, "before: got 0"),
        ({"before": 3651}, "before: got 3651"),
        ({"test": "before_after", "before": 1}, "before: got 1 days, takes 2 or more for test=before_after"),
        ({"test": "geo", "before": 13}, "before: got 13 days, takes 14 or more for test=geo"),
        ({"number": -1}, "number: got -1"),
        ({"number": 2**31 + 1}, "number: got 2147483649"),
        ({"confidence": 0.0}, "confidence: got 0.0"),
        ({"confidence": 1.0}, "confidence: got 1.0"),
        ({"shares": 0.2}, "shares: no such parameter"),
    ],
)
def test_a_value_beyond_its_range_is_refused_in_one_line(beyond: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError, match=f"^{line}") as refused:
        Design.from_dict(beyond)
    assert "\n" not in str(refused.value)
