"""The fit of one plausible world: the trade at which its market without a campaign shows the brand's own numbers."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from experiments.own_brand.brand import Answers
from experiments.own_brand.fitting.fitted import WORLD_SEED
from experiments.own_brand.fitting.no_campaign import Observed, observe
from experiments.own_brand.fitting.search import Sought, search
from experiments.own_brand.fitting.targets import AWARE_WITHIN, BUYERS_WITHIN, MATCHED, Targets
from experiments.own_brand.fitting.trade import PREFIX, TALK, Trade, first_guess, values_of
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.sweeps.runner import Rows


APPEALS = (-14.0, 8.0)
AWARE = (1e-5, 0.9995)
SALES, FREQUENCY = "sales", "frequency"
"""Two targets of the appeal: how much is sold, or how often a customer buys."""
TYPICAL = 0.5
"""Utility that a brand has beside its appeal, of a person who knows it: about what the market that ships gives."""


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
        """Search, and return one row: the trade, what the world shows, which targets are met."""
        drawn = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
        own = {name: value for name, value in values.items() if not name.startswith(PREFIX) and name != WORLD_SEED}
        world_seed = seed + int(values.get(WORLD_SEED, 0))
        mention = float(own.get(TALK, self.mention))
        guess = first_guess(self.base, drawn, mention, self.targets)
        runs = 0
        if self.targets.frequency is not None:
            # How often customers buy does not depend on how many people are in the category, and that number then
            # follows from sales. To search for both at once would draw everybody's purchase rate anew at every step.
            found = self._search(guess, [FREQUENCY, "aware", "talk"], mention, own, world_seed)
            category = found.trade.category * self.targets.sales / found.seen.weekly
            low = fewest(self.answers, self.targets)
            guess, runs = dataclasses.replace(found.trade, category=min(max(category, low), 1.0)), found.runs
        found = self._search(guess, [SALES, "aware", "talk"], mention, own, world_seed)
        seen = found.seen
        return [
            {
                "arm": "fit",
                **{f"trade_{name}": float(value) for name, value in dataclasses.asdict(found.trade).items()},
                "sales": seen.weekly,
                "counted": seen.counted,
                "buyers": seen.buyers,
                "repeat": seen.repeat,
                "aware": seen.aware,
                "aware_end": seen.aware_end,
                "first_half": float(np.mean(seen.sales[: len(seen.sales) // 2])),
                "second_half": float(np.mean(seen.sales[len(seen.sales) // 2 :])),
                "runs": float(runs + found.runs),
            }
        ]

    def _search(self, guess: Trade, names: list[str], mention: float, world: Mapping[str, Any], seed: int) -> Found:
        """Return the trade at which those targets of these that the folder tells are met; all else as guessed."""
        known = {SALES: self.targets.sales > 0, "aware": bool(self.targets.known), "talk": bool(self.targets.known)}
        names = [name for name in names if known.get(name, True)]
        scale = self._talk_scale()
        if "talk" in names and guess.talk >= mention:
            guess = dataclasses.replace(guess, talk=min(mention, scale))
        if (names[:1] == [SALES] and self.targets.frequency is None) or names[:1] == [FREQUENCY]:
            guess = dataclasses.replace(guess, appeal=self._appeal_guess(guess))
        unknown = {
            SALES: Sought(SALES, guess.appeal, *APPEALS, 2.0, MATCHED, slopes_of(SALES, names)),
            FREQUENCY: Sought(FREQUENCY, guess.appeal, *APPEALS, 2.0, BUYERS_WITHIN, slopes_of(FREQUENCY, names)),
            "aware": Sought(
                "aware",
                _logit(guess.aware),
                _logit(AWARE[0]),
                _logit(AWARE[1]),
                2.0,
                self._aware_tolerance(),
                slopes_of("aware", names),
            ),
            "talk": Sought("talk", guess.talk / scale, 0.0, mention / scale, 3.0, 1.0, slopes_of("talk", names)),
        }
        lived: dict[tuple[float, ...], Observed] = {}

        def residuals(x: Float64s) -> Float64s:
            seen = lived[tuple(x)] = self.observe(self._trade(guess, names, x), world, seed)
            return self._residuals(names, seen)

        reached = search(residuals, [unknown[name] for name in names], self.most)
        return Found(self._trade(guess, names, reached.x), lived[tuple(reached.x)], reached.evaluations)

    def observe(self, trade: Trade, world: Mapping[str, Any], seed: int) -> Observed:
        """Return what the brand would see of itself in this world."""
        from simulation.scenario import Scenario
        from simulation.strategies.none import NoMarketing

        values = values_of(trade, self.base, world, self.answers, self.targets)
        return observe(Scenario().with_values(values), NoMarketing(), seed, self.targets.counted)

    def _trade(self, start: Trade, names: list[str], x: Float64s) -> Trade:
        back = {
            SALES: ("appeal", float),
            FREQUENCY: ("appeal", float),
            "aware": ("aware", lambda value: 1 / (1 + math.exp(-value))),
            "talk": ("talk", lambda value: max(float(value), 0.0) * self._talk_scale()),
        }
        moved = {back[name][0]: back[name][1](value) for name, value in zip(names, x, strict=True)}
        return dataclasses.replace(start, **moved)

    def _residuals(self, names: list[str], seen: Observed) -> Float64s:
        targets = self.targets
        found = {
            SALES: lambda: math.log(max(seen.weekly, 1e-9) / targets.sales),
            FREQUENCY: lambda: math.log(max(seen.each, 1e-9) / (targets.frequency or 1.0)),
            "aware": lambda: _logit(seen.aware) - _logit(targets.known or 0.0),
            "talk": lambda: (seen.aware_end - seen.aware) / (targets.growth or 1.0) - 1,
        }
        return np.array([found[name]() for name in names])

    def _aware_tolerance(self) -> float:
        known = self.targets.known or 0.5
        return min(AWARE_WITHIN, known / 20) / (known * (1 - min(known, 0.99)))

    def _talk_scale(self) -> float:
        """Return the talk at which awareness would grow as much as it may: friends who hear of it, day by day."""
        from simulation.scenario import Scenario

        rules, known = Scenario(), self.targets.known or 0.5
        hears = rules.graph.friends * rules.consumers.talk.hear * TALKERS / len(self.base["brands.names"])
        growth = self.targets.growth or known / 6
        return float(growth / (known * (1 - min(known, 0.99)) * hears * self.base["market.days"]))

    def _appeal_guess(self, guess: Trade) -> float:
        occasions = self.answers.people * guess.category * guess.aware * 7 / guess.interval
        share = min(max(self.targets.sales / (0.6 * occasions), 1e-6), 0.9)
        return min(max(_logit(share) - TYPICAL, -12.0), 4.0)


TALKERS = 0.6
"""Share of those who know a brand that like it enough to bring it up, for a first guess."""


def fewest(answers: Answers, targets: Targets) -> float:
    """Return the least share of people in the category: all of them who know the brand are its customers."""
    knowing = answers.people * (targets.known or 1.0)
    return min(max(1.05 * (targets.buyers or 0.0) / knowing, 1e-4), 0.95)


SLOPES: Mapping[str, Mapping[str, float]] = {
    SALES: {SALES: 0.9},
    FREQUENCY: {FREQUENCY: 0.15},
    "aware": {SALES: 0.5, "aware": 1.0},
    "talk": {"talk": 1.0, "aware": 0.02},
}
"""Unknown -> target -> how its residual changes, to begin with: utilities are logits; a brand that is liked more is
bought more often by the same people, but far less than in proportion."""


def slopes_of(name: str, targets: list[str]) -> list[float]:
    """Return how the residual of each target changes with an unknown, to begin a search with."""
    return [SLOPES[name].get(target, 0.0) for target in targets]


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
