"""The weekly marketing mix and the panel of people: nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.counterfactual.campaign import Worlds
from simulation.counterfactual.uplift import uplift
from simulation.errors import InputError
from simulation.evaluation.panel import people_panel, weekly_mix
from simulation.model import MarketModel
from simulation.state import columns as c


def test_weeks_are_those_of_the_measured_days_and_the_last_may_be_short(
    campaign: MarketModel, baseline: MarketModel
) -> None:
    mix = weekly_mix(campaign, baseline)
    assert mix["week"].to_list() == [0, 1]
    assert mix["days"].to_list() == [7, 3]


def test_spend_is_the_ledgers_to_the_cent(campaign: MarketModel, baseline: MarketModel) -> None:
    mix = weekly_mix(campaign, baseline)
    assert round(mix["spend"].sum() * 100) == campaign.ledger.cost
    assert round(mix["spend_broadcast"].sum() * 100) == campaign.ledger.media
    parts = [f"spend_{name}" for name in (*c.CHANNELS, *c.TIERS)]
    assert mix.select(parts).sum_horizontal().to_list() == pytest.approx(mix["spend"].to_list())
    table = campaign.by_creator()
    for tier in c.TIERS:
        assert mix[f"spend_{tier}"].sum() == pytest.approx(table.loc[table["tier"] == tier, "spend"].sum())


def test_spend_runs_as_long_as_the_campaign(campaign: MarketModel, baseline: MarketModel) -> None:
    """Advertisements are bought on day 0 for eight days: seven in the first week, one in the second."""
    mix = weekly_mix(campaign, baseline)
    assert mix["spend_broadcast"].to_list() == pytest.approx([3000.01 * 7 / 8, 3000.01 / 8], abs=0.01)


@pytest.mark.filterwarnings("ignore:brands.campaign_days")
def test_a_campaign_that_outlasts_the_measured_days_is_spent_within_them(lively: Callable[..., MarketModel]) -> None:
    start = lively(market={"days": 5})
    model, without = start.fork(), start.fork("none")
    for world in (model, without):
        world.run_for(5)
    mix = weekly_mix(model, without)
    assert mix["days"].to_list() == [5]
    assert round(mix["spend"].sum() * 100) == model.ledger.cost > 0


def test_counts_are_those_of_the_daily_metrics(campaign: MarketModel, baseline: MarketModel) -> None:
    mix, days = weekly_mix(campaign, baseline), campaign.metrics.loc[0:]
    assert mix["purchases"].to_list() == [days["purchases"].iloc[:7].sum(), days["purchases"].iloc[7:].sum()]
    assert mix["impressions_broadcast"].sum() == days["advert_impressions"].sum() > 0
    posts = mix.select([f"impressions_{tier}" for tier in c.TIERS]).sum_horizontal().sum()
    assert posts == days["post_impressions"].sum() > 0
    reactions = days[["likes", "comments", "shares", "messages", "saves"]].to_numpy().sum()
    assert mix["engagements"].sum() == reactions > 0
    assert mix["revenue"].sum() == pytest.approx(campaign.outcomes()["revenue"])


def test_the_truth_beside_is_the_difference_between_the_worlds(campaign: MarketModel, baseline: MarketModel) -> None:
    mix, truth = weekly_mix(campaign, baseline), uplift(campaign, baseline)
    assert mix["incremental_purchases"].sum() == truth.purchases.sum() * campaign.people_per_consumer > 0
    assert mix["incremental_revenue"].sum() == pytest.approx(truth.total["revenue"])


def test_what_each_part_sold_can_stand_beside(start: MarketModel) -> None:
    worlds = Worlds(start)
    without = start.fork("none")
    without.run_for(10)
    parts = worlds.parts("channel")
    mix = weekly_mix(worlds.whole, without, {part.name: worlds.without((part,)).daily for part in parts})
    for part in parts:
        sold = worlds.uplift(part).purchases.sum() * start.people_per_consumer
        assert mix[f"incremental_purchases_{part.name}"].sum() == sold


def test_the_panel_is_the_columns_of_the_people(campaign: MarketModel, baseline: MarketModel) -> None:
    panel, truth = people_panel(campaign, baseline), uplift(campaign, baseline)
    people = campaign.consumers
    assert panel.height == len(people.niche)
    assert panel["niche"][5] == campaign.consumer(5).niche
    assert panel["buyer"].to_list() == (people.rate > 0).tolist()
    assert panel["exposures"].to_list() == people.exposures[:, 0].tolist()
    assert panel["uplift_purchases"].to_list() == truth.purchases.tolist()
    assert np.array_equal(panel["uplift_trust"].to_numpy(), truth.trust)
    assert np.array_equal(panel["newly_aware"].to_numpy(), truth.newly_aware)
    assert panel.filter(~panel["buyer"])["uplift_purchases"].sum() == 0


def test_only_twins_are_compared(campaign: MarketModel, start: MarketModel) -> None:
    for table in (weekly_mix, people_panel):
        with pytest.raises(InputError, match="takes two worlds with the same day"):
            table(campaign, start)
