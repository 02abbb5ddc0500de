"""Common claims as text: lines for the terminal, a table in Markdown, rows for a file."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.common_claims.claim_verdict import Judged, Ruled
from experiments.results.wording import listed
from experiments.whatifs.units import shown

WIDTH = 80
COLUMNS = (
    *("claim", "claim_verdict", "claim_holds", "comparison", "formula", "unit", "verdict", "holds", "worlds"),
    *("doubt", "middle", "low", "high", "decides"),
)


def lines(found: Sequence[Judged]) -> Iterator[str]:
    """Yield the claims for a terminal of 80 columns."""
    for each in found:
        count = f"in {each.holds} of {each.worlds} plausible worlds"
        yield from textwrap.wrap(f"{each.verdict.upper()}, {count}: {each.claim.said}", WIDTH, subsequent_indent="  ")
        for ruled in each.ruled:
            yield from textwrap.wrap(f"    {sentence(ruled)}", WIDTH, subsequent_indent="      ")
    yield summary(found)


def summary(found: Sequence[Judged]) -> str:
    """Return how many claims came out how."""
    verdicts = [each.verdict for each in found]
    counts = {kind: verdicts.count(kind) for kind in ("supported", "falsified", "undecided")}
    return ", ".join(f"{number} {kind}" for kind, number in counts.items())


def sentence(ruled: Ruled) -> str:
    """Return one comparison with its size, its interval and its count."""
    name = ruled.comparison.name.replace("_", " ")
    unit = shown(ruled.claim)
    size = f"{number(ruled.middle)}{unit} in the middle world"
    if math.isfinite(ruled.low):
        size += f" ({number(ruled.low)} to {number(ruled.high)})"
    count = f"holds in {ruled.holds} of {ruled.worlds}"
    depends = "" if ruled.decides is None else f"; most depends on {ruled.decides[0]}"
    return f"{name}: {size}; {count}: {ruled.verdict}{depends}"


def number(value: float) -> str:
    """Return a number with three digits."""
    if not math.isfinite(value):
        return "undefined"
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "\N{MINUS SIGN}")


def as_plain(found: Sequence[Judged]) -> list[dict[str, Any]]:
    """Return verdicts as plain data; what is not finite is null."""
    return [
        {
            "name": each.claim.name,
            "said": each.claim.said,
            "how": each.claim.how,
            "falsifier": each.claim.falsifier,
            "whatif": each.claim.whatif,
            "verdict": each.verdict,
            "holds": each.holds,
            "worlds": each.worlds,
            "comparisons": [
                {
                    "name": ruled.comparison.name,
                    "formula": ruled.comparison.text,
                    "setting": ruled.comparison.setting,
                    "unit": shown(ruled.claim).strip(),
                    "verdict": ruled.verdict,
                    "holds": ruled.holds,
                    "worlds": ruled.worlds,
                    "doubt": _finite(ruled.doubt),
                    "middle": _finite(ruled.middle),
                    "interval": [_finite(ruled.low), _finite(ruled.high)],
                    "decides": None if ruled.decides is None else ruled.decides[0],
                    "values": [_finite(value) for value in ruled.values],
                    "said": sentence(ruled),
                }
                for ruled in each.ruled
            ],
        }
        for each in found
    ]


def rows(found: Sequence[Judged]) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each comparison, in the order of ``COLUMNS``."""
    for each in found:
        for ruled in each.ruled:
            of = (each.claim.name, each.verdict, each.holds)
            what = (ruled.comparison.name, ruled.comparison.text, shown(ruled.claim).strip(), ruled.verdict)
            size = (ruled.holds, ruled.worlds, ruled.doubt, ruled.middle, ruled.low, ruled.high)
            yield (*of, *what, *size, "" if ruled.decides is None else ruled.decides[0])


def table(plain: Sequence[Mapping[str, Any]]) -> str:
    """Return the short table of claims, verdicts and counts in Markdown, from plain data."""
    head = ["| what is said | verdict | in plausible worlds |", "|---|---|---|"]
    return "\n".join([*head, *(f"| {row['said']} | {row['verdict']} | {count(row)} |" for row in plain), ""])


def count(row: Mapping[str, Any]) -> str:
    """Return in how many worlds all comparisons of a claim hold, and of several each."""
    whole = f"{row['holds']} of {row['worlds']}"
    parts = row["comparisons"]
    if len(parts) == 1:
        return whole
    return f"{whole} ({listed([f'{part["name"].replace("_", " ")}: {part["holds"]}' for part in parts])})"


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
