"""What is shown of a market: the daily series and the outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.counterfactual.uplift import uplift
from simulation.model import MarketModel
from simulation.recording.metrics import OUTCOMES, SERIES
from simulation.recording.outcomes import outcomes, ratio
from simulation.recording.series import daily
from simulation.state import columns as c
from simulation.strategies.hyper_targeted import HyperTargeted
from tests.plain_world import plain


@pytest.fixture(scope="module")
def market(tiny: Any) -> MarketModel:
    """A market after a campaign with creators."""
    made: MarketModel = tiny.market(
        HyperTargeted(tier="nano"),
        market={"burn_in": 4, "days": 12},
        consumers={"talk": {"hear": 0.8, "recommend": 1.0}, "persuasion": {"awareness": 0.5}},
    )
    made.run_for(16)
    return made


@pytest.mark.parametrize("registry", [SERIES, OUTCOMES])
def test_every_metric_has_a_unit_a_direction_and_a_definition(registry: Any) -> None:
    for name, metric in registry.items():
        assert metric.name == name
        assert metric.unit
        assert metric.better in ("higher", "lower", "neither")
        assert metric.definition.endswith(".")


def test_the_series_has_the_registrys_columns_and_a_row_a_day(market: MarketModel) -> None:
    frame = market.metrics
    assert list(frame.columns) == list(SERIES)
    assert frame.index.name == "day"
    assert frame.index.tolist() == list(range(-4, 12))


def test_counts_in_the_series_are_in_people(market: MarketModel) -> None:
    frame, people = market.metrics, market.people_per_consumer
    assert frame["purchases"].tolist() == (market.history.purchases(0) * people).tolist()
    assert frame["purchases"].sum() > 0
    assert (frame["impressions"] == frame["post_impressions"] + frame["advert_impressions"]).all()
    assert frame["post_impressions"].sum() > 0
    assert frame.loc[:-1, "post_impressions"].sum() == 0, "no campaign in the burn-in"


def test_what_people_thought_is_there_on_census_days_and_missing_between_them(market: MarketModel) -> None:
    frame = market.metrics
    asked = set(market.log.census)
    for name in (
        "brand_trust",
        "attitude",
        "brand_trust_aware",
        "attitude_aware",
        "awareness",
        "loyalty",
        "feed_load",
        "knowledge",
        "creator_trust",
    ):
        assert set(frame.index[frame[name].notna()]) == asked, name


def test_another_brands_series_can_be_had(market: MarketModel) -> None:
    other = daily(market, brand=1)
    assert other["purchases"].tolist() == (market.history.purchases(1) * market.people_per_consumer).tolist()
    assert other["post_impressions"].sum() == 0


def test_a_market_that_has_not_lived_has_an_empty_series(tiny: Any) -> None:
    frame = tiny.market().metrics
    assert list(frame.columns) == list(SERIES)
    assert len(frame) == 0


def test_outcomes_are_those_of_the_registry(market: MarketModel) -> None:
    assert list(market.outcomes()) == list(OUTCOMES)
    assert all(isinstance(value, float) for value in market.outcomes().values())


def test_money_in_the_outcomes_adds_up(market: MarketModel) -> None:
    found = market.outcomes()
    price, margin = market.scenario.per_brand("price")[0], market.scenario.per_brand("margin")[0]
    assert found["cost"] == pytest.approx(found["fees"] + found["media"] + found["hours_cost"])
    assert found["cost"] + found["unspent"] == pytest.approx(market.scenario.brands.budget)
    assert found["cost"] == market.ledger.cost / 100 > 0
    assert found["revenue"] == pytest.approx(found["purchases"] * price)
    assert found["profit"] == pytest.approx(found["revenue"] * margin - found["cost"])


def test_outcomes_follow_from_people_and_counts(market: MarketModel) -> None:
    found, people, counts = market.outcomes(), market.consumers, market.history.measured(0)
    bought, met = people.purchases[:, 0], people.exposures[:, 0] > 0
    each = market.people_per_consumer
    assert found["reach"] == met.sum() * each > 0
    assert found["purchases"] == bought.sum() * each
    assert found["penetration"] == pytest.approx((bought > 0).mean())
    assert found["conversion"] == pytest.approx((bought[met] > 0).mean())
    assert found["loyalty"] == pytest.approx((bought > 1).sum() / (bought > 0).sum())
    assert found["impressions"] == (counts[c.POST_IMPRESSIONS] + counts[c.ADVERT_IMPRESSIONS]) * each
    assert found["frequency"] == pytest.approx(found["impressions"] / found["reach"])
    assert found["waste"] == pytest.approx(counts[c.WASTED_IMPRESSIONS] * each / found["impressions"])
    assert found["engagement"] * counts[c.POST_IMPRESSIONS] == pytest.approx(
        counts[[c.LIKES, c.COMMENTS, c.SHARES, c.MESSAGES, c.SAVES]].sum()
    )
    good, bad = counts[c.HEARD_POSITIVE], counts[c.HEARD_NEGATIVE]
    assert found["sentiment"] == pytest.approx((good - bad) / (good + bad))
    assert found["awareness"] == pytest.approx((people.aware[:, 0] > 0).mean())
    for group, name in ((people.knew, ""), (people.aware, "_aware")):
        asked = group[:, 0] > 0
        assert found[f"brand_trust{name}"] == pytest.approx(people.trust[asked, 0].mean(), rel=1e-5)
        assert found[f"attitude{name}"] == pytest.approx(people.attitude[asked, 0].mean(), abs=1e-6)


def test_a_campaign_that_only_makes_a_brand_known_changes_awareness_and_no_trust(tiny: Any) -> None:
    """Who knew the brand keeps a trust of 0.7 and no attitude; who comes to know it starts with another trust."""
    parts = plain(
        market={"consumers": 300, "days": 10},
        brands={"awareness": [0.3], "loyal": [0.0]},
        consumers={
            "persuasion": {"awareness": 0.8, "gain": 0.0},
            "talk": {"hear": 0.0},
            "traits": {"category_share": 0.0},
        },
    )
    market = tiny.market(**parts)
    market.run_burn_in()
    people = market.consumers
    people.trust[people.aware[:, 0] != 0, 0] = 0.7
    market.tables.brands.reputation[0] = 0.2
    with_, without = market.fork("broadcast"), market.fork("none")
    with_.run_for(10)
    without.run_for(10)
    one, other = with_.outcomes(), without.outcomes()
    assert one["brand_trust"] == other["brand_trust"] == pytest.approx(0.7)
    assert one["attitude"] == other["attitude"] == 0
    assert [one[f"brand_trust_p{k}"] for k in (10, 50, 90)] == pytest.approx([0.7] * 3)
    assert one["awareness"] > other["awareness"] + 0.1
    assert one["brand_trust_aware"] < 0.65, "the mean of all who know the brand moves by who they are"


def test_the_change_of_trust_is_the_truth_of_the_people_who_knew_the_brand(tiny: Any) -> None:
    market = tiny.market(
        market={"consumers": 300, "days": 10},
        brands={"awareness": [0.4]},
        consumers={"persuasion": {"awareness": 0.5}, "recognition": {"base": 2.0}, "trust": {"association": 0.5}},
    )
    market.run_burn_in()
    with_, without = market.fork("hyper_targeted"), market.fork("none")
    with_.run_for(10)
    without.run_for(10)
    one, other, knew = with_.outcomes(), without.outcomes(), market.fork()
    knew.run_for(1)
    group = knew.consumers.knew[:, 0] > 0
    assert (with_.consumers.knew[:, 0] > 0).tolist() == (without.consumers.knew[:, 0] > 0).tolist() == group.tolist()
    truth = uplift(with_, without).trust[group].astype(np.float64)
    assert one["brand_trust"] - other["brand_trust"] == pytest.approx(truth.mean(), abs=1e-7)
    assert np.count_nonzero(truth) > 20


def test_counts_agree_between_series_and_outcomes(market: MarketModel) -> None:
    found, frame = market.outcomes(), market.metrics.loc[0:]
    # The loyalty of the series is the habit of the outcomes; a mean response time is neither a sum nor the last.
    for name in (set(SERIES) & set(OUTCOMES)) - {"loyalty", "response_time"}:
        if frame[name].notna().all():
            assert found[name] == pytest.approx(frame[name].sum()), name
        else:
            assert found[name] == pytest.approx(frame[name].dropna().iloc[-1], nan_ok=True), name
    assert found["habit"] == pytest.approx(frame["loyalty"].dropna().iloc[-1])


def test_everybody_reached_was_newly_reached_once(market: MarketModel) -> None:
    assert market.metrics.loc[0:, "newly_reached"].sum() == market.outcomes()["reach"]


def test_a_market_without_a_campaign_reaches_nobody_and_its_ratios_are_missing(tiny: Any) -> None:
    market = tiny.market()
    market.run_for(6)
    found = market.outcomes()
    assert (found["reach"], found["cost"], found["impressions"]) == (0, 0, 0)
    for name in ("waste", "conversion", "frequency", "engagement"):
        assert np.isnan(found[name]), name


def test_outcomes_of_a_market_that_has_not_lived_ask_people_on_the_spot(tiny: Any) -> None:
    found = outcomes(tiny.market())
    assert found["purchases"] == 0
    assert 0 < found["awareness"] < 1


def test_what_was_said_and_trust_in_those_hired_follow_from_counts_and_follows(market: MarketModel) -> None:
    found, counts, follows = market.outcomes(), market.history.measured(0), market.tables.follows
    bad = counts[c.UNFRIENDLY_COMMENTS] + counts[c.COMPLAINTS] + counts[c.CALL_OUTS]
    good = counts[c.COMMENTS] - counts[c.UNFRIENDLY_COMMENTS] + counts[c.RECOMMENDATIONS]
    assert found["said"] == pytest.approx((good - bad) / (good + bad))
    hired = {deal.creator for deal in market.history.deals if deal.brand == 0 and deal.taken}
    caught = set(np.flatnonzero(market.log.creator[:, c.STUDIED_CAUGHT]).tolist())
    assert caught <= hired
    assert found["creators_caught"] == len(caught)
    for name, of in (("trust_hired", hired), ("trust_caught", caught)):
        rows = [e for e, i in enumerate(follows.creator.tolist()) if i in of and follows.tie[e] & c.ACTIVE]
        trust = [float(follows.alpha[e]) / float(follows.alpha[e] + follows.beta[e]) for e in rows]
        assert found[name] == (pytest.approx(np.mean(trust)) if trust else pytest.approx(np.nan, nan_ok=True))


def test_a_share_of_nothing_is_no_number() -> None:
    assert ratio(1, 4) == 0.25
    assert np.isnan(ratio(0, 0))
