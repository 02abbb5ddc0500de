"""``brand.yaml``: what is answered, what is assumed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.own_brand.brand import Answers
from experiments.own_brand.reading.folder import read_brand, samples_folder
from experiments.own_brand.reading.questions import KEYS, NEEDED
from simulation.errors import InputError

LEAST = "price: 20 EUR\npeople: 500,000\nsold: 0\nbudget: 10000\n"


def read(text: str, brand_with: Callable[..., Path]) -> Answers:
    return read_brand(brand_with(answers=text)).answers


def changed(key: str, value: str) -> str:
    """Return the least answers with one changed or added."""
    lines = [line for line in LEAST.splitlines() if not line.startswith(f"{key}:")]
    return "\n".join([*lines, f"{key}: {value}"]) + "\n"


def test_there_are_at_most_twelve_questions() -> None:
    assert len(KEYS) == len(set(KEYS)) <= 12
    assert set(NEEDED) == {"price", "people", "sold", "budget"}


def test_what_is_not_answered_is_assumed_and_said(brand_with: Callable[..., Path]) -> None:
    answers = read(LEAST, brand_with)
    assert (answers.name, answers.currency, answers.niches) == ("brand", "EUR", ("brand",))
    assert (answers.margin, answers.weeks, answers.goal, answers.buying) == (0.4, 12, "profit", "repeat")
    assert (answers.known, answers.customers, answers.wages_included, answers.launch) == (None, None, False, True)
    assert list(answers.assumed) == [
        "name",
        "niche",
        "currency",
        "margin",
        "known",
        "buying",
        "budget.wages",
        "weeks",
        "goal",
    ]


def test_all_answers_that_are_missing_are_named_together(brand_with: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="no answer for people, sold, budget; takes people"):
        read("name: x\nprice: 12\nsold:\n", brand_with)
    with pytest.raises(InputError, match="no answer for price, people, sold, budget"):
        read("", brand_with)


@pytest.mark.parametrize(
    ("key", "value", "field", "meant"),
    [
        ("price", "12.90 EUR", "price", 12.9),
        ("price", "12,90 €", "price", 12.9),
        ("people", "'800,000'", "people", 800_000),
        ("people", "1.2M", "people", 1_200_000),
        ("people", "800.000", "people", 800_000),
        ("margin", "45 %", "margin", 0.45),
        ("margin", "0.45", "margin", 0.45),
        ("margin", "45", "margin", 0.45),
        ("known", "0 %", "known", 0),
        ("weeks", "26 weeks", "weeks", 26),
        ("niche", "[Skincare, wellness]", "niches", ("skincare", "wellness")),
        ("niche", "underwater basket weaving", "niches", ("underwater basket weaving",)),
        ("niche", "coffee, food", "niches", ("coffee", "food")),
        ("name", "no", "name", "no"),  # YAML would make it false
        ("name", "007", "name", "007"),
        ("sold", "{units: 1200, customers: 300, weeks: 52}", "units", 1200),
        ("sold", "1200 units by 300 customers in 52 weeks", "customers", 300),
        ("sold", "1,200 in 26 weeks", "weeks_counted", 26),
        ("sold", "{revenue: 30000, weeks: 52}", "units", 1500),
        ("sold", "40 a week", "weeks_counted", 1),
        ("sold", "€30,000 in 52 weeks", "units", 1500),
        ("sold", "launch", "launch", True),
        ("buying", "one-off", "buying", "one-off"),
        ("buying", "One off", "buying", "one-off"),
        ("buying", "subscription", "buying", "subscription"),
        ("buying", "{subscription: {churn: 6 %}}", "churn", 0.06),
        ("buying", "subscription, churn 6 %", "churn", 0.06),
        ("budget", "{amount: '20,000', wages: included}", "wages_included", True),
        ("budget", "{amount: 20.000 EUR}", "budget", 20_000),
        ("budget", "20000 EUR, wages included", "wages_included", True),
        ("budget", "20000, wages apart", "budget", 20_000),
        ("goal", "new customers", "goal", "new customers"),
        ("goal", "{cost per customer: 40}", "cost_cap", 40),
        ("goal", "cost per customer at most 40 EUR", "cost_cap", 40),
        ("currency", "£", "currency", "GBP"),
    ],
)
def test_an_answer_is_read_as_people_write_it(
    key: str, value: str, field: str, meant: object, brand_with: Callable[..., Path]
) -> None:
    text = changed(key, value)
    if key == "currency":
        text = text.replace("20 EUR", "20")
    assert getattr(read(text, brand_with), field) == (pytest.approx(meant) if isinstance(meant, float) else meant)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("price", "cheap", "line 4, price: got 'cheap', takes an amount above 0"),
        ("price", "0", "price: got '0'"),
        ("price", "[1, 2]", r"price: got \[.1., .2.\]"),
        ("price", "20 %", "price: got '20 %'"),
        ("people", "-5", "people: got '-5'"),
        ("people", "50 EUR", "people: got '50 EUR'"),
        ("margin", "140 %", "margin: got '140 %', takes a share"),
        ("margin", "140", "margin: got '140', takes a share"),
        ("known", "some", "known: got 'some'"),
        ("weeks", "0", "weeks: got '0', takes a whole number of weeks"),
        ("weeks", "2.5", "weeks: got '2.5'"),
        ("sold", "{unit: 5}", "sold: got 'unit', takes units, customers, weeks, revenue .did you mean 'units'"),
        ("sold", "{units: 1,200, weeks: 5}", "got a number with a comma inside braces, takes it in quotation marks"),
        ("sold", "{weeks: 5}", "sold: got {weeks: '5'}"),
        ("sold", "{units: 5, customers: 6}", "at most as many customers as purchases"),
        ("sold", "{customers: 600001}", "at most as many customers as people"),
        ("sold", "plenty", "sold: got 'plenty', takes {units"),
        ("buying", "subscribtion", "did you mean 'subscription'"),
        ("buying", "{subscription: {churn: 600 %}}", "churn: got '600 %'"),
        ("buying", "{subscription: {chrun: 6 %}}", "got 'chrun', takes churn"),
        ("budget", "0", "budget: got '0'"),
        ("budget", "$5000", "budget: got '.5000', takes EUR as currency says"),
        ("budget", "{amount: 5, wages: perhaps}", "budget.wages: got 'perhaps', takes included or apart"),
        ("budget", "{wages: apart}", "budget: got {wages"),
        ("goal", "profits", "goal: got 'profits'.*did you mean 'profit'"),
        ("goal", "{cost per customer: none}", "goal.cost per customer: got"),
        ("currency", "EURO-ish", "currency: got 'EURO-ish', takes a code"),
        ("prise", "5", "got 'prise', takes name, .*did you mean 'price'"),
        ("reading", "{decimal: semicolon}", "reading.decimal: got 'semicolon', takes comma or point"),
        ("reading", "{dayfirst: maybe}", "reading.dayfirst: got 'maybe', takes true or false"),
        ("reading", "{columns: {roster.csv: {followers: Fans}}}", "reading.columns: got 'roster.csv', takes a table"),
        ("reading", "{columns: fans}", "reading.columns: got 'fans'"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_key_and_what_it_takes(
    key: str, value: str, says: str, brand_with: Callable[..., Path]
) -> None:
    with pytest.raises(InputError, match=says) as refused:
        read(changed(key, value), brand_with)
    assert str(refused.value).startswith("brand.yaml, ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("price: [1\n", "not YAML"),
        ("- a\n- b\n", "takes lines such as"),
        ("price: 1\nprice: 2\n", "line 2: got price twice"),
        ("a: &a [x]\nb: *a\nprice: !!python/object:os.system {}\n", "got 'a', takes name"),
        ("? [1, 2]\n: x\n", "takes lines such as"),
    ],
)
def test_what_is_no_plain_list_of_answers_is_refused(text: str, says: str, brand_with: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match=says):
        read(text, brand_with)


def test_aliases_of_aliases_are_refused_before_they_are_read(brand_with: Callable[..., Path]) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]\n" for k in range(1, 8)
    )
    with pytest.raises(InputError, match="stands for more than 100,000 values"):
        read(bomb, brand_with)


def test_a_sales_table_stands_for_the_answer_sold(brand_with: Callable[..., Path]) -> None:
    weeks = "week,units\n2026-01-05,5\n2026-01-12,7\n"
    folder = brand_with({"sales.csv": weeks}, answers="price: 20\npeople: 500\nbudget: 9\n")
    answers = read_brand(folder).answers
    assert (answers.units, answers.weeks_counted) == (12, 2)
    assert answers.assumed["sold"] == "12 units in 2 weeks, as the sales table says"
    brand = read_brand(
        brand_with({"sales.csv": weeks}, answers="price: 20\npeople: 500\nbudget: 9\nsold: 52 in 52 weeks\n")
    )
    assert any("sold makes 1 units a week, the sales table 6" in note for note in brand.notes)


def test_the_niche_of_most_creators_is_assumed(brand_with: Callable[..., Path]) -> None:
    roster = "handle,followers,niche\na,5000,Yoga\nb,6000,yoga\nc,7000,food\n"
    assert read_brand(brand_with({"roster.csv": roster}, answers=LEAST)).answers.niches == ("yoga",)


def test_the_digest_changes_with_any_file(brand_with: Callable[..., Path]) -> None:
    before = read_brand(brand_with({"roster.csv": "handle,followers\nann,5000\n"})).digest
    assert read_brand(brand_with({"roster.csv": "handle,followers\nann,5000\n"})).digest == before
    assert read_brand(brand_with({"roster.csv": "handle,followers\nann,5001\n"})).digest != before


@pytest.mark.parametrize(
    ("name", "creators", "weeks"), [("skincare_subscription", 60, 78), ("espresso_machine", 80, 0), ("city_gym", 6, 64)]
)
def test_the_samples_are_read_by_name_without_a_doubt(
    name: str, creators: int, weeks: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    brand = read_brand(name)
    assert brand.folder == samples_folder() / name
    assert len(brand.roster) == creators
    assert len(brand.sales.weeks if brand.sales else ()) == weeks
    assert all(each.fee and each.engagement_rate and each.average_views for each in brand.roster)
    assert dict(brand.answers.assumed) == {}
    assert not [note for note in brand.notes if "if not" in note or "left out" in note or "wrong" in note]
