"""The market as a Mesa model: state in columns, a schedule of phases, and an engine that runs them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from mesa.time import EventGenerator, Priority
from mesa.time import Schedule as MesaSchedule

from simulation.agents import Brand, Consumer, Creator
from simulation.counterfactual.origin import Origin
from simulation.engine.engine import Engine
from simulation.engine.loops import enter_rows
from simulation.engine.schedule import Phase, Schedule, standard_day
from simulation.errors import InputError
from simulation.market.conversation_hours import Shifts
from simulation.market.creator_economy import begin_campaign, begin_week, close_day
from simulation.market.crisis_management import fade
from simulation.market.media_flights import Flights
from simulation.market.planning import buy, plan_week, rehearse, view_of
from simulation.recording.log import Log
from simulation.scenario import Scenario
from simulation.scenario.changes import check_fork
from simulation.scenario.coefficients import Rules, rules_of
from simulation.state.columns import (
    LOST,
    STUDIED,
    WON,
    Consumers,
    Creators,
    Ints,
    Now,
    Tables,
    Tally,
    copy_tables,
    new_tally,
)
from simulation.state.journal import Ledger, cents
from simulation.strategies.base import Strategy, View
from simulation.strategies.named import rivals_of
from simulation.world.build import World, build_world, quotes_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from simulation.diary import Diary


class MarketModel(mesa.Model):
    """A market that lives day by day.

    Attributes:
        scenario: All parameters.
        seed: The run's key; equal seeds and scenarios give equal bits.
        day: Days lived so far, the burn-in included.
        tables: All columns.
        strategies: Every brand's strategy, the studied brand's first.
        people_per_consumer: How many people a simulated consumer stands for.
        graph_hash: sha256 of the social graph.
        notes: What building the world has to say, such as how a graph was read.
        schedule: The phases of the day.
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

        Raises:
            InputError: The graph, the engine or the strategy's first plan cannot be used.
        """
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**32:
            raise InputError(f"seed: got {seed!r}, takes a whole number from 0 to {2**32 - 1}")
        super().__init__(rng=int(seed))
        self._market = scenario
        self.seed = int(seed)
        self.key = np.uint64(seed)
        self.engine = Engine(engine, threads)
        self.rules: Rules = rules_of(scenario)
        built = world is None
        world = build_world(scenario, seed) if world is None else world
        self.tables: Tables = world.tables
        self.people_per_consumer = world.people_per_consumer
        self.graph_hash = world.graph_hash
        self.notes = world.notes
        self.day = 0
        brands, creators = len(scenario.brands.names), len(world.tables.creators.tier)
        self.tally: Tally = new_tally(brands, creators)
        self.log = Log(brands, creators, len(scenario.market.niches))
        self.schedule: Schedule = standard_day()
        self.strategies = [strategy, *(rivals if rivals is not None else rivals_of(scenario))]
        self.flights = Flights()
        self.shifts = Shifts()
        self._consumers: dict[int, Consumer] = {}
        # What a replay starts from: who decided what, from which day on, as it was before anything was decided.
        self.origin = Origin(built, [(0, scenario, copy.deepcopy(self.strategies))])
        budgets = [scenario.brands.budget] + [scenario.brands.rival_budget] * (brands - 1)
        self.brands = [Brand(self, b, cents(budget)) for b, budget in enumerate(budgets)]
        self.creator_agents = [Creator(self, i) for i in range(creators)]
        if self.engine.name == "agents":
            self.consumer_agents()
        if rehearsed:
            rehearse(self)

    @property
    def scenario(self) -> Scenario:
        """All parameters of this market. Mesa gives every model a scenario of its own kind, which is not used."""
        return self._market

    @scenario.setter
    def scenario(self, value: Any) -> None:
        self._mesa_scenario = value

    # Time -----------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Live one day."""
        self.schedule.run_day(self)
        self.day += 1

    def run_burn_in(self) -> None:
        """Live up to the campaign's first day."""
        if self.campaign_day < 0:
            self.run_for(-self.campaign_day)

    @property
    def campaign_day(self) -> int:
        """Day counted from the campaign's first one; negative in the burn-in."""
        return self.day - self.scenario.market.burn_in

    def run_phase(self, phase: Phase) -> None:
        """Run one phase of the day on the engine."""
        if phase.by in ("market", "brands"):
            phase.act(self)
        elif self.engine.name == "agents":
            kind: Any = Consumer if phase.by == "consumers" else Creator
            if kind in self.agents_by_type:
                self.agents_by_type[kind].do(phase.name)
        else:
            consumers = phase.by == "consumers"
            rows = len(self.consumers.niche) if consumers else len(self.creators.tier)
            (self.engine.for_consumers if consumers else self.engine.for_rows)(phase.act, rows, *self.day_context)

    @property
    def day_context(self) -> tuple[Now, Tables, Rules, Tally]:
        """What a behaviour reads and writes today."""
        return Now(self.key, self.day), self.tables, self.rules, self.tally

    def begin_day(self) -> None:
        """Clear today's counts and feeds, and deliver what was said: today's words become yesterday's."""
        for counts in self.tally:
            counts.fill(0)
        mail = self.tables.mail
        mail.yesterday_valence.fill(0)
        self.consumers.room[:] = self.consumers.attention
        self.tables.touches.today[0] = self.day
        self.tables = self.tables._replace(
            mail=mail._replace(
                brand=mail.yesterday_brand,
                creator=mail.yesterday_creator,
                valence=mail.yesterday_valence,
                yesterday_brand=mail.brand,
                yesterday_creator=mail.creator,
                yesterday_valence=mail.valence,
            )
        )
        begin_week(self)
        if self.campaign_day == 0:  # reach, frequency and repeat purchases count from the campaign's first day
            self.log.begin_campaign(self)
            begin_campaign(self)
            self.consumers.exposures.fill(0)
            self.consumers.purchases.fill(0)
            self.tables.touches.noted.fill(0)
            self.tables.touches.bought.fill(0)

    def reckon(self) -> None:
        """Close the day: audiences, advertising money, census, reputation, the log."""
        self.flights.settle(self)
        if len(self.tables.touches.noted):
            self.engine.for_rows(enter_rows, len(self.consumers.niche), *self.day_context)
        creators = self.creators
        creators.audience[:] += self.tally.creator[:, WON] - self.tally.creator[:, LOST]
        close_day(self)
        fade(self)
        last = self.campaign_day == self.scenario.market.days - 1
        census = self.log.take_census(self) if self.day % self.scenario.market.census_days == 0 or last else None
        self.log.close_day(self, census)
        if census is not None:
            known = census.aware > 0
            self.tables.brands.reputation[known] = census.brand_trust[known].astype(np.float32)

    # Brands ---------------------------------------------------------------------------------------------------------

    def view(self, brand: int = 0) -> View:
        """Return what a brand's strategy sees today."""
        return view_of(self, brand)

    def plan_week(self) -> None:
        """Once a week let strategies plan, offer and pay; each day, set what was bought to work."""
        plan_week(self)
        if self.campaign_day >= 0:
            self.flights.pace(self)
            self.shifts.begin_day(self)

    def live_on_from_planning(self, days: int) -> None:
        """Live the rest of a day, from its plans on, and further days: for a twin that was made while brands plan.

        Args:
            days: How many, today included.
        """
        buy(self)
        self.flights.pace(self)
        self.shifts.begin_day(self)
        for phase in self.schedule.phases[self.schedule.place("plan") + 1 :]:
            self.run_phase(phase)
        self.set_clock(self.day + 1)
        if days > 1:
            self.run_for(days - 1)

    @property
    def strategy(self) -> Strategy:
        """The studied brand's strategy."""
        return self.strategies[STUDIED]

    @strategy.setter
    def strategy(self, value: Strategy) -> None:
        self.strategies[STUDIED] = value

    @property
    def quotes(self) -> Ints:
        """Cents that each creator asks for a sponsored post today, int64[I]."""
        return quotes_of(self.creators)

    @property
    def ledger(self) -> Ledger:
        """The studied brand's money."""
        return self.brands[0].ledger

    # Reading --------------------------------------------------------------------------------------------------------

    @property
    def consumers(self) -> Consumers:
        """The consumers' columns."""
        return self.tables.consumers

    @property
    def creators(self) -> Creators:
        """The creators' columns."""
        return self.tables.creators

    def consumer(self, row: int) -> Consumer:
        """Return the agent of one consumer; it is made, and joins ``model.agents``, when it is first asked for."""
        if not 0 <= row < len(self.consumers.niche):
            raise InputError(f"consumer: got {row}, takes 0 to {len(self.consumers.niche) - 1}")
        if row not in self._consumers:
            self._consumers[row] = Consumer(self, row)
        return self._consumers[row]

    def consumer_agents(self) -> mesa.agentset.AbstractAgentSet[Consumer]:
        """Make the agents of all consumers and return Mesa's set of them. For small markets: each takes about 1 kB."""
        for row in range(len(self.consumers.niche)):
            self.consumer(row)
        return self.agents_by_type[Consumer]

    @property
    def metrics(self) -> pd.DataFrame:
        """A row a day, index ``day`` counted from the campaign's first; see ``measurement.metrics.SERIES``."""
        from simulation.recording.series import daily

        return daily(self)

    def outcomes(self) -> dict[str, float]:
        """Return the results of the measured days so far; see ``measurement.metrics.OUTCOMES``."""
        from simulation.recording.outcomes import outcomes

        return outcomes(self)

    def by_creator(self) -> pd.DataFrame:
        """Return a row a creator: what it cost and did for the studied brand; see ``measurement.roster.ROSTER``."""
        from simulation.recording.by_creator import by_creator

        return by_creator(self)

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

    # Twins ----------------------------------------------------------------------------------------------------------

    def fork(
        self,
        strategy: str | Strategy | None = None,
        scenario: Scenario | None = None,
        rivals: list[Strategy] | None = None,
    ) -> MarketModel:
        """Return a twin: same world, same state, same draws, and one decision changed from now on.

        Args:
            strategy: The twin's strategy, or the name of one in the configs; ``None``: a copy of this one's.
            scenario: The twin's scenario: see ``Scenario.with_values``. Parameters that act from day to day may differ
                (:mod:`simulation.scenario.changes`), among them prices and budgets; the world stays as it is.
            rivals: The other brands' strategies; ``None``: copies of theirs, or those that ``scenario`` names instead.

        Raises:
            InputError: There is no such strategy, its plan cannot be used, or a parameter cannot change any more.
        """
        if isinstance(strategy, str):
            from simulation.strategies.named import named

            strategy = named(strategy)
        scenario = self.scenario if scenario is None else scenario
        changed = check_fork(self.scenario, scenario, self.campaign_day)
        if rivals is None and "brands.rivals" not in changed:
            rivals = copy.deepcopy(self.strategies[1:])
        world = World(copy_tables(self.tables), self.people_per_consumer, self.graph_hash, self.notes)
        twin = MarketModel(
            scenario,
            copy.deepcopy(self.strategy) if strategy is None else strategy,
            self.seed,
            self.engine.name,
            self.engine.threads,
            world,
            rivals,
            rehearsed=False,
        )
        for column in ("price", "quality", "appeal"):
            if f"brands.{column}" in changed:
                getattr(twin.tables.brands, column)[:] = scenario.per_brand(column)
        twin.schedule = Schedule([copy.copy(phase) for phase in self.schedule])
        twin.set_clock(self.day)
        twin.origin = self.origin.going_on(self.day, twin.scenario, twin.strategies)
        for mine, its in zip(self.brands, twin.brands, strict=True):
            budget = "brands.budget" if mine.row == STUDIED else "brands.rival_budget"
            whole = its.ledger.budget if budget in changed else mine.ledger.budget
            its.ledger = mine.ledger.with_budget(whole, f"fork: {budget}")
        twin.log = self.log.copy()
        twin.flights = self.flights.copy()
        twin.shifts = self.shifts.copy()
        for mine_counts, its_counts in zip(self.tally, twin.tally, strict=True):
            its_counts[:] = mine_counts
        rehearse(twin)
        return twin

    def set_clock(self, day: int) -> None:
        """Set the day, and Mesa's own clock with it."""
        self.day = day
        self.steps = day
        self.time = float(day)
        stepping: EventGenerator = self._default_schedule
        stepping.stop()
        self._default_schedule: EventGenerator = EventGenerator(
            self, self._do_step, MesaSchedule(interval=1.0, start=day + 1.0), priority=Priority.HIGH
        ).start()

    def save(self, path: str | Path) -> None:
        """Write the whole state to one file; :meth:`load` goes on from it with the same bits."""
        from simulation.state.checkpoint import save

        save(self, path)

    @classmethod
    def load(cls, path: str | Path, engine: str = "compiled", threads: int | None = None) -> MarketModel:
        """Read a model that :meth:`save` wrote.

        Raises:
            InputError: The file is missing or is not a checkpoint of this version.
        """
        from simulation.state.checkpoint import load

        return load(path, engine, threads)
