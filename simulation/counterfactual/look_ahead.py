"""The oracle: what each channel of a plan will truly add, by living the days to come without it. No brand has one."""

from __future__ import annotations

import dataclasses

from simulation.counterfactual.replay import Replay
from simulation.errors import InputError
from simulation.market_base import Market
from simulation.state.columns import PURCHASES, STUDIED, TESTABLE
from simulation.strategies.plan import Plan


def added(model: Market, brand: int, plan: Plan, days: int) -> dict[str, float]:
    """Return the purchases, in people, that each channel of a plan adds on the next days: leave-one-out.

    Twins of a market that is planning carry the plan out, and once more without each channel, plan nothing afterwards
    and are thrown away. They share every draw. The market is left as it is. A channel that the plan does not use adds
    nothing.

    Args:
        model: A market, while its brands plan.
        brand: Who asks.
        plan: Of today.
        days: How many, today included.

    Raises:
        InputError: Another brand than the studied one asks (there would be no end of oracles within oracles), or no
            campaign has begun.
    """
    if brand != STUDIED:
        raise InputError(f"oracle: got brand {model.brand_names[brand]}, takes the studied one")
    if model.campaign_day < 0:
        raise InputError(f"oracle: asked on campaign day {model.campaign_day}, takes 0 or later")
    whole = _sales(model, plan, days)
    parts = {channel: leave_out(plan, channel) for channel in TESTABLE}
    return {channel: whole - _sales(model, rest, days) if rest != plan else 0.0 for channel, rest in parts.items()}


def leave_out(plan: Plan, channel: str) -> Plan:
    """Return a plan without a channel's advertisements, or, for ``creators``, without offers."""
    if channel == "creators":
        return dataclasses.replace(plan, offers=())
    return dataclasses.replace(plan, adverts=tuple(buy for buy in plan.adverts if buy.channel != channel))


def _sales(model: Market, plan: Plan, days: int) -> float:
    """Return the purchases of a twin's next days, in people."""
    with model.fork(Replay({max(model.campaign_day, 0) // 7: plan})) as twin:
        twin.live_on_from_planning(days)
        sold = sum(int(counts[STUDIED, PURCHASES]) for counts in twin.history.brand[-days:])
    return sold * model.people_per_consumer
