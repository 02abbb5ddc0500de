"""The report is one file that needs nothing else, and its figures can be read by everybody."""

import dataclasses
import json
import re
import shutil
import subprocess
from importlib.resources import files
from xml.etree import ElementTree

import numpy as np
import pytest
from jsonschema import Draft7Validator

from experiments import report
from experiments.comparing.drawing import draw
from experiments.figures.layout import spring
from experiments.figures.style import GREY, PALETTE, looks
from experiments.report.numbers import _plain, _ratio
from experiments.report.pieces import Cell, labelled
from experiments.results.findings import Findings, Measure
from experiments.results.reasons import fieller


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def drawings(found_by_all, tables, folder):
    return draw(found_by_all, tables, folder / "figures")


@pytest.fixture
def context(found, drawings, folder):
    return report.Context(
        found,
        drawings,
        folder,
        config={"market": {"days": 90, "people": 1e7}, "brands": {"margin": [0.4]}},
        defaults={"market": {"days": 182, "people": 1e7}, "brands": {"margin": [0.4]}},
        strategies={"none": {"_target_": "Silence"}, "broadcast": {"_target_": "Spots", "cpm": 3.0, "note": "<b>&"}},
        manifest={"code_version": "abc", "machine": {"cores": 2}},
        question="Is it <worth> it?",
    )


@pytest.fixture
def html(context):
    return report.page(context)


