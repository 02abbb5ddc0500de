"""Every mechanism can be switched off, most by one parameter. Off is exactly without it: its other parameters are dead.

Each row: the switch, and other parameters of the mechanism. With the switch off they change no bit; with it on they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from simulation.model import MarketModel
from simulation.strategies import Community, Offer, Plan, Strategy, View


class Busy(Strategy):
    """Hires everybody who can be paid, with half of the posts live and tight briefs, and talks with people."""

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        left, offers = view.unspent // 2, []
        for i in range(len(view.quotes)):
            if view.hiring(3, int(view.quotes[i])) <= left:
                offers.append(Offer(i, 3, int(view.quotes[i]), control=0.8, interactive=0.5))
                left -= view.hiring(3, int(view.quotes[i]))
        return Plan(tuple(offers), community=(Community(20.0, 20.0, 20.0, automation=0.5),))


LIVELY: dict[str, Any] = {
    "market": {"consumers": 150, "people": 1.5e5, "days": 16},
    "brands": {
        "campaign_days": 14,
        "budget": 2e5,
        "hours_per_creator": 10.0,
        "management": {"capacity": 4.0},
        "rivals": ["hyper_targeted"],
    },
    "consumers": {
        "talk": {"hear": 0.6, "retell": 0.5, "mention": 0.2, "call_out": 0.8, "discovery": 0.5},
        "persuasion": {"awareness": 0.4},
        "recognition": {"base": -1.0},
        "salience": {"forgotten": 20.0},
    },
    "platform": {"share": 0.3, "comment": 0.4, "message": 0.2},
    "creators": {
        "posting_rate": 1.5,
        "other_sponsors": 0.5,
        "dealing": {
            "enabled": True,
            "reservation": 0.05,
            "load_loss": 0.0,
            "annoyance": 0.7,
            "quitting": 1.0,
            "bearable": 0.1,
            "price_lag": 1.0,
        },
        "fraud": {"enabled": True, "accounts": 0.7, "bought": 0.3, "growth": 5.0},
    },
    "regulation": {"disclosure": "opt_in", "enforcement": 0.5},
    "conversation": {"enabled": True, "attendance": 0.2, "threads": 0.6, "noticed": 0.5},
    "crises": {"enabled": True, "scandal": 30.0, "failure": 30.0, "reach": 0.6, "cascade": 50.0, "monitoring": 1.0},
}

SWITCHES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "creators' decisions": (
        {"creators": {"dealing": {"enabled": False}}},
        {"creators": {"dealing": {"reservation": 0.9, "annoyance": 5.0, "future": 300.0, "price_lag": 4.0}}},
    ),
    "the income effect": (
        {"creators": {"dealing": {"income": 0.0}}},
        {"creators": {"dealing": {"most_sold": 0.0}}},
    ),
    "quitting": (
        {"creators": {"dealing": {"quitting": 0.0}}},
        {"creators": {"dealing": {"bearable": 0.9}}},
    ),
    "creators' weighing of labels": (
        {"creators": {"dealing": {"caution": 0.0}}, "regulation": {"disclosure": "none"}},
        {"regulation": {"temptation": 0.0, "prudence": 1.0}},
    ),
    "bought followers": (
        {"creators": {"fraud": {"enabled": False}}},
        {"creators": {"fraud": {"accounts": 1.0, "bought": 0.5, "growth": 50.0, "engagement": 1.0}}},
    ),
    "the managers' queue": (
        {"brands": {"management": {"capacity": None}}},
        {"brands": {"management": {"thin": 1.0}}, "creators": {"dealing": {"neglect": 5.0}}},
    ),
    "rules on labels": (
        {"regulation": {"disclosure": "none"}},
        {"regulation": {"enforcement": 1.0, "fine": 9e5, "opted_in": 0.9, "platform_label": 9.0}},
    ),
    "conversation": (
        {"conversation": {"enabled": False}},
        {
            "conversation": {
                "reply": 0.9,
                "silence": 0.5,
                "attendance": 0.9,
                "advice": 0.9,
                "forum": 0.9,
                "threads": 1.0,
            }
        },
    ),
    "crises": (
        {"crises": {"enabled": False}},
        {"crises": {"scandal": 300.0, "failure": 300.0, "harm": 0.9, "failure_day": 3, "scandal_day": 2}},
    ),
    "rivals' campaigns": (
        {"brands": {"rivals": ["none"]}},
        {"brands": {"rival_budget": 5e5}},
    ),
    "forgetting of brands": (
        {"consumers": {"salience": {"forgotten": 0.0}}},
        {"brands": {"upkeep": [0.0]}},
    ),
    "word of mouth": (
        {"consumers": {"talk": {"hear": 0.0}}},
        {"consumers": {"talk": {"influence": 0.9, "credibility": 0.9, "retell": 1.0, "discovery": 1.0}}},
    ),
    "trust in creators": (
        {"consumers": {"trust": {"gain": 0.0, "record": 0.0}}},  # a record is what was gained before
        {"consumers": {"trust": {"asymmetry": 6.0, "misfit": 1.0, "betrayal": 10.0}}},
    ),
}


def lived(tiny: Any, *layers: Mapping[str, Any]) -> MarketModel:
    """A market that has lived its days under all these layers of parameters."""
    parts: dict[str, Any] = {}
    for layer in (LIVELY, *layers):
        parts = merged(parts, layer)
    market: MarketModel = tiny.market(Busy(), **parts)
    market.run_for(18)
    return market


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(under)
    for name, value in over.items():
        made[name] = merged(made.get(name, {}), value) if isinstance(value, Mapping) else value
    return made


@pytest.mark.parametrize("mechanism", SWITCHES)
def test_switched_off_is_exactly_without_it(tiny: Any, mechanism: str) -> None:
    off, others = SWITCHES[mechanism]
    without, changed = lived(tiny, off), lived(tiny, off, others)
    if mechanism == "rivals' campaigns":  # the budget itself is written in the journal
        changed.journal.budgets[1] = without.journal.budgets[1]
    assert tiny.differences(without, changed) == []
    assert tiny.differences(lived(tiny), lived(tiny, others)) != [], (
        "its parameters change nothing when it is on either"
    )
