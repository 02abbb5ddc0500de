"""Everything that was found for a brand: what the terminal, the page, the workbook and the slide are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from experiments.figures.style import Drawing
from experiments.own_brand.answering.beside import Said
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.hiring_list import Hire, to_drop
from experiments.own_brand.answering.outlook import Outlook, beats_nothing, outlook_weeks
from experiments.own_brand.answering.plans import NOTHING, Plans
from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.fitted import Beside, Remaining
from experiments.own_brand.fitting.summary import KNOWN_BY_SPEND, KNOWN_LATER, SALES, WITHOUT
from experiments.own_brand.fitting.todays_spend import spend_of
from experiments.own_brand.mixes import QUARTER
from experiments.results.money import amount, between, counted, share
from experiments.results.wording import capital, listed

UNITS = {"added_profit": "profit", "added_units": "purchases", "added_customers": "new customers"}


@dataclass(frozen=True)
class Found:
    """See the module. Money is in the brand's currency.

    Attributes:
        brand: The brand.
        plans: All plans, and those left out.
        outlook: Their numbers over the worlds.
        hires: The creators of the plan ``hired_by``, the best first.
        hired_by: The plan whose creators they are; empty: none hires.
        curves: Response curves.
        split: Shares of the best split found; empty: none was looked for.
        yours: The brand's numbers beside the market's.
        not_told: What the data cannot tell.
        dashboard: What a dashboard says of each plan.
        others: Sentences on dashboard and calculator.
        doubts: What speaks against the answer.
        costs: Whether plans cost the same, in a sentence.
        budget_lines: What more and less money would do, in sentences.
        notes: What the fit says.
        drawings: The figures.
        files: Files of the run folder, with what they are.
        counting: How many of the fitted worlds agree with field tests and past spend; None: there are none.
    """

    brand: Brand
    plans: Plans
    outlook: Outlook
    hires: Sequence[Hire] = ()
    hired_by: str = ""
    curves: Sequence[Curve] = ()
    split: dict[str, float] = field(default_factory=dict)
    yours: Sequence[Beside] = ()
    not_told: Sequence[Remaining] = ()
    dashboard: Sequence[Said] = ()
    others: Sequence[str] = ()
    doubts: Sequence[str] = ()
    costs: str = ""
    budget_lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    drawings: Sequence[Drawing] = ()
    files: Sequence[tuple[str, str]] = ()
    counting: float | None = None

    @property
    def currency(self) -> str:
        """The brand's."""
        return self.brand.answers.currency

    @property
    def best(self) -> str:
        """The plan that is best for the goal."""
        return self.outlook.ranked()[0]

    @property
    def answer(self) -> str:
        """The answer in a sentence, with the number of worlds that it holds in."""
        return answer(self.outlook, self.currency)

    @property
    def lines(self) -> list[str]:
        """The answer's other sentences."""
        return answer_lines(self)


