"""Numbers and findings in words: rounded to what their intervals support, and no surer than they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from experiments.results.effects import against_nothing, change_half, level_half
from experiments.results.findings import COMPARED, Findings, Measure
from experiments.results.money import with_currency
from experiments.results.statistics import UNTOLD, WORDS, Difference, Interval, certainty

POINTS = " points"
WORDS_OF = {"hyper_targeted": "hyper-targeted", "none": "no campaign", "call_outs": "call-outs"}
"""Names whose words are not those of their code."""


def plain(name: str) -> str:
    """Return a name as words: ``hyper_targeted`` as 'hyper-targeted', ``brand_trust`` as 'brand trust'."""
    return WORDS_OF.get(name, name.replace("_", " "))


def strategy_name(target: str) -> str:
    """Return a strategy's class in words: as its config is named if it ships, else by the words of its name."""
    from simulation.strategies.named import BUILT_IN

    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", target.rpartition(".")[2]).lower()
    return plain(next((name for name, own in BUILT_IN.items() if own == target), words))


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


def as_shown(value: float, unit: str, half: float) -> float:
    """Return a number as :func:`quantity` shows it, so that sums of numbers that are shown agree with the sum shown."""
    text = quantity(value, unit, half).replace(",", "").replace("\N{MINUS SIGN}", "-").removesuffix(" %")
    return math.nan if text == "n/a" else float(text) / (100 if unit == "%" else 1)


def with_unit(value: float, unit: str, half: float = math.nan, *, sign: bool = False) -> str:
    """Write a number with its unit, as in a sentence."""
    text = quantity(value, unit, half, sign=sign)
    return text if unit in ("", "1", "%") or text == "n/a" else with_currency(text, unit)


def change(value: float, unit: str, half: float = math.nan) -> str:
    """Write a difference with its sign; between two percentages it is in percentage points."""
    return quantity(value, unit, half, sign=True).replace(" %", POINTS)


def brief(value: float, unit: str, half: float = math.nan, *, sign: bool = False, beside: float = 0.0) -> str:
    """Write a number as :func:`quantity` does, but large ones in thousands (k) or millions (M): for narrow columns.

    Args:
        value: The number.
        unit: Its unit.
        half: Half the width of the interval that it is rounded by.
        sign: Whether to write a plus before what is positive.
        beside: A number that stands beside it: both are in the same thousands or millions.
    """
    for scale, letter in ((1e6, "M"), (1e3, "k")):
        if unit not in ("", "1", "%") and max(abs(value), abs(beside)) >= scale:
            text = quantity(value / scale, PER, half / scale, sign=sign)
            return f"{text}{letter}" if any(digit in "123456789" for digit in text) else "0"
    text = quantity(value, unit, half, sign=sign)
    return text.replace(" %", POINTS) if sign else text


PER = "per unit"
"""A unit with decimals."""


def span(each: Interval, unit: str, *, sign: bool = False, half: float = math.nan) -> str:
    """Write an interval as 'low to high', rounded by ``half`` or by itself; with ``sign`` it is one of a difference."""
    if not math.isfinite(each.half):
        return "one seed: no interval"
    half = half if math.isfinite(half) else each.half
    low, high = (quantity(bound, unit, half, sign=sign).removesuffix(" %") for bound in (each.low, each.high))
    return f"{low} to {high}" + ("" if unit != "%" else POINTS if sign else " %")


def _decimals(half: float) -> int:
    if half <= 0:
        return 0
    return max(-9, min(6, 1 - math.floor(math.log10(half))))


def elsewhere(findings: Findings) -> str:
    """Say which world truth is measured against."""
    return "without the campaign" if findings.without == "none" else f"with {plain(findings.without)} instead"


def evidence(findings: Findings, a: str, b: str, metric: str | None = None) -> str:
    """Return one line on how ``a`` does against ``b``: the difference, its interval, how sure."""
    metric = metric or findings.money
    return _evidence(findings, plain(a), plain(b), metric, findings.difference(a, b, metric))


def evidences(findings: Findings) -> list[str]:
    """Return a line on each pair of arms that answers the question, and on arms that have a market of their own."""
    pairs = [evidence(findings, a, b) for a, b in findings.telling_pairs()]
    apart = [(arm, against_nothing(findings, arm, findings.money)) for arm in findings.ranked() if findings.apart(arm)]
    own = f"{plain(findings.without)} in its own market"
    return pairs + [
        _evidence(findings, plain(arm), own, findings.money, each) for arm, each in apart if each.interval.number
    ]


