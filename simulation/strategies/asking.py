"""Asking a strategy for its plan: the answer is a plan, or the user is told where their class fails."""

from __future__ import annotations

from simulation.errors import InputError, shown
from simulation.strategies.own_code import OWN, begins, failing, file_of, is_own, said
from simulation.strategies.plan import Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

TAKES = "takes a Plan, such as Plan(adverts=[AdvertBuy(impressions=1e6, cost=100_000)]), or Plan() to buy nothing"


class PassedThroughError(Exception):
    """An error of the market's own: the strategy that asked for what cannot be told is not at fault."""


def ask(strategy: Strategy, view: View) -> Plan:
    """Return a strategy's plan.

    Raises:
        InputError: The strategy is the user's and fails, or what it returns is no plan.
    """
    kind = type(strategy)
    try:
        plan: object = strategy.plan(view)
    except (PassedThroughError, MemoryError):
        raise
    except OWN as error:
        if not is_own(kind):
            raise
        where = f"strategy {strategy.name} ({failing(error, file_of(kind))})"
        if isinstance(error, InputError):
            raise InputError(f"{where}: {error}") from None
        raise InputError(f"{where}: plan() failed with {said(error)}; {TAKES}") from error
    if not isinstance(plan, Plan):
        what = "nothing" if plan is None else f"{type(plan).__name__} {shown(plan)}"
        raise InputError(f"strategy {strategy.name} ({begins(kind.plan)}): plan() returned {what}; {TAKES}")
    return plan
