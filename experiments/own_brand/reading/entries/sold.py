"""What was sold, as people write it: parts by name, or a sentence such as '1200 units by 300 customers in 52 weeks'."""

from __future__ import annotations

import re

from experiments.own_brand.reading.cells.written_numbers import CURRENCIES, SCALES
from experiments.own_brand.reading.entries.form import Form
from experiments.own_brand.reading.plain_yaml import Said

LATER = -1.0
"""Units where the sales table says how many: :mod:`folder` puts them in."""
COUNTED = 52
"""Weeks that sales are counted over, where nothing says how many."""
MONTH_WEEKS = 365.25 / 84
TAKES = "{units: 1200, customers: 300, weeks: 52}, '1200 units by 300 customers in 52 weeks', or 0 at a launch"
_LAUNCH = ("launch", "nothing", "nothing yet", "none", "zero")
_WEEKS = {"day": 1 / 7, "week": 1.0, "month": MONTH_WEEKS, "quarter": 13.0, "year": 52.0}
"""Weeks of each length of time."""
_TIMES = {
    "day": "day days tag tage tagen jour jours dia dias giorno giorni dzien dni",
    "week": "week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane"
    " tydzien tygodni tygodnie",
    "month": "month months monat monate monaten mois mes meses mese mesi miesiac miesiace miesiecy",
    "quarter": "quarter quarters quartal quartale trimestre trimestres kwartal",
    "year": "year years jahr jahre jahren an ans annee annees ano anos anno anni rok lata lat",
}
_PEOPLE = (
    "customers customer people persons subscribers members buyers clients households kunden personen"
    " mitglieder clientes"
    " clienti klientow klienci osob"
)
_UNITS = (
    "units unit purchases purchase orders order sales items pieces memberships packs bottles boxes bookings payments"
    " stuck stueck bestellungen verkaufe unidades pedidos ventas unites commandes ventes unita ordini"
    " pezzi sztuk zamowien"
)
_MONEY = "revenue turnover umsatz ingresos fatturato przychod"
_BETWEEN = (
    "in to by from over of and with at for within during the last past sold a an per each every we have our about some"
    " von an durch im am pro mit der letzten par en sur les derniers por las ultimas da di nelle ultime do dla w ciagu"
)
_NUMBER = re.compile(
    rf"([€$£]?\s*\d(?:[\d.,' ]*\d)?(?:\s*(?:{'|'.join(sorted(map(re.escape, SCALES), key=len, reverse=True))})\b\.?)?"
    rf"(?:\s*(?:[€$£]|(?:{'|'.join(code.lower() for code in CURRENCIES)})\b))?)"
)
_BELOW_NOTHING = re.compile(r"(?<!\S)[-\u2212][€$£]?\d")
"""A minus sign before a number: with a space after it, it is a dash between two parts."""


def sold(form: Form, price: float) -> tuple[float, float | None, float]:
    """Return units, customers (None: not told) and the weeks that they are counted over.

    Raises:
        InputError: The answer cannot be read, or its parts cannot all be right.
    """
    said = form.given("sold")
    if said is None:
        return LATER, None, COUNTED
    parts = form.inside("sold", said, ("units", "customers", "weeks", "revenue")) if said.entries is not None else {}
    if said.entries is None:
        parts = in_words(said)
    if not {"units", "customers", "revenue"} & parts.keys():
        raise form.refuse("sold", said, TAKES)

    def number(name: str, what: str, least: float = 0.0) -> float | None:
        return form.number(f"sold.{name}", parts[name], what, least) if name in parts else None

    weeks = number("weeks", "a number of weeks above 0 such as 52")
    counted = float(COUNTED) if weeks is None else weeks
    if not 0 < counted <= 1040:
        raise form.refuse("sold.weeks", parts["weeks"], "a number of weeks above 0, at most 1,040, such as 52")
    units, customers = number("units", "a number of purchases such as 1200"), number("customers", "a number of people")
    revenue = number("revenue", "an amount such as 30,000")
    if units is None and revenue is not None:
        units = revenue / price
        form.assumed["sold.units"] = f"{units:,.4g}: revenue divided by the price"
    if units is None:
        assert customers is not None
        subscribed = form.entries.get("buying") is not None and "subscription" in form.entries["buying"].shown()
        units = customers * max(1.0, counted / MONTH_WEEKS) if subscribed else customers
        how = "each pays once a month" if subscribed else "each bought once"
        if units > 0:
            form.assumed["sold.units"] = f"{units:,.4g}: {how}"
    if weeks is None and units > 0:
        form.assumed["sold.weeks"] = f"{COUNTED}: sales are those of a year"
    if customers is not None and customers > units:
        raise form.refuse("sold", said, "at most as many customers as purchases")
    if customers is not None and units > 0 and customers < 1:
        raise form.refuse(
            "sold", said, "at least one customer where something is sold; leave customers out if not known"
        )
    return units, (customers or None), counted


def in_words(said: Said) -> dict[str, Said]:
    """Return the parts of a sentence; none where a word of it is not understood."""
    from experiments.own_brand.reading.cells.columns import plain

    text = re.sub(r"\s+", " ", (said.text or "").strip().lower())
    if text in _LAUNCH:
        text = "0"
    if _BELOW_NOTHING.search(text):
        return {}
    pieces = _NUMBER.split(text)  # words, number, words, number, ..., words
    parts: dict[str, Said] = {}
    before = _words(plain(pieces[0]))
    if before is None:
        return {}
    for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
        bare = plain(after).split() if after.strip(" ,;.") else []
        kind = _kind(number, bare[0] if bare else "")
        if kind is None or (rest := _words(" ".join(bare))) is None:
            return {}
        name, factor = kind
        if name in parts:
            return {}
        parts[name] = Said(said.line, text=number.strip() if factor is None else _times(number, factor))
        if rest and "weeks" not in parts and name != "weeks":
            parts["weeks"] = Said(said.line, text=f"{rest:.4f}")  # four digits are no thousands
    return parts


def _kind(number: str, word: str) -> tuple[str, float | None] | None:
    """Return what a number counts by the word after it, and of a time its weeks; None: the word is not understood."""
    for time, words in _TIMES.items():
        if word in words.split():
            return "weeks", _WEEKS[time]
    if word in _MONEY.split() or any(sign in number for sign in "€$£") or number.split()[-1].upper() in CURRENCIES:
        return "revenue", None
    if word in _PEOPLE.split():
        return "customers", None
    return ("units", None) if word in ("", *_UNITS.split(), *_BETWEEN.split()) else None


def _times(number: str, factor: float) -> str:
    """Return a length of time in weeks, as it would be written."""
    from experiments.own_brand.reading.cells.written_numbers import amount

    found = amount(number.strip())
    return number.strip() if factor == 1 or found is None else f"{found.value * factor:.4f}"


def _words(text: str) -> float | None:
    """Return the weeks of 'a month' in some words, 0 where they name no time; None: a word is not understood."""
    weeks = 0.0
    known = {*_PEOPLE.split(), *_UNITS.split(), *_MONEY.split(), *_BETWEEN.split()}
    for word in text.split():
        time = next((time for time, words in _TIMES.items() if word in words.split()), None)
        if time is not None and word not in _BETWEEN.split():
            weeks = _WEEKS[time]
        elif word not in known:
            return None
    return weeks
