"""The scorecard: its facts are those that are known, verdicts follow from intervals, and worlds can fail it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from experiments import app
from experiments.validation import card, scorecard_page
from experiments.validation.fact import Band, Reading, read, verdict_of
from experiments.validation.facts import launch, measuring, word_of_mouth
from experiments.validation.facts.betrayal import BREACH, _negativity, clock_of
from experiments.validation.facts.disclosure import MORE, _feed, mean_trust
from experiments.validation.facts.launch import bass
from experiments.validation.facts.tiers import InTurn, inverted_u
from experiments.validation.facts.word_of_mouth import Adoption, Sales, _warmer
from experiments.validation.lab import Lab
from experiments.validation.mechanisms import OFF
from simulation.scenario import Scenario
from simulation.state.columns import STUDIED

SPLITS = {  # copied by hand from the table of what is known
    "fit": {
        *("er_by_tier", "revenue_per_follower", "sponsored_follower_loss", "ad_elasticity", "display_lift"),
        *("cascade_depth", "graph_shape", "prices", "management_hours", "segment_accuracy", "interest_index"),
    },
    "contested": {"sponsored_vs_organic", "negativity"},
    "held": {
        *("reach_elasticity", "goldilocks", "scaling_exponents", "spend_elasticity", "big_small_interaction"),
        *("disclosure_two_timescales", "disclosure_credibility", "disclosure_rarity", "control_hurts_trust"),
        *("scandal_spillover", "ewom_elasticity", "wom_vs_ads", "wear_out", "roi_noise", "observational_bias"),
        *("last_touch_bias", "unpredictable_cascades", "seeding_gain", "homophily_mirage", "bass_curve"),
        *("fake_followers", "audience_overlap", "campaign_fade", "betrayal_clock"),
    },
}
UNIT = Band("a", 0.0, 1.0)


def test_all_facts_are_there_each_in_its_split() -> None:
    found = card.facts()
    assert {split: {name for name, (fact, _) in found.items() if fact.split == split} for split in SPLITS} == SPLITS
    assert len(found) == 37
    for fact, _ in found.values():
        assert all((fact.bands, fact.source, fact.grade, fact.rests_on))
        assert all(band.low < band.high for band in fact.bands)


def test_no_two_measures_have_the_same_name_in_one_group() -> None:
    """A group measures all its facts at once, by the names of their bands."""
    for group in card.GROUPS:
        names = [band.name for fact, of in card.facts().values() if of == group for band in fact.bands]
        assert len(names) == len(set(names)), group


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([0.5, 0.5], "in"),
        ([0.4, 0.5, 0.6], "in"),  # 0.5 +- 0.25
        ([1.5, 1.6, 1.7], "out"),
        ([-2.0, -2.1], "out"),
        ([0.9, 1.1], "undecided"),
        ([0.5], "undecided"),  # one seed has no interval
        ([math.nan, math.nan], "not measured"),
        ([math.nan, 0.5, 0.5], "in"),
        ([], "not measured"),
    ],
)
def test_the_verdict_of_a_band(values: list[float], verdict: str) -> None:
    assert read(UNIT, values).verdict == verdict


def test_a_ratio_and_its_inverse_have_the_same_verdict() -> None:
    """Logarithms of 2, 4 and 8 have the mean log 4 and the standard error log 2 / sqrt 3."""
    reach = math.exp(4.302653 * math.log(2) / math.sqrt(3))
    found = read(Band("a", 0.5, 30.0, "ratio"), [2.0, 4.0, 8.0])
    assert (found.mean, found.low, found.high) == pytest.approx((4.0, 4.0 / reach, 4.0 * reach))
    assert found.verdict == "in"
    upside_down = read(Band("a", 1 / 30.0, 2.0, "ratio"), [1 / 2, 1 / 4, 1 / 8])
    assert (upside_down.low, upside_down.high) == pytest.approx((1 / found.high, 1 / found.low))
    assert upside_down.verdict == "in"
    assert read(Band("a", 0.5, 30.0), [2.0, 4.0, 8.0]).verdict == "undecided"  # no ratio: 4.67 +- 7.6
    assert read(Band("a", 0.5, 30.0, "ratio"), [-1.0, 4.0, 8.0]).mean == pytest.approx(11 / 3)
    assert math.isnan(read(Band("a", 0.5, 30.0, "ratio"), [2.0]).low)


@pytest.mark.parametrize(
    ("verdicts", "row"),
    [
        (["in", "in"], "in"),
        (["in", "undecided"], "undecided"),
        (["undecided", "not measured"], "not measured"),
        (["in", "not measured", "out"], "out"),
    ],
)
def test_a_row_is_as_good_as_its_worst_measure(verdicts: list[Any], row: str) -> None:
    readings = [Reading(UNIT, (), 0.0, 0.0, 0.0, verdict) for verdict in verdicts]
    assert verdict_of(readings) == row


def test_an_inverted_u_is_told_from_a_rise() -> None:
    x = np.linspace(7, 15, 200)
    wobble = 0.01 * np.sin(50 * x)
    found = inverted_u(x, -((x - 13.0) ** 2) + wobble)
    assert found["slope below the turn"] > 0 > found["slope above the turn"]
    assert found["turn"] == pytest.approx(math.exp(13), rel=0.01)
    assert inverted_u(x, x + wobble)["slope above the turn"] > 0


def test_a_bass_curve_is_found_again() -> None:
    t = np.arange(1, 157) * 7 / 364
    fading = np.exp(-(0.03 + 0.4) * t)
    found = bass(0.7 * (1 - fading) / (1 + 0.4 / 0.03 * fading))
    assert (found["p"], found["q"]) == (pytest.approx(0.03, rel=0.01), pytest.approx(0.4, rel=0.01))


@pytest.mark.parametrize(("asked", "simulated"), [(2_000, 2_000), (20_000, 4_000)])
def test_a_launch_of_ten_years_is_lived_by_few_and_by_no_more_than_asked_for(asked: int, simulated: int) -> None:
    def fork(strategy: str, values: dict[str, Any]) -> Any:
        assert values["market.consumers"] == simulated
        raise InterruptedError

    scenario = Scenario().with_values({"market.consumers": asked})
    with pytest.raises(InterruptedError):
        launch.measure(cast(Any, SimpleNamespace(scenario=scenario, fork=fork)))


def test_the_clock_of_a_betrayal_by_hand() -> None:
    """Two notice on days 3 and 5 and lose 0.4 at once; it comes back by 0.01 a day, so that half is back after 21 days."""
    gaps = np.zeros((100, 3))
    for k, day in enumerate((3, 5)):
        gaps[day:, k] = np.minimum(-0.4 + 0.01 * np.arange(100 - day), 0)
    found = clock_of(gaps)
    assert found["share of the fall within a week of noticing"] == pytest.approx(1)
    assert found["days until half is regained"] == 21
    assert clock_of(np.zeros((10, 2))) == {}


def test_apparent_influence_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five people, the first three in a row of friends, the fourth with the third, the last with nobody.

    On the first day the first has bought: of those open the second has such a friend (0.6), the third and the fourth
    have none (0.1, 0.2). On the second day the second has bought, too: the third has one (0.9), the fourth none (0.3).
    By day, over everybody open: (0.6 * 2 / 3 + 0.9 * 1 / 2) / (0.3 * 1 / 3 + 0.3 * 1 / 2) = 0.85 / 0.25.
    """
    friends = SimpleNamespace(start=np.array([0, 1, 3, 5, 6, 6]), friend=np.array([1, 0, 2, 1, 3, 2]))
    bought = np.zeros((5, 2), np.int64)
    model: Any = SimpleNamespace(consumers=SimpleNamespace(purchases=bought), tables=SimpleNamespace(friends=friends))
    chances = iter([[5.0, 0.6, 0.1, 0.2, 9.0], [5.0, 5.0, 0.9, 0.3, 9.0]])
    monkeypatch.setattr(word_of_mouth, "expected_by_person", lambda _: np.array([next(chances)] * 2).T)
    adoption = Adoption()
    assert math.isnan(adoption.apparent_influence())
    for who in (0, 1):
        bought[who, STUDIED] = 1
        adoption.note(model)
    assert adoption.apparent_influence() == pytest.approx(0.85 / 0.25 - 1)


