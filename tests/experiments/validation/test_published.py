"""Published models: each, where it is set up as its authors did, behaves as they say it does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import app
from experiments.validation.lab import Lab
from experiments.validation.published import (
    bass_products,
    cascade_window,
    friends_who_buy,
    side_by_side,
    strong_weak_ties,
)
from experiments.validation.published.published_row import Row
from experiments.validation.published.tiers_and_price import campaign, engagement, followers_graph
from simulation.errors import InputError
from simulation.graph import from_edges, spread
from simulation.scenario import Scenario


def test_the_coefficients_of_a_curve_that_obeys_bass_are_found_again() -> None:
    p, q, known = 0.02, 0.4, [0.0]
    for _ in range(120):
        share = known[-1]
        known.append(share + (1 - share) * -np.expm1(-(p + q * share) / bass_products.STEPS))
    assert bass_products.coefficients(np.array(known)) == pytest.approx((p, q), rel=1e-6)


def test_the_market_with_its_switches_adopts_as_bass_does() -> None:
    found = [bass_products.coefficients(bass_products.adoption(0.03, 0.5, seed, 150)) for seed in range(1, 7)]
    p, q = np.mean(found, axis=0)
    error_p, error_q = np.std(found, axis=0, ddof=1) / len(found) ** 0.5
    assert abs(p - 0.03) < 4 * error_p
    assert abs(q - 0.5) < 4 * error_q


def test_more_ties_spread_word_faster_and_without_any_advertising_alone_does() -> None:
    days = [strong_weak_ties.days_to_hear(strong, 4, 1, 600) for strong in (0, 4, 16)]
    assert days[0] > days[1] > days[2]
    # Nobody tells anybody: the days until 95 % have heard an advertisement of 0.0005 a day, by hand.
    alone = [strong_weak_ties.days_to_hear(0, 0, seed, 3000) for seed in range(3)]
    assert np.mean(alone) == pytest.approx(np.log(0.05) / np.log(1 - 0.0005), rel=0.05)


def test_cascades_are_global_inside_the_window_and_not_outside() -> None:
    graphs = {degree: cascade_window.poisson_graph(2000, degree, 1) for degree in (0.5, 3.0, 9.0)}
    assert {degree: cascade_window.happens(graph, 1) for degree, graph in graphs.items()} == {
        0.5: False,
        3.0: True,
        9.0: False,
    }
    assert abs(graphs[3.0].out_degree.mean() - 3) < 0.2


def test_a_common_threshold_is_reached_by_the_share_that_it_names_and_not_by_less() -> None:
    # One friend of four has adopted, then one of five: a quarter and a fifth.
    four, five = (from_edges([0] * k, list(range(1, k + 1)), k + 1, directed=False) for k in (4, 5))
    for graph, reached in ((four, 5), (five, 1)):
        assert spread(graph, [1], "lt", runs=2, threshold=0.25).mean == reached
    assert spread(five, [1], "lt", runs=2, threshold=0.2).mean == 6
    with pytest.raises(InputError, match="threshold: got 2"):
        spread(four, [1], "lt", threshold=2)
    with pytest.raises(InputError, match="with model 'lt'"):
        spread(four, [1], "ic", threshold=0.1)


def test_a_graph_by_preferential_attachment_has_hubs() -> None:
    graph = cascade_window.preferential_graph(1000, 2, 1)
    assert graph.edges == 2 * (1000 - 2)
    assert graph.out_degree.max() > 10 * np.median(graph.out_degree)


def test_a_dear_product_has_fewer_buyers_and_nobody_buys_what_nobody_can_pay() -> None:
    graph = followers_graph(1000, 1)
    pool = np.flatnonzero(graph.out_degree > 0)
    found = [campaign(graph, pool, 20.0, price, 1) for price in (10.0, 90.0, 100.1)]
    assert found[0].buyers > found[1].buyers > 0 == found[2].buyers
    assert found[0].cost <= 20.0
    assert engagement(np.array([10, 50, 3000, 10**6])) == pytest.approx([0.3, 0.3, 0.01, 0.01])


SMALL_MARKET = {"market.consumers": 1200, "market.burn_in": 7, "consumers.talk.mention": 0.5}


def test_who_speaks_of_the_main_brand_alone_says_nothing_well_of_another() -> None:
    shares = {}
    for own in (0.0, 1.0):
        with Lab(Scenario().with_values(SMALL_MARKET | {"consumers.talk.own": own}), 1) as lab:
            shares[own] = friends_who_buy.shares_of_main_brand(lab, 14)
    assert 0.95 < shares[1.0][0] < 1, "who buys another brand once may praise it"
    assert 0 < shares[0.0][0] < 0.2, "after a week one in twelve has a main brand, and four are named alike"
    assert shares[0.0][0] < shares[0.0][1] < 1, "who buys nothing has no main brand"


def test_a_friend_who_is_given_the_product_matters_through_what_is_said_and_not_without() -> None:
    ratios = {}
    for hear in (0.0, 1.0):
        with Lab(Scenario().with_values(SMALL_MARKET | {"consumers.talk.hear": hear}), 1) as lab:
            ratios[hear] = friends_who_buy.odds_ratio(lab, 28)
    assert ratios[0.0] == 1.0
    assert ratios[1.0] > 1.1


def test_where_nobody_buys_there_is_no_odds_ratio() -> None:
    with Lab(Scenario().with_values(SMALL_MARKET | {"consumers.traits.category_share": 0.0}), 1) as lab:
        assert np.isnan(friends_who_buy.odds_ratio(lab, 1))


def test_the_field_studies_are_measured_in_the_market_that_was_asked_for(tmp_path: Path) -> None:
    command = ["task=validate", "which=published", "task.models=[friends]", "task.seeds=1", "executor=serial"]
    own = ["market.consumers=1200", "market.burn_in=7", "consumers.talk.own=1", "consumers.talk.mention=0.5"]
    assert app.main([*command, *own, f"output.dir={tmp_path}"]) == 0
    rows = json.loads((tmp_path / "published.json").read_text())["rows"]
    assert "1,200 simulated consumers" in rows[0]["set_up"]
    assert rows[0]["mean"] > 0.95


def test_the_command_writes_their_numbers_beside_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(runs: int, seed: int) -> object:
        yield Row(
            "Somebody 2000", "shares", 0.5, tuple(0.4 + 0.1 * k for k in range(runs)), "1", "a cascade", "none | any"
        )

    monkeypatch.setattr(side_by_side, "MODELS", {"somebody": (rows, 3, 9)})
    command = ["task=validate", "which=published", "executor=serial", f"output.dir={tmp_path}"]
    assert app.main(command) == 0
    found = json.loads((tmp_path / "published.json").read_text())["rows"][0]
    assert (found["theirs"], found["mean"], found["runs"], found["inside"]) == (0.5, pytest.approx(0.5), 3, True)
    assert "| Somebody 2000 | shares | 0.5 | 0.5 (" in (tmp_path / "published.md").read_text()
    assert app.main([*command, "task.seeds=1"]) == 0  # one run has no interval
    assert json.loads((tmp_path / "published.json").read_text())["rows"][0]["interval"] is None


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("which=publishd", "which: got 'publishd'"),
        ("task.models=[bas]", "task.models: got 'bas'"),
        ("data=somewhere", "data: got 'somewhere' with which=published"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    override: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["task=validate", "which=published", override, f"output.dir={tmp_path / 'out'}"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
