"""The answers of ``brand.yaml``: read, checked, and what is assumed where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from experiments.own_brand.brand import Answers, Buying, Goal
from experiments.own_brand.reading.cells.columns import did_you_mean
from experiments.own_brand.reading.cells.sheet import HowToRead
from experiments.own_brand.reading.cells.written_numbers import CURRENCIES, Decimal, amount
from experiments.own_brand.reading.plain_yaml import Said, entries_of, read_yaml
from experiments.own_brand.reading.questions import KEYS, NEEDED, question_of
from simulation.errors import InputError, nearest

FILE = "brand.yaml"
SOLD_LATER = -1.0
"""Units where the sales table says how many: :mod:`folder` puts them in."""
MARGIN, WEEKS, COUNTED = 0.4, 12, 52
"""What is assumed: the margin, the campaign's weeks, and the weeks that sales are counted over."""
_YES, _NO = ("yes", "true", "included", "in", "inside"), ("no", "false", "apart", "not included", "excluded", "outside")
_PEOPLE = "customers customer people subscribers members buyers clients kunden"
_UNITS = "units unit purchases orders sales items memberships pieces stuck stück"


@dataclass
class Form:
    """One ``brand.yaml`` being read: its entries, how numbers are written, what was assumed and noted."""

    entries: dict[str, Said]
    decimal: Decimal | None = None
    currency: str = ""
    assumed: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def refuse(self, key: str, said: Said, takes: str) -> InputError:
        """Return the refusal of one answer."""
        return InputError(f"{FILE}, line {said.line}, {key}: got {said.shown()}, takes {takes}")

    def given(self, key: str) -> Said | None:
        """Return an answer; None: it is not there, or empty. What is assumed is kept."""
        said = self.entries.get(key)
        if said is not None and not said.empty:
            return said
        if assumed := question_of(key).assumed:
            self.assumed[key] = assumed
        return None

    def number(self, key: str, said: Said, takes: str, least: float = 0.0, above: bool = False) -> float:
        """Return a number; ``above``: it must be more than ``least``."""
        found = amount(said.text or "", self.decimal) if said.text is not None else None
        money = key in ("price", "budget", "sold.revenue") or key.startswith("goal")
        odd = found is None or found.percent or (found.currencies and not money)
        if found is None or odd or found.value < least or (above and found.value == least):
            raise self.refuse(key, said, takes)
        if found.doubtful and self.decimal is None and money:
            other = "comma" if "," in (said.text or "") else "point"
            self.notes.append(
                f"{FILE}: {key}: {said.text} was read as {found.value:,.12g}; if not, set reading: {{decimal: {other}}}"
            )
        if found.currencies and self.currency and self.currency not in found.currencies:
            raise self.refuse(key, said, f"{self.currency} as currency says; nothing is converted")
        return found.value

    def share(self, key: str, said: Said) -> float:
        """Return a share; a bare number above 1 is per cent, and that is noted."""
        takes = "a share such as 45 % or 0.45"
        found = amount(said.text, self.decimal, thousands=False) if said.text is not None else None
        if found is None or found.currencies:
            raise self.refuse(key, said, takes)
        value = found.value
        if not found.percent and 1 < value <= 100:
            self.notes.append(f"{FILE}: {key}: {said.text} was read as {value:g} %")
            value /= 100
        if not 0 <= value <= 1:
            raise self.refuse(key, said, takes)
        return value

    def inside(self, key: str, said: Said, names: Iterable[str]) -> dict[str, Said]:
        """Return the entries of an answer that has several, none with another name."""
        entries = said.entries or {}
        names = list(names)
        for name, value in entries.items():
            if name.isdigit():
                raise InputError(
                    f"{FILE}, line {value.line}, {key}: got a number with a comma inside braces, takes it in quotation"
                    " marks ('1,200') or without the comma"
                )
            if name not in names:
                takes = f"{', '.join(names)}{did_you_mean(name, names)}"
                raise InputError(f"{FILE}, line {value.line}, {key}: got '{name}', takes {takes}")
        return {name: value for name, value in entries.items() if not value.empty}


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
    units, customers, counted = _sold(form, price)
    if customers is not None and customers > people:
        raise form.refuse("sold", form.entries["sold"], f"at most as many customers as people, {people:,.12g}")
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


def _sold(form: Form, price: float) -> tuple[float, float | None, float]:
    """Return units, customers and the weeks that they are counted over."""
    said = form.given("sold")
    if said is None:
        return SOLD_LATER, None, COUNTED
    takes = "{units: 1200, customers: 300, weeks: 52}, '1200 units by 300 customers in 52 weeks', or 0 at a launch"
    parts = form.inside("sold", said, ("units", "customers", "weeks", "revenue")) if said.entries is not None else {}
    if said.entries is None:
        parts = _sold_in_words(said)
    if not {"units", "customers", "revenue"} & parts.keys():
        raise form.refuse("sold", said, takes)

    def number(name: str, what: str) -> float | None:
        return form.number(f"sold.{name}", parts[name], what) if name in parts else None

    counted = number("weeks", "a number of weeks above 0 such as 52")
    weeks = counted
    counted = float(COUNTED) if counted is None else counted
    if not 0 < counted <= 1040:
        raise form.refuse("sold.weeks", parts["weeks"], "a number of weeks above 0 such as 52")
    units, customers = number("units", "a number of purchases such as 1200"), number("customers", "a number of people")
    revenue = number("revenue", "an amount such as 30,000")
    if units is None and revenue is not None:
        units = revenue / price
        form.assumed["sold.units"] = f"{units:,.4g}: revenue divided by the price"
    if units is None:
        assert customers is not None
        subscribed = form.entries.get("buying") is not None and "subscription" in form.entries["buying"].shown()
        units = customers * max(1.0, counted / (365.25 / 84)) if subscribed else customers
        how = "each pays once a month" if subscribed else "each bought once"
        form.assumed["sold.units"] = f"{units:,.4g}: {how}"
    if weeks is None and units > 0:
        form.assumed["sold.weeks"] = f"{COUNTED}: sales are those of a year"
    if customers is not None and customers > units and units > 0:
        raise form.refuse("sold", said, "at most as many customers as purchases")
    return units, customers, counted


def _sold_in_words(said: Said) -> dict[str, Said]:
    """Return the parts of '1200 units by 300 customers in 52 weeks'."""
    text = (said.text or "").strip().lower()
    if text in ("launch", "nothing", "nothing yet"):
        text = "0"
    parts: dict[str, Said] = {}
    if per := re.search(r"(?:\ba|\bper|\beach|/)\s*(week|month|year)\b", text):
        parts["weeks"] = Said(said.line, text={"week": "1", "month": "4.348", "year": "52"}[per[1]])
    for match in re.finditer(r"([€$£]?\s*\d[\d.,' ]*(?:k|m|mio|tsd)?\b)\s*([a-zü]*)", text):
        word = match[2]
        name = "weeks" if word.startswith(("week", "woche")) else "customers" if word in _PEOPLE.split() else "units"
        name = "revenue" if word == "revenue" or match[1][:1] in "€$£" or word.upper() in CURRENCIES else name
        if name == "units" and word not in (*_UNITS.split(), "", "in", "to", "by", "from", "per", "a", "over", "sold"):
            return {}
        if name in parts:
            return {}
        parts[name] = Said(said.line, text=match[1].strip())
    return parts


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