def test_a_tenth_more_of_a_rating_is_a_tenth_of_its_stars() -> None:
    """Valences 0.5 and 0 are 4 and 3 stars, mean 3.5: each gets 0.35 stars, 0.175 of valence; what is not said, none."""
    mail = SimpleNamespace(
        valence=np.array([0.5, 0.0, 1e-9, 0.95], np.float32), brand=np.array([STUDIED, STUDIED, STUDIED, 1])
    )
    _warmer(cast(Any, SimpleNamespace(tables=SimpleNamespace(mail=mail))))
    assert mail.valence == pytest.approx([0.675, 0.0, 0.175, 0.95], abs=1e-6)


def test_new_customers_are_those_who_never_bought_nor_began_with_a_habit(monkeypatch: Any) -> None:
    expected = np.array([[0.5, 9.0], [0.25, 9.0], [0.125, 9.0]])
    monkeypatch.setattr(word_of_mouth, "expected_by_person", lambda model: expected)
    loyalty = np.array([[0.0, 0.6], [0.3, 0.0], [0.0, 0.0]])
    mail = SimpleNamespace(valence=np.array([0.5, 0.0, -1.0], np.float32), brand=np.array([STUDIED, STUDIED, 1]))
    model: Any = SimpleNamespace(consumers=SimpleNamespace(loyalty=loyalty), tables=SimpleNamespace(mail=mail))
    sales, shocked = Sales(), []
    sales.note(model)
    loyalty[2, 0] = 0.1  # bought it today
    sales.then(shocked.append)(model)
    assert sales.of("all").tolist() == [0.875, 0.875]
    assert sales.of("new").tolist() == [0.625, 0.5]
    assert shocked == [model]
    assert sales.said == [(1, 4.0), (1, 4.0)], "of the studied brand, in stars; a valence of 0 is nothing said"
    assert sales.sums(slice(1, 2)).tolist() == [0.875, 1.0, 4.0]


