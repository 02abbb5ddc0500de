"""Scenarios drawn from all of the schema's ranges, and strategies with any parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

import numpy as np
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from simulation.scenario import Scenario
from simulation.scenario.brands import Management
from simulation.scenario.consumers import Consumers
from simulation.scenario.conversation import Conversation
from simulation.scenario.creators import Creators
from simulation.scenario.crises import Crises
from simulation.scenario.platform import FORMATS, Platform
from simulation.scenario.regulation import Regulation
from simulation.state.columns import CHANNELS, TIERS
from simulation.strategies.hiring import fill, offers
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.named import BUILT_IN, named
from simulation.strategies.plan import AdvertBuy, Community, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View
from tests.small_markets import NICHES

LIVELY: dict[str, dict[str, Any]] = {
    "traits": {"purchase_interval": 2.0, "interest_odds": 4.0, "category_share": 0.9, "attention": 6.0},
    "talk": {"hear": 0.7, "retell": 0.5, "mention": 0.2, "recommend": 0.8, "call_out": 0.8, "discovery": 0.6},
    "persuasion": {"awareness": 0.4, "brief": 1.0, "wear_half_life": 5.0},
    "salience": {"resting": 0.6, "lasting": 0.2, "half_life": 5.0},
    "noticing": {"post": 1.5, "trust": 0.8, "fit": 0.5, "interest": 0.5, "closeness": 0.2},
    "opinions": {"trust_concentration": 8.0, "attitude_mean": 0.1, "attitude_spread": 0.3, "users": 0.2},
    "purchase": {"heard": 0.6, "loyalty_outside": 0.2, "window_shopping": 0.1},
    "engagement": {"unfollow": 0.1, "unfollow_sponsored": 0.2},
    "creators": {"posting_rate": 1.0, "other_sponsors": 0.3, "most_posts": 3},
    "platform": {"visibility": 0.7, "share": 0.3, "comment": 1.0, "message": 0.2},
    "dealing": {
        "annoyance": 0.6,
        "quitting": 0.5,
        "bearable": 0.1,
        "price_lag": 1.0,
        "reservation": 0.0,
        "future": 1.0,
    },
    "fraud": {"accounts": 0.7, "bought": 0.3, "growth": 5.0},
    "conversation": {"threads": 0.7, "attendance": 0.2, "automation": 0.5, "noticed": 0.5, "patience": 2},
    "crises": {
        "scandal": 60.0,
        "failure": 60.0,
        "reach": 0.5,
        "publicity": 0.5,
        "cascade": 50.0,
        "monitoring": 1.0,
        "response_delay": 0,
    },
    "regulation": {"enforcement": 0.3},
    "management": {"capacity": 5.0},
}
"""Values at which much happens in a few days: drawn three times as often as values from anywhere in the range."""
GREATEST = 100.0
LEAST = 0.01
COSTLY = {"attention": 20, "most_posts": 5, "posting_rate": 2.0}
"""Upper limits for the time that an interpreted day takes."""


def ranges(part: type, busy: Mapping[str, Any], leave_out: Iterable[str] = ()) -> dict[str, st.SearchStrategy[Any]]:
    """Every plain number of a part of the scenario: mostly a lively value, else one from its whole range."""
    found: dict[str, st.SearchStrategy[Any]] = {}
    hints = get_type_hints(part, include_extras=True)
    for item in dataclasses.fields(part):
        hint = hints[item.name]
        if dataclasses.is_dataclass(hint):
            found[item.name] = st.fixed_dictionaries(ranges(hint, LIVELY.get(item.name, {})))  # type: ignore[arg-type]
            continue
        kind, *about = get_args(hint)
        if kind is bool:
            found[item.name] = st.sampled_from((True, True, True, False))
        if get_origin(kind) is Literal:
            found[item.name] = st.sampled_from(get_args(kind))
        if item.name.endswith("_day"):
            found[item.name] = st.none() | st.integers(0, 5)
        if kind not in (int, float) or item.name in leave_out:
            continue
        low, high = 0.0, float(COSTLY.get(item.name, GREATEST))
        for limit in next(a for a in about if isinstance(a, FieldInfo)).metadata:
            low = getattr(limit, "ge", low)
            low = max(getattr(limit, "gt", low), low) if not hasattr(limit, "gt") else limit.gt + LEAST
            high = min(getattr(limit, "le", high), high)
            high = min(limit.lt - LEAST, high) if hasattr(limit, "lt") else high
        anywhere = st.integers(int(low), int(high)) if kind is int else st.floats(low, high)
        default = getattr(part(), item.name)
        found[item.name] = mostly(st.just(busy.get(item.name, default)), anywhere)
    return found


def mostly[T](common: st.SearchStrategy[T], rare: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Draw from the first three times as often as from the second."""
    return st.sampled_from((common, common, common, rare)).flatmap(lambda chosen: chosen)