def _evidence(findings: Findings, a: str, b: str, metric: str, each: Difference) -> str:
    unit, half = findings.measures[metric].shown, change_half(findings, metric)
    size = change(each.interval.mean, unit, half)
    size = size if unit in ("", "%") else with_currency(size, unit)
    between = f"{100 * findings.confidence:g} % interval {span(each.interval, unit, sign=True, half=half)}; "
    sure = (between if each.interval.number > 1 else "") + sureness(findings.measures[metric], each, half)
    return f"{capital(a)} against {b}: {size} {plain(metric)} ({sure})."


def markets_line(findings: Findings) -> str:
    """Say which arms have a market, and so a baseline, of their own; empty: all share one."""
    first = findings.baseline if findings.baseline in findings.values else next(iter(findings.values), "")
    changed = [plain(arm) for arm in findings.ranked() if not findings.in_one_market(arm, first)]
    if not changed:
        return ""
    subject = (
        f"{listed(changed)} {'changes' if len(changed) == 1 else 'change'} the market itself, against {plain(first)}"
    )
    return capital(
        f"{subject}: each market has a baseline of its own, and what a plan added is its market with the plan less the "
        f"same market {elsewhere(findings)}. A difference between two markets is of the plans and of the markets."
    )


def listed(names: Iterable[str]) -> str:
    """Return names as in a sentence: 'a, b and c'."""
    items = list(names)
    return "".join(items) if len(items) < 2 else ", ".join(items[:-1]) + " and " + items[-1]


def answer(findings: Findings) -> str:
    """Answer the question of the main job in a sentence: which arm earns most, and is it better than the baseline."""
    ranked = findings.ranked()
    if not ranked:
        return f"Nothing was compared with {plain(findings.baseline)}: there is no answer."
    best = ranked[0]
    half = change_half(findings, findings.money)
    others = (*ranked[1:2], *findings.baseline_of(best))
    parts = [
        _claim(findings, plain(best), plain(b), findings.difference(best, b, findings.money), half) for b in others
    ]
    if findings.apart(best) and not findings.baseline_of(best):
        own = against_nothing(findings, best, findings.money)
        same = f"{plain(findings.without)} in its own market"
        parts += [_claim(findings, plain(best), same, own, half)] if own.interval.number else []
    if not parts:
        return f"{capital(plain(best))} was run alone: there is nothing to compare it with."
    if len(parts) == 1:
        return f"{capital(parts[0])}."
    gap = cost_gap(findings)
    if math.isfinite(gap):
        parts[0] += at_equal_cost(gap) or ", at costs that differ"
    again = f"{plain(best)} "
    if all(part.startswith(again) and not part.startswith(f"{again}and ") for part in parts[:2]):  # one subject in both
        parts[1] = f"it {parts[1].removeprefix(again)}"
    return f"{capital(parts[0])}; {parts[1]}."


def _claim(findings: Findings, a: str, b: str, each: Difference, half: float) -> str:
    """Claim no more than the interval allows about the profit of ``a`` against ``b``, as expected if that is known."""
    measure, name = findings.measures[findings.money], plain(findings.money)
    words = sureness(measure, each, half)
    size = with_unit(abs(each.interval.mean), measure.shown, half)
    brings = f"{size} {'more' if each.interval.mean > 0 else 'less'} {name} than {b}"
    if words in ADVERBS:
        return f"{a} {ADVERBS[words]} brings {brings}"
    if words == "only a hint":
        return f"there is only a hint that {a} brings {brings}"
    if words == "exactly no difference":
        return f"{a} and {b} bring exactly the same {name}"
    if words == TOO_FINE:
        return f"{a} and {b} bring the same {name} at the precision shown"
    if each.interval.half == 0:
        return f"{a} brings {brings}, {words}"
    if each.interval.number < 2:
        return f"in the one seed run, {a} brings {brings}"
    return f"{a} and {b} cannot be told apart by {name}"