def lived(sales: float, messages: int, rating: float) -> Sales:
    """Two days, of which the second counts."""
    made = Sales()
    made.days, made.said = [(1.0, 1.0), (sales, 0.0)], [(7, 14.0), (messages, messages * rating)]
    return made


def test_elasticities_of_talk_hold_the_other_of_volume_and_valence_fixed() -> None:
    """Sales grow as volume^0.2 stars^0.4. Warmer talk is more talk, too: a plain ratio would be 0.2 + 2 x 0.4."""
    plain = lived(100.0, 1000, 3.5)
    loud = lived(100 * 1.1**0.2, 1100, 3.5)
    warm = lived(100 * 1.2**0.2 * 1.2**0.4, 1200, 4.2)
    found = word_of_mouth.elasticities(plain, (loud, warm), slice(1, 2))
    assert found == pytest.approx((0.2, 0.4))
    assert all(map(math.isnan, word_of_mouth.elasticities(plain, (loud, loud), slice(1, 2)))), "not told apart"
    assert all(map(math.isnan, word_of_mouth.elasticities(plain, (loud, lived(1.0, 0, 0.0)), slice(1, 2))))


def test_who_bought_without_a_click_has_not_clicked(monkeypatch: Any) -> None:
    small = {
        "market.consumers": 400,
        "market.people": 4e5,
        "creators.number": 40,
        "market.burn_in": 7,
        "brands.campaign_days": 28,
        "measurement.touches": 200,
    }
    monkeypatch.setattr(measuring, "DISPLAY_CLICKS", 0.0)
    with Lab(Scenario().with_values(small), 1) as lab:
        assert lab.live("paid_social", 28).model.consumers.purchases[:, STUDIED].sum() > 0
        assert measuring._of_clickers(lab, lab.ready()) == 0
        monkeypatch.setattr(measuring, "DISPLAY_CLICKS", 1.0)
        everybody = Scenario().with_values({**small, "measurement.click_shape": 0.0})
    with Lab(everybody, 1) as lab:
        assert measuring._of_clickers(lab, lab.ready()) > 0.9  # talk reaches some who saw none


