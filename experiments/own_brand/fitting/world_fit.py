"""The fit of one plausible world: the trade at which its market shows the brand's own numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.own_brand.brand import Answers
from experiments.own_brand.fitting.memory import MEMORY, UPKEEP
from experiments.own_brand.fitting.no_campaign import Observed, observe, told_by, told_without
from experiments.own_brand.fitting.search import Sought
from experiments.own_brand.fitting.sought import BUYERS_WITHIN, MATCHED, Targets
from experiments.own_brand.fitting.todays_spend import Spend, SpendFit
from experiments.own_brand.fitting.trade import ALIKE, PREFIX, TALK, Trade, first_guess, values_of
from experiments.own_brand.fitting.unknowns import (
    APPEALS,
    FREQUENCY,
    KNOWN,
    SALES,
    STEADY,
    SUBSCRIBERS,
    logit,
    meet,
    share_of,
    slopes_of,
    sought_share,
)
from simulation.state.columns import Float64s

if TYPE_CHECKING:
    from experiments.sweeps.runner import Rows

GUESSING, ROUGH_RUNS, LAST_RUNS = 3, 8, 4
"""Most runs of the searches of a brand with spend: without it, of few people with it, and of all: each begins where the
one before it ended."""
HOPELESS = 0.04
"""Change of awareness with the spend that a rough search could not stop: twice what is let pass, so that the world is
left out whatever a longer search finds (ours)."""
FEW = 5_000
"""Simulated people of rough searches of a brand with spend: before the last, and of worlds with weaker messages."""
FEWER = 8_000
"""Simulated people of the first searches; the last one has as many as the answer will have, and begins nearby."""
TYPICAL = 0.5
"""Utility that a brand has beside its appeal, of a person who knows it: about what the market that ships gives."""
IN_MIND = 0.6
"""Share of those who know a brand to whom it comes to mind, or who like it enough to bring it up: first guesses."""


class Found(NamedTuple):
    """Where a search ended: the trade, what its world shows, and how many worlds were run."""

    trade: Trade
    seen: Observed
    runs: int


@dataclass(frozen=True)
class WorldFit:
    """Fits one world: from a row of a plausible world and of what is left open to the trade at which it fits.

    With spend of now, sales are those that are made with it.
    """

    base: Mapping[str, Any]
    answers: Answers
    targets: Targets
    spend: Spend | None = None
    mention: float = 0.15
    most: int = 10

    def __call__(self, values: Mapping[str, Any], seed: int, /) -> Rows:
        """Search, and return one row: the trade, and what the world shows."""
        drawn = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
        world = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
        most_talk = ALIKE * float(world.get(TALK, self.mention))
        guess = self._guess(first_guess(self.base, drawn, most_talk, self.targets), most_talk)
        guess, upkeep = dataclasses.replace(guess, upkeep=1.0), guess.upkeep
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
        sizes = [min(FEW, whole)] if self.spend is not None else [fewer, whole] if rough else [whole]
        for consumers in sizes:
            names = [SALES, SUBSCRIBERS, KNOWN, STEADY]
            most = self.most if self.spend is None else GUESSING
            found = self._search(guess, names, most_talk, world, seed, consumers, most)
            guess, runs = found.trade, runs + found.runs
        if self.spend is None:
            return [_row(found.trade, told_by(found.seen, found.seen), runs, False)]
        # Without spend nothing else would keep the brand known: until it comes in, upkeep stands for it.
        trade, shown, more = self._with_spend(dataclasses.replace(found.trade, upkeep=upkeep), world, seed)
        return [_row(trade, shown, runs + more, self.spend.keeps(self.targets.known))]

    def _with_spend(self, trade: Trade, world: Mapping[str, Any], seed: int) -> tuple[Trade, dict[str, float], int]:
        """Return the trade at which the brand sells what it sells with its spend of now, what is shown, and runs."""
        assert self.spend is not None, "the caller looked"
        whole, shown, runs = int(self.base["market.consumers"]), {}, 0
        often = self.targets.frequency is not None
        least = fewest(self.answers, self.targets)
        for rough in (True, False) if often or whole > FEW else (False,):
            consumers, most = (min(FEW, whole), ROUGH_RUNS) if rough else (whole, LAST_RUNS)
            values = values_of(trade, self.base, world, self.answers, self.targets) | {"market.consumers": consumers}
            fit = SpendFit(values, self.targets, self.spend, rough, True, most, trade.messages, often and rough)
            found = fit.search({}, seed)
            moved = {"appeal": found.own["brands.appeal"], "aware": found.own["brands.awareness"]}
            moved |= {"upkeep": found.own[UPKEEP], "memory": found.own[MEMORY]}
            if self.targets.subscribers is not None:
                moved["habit"] = found.own["brands.loyal"]
            trade = dataclasses.replace(trade, **moved, messages=trade.messages * found.messages)
            shown, runs = found.shown, runs + found.runs
            if rough and self.spend.keeps(self.targets.known) and abs(shown["aware_with"] - shown["aware"]) > HOPELESS:
                # It may be among the nearest, where no world fits. Then what it sells without the spend is said of it.
                values = values_of(trade, self.base, world, self.answers, self.targets)
                without = fit.without(values | {"market.consumers": consumers}, seed)
                return trade, shown | told_without(without), runs + 1
            if often and rough:  # as many buy such things as it takes to sell so much
                category = trade.category * self.targets.sales / max(shown["sales"], 1e-9)
                trade = dataclasses.replace(trade, category=min(max(category, least), 1.0))
        return trade, shown, runs

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
        most: int | None = None,
    ) -> Found:
        """Return the trade at which those of these targets that the folder tells are met; all else is as guessed."""
        told = {
            SALES: self.targets.sales > 0,
            SUBSCRIBERS: self.targets.subscribers is not None,
            FREQUENCY: self.targets.frequency is not None,
            KNOWN: bool(self.targets.known),
            STEADY: self.targets.steady,
        }
        names = [name for name in names if told[name]]

        def lived(x: Float64s) -> Observed:
            return self.observe(self._trade(guess, names, x), world, seed, consumers)

        sought = [self._sought(name, names, guess, most_talk, consumers) for name in names]
        reached, seen = meet(lived, sought, self.targets, most or self.most)
        return Found(self._trade(guess, names, reached.x), seen, reached.evaluations)

    def _sought(self, name: str, names: Sequence[str], guess: Trade, most_talk: float, consumers: int) -> Sought:
        """Return the unknown of a target: where the search begins, its bounds, and when the target is met."""
        known = slopes_of(name, names)
        if name in (SALES, FREQUENCY):
            return Sought(name, guess.appeal, *APPEALS, 2.0, MATCHED if name == SALES else BUYERS_WITHIN, known)
        if name == STEADY:
            unit = self._talk(guess.aware)
            return Sought(name, guess.talk / unit, 0.0, most_talk / unit, 3.0, 1.0, known)
        share = guess.aware if name == KNOWN else guess.habit
        return sought_share(name, share, known, self.targets, self.answers.people / consumers)

    def _trade(self, start: Trade, names: Sequence[str], x: Float64s) -> Trade:
        """Return a trade with unknowns in their places."""
        moved = {}
        for name, value in zip(names, x.tolist(), strict=True):
            if name in (SALES, FREQUENCY):
                moved["appeal"] = value
            elif name == STEADY:
                moved["talk"] = max(value, 0.0) * self._talk(start.aware)
            else:
                moved["aware" if name == KNOWN else "habit"] = share_of(value)
        return dataclasses.replace(start, **moved)

    def _guess(self, guess: Trade, most_talk: float) -> Trade:
        """Return the trade with better guesses of the appeal and of talk, from the number of occasions to buy."""
        targets = self.targets
        if targets.steady:
            guess = dataclasses.replace(guess, talk=min(most_talk, self._talk(guess.aware)))
        if targets.sales == 0 or targets.frequency is not None:
            return guess
        joining = targets.subscribers and targets.subscribers * guess.churn * 12 / 52  # as many join as leave
        occasions = self.answers.people * guess.category * guess.aware * 7 / guess.interval
        share = min(max((joining or targets.sales) / (IN_MIND * occasions), 1e-6), 0.9)
        return dataclasses.replace(guess, appeal=min(max(logit(share) - TYPICAL, -12.0), 4.0))

    def _talk(self, aware: float) -> float:
        """Return the talk at which awareness would grow as much as it may: friends who hear of it, day by day."""
        from simulation.scenario import Scenario

        rules, known = Scenario(), self.targets.known or aware
        hears = rules.graph.friends * rules.consumers.talk.hear * IN_MIND / len(self.base["brands.names"])
        return float(self.targets.growth(aware) / (known * (1 - min(known, 0.99)) * hears * self.base["market.days"]))


def fewest(answers: Answers, targets: Targets) -> float:
    """Return the least share of people in the category: all of them are the brand's customers.

    More people know the brand at some time than at any one time, since some forget it and others come to know it.
    """
    return min(max(1.05 * (targets.buyers or 0.0) / answers.people, 1e-4), 0.95)


def _row(trade: Trade, shown: Mapping[str, float], runs: int, steady: bool) -> dict[str, Any]:
    parts = {f"trade_{name}": float(value) for name, value in dataclasses.asdict(trade).items()}
    return {"arm": "fit", **parts, **shown, "steady": float(steady), "runs": float(runs)}
