"""What others would say: the usual calculator needs followers, which the market's own creators have in no file."""

from __future__ import annotations

from experiments.own_brand.answering.beside import calculator_line
from experiments.own_brand.answering.hiring_list import Hire
from experiments.own_brand.brand import RosterCreator
from tests.experiments.own_brand.answering.made import brand

A = Hire("@a", 8.0, 900.0, 1_000.0, 500.0, 0.0, 900.0, 3, 3, 50_000.0, 0.1, 0.8, "close to the brand")
ROSTER = (RosterCreator("@a", 100_000.0, 112.5),)


def test_the_calculator_multiplies_followers_and_posts() -> None:
    # 100,000 x 8 x 0.25 x 0.015 x 0.02 = 60 purchases of 20 EUR; (500 + 1,000) of margin are 150 purchases of 10 EUR.
    said = calculator_line(brand(roster=ROSTER), [A], "EUR")
    assert "says 60 purchases, 1,200 EUR of revenue for 900 EUR; truly they add 150 purchases" in said


def test_without_followers_of_all_of_them_or_without_a_margin_it_says_nothing() -> None:
    assert calculator_line(brand(), [A], "EUR") == ""
    assert calculator_line(brand(roster=ROSTER, margin=0.0), [A], "EUR") == ""
    assert calculator_line(brand(roster=ROSTER), [], "EUR") == ""
