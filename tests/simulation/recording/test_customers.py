"""What customers cost and are worth."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.counterfactual.uplift import incremental_acquisition_cost
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.recording.customers import (
    acquisition_cost,
    earned_media_value,
    lifetime_value,
    new_buyers,
    trust_quantiles,
)
from simulation.state import columns as c


def test_who_was_a_customer_is_no_new_buyer(campaign: MarketModel) -> None:
    bought = campaign.consumers.purchases[:, 0] > 0
    known = campaign.log.was_customer(len(bought))
    assert new_buyers(campaign) == (bought & ~known).sum() * campaign.people_per_consumer > 0
    campaign.log.customers = np.packbits(bought)
    assert new_buyers(campaign) == 0
    assert np.isnan(acquisition_cost(campaign))


def test_the_dashboard_divides_the_cost_by_all_new_buyers_and_truth_by_those_won(
    campaign: MarketModel, baseline: MarketModel
) -> None:
    cost, won = campaign.ledger.cost / 100, new_buyers(campaign) - new_buyers(baseline)
    assert won > 0
    assert acquisition_cost(campaign) == pytest.approx(cost / new_buyers(campaign))
    assert incremental_acquisition_cost(campaign, baseline) == pytest.approx(cost / won)
    assert acquisition_cost(campaign) < incremental_acquisition_cost(campaign, baseline)


def test_a_campaign_that_wins_nobody_has_no_acquisition_cost(baseline: MarketModel) -> None:
    assert np.isnan(incremental_acquisition_cost(baseline, baseline))


def test_truth_takes_twins_only(campaign: MarketModel, start: MarketModel) -> None:
    with pytest.raises(InputError, match="same day"):
        incremental_acquisition_cost(campaign, start)


def test_a_customer_who_comes_back_half_the_time_is_worth_two_purchases(campaign: MarketModel) -> None:
    bought = campaign.consumers.purchases[:, 0]
    bought[:] = 0
    assert np.isnan(lifetime_value(campaign)), "nobody bought"
    bought[:4] = [1, 2, 5, 1]
    price, margin = (campaign.scenario.per_brand(name)[0] for name in ("price", "margin"))
    assert lifetime_value(campaign) == pytest.approx(2 * price * margin)
    bought[:4] = 2
    assert np.isnan(lifetime_value(campaign)), "all of them came back"


def test_earned_media_value_is_impressions_at_a_price(campaign: MarketModel) -> None:
    days = campaign.metrics.loc[0:]
    heard = (days["post_impressions"] + days["heard_positive"] + days["heard_negative"]).sum()
    assert heard > days["post_impressions"].sum() > 0
    assert earned_media_value(campaign, cpm=2.0) == pytest.approx(heard / 500)
    assert earned_media_value(campaign) == pytest.approx(heard * 8.5 / 1_000)


def test_quantiles_of_trust_are_of_those_who_knew_the_brand_when_the_campaign_began(campaign: MarketModel) -> None:
    consumers = campaign.consumers
    assert (consumers.aware[:, 0] > consumers.knew[:, 0]).any()
    consumers.knew[:, 0] = 0
    assert np.isnan(trust_quantiles(campaign)).all()
    consumers.knew[:3, 0] = 1
    consumers.trust[:3, 0] = [0.25, 1.0, 0.5]
    consumers.trust[3:, 0] = 0.9
    assert trust_quantiles(campaign, (0.0, 0.5, 1.0)).tolist() == [0.25, 0.5, 1.0]


def test_the_outcomes_have_these_figures(campaign: MarketModel) -> None:
    outcomes = campaign.outcomes()
    assert outcomes["new_buyers"] == new_buyers(campaign)
    assert outcomes["acquisition_cost"] == acquisition_cost(campaign)
    assert outcomes["lifetime_value"] == lifetime_value(campaign)
    assert outcomes["earned_media_value"] == earned_media_value(campaign)
    low, median, high = (outcomes[f"brand_trust_p{k}"] for k in (10, 50, 90))
    assert low < median < high
    assert c.STUDIED == 0