def answer(outlook: Outlook, currency: str) -> str:
    """Say which plan is best for the goal, by how much, and in how many worlds."""
    ranked = outlook.contenders()
    best = ranked[0]
    if len(ranked) == 1:
        return "No plan buys anything for this budget: the answer is no campaign."
    if best == NOTHING:
        second = ranked[1]
        if outlook.measure == "cost_per_customer":
            return "No plan wins a new customer in the mean over worlds: the answer is no campaign."
        if outlook.ahead(NOTHING, second) == outlook.ahead(second, NOTHING) == 0:
            what = UNITS[outlook.measure]
            return (
                f"No plan brings more {what}: {second}, the best of them, brings the same as doing nothing in every"
                " world."
            )
        none = "pays for itself" if outlook.measure == "added_profit" else f"brings more {UNITS[outlook.measure]}"
        return (
            f"No plan {none}: doing nothing is ahead of {second}, the best of them, {held(outlook, NOTHING, second)}."
        )
    other = next((plan for plan in ranked[1:] if plan != NOTHING), ranked[1])
    ahead = outlook.ahead(best, other)
    if ahead == outlook.ahead(other, best) == 0:
        cheaper, dearer = sorted((best, other), key=lambda plan: outlook.mean(plan, "cost"))
        same = "cannot be told apart: they bring the same in every world"
        costs = [amount(outlook.mean(plan, "cost"), currency) for plan in (cheaper, dearer)]
        less = f"{cheaper} costs less" if costs[0] != costs[1] else "they cost the same"
        return f"{capital(best)} and {other} {same}; {less}."
    if outlook.measure == "cost_per_customer":
        cost = outlook.mean(best, "cost_per_customer")
        cap = outlook.cost_cap
        none = "" if cap is None else f"No plan wins a new customer for {amount(cap, currency)}. The nearest is "
        return (
            f"{none}{best if none else capital(best)}: a new customer costs {amount(cost, currency)} in the mean,"
            " less than "
            f"with {other} {held(outlook, best, other)}."
        )
    gap = outlook.between(best, other, outlook.measure)
    what, unit = UNITS[outlook.measure], currency if outlook.measure == "added_profit" else ""
    start = capital(best) if 2 * ahead > outlook.worlds else f"{capital(best)}, by a hair"
    means = [outlook.mean(plan, outlook.measure) for plan in (best, other)]
    if abs(gap.mean) < max(SAME * max(map(abs, means)), SAME_DIGITS):
        worlds = held(outlook, best, other)
        first, second = (amount(mean, unit, sign=True) for mean in means)
        same = f"the same {'' if unit else 'number of '}{what}"
        same = same if first == second else f"about {same} ({first} and {second})"
        return f"{start}: ahead of {other} {worlds}; in the mean over all of them they bring {same}."
    return (
        f"{start}: ahead of {other} {held(outlook, best, other)}, by "
        f"{amount(gap.mean, unit, sign=True)} {'of ' if unit else ''}{what} in the mean over all of them."
    )


def held(outlook: Outlook, first: str, second: str) -> str:
    """Return in how many worlds a plan is ahead of another, and in how many they are level: customers are counted."""
    ahead, behind = outlook.ahead(first, second), outlook.ahead(second, first)
    level = outlook.worlds - ahead - behind
    return counted(ahead, outlook.worlds, "worlds") + (f" (level in {level})" if level else "")


def answer_lines(found: Found) -> list[str]:
    """Say what the best plan adds, what doing nothing is, and what it does."""
    outlook, best, currency = found.outlook, found.best, found.currency
    said = []
    if best != NOTHING:
        added, spent = outlook.span(best, "added_profit"), outlook.mean(best, "cost")
        pays = outlook.paying(best)
        does = "It adds" if added.mean >= 0 else "It does not pay back: it changes profit by"
        line = (
            f"{does} {amount(added.mean, currency, sign=True)} {'of profit ' if added.mean >= 0 else ''}against no"
            f" campaign in the mean over worlds ({between(added.low, added.high, currency, sign=True)} in eight of"
            f" ten), for {amount(spent, currency)}, over {amount(outlook_weeks(outlook))} weeks from its first day"
        )
        said.append(f"{_for_goal(outlook, best, currency)}{line}; it pays {counted(pays, outlook.worlds, 'worlds')}.")
        said.append(f"What it does: {found.plans.named(best).does}")
        if not found.brand.answers.wages_included and (hours := outlook.mean(best, "hours")) > 0:
            said.append(f"Hours of your own people come on top: {amount(hours)}, which no cost here counts.")
    elif (paying := beats_nothing(outlook)) and outlook.goal == "profit":
        said.append(f"Yet {paying[0]} pays in more than half of the worlds: the losses in the others are larger.")
    said += spent_now_line(found)
    said += settling(found)
    if found.counting is not None and found.counting < FEW_AGREE * outlook.worlds:
        said.append(
            f"About {amount(found.counting)} of the fitted worlds count by what your files say of the past, and these"
            f" {outlook.worlds} are drawn from them: counts of worlds are no surer than that."
        )
    said.append(
        f"One simulated person is {amount(outlook.people_per_consumer)} people. Worlds differ in what is not known of"
        " the market; in each, all plans have the same people and the same draws."
    )
    return said


