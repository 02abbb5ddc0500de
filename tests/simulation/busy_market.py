"""A busy market in which every parameter has something to act on, and another value of each parameter."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.state.columns import CHANNELS
from simulation.strategies import AdvertBuy, Community, Offer, Plan, Strategy, View


class Busy(Strategy):
    """Hires whom it can pay, with live posts among them, advertises on every channel, talks with people."""

    def plan(self, view: View) -> Plan:
        """Plan in both weeks."""
        left, offers = view.unspent // 3, []
        for i in np.argsort(view.quotes).tolist():
            if view.hiring(3, int(view.quotes[i])) <= left and i not in view.hired:
                offers.append(Offer(i, 3, int(view.quotes[i]), interactive=0.5))
                left -= view.hiring(3, int(view.quotes[i]))
        adverts = tuple(AdvertBuy(4e5, view.unspent // 30, channel) for channel in CHANNELS)
        return Plan(tuple(offers), adverts, (Community(60.0, 6.0, 4.0, days=min(6, view.days_left)),))


BUSY: dict[str, Any] = {
    "market": {"consumers": 150, "people": 1.5e5, "days": 16, "census_days": 2},
    "brands": {
        "campaign_days": 15,
        "budget": 2e5,
        "hours_per_creator": 10.0,
        "management": {"capacity": 12.0},
        "rivals": ["top_fit"],
        "price": [33.0, 30.0],
    },
    "consumers": {
        "talk": {"hear": 0.6, "retell": 0.5, "mention": 0.2, "call_out": 0.8, "discovery": 0.5},
        "salience": {"resting": 0.6, "lasting": 0.2, "half_life": 5.0, "forgotten": 20.0},
        "noticing": {"post": 1.5, "trust": 0.8, "fit": 0.5, "interest": 0.5, "closeness": 0.2},
        "opinions": {"trust_concentration": 8.0, "attitude_mean": 0.1, "attitude_spread": 0.3, "users": 0.2},
        "persuasion": {"awareness": 0.4, "wear_half_life": 30.0},
        "purchase": {"heard": 0.6, "loyalty_outside": 0.2, "window_shopping": 0.1},
        "recognition": {"base": -1.0},
        "engagement": {"unfollow": 0.05, "unfollow_sponsored": 0.1},
    },
    "platform": {"share": 0.3, "comment": 0.4, "message": 0.2, "segment_accuracy": 0.6, "retargeting_window": 5},
    "creators": {
        "posting_rate": 1.5,
        "other_sponsors": 0.3,
        "disclosure_share": 0.35,
        "dealing": {
            "enabled": True,
            "reservation": 0.05,
            "caution": 0.1,
            "annoyance": 0.4,
            "tolerance": 0.3,
            "quitting": 1.0,
            "bearable": 0.1,
            "price_lag": 1.0,
        },
        "fraud": {"enabled": True, "accounts": 0.7, "bought": 0.2, "growth": 5.0, "most": 0.9},
    },
    "regulation": {"disclosure": "hashtag", "enforcement": 0.4, "fine": 2.0, "fine_share": 0.1, "brand_fine": 9.0},
    "conversation": {"enabled": True, "attendance": 0.2, "threads": 0.6, "noticed": 0.5, "automation": 0.3},
    "crises": {
        "enabled": True,
        "scandal": 40.0,
        "failure": 40.0,
        "reach": 0.5,
        "cascade": 40.0,
        "monitoring": 0.9,
        "response_delay": 0,
        "publicity": 0.3,
        "gossip": 0.5,
    },
    "measurement": {"touches": 60, "click": [0.1, 0.1, 0.3, 0.1, 0.2], "view_lookback": 2.0},
}
"""Much happens in it, so that every parameter has something to act on."""

TALKATIVE: dict[str, Any] = {"brands": {"awareness": [0.9]}, "platform": {"comment": 3.0, "message": 3.0}}
ELSEWHERE: dict[str, dict[str, Any]] = {
    "regulation.platform_label": {"regulation": {"disclosure": "platform_label"}},
    "regulation.opted_in": {"regulation": {"disclosure": "opt_in"}},
    "brands.management.platform_hours": {"brands": {"management": {"mode": "platform", "platform_fee": 500.0}}},
    "brands.management.platform_fee": {"brands": {"management": {"mode": "platform", "platform_fee": 500.0}}},
    "brands.management.agency_hours": {"brands": {"management": {"mode": "agency"}}},
    "brands.management.agency_share": {"brands": {"management": {"mode": "agency"}}},
    "crises.denial": {"crises": {"response": "denial"}},
    "crises.exposed": {"crises": {"response": "denial", "failure": 365.0, "fading": 1.0}},
    "conversation.closeness": {"conversation": {"automation": 0.0, "replies_per_hour": 500.0}, **TALKATIVE},
    "conversation.insulted": {"conversation": {"automation": 1.0}, **TALKATIVE},
    "conversation.noticed": {"conversation": {"automation": 1.0}, **TALKATIVE},
    "crises.cascade": {"crises": {"scandal": 0.0, "failure": 0.0}},
    "creators.fraud.growth": {  # the small creators whom it pays for have bought more followers than others
        "brands": {"budget": 3e4, "rivals": ["none"]},
        "creators": {"fraud": {"size": -2.0}},
    },
    "creators.dealing.caution": {  # about as much to lose as to win, and no fine that outweighs it
        "regulation": {"disclosure": "none", "prudence": 0.1},
        "consumers": {"engagement": {"unfollow_sponsored": 0.2}},
        "creators": {"dealing": {"caution": 1.0}},
    },
    "regulation.temptation": {"regulation": {"enforcement": 0.05}},
    "creators.dealing.bearable": {"creators": {"other_sponsors": 0.9}},
    "creators.dealing.quitting": {"creators": {"other_sponsors": 0.9}},
    "creators.dealing.neglect": {"brands": {"management": {"capacity": 1.0}}},
    "measurement.code_late": {"measurement": {"lookback": 2.0}},
    "brands.subscription.churn": {"brands": {"subscription": {"enabled": True, "period": 4}}},
}
"""What else is needed for a parameter to act."""

OTHERS: dict[str, Any] = {
    "market.niche_shares": [0.4, 0.3, 0.2, 0.1],
    "brands.rivals": ["celebrity"],
    "brands.management.capacity": 2.0,
    "crises.scandal_day": 4,
    "crises.failure_day": 4,
    "platform.format_share": [0.1, 0.1, 0.2, 0.5, 0.1],
    "crises.cascade": 0.1,
    "crises.exposed": 1.0,
    "conversation.advice_per_hour": 1000.0,
    "conversation.closeness": 0.9,
    "conversation.noticed": 0.0,
    "conversation.patience": 1,
    "creators.use_share": 0.0,
    "creators.dealing.bearable": 0.95,
    "creators.dealing.quitting": 0.0,
    "creators.dealing.tolerance": 0.01,
    "creators.fraud.growth": 50.0,
    "measurement.code_late": 1.0,
    "measurement.lookback": 1.0,
    "measurement.leave_one_out": 1,
    "measurement.view": [0.5] * 5,
    "market.niches": ["coffee", "books", "fashion", "travel"],
    "market.related": ["coffee+fashion"],
    "graph.source": "edge_list",
    "graph.path": "elsewhere.csv",
    "graph.directed": True,
    "graph.format": "edges",
    "graph.columns": ["1", "2"],
    "graph.separator": ",",
    "graph.header": True,
    "brands.names": ["Alder", "Beech"],
    "brands.niches": ["coffee", "books"],
    "creators.number": 7,
    "brands.subscription.churn": 0.9,
    "creators.roster.handles": ["@anna"],
    "creators.roster.followers": [5_000.0],
    "creators.roster.fee": [90.0],
    "creators.roster.niches": ["coffee"],
    "creators.roster.reach": [800.0],
    "creators.roster.bought": [0.1],
}
"""Values to change to where half, twice or the middle of the range will not do."""
