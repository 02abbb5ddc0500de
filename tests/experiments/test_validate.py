"""The scorecard lives its worlds as long as the scenario says, whatever the campaign's length."""

import numpy as np
import pytest

from experiments.validation.validate import _sales
from simulation.scenario import Scenario


class Days:
    """In place of a market: counts the days that it and its twins live; sales grow with them."""

    def __init__(self, scenario, twins):
        self.scenario, self.twins, self.lived = scenario, twins, 0
        self.ledger = type("Ledger", (), {"budget": 1})()
        self.consumers = type("Consumers", (), {"purchases": np.array([[1], [2]])})()

    def fork(self, strategy, scenario=None):
        twin = Days(scenario or self.scenario, self.twins)
        self.twins.append(twin)
        return twin

    def run_for(self, days):
        self.lived += days


@pytest.mark.filterwarnings("ignore:brands.campaign_days")
@pytest.mark.parametrize(("days", "campaign"), [(30, 10), (30, 30), (30, 60)])
def test_worlds_live_the_measured_days_and_no_day_more(days, campaign):
    scenario = Scenario.from_dict({"market": {"days": days}, "brands": {"campaign_days": campaign}})
    market = Days(scenario, [])
    _sales(market)
    assert [twin.lived for twin in market.twins] == [days] * 3
