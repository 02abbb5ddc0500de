"""A fit in a terminal of 80 columns: your numbers beside ours, what they tell, and what they cannot."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.fitted import Beside, Fitted, Remaining
from experiments.own_brand.fitting.todays_spend import spend_of
from experiments.results.wording import listed

WIDTH = 80


def text(brand: Brand, fitted: Fitted) -> str:
    """Return all lines that ``task=fit`` prints."""
    return "\n".join(_lines(brand, fitted))


def _lines(brand: Brand, fitted: Fitted) -> Iterator[str]:
    worlds = f"{len(fitted.rows)} of {fitted.tried} worlds show"
    if fitted.nearest:
        worlds = f"none of {fitted.tried} worlds shows"
    spend = spend_of(brand)
    while_now = "without a campaign" if spend is None else "with your spend"
    off = [each.what for each in fitted.beside if each.within is False and not fitted.nearest]
    but = f", but for {listed(off)}" if off else ""
    yield from _wrapped(f"{brand.answers.name}: {worlds} your numbers {while_now}{but}")
    yield ""
    yield from table(
        ("your numbers beside ours", "yours", "ours", "lowest", "highest", "agree"),
        [_beside(each) for each in fitted.beside],
    )
    told = [each for each in fitted.remaining if each.told]
    if told:
        yield ""
        yield from table(("what your numbers tell", "from", "to"), [_remaining(each) for each in told])
    if fitted.not_told:
        yield ""
        yield from table(
            ("what they cannot tell", "from", "to", "would tell"),
            [(*_remaining(each), each.why) for each in fitted.not_told],
        )
    if fitted.notes:
        yield ""
        for note in fitted.notes:
            yield from _wrapped(f"- {note}", "  ")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table: the first column and words to the left, numbers to the right, at most 80 wide."""
    widths = [max(len(line[k]) for line in [header, *rows]) for k in range(len(header))]
    left = {0, len(header) - 1} if header[-1] == "would tell" else {0}
    if sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        widths[-1] = WIDTH - sum(widths[:-1]) - 2 * (len(widths) - 1)
    for line in [header, *rows]:
        cells = [textwrap.wrap(cell, width) or [""] for cell, width in zip(line, widths, strict=True)]
        for deep in range(max(map(len, cells))):
            parts = [cell[deep] if deep < len(cell) else "" for cell in cells]
            yield "  ".join(
                part.ljust(width) if k in left else part.rjust(width)
                for k, (part, width) in enumerate(zip(parts, widths, strict=True))
            ).rstrip()


def _beside(each: Beside) -> tuple[str, ...]:
    name = f"{each.what}, %" if each.unit == "%" else each.what
    theirs = "" if each.theirs is None else number(each.theirs, each.unit)
    agree = {True: "yes", False: "no", None: ""}[each.within]
    return (name, theirs, *(number(value, each.unit) for value in (each.ours, each.low, each.high)), agree)


def _remaining(each: Remaining) -> tuple[str, str, str]:
    return each.what, short(each.low), short(each.high)


def number(value: float, unit: str) -> str:
    """Return a value as the table shows it: shares in per cent, counts whole."""
    if unit == "%":
        return f"{100 * value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def short(value: float) -> str:
    """Return a parameter with three digits, never with a power of ten."""
    if value == 0:
        return "0"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{float(f'{value:.3g}'):.10f}".rstrip("0").rstrip(".")


def _wrapped(line: str, indent: str = "") -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent)
