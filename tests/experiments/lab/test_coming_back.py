"""In a real browser: what is left and come back to is still there, and what failed can be tried again."""

import pytest

from experiments.lab.contest import contest_routes
from tests.experiments.lab.planning.test_planning_pages import told
from tests.experiments.lab.test_browser import browser, opened, pytestmark, scrub, until

__all__ = ["browser", "opened", "pytestmark"]
MARKET = "#market?people=1500&days=28&seed=2&strategy=nano_swarm"


def without_refusals(opened):
    opened.faults = [fault for fault in opened.faults if "400 (Bad Request)" not in fault]


def test_a_lesson_that_could_not_be_lived_can_be_run_again(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#lesson/slow_trust?seed=5000")
    page.check("input[name=before][value=time]")
    page.check("input[name=bet][value=week]")
    page.click("button:has-text('Run it')")
    page.wait_for_selector(".status.refused")
    assert "seed: got '5000', takes a whole number" in page.text_content(".status.refused")
    page.route(
        "**/api/lesson", lambda route: route.continue_(post_data={"lesson": "slow_trust", "seed": 3, "choices": {}})
    )
    page.click("button:has-text('Run it')")
    page.wait_for_selector(".player")
    assert page.locator("h2:has-text('The world is living')").count() == 1
    page.evaluate("location.hash = '#teacher'")
    page.wait_for_selector(".plan")
    page.click("summary >> nth=0")
    assert "1 of 1" in page.text_content(".count >> nth=0"), "a bet counts once"
    without_refusals(opened)


def test_a_lesson_stops_when_it_is_left(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#lesson/labels")
    page.check("input[name=before] >> nth=0")
    page.check("input[name=bet] >> nth=0")
    page.click("button:has-text('Run it')")
    page.wait_for_selector(".player")
    page.evaluate(
        "() => { window.drawn = 0; const draw = CanvasRenderingContext2D.prototype.clearRect;"
        " CanvasRenderingContext2D.prototype.clearRect = function (...a) { window.drawn += 1; draw.apply(this, a); };"
        " location.hash = '#teacher'; }"
    )
    page.wait_for_selector(".plan")
    page.wait_for_timeout(300)
    drawn = page.evaluate("window.drawn")
    page.wait_for_timeout(600)
    assert page.evaluate("window.drawn") == drawn, "nothing is drawn where nobody looks"


def test_a_market_forked_again_and_again_parts_still_and_says_where_nothing_changed(opened, served):
    page = opened.page
    page.goto(f"{served.address}/{MARKET}")
    for _ in range(10):
        page.wait_for_selector(".of-1 canvas[data-drawn]")
        scrub(page, 10)
        page.select_option("#policy-response", "apology")
        page.click("button:has-text('Part the world on day 10')")
        page.wait_for_selector(".of-2")
        scrub(page, 12)
        assert "both futures are the same so far" in page.text_content(".difference")
        page.click("button:has-text('Back to one future')")
    assert page.locator("main .refused").count() == 0


def test_a_creator_stays_followed_while_people_are_looked_at(opened, served):
    page = opened.page
    page.goto(f"{served.address}/{MARKET}")
    page.wait_for_selector(".player")
    page.select_option("#creator", index=2)
    followed = page.input_value("#creator")
    page.select_option("#somebody", "heard")
    assert page.text_content(".story h3").startswith("Person ")
    assert "," not in page.text_content(".story h3"), "a number that names somebody is no amount"
    assert page.input_value("#creator") == followed
    assert page.locator(".chart").count() == 9
    page.select_option("#creator", "")
    assert page.locator(".chart").count() == 8


def test_the_legend_has_what_the_picture_has(opened, served):
    page = opened.page
    page.goto(f"{served.address}/{MARKET}")
    page.wait_for_selector(".player")
    for by, bars in {"trust": [9, 1], "attitude": [9, 9], "aware": [1, 1, 9], "owns": [1, 1, 9]}.items():
        page.select_option("#colour", by)
        shown = page.evaluate("() => [...document.querySelectorAll('.key .scale')].map(bar => bar.children.length)")
        assert shown == bars, by


def test_words_for_a_hidden_chart_go_as_far_as_the_clock(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#lesson/slow_trust")
    page.check("input[name=before] >> nth=0")
    page.check("input[name=bet] >> nth=0")
    page.click("button:has-text('Run it')")
    page.wait_for_selector(".player")
    page.click("button:has-text('Pause')")
    scrub(page, 5)
    page.click(".table summary")
    page.wait_for_selector(".table tbody tr")
    early = page.get_attribute(".chart svg", "aria-label"), page.locator(".table tbody tr").count()
    scrub(page, 84)
    late = page.get_attribute(".chart svg", "aria-label"), page.locator(".table tbody tr").count()
    assert "from 0.50 to" in early[0]
    assert late[0] != early[0]
    assert late[1] > early[1], "and so does the table behind it"


@pytest.mark.parametrize("tab", ["form", "folder"])
def test_what_was_typed_of_a_brand_is_still_there(opened, served, tab):
    page = opened.page
    page.goto(f"{served.address}/#campaign")
    page.fill("#answer-name", "Alma & <b>")
    page.check(f"input[value={tab}]")
    if tab == "folder":
        page.click("button:has-text('city_gym')")
    page.click("nav a >> nth=0")
    page.wait_for_selector(".cards")
    page.click("nav a:has-text('Plan a campaign')")
    page.wait_for_selector("#answer-name", state="attached")
    assert page.input_value("#answer-name") == "Alma & <b>"
    assert page.is_visible("#brand-folder") == (tab == "folder")
    assert page.input_value("#brand-folder") == ("city_gym" if tab == "folder" else "")


def test_a_contest_that_was_ranked_is_shown_to_whoever_comes_back(opened, served, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ranked = {"contest": told([("Owls", 1, 50.0, 10.0, 90.0, 1, 80.0)]), "folder": str(tmp_path)}
    monkeypatch.setattr(contest_routes, "found_by_child", lambda what, overrides, job: ranked)
    page = opened.page
    page.goto(f"{served.address}/#contest")
    page.wait_for_selector("#contest-brand, #team")
    if page.query_selector("#team"):
        page.click("button:has-text('Begin another contest')")
    page.click("button:has-text('Begin a contest')")
    page.fill("#team", "Owls")
    page.fill("#share-search", "50")
    page.click("button:has-text('Hand this split in')")
    until(page, "document.querySelector('.teams b') !== null")
    page.click("button:has-text('Rank the teams')")
    page.wait_for_selector("text=What each team buys")
    page.reload()
    page.wait_for_selector("text=What each team buys")
    page.click("button:has-text('What a dashboard says')")
    assert page.locator(".dots + .board tbody tr").count() == 1, "a table behind the chart"
