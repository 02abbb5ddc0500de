"""What speaks against believing an answer, each a sentence with what to do: shown before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.outlook import Outlook, outlook_weeks
from experiments.own_brand.answering.plans import BEST, NOTHING, NOW
from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.fitted import Beside, Fitted
from experiments.own_brand.fitting.summary import DRIFT, KNOWN_BY_SPEND, KNOWN_NOW, SALES, WITHOUT_WHOLE
from experiments.own_brand.fitting.todays_spend import spend_of
from experiments.own_brand.mixes import plain_channel
from experiments.results.money import amount, share
from experiments.results.plausibility import LIFT, UNSPENT, not_spent, too_high, too_steep, unseen_return
from experiments.results.wording import capital, listed

UNLIKE = 0.05
"""How far base sales may be from the brand's own before it is said."""
UNEQUAL = 0.05
"""How far costs may differ for plans to be said to cost about the same."""
FEW = 10
"""Worlds below which a count of them says little: a plan ahead in all of nine may be behind in a quarter of them."""
COUNTING = 4.0
"""Fitted worlds below which an answer rests on a few of many (ours)."""
ONE_WORLD = 0.5
"""Share of the mean profit that one world may carry before it is said (ours)."""
DRIFTS = (0.1, 0.5)
"""Change of sales by itself, on average and in the farthest world, above which it is said (ours)."""
KNOWN_TO = 1.25
"""To how many times as many a brand may become known in the worlds, by the spend by which it is known, before that is
said (ours)."""
TOLD = " A lift test in tests.csv would tell."
OTHER_PEOPLE = (
    "The fit is of one seed, and with every other one its worlds have other people, who buy more or less: take"
    " effort.seeds=1, or more market.consumers."
)
SETTLED = "A lift test of one of them in tests.csv would settle it."


def doubts(
    brand: Brand,
    outlook: Outlook,
    yours: Sequence[Beside] = (),
    counting: float | None = None,
    split: Mapping[str, float] = MappingProxyType({}),
) -> list[str]:
    """Return all that makes the answer doubtful; the default market raises none of it.

    Args:
        brand: The brand.
        outlook: Its plans over the worlds.
        yours: The brand's numbers beside the market's: a sales table among the files has the last word on sales.
        counting: How many of the fitted worlds count by field tests and past spend; None: all.
        split: Shares of the budget in the best split found: what it keeps is not money that it could not spend.
    """
    count = outlook.worlds if counting is None else counting
    return [*_all(brand, outlook, yours, count, split), *unlike(yours), *drifting(yours), *known_by_spend(brand, yours)]


