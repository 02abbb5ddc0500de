"""Print how quick the lab is in a real browser: ``python scripts/lab_speed.py``.

It starts the lab on this machine, waits until the model is compiled, and opens it in a headless Chromium without a
GPU. Needs Playwright (a dependency of the group ``dev``) and a Chromium of the system. Each line has the median of a
few by the clock, their range, and the processor time that lab and browser took together: on an idle machine the clock
shows no more than that, and on a busy one only the processor time tells something.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from experiments.lab.lessons.catalogue import LESSONS

TIMES = 3
PLAYED = 5
"""Seconds that a market plays while frames are counted."""
MARKET = "#market?people=5000&days=182&seed=1&strategy=hyper_targeted"
FIRST_FRAME = """() => new Promise(done => { const look = () =>
  document.querySelector('canvas')?.dataset.drawn ? done(performance.now() / 1000) : requestAnimationFrame(look);
  look(); })"""
"""Seconds from the beginning of the page's loading to the first picture."""
FRAMES = """seconds => new Promise(done => { let n = 0; const begun = performance.now(); const count = now => { n += 1;
  now - begun < seconds * 1000 ? requestAnimationFrame(count) : done(n / ((now - begun) / 1000)); };
  requestAnimationFrame(count); })"""
SCRUB = """day => { const s = document.querySelector('.controls input[type=range]'); s.value = day;
  s.dispatchEvent(new Event('input')); }"""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Give the address of a lab of our own, ready to be used."""
    command = [sys.executable, "-m", "experiments.lab.start", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None, "it is a pipe"
        found = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert found is not None, "the lab says where it is"
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def processor() -> float:
    """Return the processor seconds that the lab and the browser have taken so far."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def told(measure: Callable[[], float]) -> str:
    """Return what a few measurements came to, by the clock and in processor time."""
    clock, used = [], []
    for _ in range(TIMES):
        before = processor()
        clock.append(measure())
        used.append(processor() - before)
    median = statistics.median
    return f"{median(clock):.2f} s ({min(clock):.2f} to {max(clock):.2f}), {median(used):.2f} s of processor time"


def clicked(page: Page, what: str, then: str) -> float:
    """Return the seconds from a click until something is there."""
    begun = time.perf_counter()
    page.click(what)
    page.wait_for_selector(then)
    return time.perf_counter() - begun


def first_frame(browser: Browser, address: str) -> float:
    """Return the seconds until a page that was never opened shows its first picture."""
    page = browser.new_context().new_page()
    page.goto(f"{address}/{MARKET}", wait_until="commit")
    return float(page.evaluate(FIRST_FRAME))  # left open: what a closed page took would be counted no more


def lesson(page: Page, address: str, name: str) -> float:
    """Return the seconds from a lesson's last click to its worlds, lived."""
    page.goto("about:blank")
    page.goto(f"{address}/#lesson/{name}")
    page.check("input[name=before] >> nth=0")
    if name == "measure":
        return clicked(page, "button:has-text('Live the campaign')", ".player")
    page.check("input[name=bet] >> nth=0")
    return clicked(page, "button:has-text('Run it')", ".player")


def change(page: Page, day: int) -> float:
    """Return the seconds from changing the market on a day to seeing both futures."""
    if page.query_selector(".of-2"):
        page.click("button:has-text('Back to one future')")
    page.evaluate(SCRUB, day)
    page.select_option("#policy-failure", "now")
    taken = clicked(page, "button:has-text('Part the world')", ".of-2 canvas[data-drawn]")
    page.click("button:has-text('Pause')")
    return taken


def frames(page: Page) -> str:
    """Return how many frames a second are drawn while a market plays, and the processor time of one."""
    page.evaluate(SCRUB, 0)
    page.click("button:has-text('Play')")
    before = processor()
    drawn = float(page.evaluate(FRAMES, PLAYED))
    used = (processor() - before) / (drawn * PLAYED)
    page.click("button:has-text('Pause')")
    return f"{drawn:.0f} a second, {1000 * used:.0f} ms of processor time for each"


def replay_size(page: Page, address: str) -> float:
    """Return the megabytes of the replay of what the page shows."""
    link = page.get_attribute("a[download='replay.html']", "href")
    with urllib.request.urlopen(f"{address}{link}") as answer:
        return len(answer.read()) / 1e6


def measured(browser: Browser, address: str) -> Iterator[tuple[str, str]]:
    """Yield what was measured and what came out."""
    page = browser.new_page()
    page.set_default_timeout(300_000)
    page.goto(f"{address}/{MARKET}")
    page.wait_for_selector(".player")  # from here on the model is compiled, and the lab's first market lived
    yield "first picture of 5,000 people after opening", told(lambda: first_frame(browser, address))
    for name in LESSONS:
        yield f"lesson {name}, from the click to its worlds", told(lambda name=name: lesson(page, address, name))  # type: ignore[misc]
    page.goto(f"{address}/{MARKET}")
    page.wait_for_selector(".player canvas[data-drawn]")
    yield "frames, 5,000 people", frames(page)
    for day in (1, 60, 120):
        yield f"change on day {day} of 182 and see, 5,000 people", told(lambda day=day: change(page, day))  # type: ignore[misc]
    yield "frames, two futures of 5,000 people", frames(page)
    yield "replay of both futures", f"{replay_size(page, address):.2f} MB"


def main() -> int:
    """Measure and print a line each; 2: there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("lab_speed: no Chromium on this machine, such as apt-get install chromium gives", file=sys.stderr)
        return 2
    options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        for what, came_out in measured(browser, address):
            print(f"{what:<60} {came_out}", flush=True)
        browser.close()
    print(f"{'load of the machine, last minute':<60} {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
