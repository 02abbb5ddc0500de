"""Every table of an answer, once: as numbers for CSV and workbook, as texts for the page. Both show the same digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.own_brand.answering.found import UNITS, Found
from experiments.own_brand.answering.hiring_list import Hire, to_drop
from experiments.own_brand.answering.plans import NOTHING
from experiments.own_brand.mixes import plain_channel
from experiments.report.pieces import Cell
from experiments.results.money import amount, between, rounded_to_tell, share

Row = list[Any]


@dataclass(frozen=True)
class AnswerTable:
    """A table: its title, its columns, and how its rows are made.

    Attributes:
        title: Heading, and the sheet's name in the workbook.
        about: What its rows are.
        columns: Names for CSV and workbook; ``{}`` stands for the currency.
        numbers: Makes the rows with plain numbers.
        words: Makes the rows with texts, in the columns of ``shown``.
        shown: Head of the table of texts; ``{}`` stands for the currency.
    """

    title: str
    about: str
    columns: Sequence[str]
    numbers: Callable[[Found], list[Row]]
    shown: Sequence[str]
    words: Callable[[Found], list[Sequence[Cell | str]]]

    def caption(self, found: Found) -> str:
        """Return what its rows are, with the currency."""
        what = UNITS.get(found.outlook.measure, UNITS["added_customers"])
        about = self.about.replace("{}", found.currency).replace("[worlds]", str(found.outlook.worlds))
        return about.replace("[measure]", what)

    def head(self, found: Found) -> list[str]:
        """Return the head of the table of texts."""
        return [name.replace("{}", found.currency) for name in self.shown]

    def header(self, found: Found) -> list[str]:
        """Return the head of the table of numbers."""
        return [name.replace("{}", found.currency) for name in self.columns]

    def rows(self, found: Found) -> list[list[Any]]:
        """Return the numbers, rounded to the digits that the page shows."""
        return [
            [rounded_to_tell(each) if isinstance(each, float) else each for each in row] for row in self.numbers(found)
        ]

    def texts(self, found: Found) -> list[Sequence[Cell | str]]:
        """Return the texts."""
        return self.words(found)


def _spanned(found: Found, plan: str, measure: str, *, sign: bool = True) -> Cell:
    each = found.outlook.span(plan, measure)
    return Cell(amount(each.mean, sign=sign), interval=between(each.low, each.high, sign=sign))


def _plans(found: Found) -> list[Row]:
    rows = []
    for plan in found.outlook.ranked():
        profit = found.outlook.span(plan, "added_profit")
        units, customers = (found.outlook.mean(plan, name) for name in ("added_units", "added_customers"))
        cost = found.outlook.mean(plan, "cost")
        ahead = found.outlook.ahead(plan, NOTHING) if plan != NOTHING else None
        each = found.outlook.mean(plan, "cost_per_customer")
        rows.append([plan, cost, *profit, units, customers, each, ahead, found.plans.named(plan).does])
    return rows


def _plans_words(found: Found) -> list[Sequence[Cell | str]]:
    rows: list[Sequence[Cell | str]] = []
    for plan in found.outlook.ranked():
        if plan == NOTHING:
            rows.append([plan, "0", "0", "0", "0", "0", "n/a", ""])
            continue
        rows.append(
            [
                plan,
                amount(found.outlook.mean(plan, "cost")),
                _spanned(found, plan, "added_profit"),
                amount(found.outlook.mean(plan, "dashboard_profit"), sign=True),
                amount(found.outlook.mean(plan, "added_units"), sign=True),
                amount(found.outlook.mean(plan, "added_customers"), sign=True),
                amount(found.outlook.mean(plan, "cost_per_customer")),
                f"{found.outlook.ahead(plan, NOTHING)} of {found.outlook.worlds}",
            ]
        )
    return rows


def _hires(found: Found) -> list[Row]:
    return [
        [
            h.handle,
            h.posts,
            h.fees,
            h.cost,
            h.added,
            *_range(h),
            h.pays,
            h.worlds,
            100 * h.overlap,
            per_cent(h.fit),
            h.why,
        ]
        for h in found.hires
    ]


def _range(hire: Hire) -> tuple[float | None, float | None]:
    """Return what eight of ten worlds lie between; nothing for a creator of one world, which has no range."""
    return (hire.low, hire.high) if hire.worlds > 1 else (None, None)


def _added(hire: Hire) -> Cell:
    low, high = _range(hire)
    interval = "" if low is None or high is None else between(low, high, sign=True)
    return Cell(amount(hire.added, sign=True), interval=interval)


def _hire_words(found: Found) -> list[Sequence[Cell | str]]:
    return [
        [
            h.handle,
            amount(h.posts),
            amount(h.fees),
            _added(h),
            f"{h.pays} of {h.worlds}",
            share(h.overlap),
            Cell(h.why, look="text"),
        ]
        for h in found.hires
        if h.keep
    ]


def per_cent(share: float | None) -> float | None:
    """Return a share in per cent; nothing where it is not known."""
    return None if share is None else 100 * share


def _drops(found: Found) -> list[Row]:
    return [[h.handle, h.cost, h.added, *_range(h), h.pays, h.worlds, h.why] for h in to_drop(found.hires)]


def _drop_words(found: Found) -> list[Sequence[Cell | str]]:
    return [
        [
            h.handle,
            amount(h.cost),
            _added(h),
            f"{h.pays} of {h.worlds}",
            Cell(h.why, look="text"),
        ]
        for h in to_drop(found.hires)
    ]


def _dashboard(found: Found) -> list[Row]:
    return [[each.plan, each.cost, each.dashboard, each.truth] for each in found.dashboard]


def _curves(found: Found) -> list[Row]:
    rows = []
    for curve in found.curves:
        for k, asked in enumerate(curve.asked):
            mean, low, high = curve.span(k)
            step = asked / 4
            rows.append(
                [
                    plain_channel(curve.part),
                    float(asked),
                    float(curve.spent[k]),
                    mean,
                    low,
                    high,
                    curve.marginal(float(asked), float(step)),
                ]
            )
    return rows


def _curve_words(found: Found) -> list[Sequence[Cell | str]]:
    return [
        [
            row[0],
            amount(row[1]),
            amount(row[2]),
            Cell(amount(row[3], sign=True), interval=between(row[4], row[5], sign=True)),
            amount(row[6]),
        ]
        for row in _curves(found)
    ]


def _yours(found: Found) -> list[Row]:
    rows: list[Row] = []
    for each in found.yours:
        scale = 100.0 if each.unit == "%" else 1.0
        theirs = None if each.theirs is None else scale * each.theirs
        rows.append([each.what, each.unit, theirs, *(scale * value for value in (each.ours, each.low, each.high))])
    return rows


def _your_words(found: Found) -> list[Sequence[Cell | str]]:
    rows: list[Sequence[Cell | str]] = []
    for each in found.yours:
        write = share if each.unit == "%" else amount
        theirs = "not told" if each.theirs is None else write(each.theirs)
        rows.append(
            [
                Cell(each.what, unit="" if each.unit == "%" else each.unit),
                theirs,
                Cell(write(each.ours), interval=f"{write(each.low)} to {write(each.high)}"),
            ]
        )
    return rows


def _roster(found: Found) -> list[Row]:
    return [
        [
            *(c.handle, c.platform, c.niche, c.followers, c.fee, c.average_views),
            *(per_cent(c.engagement_rate), per_cent(c.bought_share)),
        ]
        for c in found.brand.roster
    ]


def _reading(found: Found) -> list[Row]:
    return [
        [each.file, each.column, each.read_as or "not read", each.example, each.note] for each in found.brand.reading
    ]


def _assumed(found: Found) -> list[Row]:
    rows: list[Row] = [[f"{name} (not answered)", text] for name, text in found.brand.answers.assumed.items()]
    rows += [[f"not compared: {each.name}", each.why] for each in found.plans.left_out]
    for each in found.not_told:
        rows.append(
            [
                f"not told by the data: {each.what}",
                f"{between(each.low, each.high)}{f'; {each.why}' if each.why else ''}",
            ]
        )
    rows += [["noted", note] for note in found.brand.notes]
    return rows


def _plain(rows: Callable[[Found], list[Row]]) -> Callable[[Found], list[Sequence[Cell | str]]]:
    """Make texts of rows whose cells need no more than to be written out."""

    def words(found: Found) -> list[Sequence[Cell | str]]:
        return [
            [
                Cell("" if each is None else amount(each) if isinstance(each, float) else str(each), look="text")
                for each in row
            ]
            for row in rows(found)
        ]

    return words


TABLES: dict[str, AnswerTable] = {
    "plans": AnswerTable(
        "Plans",
        "Each plan against no campaign, {}. All numbers are means over [worlds] worlds; under profit, what eight of ten"
        " of them lie between; dashboard: what a last-touch dashboard says, after cost. New customers are counted, and"
        " vary by chance. Better than nothing: worlds with more [measure]. The best for the goal first",
        (
            "plan",
            "cost {}",
            "profit added {}",
            "low {}",
            "high {}",
            "purchases added",
            "new customers",
            "cost per new customer {}",
            "worlds in which it beats no campaign",
            "what it does",
        ),
        _plans,
        ("", "cost", "profit", "dashboard", "purchases", "new customers", "each costs", "better than nothing"),
        _plans_words,
    ),
    "hire": AnswerTable(
        "Who to hire",
        "Creators who pay, the best first; profit with each less profit without, mean over worlds that hire them, {}",
        (
            "handle",
            "posts",
            "fees {}",
            "cost {}",
            "profit added {}",
            "low {}",
            "high {}",
            "worlds in which it pays",
            "worlds",
            "overlap %",
            "fit %",
            "why",
        ),
        _hires,
        ("", "posts", "fees", "profit", "pays in", "overlap", "why"),
        _hire_words,
    ),
    "drop": AnswerTable(
        "Drop first",
        "Creators of the plan who do not pay in the mean over worlds that hire them, the worst first, {}",
        ("handle", "cost {}", "profit added {}", "low {}", "high {}", "worlds in which it pays", "worlds", "why"),
        _drops,
        ("", "cost", "profit", "pays in", "why"),
        _drop_words,
    ),
    "beside_dashboard": AnswerTable(
        "Dashboard and truth",
        "What a last-touch dashboard says of each plan and what it truly adds, after cost, {}, means over the worlds",
        ("plan", "cost {}", "dashboard {}", "truth {}"),
        _dashboard,
        ("", "cost", "dashboard", "truth"),
        lambda found: [
            [e.plan, amount(e.cost), amount(e.dashboard, sign=True), amount(e.truth, sign=True)]
            for e in found.dashboard
        ],
    ),
    "your_numbers": AnswerTable(
        "Your numbers beside ours",
        "What you said, and what the fitted market shows",
        ("what", "unit", "yours", "ours", "low", "high"),
        _yours,
        ("", "yours", "ours"),
        _your_words,
    ),
    "curves": AnswerTable(
        "Response curves",
        "What each part adds alone, {}",
        ("part", "offered {}", "spent {}", "profit added {}", "low {}", "high {}", "margin of the next unit"),
        _curves,
        ("", "offered", "spent", "profit", "next {} brings"),
        _curve_words,
    ),
    "roster": AnswerTable(
        "The roster",
        "The roster as it was read; fees in {}",
        ("handle", "platform", "niche", "followers", "fee {}", "average views", "engagement rate %", "bought %"),
        _roster,
        ("", "platform", "niche", "followers", "fee", "views", "engagement, %", "bought, %"),
        _plain(_roster),
    ),
    "assumptions": AnswerTable(
        "What was assumed",
        "What was not said, what was left out, and what the data cannot tell",
        ("what", "assumed"),
        _assumed,
        ("", "assumed"),
        _plain(_assumed),
    ),
    "reading": AnswerTable(
        "What was read as what",
        "Columns of your files",
        ("file", "column", "read as", "example", "note"),
        _reading,
        ("file", "column", "read as", "example", "note"),
        _plain(_reading),
    ),
}
"""The tables by the name of their file in ``tables/``."""