def _all(
    brand: Brand, outlook: Outlook, yours: Sequence[Beside], counting: float, split: Mapping[str, float]
) -> Iterator[str]:
    answers, currency = brand.answers, brand.answers.currency
    if outlook.worlds < FEW:
        seen = "world was" if outlook.worlds == 1 else "worlds were"
        yield (
            f"Only {outlook.worlds} plausible {seen} looked at: how often the answer holds cannot be said. "
            "Run more (worlds.number, effort.worlds)."
        )
    if outlook.worlds >= FEW and counting < COUNTING:
        yield (
            f"By field tests and past spend about {amount(counting)} of the fitted worlds count: the answer rests on"
            " these. Run more (worlds.number, effort.worlds)."
        )
    if answers.margin == 0:
        yield "The margin is 0 %: no plan can pay, whatever it sells. Check margin in brand.yaml."
    bought = {plan: outlook.mean(plan, "expected_purchases") for plan in outlook.plans}
    one = outlook.people_per_consumer
    if max(bought.values()) < one:
        yield (
            f"Hardly anybody buys in any plan: fewer purchases than the {amount(one)} people that one simulated"
            f" person stands for; more market.consumers show fewer. Check price, margin and "
            "sold in brand.yaml; a price far above what the market pays gives no sales."
        )
        return
    ranked = outlook.contenders()
    if rivals := outlook.rivals():
        what, measure = ("purchases", "added_units")
        if outlook.goal not in ("profit", "sales"):
            what, measure = ("new customers", "added_customers")
        gap = abs(outlook.mean(ranked[0], measure) - outlook.mean(rivals[0], measure))
        if gap < one:
            yield (
                f"{capital(ranked[0])} and {rivals[0]} differ by {amount(gap)} {what}, less than the {amount(one)}"
                " people that one simulated person stands for: do not choose by it. More market.consumers tell them"
                " apart."
            )
    if ranked[0] != NOTHING and outlook.worlds >= FEW:
        profit = outlook.values[ranked[0]]["added_profit"]
        mean, others = float(profit.mean()), np.delete(profit, int(np.argmax(np.abs(profit - np.median(profit)))))
        if abs(mean - others.mean()) > ONE_WORLD * abs(mean):
            yield (
                f"The mean rests on one of {outlook.worlds} worlds: without it {ranked[0]} adds"
                f" {amount(float(others.mean()), currency, sign=True)} of profit instead of"
                f" {amount(mean, currency, sign=True)}. Look at the worlds in the figure."
            )
    settled = "" if brand.tests else f" {SETTLED}"
    campaigns = [plan for plan in outlook.plans if plan != NOTHING and outlook.mean(plan, "cost") > 0]
    returns = {plan: outlook.mean(plan, "added_revenue") / outlook.mean(plan, "cost") for plan in campaigns}
    if high := {plan: each for plan, each in returns.items() if unseen_return(each)}:
        said = listed(f"{plan} ({amount(each)})" for plan, each in high.items())
        yield (f"{too_high(said, currency)} Do not count on the size. Check price, margin, people and known.{settled}")
    base = bought[NOTHING]
    if not answers.launch and base > 0:
        lifts = {plan: outlook.mean(plan, "added_units") / base for plan in campaigns}
        if steep := {plan: each for plan, each in lifts.items() if each > LIFT.most}:
            said = listed(f"{plan} ({share(each)})" for plan, each in steep.items())
            yield (f"{too_steep(said)} Where few know a brand more is possible, but check people and known.{settled}")
    asked = [
        plan for plan in outlook.plans if plan != NOTHING and not (plan == NOW and brand.plan)
    ]  # whose own rows say what is bought
    given = {plan: answers.budget * (sum(split.values()) if plan == BEST and split else 1.0) for plan in asked}
    left = {plan: 1 - outlook.mean(plan, "cost") / money for plan, money in given.items() if money > 0}
    if kept := {plan: each for plan, each in left.items() if each > UNSPENT}:
        said = listed(f"{plan} ({share(each)})" for plan, each in kept.items())
        yield (f"{not_spent(said)} Compare what plans earn for what they cost.")
    if not answers.launch:
        rows = {each.what: each for each in yours}
        theirs = (rows[SALES].theirs if SALES in rows else None) or answers.units / answers.weeks_counted
        says, least, most = f"you say {amount(theirs)}", theirs, theirs
        if WITHOUT_WHOLE in rows:  # worlds differ in it, and an answer may be of some of them
            least, most = rows[WITHOUT_WHOLE].low, rows[WITHOUT_WHOLE].high
            says = f"and the fit says {amount(least)} to {amount(most)} without your spend"
        ours = bought[NOTHING] / max(outlook_weeks(outlook), 1e-9)
        if ours < (1 - UNLIKE) * least or ours > (1 + UNLIKE) * most:
            several = np.isfinite(outlook.chance[NOTHING]["expected_purchases"])
            look = OTHER_PEOPLE if several else "Run task=fit and look at your numbers beside ours."
            yield f"Without a campaign the market sells {amount(ours)} a week, {says}. {look}"
    if (
        answers.margin > 0
        and outlook.worlds > 1
        and any(
            np.ptp(outlook.values[plan]["added_profit"]) == 0 and outlook.mean(plan, "cost") > 0
            for plan in outlook.plans
        )
    ):
        yield (
            "A plan adds the same in every world: that is no certainty, but a market that does not react to it. Look "
            "at what the plan buys."
        )


def unseen(outlook: Outlook, plan: str, most: int) -> list[str]:
    """Return a warning where a plan hires more creators than were looked at one by one: the list has no others.

    Args:
        outlook: Its plans.
        plan: Whose creators were looked at; empty: none's.
        most: So many of them, the dearest.
    """
    hired = outlook.mean(plan, "creators_hired") if plan else 0.0
    if hired < most + 1:
        return []
    return [
        f"{capital(plan)} hires {hired:.0f} creators, and the {most} dearest were looked at one by one: the list of"
        " whom to hire has no others. Look at more (effort.creators)."
    ]


