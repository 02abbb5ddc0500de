"""Numbers and findings in words: rounded to what their intervals support, and no surer than they are."""

from __future__ import annotations

import math

from experiments.results.findings import COMPARED, Findings, Measure
from experiments.results.statistics import UNTOLD, WORDS, Difference, Interval, certainty

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


def brief(value: float, unit: str, half: float = math.nan, *, sign: bool = False) -> str:
    """Write a number as :func:`quantity` does, but large ones in thousands (k) or millions (M): for narrow columns."""
    for scale, letter in ((1e6, "M"), (1e3, "k")):
        if unit not in ("", "1", "%") and abs(value) >= scale:
            return quantity(value / scale, "USD per unit", half / scale, sign=sign) + letter
    text = quantity(value, unit, half, sign=sign)
    return text.replace(" %", POINTS) if sign else text


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


def elsewhere(found: Findings) -> str:
    """Say which world truth is measured against."""
    return "without the campaign" if found.without == "none" else f"with {plain(found.without)} instead"


def evidence(found: Findings, a: str, b: str, metric: str | None = None) -> str:
    """Return one line on how ``a`` does against ``b``: the difference, its interval, how sure."""
    metric = metric or found.money
    each = found.difference(a, b, metric)
    unit = found.measures[metric].shown
    size = change(each.interval.mean, unit, each.interval.half)
    size = size if unit in ("", "%") else f"{size} {unit}"
    between = f"{100 * found.confidence:g} % interval {span(each.interval, unit, sign=True)}; "
    sure = (between if each.interval.number > 1 else "") + sureness(found.measures[metric], each)
    return f"{capital(plain(a))} against {plain(b)}: {size} {plain(metric)} ({sure})."


def answer(found: Findings) -> str:
    """Answer the question of the main job in a sentence: which arm earns most, and is it better than the baseline."""
    ranked = found.ranked()
    if not ranked:
        return "Nothing was compared with no marketing: there is no answer."
    best = ranked[0]
    parts = [_claim(found, best, other) for other in (*ranked[1:2], *found.baseline_if_arm())]
    if not parts:
        return f"{capital(plain(best))} was run alone: there is nothing to compare it with."
    if len(parts) == 1:
        return f"{capital(parts[0])}."
    gap = cost_gap(found)
    if math.isfinite(gap):
        parts[0] += " at equal cost" if gap < SAME_COST else ", at costs that differ"
    again = f"{plain(best)} "
    if all(part.startswith(again) and not part.startswith(f"{again}and ") for part in parts[:2]):  # one subject in both
        parts[1] = f"it {parts[1].removeprefix(again)}"
    return f"{capital(parts[0])}; {parts[1]}."


def _claim(found: Findings, a: str, b: str) -> str:
    """Claim no more than the interval allows about the profit of ``a`` against ``b``, as expected if that is known."""
    each, name = found.difference(a, b, found.money), plain(found.money)
    words = sureness(found.measures[found.money], each)
    size = with_unit(abs(each.interval.mean), found.measures[found.money].shown, each.interval.half)
    brings = f"{size} {'more' if each.interval.mean > 0 else 'less'} {name} than {plain(b)}"
    if words in ADVERBS:
        return f"{plain(a)} {ADVERBS[words]} brings {brings}"
    if words == "only a hint":
        return f"there is a hint, no more, that {plain(a)} brings {brings}"
    if words == "exactly no difference":
        return f"{plain(a)} and {plain(b)} bring exactly the same {name}"
    if words == TOO_FINE:
        return f"{plain(a)} and {plain(b)} bring the same {name} at the precision shown"
    if each.interval.half == 0:
        return f"{plain(a)} brings {brings}, {words}"
    if each.interval.number < 2:
        return f"in the one seed run, {plain(a)} brings {brings}"
    return f"{plain(a)} and {plain(b)} cannot be told apart by {name}"


ADVERBS = {"almost certain": "almost certainly", "very likely": "very likely", "likely": "likely"}
SAME_COST = 0.005
"""Costs that differ by less than this share are called equal: a plan cannot spend its last dollars on a whole post."""


def cost_gap(found: Findings) -> float:
    """Return how far the costs of the arms that spend lie apart, as a share of the highest."""
    totals = [found.mean(arm, "cost") for arm in found.campaigns()]
    known = totals and all(map(math.isfinite, totals)) and max(totals) > 0
    return (max(totals) - min(totals)) / max(totals) if known else math.nan


def cost_line(found: Findings) -> str:
    """Say what each arm cost and whether the costs are equal."""
    parts = []
    for arm in found.campaigns():
        pieces = [f"{name} {quantity(found.mean(arm, key), 'USD')}" for name, key in COSTS if _known(found, arm, key)]
        total = found.mean(arm, "cost")
        parts.append(f"{plain(arm)} {quantity(total, 'USD')} USD ({', '.join(pieces)})")
    gap = cost_gap(found)
    if len(parts) < 2 or not math.isfinite(gap):
        return "Cost: " + "; ".join(parts)
    exact = "equal" if gap < 0.0001 else f"equal within {100 * gap:.1g} %"
    verdict = exact if gap < SAME_COST else f"NOT equal, {100 * gap:{'.0f' if gap >= 0.1 else '.2g'}} % apart"
    return f"Total cost is {verdict}: " + "; ".join(parts)


