"""The answers of ``brand.yaml``: read, checked, and what is assumed where there is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from experiments.own_brand.brand import Answers, Buying, Goal
from experiments.own_brand.reading.cells.columns import did_you_mean
from experiments.own_brand.reading.cells.sheet import HowToRead
from experiments.own_brand.reading.cells.written_numbers import CURRENCIES, Decimal, amount
from experiments.own_brand.reading.entries.form import FILE, Form
from experiments.own_brand.reading.entries.limits import refuse_beyond
from experiments.own_brand.reading.entries.sold import LATER as SOLD_LATER
from experiments.own_brand.reading.entries.sold import sold
from experiments.own_brand.reading.plain_yaml import Said, entries_of, read_yaml
from experiments.own_brand.reading.questions import KEYS, NEEDED, question_of
from simulation.errors import InputError, nearest

MARGIN, WEEKS = 0.4, 12
"""What is assumed: the margin, and the campaign's weeks."""
_YES, _NO = ("yes", "true", "included", "in", "inside"), ("no", "false", "apart", "not included", "excluded", "outside")


def read_answers(path: Path, sales: bool, skip_bad: bool = False) -> tuple[Answers, HowToRead, tuple[str, ...]]:
    """Return the answers of a file: see :func:`answers_of`."""
    return answers_of(read_yaml(path), path.resolve().parent.name, sales, skip_bad)


def answers_of(
    entries: dict[str, Said], folder: str, sales: bool, skip_bad: bool = False
) -> tuple[Answers, HowToRead, tuple[str, ...]]:
    """Return the answers among some entries, how tables are to be read, and what is to be noted.

    Args:
        entries: Of ``brand.yaml``.
        folder: Name of the folder.
        sales: Whether there is a table of sales, which may stand for the answer ``sold``.
        skip_bad: Whether bad rows of tables are left out.

    Raises:
        InputError: An answer cannot be used, or one is missing that is needed.
    """
    form = Form(entries)
    for key, said in form.entries.items():
        if key not in (*KEYS, "reading"):
            close = did_you_mean(key, [*KEYS, "reading"])
            raise InputError(f"{FILE}, line {said.line}: got '{key}', takes {', '.join(KEYS)} and reading{close}")
    missing = [key for key in NEEDED if form.given(key) is None and not (key == "sold" and sales)]
    if missing:
        asks = "; ".join(f"{key} (such as {question_of(key).example})" for key in missing)
        raise InputError(f"{FILE}: no answer for {', '.join(missing)}; takes {asks}")
    reading = _reading(form)
    form.currency = _currency(form)
    reading = HowToRead(form.currency, reading.dayfirst, reading.decimal, reading.columns, skip_bad)
    price = form.number("price", form.entries["price"], "an amount above 0 such as 24.90", above=True)
    people = form.number("people", form.entries["people"], "a number of people such as 800,000", least=1)
    units, customers, counted = sold(form, price)
    margin, known = form.given("margin"), form.given("known")
    buying, churn = _buying(form)
    budget, wages = _budget(form)
    goal, cap = _goal(form)
    answers = Answers(
        name=_name(form, folder),
        niches=_niches(form),
        currency=form.currency,
        price=price,
        margin=MARGIN if margin is None else form.share("margin", margin),
        people=people,
        units=units,
        customers=customers,
        weeks_counted=counted,
        known=None if known is None else form.share("known", known),
        buying=buying,
        churn=churn,
        budget=budget,
        wages_included=wages,
        weeks=_weeks(form),
        goal=goal,
        cost_cap=cap,
        assumed={key: form.assumed[key] for key in sorted(form.assumed, key=_place)},
    )
    refuse_beyond(form, answers)
    if all(form.entries[key].shown() == example(key).shown() for key in NEEDED if key in form.entries):
        form.notes.append(
            f"{FILE}: {', '.join(NEEDED)} are still the examples that were written: put yours in their place"
        )
    return answers, reading, tuple(form.notes)


