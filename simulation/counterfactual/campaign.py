"""The worlds of one campaign that differ in which parts of its plan are carried out, each run once and kept small."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.touch_log import BY, By
from simulation.closable import Closable
from simulation.counterfactual.replay import COMMUNITY, PAID, Recorder, Replay, Without
from simulation.counterfactual.uplift import Uplift
from simulation.errors import InputError, not_one_of
from simulation.recording.log import RecordedMarket
from simulation.state.columns import STUDIED, TIERS

if TYPE_CHECKING:
    from simulation.strategies.plan import Plan


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of a campaign.

    Attributes:
        name: As it stands in tables.
        creators: Rows of the creators whose offers belong to it.
        channels: What else belongs to it: advertisements on channels of ``simulation.state.columns.CHANNELS``, and
            ``community``, the hours of people who talk.
    """

    name: str
    creators: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()


class World(NamedTuple):
    """What is kept of a world: 7 bytes a consumer."""

    purchases: NDArray[np.uint16]  # [C]: of the studied brand on the measured days
    trust: NDArray[np.float32]  # [C]: in the studied brand, at the end
    aware: NDArray[np.uint8]  # [C]: who knows the studied brand at the end
    daily: NDArray[np.int64]  # [days]: simulated purchases, the burn-in included
    cost: int  # cents
    expected: float = 0.0  # purchases of the studied brand to expect on the measured days, all simulated people


