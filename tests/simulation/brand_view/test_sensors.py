"""Sensors: what they catch of the touches that were, and what they make up."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulation.brand_view import attribution
from simulation.brand_view.sensors import SENSORS, Journeys, readiness_to_click, sense
from simulation.brand_view.touch_log import read_touches
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.scenario.measurement import Measurement
from simulation.state.columns import CHANNELS, PURCHASED, STUDIED
from simulation.strategies.plan import AdvertBuy, Offer, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

ALL, NONE = [1.0] * 5, [0.0] * 5
PERFECT = Measurement(
    consent=1.0,
    view=ALL,
    lookback=10_000.0,
    view_lookback=10_000.0,
    code_used=1.0,
    code_late=1.0,
    code_leaked=0.0,
    survey_response=1.0,
    survey_bias=0.0,
)


class Everything(Strategy):
    """Four creators and all channels."""

    def plan(self, view: View) -> Plan:
        if view.week:
            return Plan()
        offers = tuple(Offer(i, 4, int(view.quotes[i])) for i in range(4))
        return Plan(offers, tuple(AdvertBuy(2e5, 100_000, channel) for channel in CHANNELS))


@pytest.fixture(scope="module")
def market(lively: Callable[..., MarketModel]) -> MarketModel:
    model = lively(measurement={"touches": 100}, brands={"budget": 4e6, "awareness": [0.4]}).fork(Everything())
    model.run_for(10)
    return model


def but(**changes: Any) -> Measurement:
    return dataclasses.replace(PERFECT, **changes)


def credited(journeys: Journeys, channel: str) -> float:
    table = attribution.attribute(journeys.paths, "last").set_index("channel")["conversions"]
    return float(table.get(channel, 0.0))


def each(journeys: Journeys) -> list[tuple[int, list[str], float]]:
    """Person, path and conversions of every journey."""
    paths = journeys.paths
    return [
        (
            int(journeys.person[k]),
            [paths.channels[t] for t in paths.touch[paths.first[k] : paths.first[k + 1]]],
            float(paths.conversions[k]),
        )
        for k in range(len(paths.conversions))
    ]


@pytest.mark.parametrize("sensor", SENSORS)
@pytest.mark.parametrize("quality", [PERFECT, Measurement(), but(consent=0.0, survey_response=0.0, code_used=0.0)])
@pytest.mark.parametrize("by", ["channel", "creator"])
def test_what_was_sold_is_known_whatever_the_sensor(market: MarketModel, sensor: str, quality: Any, by: Any) -> None:
    paths = sense(market, sensor, by, quality).paths
    assert paths.conversions.sum() == pytest.approx(market.outcomes()["purchases"], rel=1e-12)
    assert paths.value is not None
    assert paths.value.sum() == pytest.approx(market.outcomes()["revenue"], rel=1e-6)


def test_perfect_links_see_all_that_a_person_met_before_each_purchase(market: MarketModel) -> None:
    log, journeys = read_touches(market), sense(market, "links", "creator", PERFECT)
    seen = {c: [] for c in range(200)}  # type: dict[int, list[str]]
    expected = []
    for person, source in zip(log.person.tolist(), log.source.tolist(), strict=True):
        if source == PURCHASED:
            expected.append((person, seen[person] or ["direct"], market.people_per_consumer))
        else:
            name = f"creator {source}" if source >= 0 else CHANNELS[-1 - source]
            seen[person] = [*seen[person], name]
    assert [journey for journey in each(journeys) if journey[2] > 0] == expected
    assert len(expected) > 50


def test_who_has_not_bought_since_a_touch_is_a_journey_that_did_not_convert(market: MarketModel) -> None:
    log, journeys = read_touches(market), sense(market, "links", "channel", PERFECT)
    last = {c: None for c in range(200)}  # type: dict[int, int | None]
    for person, source in zip(log.person.tolist(), log.source.tolist(), strict=True):
        last[person] = source
    waiting = sorted(c for c, source in last.items() if source not in (None, PURCHASED))
    assert [c for c, _, conversions in each(journeys) if conversions == 0] == waiting
    assert journeys.paths.nulls.sum() == len(waiting) * market.people_per_consumer > 0


def test_without_consent_all_is_direct(market: MarketModel) -> None:
    journeys = sense(market, "links", "channel", but(consent=0.0))
    assert {tuple(path) for _, path, _ in each(journeys)} == {("direct",)}


def test_consent_is_a_persons_own_and_as_frequent_as_it_should_be(market: MarketModel) -> None:
    seen = {c for c, path, _ in each(sense(market, "links", "channel", but(consent=0.5))) if path != ["direct"]}
    whole = {c for c, path, _ in each(sense(market, "links", "channel", PERFECT)) if path != ["direct"]}
    more = {c for c, path, _ in each(sense(market, "links", "channel", but(consent=0.8))) if path != ["direct"]}
    assert seen < more < whole
    assert 0.35 < len(seen) / len(whole) < 0.65


@pytest.mark.parametrize("days", [0, 2])
def test_a_window_cuts_off_what_was_earlier(market: MarketModel, days: int) -> None:
    narrow = sense(
        market, "links", "creator", but(click=ALL, click_shape=0.0, lookback=float(days), view_lookback=0.0)
    ).paths
    wide = sense(market, "links", "creator", PERFECT).paths
    assert narrow.days is not None
    assert wide.days is not None
    assert narrow.days.max() <= days < wide.days.max()
    converting = np.repeat(wide.conversions > 0, wide.length)
    kept = np.count_nonzero(converting & (wide.days <= days) & (np.array(wide.channels)[wide.touch] != "direct"))
    there = np.repeat(narrow.conversions > 0, narrow.length) & (np.array(narrow.channels)[narrow.touch] != "direct")
    assert np.count_nonzero(there) == kept > 0


def test_readiness_to_click_is_as_uneven_as_in_the_study(market: MarketModel) -> None:
    """Of people with a mean of 0.92 clicks, 68 % have none, 6 % make half of the clicks and 16 % four fifths."""

    class Many:
        key, consumers = market.key, SimpleNamespace(niche=np.zeros(200_000))

    ready = readiness_to_click(Many(), Measurement())  # type: ignore[arg-type]
    assert ready.mean() == pytest.approx(1, abs=0.02)
    clicks = np.sort(np.random.default_rng(1).poisson(0.92 * ready))[::-1]
    assert (clicks == 0).mean() == pytest.approx(0.68, abs=0.01)
    made = clicks.cumsum() / clicks.sum()
    assert made[int(0.06 * len(made))] == pytest.approx(0.5, abs=0.02)
    assert made[int(0.16 * len(made))] == pytest.approx(0.8, abs=0.02)


def test_with_shape_0_everybody_clicks_alike_and_intent_is_never_uneven(market: MarketModel) -> None:
    assert set(readiness_to_click(market, but(click_shape=0.0))) == {1.0}
    chances = [0.0, 0.5, 0.5, 0.5, 0.5]
    alike, uneven = (
        sense(market, "links", "channel", but(click=chances, view=NONE, click_shape=shape)) for shape in (0.0, 0.05)
    )
    for name in ("search", "creators"):
        assert credited(alike, name) > 0
    touched = [{person for person, path, _ in each(j) if "paid_social" in path} for j in (alike, uneven)]
    assert 0 < len(touched[1]) < len(touched[0])  # few make the clicks
    searched = [{person for person, path, _ in each(j) if "search" in path} for j in (alike, uneven)]
    assert searched[0] == searched[1]


def test_only_clicks_count_where_views_do_not(market: MarketModel) -> None:
    search = but(click=[0.0, 0.0, 1.0, 0.0, 0.0], view=NONE)
    journeys = each(sense(market, "links", "channel", search))
    assert {name for _, path, _ in journeys for name in path} == {"search", "direct"}
    assert credited(sense(market, "links", "channel", search), "search") > 0


def test_perfect_codes_name_the_last_creator_met(market: MarketModel) -> None:
    log, last = read_touches(market), dict[int, int]()
    expected = []
    for person, source in zip(log.person.tolist(), log.source.tolist(), strict=True):
        if source >= 0:
            last[person] = source
        elif source == PURCHASED:
            expected.append((person, [f"creator {last[person]}" if person in last else "direct"]))
    assert [(c, path) for c, path, _ in each(sense(market, "codes", "creator", PERFECT))] == expected


def test_a_code_that_is_used_late_counts_beyond_the_window(market: MarketModel) -> None:
    at_once = credited(sense(market, "codes", "channel", but(lookback=0.0, code_late=0.0)), "creators")
    late = credited(sense(market, "codes", "channel", but(lookback=0.0, code_late=1.0)), "creators")
    assert 0 < at_once < late == credited(sense(market, "codes", "channel", PERFECT), "creators")


def test_leaked_codes_credit_creators_whom_the_buyers_never_met(market: MarketModel) -> None:
    journeys = sense(market, "codes", "creator", but(code_used=0.0, code_leaked=1.0))
    names = {name for _, path, _ in each(journeys) for name in path}
    assert names == {f"creator {i}" for i in range(4)}
    assert credited(journeys, "direct") == 0


def test_an_honest_survey_names_a_touch_that_was_met(market: MarketModel) -> None:
    met = {
        (c, tuple(path)): set(path)
        for c, path, conversions in each(sense(market, "links", "creator", PERFECT))
        if conversions > 0
    }
    by_person: dict[int, set[str]] = {}
    for (c, _), names in met.items():
        by_person.setdefault(c, set()).update(names)
    for c, path, _ in each(sense(market, "survey", "creator", PERFECT)):
        assert len(path) == 1
        assert path[0] in by_person[c]


def test_a_biased_survey_names_what_is_loud_even_to_those_who_met_nothing(market: MarketModel) -> None:
    honest, loud = (sense(market, "survey", "channel", but(survey_bias=bias)) for bias in (0.0, 1.0))
    assert credited(honest, "direct") > 0
    assert credited(loud, "direct") == 0
    log = read_touches(market)
    touches = log.source[log.source != PURCHASED]
    share = np.count_nonzero(touches == -1) / len(touches)
    assert credited(loud, "broadcast") / loud.paths.conversions.sum() == pytest.approx(share, abs=0.12)


def test_few_answers_stand_for_all_purchases(market: MarketModel) -> None:
    journeys = sense(market, "survey", "channel", but(survey_response=0.2))
    assert 0 < len(journeys.person) < 0.4 * market.consumers.purchases[:, STUDIED].sum()


def test_the_table_of_paths_can_be_read_by_attribution_as_any_other(market: MarketModel) -> None:
    journeys = sense(market, "links", "tier")
    for method in ("last", "time_decay", "markov"):
        through, straight = (
            attribution.attribute(paths, method).set_index("channel")["conversions"]
            for paths in (journeys.frame(), journeys.paths)
        )
        assert through[through > 0].to_dict() == pytest.approx(straight[straight > 0].to_dict())
        assert len(through[through > 0]) > 2


def test_purchases_that_the_rings_had_no_room_for_are_direct(lively: Callable[..., MarketModel]) -> None:
    model = lively(measurement={"touches": 1}, brands={"budget": 4e6, "awareness": [0.4]}).fork(Everything())
    model.run_for(10)
    journeys = sense(model, "links", "channel", PERFECT)
    assert journeys.forgotten > 0.5
    assert journeys.paths.conversions.sum() == pytest.approx(model.outcomes()["purchases"])


def test_what_a_sensor_sees_changes_nothing(market: MarketModel) -> None:
    before = market.tables.touches.source.copy()
    for sensor in SENSORS:
        sense(market, sensor)
    assert np.array_equal(before, market.tables.touches.source)


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        (lambda m: sense(m, "link"), "did you mean 'links'"),
        (lambda m: sense(m, "links", "tiers"), "did you mean 'tier'"),
    ],
)
def test_unknown_sensors_are_refused(market: MarketModel, ask: Any, line: str) -> None:
    with pytest.raises(InputError, match=line):
        ask(market)


def test_lists_over_channels_need_a_value_for_each(tiny: Any) -> None:
    with pytest.raises(InputError, match=r"measurement\.click: got 2 values, takes 5: broadcast"):
        tiny.scenario(measurement={"click": [0.1, 0.2]})


@pytest.mark.parametrize("sensor", SENSORS)
@pytest.mark.parametrize("quality", [PERFECT, Measurement()])
def test_journeys_since_a_day_are_those_that_ended_on_it_or_later(
    market: MarketModel, sensor: str, quality: Measurement
) -> None:
    log, whole = read_touches(market), sense(market, sensor, "channel", quality)
    late = sense(market, sensor, "channel", quality, since=6)
    if sensor != "survey":  # few answer, and each stands for many
        sold = np.count_nonzero((log.source == PURCHASED) & (log.day >= 6)) * market.people_per_consumer
        assert late.paths.conversions.sum() == pytest.approx(sold)
    assert 0 < late.paths.conversions.sum() < whole.paths.conversions.sum()
    rows = [tuple(row) for row in whole.frame().iter_rows()]
    assert all(tuple(row) in rows for row in late.frame().iter_rows())
    assert sense(market, sensor, "channel", quality, since=0).frame().equals(whole.frame())


def test_a_touch_before_that_day_still_counts_for_a_purchase_after_it(market: MarketModel) -> None:
    paths = sense(market, "links", "channel", PERFECT, since=6).paths
    ages = paths.days[np.repeat(paths.conversions > 0, paths.length)] if paths.days is not None else np.zeros(0)
    assert ages.max() > 10 - 6


def written(tiny: Any, kept: int, entries: list[int]) -> MarketModel:
    """A market of 1,000 people whose rings of ``kept`` hold the last of these entries, all of the campaign's first day."""
    model: MarketModel = tiny.market(market={"consumers": 1_000, "people": 1e6}, measurement={"touches": kept})
    model.run_for(3)
    touches = model.tables.touches
    for number, source in enumerate(entries):
        touches.source[:, number % kept], touches.day[:, number % kept] = source, 2
    touches.noted[:] = len(entries)
    model.consumers.purchases[:, STUDIED] = entries.count(PURCHASED)
    return model


def test_two_posts_of_a_creator_on_one_day_are_clicked_independently(tiny: Any) -> None:
    journeys = sense(written(tiny, 2, [4, 4]), "links", "creator", but(click=[0.5] * 5, view=NONE))
    clicked = np.bincount(np.repeat(journeys.person, journeys.paths.length), minlength=1_000)
    one_each = float(np.mean(clicked == 1))
    assert one_each == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(1_000))
    assert float(np.mean(clicked == 2)) == pytest.approx(0.25, abs=5 * 0.44 / np.sqrt(1_000))


def test_whether_a_touch_is_clicked_does_not_change_when_an_earlier_one_is_forgotten(tiny: Any) -> None:
    quality, entries = but(click=[0.5] * 5, view=NONE), [4, PURCHASED, 4]
    after = [
        {
            person
            for person, _, conversions in each(sense(written(tiny, kept, entries), "links", "creator", quality))
            if conversions == 0
        }
        for kept in (3, 2)
    ]
    assert after[0] == after[1]
    assert 0.4 < len(after[0]) / 1_000 < 0.6
