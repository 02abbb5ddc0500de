"""Advertising without creators: elasticities, lift, fading, wear-out, and how noisy sales are."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import Band, Fact
from experiments.validation.lab import SHOCK, Lab, ratio
from simulation.strategies.hyper_targeted import HyperTargeted
from simulation.strategies.plan import AdvertBuy, Plan
from simulation.strategies.strategy import Strategy
from simulation.strategies.view import View

HALF_YEAR = 182
DOSES = (2, 4, 6, 8, 10, 12, 15, 20, 30)
FLIGHT = 28

FACTS = (
    Fact(
        "ad_elasticity",
        "fit",
        "One per cent more advertising sells about 0.12 % more at once and twice as much in the long run.",
        (Band("short run", 0.05, 0.2), Band("long run", 0.1, 0.4)),
        "Sethuraman, Tellis, Briesch 2011; Henningsen et al. 2011",
        "A",
        "consumers.persuasion.awareness, consumers.salience.half_life, consumers.purchase.adstock",
    ),
    Fact(
        "display_lift",
        "fit",
        "Advertisements lift purchases by some per cent (432 randomised tests: median 8 %).",
        (Band("lift of broadcast during the campaign", 2.0, 20.0, "%"),),
        "Johnson, Lewis, Nubbemeyer 2017",
        "A",
        "consumers.persuasion.awareness",
    ),
    Fact(
        "campaign_fade",
        "held",
        "The effect of a campaign that has ended fades within months.",
        (
            Band("broadcast: lift half a year after the end over lift at the end", 0.0, 0.4),
            Band("hyper-targeted, labelled: lift half a year after the end over lift at the end", 0.0, 0.4),
        ),
        "Sethuraman, Tellis, Briesch 2011; Leone 1995",
        "A/C",
        "consumers.salience.half_life, consumers.salience.lasting",
    ),
    Fact(
        "wear_out",
        "held",
        "Attitude peaks near ten exposures, then falls.",
        (Band("exposures at the peak of attitude", 6.0, 15.0, "exposures"),),
        "Schmidt, Eisend 2015",
        "A",
        "consumers.persuasion.peak, consumers.persuasion.wear_half_life",
    ),
    Fact(
        "roi_noise",
        "held",
        "Sales of individuals vary so much that returns on advertising are hard to measure.",
        (Band("coefficient of variation of individual sales", 5.0, 15.0),),
        "Lewis, Rao 2015, Quarterly Journal of Economics",
        "A",
        "consumers.traits.category_share, purchase_shape, brand shares",
    ),
)


class Dose(Strategy):
    """Broadcasts so many advertisements within four weeks, for next to nothing."""

    def __init__(self, impressions: float) -> None:
        """Take the number of impressions."""
        self.impressions = impressions

    def __repr__(self) -> str:
        """Tell two doses apart."""
        return f"Dose({self.impressions})"

    def plan(self, view: View) -> Plan:
        """Buy once."""
        if view.week > 0:
            return Plan()
        return Plan(adverts=(AdvertBuy(self.impressions, 1, days=FLIGHT),))


def measure(lab: Lab) -> dict[str, float]:
    """Return what broadcast campaigns of several sizes show."""
    campaign = lab.campaign
    days = campaign + HALF_YEAR
    # Posts with labels: the studies are of advertising that everybody takes for it, not of hidden posts found out.
    none, once, hyper = (lab.live(each, days) for each in ("none", "broadcast", HyperTargeted(label=True)))

    def kept(life: object) -> float:
        lift = life.sales / none.sales - 1  # type: ignore[attr-defined]
        return ratio(lift[-14:].mean(), lift[campaign - 14 : campaign].mean())

    bought = none.model.consumers.purchases[:, 0].astype(np.float64)
    return {
        **of_broadcast(lab),
        "broadcast: lift half a year after the end over lift at the end": kept(once),
        "hyper-targeted, labelled: lift half a year after the end over lift at the end": kept(hyper),
        "exposures at the peak of attitude": _peak(lab),
        "coefficient of variation of individual sales": ratio(bought.std(), bought.mean()),
    }


def of_broadcast(lab: Lab) -> dict[str, float]:
    """Return the elasticities of broadcast advertising, and its lift in per cent."""
    campaign, days = lab.campaign, lab.campaign + HALF_YEAR
    none, once = lab.live("none", days), lab.live("broadcast", days)
    more = lab.live("broadcast", days, {"brands.budget": (1 + SHOCK) * lab.scenario.brands.budget})
    without, with_it = none.sales[:campaign].sum(), once.sales[:campaign].sum()

    def elasticity(last: int) -> float:
        """Extra sales until then over sales during the campaign: what follows the campaign counts for it."""
        return ratio((more.sales - once.sales)[:last].sum(), SHOCK * with_it)

    return {
        "short run": elasticity(campaign),
        "long run": elasticity(days),
        "lift of broadcast during the campaign": 100 * ratio(with_it - without, without),
    }


def _peak(lab: Lab) -> float:
    """Return the number of exposures within four weeks at which attitude is best: by a parabola through three doses."""
    people = lab.scenario.market.people
    attitudes = [lab.live(Dose(dose * people), FLIGHT).attitude[-1] for dose in DOSES]
    best = int(np.argmax(attitudes))
    if best in (0, len(DOSES) - 1):
        return float(DOSES[best])
    x, y = np.array(DOSES[best - 1 : best + 2], np.float64), np.array(attitudes[best - 1 : best + 2])
    a, b, _ = np.polyfit(x, y, 2)
    return float(-b / (2 * a))
