"""Numbers as people write them: 48.2K, 1,2 Mio, 3,1 %, EUR 850, 1.200,50, 1 200,50, (1,200)."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Decimal = Literal["comma", "point"]

_DOLLARS = "USD CAD AUD NZD SGD HKD MXN TWD CLP COP ARS"
_SIGNS = {
    "$": _DOLLARS,
    "us$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "mx$": "MXN",
    "r$": "BRL",
    "€": "EUR",
    "£": "GBP EGP",
    "¥": "JPY CNY",
    "₹": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "₽": "RUB",
    "₪": "ILS",
    "₫": "VND",
    "₴": "UAH",
    "฿": "THB",
    "₦": "NGN",
    "₱": "PHP",
    "kr": "SEK NOK DKK ISK",
    "tl": "TRY",
    "zł": "PLN",
    "zl": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "fr": "CHF",
    "sfr": "CHF",
    "rs": "INR PKR LKR",
    "lei": "RON",
    "euro": "EUR",
    "euros": "EUR",
    "dollar": _DOLLARS,
    "dollars": _DOLLARS,
    "pound": "GBP",
    "pounds": "GBP",
}
CURRENCIES = tuple(
    """
    AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW LKR MAD MXN MYR NGN
    NOK NZD PEN PHP PKR PLN RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR
    """.split()  # noqa: SIM905
)
"""ISO codes that are known as currencies."""
_SCALES = {
    "k tsd tausend thousand thousands mil mille tys тыс bin tis tusen": 1e3,
    "万": 1e4,
    "lakh lakhs lac": 1e5,
    "m mn mi mio mill million millions millionen millones millon milhoes milioni mln milyon млн": 1e6,
    "crore crores cr": 1e7,
    "億": 1e8,
    "b bn mrd billion billions milliard milliards milliarden md mld milyar": 1e9,
}
SCALES = {word: factor for words, factor in _SCALES.items() for word in words.split()}
_PERCENTS = {
    "%": 0.01,
    "pct": 0.01,
    "percent": 0.01,
    "per cent": 0.01,
    "prozent": 0.01,
    "pour cent": 0.01,
    "por ciento": 0.01,
    "por cento": 0.01,
    "per cento": 0.01,
    "procent": 0.01,
    "‰": 0.001,
}


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_CURRENCY = _any_of([*_SIGNS, *(code.lower() for code in CURRENCIES)])
_NUMBER = re.compile(
    rf"(?P<sign>[+-])?\s*(?P<before>{_CURRENCY})?\s*(?P<sign2>[+-])?\s*"
    rf"(?P<body>\d[\d.,'\u2019_ ]*|[.,]\d+)(?P<power>e[+-]?\d{{1,3}})?\s*"
    rf"(?:(?P<scale>{_any_of(SCALES)})\.?(?![a-z]))?\s*(?P<after>{_CURRENCY})?\.?\s*"
    rf"(?P<percent>{_any_of(_PERCENTS)})?(?P<minus>-)?"
)
LARGEST = 1e15
"""What is larger is no number of people or of money."""
_EMPTY = frozenset(
    (
        "",
        "-",
        "--",
        "\u2014",
        "\u2013",
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "null",
        "none",
        "nan",
        "?",
        "tbd",
        "tba",
        "unknown",
        "k.a.",
    )
)


@dataclass(frozen=True)
class Amount:
    """A number as it stood in a cell.

    Attributes:
        value: The number; of per cent the share.
        percent: Whether it is written as per cent.
        currencies: ISO codes that its sign or code may mean; empty: it has none.
        shows: Which sign it shows to be the decimal one; None: it shows none.
        doubtful: One separator with three digits behind: 1.200 may be a thousand and two hundred, or 1.2.
        scaled: Whether thousands or millions stand behind it: 48.2K.
    """

    value: float
    percent: bool = False
    currencies: tuple[str, ...] = ()
    shows: Decimal | None = None
    doubtful: bool = False
    scaled: bool = False


def is_empty(text: str) -> bool:
    """Tell whether a cell says nothing: blank, a dash, n/a, tbd and the like."""
    return text.strip().lower() in _EMPTY


def currencies_of(text: str) -> tuple[str, ...]:
    """Return the ISO codes that a sign, code or word of a currency may mean; empty: it is none."""
    word = text.strip().lower().removesuffix(".")
    return tuple(_SIGNS[word].split()) if word in _SIGNS else (word.upper(),) if word.upper() in CURRENCIES else ()


@functools.lru_cache(maxsize=65_536)
def amount(text: str, decimal: Decimal | None = None, thousands: bool = True) -> Amount | None:
    """Return what a cell says as a number; None: it is none.

    Args:
        text: The cell.
        decimal: What the decimal sign is where the number itself does not show it.
        thousands: Without ``decimal``: whether 1.200 and 1,200 are a thousand and two hundred.
    """
    text = text.replace("\N{ACUTE ACCENT}", "'").replace("`", "'")  # as thousands are parted in Switzerland, too
    bare = unicodedata.normalize("NFKC", text).strip().lower().replace("\N{MINUS SIGN}", "-")
    bare = re.sub(r"^%\s*(?=\d)(.*\d)$", r"\1 %", bare)  # Turkish puts the sign first
    bare = re.sub(r"(?<=\d)[.,]\s*[-\u2013\u2014]{1,2}(?=\D*$)", "", bare)  # 850,- are 850
    negative = bare.startswith("(") and bare.endswith(")")
    match = _NUMBER.fullmatch(bare[1:-1].strip() if negative else bare)
    if match is None:
        return None
    signs = [match[name] for name in ("sign", "sign2", "minus") if match[name]]
    if len(signs) + negative > 1 or (match["before"] and match["after"]):
        return None
    large = SCALES.get(match["scale"] or "", 1.0) > 1e3  # 1.234 million have a decimal sign; 1,200K may not
    digits = _digits(match["body"].strip(), decimal, thousands, large or bool(match["power"]))
    if digits is None:
        return None
    number, shows, doubtful = digits
    factor = SCALES.get(match["scale"] or "", 1.0)
    value = float(f"{number}{match['power'] or ''}") * factor
    if abs(value) > LARGEST:
        return None
    if factor > 1 and abs(value - round(value)) < 1e-6 * factor:
        value = float(round(value))  # 48.2 thousand are 48,200, not 48,200.000000000007
    percent = match["percent"]
    if percent:
        value = float(f"{value * 1e6 * _PERCENTS[percent]:.9g}") / 1e6
    return Amount(
        -value if negative or "-" in signs else value,
        bool(percent),
        currencies_of(match["before"] or match["after"] or ""),
        shows,
        doubtful,
        factor > 1,
    )


def _digits(
    body: str, decimal: Decimal | None, thousands: bool, scaled: bool
) -> tuple[str, Decimal | None, bool] | None:
    """Return digits as Python reads them, the decimal sign that they show, and whether they may mean two things."""
    if re.search(r"[ '\u2019_]", body):
        grouped = re.fullmatch(r"(\d{1,3}(?:([ '\u2019_])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?", body)
        if grouped is None:
            return None
        return f"{re.sub(r'\D', '', grouped[1])}.{grouped[4] or 0}", _named(grouped[3]), False
    points, commas = body.count("."), body.count(",")
    if points and commas:
        mark = max(".,", key=body.rfind)
        whole, _, rest = body.rpartition(mark)
        other = "," if mark == "." else "."
        if mark in whole or not _in_groups(whole, other):
            return None
        return f"{whole.replace(other, '')}.{rest or 0}", _named(mark), False
    mark = "." if points else ","
    if points + commas == 0:
        return body, None, False
    if points + commas > 1:
        return (body.replace(mark, ""), _named("," if points else "."), False) if _in_groups(body, mark) else None
    left, _, right = body.partition(mark)
    if len(right) == 3 and 1 <= len(left) <= 3 and left[0] != "0" and not scaled:
        as_decimal = not thousands if decimal is None else _named(mark) == decimal
        return (f"{left}.{right}" if as_decimal else left + right), None, True
    return f"{left or 0}.{right or 0}", _named(mark), False


def _in_groups(whole: str, mark: str) -> bool:
    """Tell whether digits stand in groups of three, or as in India the last three and then pairs."""
    return bool(re.fullmatch(rf"\d{{1,3}}(\{mark}\d{{3}})+|\d{{1,2}}(,\d{{2}})*,\d{{3}}", whole))


def _named(mark: str | None) -> Decimal | None:
    return None if not mark else "comma" if mark == "," else "point"
