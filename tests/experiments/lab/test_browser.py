"""The lab in a real browser: it opens, plays, scrubs, forks, compares, finishes a lesson and exports."""

import csv
import os
import re
import shutil

import pytest

from experiments.lab.lessons.catalogue import LESSONS

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NARROW, WIDE = 390, 1280
WIDTHS = (NARROW, pytest.param(WIDE, marks=pytest.mark.slow(reason="the same way through the page once more")))
"""By default a way through the page is gone at the narrow width, and the page that it ends on is looked at at both.

Tests without a width of their own are at the wide one."""
PATIENCE = 240_000  # milliseconds: the first run may have to compile


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield opened
        opened.close()


class Watched:
    """A page, and whatever should not happen on it."""

    def __init__(self, page, allowed):
        self.page, self.faults, self.calls = page, [], []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.asked(request.url, allowed))

    def asked(self, url, allowed):
        self.calls.append(url)
        if not url.startswith((allowed, "data:")):
            self.faults.append(f"a request to {url}")

    def fits(self):
        """Say whether nothing on the page is wider than the window, at both widths; it stays at the wide one."""
        fitted = []
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            fitted.append(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        return all(fitted)


@pytest.fixture
def opened(browser, served, request):
    width = getattr(request, "param", WIDE)
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    watched = Watched(context.new_page(), served.address)
    yield watched
    context.close()
    assert watched.faults == []


def until(page, condition):
    """Wait until an expression is true; the page's policy forbids Playwright's own way, which evaluates text in it."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{condition} did not come true")


def scrub(page, day):
    page.evaluate(
        "day => { const s = document.querySelector('.controls input[type=range]'); s.value = day;"
        " s.dispatchEvent(new Event('input')); }",
        day,
    )


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
def test_a_lesson_can_be_finished_from_the_first_page_on(opened, served, tmp_path):
    page = opened.page
    page.goto(served.address)
    page.click(".card a >> nth=0")
    # The page draws the lesson after the click returns, and the first page speaks of bets too.
    page.wait_for_selector("input[name=before]")
    assert page.query_selector("text=Your bet") is None, "the bet comes after the question"
    page.check("input[name=before][value=time]")
    assert page.is_disabled("button:has-text('Run it')"), "and the run after the bet"
    page.check("input[name=bet][value=week]")
    page.click("button:has-text('Run it')")
    page.wait_for_selector(".player")
    assert page.query_selector(".result") is None, "the answer comes after the run"
    page.click("text=Go to the last day")
    assert re.search(r"took 0\.\d\d in one week", page.text_content(".answer .result"))
    assert "You bet: Within a week" in page.text_content("main")
    assert "{" not in page.text_content("main"), "every figure is filled in"
    page.check("input[name=after][value=posts]")
    page.click("text=This is my answer")
    assert "Now you have it" in page.text_content("main")
    page.select_option("#choice-reach", "few")
    page.click("text=Run it again")
    until(page, "!document.querySelector('.answer .result')")
    page.click("text=Go to the last day")
    assert "Hardly anybody heard" in page.text_content(".answer .result")
    assert opened.fits()
    with page.expect_download() as saved:
        page.click("text=Save as one file")
    file = tmp_path / "replay.html"
    saved.value.save_as(file)
    assert file.stat().st_size < 3e6
    page.click("text=All lessons")
    assert "finished" in page.text_content(".card")


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
@pytest.mark.parametrize(
    ("name", "before", "bet", "after", "said"),
    [
        ("sell_out", "no_way", "none", "talk", r"Those who never followed lost 0\.\d\d"),
        ("commons", "nothing", "same", "others", r"Trust in Ada began at 0\.\d\d"),
        ("up_and_down", "as_then", "same", "for_a_while", r"Over all days it was 0\.\d\d lower"),
        ("mirage", "influence", "none", "neither", r"did so \d+ percent more often"),
    ],
)
def test_each_lesson_answers_the_bet_and_leads_on(opened, served, name, before, bet, after, said):
    page = opened.page
    page.goto(f"{served.address}/#lesson/{name}")
    page.check(f"input[name=before][value={before}]")
    page.check(f"input[name=bet][value={bet}]")
    page.click("button:has-text('Run it')")
    page.wait_for_selector(".player")
    assert page.query_selector("text=/^Next:/") is None, "next appears when the reader has done the thing"
    page.click("text=Go to the last day")
    assert re.search(said, page.text_content(".answer .result"))
    page.check(f"input[name=after][value={after}]")
    page.click("text=This is my answer")
    assert "Now you have it" in page.text_content("main")
    assert page.query_selector("text=/^Next:/")
    assert "{" not in page.text_content("main"), "every figure is filled in"
    for title in page.query_selector_all(".chart figcaption"):
        assert "undefined" not in title.text_content()
    assert page.locator(".table summary").count() == page.locator(".chart").count(), "a table behind each chart"
    assert outside_of_charts(page) == []
    assert opened.fits()


def test_a_lesson_can_be_finished_with_the_keyboard_alone(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#lesson/sell_out")
    page.wait_for_selector("input[name=before]")

    def tab_to(selector, key):
        """Press Tab until an element has the focus, then a key; radio buttons of a group are one stop."""
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                page.keyboard.press(key)
                return
        raise AssertionError(f"Tab never comes to {selector}")

    tab_to("input[name=before]", "Space")
    tab_to("input[name=bet]", "ArrowDown")
    tab_to("button.main", "Enter")
    page.wait_for_selector(".player")
    tab_to("input[type=range]", "End")
    page.wait_for_selector(".answer .result")
    tab_to("input[name=after]", "ArrowDown")
    tab_to("button.main", "Enter")
    page.wait_for_selector("text=/^Next:/")
    tab_to("a.button.main", "Enter")
    until(page, "location.hash.startsWith('#lesson/labels')")


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
def test_the_analyst_sees_what_a_brand_sees_then_bets_then_learns_the_truth(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#lesson/measure")
    page.check("input[name=before][value=clicks]")
    assert page.query_selector("input[name=bet]") is None, "no bet before there is something to judge"
    page.click("button:has-text('Live the campaign')")
    page.wait_for_selector(".player")
    assert page.locator("canvas").count() == 1, "the world without the campaign is not shown yet"
    page.click("text=Go to the last day")
    assert page.locator(".evidence tbody tr").count() == 6
    page.check("input[name=bet][value=most]")
    page.click("button:has-text('Show the world without it')")
    page.wait_for_selector(".of-2")
    page.click("text=Go to the last day >> nth=1")
    assert re.search(r"The campaign caused [\d,]+ purchases", page.text_content(".answer .result"))
    assert "Caused by the campaign, in truth" in page.text_content(".answer .truth")
    page.check("input[name=after][value=holdout]")
    page.click("text=This is my answer")
    assert "Now you have it" in page.text_content("main")
    page.select_option("#choice-budget", "small")
    page.click("text=Run it again")
    until(page, "!document.querySelector('.answer .result')")
    page.click("text=Go to the last day >> nth=1")
    assert "A fair test" in page.text_content(".answer .result")
    assert outside_of_charts(page) == []
    assert opened.fits()


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
def test_a_teacher_plans_counts_and_shares(opened, served, tmp_path):
    page = opened.page
    page.goto(f"{served.address}/#lesson/slow_trust")
    page.check("input[name=before][value=time]")
    page.check("input[name=bet][value=month]")
    page.click("button:has-text('Run it')")
    page.goto(f"{served.address}/#teacher")
    page.wait_for_selector(".plan")
    page.check("input[value=mirage]")
    page.uncheck("input[value=commons]")
    assert "The mirage" in page.text_content(".plan")
    assert "The commons" not in page.text_content(".plan")
    assert "80 to 90" in page.text_content(".plan tr:last-child")
    page.check("input[value=labels]")
    page.click("input[value=commons]")
    assert not page.is_checked("input[value=commons]"), "a class has no time for five"
    page.click("summary >> nth=0")
    page.fill("[aria-label='Within a week.']", "7")
    page.fill("[aria-label='Students'] >> nth=0", "10")
    page.fill("[aria-label='Right before'] >> nth=0", "2")
    page.fill("[aria-label='Right after'] >> nth=0", "9")
    assert "Of 10, 2 were right before and 9 after" in page.text_content("main")
    assert "7 of 8" in page.text_content(".count >> nth=0"), "with the bet that was made on this computer"
    with page.expect_download() as saved:
        page.click("text=Save the counts as a file")
    saved.value.save_as(tmp_path / "class.csv")
    with (tmp_path / "class.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"lesson": "slow_trust", "answer": "Within a week.", "class": "7"}.items() <= rows[0].items()
    assert {row["lesson"] for row in rows} == set(LESSONS)
    address = page.get_attribute("text=Link to this plan", "href")
    page.goto(served.address)
    page.goto(f"{served.address}/{address}")
    page.wait_for_selector(".plan")
    assert page.is_checked("input[value=mirage]")
    assert page.input_value("[aria-label='Within a week.']") == "7"
    page.click("text=Forget what was counted")
    assert "7 of 7" in page.text_content(".count >> nth=0")
    assert opened.fits()


def outside_of_charts(page):
    """Return the texts of charts that are cut off at a side."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.chart svg text')].filter(t => { const b = t.getBBox(), v ="
        " t.ownerSVGElement.viewBox.baseVal; return b.x < -1 || b.x + b.width > v.width + 1; }).map(t => t.textContent)"
    )


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
def test_a_market_plays_without_a_call_and_parts_in_two(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#market?people=1500&days=28&seed=2&strategy=nano_swarm")
    page.wait_for_selector(".player")
    calls = len(opened.calls)
    page.click("button:has-text('Play')")
    until(page, "Number(document.querySelector('.controls input[type=range]').value) >= 2")
    page.click("button:has-text('Pause')")
    scrub(page, 20)
    assert "day 20 of 28" in page.text_content(".day")
    page.click("[aria-label='One day back']")
    assert "day 19 of 28" in page.text_content(".day")
    page.select_option("#somebody", "betrayed")
    assert re.search(r"Person \d+", page.text_content(".story"))
    assert "Lost" in page.text_content(".story")
    first = page.text_content(".story h3")
    page.click("text=Another one")
    assert page.text_content(".story h3") != first
    assert re.search(r"^2 of \d", page.text_content(".somebody p"))
    for kind in ("won_over", "called_out", "unaffected", "heard"):
        page.select_option("#somebody", kind)
        assert re.search(r"^(1 of \d|There is nobody)", page.text_content(".somebody p")), kind
    assert page.locator(".chart").count() == 8, "trust by size, and what else a market shows"
    page.select_option("#creator", index=1)
    assert page.locator(".chart").count() == 9, "and the trust of one creator's followers"
    page.focus("canvas")
    page.keyboard.press("ArrowRight")
    page.select_option("#colour", "attitude")
    page.click(".table summary >> nth=0")
    page.wait_for_selector(".table tbody tr")
    assert page.locator(".table tbody tr").count() >= 28
    assert len(opened.calls) == calls, "playing asks the server nothing"
    scrub(page, 10)
    page.select_option("#policy-failure", "now")
    page.click("button:has-text('Part the world on day 10')")
    page.wait_for_selector(".of-2")
    until(page, "Number(document.querySelector('.controls input[type=range]').value) >= 12")
    assert re.search(
        r"the second future against the first: .* buyers, .* trust in the brand", page.text_content("main")
    )
    assert page.locator("canvas").count() == 2
    page.click("button:has-text('Pause')")
    page.select_option("#somebody", "heard")
    page.click("text=Show the full diary")
    page.wait_for_selector(".story pre")
    assert "One of" not in page.text_content(".story pre")
    assert "of 1,500" in page.text_content(".story pre")
    assert opened.fits()


@pytest.mark.parametrize("opened", WIDTHS, indirect=True)
def test_pictures_and_charts_are_not_empty(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#market?people=1500&days=28&seed=2&strategy=nano_swarm")
    page.wait_for_selector(".player")
    scrub(page, 14)
    drawn = page.evaluate(
        "() => { const c = document.querySelector('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height)"
        ".data; let n = 0; for (let k = 3; k < d.length; k += 4) n += d[k] > 0; return n / (d.length / 4); }"
    )
    assert drawn > 0.03
    for path in page.query_selector_all(".chart svg path"):
        assert len(path.get_attribute("d")) > 40
    assert outside_of_charts(page) == []


def test_a_setting_that_cannot_be_used_is_said_on_the_page(opened, served):
    page = opened.page
    page.goto(f"{served.address}/#market?people=1500&days=28&strategy=nano_swarm&seed=99999999999")
    page.wait_for_selector(".refused")
    assert "seed: got '99999999999', takes a whole number" in page.text_content(".refused")
    opened.faults = [fault for fault in opened.faults if "400 (Bad Request)" not in fault]


def test_a_replay_plays_from_a_file_and_shows_hostile_names_as_text(browser, small_run, tmp_path):
    from experiments.lab.page import replay

    hostile = "<img src=x onerror=alert(1)></script>"
    file = tmp_path / "replay.html"
    file.write_text(replay(hostile, [(hostile, small_run.parcel)]), encoding="utf-8")
    watched = Watched(browser.new_page(), file.as_uri())
    page = watched.page
    page.goto(file.as_uri())
    page.wait_for_selector(".player")
    page.click("button:has-text('Play')")
    until(page, "Number(document.querySelector('.controls input[type=range]').value) >= 3")
    assert page.text_content("h1") == hostile
    assert page.locator("img").count() == 0
    page.close()
    assert watched.faults == []


def test_little_motion_is_honoured(browser, served):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{served.address}/#market?people=1500&days=28&seed=2&strategy=nano_swarm")
    page.wait_for_selector(".player")
    page.click("button:has-text('Play')")
    until(page, "Number(document.querySelector('.controls input[type=range]').value) >= 2")
    context.close()
