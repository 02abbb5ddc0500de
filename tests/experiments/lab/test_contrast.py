"""Colours that can be told from their background, and lines that can be told apart without colours (WCAG 2.2)."""

import re

import pytest

from experiments.lab.page import STATIC

CSS = (STATIC / "lab.css").read_text(encoding="utf-8")
NAMED = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", CSS))
STAGE = re.findall(r"\.picture canvas \{[^}]*background: (#[0-9a-f]{6})", CSS)[0]
PAPER = "#ffffff"


def in_script(file, name):
    """Return the colours that a constant of a script holds."""
    text = (STATIC / file).read_text(encoding="utf-8")
    return re.findall(r"#[0-9a-f]{6}", re.search(rf"const {name} = [^;]+;", text)[0])


def light(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_wcag():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ink", ["ink", "soft", "main", "bad"])
@pytest.mark.parametrize("paper", [PAPER, NAMED["wash"]])
def test_words_stand_out(ink, paper):
    assert contrast(NAMED[ink], paper) >= 4.5


def test_white_words_stand_out_on_the_main_button():
    assert contrast(PAPER, NAMED["main"]) >= 4.5


def test_the_frame_of_what_has_the_focus_and_of_fields_is_seen():
    (focus,) = re.findall(r":focus-visible \{ outline: 3px solid (#[0-9a-f]{6})", CSS)
    (frame,) = re.findall(r"button, \.button, select, input \{[^}]*border: 1px solid (#[0-9a-f]{6})", CSS)
    assert min(contrast(focus, PAPER), contrast(frame, PAPER)) >= 3


@pytest.mark.parametrize("colour", in_script("chart.js", "COLOURS"))
def test_lines_stand_out(colour):
    assert contrast(colour, PAPER) >= 3


@pytest.mark.parametrize("colour", [*in_script("picture.js", "GREY"), *in_script("picture.js", "RIM"),
                                    *in_script("picture.js", "SIGNS")])  # fmt: skip
def test_people_without_a_value_rims_and_signs_stand_out(colour):
    assert contrast(colour, STAGE) >= 3


def test_the_scale_s_ends_differ_in_lightness_from_the_middle_and_from_each_other_by_hue():
    scale = in_script("picture.js", "SCALE")
    middle = len(scale) // 2
    lights = [light(colour) for colour in scale]
    assert lights[: middle + 1] == sorted(lights[: middle + 1]), "from dark orange up to the pale middle"
    assert lights[middle:] == sorted(lights[middle:], reverse=True), "and down to dark blue"
    low, high = (int(scale[0][place : place + 2], 16) - int(scale[-1][place : place + 2], 16) for place in (1, 5))
    assert low > 60 > -60 > high, "red against blue, which every kind of colour-blindness leaves"


def test_lines_of_one_chart_differ_without_their_colours():
    text = (STATIC / "market_charts.js").read_text(encoding="utf-8")
    dashes = re.search(r"const DASHES = \[([^\]]+)\]", text)[1].split(", ")
    assert len(dashes) == len(set(dashes)) == 5
