"""Numbers and findings in words: rounded to what their intervals support, and no surer than they are."""

from __future__ import annotations

import math

from experiments.statistics import Difference, Interval, certainty
from experiments.summary import Findings, Measure

POINTS = " points"


def plain(name: str) -> str:
    """Return a name as words: ``hyper_targeted`` as 'hyper-targeted', ``brand_trust`` as 'brand trust'."""
    return {"hyper_targeted": "hyper-targeted", "none": "no marketing"}.get(name, name.replace("_", " "))


def quantity(value: float, unit: str, half: float = math.nan, *, sign: bool = False) -> str:
    """Write a number with as many digits as half the width of its interval supports (two digits of it), without unit.

    At most two decimals of a percentage, four of an index, none of a count or of money.

    With the unit '%', a share is written in per cent. ``sign`` writes a plus before what is positive.
    """
    if not math.isfinite(value):
        return "n/a"
    percent = unit == "%"
    value, half = (100 * value, 100 * half) if percent else (value, half)
    most = 2 if percent else 4 if unit in ("", "1") else 2 if "per" in unit.split() else 0
    digits = min(most, _decimals(half if math.isfinite(half) and half > 0 else abs(value) / 100))
    rounded = round(value, digits)
    text = f"{rounded + 0.0:{'+' if sign and rounded != 0 else ''},.{max(digits, 0)}f}"
    return text.replace("-", "\N{MINUS SIGN}") + (" %" if percent else "")


def with_unit(value: float, unit: str, half: float = math.nan, *, sign: bool = False) -> str:
    """Write a number with its unit, as in a sentence."""
    text = quantity(value, unit, half, sign=sign)
    return text if unit in ("", "1", "%") or text == "n/a" else f"{text} {unit}"


def change(value: float, unit: str, half: float = math.nan) -> str:
    """Write a difference with its sign; between two percentages it is in percentage points."""
    return quantity(value, unit, half, sign=True).replace(" %", POINTS)


def span(each: Interval, unit: str, *, sign: bool = False) -> str:
    """Write an interval as 'low to high'; with ``sign`` it is one of a difference."""
    if not math.isfinite(each.half):
        return "one seed: no interval"
    low, high = (quantity(bound, unit, each.half, sign=sign).removesuffix(" %") for bound in (each.low, each.high))
    return f"{low} to {high}" + ("" if unit != "%" else POINTS if sign else " %")


def _decimals(half: float) -> int:
    if half <= 0:
        return 0
    return max(-9, min(6, 1 - math.floor(math.log10(half))))


def compared(found: Findings, a: str, b: str, metric: str = "profit") -> str:
    """Return one sentence on how ``a`` does against ``b`` in a metric."""
    each = found.difference(a, b, metric)
    unit = found.measures[metric].shown
    first, second, what = plain(a), plain(b), plain(metric)
    sure = f"{100 * found.confidence:g} % interval {span(each.interval, unit, sign=True)}"
    words = certainty(each)
    if each.interval.number < 2:
        return (
            f"In the one seed run, {what} with {first} differs from that with {second} by "
            f"{with_unit(each.interval.mean, unit, sign=True)}; {words}."
        )
    if words == "exactly no difference":
        return (
            f"{_capital(what)} with {first} and with {second} is exactly the same in all {each.interval.number} seeds."
        )
    if each.interval.low <= 0 <= each.interval.high:
        hint = "there is only a hint of a difference" if words == "only a hint" else "they cannot be told apart"
        return f"{_capital(what)} with {first} and with {second}: {hint} ({sure})."
    more = "more" if each.interval.mean > 0 else "less"
    return (
        f"{_capital(first)} brings {with_unit(abs(each.interval.mean), unit, each.interval.half)} {more} {what} than "
        f"{second} ({sure}; {words})."
    )


def answer(found: Findings) -> str:
    """Answer the question of the main job in a sentence: which arm earns most, and is it better than the baseline."""
    ranked = found.ranked()
    if not ranked:
        return "No arm has a profit to compare."
    best = ranked[0]
    if len(ranked) == 1:
        return compared(found, best, found.baseline) if found.baseline in found.arms else "Only one arm was run."
    first = compared(found, best, ranked[1])
    return first[:-1] + _besides(found, best) + "." if found.baseline in found.arms else first


def _besides(found: Findings, arm: str) -> str:
    """Go on with how an arm does against the baseline: a plan that wins may still lose money."""
    each = found.difference(arm, found.baseline, "profit")
    name, other = plain(arm), plain(found.baseline)
    if each.interval.number < 2:
        return ""
    if not (each.interval.low > 0 or each.interval.high < 0):
        return f"; {name} and {other} cannot be told apart"
    size = with_unit(abs(each.interval.mean), found.measures["profit"].unit, each.interval.half)
    sure = f"{span(each.interval, 'USD', sign=True)}; {certainty(each)}"
    if each.interval.mean < 0:
        return f", yet {name} earns {size} less than {other} does ({sure})"
    return f", and {name} earns {size} more than {other} does ({sure})"


def cost_line(found: Findings) -> str:
    """Say what each arm cost and whether the costs are equal."""
    parts = []
    for arm in found.treated:
        pieces = [f"{name} {quantity(found.mean(arm, key), 'USD')}" for name, key in COSTS if _known(found, arm, key)]
        total = found.mean(arm, "cost")
        parts.append(f"{plain(arm)} {quantity(total, 'USD')} USD ({', '.join(pieces)})")
    totals = [found.mean(arm, "cost") for arm in found.treated]
    if len(totals) < 2 or not all(map(math.isfinite, totals)) or max(totals) <= 0:
        return "Cost: " + "; ".join(parts)
    gap = (max(totals) - min(totals)) / max(totals)
    verdict = (
        "equal"
        if gap < 0.0005
        else f"equal within {100 * gap:.1f} %"
        if gap < 0.02
        else f"NOT equal: {100 * gap:.0f} % apart"
    )
    return f"Total cost is {verdict}: " + "; ".join(parts)


def pairing(found: Findings, metric: str = "profit") -> str:
    """Say how many independent seeds the paired ones are worth, or nothing where they are worth no more."""
    for a, b in found.telling_pairs()[:1]:
        ratio = found.difference(a, b, metric).pairing
        if 1.05 < ratio < math.inf:
            number = len(found.seeds)
            return (
                f"Pairing: {number} seeds run in the same worlds tell as much about {plain(metric)} as "
                f"{ratio * number:,.0f} seeds with worlds of their own would."
            )
    return ""


COSTS = (("fees", "fees"), ("media", "media"), ("hours", "hours_cost"), ("unspent", "unspent"))


def _known(found: Findings, arm: str, metric: str) -> bool:
    return metric in found.values[arm] and math.isfinite(found.mean(arm, metric))


def better(measure: Measure, difference: Difference) -> int:
    """Return +1 if a difference is for the better, -1 if for the worse, 0 if its interval holds zero or neither is."""
    if not (difference.interval.low > 0 or difference.interval.high < 0):
        return 0
    return measure.better * (1 if difference.interval.mean > 0 else -1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