share = st.floats(0, 1)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any small scenario: parameters of all parts, 1 to 4 brands, 1 to 4 niches, 30 to 300 consumers, 3 to 20 creators."""
    brands = draw(st.integers(1, 4))
    niches = NICHES[: draw(st.integers(1, len(NICHES)))]

    def per_brand(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=brands, max_size=brands))

    people = draw(st.sampled_from([3e4, 1e6, 1e7]))
    campaign = draw(st.integers(2, 5))
    parts = {part: draw(st.fixed_dictionaries(made)) for part, made in RANGES.items()}
    formats = draw(st.lists(st.integers(0, 5), min_size=len(FORMATS), max_size=len(FORMATS)).filter(any))
    return Scenario.from_dict(
        {
            **{name: part for name, part in parts.items() if name != "management"},
            "market": {
                # Most are small: an interpreted day of 300 people takes a good part of a second.
                "consumers": draw(mostly(st.integers(30, 60), st.integers(30, 300))),
                "people": people,
                "burn_in": draw(st.integers(0, 2)),
                "days": campaign + draw(st.integers(0, 1)),
                "census_days": draw(st.integers(1, 3)),
                "niches": niches,
                "related": ["coffee+books"] if len(niches) > 1 else [],
                "related_similarity": draw(share),
                "unrelated_similarity": draw(share),
            },
            "creators": {**parts["creators"], "number": draw(st.integers(3, 20))},
            "platform": {
                **parts["platform"],
                "format_share": [weight / sum(formats) for weight in formats],
                "format_engagement": draw(st.lists(st.floats(0, 10), min_size=len(FORMATS), max_size=len(FORMATS))),
            },
            "brands": {
                "names": [f"brand {b}" for b in range(brands)],
                "niches": per_brand(st.sampled_from(niches)),
                "price": per_brand(st.floats(1, 100)),
                "margin": per_brand(share),
                "quality": per_brand(share),
                "appeal": per_brand(st.floats(-5, 5)),
                "awareness": per_brand(share),
                "trust": per_brand(share),
                "loyal": [value / brands for value in per_brand(share)],
                "habit": draw(share),
                "budget": people * draw(mostly(st.just(0.1), st.floats(0, 0.3))),
                "campaign_days": campaign,
                "wage": draw(st.floats(0, 50)),
                "hours_per_creator": draw(st.floats(0, 5)),
                "control": draw(share),
                "management": parts["management"],
                "rivals": [draw(st.sampled_from(sorted(BUILT_IN)))],
                "rival_budget": people * draw(st.floats(0, 0.2)),
            },
            "measurement": {"touches": draw(st.sampled_from([0, 1, 3, 8]))},
        }
    )


RANGES = {
    "consumers": ranges(Consumers, {}),
    "creators": ranges(
        Creators,
        LIVELY["creators"],
        leave_out=("followers_mu", "followers_sigma", "followers_low", "followers_high"),
    ),
    "platform": ranges(Platform, LIVELY["platform"]),
    "management": ranges(Management, LIVELY["management"], leave_out=("platform_fee",)),
    **{
        name: ranges(part, LIVELY[name])
        for name, part in (("regulation", Regulation), ("conversation", Conversation), ("crises", Crises))
    },
}

targeted = st.builds(
    HyperTargeted,
    tier=st.sampled_from(TIERS),
    posts=st.integers(1, 10),
    creators=st.none() | st.integers(1, 5),
    label=st.booleans(),
)


class EveryChannel(Strategy):
    """Buys as many impressions per follow on every channel with half of the budget, talks with people, hires a few."""

    def __init__(self, rate: float) -> None:
        """Take impressions per follow and day."""
        self.rate = rate

    def plan(self, view: View) -> Plan:
        """Buy once, in the first week."""
        impressions = self.rate * float(view.followers.sum()) * view.days_left
        buys = (AdvertBuy(impressions, view.unspent // 8, channel) for channel in CHANNELS)
        hours = min(view.unspent // 8 / max(view.wage, 1) / view.days_left * 7, 1e6) / 3
        talk = Community(hours, hours, hours, days=max(view.days_left - 1, 1))
        hired = offers(view, fill(view, np.argsort(view.quotes), view.unspent // 8, 4), label=False)
        return Plan(tuple(hired), tuple(buys), (talk,)) if view.week == 0 else Plan()


plans: st.SearchStrategy[Strategy] = (
    st.sampled_from(sorted(BUILT_IN)).map(named) | targeted | st.builds(EveryChannel, rate=st.floats(0.01, 0.5))
)
"""Any strategy that ships, one of them with any parameters; and advertisements on all channels at once."""