def unspent_line(found: Findings) -> str:
    """Say which arms left money unspent, and how much; empty: none did."""
    parts = []
    for arm in found.campaigns():
        left = found.mean(arm, "unspent")
        fines = found.mean(arm, "fines") if _known(found, arm, "fines") else 0.0
        budget = left + found.mean(arm, "cost") - fines  # fines are not paid out of it
        if math.isfinite(budget) and left > LEFT * budget:
            parts.append(f"{plain(arm)} {quantity(left, 'USD')} USD ({100 * left / budget:.0f} % of its budget)")
    if not parts:
        return ""
    return (
        f"Left unspent: {'; '.join(parts)}: more of what the plan buys did not pay, could not be had or carried out, or"
        " was refunded because it was not shown or made."
    )


LEFT = 0.02
"""Share of the budget: less is the change of a last post, or of refunds on the last days (ours)."""


def pairing(found: Findings, metric: str | None = None) -> str:
    """Say how many independent seeds the paired ones are worth, with an interval.

    Nothing is said from fewer than ten seeds, over which the interval spans a factor of twenty or more, nor where they
    may be worth no more than as many others.
    """
    metric = metric or found.money
    for a, b in found.telling_pairs()[:1]:
        each = found.difference(a, b, metric)
        number, (low, high) = each.interval.number, each.pairing_bounds
        if number >= PAIRS and low > 1:
            worth, least, most = (f"{float(f'{number * ratio:.2g}'):,.0f}" for ratio in (each.pairing, low, high))
            return (
                f"Pairing: {number} seeds run in the same worlds tell as much about {plain(metric)} as {worth} seeds "
                f"with worlds of their own would ({100 * found.confidence:g} % interval {least} to {most})."
            )
    return ""


PAIRS = 10
"""Seeds from which it is said what pairing is worth."""


COSTS = (("fees", "fees"), ("media", "media"), ("hours", "hours_cost"), ("unspent", "unspent"))


def _known(found: Findings, arm: str, metric: str) -> bool:
    return metric in found.values[arm] and math.isfinite(found.mean(arm, metric))


def better(measure: Measure, difference: Difference) -> int:
    """Return +1 if a difference is for the better, -1 if for the worse; 0 if neither, or not to be told, or tiny."""
    if not difference.told or rounds_to_nothing(measure, difference):
        return 0
    return measure.better * (1 if difference.interval.mean > 0 else -1)


def rounds_to_nothing(measure: Measure, difference: Difference) -> bool:
    """Say whether a difference is shown as zero and is not exactly that."""
    each = difference.interval
    return each.mean != 0 and not any(digit in "123456789" for digit in change(each.mean, measure.shown, each.half))


def sureness(measure: Measure, difference: Difference) -> str:
    """Return how sure a difference is, in words; of one that is shown as zero, that nothing is to be seen of it."""
    words = certainty(difference)
    seen = words == UNTOLD or difference.interval.number < 2 or not rounds_to_nothing(measure, difference)
    return words if seen else TOO_FINE


TOO_FINE = "no difference at this precision"


def verdict(measure: Measure, difference: Difference) -> str:
    """Return how sure a difference is, and whether it is for the better, in words."""
    return {1: "better, ", -1: "worse, ", 0: ""}[better(measure, difference)] + sureness(measure, difference)


def counted(found: Findings) -> str:
    """Say in a line what words count, for a terminal."""
    number = found.comparisons(found.money)
    if len(found.seeds) < 2 or number < 2:
        return ""
    what = f"all {number} comparisons of {plain(found.money)}"
    return f"Words count {what} at once (Holm); an interval counts its own alone."


def method(found: Findings) -> str:
    """Say what the words of certainty rest on, and that intervals rest on less."""
    metrics = " and ".join(plain(metric) for metric in found.family(found.money))
    number = found.comparisons(found.money)
    if len(found.seeds) < 2 or not number:
        return ""
    count = (
        f"all {number} comparisons of {metrics} between arms at once" if number > 1 else "the one comparison of arms"
    )
    limits = [f"'{words.replace('only a', 'a')}' from {100 * (1 - limit):g} %" for limit, words in reversed(WORDS)]
    rest = ""
    if others := found.comparisons(COMPARED[0]):
        rest = f" In the tables below, words on other metrics count all {others} comparisons of those."
    return (
        f"How sure, in words: the confidence that the sign is right over {count} (Student's t over seeds, corrected by "
        f"Holm 1979): {', '.join(limits)}. An interval counts its own comparison alone, so that it may exclude zero "
        f"where the word is weaker.{rest} All this is about chance between seeds, in this model with its assumptions."
    )


def capital(text: str) -> str:
    """Return a sentence with its first letter as a capital."""
    return text[:1].upper() + text[1:]
