"""The fit of one plausible world: the trade at which its market without a campaign shows the brand's own numbers."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from experiments.own_brand.brand import Answers
from experiments.own_brand.fitting.no_campaign import Observed, observe
from experiments.own_brand.fitting.search import Sought, search
from experiments.own_brand.fitting.sought import AWARE_WITHIN, BUYERS_WITHIN, MATCHED, SUBSCRIBERS_WITHIN, Targets
from experiments.own_brand.fitting.trade import PREFIX, TALK, Trade, first_guess, values_of
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.sweeps.runner import Rows

FEWER = 8_000
"""Simulated people of the first searches; the last one has as many as the answer will have, and begins nearby."""
SALES, FREQUENCY, SUBSCRIBERS, KNOWN, STEADY = "sales", "frequency", "subscribers", "known", "steady"
"""Targets. The appeal moves how much is sold or how often a customer buys; the habit, how many subscribe; awareness at
the start, how many know the brand when the campaign begins; talk, whether that stays."""
APPEALS = (-14.0, 8.0)
LOGIT = 9.0
"""Awareness and habit are searched as logits, from minus this to this."""
TYPICAL = 0.5
"""Utility that a brand has beside its appeal, of a person who knows it: about what the market that ships gives."""
IN_MIND = 0.6
"""Share of those who know a brand to whom it comes to mind, or who like it enough to bring it up: first guesses."""
SLOPES: Mapping[str, Mapping[str, float]] = {
    SALES: {SALES: 0.9},
    FREQUENCY: {FREQUENCY: 0.4},
    SUBSCRIBERS: {SUBSCRIBERS: 1.0, SALES: 0.8},
    KNOWN: {SALES: 0.5, KNOWN: 1.0},
    STEADY: {STEADY: 1.0},
}
"""Unknown -> target -> how its residual changes, to begin with: utilities are logits; a brand that is liked more is
bought more often by the same people, but far less than in proportion."""
OF_DUES = {SALES: 0.2, SUBSCRIBERS: 0.05}
"""The same of the appeal of a subscription: most of what is sold is paid by those who subscribed before."""


class Found(NamedTuple):
    """Where a search ended: the trade, what its world shows, and how many worlds were run."""

    trade: Trade
    seen: Observed
    runs: int


@dataclass(frozen=True)
class WorldFit:
    """Fits one world: from a row of a plausible world and of what is left open to the trade at which it fits."""

    base: Mapping[str, Any]
    answers: Answers
    targets: Targets
    mention: float = 0.03
    most: int = 10

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Search, and return one row: the trade, and what the world shows."""
        drawn = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
        world = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
        most_talk = float(world.get(TALK, self.mention))
        guess = self._guess(first_guess(self.base, drawn, most_talk, self.targets), most_talk)
        whole, runs = int(self.base["market.consumers"]), 0
        fewer = min(FEWER, whole)
        if self.targets.frequency is not None:
            # How often customers buy does not depend on how many people are in the category, and that number then
            # follows from sales. To search for both at once would draw everybody's purchase rate anew at every step.
            found = self._search(guess, [FREQUENCY, KNOWN, STEADY], most_talk, world, seed, fewer)
            category = found.trade.category * self.targets.sales / found.seen.weekly
            least = fewest(self.answers, self.targets)
            guess, runs = dataclasses.replace(found.trade, category=min(max(category, least), 1.0)), found.runs
        # Of a rare brand's subscribers a few thousand people hold a handful: fewer people would tell nothing.
        told = self.targets.sales > 0 or bool(self.targets.known)  # else there is nothing to search for
        rough = told and self.targets.frequency is None and self.targets.subscribers is None and fewer < whole
        for consumers in [fewer, whole] if rough else [whole]:
            found = self._search(guess, [SALES, SUBSCRIBERS, KNOWN, STEADY], most_talk, world, seed, consumers)
            guess, runs = found.trade, runs + found.runs
        return [_row(found._replace(runs=runs))]

    def observe(self, trade: Trade, world: Mapping[str, Any], seed: int, consumers: int) -> Observed:
        """Return what the brand would see of itself in this world, of so many simulated people."""
        from simulation.scenario import Scenario
        from simulation.strategies.none import NoMarketing

        values = values_of(trade, self.base, world, self.answers, self.targets) | {"market.consumers": consumers}
        return observe(Scenario().with_values(values), NoMarketing(), seed, self.targets.counted)

    def _search(
        self,
        guess: Trade,
        names: Sequence[str],
        most_talk: float,
        world: Mapping[str, Any],
        seed: int,
        consumers: int,
    ) -> Found:
        """Return the trade at which those of these targets that the folder tells are met; all else is as guessed."""
        told = {
            SALES: self.targets.sales > 0,
            SUBSCRIBERS: self.targets.subscribers is not None,
            FREQUENCY: self.targets.frequency is not None,
            KNOWN: bool(self.targets.known),
            STEADY: bool(self.targets.known),
        }
        names = [name for name in names if told[name]]
        lived: dict[tuple[float, ...], Observed] = {}

        def residuals(x: Float64s) -> Float64s:
            seen = lived[tuple(x)] = self.observe(self._trade(guess, names, x), world, seed, consumers)
            return np.array([self._residual(name, seen) for name in names])

        reached = search(
            residuals, [self._sought(name, names, guess, most_talk, consumers) for name in names], self.most
        )
        return Found(self._trade(guess, names, reached.x), lived[tuple(reached.x)], reached.evaluations)

    def _sought(self, name: str, names: Sequence[str], guess: Trade, most_talk: float, consumers: int) -> Sought:
        """Return the unknown of a target: where the search begins, its bounds, and when the target is met."""
        slopes = OF_DUES if name == SALES and SUBSCRIBERS in names else SLOPES[name]
        known = [slopes.get(target, 0.0) for target in names]
        if name in (SALES, FREQUENCY):
            within = MATCHED if name == SALES else BUYERS_WITHIN
            return Sought(name, guess.appeal, *APPEALS, 2.0, within, known)
        if name == STEADY:
            return Sought(name, guess.talk / self._talk, 0.0, most_talk / self._talk, 3.0, 1.0, known)
        start, within = (guess.aware, self._known_within) if name == KNOWN else (guess.habit, self._whole(consumers))
        return Sought(name, _logit(start), -LOGIT, LOGIT, 2.0, within, known)

    def _trade(self, start: Trade, names: Sequence[str], x: Float64s) -> Trade:
        """Return a trade with unknowns in their places."""
        moved = {}
        for name, value in zip(names, x.tolist(), strict=True):
            if name in (SALES, FREQUENCY):
                moved["appeal"] = value
            elif name == STEADY:
                moved["talk"] = max(value, 0.0) * self._talk
            else:
                moved["aware" if name == KNOWN else "habit"] = 1 / (1 + math.exp(-value))
        return dataclasses.replace(start, **moved)

    def _residual(self, name: str, seen: Observed) -> float:
        """Return how far a world is from a target: 0 meets it."""
        targets = self.targets
        if name == KNOWN:
            return _logit(seen.aware) - _logit(targets.known or 0.0)
        if name == STEADY:
            return (seen.aware_end - seen.aware) / (targets.growth or 1.0) - 1
        pairs = {
            SALES: (seen.weekly, targets.sales),
            FREQUENCY: (seen.each, targets.frequency),
            SUBSCRIBERS: (seen.subscribers, targets.subscribers),
        }
        ours, theirs = pairs[name]
        return math.log(max(ours, 1e-3) / (theirs or 1.0))

    def _guess(self, guess: Trade, most_talk: float) -> Trade:
        """Return the trade with better guesses of the appeal and of talk, from the number of occasions to buy."""
        targets = self.targets
        if targets.known:
            guess = dataclasses.replace(guess, talk=min(most_talk, self._talk))
        if targets.sales == 0 or targets.frequency is not None:
            return guess
        joining = targets.subscribers and targets.subscribers * guess.churn * 12 / 52  # as many join as leave
        occasions = self.answers.people * guess.category * guess.aware * 7 / guess.interval
        share = min(max((joining or targets.sales) / (IN_MIND * occasions), 1e-6), 0.9)
        return dataclasses.replace(guess, appeal=min(max(_logit(share) - TYPICAL, -12.0), 4.0))

    def _whole(self, consumers: int) -> float:
        """Return how near subscribers are matched: to one simulated person, where there are few of them."""
        return max(SUBSCRIBERS_WITHIN, 0.75 * self.answers.people / consumers / (self.targets.subscribers or 1.0))

    @property
    def _known_within(self) -> float:
        known = self.targets.known or 0.5
        return min(AWARE_WITHIN, known / 20) / (known * (1 - min(known, 0.99)))

    @property
    def _talk(self) -> float:
        """Return the talk at which awareness would grow as much as it may: friends who hear of it, day by day."""
        from simulation.scenario import Scenario

        rules, known = Scenario(), self.targets.known or 0.5
        hears = rules.graph.friends * rules.consumers.talk.hear * IN_MIND / len(self.base["brands.names"])
        growth = self.targets.growth or known / 6
        return float(growth / (known * (1 - min(known, 0.99)) * hears * self.base["market.days"]))


def fewest(answers: Answers, targets: Targets) -> float:
    """Return the least share of people in the category: all of them who know the brand are its customers."""
    knowing = answers.people * (targets.known or 1.0)
    return min(max(1.05 * (targets.buyers or 0.0) / knowing, 1e-4), 0.95)


def _row(found: Found) -> dict[str, Any]:
    seen, half = found.seen, len(found.seen.sales) // 2
    return {
        "arm": "fit",
        **{f"trade_{name}": float(value) for name, value in dataclasses.asdict(found.trade).items()},
        "sales": seen.weekly,
        "counted": seen.counted,
        "buyers": seen.buyers,
        "repeat": seen.repeat,
        "subscribers": seen.subscribers,
        "aware": seen.aware,
        "aware_end": seen.aware_end,
        "first_half": float(np.mean(seen.sales[:half])),
        "second_half": float(np.mean(seen.sales[half:])),
        "runs": float(found.runs),
    }


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
