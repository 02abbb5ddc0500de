"""Campaign, contest and files in a real browser: refusals in the page, the reveal step by step, names as text."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments.lab.campaign import campaign_routes, campaign_work
from experiments.lab.child import _plain
from experiments.lab.contest.contest_page import board
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.found import Found
from experiments.own_brand.answering.plans import BrandPlan, Plans
from experiments.own_brand.mixes import strategy
from experiments.own_brand.showing.said import summary
from tests.experiments.lab.test_browser import NARROW, WIDE, WIDTHS, Watched, browser, opened, pytestmark, until
from tests.experiments.own_brand.answering.made import PLANS, brand, outlook

__all__ = ["browser", "opened", "pytestmark"]
HOSTILE = "<img src=x onerror=alert(1)></script>"


def told(places):
    keys = ("team", "rank", "added", "low", "high", "dashboard_rank", "dashboard")
    made = [dict(zip(keys, place, strict=True)) for place in places]
    more = {"does": "5 EUR of search.", "behind": 0, "behind_low": 0, "behind_high": 0, "firsts": 1, "cost": 90.0}
    return {
        "brand": HOSTILE,
        "currency": "EUR",
        "budget": 100.0,
        "weeks": 10,
        "worlds": 4,
        "seeds": 1,
        "people": 100.0,
        "sentences": [f"First: {HOSTILE}."],
        "places": [{**more, "unspent": 10.0, "purchases": 1.0, **each} for each in made],
    }


@pytest.mark.parametrize("width", [NARROW, WIDE])  # its chart is drawn by the width
def test_a_contest_is_revealed_from_the_dashboard_to_the_first_place(browser, tmp_path, width):
    file = tmp_path / "contest.html"
    places = [("Owls", 1, 50.0, 10.0, 90.0, 3, -5.0), (HOSTILE, 2, 5.0, 1.0, 9.0, 1, 80.0), ("B", 2, 4.0, 1, 8, 2, 7.0)]
    file.write_text(board(told(places)), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    watched = Watched(page, file.as_uri())
    page.goto(file.as_uri())
    page.wait_for_selector(".board tbody tr")
    first = page.text_content("main")
    assert HOSTILE in first
    assert "truly adds" not in first
    page.click("button.main")
    assert "1. <img" in page.text_content(".chart"), "the dashboard's first is the hostile name, as text"
    assert "truly adds" not in page.text_content("main")
    page.click("button.main")
    assert page.locator(".result").count() == 2, "two teams share the last place"
    assert "cannot be told apart" in page.text_content("main")
    assert "Owls truly adds" not in page.text_content("main")
    page.click("button.main")
    assert "Owls truly adds +50 EUR" in page.text_content("main")
    page.click("button.main")
    assert page.locator(".board tbody tr").count() == 3
    assert page.is_disabled("button.main")
    assert page.locator("img").count() == 0
    assert watched.fits()
    page.close()
    assert watched.faults == []


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
def test_the_form_says_beside_its_fields_what_cannot_be_used(opened, served, tmp_path, monkeypatch):
    page = opened.page
    page.goto(f"{served.address}/#campaign")
    page.fill("#answer-price", "much")
    page.press("#answer-price", "Tab")
    until(page, "document.getElementById('answer-price-said').textContent !== ''")
    assert "price: got 'much', takes an amount above 0" in page.text_content("#answer-price-said")
    assert page.text_content("#answer-people-said") == "", "nobody has come to this field yet"
    page.click("button:has-text('Read the brand')")
    until(page, "document.getElementById('answer-people-said').textContent !== ''")
    assert page.text_content("#answer-people-said") == "This one is needed."
    page.fill("#answer-name", HOSTILE)
    page.fill("#answer-price", "468 EUR")
    page.fill("#answer-people", "800,000")
    page.fill("#answer-sold", "1400 units in 52 weeks")
    page.fill("#answer-budget", "9000")
    page.click("summary:has-text('Tables that you have')")
    roster = tmp_path / "export.csv"
    roster.write_text("Handle,Followers,Fee\nada,many,120\n", encoding="utf-8")
    page.set_input_files("#file-roster", str(roster))
    page.click("button:has-text('Read the brand')")
    page.wait_for_selector(".status.refused")
    until(page, "document.querySelector('.status').textContent.startsWith('roster.csv, row 2')")
    roster.write_text("Handle,Followers,Fee\nada,5000,120\nbo,9000,150\n", encoding="utf-8")
    page.set_input_files("#file-roster", str(roster))
    page.click("button:has-text('Read the brand')")
    page.wait_for_selector("#plan-0")
    assert f"{HOSTILE} has 9,000 EUR for 12 weeks" in page.text_content("main")
    page.click("button:has-text('Add a split of your own')")
    assert "4 of at most 4 chosen" in page.text_content("main")
    page.check("#plan-4")
    assert page.is_disabled("button:has-text('Find the answer')"), "five are too many"
    assert page.locator("main img").count() == 0
    assert opened.fits()
    opened.faults = [fault for fault in opened.faults if "400 (Bad Request)" not in fault]


def made_answer(what, overrides, job):
    """Return what the process of its own would have found, from a made-up outlook, and leave the files of it."""
    lived, asked = outlook(), np.array([250.0, 500.0, 1_000.0])
    plans = Plans(tuple(BrandPlan(name, "Does it.", strategy("none")) for name in PLANS), ())
    curves = [Curve("creators", asked, asked, np.stack([asked * 1.5, asked * 2.0]))]
    found = Found(brand(name="Kraftraum Nord"), plans, lived, [], "creators", curves, costs="", notes=("So it is.",))
    (where,) = [Path(item.partition("=")[2].strip("'\"")) for item in overrides if item.startswith("output.dir=")]
    where.mkdir(parents=True)
    told = {"folder": str(where), "summary": _plain(summary(found)), "lines": found.lines}
    (where / "summary.json").write_text(json.dumps(told["summary"]), encoding="utf-8")
    (where / "report.html").write_text("<!doctype html>", encoding="utf-8")
    return told


LIVED = pytest.mark.slow(reason="a fit and all plans, 12 CPU seconds; `nichecast brand=city_gym` is run by default")


@pytest.mark.parametrize("way", ["made", pytest.param("lived", marks=LIVED)])
def test_a_brand_s_answer_is_found_shown_and_kept(opened, served, tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    if way == "made":
        monkeypatch.setattr(campaign_routes, "found_by_child", made_answer)
    few = ("worlds.number=2", "effort.worlds=2", "effort.closer=2", "effort.creators=2", "executor=serial")
    small = ("market.consumers=600", "creators.number=60", "market.burn_in=14", "executor.threads=1")
    monkeypatch.setattr(campaign_work, "EFFORTS", {**campaign_work.EFFORTS, "quick": (*few, *small)})
    page = opened.page
    page.goto(f"{served.address}/#campaign")
    page.check("input[value=folder]")
    page.click("button:has-text('city_gym')")
    page.click("button:has-text('Read the brand')")
    page.wait_for_selector("#plan-0")
    page.uncheck("#plan-0")
    page.click("button:has-text('Find the answer')")
    page.wait_for_selector(".result, .step .refused[role=alert]")
    assert page.locator(".refused[role=alert]").count() == 0, page.text_content("main")
    assert page.locator(".chart.dots").count() == 2
    with page.expect_download() as saved:
        page.click("a:has-text('All of it as data')")
    file = tmp_path / "summary.json"
    saved.value.save_as(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["brand"] == "Kraftraum Nord"
    page.click("summary:has-text('What the fit says')")
    assert page.locator("details:has(summary:has-text('What the fit says')) li").all_text_contents() == kept["notes"]
    assert kept["notes"]
    assert (next((tmp_path / "outputs" / "lab" / "answers").iterdir()) / "report.html").is_file()


def test_a_contest_goes_from_a_brand_to_plans_that_are_handed_in(opened, served, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = opened.page
    page.goto(f"{served.address}/#contest")
    page.wait_for_selector("#contest-brand, #team")
    if page.query_selector("#team"):  # the lab's room is that of all tests of this process
        page.click("button:has-text('Begin another contest')")
    page.click("button:has-text('city_gym')")
    page.click("button:has-text('Begin a contest')")
    page.wait_for_selector("#team")
    assert "nichecast-lab --share" in page.text_content("main"), (
        "nobody joins over the network unless that is asked for"
    )
    page.fill("#team", HOSTILE[1:20])
    page.fill("#share-search", "50")
    page.click("button:has-text('Hand this split in')")
    until(page, "document.querySelector('.teams b') !== null")
    assert page.text_content(".teams b") == HOSTILE[1:20]
    bad = tmp_path / "bad.csv"
    bad.write_text("week,channel,spend,_target_\n1,search,5,os.system\n", encoding="utf-8")
    page.set_input_files("#plan-file", str(bad))
    page.fill("#team", "Foxes")
    page.click("button:has-text('Hand this file in')")
    page.wait_for_selector("p.refused:has-text('_target_')")
    assert "plan.csv, column 4: got '_target_', takes one of" in page.text_content("p.refused:has-text('_target_')")
    assert page.locator(".teams b").count() == 1
    page.click("button:has-text('Remove')")
    until(page, "document.querySelector('.teams b') === null")
    opened.faults = [fault for fault in opened.faults if "400 (Bad Request)" not in fault]


def test_a_scenario_that_is_none_is_refused_on_the_market_page(opened, served, tmp_path):
    page = opened.page
    page.goto(f"{served.address}/#market?people=1500&days=28&seed=2&strategy=nano_swarm")
    page.wait_for_selector(".player")
    page.click("summary:has-text('of your own')")
    file = tmp_path / "mine.yaml"
    file.write_text("people: 1500\n_target_: os.system\n", encoding="utf-8")
    page.set_input_files("#market-scenario", str(file))
    page.wait_for_selector("p.refused:has-text('_target_')")
    assert "scenario.yaml, line 2: got '_target_', which is no setting" in page.text_content(
        "p.refused:has-text('_target_')"
    )
    file.write_text(f"people: 1500\ndays: 21\nbrands.names: ['{HOSTILE}', B, C, D]\n", encoding="utf-8")
    page.set_input_files("#market-scenario", str(file))
    until(page, "document.getElementById('set-days').value === '21'")
    page.click("button:has-text('Live this market')")
    until(page, "document.querySelector('.controls input[type=range]')?.max === '21'")
    page.focus("canvas")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.story').textContent.includes('<img src=x')")
    assert page.locator("main img").count() == 0
    opened.faults = [fault for fault in opened.faults if "400 (Bad Request)" not in fault]


def test_people_drawn_by_webgl_are_those_drawn_on_the_canvas(browser, served):
    drawn = {}
    for way in ("webgl", "canvas"):
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        page.set_default_timeout(240_000)
        page.goto(f"{served.address}/?draw={way}#market?people=1500&days=28&seed=2&strategy=nano_swarm")
        page.wait_for_selector(".player canvas")
        until(page, "document.querySelector('canvas').dataset.drawn !== undefined")
        if page.evaluate("document.querySelector('canvas').dataset.drawn") != way:
            page.close()
            pytest.skip("this browser has no WebGL2")
        drawn[way] = page.evaluate(
            "() => { const c = document.querySelector('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width,"
            " c.height).data; let n = 0, red = 0, blue = 0; for (let k = 0; k < d.length; k += 4) if (d[k + 3] > 128)"
            " { n++; red += d[k]; blue += d[k + 2]; } return [n, red / n, blue / n]; }"
        )
        page.close()
    (dots, red, blue), (others, other_red, other_blue) = drawn["webgl"], drawn["canvas"]
    assert dots > 1500
    assert dots == pytest.approx(others, rel=0.25)
    assert red == pytest.approx(other_red, abs=12)
    assert blue == pytest.approx(other_blue, abs=12)
