"""The report is one file that needs nothing else, and its figures can be read by everybody."""

import re
from xml.etree import ElementTree

import pytest

from experiments import report
from experiments.figures import draw
from experiments.figures.layout import spring
from experiments.figures.style import GREY, PALETTE, looks


@pytest.fixture
def drawings(found, tables, tmp_path):
    return draw(found, tables, tmp_path / "figures")


@pytest.fixture
def html(found, drawings, tmp_path):
    return report.page(
        found,
        drawings,
        tmp_path,
        config={"market": {"days": 90, "people": 1e7}},
        defaults={"market": {"days": 182, "people": 1e7}},
        strategies={"none": {"_target_": "Silence"}, "broadcast": {"_target_": "Spots", "cpm": 3.0, "note": "<b>&"}},
        manifest={"code_version": "abc", "machine": {"cores": 2}},
        question="Is it <worth> it?",
    )


def test_the_page_loads_nothing(html):
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!data:)""", html)
    assert "@import" not in html
    assert "url(" not in html
    assert "<script" not in html


def test_the_page_starts_with_the_answer_and_says_how_sure_and_why(html):
    text = re.sub(r"<[^>]+>", " ", html.split("<main>")[1])
    assert text.index("Hyper-targeted") < text.index("How sure") < text.index("Why") < text.index("The arms in numbers")


def test_names_from_configs_cannot_break_the_page(html):
    assert "Is it &lt;worth&gt; it?" in html
    assert "&lt;b&gt;&amp;" in html
    assert html.count("<b>") == html.count("</b>")


def test_assumptions_show_what_differs_and_nothing_else(html):
    assert "market.days" in html
    assert "market.people" not in html.split("What was assumed")[1].split("What the words mean")[0]


def test_every_figure_has_an_alternative_text_with_numbers(html):
    images = re.findall(r'<img alt="([^"]*)"', html)
    assert len(images) == 4 - 1  # made-up results have no funnel
    assert all(re.search(r"\d", alt) for alt in images)


def test_figures_are_png_and_svg_and_the_same_data_gives_the_same_bytes(found, tables, drawings, tmp_path):
    again = tmp_path / "again"
    draw(found, tables, again)
    for drawing in drawings:
        svg = tmp_path / "figures" / f"{drawing.name}.svg"
        ElementTree.fromstring(svg.read_text())
        assert (tmp_path / "figures" / f"{drawing.name}.png").read_bytes().startswith(b"\x89PNG")
        for kind in ("svg", "png"):
            one = (tmp_path / "figures" / f"{drawing.name}.{kind}").read_bytes()
            assert one == (again / f"{drawing.name}.{kind}").read_bytes()


def test_arms_differ_in_colour_and_in_line_style_and_the_baseline_is_grey():
    found = looks(["none", "a", "b", "c"], "none", str)
    assert found["none"].colour == GREY
    assert [found[arm].colour for arm in "abc"] == list(PALETTE[:3])
    assert len({str(look.dashes) for look in found.values()}) == 4


def test_the_layout_puts_friends_nearer_than_strangers():
    import numpy as np

    rng = np.random.default_rng(1)
    links = np.array([(a, b) for a in range(60) for b in range(a) if a // 20 == b // 20 and rng.uniform() < 0.3])
    place = spring(60, links)
    near = np.linalg.norm(place[links[:, 0]] - place[links[:, 1]], axis=1).mean()
    pairs = rng.integers(0, 60, (500, 2))
    far = np.linalg.norm(place[pairs[:, 0]] - place[pairs[:, 1]], axis=1).mean()
    assert near < 0.6 * far
    assert place.min() == 0
    assert place.max() == 1
