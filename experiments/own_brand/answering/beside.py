"""What others would say: the last-touch dashboard, and the usual calculator, beside what a plan truly adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.own_brand.answering.hiring_list import Hire
from experiments.own_brand.answering.outlook import Outlook
from experiments.own_brand.answering.plans import NOTHING
from experiments.own_brand.brand import Brand
from experiments.results.money import amount

REACH, CLICKS, CONVERSION = 0.25, 0.015, 0.02
"""What the calculators of platforms begin with, about: a quarter of the followers see a post, 1.5 % of them click, 2 %
of these buy. Ours: no source has measured them together."""


@dataclass(frozen=True)
class Said:
    """What a dashboard says of a plan beside what it adds, both less cost, means over the worlds."""

    plan: str
    dashboard: float
    truth: float
    cost: float


def dashboard(outlook: Outlook) -> list[Said]:
    """Return what a last-touch dashboard says of each plan, the best by the dashboard first."""
    found = [
        Said(
            plan,
            outlook.mean(plan, "dashboard_profit"),
            outlook.mean(plan, "added_profit"),
            outlook.mean(plan, "cost"),
        )
        for plan in outlook.plans
        if plan != NOTHING and outlook.mean(plan, "cost") > 0
    ]
    return sorted(found, key=lambda each: -each.dashboard)


def dashboard_line(said: Sequence[Said], answer: str, currency: str) -> str:
    """Say which plan the dashboard would have picked, and what that plan truly adds.

    Args:
        said: Of each plan, the best by the dashboard first.
        answer: The plan that is best for the goal.
        currency: Of all money.
    """
    if not said:
        return ""
    picked = said[0]
    shown = amount(picked.dashboard, currency, sign=True)
    line = f"A last-touch dashboard would put {picked.plan} first: {shown} after cost"
    if picked.dashboard <= 0:
        line = (
            f"A last-touch dashboard would say that no plan pays; the best by it is {picked.plan}, {shown} after cost"
        )
    line += f". It truly adds {amount(picked.truth, currency, sign=True)} of profit"
    best = next((each for each in said if each.plan == answer), None)
    if best is not None and best.plan != picked.plan:
        line += (
            f"; {best.plan}, the answer, adds {amount(best.truth, currency, sign=True)}, where the dashboard shows"
            f" {amount(best.dashboard, currency, sign=True)}"
        )
    return line + "."


@dataclass(frozen=True)
class Calculated:
    """The usual calculator's numbers for a list of creators."""

    buyers: float
    revenue: float
    cost: float
    truth: float

    def line(self, currency: str) -> str:
        """Say what the calculator says beside what the creators truly add."""
        return (
            f"The usual calculator (followers x {100 * REACH:g} % reach x {100 * CLICKS:g} % clicks x "
            f"{100 * CONVERSION:g} % conversion x price) says {amount(self.buyers)} purchases, "
            f"{amount(self.revenue, currency)} of revenue for {amount(self.cost, currency)}; truly they add "
            f"{amount(self.truth)} purchases: the sum of what each adds beside the others."
        )


def calculator_line(brand: Brand, found: Sequence[Hire], currency: str) -> str:
    """Say what the usual calculator says of the creators hired, beside what they truly add.

    Args:
        brand: Its roster tells how many follow each of them.
        found: Who is hired, with what each adds beside the others, mean over worlds.
        currency: Of all money.

    Returns:
        Nothing where nobody is hired, where the creators are the market's own, whose followers no file tells, or where
        a purchase brings no margin by which what they add could be counted in purchases.
    """
    followers = {creator.handle: creator.followers for creator in brand.roster}
    margin = brand.answers.price * brand.answers.margin
    if not found or margin == 0 or any(hire.handle not in followers for hire in found):
        return ""
    buyers = sum(followers[hire.handle] * hire.posts for hire in found) * REACH * CLICKS * CONVERSION
    cost, added = sum(hire.fees for hire in found), sum(hire.added + hire.cost for hire in found) / margin
    return Calculated(buyers, buyers * brand.answers.price, cost, added).line(currency)