def example(key: str) -> Said:
    """Return the example of an answer as it is read."""
    return entries_of(f"{key}: {question_of(key).example}", FILE)[key]


def _place(key: str) -> int:
    return KEYS.index(key.partition(".")[0])


def _reading(form: Form) -> HowToRead:
    said = form.entries.get("reading")
    if said is None or said.empty:
        return HowToRead("")
    if said.entries is None:
        raise form.refuse("reading", said, "{dayfirst: true, decimal: comma, columns: {roster.csv: {followers: Fans}}}")
    parts = form.inside("reading", said, ("dayfirst", "decimal", "columns"))
    dayfirst = decimal = None
    if (part := parts.get("dayfirst")) is not None:
        word = (part.text or "").strip().lower()
        if word not in ("true", "false", "yes", "no"):
            raise form.refuse("reading.dayfirst", part, "true or false")
        dayfirst = word in ("true", "yes")
    if (part := parts.get("decimal")) is not None:
        words = {"comma": "comma", ",": "comma", "point": "point", ".": "point", "dot": "point"}
        decimal = words.get((part.text or "").strip().lower())
        if decimal is None:
            raise form.refuse("reading.decimal", part, "comma or point")
    columns: dict[str, dict[str, str]] = {}
    if (part := parts.get("columns")) is not None:
        for file, fields in (part.entries or {"": part}).items():
            if fields.entries is None or any(value.text is None for value in fields.entries.values()):
                raise form.refuse("reading.columns", fields, "{roster.csv: {followers: Fans}}")
            columns[file] = {name: value.text or "" for name, value in fields.entries.items()}
    form.decimal = cast("Decimal | None", decimal)
    return HowToRead("", dayfirst, form.decimal, columns)


def _currency(form: Form) -> str:
    """Return the currency: the answer, or the one that stands beside the price or the budget."""
    said = form.entries.get("currency")
    if said is not None and not said.empty:
        code = (said.text or "").strip().upper()
        if code in CURRENCIES:
            return code
        found = amount(f"1 {code}")
        if found is not None and found.currencies:
            return found.currencies[0]
        raise form.refuse("currency", said, f"a code such as EUR or USD{nearest(code, CURRENCIES)}")
    price = amount(form.entries["price"].text or "")
    codes = () if price is None else price.currencies
    form.assumed["currency"] = f"{codes[0] if codes else 'USD'}" + (", as beside the price" if codes else "")
    return codes[0] if codes else "USD"


def _name(form: Form, folder: str) -> str:
    said = form.given("name")
    if said is None:
        form.assumed["name"] = f"{folder or 'brand'}, the folder's name"
        return folder or "brand"
    if said.text is None or len(said.text.strip()) > 80:
        raise form.refuse("name", said, "a name of at most 80 letters")
    return said.text.strip()


def _niches(form: Form) -> tuple[str, ...]:
    said = form.given("niche")
    if said is None:
        return ()
    texts = [item.text for item in said.items] if said.items else [said.text]
    if any(text is None for text in texts):
        raise form.refuse("niche", said, "a word such as skincare, or several as [skincare, wellness]")
    words = [word.strip().lower() for text in texts for word in re.split(r"[,;]", text or "") if word.strip()]
    if not words or len(words) > 12:
        raise form.refuse("niche", said, "one to twelve words")
    return tuple(dict.fromkeys(words))


def _weeks(form: Form) -> int:
    said = form.given("weeks")
    if said is None:
        return WEEKS
    match = re.fullmatch(
        r"(\d{1,3})\s*(?:weeks?|wochen?|semanas|semaines|settimane)?", (said.text or "").strip().lower()
    )
    if match is None or not 1 <= int(match[1]) <= 260:
        raise form.refuse("weeks", said, "a whole number of weeks, 1 to 260")
    return int(match[1])


