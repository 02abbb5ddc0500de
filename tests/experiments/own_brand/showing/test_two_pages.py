"""What a brand's report prints before its appendix: two pages, with everything that decides; the first names whom."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from experiments.figures.style import save, styled
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.found import Found
from experiments.own_brand.answering.hiring_list import Hire
from experiments.own_brand.answering.plans import BrandPlan, Plans
from experiments.own_brand.fitting.fitted import Beside
from experiments.own_brand.mixes import strategy
from experiments.own_brand.showing import brand_page, handing_over, pictures
from tests.experiments.own_brand.answering.made import PLANS, brand, outlook

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WHY = "close to the brand (74 % fit); dear for what is seen; hired in 2 of 4 worlds"
DOUBT = (
    "Sales rise more than advertising has been seen to raise them: "
    + "best split found (164 %), " * 6
    + "check people."
)
MONEY = "Creators: at today's split of 9,500 EUR the next EUR brings 0.08 of margin; more of it does not pay."
HIRES = [
    Hire(f"name{k}", 4.0, 350.0, 360.0, 3e4 - 2e3 * k, -2e3, 6e4, 20 - k, 20, 5e4, 0.1, 0.8, WHY) for k in range(20)
]
ASKED = np.array([250.0, 500.0, 1_000.0, 2_000.0])


@pytest.fixture(scope="module")
def found() -> Found:
    """An answer with as much to say as there can be: four warnings, twenty creators, eight numbers, four parts."""
    lived = outlook()
    curves = [Curve(part, ASKED, ASKED, np.stack([ASKED * 1.5, ASKED])) for part in ("creators", "broadcast", "search")]
    with styled():
        drawings = [pictures.added_by_plan(lived, "EUR"), pictures.response_curves(curves, 1_000.0, "EUR")]
    return Found(
        brand(),
        Plans(tuple(BrandPlan(name, "Does it.", strategy("none")) for name in PLANS), ()),
        lived,
        HIRES,
        "creators",
        curves,
        yours=[Beside(f"number {k}", "people", 100.0, 101.0, 90.0, 110.0) for k in range(8)],
        others=["A last-touch dashboard would put broadcast first.", "The usual calculator says 166 purchases. " * 4],
        doubts=[DOUBT] * 4,
        budget_lines=[MONEY] * 5,
        notes=["A note of the fit."] * 6,
        drawings=drawings,
        files=handing_over.FILES,
        costs="All plans cost the same (1,000 EUR).",
    )


@pytest.fixture(scope="module")
def page(found: Found, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its report."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "figures").mkdir()
    with styled():
        for drawing in found.drawings:
            save(drawing, folder / "figures")
    return brand_page.page(found, folder)


def test_the_first_sentences_say_whom_to_hire_and_what_a_dashboard_would_say(page: str) -> None:
    screen = page[page.index("<h1>") : page.index("<h2>")]
    assert "Hire: name0 (+30,000 EUR), name1" in screen
    assert "9 more, with the profit that each adds." in screen, "fifteen pay in the mean, six are named"
    assert "A last-touch dashboard would put broadcast first." in screen
    assert page.count("A last-touch dashboard would put broadcast first.") == 1


def test_ten_creators_stand_before_the_appendix_and_all_of_them_in_it(page: str) -> None:
    first, rest = page.split('<div class="appendix">')
    assert first.count("dear for what is seen") == 10
    assert "creators: name19" in first
    assert rest.count("dear for what is seen") >= 10


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")
def test_two_pages_are_printed_before_the_appendix(page: str, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    (tmp_path / "report.html").write_text(page.replace("</style>", ".appendix { display: none !important; }</style>"))
    pdf = tmp_path / "report.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={pdf}"]
    subprocess.run([CHROMIUM, *options, f"file://{tmp_path}/report.html"], check=True, capture_output=True, timeout=120)
    assert max(map(int, re.findall(rb"/Count (\d+)", pdf.read_bytes()))) <= 2
