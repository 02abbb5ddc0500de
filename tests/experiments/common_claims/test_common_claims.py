"""Common claims: written down before any run, tested in worlds that differ, judged by how many of them agree."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import app
from experiments.command.command import job_of
from experiments.common_claims import claims_text
from experiments.common_claims.claim_verdict import agreeing, judged, middle_of, tail
from experiments.common_claims.claim_worlds import design_of, in_world, parsed
from experiments.common_claims.common_claim import CommonClaim, Comparison, Setting
from experiments.common_claims.twelve_claims import CLAIMS, SETTINGS
from experiments.sweeps.points import Points
from experiments.whatifs.gallery import every
from simulation.scenario import Scenario
from simulation.scenario.creators import creators_needed

SMALL = [
    *("market.consumers=200", "creators.number=60", "market.days=28", "market.burn_in=7", "brands.campaign_days=14"),
    *("executor=serial", "executor.threads=1"),
]
WORLDS = Points(("consumers.talk.hear",), tuple((k / 20,) for k in range(20)))


def judge(values: dict[str, list[float]], text: str = "profit(a) - profit(b) > 0") -> list[Any]:
    """Judge one claim for each list of values, all with the same comparison."""
    claims = [CommonClaim(name, name, "", "", (Comparison(name, text, "s"),), "") for name in values]
    return judged(claims, {name: parsed(name, text, ["a", "b"]) for name in values}, values, {"s": WORLDS})


def test_every_claim_says_before_the_run_what_would_falsify_it_and_names_a_what_if() -> None:
    names = [claim.name for claim in CLAIMS]
    assert len(set(names)) == len(names) == 12
    comparisons = [comparison.name for claim in CLAIMS for comparison in claim.comparisons]
    assert len(set(comparisons)) == len(comparisons)
    for claim in CLAIMS:
        assert claim.said.endswith(".")
        assert claim.how.endswith(".")
        assert claim.falsifier.endswith(".")
        assert claim.whatif in every()


@pytest.mark.parametrize("name", SETTINGS)
def test_every_comparison_names_arms_and_metrics_that_there_are(name: str) -> None:
    design = design_of(job_of(SMALL), SETTINGS[name], 3000)
    own = [each for claim in CLAIMS for each in claim.comparisons if each.setting == name]
    assert own
    for each in own:
        assert parsed(each.name, each.text, design.names).text == each.text


def test_what_an_arm_sets_stays_in_every_world_and_the_rest_is_the_worlds() -> None:
    setting = Setting({"deaf": ("strategy=broadcast", "consumers.talk.hear=0"), "broadcast": ()})
    design = design_of(job_of(SMALL), setting, 3000)
    markets = in_world(design, {"consumers.talk.hear": 0.4, "consumers.talk.retell": 0.2})
    talks = [market.scenario["consumers"]["talk"] for market in markets]
    assert [(talk["hear"], talk["retell"]) for talk in talks] == [(0, 0.2), (0.4, 0.2)]


def test_a_setting_gives_way_to_what_the_command_says_and_small_ones_have_room_for_their_creators() -> None:
    setting = Setting({"broadcast": ()}, ("creators.other_sponsors=0.6",), finer=3)
    plain = design_of(job_of(SMALL[1:]), setting, 100)
    assert plain.scenario["market"]["consumers"] == 300
    assert plain.scenario["creators"]["other_sponsors"] == 0.6
    told = design_of(job_of([*SMALL, "creators.other_sponsors=0.2"]), setting, 100)
    assert told.scenario["creators"]["other_sponsors"] == 0.2
    few = in_world(design_of(job_of(["market.consumers=200"]), setting, 100), {})[0].scenario["market"]["consumers"]
    scenario = Scenario()
    assert few == creators_needed(scenario.creators, scenario.market.people, scenario.graph.follows) > 200


def test_a_claim_is_supported_or_falsified_only_where_the_count_is_no_chance() -> None:
    found = judge({"sure": [1.0] * 20, "no": [-1.0] * 19 + [1.0], "open": [1.0, -1.0] * 10})
    assert [each.verdict for each in found] == ["supported", "falsified", "undecided"]
    assert [(each.holds, each.worlds) for each in found] == [(20, 20), (1, 20), (10, 20)]


def test_the_more_is_compared_at_once_the_more_a_count_takes() -> None:
    sixteen = [1.0] * 16 + [-1.0] * 4  # p = 0.012
    assert judge({"alone": sixteen})[0].verdict == "supported"
    with_others = judge({"of many": sixteen} | {f"other {k}": [1.0, -1.0] * 10 for k in range(9)})
    assert with_others[0].verdict == "undecided"


def test_a_world_in_which_nothing_can_be_measured_counts_neither_way() -> None:
    found = judge({"some": [math.nan] * 5 + [1.0] * 15})[0]
    assert (found.holds, found.worlds) == (15, 15)
    assert judge({"none": [math.nan] * 20})[0].verdict == "undecided"
    assert claims_text.as_plain(judge({"none": [math.nan] * 20}))[0]["comparisons"][0]["middle"] is None


def test_all_comparisons_of_a_claim_have_to_hold_in_the_same_world() -> None:
    text = "profit(a) - profit(b) > 0"
    claim = CommonClaim("both", "Both.", "", "", (Comparison("x", text, "s"), Comparison("y", text, "s")), "")
    values = {"x": [1.0] * 10 + [-1.0] * 10, "y": [-1.0] * 10 + [1.0] * 10}
    found = judged([claim], {name: parsed(name, text, ["a", "b"]) for name in values}, values, {"s": WORLDS})[0]
    assert (found.holds, found.worlds) == (0, 20)
    assert [each.holds for each in found.ruled] == [10, 10]


def test_the_side_of_the_bound_and_the_two_sided_tail() -> None:
    less = parsed("x", "waste(a) < 0.5", ["a"])
    assert agreeing(less, [0.4, 0.5, 0.6, math.nan]).tolist()[:3] == [1, 0, 0]
    assert math.isnan(agreeing(less, [math.nan])[0])
    assert tail(np.array([1.0] * 5)) == pytest.approx(2 / 32)
    assert tail(np.array([1.0] * 3 + [0.0] * 3)) == 1


@pytest.mark.parametrize(("number", "place"), [(20, 6), (9, 2), (6, 1)])  # tables of the sign test, level 0.05
def test_the_interval_of_the_middle_is_that_of_the_sign_test(number: int, place: int) -> None:
    values = [float(k) for k in range(1, number + 1)]
    assert middle_of(values, 0.05) == (np.median(values), place, number + 1 - place)
    assert all(map(math.isnan, middle_of(values[:5], 0.05)[1:]))


def test_the_parameter_on_which_a_size_depends_is_named() -> None:
    ruled = judge({"rising": [k - 9.5 for k in range(20)]})[0].ruled[0]
    assert ruled.decides == ("consumers.talk.hear", pytest.approx(1))
    assert "most depends on consumers.talk.hear" in claims_text.sentence(ruled)


def test_the_command_tests_the_claims_asked_for_and_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*SMALL, "task=claims", "task.claims=[waste,labels]", f"output.dir={tmp_path}", "worlds.number=2"]
    assert app.main(command) == 0
    said = capsys.readouterr().out
    assert "Advertising waste falls." in said
    found = json.loads((tmp_path / "claims.json").read_text())
    assert [claim["name"] for claim in found["claims"]] == ["waste", "labels"]
    assert all(
        len(part["values"]) == found["worlds"] == 2 for claim in found["claims"] for part in claim["comparisons"]
    )
    page = (tmp_path / "index.html").read_text()
    assert "2 plausible worlds" in page
    assert "Falsified if" in page
    assert len((tmp_path / "claims.csv").read_text().splitlines()) == 1 + 4
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()}
    assert len(kept) == 4
    assert app.main(command) == 0
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()} == kept


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("task.claims=[wast]", "task.claims: got 'wast'"),
        ("task.claims=[]", "task.claims: got none"),
        ("task.claims=3", "task.claims: got 3"),
        ("task.size=huge", "task.size: got 'huge'"),
        ("experiment=mirage", "experiment: got 'mirage'"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(
    override: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["task=claims", override, f"output.dir={tmp_path / 'out'}"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("said", "size"), [([], "quick"), (["size=full"], "full"), (["size=quick"], "quick")])
def test_the_size_can_be_said_as_that_of_a_what_if(said: list[str], size: str) -> None:
    for task in ("claims", "validate"):
        assert job_of([f"task={task}", *said]).config["task"]["size"] == size