def _buying(form: Form) -> tuple[Buying, float | None]:
    """Return how customers buy, and the share of subscribers who cancel in a month."""
    said = form.given("buying")
    if said is None:
        return "repeat", None
    takes = "one-off, repeat, subscription, or {subscription: {churn: 6 %}}"
    if said.entries is not None:
        inner = form.inside("buying", said, ("one-off", "repeat", "subscription"))
        if len(said.entries) != 1 or "subscription" not in said.entries:
            raise form.refuse("buying", said, takes)
        if "subscription" not in inner:
            return "subscription", None
        part = inner["subscription"]
        parts = form.inside("buying.subscription", part, ("churn",)) if part.entries is not None else {"churn": part}
        return "subscription", form.share("buying.subscription.churn", parts["churn"]) if parts else None
    text = re.sub(r"[\s_-]+", "-", (said.text or "").strip().lower())
    kinds: dict[str, Buying] = {
        "one-off": "one-off", "once": "one-off", "oneoff": "one-off", "repeat": "repeat", "repeated": "repeat",
        "subscription": "subscription",
    }  # fmt: skip
    if text in kinds:
        if kinds[text] == "subscription":
            form.assumed["buying.subscription.churn"] = "not known: the fit leaves a range"
        return kinds[text], None
    match = re.fullmatch(
        r"subscription\W+(?:churn)?\W*(\d[\d.,]*\s*\S*)(?:\s*(?:a|per) month)?", (said.text or "").lower()
    )
    if match:
        return "subscription", form.share("buying", Said(said.line, text=match[1].strip()))
    raise form.refuse("buying", said, takes + nearest(text, kinds))


def _budget(form: Form) -> tuple[float, bool]:
    """Return the budget, and whether wages are paid out of it."""
    said = form.entries["budget"]
    takes = "an amount above 0 such as 20,000, or {amount: 20000, wages: included}"
    text, wages = said, None
    if said.entries is not None:
        parts = form.inside("budget", said, ("amount", "wages"))
        if "amount" not in parts:
            raise form.refuse("budget", said, takes)
        text, wages = parts["amount"], parts.get("wages")
    elif match := re.fullmatch(r"(.*\d[^,]*?)\s*,?\s*(?:with\s+)?wages\s*:?\s*(\D+)", said.text or ""):
        text, wages = Said(said.line, text=match[1]), Said(said.line, text=match[2])
    value = form.number("budget", text, takes, above=True)
    if wages is None:
        form.assumed["budget.wages"] = (
            "apart: the budget is money that is paid out; hours of your own people are told beside"
        )
        return value, False
    word = (wages.text or "").strip().lower()
    if word not in (*_YES, *_NO):
        raise form.refuse("budget.wages", wages, "included or apart")
    return value, word in _YES


def _goal(form: Form) -> tuple[Goal, float | None]:
    """Return the goal, and the most that a new customer may cost."""
    said = form.given("goal")
    if said is None:
        return "profit", None
    goals: tuple[Goal, ...] = ("profit", "sales", "new customers", "cost per customer")
    takes = "profit, sales, new customers, or {cost per customer: 40}"
    if said.entries is not None:
        names = {name.replace("_", " ").strip().lower(): value for name, value in said.entries.items()}
        if list(names) != ["cost per customer"]:
            raise form.refuse("goal", said, takes)
        cap = names["cost per customer"]
        return "cost per customer", form.number("goal.cost per customer", cap, "an amount above 0", above=True)
    text = re.sub(r"[\s_]+", " ", (said.text or "").strip().lower())
    for goal in goals:
        if text == goal:
            if goal == "cost per customer":
                form.assumed["goal.cost per customer"] = "no limit: the least is best"
            return goal, None
    match = re.fullmatch(r"cost per (?:new )?customer[:,]?\s*(?:of )?(?:at most|max|<=?|under)?\s*(.*\d.*)", text)
    if match:
        cap = Said(said.line, text=match[1])
        return "cost per customer", form.number("goal", cap, "an amount above 0", above=True)
    raise form.refuse("goal", said, takes + nearest(text, goals))


__all__ = ["FILE", "SOLD_LATER", "answers_of", "example", "read_answers"]