class Worlds(Closable):
    """A campaign's worlds: the whole campaign, no campaign, and any that lack parts of it.

    The whole campaign is lived once and its plans written down; the other worlds repeat them less the parts that are
    left out, so that a strategy cannot fill a gap with something else: what is measured is the part, not a reaction.
    Closed, by :meth:`close` or a ``with``, they close ``whole`` if they lived it; ``start`` stays open.

    Attributes:
        start: The market on the campaign's first day.
        whole: The world with the whole campaign, a model that can be read like any other.
        plans: What was bought, by week.
    """

    kind = "worlds"

    def __init__(
        self, start: RecordedMarket, whole: RecordedMarket | None = None, plans: Mapping[int, Plan] | None = None
    ) -> None:
        """Live the whole campaign and write its plans down, or take one that was lived.

        Args:
            start: The market on the campaign's first day, its strategy the campaign's.
            whole: Its twin that has lived the whole campaign; ``None``: it is lived now.
            plans: What ``whole`` bought, by week.

        Raises:
            InputError: ``start`` does not stand on the campaign's first day.
        """
        if start.campaign_day != 0:
            raise InputError(
                f"truth by parts: got a market on campaign day {start.campaign_day}, takes one on day 0"
                " (model.run_burn_in() leads there)"
            )
        self.start = start
        self._lived_here = whole is None
        if whole is None:
            recorder = Recorder(copy.deepcopy(start.strategy))
            with start.fork(recorder).closed_on_error() as whole:
                whole.run_for(start.scenario.market.days)
            plans = recorder.plans
        self.whole = whole
        self.plans: dict[int, Plan] = dict(plans or {})
        self._kept = {(frozenset[int](), frozenset[str]()): _world(self.whole)}

    def _release(self) -> None:
        if self._lived_here:
            self.whole.close()

    @property
    def creators(self) -> frozenset[int]:
        """Rows of the creators whom the campaign paid."""
        return frozenset(self.whole.journal.paid_creators(STUDIED))

    @property
    def channels(self) -> list[str]:
        """The channels on which the campaign bought something but creators, in the order of ``PAID``."""
        bought = {buy.channel for plan in self.plans.values() for buy in plan.adverts}
        bought |= {COMMUNITY for plan in self.plans.values() if plan.community}
        return [channel for channel in PAID if channel in bought]

    @property
    def campaign(self) -> Part:
        """All of the campaign as one part."""
        return Part("campaign", self.creators, frozenset(self.channels))

    def parts(self, by: By, groups: int | None = None) -> list[Part]:
        """Cut the campaign into parts that together are all of it.

        Args:
            by: ``channel`` (all creators as one), ``tier``, ``niche``, or ``creator``; each other channel on
                which something was bought is a part of its own in all of them.
            groups: With ``creator``: so many groups of about equal numbers instead, in the order of tier and row.

        Raises:
            InputError: There is no such cut, or ``groups`` is below 1 or given for another.
        """
        if by not in BY:
            raise not_one_of("parts", by, BY)
        if groups is not None and (by != "creator" or groups < 1):
            raise InputError(f"groups: got {groups} by {by}, takes 1 or more by creator")
        table = self.start.creators
        rows = sorted(self.creators, key=lambda i: (int(table.tier[i]), i))
        members: dict[str, list[int]] = {}
        if by == "channel":
            members = {"creators": rows} if rows else {}
        elif groups is not None:
            cuts = np.array_split(np.array(rows, np.int64), min(groups, max(len(rows), 1)))
            members = {f"creators {k + 1} of {len(cuts)}": cut.tolist() for k, cut in enumerate(cuts) if len(cut)}
        else:
            niches = self.start.scenario.market.niches
            for i in rows:
                name = {"tier": TIERS[table.tier[i]], "niche": niches[table.niche[i]]}.get(by, f"creator {i}")
                members.setdefault(name, []).append(i)
        parts = [Part(name, frozenset(them)) for name, them in members.items()]
        return parts + [Part(channel, channels=frozenset({channel})) for channel in self.channels]

    def keep(self, parts: Iterable[Part], model: RecordedMarket) -> None:
        """Take a world that lacks these parts and was lived already, so that it is not lived again."""
        self._kept[self._key(parts)] = _world(model)

    def _key(self, parts: Iterable[Part]) -> tuple[frozenset[int], frozenset[str]]:
        given = list(parts)
        creators = frozenset[int]().union(*(part.creators for part in given)) & self.creators
        return creators, frozenset[str]().union(*(part.channels for part in given)) & frozenset(self.channels)

    def without(self, parts: Iterable[Part]) -> World:
        """Return the world that lacks these parts; it is run when it is first asked for."""
        key = self._key(parts)
        if key not in self._kept:
            with self.start.fork(Without(Replay(self.plans), *key)) as twin:
                # A plan may cost more where creators take what they declined in the whole campaign: it is repeated all
                # the same, and what it costs is counted.
                twin.journal.set_budget(STUDIED, 2 * twin.ledger.budget)
                twin.run_for(self.start.scenario.market.days)
                self._kept[key] = _world(twin)
        return self._kept[key]

    def uplift(self, part: Part | None = None) -> Uplift:
        """Return what a part (``None``: the campaign) changed for each person, as :func:`truth.uplift` has it."""
        whole, lacking = self.without(()), self.without((self.campaign if part is None else part,))
        return Uplift.between(
            purchases=(whole.purchases, lacking.purchases),
            trust=(whole.trust, lacking.trust),
            aware=(whole.aware, lacking.aware),
            cost=(whole.cost, lacking.cost),
            price=(self.price,) * 2,
            margin=(self.margin,) * 2,
            people=self.start.people_per_consumer,
        )

    @property
    def price(self) -> float:
        """The studied brand's price, USD."""
        return float(self.start.scenario.per_brand("price")[STUDIED])

    @property
    def margin(self) -> float:
        """The studied brand's margin, a share of the price."""
        return float(self.start.scenario.per_brand("margin")[STUDIED])

    def earned(self, purchases: int) -> tuple[int, int]:
        """Return revenue and margin on simulated purchases, both in whole cents."""
        revenue = purchases * self.start.people_per_consumer * self.price * 100
        return round(revenue), round(revenue * self.margin)


def _world(model: RecordedMarket) -> World:
    consumers = model.consumers
    return World(
        consumers.purchases[:, STUDIED].copy(),
        consumers.trust[:, STUDIED].copy(),
        consumers.aware[:, STUDIED].copy(),
        model.history.purchases(STUDIED),
        model.journal.ledger(STUDIED).cost,
        float(consumers.expected[:, STUDIED].sum(dtype=np.float64)),
    )
