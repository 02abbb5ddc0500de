"""Deception and scandal: how fast trust falls, how it comes back, and who pays."""

from __future__ import annotations

import numpy as np

from experiments.validation.fact import INFINITE, Band, Fact
from experiments.validation.lab import FREE_HAND, Lab, Roster, ratio, sample
from simulation.behaviour.trust import experience, severity_of_breach, trust_of
from simulation.model import MarketModel
from simulation.recording.edge_trust import trust_on
from simulation.recording.expected_sales import expected_sales
from simulation.scenario.coefficients import rules_of
from simulation.state.columns import ACTIVE, Float64s

WINDOW = 15  # days of the event study
POSTS = 12
CREATORS = 8  # who betray: one alone differs much from the next
ENDORSERS = 3
MONTHS = 364
BREACH = "the same, at a hidden contract that is recognised"

FACTS = (
    Fact(
        "betrayal_clock",
        "held",
        "Trust falls at once when a trusted source deceives, and comes back slowly, if at all.",
        (
            Band("share of the fall within a week of noticing", 0.5, 1.0),
            Band("days until half is regained", 30.0, 365.0, "days"),
        ),
        "Slovic 1993; Kim, Ferrin, Cooper, Dirks 2004",
        "C",
        "consumers.trust.memory, asymmetry, betrayal, creators.posting_rate",
    ),
    Fact(
        "scandal_spillover",
        "held",
        "A scandal of an endorser costs sponsors over 2 % of value in two weeks; rivals gain, unless they endorse too.",
        (
            Band("sales of the sponsor in 15 days", -100.0, -2.0, "%"),
            Band("sales of rivals in 15 days", 0.0, INFINITE, "%"),
        ),
        "Knittel, Stango 2014, Management Science",
        "A",
        "crises.reach, crises.association, crises.harm",
    ),
    Fact(
        "negativity",
        "contested",
        "Trust is lost more easily than it is won, by a factor that is disputed; bad news can sell unknown products.",
        (
            Band("loss over gain at trust 0.65, as it is", 1.0, 6.0, "ratio"),
            Band(BREACH, 1.0, 6.0, "ratio"),
            Band("loss over gain at trust 0.65, asymmetry 1, betrayal 0", 0.5, 2.0, "ratio"),
        ),
        "Slovic 1993; Chevalier, Mayzlin 2006; Berger et al. 2010; Earle, Siegrist",
        "A/C",
        "consumers.trust.asymmetry (the switch between the regimes), consumers.trust.betrayal, crises.publicity",
    ),
)


def measure(lab: Lab) -> dict[str, float]:
    """Return what betrayals and scandals show."""
    return {**_clock(lab), **_scandal(lab), **_negativity(lab)}


def _clock(lab: Lab) -> dict[str, float]:
    """Trusted larger creators hide paid posts for four weeks, then none: trust of followers who noticed and stayed.

    Days are counted from the day on which each noticed first; each is held against the same follower in the world in
    which the creators sold nothing. Who left sees nothing more of the creator, and no study asks them again.
    """
    ready = lab.ready()
    rows = trusted(ready)
    values = {"creators.disclosure_share": 0.0, "creators.other_sponsors": 0.0}
    now = FREE_HAND | {"brands.campaign_days": 28}
    with_, without = (lab.fork(s, now, values=values) for s in (Roster(rows, POSTS), "none"))
    follows = with_.tables.follows
    edges = np.flatnonzero(np.isin(follows.creator, rows) & ((follows.tie & ACTIVE) != 0))
    gaps = np.zeros((MONTHS, len(edges)))
    for day in range(MONTHS):
        with_.step()
        without.step()
        gaps[day] = trust_on(with_.tables.follows, edges) - trust_on(without.tables.follows, edges)
    stayed = ((with_.tables.follows.tie & without.tables.follows.tie)[edges] & ACTIVE) != 0
    return clock_of(gaps[:, stayed])