def test_a_card_measures_trust_of_those_who_followed_whether_they_left_or_not() -> None:
    follows = SimpleNamespace(alpha=np.array([3.0, 1.0, 9.0], np.float32), beta=np.array([1.0, 1.0, 1.0], np.float32))
    model: Any = SimpleNamespace(tables=SimpleNamespace(follows=follows))
    assert mean_trust(model, np.array([0, 1])) == pytest.approx((0.75 + 0.5) / 2)


def test_creators_in_turn_are_hired_at_the_beginning_of_each_half() -> None:
    view = SimpleNamespace(campaign_days=84, week=0, quotes=np.arange(10))
    strategy = InTurn((3,), (4, 5))
    plans = {}
    for view.week in range(12):
        plan = strategy.plan(cast(Any, view))
        plans |= {(view.week, offer.creator): offer.days for offer in plan.offers}
    assert plans == {(0, 3): 42, (6, 4): None, (6, 5): None}


def test_mechanisms_are_switched_off_by_parameters_that_exist() -> None:
    for values in OFF.values():
        Scenario().with_values(values)


def test_the_regimes_of_contested_facts_are_what_they_say() -> None:
    """Evidence of 3.5 at trust 0.65, memory 0.92, gain 0.3, asymmetry 2; a breach weighs 1 + 0.75 x 0.65."""
    scenario = Scenario().with_values({"market.consumers": 2000, "consumers.trust.betrayal": 0.75})
    with Lab(scenario, 1) as lab:
        less, more = (_feed(lab, regime)[0] for regime in ({}, MORE))
        found = _negativity(lab)
    assert less < 1 < more
    alpha, beta = 0.92 * 0.65 * 3.5, 0.92 * 0.35 * 3.5
    up = (alpha + 0.3) / (alpha + beta + 0.3) - 0.65
    for name, weight in (("loss over gain at trust 0.65, as it is", 1.0), (BREACH, 1 + 0.75 * 0.65)):
        down = 0.65 - alpha / (alpha + beta + 0.3 * 2 * weight)
        assert found[name] == pytest.approx(down / up, rel=1e-4)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("card")
    given = ["task=validate", "task.facts=[graph_shape,interest_index]", "task.seeds=2", "market.consumers=1500"]
    assert app.main([*given, f"output.dir={folder}", "executor=serial"]) == 0
    return folder


def test_a_card_is_written_and_what_is_finished_is_not_measured_again(scored: Path) -> None:
    plain = json.loads((scored / "scorecard.json").read_text())
    assert [row["fact"] for row in plain["rows"]] == ["graph_shape", "interest_index"]
    assert sum(plain["counts"]["all"].values()) == 2
    assert "interest_index" in (scored / "scorecard.md").read_text()
    parts = {path: path.stat().st_mtime_ns for path in (scored / "parts").iterdir()}
    given = ["task=validate", "task.facts=[graph_shape]", "task.seeds=2", "market.consumers=1500"]
    assert app.main([*given, f"output.dir={scored}", "executor=serial"]) == 0
    assert {path: path.stat().st_mtime_ns for path in (scored / "parts").iterdir()} == parts


def test_a_world_without_interest_fails_the_row_that_rests_on_it() -> None:
    def index(odds: float) -> float:
        scenario = Scenario().with_values({"market.consumers": 4000, "consumers.traits.interest_odds": odds})
        found = card.measure({"group": "people", "scenario": scenario.to_dict(), "seed": 1})
        return found["buyers among the much interested over buyers among all"]

    assert index(1.0) < 1.2 < index(6.0)


def test_the_terminal_card_fits_eighty_columns() -> None:
    rows = card.rows_of({"people": [{}, {}], "tiers": [{}, {}]})
    assert max(map(len, scorecard_page.terminal(rows, 2).splitlines())) <= 80


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ("task.facts=[er_by_teir]", "did you mean 'er_by_tier'"),
        ("task.size=huge", "task.size: got 'huge'"),
        ("task.seeds=0", "task.seeds: got 0, takes a whole number from 1 to 1000"),
        ("brands.campaign_days=27", "brands.campaign_days: got 27, takes 28 or more with task=validate"),
    ],
)
def test_what_cannot_be_scored_is_refused(option: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["task=validate", option]) == 2
    assert line in capsys.readouterr().err