def without_scripts(html):
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_the_page_loads_nothing(html):
    bare = without_scripts(html)
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!data:)""", bare)
    assert "@import" not in bare
    assert "url(" not in bare
    assert not re.findall(r"<script[^>]*\ssrc", html)
    assert html.count("<script") == html.count("</script>") == 4


def test_every_chart_is_one_that_vega_lite_takes(drawings):
    schema = json.loads(files("altair").joinpath("vegalite/v6/schema/vega-lite-schema.json").read_text())
    checker = Draft7Validator(schema)
    shown = [(drawing.name, chart) for drawing in drawings for chart in drawing.charts]
    charts = [(name, {**chart, "background": "white"}) for name, chart in shown]  # null is none, which the schema lacks
    assert len(charts) >= 6
    assert not [name for name, chart in charts if not checker.is_valid(chart)]
    assert not checker.is_valid({**charts[0][1], "mark": "bra"})


def test_a_page_without_charts_has_no_script_and_the_same_words(context, html):
    bare = report.page(dataclasses.replace(context, interactive=False))
    assert "<script" not in bare
    assert re.sub(r'<div class="chart"[^>]*></div>', "", without_scripts(html)).split() == bare.split()


def test_the_page_starts_with_the_answer_how_sure_why_and_what_would_change_it(html):
    text = re.sub(r"<[^>]+>", " ", html.split("<main>")[1])
    order = [
        "Hyper-targeted",
        "How sure",
        "Why: from money to money",
        "What would change the answer",
        "Money: what was spent",
        "Person by person",
        "New metrics beside old",
        "Map of the market",
        "What was assumed",
        "Where it comes from",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_a_title_says_of_plans_that_spend_alone_that_they_cost_the_same(found):
    for arm in ("broadcast", "hyper_targeted"):
        found.values[arm]["cost"] = np.full(4, 1_000.0)
    assert report.compared(found) == "broadcast and hyper-targeted at equal cost, and no campaign"
    found.values["broadcast"]["cost"] = np.full(4, 2_000.0)
    del found.__dict__["means"]
    assert report.compared(found) == "no campaign, broadcast and hyper-targeted"


def test_how_sure_says_what_its_words_rest_on(html):
    sure = html.split("<h2>How sure</h2>")[1].split("</div>")[0]
    assert "over all 3 comparisons of profit between plans at once" in sure
    assert "Holm 1979" in sure


def test_every_living_chart_has_its_place_and_its_data_are_inside(html, drawings):
    charts = json.loads(re.search(r'id="charts">(.*?)</script>', html, re.DOTALL)[1])
    assert len(charts) == sum(len(drawing.charts) for drawing in drawings) >= 5
    for place, chart in charts.items():
        assert f'<div class="chart" id="{place}"></div>' in html
        assert "url" not in json.dumps(chart)


def test_names_from_configs_cannot_break_the_page(html):
    bare = without_scripts(html)
    assert "Is it &lt;worth&gt; it?" in bare
    assert "&lt;b&gt;&amp;" in bare
    assert bare.count("<b>") == bare.count("</b>")


def test_assumptions_show_what_differs_and_nothing_else(html):
    assert "market.days" in html
    assert "market.people" not in html.split("What was assumed")[1].split("What the words mean")[0]


def test_every_figure_has_an_alternative_text_with_numbers(html):
    images = re.findall(r'<img alt="([^"]*)"', html)
    assert len(images) == 5 - 1  # made-up results have no funnel
    assert all(re.search(r"\d", alt) for alt in images)


def test_a_failed_replicate_is_said_before_the_numbers(context):
    failing = dataclasses.replace(context, manifest={"failed": {"3": {"error": "<Bug>", "trace": "secret"}}})
    page = report.page(failing)
    assert page.index("1 replicate failed") < page.index("How sure")
    assert "&lt;Bug&gt;" in page
    assert "secret" not in page


def test_the_command_is_shown_as_it_is_typed(context):
    typed = dataclasses.replace(context, manifest={"command": ["nichecast", "market.niches=[coffee, tea]"]})
    assert "nichecast &#39;market.niches=[coffee, tea]&#39;" in report.page(typed)


def test_ratios_in_the_table_are_those_that_sentences_speak_of():
    """Of the means, with the interval of Fieller: 300 USD for 600 people are 0.5 USD each, whatever single seeds paid."""
    values = {"cost": np.array([100.0, 100.0, 100.0]), "reach": np.array([100.0, 400.0, 100.0])}
    found = Findings({"a": values}, {name: Measure("1", 0, "") for name in values}, [1, 2, 3], "none")
    each = _ratio(found, "a", "cost", "reach")
    assert (each.mean, each.low, each.high) == pytest.approx(fieller(values["cost"], values["reach"], 0.95))
    assert each.mean == 0.5
    assert _plain(each, 3) == Cell("0.500", interval="no bound")  # the people reached may be none
    close = dataclasses.replace(found, values={"a": {"cost": values["cost"], "reach": np.array([190.0, 200.0, 210.0])}})
    assert _plain(_ratio(close, "a", "cost", "reach"), 3).interval.startswith("0.4")


def test_metrics_are_said_to_favour_an_arm_only_where_it_can_be_told_from_the_others(found):
    from experiments.report.numbers import favourite

    assert favourite(found, "waste", -1) == "hyper_targeted"
    assert favourite(found, "reach", 1) == "broadcast"
    assert favourite(found, "cost", 0) is None
    found.values["broadcast"]["reach"] = found.values["hyper_targeted"]["reach"] + np.array([1, -1, 1, -1.0])
    found = dataclasses.replace(found)  # nothing that was computed before is kept
    assert favourite(found, "reach", 1) is None


def test_a_unit_is_not_said_twice(found):
    both = {"call_outs": Measure("call-outs", -1, ""), "reach": Measure("people", 1, "")}
    units = [labelled(dataclasses.replace(found, measures=both), metric).unit for metric in both]
    assert units == ["", "people"]


def chromium(*arguments):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("there is no chromium here")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_a_browser_that_is_offline_brings_every_chart_to_life(html, drawings, tmp_path):
    (tmp_path / "report.html").write_text(html)
    shown = chromium("--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom", f"file://{tmp_path}/report.html")
    assert f'data-charts="{len(drawings)}"' in shown
    assert shown.count("marks") >= len(drawings)


def test_figures_are_png_and_svg_and_the_same_data_gives_the_same_bytes(found, tables, drawings, folder, tmp_path):
    again = tmp_path / "again"
    draw(found, tables, again)
    for drawing in drawings:
        svg = folder / "figures" / f"{drawing.name}.svg"
        ElementTree.fromstring(svg.read_text())
        assert (folder / "figures" / f"{drawing.name}.png").read_bytes().startswith(b"\x89PNG")
        for kind in ("svg", "png"):
            one = (folder / "figures" / f"{drawing.name}.{kind}").read_bytes()
            assert one == (again / f"{drawing.name}.{kind}").read_bytes()


def test_arms_differ_in_colour_and_in_line_style_and_the_baseline_is_grey():
    found = looks(["none", "a", "b", "c"], "none", str)
    assert found["none"].colour == GREY
    assert [found[arm].colour for arm in "abc"] == list(PALETTE[:3])
    assert len({str(look.dashes) for look in found.values()}) == 4


def test_the_layout_puts_friends_nearer_than_strangers():
    rng = np.random.default_rng(1)
    links = np.array([(a, b) for a in range(60) for b in range(a) if a // 20 == b // 20 and rng.uniform() < 0.3])
    place = spring(60, links)
    near = np.linalg.norm(place[links[:, 0]] - place[links[:, 1]], axis=1).mean()
    pairs = rng.integers(0, 60, (500, 2))
    far = np.linalg.norm(place[pairs[:, 0]] - place[pairs[:, 1]], axis=1).mean()
    assert near < 0.6 * far
    assert place.min() == 0
    assert place.max() == 1