def spent_now_line(found: Found) -> list[str]:
    """Say what the spend of now brings, and that no campaign is without it; nothing where none is known."""
    told = {each.what: each for each in found.yours}
    spend = spend_of(found.brand)
    if spend is None or WITHOUT not in told:
        return []
    with_it, without, currency = told[SALES], told[WITHOUT], found.currency
    each_week = found.brand.answers.budget / found.brand.answers.weeks
    known = ""
    if KNOWN_BY_SPEND in told and told[KNOWN_LATER].ours < told[KNOWN_BY_SPEND].ours:
        later, kept = share(told[KNOWN_LATER].ours), share(told[KNOWN_BY_SPEND].ours)
        known = f" When the weeks looked at end, {kept} know the brand with it, and {later} without."
    lately = ". Without it"
    if not spend.steady:
        lately = f", and {amount(spend.lately or 0.0, currency)} in the last {QUARTER} of them. Without the former"
    earned = (with_it.ours - without.ours) * found.brand.answers.price * found.brand.answers.margin
    return [
        f"In the {spend.weeks} weeks of sales.csv that count you spent {amount(spend.weekly, currency)} a week"
        f"{' on channels of the market' if spend.elsewhere else ''}{lately} worlds sell"
        f" {amount(without.ours)} a week ({amount(without.low)} to {amount(without.high)} over the worlds) instead of"
        f" {amount(with_it.ours)}: what it adds earns {amount(earned, currency)} a week before its cost.{known} No"
        f" campaign is without it, and every plan is instead of it: a plan has {amount(each_week, currency)} a week."
    ]


def _for_goal(outlook: Outlook, best: str, currency: str) -> str:
    """Say what the best plan brings of the goal itself, before its profit; nothing where the goal is profit."""
    if outlook.goal == "profit":
        return ""
    measure = "added_units" if outlook.goal == "sales" else "added_customers"
    added, each = outlook.span(best, measure), outlook.mean(best, "cost_per_customer")
    price = f", each for {amount(each, currency)}" if measure == "added_customers" and each > 0 else ""
    return (
        f"It brings {amount(added.mean, sign=True)} {UNITS[measure]} in the mean over worlds"
        f" ({between(added.low, added.high, sign=True)} in eight of ten){price}. "
    )


def dropped(found: Found) -> str:
    """Say whom to drop first, and that this is by profit where the goal is another one; nothing without anybody."""
    drop = to_drop(found.hires)
    goal = found.brand.answers.goal
    by = "" if goal == "profit" else f", by profit (the goal is {goal})"
    return f"Drop first of {found.hired_by}{by}: {listed([each.handle for each in drop])}." if drop else ""


SAME = 0.01
"""Difference of two plans' means, as a share of the larger, below which neither is said to bring more (ours)."""
SAME_DIGITS = 0.005
"""Difference of means that is written as 0.00."""
FEW_AGREE = 0.75
"""Fitted worlds that agree with the evidence, as a share of those counted, below which that is said (ours)."""
SETTLED = 0.9
"""Share of worlds in which a plan is ahead for the answer to be settled (ours)."""


def settling(found: Found) -> list[str]:
    """Name the files that would settle an answer that holds in too few worlds; nothing where it is settled."""
    outlook, brand = found.outlook, found.brand
    if not (rivals := outlook.rivals()):
        return []
    first, second = outlook.contenders()[0], rivals[0]
    ahead = outlook.ahead(first, second)
    if ahead >= SETTLED * outlook.worlds:
        return []
    wanted = []
    if not brand.tests:
        wanted.append("tests.csv (a field test of a channel: how much it truly adds)")
    if brand.sales is None and not brand.answers.launch:
        wanted.append("sales.csv (weeks of sales, best with spend by channel)")
    if not brand.prices:
        wanted.append("prices.csv (what channels and creators cost you; the market's prices were assumed)")
    if not brand.roster:
        wanted.append("roster.csv (creators by name: followers, fee, views)")
    elif all(creator.average_views is None and creator.engagement_rate is None for creator in brand.roster):
        wanted.append("views in roster.csv (how many see a post of each creator)")
    start = f"Not settled: {first} against {second} holds {held(outlook, first, second)}."
    if not wanted:
        return [f"{start} Your files say what they can; only a test of both plans would tell more."]
    return [f"{start} What would settle it: {listed(wanted)}."]
