"""What can be read and is odd all the same is said before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.own_brand.reading.folder import read_brand
from simulation.errors import InputError

SOLD = "sold: {units: 5200, customers: 2000, weeks: 52}"
ODD = [
    ("roster.csv", "handle,followers,niche\nann,900000,tea\n", "ann (900,000) has more than the 500,000 people"),
    ("roster.csv", "handle,followers,niche,views\nann,900,tea,90000\n", "ann (90,000) has more than 20 times"),
    ("roster.csv", "handle,followers,niche,fee\nann,900,tea,20000\n", "ann (20,000) has more than the whole budget"),
    ("roster.csv", "handle,followers,niche,fee\nann,900,tea,0\n", "0 was read as not told"),
    ("roster.csv", "handle,followers\nann,900\n", "no niche is told of any creator"),
    (
        "roster.csv",
        "handle,followers,niche,fake followers\nann,900,tea,97 %\n",
        "more than 95 % bought is taken as 95 %",
    ),
    ("prices.csv", "channel,unit,price,agency fee\ntv,CPM,5,90 %\n", "90 % of broadcast is more than agencies"),
    ("sales.csv", "week,units\n2026-11-16,100\n2026-11-23,110\n2026-11-30,20\n", "2026-11-30 is not over"),
    (
        "sales.csv",
        "week,units,spend_tv\n2026-11-02,100,3000\n2026-11-09,100,3000\n",
        "you spent 6,000 EUR and sold for 4,000 EUR in the 2 weeks that count",
    ),
    ("sales.csv", "week,units\n2026-11-02,100\n2026-11-09,9900\n2026-11-16,100\n", "2026-11-09 has 9,900"),
]


@pytest.mark.parametrize(("file", "text", "words"), ODD)
def test_it_is_said(file: str, text: str, words: str, brand_with: Callable[..., Path]) -> None:
    said = [note for note in read_brand(brand_with({file: text})).notes if words in note]
    assert len(said) == 1, read_brand(brand_with({file: text})).notes


def test_weeks_before_a_gap_of_years_are_not_among_the_last_52(brand_with: Callable[..., Path]) -> None:
    text = "week,units\n2020-01-06,9000\n2026-11-02,100\n2026-11-09,110\n2026-11-16,120\n"
    answers = "price: 20 EUR\npeople: 500000\nbudget: 9000\nniche: tea\n"
    brand = read_brand(brand_with({"sales.csv": text}, answers=answers))
    assert (brand.answers.units, brand.answers.weeks_counted) == (330, 3)
    assert any("of the 52 weeks up to that of 2026-11-16, 3 are there" in note for note in brand.notes)


def test_a_launch_with_sales_is_refused(brand_with: Callable[..., Path]) -> None:
    answers = "price: 20 EUR\npeople: 500000\nsold: 0\nbudget: 9000\n"
    with pytest.raises(InputError, match="sold: got 0, a launch, but the sales table has 210 in its last 2 weeks"):
        read_brand(brand_with({"sales.csv": "week,units\n2026-11-02,100\n2026-11-09,110\n"}, answers=answers))


REFUSED = [
    ("price: 20", "price: 0.001", "line 4, price: got '0.001', takes an amount from 0.5 to"),
    ("price: 20", "price: 1e12", "line 4, price: got '1e12', takes an amount from 0.5 to 100,000,000"),
    ("people: 500000", "people: 3", "line 6, people: got '3', takes a number of people from 100 to"),
    ("people: 500000", "people: 20 billion", "line 6, people: got '20 billion', takes"),
    (
        "buying: repeat",
        "buying: subscription, churn 100 %",
        "line 9, buying: got 'subscription, churn 100 %', takes a share",
    ),
    ("{amount: 10000, wages: apart}", "1e13", "line 10, budget: got '1e13', takes an amount from 1 to"),
    ("currency: EUR", "currency: BGN", "line 3, currency: got 'BGN', takes one of USD, EUR"),
    ("known: 10 %", "known: 0 %", "line 8, known: got '0 %', takes more than 0 %"),
    ("known: 10 %", "known: 0.1 %", "line 7, sold: got .*, takes no more customers than know the brand"),
    (SOLD, "sold: 900 units by 0 customers", "line 7, sold: got .*, takes at least one customer"),
    (SOLD, "sold: 1e9 units", "line 7, sold: got '1e9 units', takes {units: 1200"),
    (SOLD, "sold: -5", "line 7, sold: got '-5', takes {units: 1200"),
    (SOLD, "sold: 900 units by -10 customers", "line 7, sold: got '900 units by -10 customers', takes"),
    (SOLD, "sold: -€900 in 26 weeks", "line 7, sold: got '-€900 in 26 weeks', takes"),
    (SOLD, "sold: two million", "line 7, sold: got 'two million', takes"),
    (SOLD, "sold: 900 units by 100 customers in 26 weeks and a bit", "line 7, sold: got .*, takes"),
]


@pytest.mark.parametrize(("there", "instead", "said"), REFUSED)
def test_answers_that_no_market_can_be_made_of_are_refused_by_their_line(
    there: str, instead: str, said: str, brand_with: Callable[..., Path]
) -> None:
    folder = brand_with()
    text = (folder / "brand.yaml").read_text()
    assert there in text
    (folder / "brand.yaml").write_text(text.replace(there, instead))
    with pytest.raises(InputError, match=f"^brand.yaml, {said}"):
        read_brand(folder)


IN_WORDS = [
    ("2 million units by 40,000 customers a year", 2e6, 40_000, 52),
    ("2 million", 2e6, None, 52),
    ("1.5m orders in 26 weeks", 1.5e6, None, 26),
    ("2 Mio Stück in 52 Wochen", 2e6, None, 52),
    ("300 bestellungen pro monat", 300, None, 4.3482),
    ("3 thousand orders per month", 3_000, None, 4.3482),
    ("1200 commandes en 6 mois", 1_200, None, 26.0893),
    ("10 units a day", 10, None, 0.1429),
    ("1200 purchases by 300 customers over the last 2 years", 1_200, 300, 104),
    ("40,000 EUR in 10 weeks", 2_000, None, 10),
]


@pytest.mark.parametrize(("text", "units", "customers", "weeks"), IN_WORDS)
def test_what_was_sold_is_understood_whole_or_not_at_all(
    text: str, units: float, customers: float | None, weeks: float, brand_with: Callable[..., Path]
) -> None:
    folder = brand_with()
    form = (folder / "brand.yaml").read_text()
    (folder / "brand.yaml").write_text(form.replace(SOLD, f"sold: {text}"))
    answers = read_brand(folder).answers
    assert (answers.units, answers.customers, answers.weeks_counted) == (
        units,
        customers,
        pytest.approx(weeks, abs=1e-3),
    )