def trusted(model: MarketModel) -> tuple[int, ...]:
    """Return the most authentic creators of the larger tiers; of any tier if none of them has followers enough."""
    creators = model.creators
    wanted = np.flatnonzero((creators.tier >= 2) & (creators.audience >= 20))
    if not len(wanted):
        wanted = np.flatnonzero(creators.audience >= 10)
    best = wanted[np.argsort(-creators.integrity[wanted], kind="stable")][:CREATORS]
    return tuple(sorted(best.tolist()))


def clock_of(gaps: Float64s) -> dict[str, float]:
    """Return the share of the fall within a week, and the days until half is back: twice the days if it never is.

    ``gaps``: float64[days, followers], trust less that in the world without the deception. A follower has noticed when
    trust falls by more than a hundredth in a day.
    """
    falls = np.diff(gaps, axis=0, prepend=0.0) < -0.01
    noticed = falls.any(axis=0)
    if not noticed.any():
        return {}
    first = falls.argmax(axis=0)
    days = gaps.shape[0] - int(first[noticed].max())
    curve = np.mean([gaps[first[k] : first[k] + days, k] for k in np.flatnonzero(noticed)], axis=0)
    lowest = int(curve.argmin())
    back = np.flatnonzero(curve[lowest:] > curve[lowest] / 2)
    return {
        "share of the fall within a week of noticing": ratio(curve[:7].min(), curve[lowest]),
        "days until half is regained": float(back[0]) if len(back) else 2.0 * gaps.shape[0],
    }


def _scandal(lab: Lab) -> dict[str, float]:
    """Return what a scandal of a brand's only endorser does to sales, of the brand and of its rivals: means over some.

    As in the study, in which the sponsors of one athlete are followed.
    """
    values = {"crises.enabled": True, "crises.scandal": 0.0, "crises.failure": 0.0}
    day = 28

    def sales(endorser: int, planned: int | None) -> Float64s:
        """Expected purchases of all brands in the days that count."""
        now = FREE_HAND | {"crises.scandal_day": planned}
        with lab.fork(Roster((endorser,), POSTS), now, values=values) as model:
            sold = np.zeros((day + WINDOW, model.brand_count))
            for k in range(day + WINDOW):
                model.step()
                sold[k] = expected_sales(model)
        return sold[day:].sum(axis=0)

    ready = lab.ready(values)
    changes = []
    for endorser in sample(ready, 4, ENDORSERS) or sample(ready, 3, ENDORSERS):
        with_, without = sales(endorser, day), sales(endorser, None)
        own, rivals = ratio(with_[0], without[0]) - 1, ratio(with_[1:].sum(), without[1:].sum()) - 1
        changes.append((100 * own, 100 * rivals))
    own, rivals = np.mean(changes, axis=0) if changes else (np.nan, np.nan)
    return {"sales of the sponsor in 15 days": float(own), "sales of rivals in 15 days": float(rivals)}


def _negativity(lab: Lab) -> dict[str, float]:
    """Return what an inauthentic post, and one that betrays, cost in trust over what an authentic one brings."""
    found = {}
    symmetric = {"consumers.trust.asymmetry": 1.0, "consumers.trust.betrayal": 0.0}
    for name, values in (("as it is", {}), ("asymmetry 1, betrayal 0", symmetric)):
        rules = rules_of(lab.scenario.with_values(values)).trust
        evidence = lab.scenario.consumers.trust.start_evidence
        follows = lab.ready().tables.follows._replace(
            alpha=np.full(3, 0.65 * evidence, np.float32), beta=np.full(3, 0.35 * evidence, np.float32)
        )
        severity = float(severity_of_breach(np.float32(0.65), rules))
        for e, (felt, weight) in enumerate(((1.0, 1.0), (0.0, 1.0), (0.0, severity))):
            experience(e, np.float32(felt), np.float32(weight), follows, rules)
        up, down, betrayed = (float(trust_of(follows.alpha[e], follows.beta[e])) - 0.65 for e in range(3))
        found[f"loss over gain at trust 0.65, {name}"] = ratio(-down, up)
        found.setdefault(BREACH, ratio(-betrayed, up))
    return found
