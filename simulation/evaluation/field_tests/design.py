"""The design of a field test: what is tested, on whom, and how."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ValidationError

from simulation.errors import InputError, not_one_of
from simulation.scenario.parameter import OURS, entries, parameter, scenario_part
from simulation.scenario.scenario import explain
from simulation.state.columns import CHANNELS, POSTS

TESTS = ("holdout", "ghost_ads", "geo", "switchback", "before_after", "matched")
TESTED = ("all", *CHANNELS, "creators")


@scenario_part
class Design:
    """One field test of the studied brand's campaign."""

    test: Annotated[
        str,
        parameter("", "Test: holdout, ghost_ads, geo, switchback, before_after or matched.", OURS),
    ] = "holdout"
    channel: Annotated[
        str,
        parameter(
            "",
            "What is tested: all, broadcast, paid_social, search, retargeting or creators; the rest goes on.",
            OURS,
        ),
    ] = "all"
    share: Annotated[
        float,
        parameter(
            "1",
            "Share from which the tested content is withheld: of people (holdout, ghost_ads), of regions (geo).",
            OURS,
            gt=0,
            lt=1,
        ),
    ] = 0.5
    regions: Annotated[
        int,
        parameter(
            "regions", "geo: communities of the friend graph, the small ones merged, at most.", OURS, ge=4, le=1000
        ),
    ] = 20
    period: Annotated[
        int,
        parameter("days", "switchback: days before a switch; geo: days whose sums are compared.", OURS, ge=1, le=365),
    ] = 7
    washout: Annotated[
        int, parameter("days", "switchback: first days of each period that are left out.", OURS, ge=0, le=364)
    ] = 0
    before: Annotated[
        int,
        parameter("days", "geo, before_after, matched: days of burn-in to compare with, at most.", OURS, ge=1, le=3650),
    ] = 28
    number: Annotated[
        int, parameter("", "The test's own draw of arms: another number, other arms.", OURS, ge=0, le=2**31)
    ] = 0
    confidence: Annotated[float, parameter("1", "Confidence of the interval.", OURS, gt=0, lt=1)] = 0.95

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Design:
        """Validate plain values.

        Raises:
            InputError: One is out of its range, or there is no such parameter.
        """
        try:
            design = cls(**values)
        except ValidationError as error:
            raise InputError(explain(error, tuple(entry.name for entry in entries(cls)))) from None
        return design.check()

    def check(self) -> Design:
        """Refuse what no single range can."""
        if self.test not in TESTS:
            raise not_one_of("test", self.test, TESTS)
        if self.channel not in TESTED:
            raise not_one_of("channel", self.channel, TESTED)
        if self.washout >= self.period:
            raise InputError(f"washout: got {self.washout} days, takes less than period = {self.period}")
        if self.before < self.past:
            raise InputError(f"before: got {self.before} days, takes {self.past} or more for test={self.test}")
        return self

    @property
    def past(self) -> int:
        """Days before the campaign that the test cannot do without."""
        return {"geo": 2 * self.period, "before_after": 2}.get(self.test, 0)

    @property
    def bits(self) -> int:
        """What is tested, as ``Holdout.tested`` has it."""
        if self.channel == "all":
            return (1 << (POSTS + 1)) - 1
        return 1 << (POSTS if self.channel == "creators" else CHANNELS.index(self.channel))