ADVERBS = {"almost certain": "almost certainly", "very likely": "very likely", "likely": "likely"}
SAME_COST = 0.01
"""Costs that differ by less than this share are called equal, with the difference beside it: of one budget strategies
leave as much unspent (``LEFT_OVER`` in ``simulation/strategies/hiring.py``, which a test holds it to)."""
EXACTLY = 0.0001
"""Share of costs below which they are called equal without more words."""


def cost_gap(findings: Findings) -> float:
    """Return how far the costs of the arms that spend lie apart, as a share of the highest."""
    totals = [findings.mean(arm, "cost") for arm in findings.campaigns()]
    known = totals and all(map(math.isfinite, totals)) and max(totals) > 0
    return (max(totals) - min(totals)) / max(totals) if known else math.nan


def cost_line(findings: Findings) -> str:
    """Say what each arm cost and whether the costs are equal."""
    if len(arms := findings.campaigns()) > MOST_COSTS and math.isfinite(cost_gap(findings)):
        dear, cheap = (chosen(arms, key=lambda arm: findings.mean(arm, "cost")) for chosen in (max, min))
        ends = f"from {_cost_of(findings, cheap)} to {_cost_of(findings, dear)}"
        return f"Total cost of {len(arms)} plans is {equality(cost_gap(findings))}: {ends}"
    parts = []
    for arm in arms:
        known = [(name, key) for name, key in COSTS if _known(findings, arm, key)]
        pieces = [
            f"{name} {quantity(findings.mean(arm, key), findings.currency, level_half(findings, key))}"
            for name, key in known
        ]
        parts.append(f"{_cost_of(findings, arm)} ({', '.join(pieces)})")
    gap = cost_gap(findings)
    if len(parts) < 2 or not math.isfinite(gap):
        return "Cost: " + "; ".join(parts)
    return f"Total cost is {equality(gap)}: " + "; ".join(parts)


MOST_COSTS = 4
"""Plans whose costs a sentence lists one by one."""


def equality(gap: float) -> str:
    """Say whether costs that lie so far apart are equal."""
    exact = "equal" if gap < EXACTLY else f"equal within {100 * gap:.1g} %"
    return exact if gap < SAME_COST else f"NOT equal, {100 * gap:{'.0f' if gap >= 0.1 else '.2g'}} % apart"


def at_equal_cost(gap: float) -> str:
    """Return " at equal cost", with the gap where there is one; empty: costs differ, or are not known."""
    if not gap < SAME_COST:
        return ""
    return " at equal cost" if gap < EXACTLY else f" at equal cost (within {100 * gap:.1g} %)"


def unequal_line(findings: Findings) -> str:
    """Warn where the plans that are compared do not cost the same; empty: they do, or there are not two."""
    gap, arms = cost_gap(findings), findings.campaigns()
    if len(arms) < 2 or not gap >= SAME_COST:
        return ""
    dear, cheap = (chosen(arms, key=lambda arm: findings.mean(arm, "cost")) for chosen in (max, min))
    costs = f"{_cost_of(findings, dear)} against {_cost_of(findings, cheap)}"
    return f"Costs are {equality(gap)}: {costs}. The difference in profit compares plans of different size."


def _cost_of(findings: Findings, arm: str) -> str:
    return f"{plain(arm)} {with_unit(findings.mean(arm, 'cost'), findings.currency, level_half(findings, 'cost'))}"


def unspent_line(findings: Findings) -> str:
    """Say which arms left money unspent, and how much; empty: none did."""
    parts = []
    for arm in findings.campaigns():
        left, budget = unspent_of(findings, arm)
        if math.isfinite(budget) and left > LEFT * budget:
            money = with_unit(left, findings.currency, level_half(findings, "unspent"))
            parts.append(f"{plain(arm)} {money} ({100 * left / budget:.0f} % of its budget)")
    if not parts:
        return ""
    return (
        f"Left unspent: {'; '.join(parts)}: further purchases did not pay, were not available or could not be carried"
        " out, or were refunded because they were not shown or made."
    )


def unspent_of(findings: Findings, arm: str) -> tuple[float, float]:
    """Return what an arm left unspent, and its budget; NaN where that is not known."""
    left = findings.mean(arm, "unspent")
    fines = findings.mean(arm, "fines") if _known(findings, arm, "fines") else 0.0
    return left, left + findings.mean(arm, "cost") - fines  # fines are not paid out of it


