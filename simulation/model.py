"""The market as a Mesa model: a state in columns, a schedule of phases, and an engine that runs them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Self

import numpy as np

from simulation.agents import Consumer, Creator
from simulation.agents.mesa_market import MesaMarket
from simulation.brand_view.records import records_of
from simulation.compute.scratch import scratch as columns_in
from simulation.counterfactual import fork
from simulation.counterfactual.look_ahead import added
from simulation.counterfactual.origin import Origin
from simulation.engine.engine import Engine
from simulation.engine.schedule import Phase
from simulation.errors import InputError
from simulation.market import planning
from simulation.recording.log import Log
from simulation.scenario import Scenario
from simulation.scenario.coefficients import rules_of
from simulation.standard_day import set_to_work, standard_day
from simulation.state.columns import new_tally
from simulation.state.commitments import Flights, Shifts
from simulation.state.history import History
from simulation.state.journal import Journal, cents
from simulation.strategies.named import rivals_of
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View
from simulation.world.build import World, build_world

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from simulation.counterfactual.uplift import Uplift
    from simulation.diary import Diary


class MarketModel(MesaMarket, fork.Forkable):
    """A market that lives day by day. See :class:`simulation.market_base.Market` for what it holds.

    ``with sim.build(...) as model:`` frees its memory at the end, as ``model.close()`` does; forks are closed likewise.

    Attributes:
        schedule: The phases of the day; print it.
        log: What the experimenter keeps.
        origin: What a diary needs to live the same days again.
    """

    def __init__(
        self,
        scenario: Scenario,
        strategy: Strategy,
        seed: int = 1,
        engine: str = "compiled",
        threads: int | None = None,
        world: World | None = None,
        rivals: list[Strategy] | None = None,
        rehearsed: bool = True,
        scratch: str | Path | None = None,
    ) -> None:
        """Build the world (or take one that is built) and stand at the start of day 0.

        Args:
            scenario: All parameters.
            strategy: The studied brand's strategy.
            seed: 0 to 2**32 - 1.
            engine: ``compiled``, ``interpreted`` or ``agents``.
            threads: Of the compiled engine; ``None``: one per processor.
            world: A world that was built before.
            rivals: The other brands' strategies, in their order; ``None``: as ``brands.rivals`` names them.
            rehearsed: Whether first plans are tried out now; forks and files do so when all of their state is there.
            scratch: A folder on a disk, in which the columns of people and edges then lie, and those of forks: for a
                market that is larger than the memory. The same bits, slower; ``None``: they lie in memory.

        Raises:
            InputError: The graph, the engine or the strategy's first plan cannot be used.
        """
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**32:
            raise InputError(f"seed: got {seed!r}, takes a whole number from 0 to {2**32 - 1}")
        super().__init__(rng=int(seed))
        self._market = scenario
        self.seed = int(seed)
        self.key = np.uint64(seed)
        self.day = 0
        self.engine = Engine(engine, threads)
        self.rules = rules_of(scenario)
        built = world is None
        if world is None:
            with columns_in(scratch):
                world = build_world(scenario, seed)
        self.tables = world.tables
        self.people_per_consumer = world.people_per_consumer
        self.graph_hash = world.graph_hash
        self.notes = world.notes
        brands, creators = len(scenario.brands.names), len(world.tables.creators.tier)
        budgets = [scenario.brands.budget] + [scenario.brands.rival_budget] * (brands - 1)
        self.tally = new_tally(brands, creators)
        self.journal, self.history = Journal([cents(budget) for budget in budgets]), History(brands)
        self.log = Log(brands, creators, len(scenario.market.niches))
        self.flights, self.shifts = Flights(), Shifts(brands)
        self.schedule = standard_day()
        self.strategies = [strategy, *(rivals if rivals is not None else rivals_of(scenario))]
        self.origin = Origin(built, [(0, scenario, copy.deepcopy(self.strategies))])
        self.make_agents()
        if rehearsed:
            with self.closed_on_error():
                planning.rehearse(self)

    # Time -----------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Live one day."""
        self.schedule.run_day(self.run_phase)
        self.day += 1

    def run_burn_in(self) -> None:
        """Live up to the campaign's first day."""
        if self.campaign_day < 0:
            self.run_for(-self.campaign_day)

    def run_phase(self, phase: Phase) -> None:
        """Run one phase of the day on the engine."""
        if phase.by in ("market", "brands"):
            phase.act(self)
        elif self.engine.name == "agents":
            self.do_for_agents(Consumer if phase.by == "consumers" else Creator, phase.name)
        else:
            consumers = phase.by == "consumers"
            rows = len(self.consumers.niche) if consumers else len(self.creators.tier)
            (self.engine.for_consumers if consumers else self.engine.for_rows)(phase.act, rows, *self.day_context)

    def live_on_from_planning(self, days: int) -> None:
        """Live the rest of a day, from its plans on, and further days: for a twin that was made while brands plan.

        Args:
            days: How many, today included.
        """
        planning.buy(self)
        set_to_work(self)
        for phase in self.schedule.phases[self.schedule.place("plan") + 1 :]:
            self.run_phase(phase)
        self.set_clock(self.day + 1)
        if days > 1:
            self.run_for(days - 1)

    # Reading --------------------------------------------------------------------------------------------------------

    def view(self, brand: int = 0) -> View:
        """Return what a brand's strategy sees today."""
        return planning.view_of(self, brand, records_of, added)

    @property
    def metrics(self) -> pd.DataFrame:
        """A row a day, index ``day`` counted from the campaign's first; see ``recording.metrics.SERIES``."""
        from simulation.recording.series import daily

        return daily(self)

    def outcomes(self) -> dict[str, float]:
        """Return the results of the measured days so far; see ``recording.metrics.OUTCOMES``."""
        from simulation.recording.outcomes import outcomes

        return outcomes(self)

    def by_creator(self) -> pd.DataFrame:
        """Return a row a creator: what it cost and did for the studied brand; see ``recording.by_creator.ROSTER``."""
        from simulation.recording.by_creator import by_creator

        return by_creator(self)

    def uplift(self, without: MarketModel) -> Uplift:
        """Return what this market's campaign changed for each person, held against a twin without it.

        Raises:
            InputError: The two are not twins, or stand on different days.
        """
        from simulation.counterfactual.uplift import uplift

        return uplift(self, without)

    def why(self, who: Consumer | Creator) -> Diary:
        """Tell what somebody lived through and decided since the campaign began; print it.

        A consumer's days are lived again, once more with the studied brand's campaign and once without: this takes as
        long as the run did, twice. A creator's are read from the log.

        Raises:
            InputError: ``who`` is neither, or the run cannot be repeated: the model was loaded from a file, or columns
                were changed from outside.
        """
        from simulation.diary import diary

        return diary(self, who)

    # Twins and files ------------------------------------------------------------------------------------------------

    def fork(
        self,
        strategy: str | Strategy | None = None,
        scenario: Scenario | None = None,
        rivals: list[Strategy] | None = None,
    ) -> Self:
        """Return a twin: same world, same state, same draws, and one decision changed from now on.

        Args:
            strategy: The twin's strategy, or the name of one in the configs; ``None``: a copy of this one's.
            scenario: The twin's scenario: see ``Scenario.with_values``. Parameters that act from day to day may differ
                (:mod:`simulation.counterfactual.changes`), among them prices and budgets; the world stays as it is.
            rivals: The other brands' strategies; ``None``: copies of theirs, or those that ``scenario`` names instead.

        Raises:
            InputError: There is no such strategy, its plan cannot be used, or a parameter cannot change any more.
        """
        return fork.fork(self, strategy, scenario, rivals)

    def save(self, path: str | Path) -> None:
        """Write the whole state to one file; :meth:`load` goes on from it with the same bits."""
        from simulation.checkpoint import save

        save(self, path)

    @classmethod
    def load(cls, path: str | Path, engine: str = "compiled", threads: int | None = None) -> Self:
        """Read a model that :meth:`save` wrote.

        Raises:
            InputError: The file is missing or is not a checkpoint of this version.
        """
        from simulation.checkpoint import load

        return load(cls, path, engine, threads)
