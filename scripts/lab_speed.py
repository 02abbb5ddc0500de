"""Print how quick the lab is in a real browser: ``python scripts/lab_speed.py``.

It starts the lab on this machine, waits until the model is compiled, and opens it in a headless Chromium without a
GPU. Needs Playwright (a dependency of the group ``dev``) and a Chromium of the system. Times are of the clock, the
median of a few: measure on an idle machine.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from experiments.lab.lessons.catalogue import LESSONS

TIMES = 3
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


@contextmanager
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


def clicked(page: Page, what: str, then: str) -> float:
    """Return the seconds from a click until something is there."""
    begun = time.perf_counter()
    page.click(what)
    page.wait_for_selector(then)
    return time.perf_counter() - begun


def first_frame(browser: Browser, address: str) -> float:
    """Return the seconds until a page that was never opened shows its first picture."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{MARKET}", wait_until="commit")
    taken = float(page.evaluate(FIRST_FRAME))
    context.close()
    return taken


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
    page.evaluate(SCRUB, day)
    page.select_option("#policy-failure", "now")
    taken = clicked(page, "button:has-text('Part the world')", ".of-2 canvas[data-drawn]")
    page.click("button:has-text('Pause')")
    return taken


def frames(page: Page) -> float:
    """Return how many frames a second are drawn while a market plays."""
    page.evaluate(SCRUB, 0)
    page.click("button:has-text('Play')")
    drawn = float(page.evaluate(FRAMES, 5))
    page.click("button:has-text('Pause')")
    return drawn


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
    taken = [first_frame(browser, address) for _ in range(TIMES)]
    yield "first picture of 5,000 people after opening, s", _told(taken)
    for name in LESSONS:
        taken = [lesson(page, address, name) for _ in range(TIMES)]
        yield f"lesson {name}, from the click to its worlds, s", _told(taken)
    page.goto(f"{address}/{MARKET}")
    page.wait_for_selector(".player canvas[data-drawn]")
    yield "frames a second, 5,000 people", f"{frames(page):.0f}"
    alone = "button:has-text('Back to one future')"
    for day in (1, 60, 120):
        taken = []
        for _ in range(TIMES):
            taken.append(change(page, day))
            if len(taken) < TIMES or day < 120:
                page.click(alone)
        yield f"change on day {day} of 182 and see, 5,000 people, s", _told(taken)
    yield "frames a second, two futures of 5,000 people", f"{frames(page):.0f}"
    yield "replay of both futures, MB", f"{replay_size(page, address):.2f}"


def _told(seconds: list[float]) -> str:
    taken = sorted(seconds)
    return f"{statistics.median(taken):.2f} ({taken[0]:.2f} to {taken[-1]:.2f})"


def main() -> int:
    """Measure and print a line each; 2: there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("lab_speed: no Chromium on this machine, such as apt-get install chromium gives", file=sys.stderr)
        return 2
    options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        for what, told in measured(browser, address):
            print(f"{what:<60} {told}", flush=True)
        browser.close()
    print(f"{'load of the machine, last minute':<60} {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
