"""What a replay of a brand's campaign shows: a plan of the brand in one of the worlds that its own numbers fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.own_brand.answering.chosen_plans import chosen
from experiments.own_brand.answering.evidence.weighing import load_or_weigh
from experiments.own_brand.answering.plans import BEST, NOTHING, plans_of
from experiments.own_brand.fitting.fit import load_or_fit
from experiments.own_brand.reading.folder import read_brand
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.scenario import PARTS, Scenario
from simulation.strategies.named import restore

if TYPE_CHECKING:
    from experiments.command.command import Job


def film_of(job: Job, most_people: int, most_days: int) -> tuple[MarketModel, str]:
    """Return the market of the job's brand at its beginning, and the name of the plan that lives in it.

    Args:
        job: Names the brand; ``effort.plans`` or ``effort.splits`` say which plan, the first of them is shown.
        most_people: Of the market: the same market with fewer simulated people, where there were more.
        most_days: Of the film; later ones are left out.

    Raises:
        InputError: There is no brand or no plan of that name, or the brand's numbers cannot be fitted.
    """
    assert job.settings.brand is not None, "the command names one"
    brand = read_brand(job.settings.brand, job.settings.skip_bad)
    effort = job.settings.effort
    plans, _ = chosen(brand, plans_of(brand), effort.plans, effort.splits)
    plan = next((plan for plan in plans.plans if plan.name != NOTHING), None)
    if plan is None:
        raise InputError(f"effort.plans: got '{BEST}' alone, takes a plan that is known before anything is run")
    fitted = load_or_weigh(brand, load_or_fit(brand, job), job).fitted
    world = fitted.overrides(0)  # by evidence the first is the one with messages of middling strength
    scenario = Scenario().with_values({name: value for name, value in world.items() if name.partition(".")[0] in PARTS})
    market = scenario.market
    fewer = {"market.consumers": min(market.consumers, most_people), "market.days": min(market.days, most_days)}
    model = MarketModel(scenario.with_values(fewer), restore(plan.strategy), fitted.seed, threads=1)
    return model, f"{brand.answers.name}, {plan.name}"