def curves_beyond(curves: Sequence[Curve], margin: float, currency: str) -> list[str]:
    """Return a warning where a part alone returns more than field studies saw, at one of the budgets of its curve.

    Args:
        curves: The response curves.
        margin: Share of sales that is earned.
        currency: Of all money.
    """
    high = {}
    for curve in curves:
        paid = curve.spent > 0
        if margin > 0 and paid.any():
            earned = curve.added.mean(axis=0)[paid] / curve.spent[paid] / margin
            if unseen_return(top := float(earned.max())):
                high[plain_channel(curve.part)] = top
    if not high:
        return []
    said = listed(f"{part} alone ({amount(each)})" for part, each in high.items())
    return [f"{too_high(said, currency)} So says the response curve: do not count on its size."]


def nearest_only(fitted: Fitted) -> list[str]:
    """Return a warning where no fitted world shows the brand's numbers, so that the answer is of others."""
    if not fitted.nearest:
        return []
    many = "the nearest one" if len(fitted.rows) == 1 else "the nearest"
    return [
        f"None of {fitted.tried} worlds shows your numbers at once: the answer is of {many}. Do not count on it before"
        " task=fit finds worlds. Check sold, known, people and the spend in sales.csv."
    ]


def unlike(yours: Sequence[Beside]) -> list[str]:
    """Return a warning for each of the brand's own numbers that the fitted market does not show."""
    off = [each for each in yours if each.within is False]
    if not off:
        return []
    said = listed(
        f"{each.what} (yours {write(each.theirs or 0.0)}, ours {write(each.ours)})"
        for each in off
        for write in (share if each.unit == "%" else amount,)
    )
    return [f"The fitted market does not show all of your numbers: {said}. Check that they go together."]


def drifting(yours: Sequence[Beside]) -> list[str]:
    """Return a warning where the market's sales change much by themselves, without any campaign."""
    found = next((each for each in yours if each.what == DRIFT), None)
    if found is None:
        return []
    mean, farthest = abs(found.ours), max(abs(found.low), abs(found.high))
    if mean <= DRIFTS[0] and farthest <= DRIFTS[1]:
        return []
    return [
        f"The market changes by itself: without a campaign its sales are {_signed(found.ours)} in the second half of"
        f" the weeks looked at than in the first ({_signed(found.low)} to {_signed(found.high)} over the worlds). What"
        " a plan adds is counted against that. Believe the order of the plans more than the sizes; known, customers"
        " and sales.csv narrow it."
    ]


def known_by_spend(brand: Brand, yours: Sequence[Beside]) -> list[str]:
    """Return a warning where worlds make the brand known with its spend, which it has had and is not known by.

    A brand that has spent alike for half a year and more is known by that spend already: where the same spend makes it
    known to far more people in as many weeks again, the worlds take its messages to do more than they did.
    """
    rows = {each.what: each for each in yours}
    spend = spend_of(brand)
    if spend is None or not spend.lasting or not {KNOWN_NOW, KNOWN_BY_SPEND} <= set(rows):
        return []
    now, later = rows[KNOWN_NOW], rows[KNOWN_BY_SPEND]
    if now.theirs is None or later.ours <= KNOWN_TO * now.theirs:
        return []
    return [
        f"You say that {share(now.theirs)} know the brand after {spend.since} weeks of spend; in the worlds the same"
        f" spend makes it known to {share(later.ours)} in the weeks looked at. They take your spend, and plans like it,"
        f" to do more than it did: do not count on the sizes. Check known.{'' if brand.tests else TOLD}"
    ]


def _signed(change: float) -> str:
    return f"{share(abs(change))} {'higher' if change >= 0 else 'lower'}"


def cost_line(outlook: Outlook, currency: str) -> str:
    """Say that plans cost the same, or that they do not, whichever is so; empty without any beside no campaign."""
    costs = {plan: outlook.mean(plan, "cost") for plan in outlook.plans if plan != NOTHING}
    if not costs:
        return ""
    least, most = min(costs.values()), max(costs.values())
    if amount(least, currency) == amount(most, currency):
        return f"All plans cost the same ({amount(most, currency)})."
    if (most - least) / most <= UNEQUAL:
        return f"All plans cost about the same ({amount(least, currency)} to {amount(most, currency)})."
    return (
        f"The plans do not cost the same: {amount(least, currency)} to {amount(most, currency)}. Profit counts what "
        "was spent; what was left over is not lost."
    )