LEFT = 0.02
"""Share of the budget: less is the change of a last post, or of refunds on the last days (ours)."""


def pairing(findings: Findings, metric: str | None = None) -> str:
    """Say how many independent seeds the paired ones are worth, with an interval.

    Nothing is said from fewer than ten seeds, over which the interval spans a factor of twenty or more, nor where they
    may be worth no more than as many others.
    """
    metric = metric or findings.money
    for a, b in findings.telling_pairs()[:1]:
        each = findings.difference(a, b, metric)
        number, (low, high) = each.interval.number, each.pairing_bounds
        if number >= PAIRS and low > 1:
            worth, least, most = (f"{float(f'{number * ratio:.2g}'):,.0f}" for ratio in (each.pairing, low, high))
            return (
                f"Pairing: {number} seeds run in the same worlds tell as much about {plain(metric)} as {worth} seeds "
                f"with worlds of their own would ({100 * findings.confidence:g} % interval {least} to {most})."
            )
    return ""


PAIRS = 10
"""Seeds from which it is said what pairing is worth."""


COSTS = (("fees", "fees"), ("media", "media"), ("hours", "hours_cost"), ("unspent", "unspent"))


def _known(findings: Findings, arm: str, metric: str) -> bool:
    return metric in findings.values[arm] and math.isfinite(findings.mean(arm, metric))


def better(measure: Measure, difference: Difference, half: float = math.nan) -> int:
    """Return +1 if a difference is for the better, -1 if for the worse; 0 if neither, or not to be told, or tiny."""
    if not difference.told or rounds_to_nothing(measure, difference, half):
        return 0
    return measure.better * (1 if difference.interval.mean > 0 else -1)


def rounds_to_nothing(measure: Measure, difference: Difference, half: float = math.nan) -> bool:
    """Say whether a difference, rounded by ``half`` (NaN: by its own interval), is shown as zero and is not that."""
    each = difference.interval
    half = half if math.isfinite(half) else each.half
    return each.mean != 0 and not any(digit in "123456789" for digit in change(each.mean, measure.shown, half))


def sureness(measure: Measure, difference: Difference, half: float = math.nan) -> str:
    """Return how sure a difference is, in words; of one that is shown as zero, that nothing is to be seen of it."""
    words = certainty(difference)
    seen = words == UNTOLD or difference.interval.number < 2 or not rounds_to_nothing(measure, difference, half)
    return words if seen else TOO_FINE


TOO_FINE = "no difference at this precision"


def verdict(measure: Measure, difference: Difference, half: float = math.nan) -> str:
    """Return how sure a difference is, and whether it is for the better, in words."""
    word = {1: "better, ", -1: "worse, ", 0: ""}[better(measure, difference, half)]
    return word + sureness(measure, difference, half)


def counted(findings: Findings) -> str:
    """Say in a line what words count, for a terminal."""
    number = findings.comparisons(findings.money)
    if len(findings.seeds) < 2 or number < 2:
        return ""
    what = f"all {number} comparisons of {plain(findings.money)}"
    return f"Words count {what} at once (Holm); an interval counts its own alone."


def method(findings: Findings) -> str:
    """Say what the words of certainty rest on, and that intervals rest on less."""
    metrics = " and ".join(plain(metric) for metric in findings.family(findings.money))
    number = findings.comparisons(findings.money)
    if len(findings.seeds) < 2 or not number:
        return ""
    count = (
        f"all {number} comparisons of {metrics} between plans at once" if number > 1 else "the one comparison of plans"
    )
    limits = [f"'{words}' from {100 * (1 - limit):g} %" for limit, words in reversed(WORDS)]
    rest = ""
    if others := findings.comparisons(COMPARED[0]):
        rest = f" In the tables below, words on other metrics count all {others} comparisons of those."
    return (
        f"How sure, in words: the confidence that the sign is right over {count} (Student's t over seeds, corrected by "
        f"Holm 1979): {', '.join(limits)}. An interval counts its own comparison alone, so that it may exclude zero "
        f"where the word is weaker.{rest} All this is about chance between seeds, in this model with its assumptions."
    )


def several(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 seed``, ``4 seeds``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def capital(text: str) -> str:
    """Return a sentence with its first letter as a capital; the name of a file at its beginning stays as it is."""
    return text if "." in text.partition(" ")[0] else text[:1].upper() + text[1:]
