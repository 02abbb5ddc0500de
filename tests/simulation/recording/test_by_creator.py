"""The table by creator, its sums by tier and niche, and the overlap of audiences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.recording.by_creator import GROUPS, ROSTER, audience_overlap, by_channel, by_group, daily_by
from simulation.state import columns as c


def cents(dollars: float) -> int:
    return round(dollars * 100)


def test_the_table_has_a_row_for_each_creator_and_the_registrys_columns(campaign: MarketModel) -> None:
    table = campaign.by_creator()
    assert list(table.columns) == ["tier", "niche", *ROSTER]
    assert table.index.name == "creator"
    assert len(table) == len(campaign.quotes)
    assert table["tier"].tolist() == [agent.tier for agent in campaign.creator_agents]
    assert table["niche"].tolist() == [agent.niche for agent in campaign.creator_agents]
    assert table["followers"].tolist() == [agent.followers for agent in campaign.creator_agents]


def test_spend_by_creator_is_the_ledgers_and_impressions_are_the_brands(campaign: MarketModel) -> None:
    table = campaign.by_creator()
    assert sum(map(cents, table["fees"])) == campaign.ledger.fees
    assert sum(map(cents, table["hours_cost"])) == campaign.ledger.hours
    assert cents(table["fees"][1]) == 6 * (int(campaign.quotes[1]) + 1)
    measured = campaign.metrics.loc[0:]
    assert table["impressions"].sum() == measured["post_impressions"].sum()
    assert table["unfollows"].sum() == measured["unfollows"].sum()


def test_ratios_are_of_the_row_and_missing_where_nothing_was_seen(campaign: MarketModel) -> None:
    table = campaign.by_creator()
    row = table.loc[0]
    assert row["cpm"] == pytest.approx(1_000 * row["spend"] / row["impressions"])
    assert row["engagement_cost"] == pytest.approx(row["spend"] / row["engagements"])
    assert table.loc[5:, ["cpm", "engagement_cost"]].isna().all().all()


@pytest.mark.parametrize("group", GROUPS)
def test_groups_sum_to_the_whole(campaign: MarketModel, group: str) -> None:
    table = campaign.by_creator()
    groups = by_group(table, group)
    assert groups["creators"].sum() == len(table)
    assert groups["paid"].sum() == 5
    assert sum(map(cents, groups["spend"])) == campaign.ledger.fees + campaign.ledger.hours
    for name in ("followers", "posts", "impressions", "engagements", "unfollows"):
        assert groups[name].sum() == table[name].sum()
    paid = groups[groups["impressions"] > 0]
    assert paid["cpm"].to_numpy() == pytest.approx((1_000 * paid["spend"] / paid["impressions"]).to_numpy())


def test_all_tiers_are_there_and_an_unknown_group_is_refused(campaign: MarketModel) -> None:
    table = campaign.by_creator()
    assert list(by_group(table, "tier").index) == list(c.TIERS)
    with pytest.raises(InputError, match=r"'tire'.*did you mean 'tier'"):
        by_group(table, "tire")


def test_overlap_is_what_sets_of_followers_say(campaign: MarketModel) -> None:
    campaign.tables.follows.tie[campaign.tables.follows.creator == 7] &= ~c.ACTIVE
    audience = [
        {consumer for consumer in range(len(campaign.consumers.niche)) if i in campaign.consumer(consumer).follows}
        for i in range(len(campaign.quotes))
    ]
    chosen = [4, 0, 7, 2]
    overlap = audience_overlap(campaign, chosen)
    for a, i in enumerate(chosen):
        for b, j in enumerate(chosen):
            smaller = min(len(audience[i]), len(audience[j]))
            expected = len(audience[i] & audience[j]) / smaller if smaller else np.nan
            assert overlap[a, b] == pytest.approx(expected, nan_ok=True)
    assert 0 < overlap[0, 1] < 1
    assert overlap[0, 0] == 1
    assert np.isnan(overlap[2]).all()


@pytest.mark.parametrize(("creators", "what"), [([0, 8], "got 8, takes 0 to 7"), ([-1], "got -1"), ([1, 1], "twice")])
def test_creators_that_do_not_exist_have_no_overlap(campaign: MarketModel, creators: list[int], what: str) -> None:
    with pytest.raises(InputError, match=what):
        audience_overlap(campaign, creators)


def test_spend_by_channel_is_the_ledgers_and_impressions_are_those_of_the_days(campaign: MarketModel) -> None:
    table, days = by_channel(campaign), campaign.metrics.loc[0:]
    assert round(table["spend"].sum() * 100) == campaign.ledger.cost
    assert round(table.loc["broadcast", "spend"] * 100) == campaign.ledger.media
    assert table.loc["creators", "impressions"] == days["post_impressions"].sum() > 0
    assert table.loc["broadcast", "impressions"] == days["broadcast_impressions"].sum() > 0
    row = table.loc["broadcast"]
    assert row["cpm"] == pytest.approx(1_000 * row["spend"] / row["impressions"])
    assert table["refunded"].sum() == 0
    assert table.loc["search", ["spend", "impressions"]].tolist() == [0, 0]
    assert np.isnan(table.loc["conversation", "impressions"])


@pytest.mark.parametrize("group", ["channel", "tier", "niche"])
def test_days_by_group_sum_to_the_days(campaign: MarketModel, group: str) -> None:
    table, days = daily_by(campaign, group), campaign.metrics.loc[0:]
    assert table["day"].unique().tolist() == list(range(10))
    assert table["impressions"].sum() == days["impressions" if group == "channel" else "post_impressions"].sum()
    reactions = days[["likes", "comments", "shares", "messages", "saves"]].to_numpy().sum()
    assert table["engagements"].sum() == reactions > 0
    assert table["unfollows"].sum() == days["unfollows"].sum() > 0
    assert table["posts"].sum() == days["sponsored_posts"].sum() > 0
    for name in ("likes", "comments", "shares", "messages", "saves"):
        assert table[name].sum() == days[name].sum()
    ledger = campaign.ledger
    assert sum(map(cents, table["spend"])) == (ledger.cost if group == "channel" else ledger.fees + ledger.hours)
    with pytest.raises(InputError, match="did you mean 'tier'"):
        daily_by(campaign, "tiers")


def test_days_by_creator_sum_to_the_table_by_creator_and_to_the_days_by_niche(
    lively: Callable[..., MarketModel], tmp_path: Path
) -> None:
    market = lively(measurement={"creators_daily": True})
    market.run_for(4)
    market.save(tmp_path / "market.npz")
    market = MarketModel.load(tmp_path / "market.npz")
    market.run_for(6)
    days, whole = daily_by(market, "creator"), market.by_creator()
    summed = days.groupby("creator")[["impressions", "engagements", "unfollows", "posts", "spend"]].sum()
    assert len(summed) == 5
    for name in summed:
        assert summed[name].to_numpy() == pytest.approx(whole.loc[summed.index, name].to_numpy())
    assert not whole.drop(summed.index)[["impressions", "posts", "spend"]].to_numpy().any()
    assert days["engagements"].sum() == days[["likes", "comments", "shares", "messages", "saves"]].to_numpy().sum() > 0
    days["niche"] = whole["niche"][days["creator"]].to_numpy()
    by_niche = days.groupby(["day", "niche"], observed=False)["likes"].sum()
    for _, row in daily_by(market, "niche").iterrows():
        assert row["likes"] == by_niche.get((row["day"], row["niche"]), 0)


def test_days_by_creator_are_kept_only_if_asked_for_and_change_nothing(
    campaign: MarketModel, lively: Callable[..., MarketModel], tiny: Any
) -> None:
    assert campaign.log.creator_days == []
    with pytest.raises(InputError, match=r"creators_daily=true"):
        daily_by(campaign, "creator")
    kept = lively(measurement={"creators_daily": True})
    kept.run_for(10)
    assert tiny.differences(kept, campaign) == []
