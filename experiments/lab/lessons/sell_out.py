"""Lesson 2: the sell-out and the friends who never followed. What followers notice reaches friends by talk."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.lab.lessons.contracts import Contract, Contracts
from experiments.lab.lessons.evenings import followers_trust_by_day, liking_by_day, may_follow
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.one_creator import ADA, world
from experiments.lab.living import LivedRun, fork, live
from experiments.lab.recorder import CALLED_OUT, HEARD

WEEKS = 16
DAYS = 7 * WEEKS
TURN = 4
"""Week from which the creator sells out."""
BEFORE, AFTER = 20, 40
"""Adverts before the turn and after it, in both worlds."""
CLEAR = 0.02
"""Difference in liking, from -1 to 1, below which the lesson calls both the same."""
LARGE = 0.5
"""Share of the followers' loss from which the lesson calls the friends' loss about as large."""

START = (
    "graph.follows=0.5",
    "graph.latent_share=0",
    "creators.disclosure_share=0",
    "brands.awareness=[1.0]",
    f"brands.campaign_days={DAYS}",
    "brands.budget=10000000",
)
"""About half of the people follow, the others never will; the creator labels only where the brand asks for it."""

TALK = {
    "usual": (),
    "open": ("consumers.talk.call_out=0.1",),
    "silent": ("consumers.talk.hear=0",),
}
"""How readily people speak up, and whether friends hear it."""
BRIEF = {"scripted": 1.0, "free": 0.0}
"""How tightly the brand scripts the hidden adverts: an offer's ``control``."""


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the world with labelled adverts throughout, then again with hidden ones from the turn on."""
    control = BRIEF[choices["brief"]]
    first = Contract(0, BEFORE, label=True, days=7 * TURN)
    honest = live(
        world([*START, *TALK[choices["talk"]]], Contracts(first, Contract(TURN, AFTER, label=True)), seed),
        DAYS,
        "honest",
        about=ADA,
    )
    hidden = Contracts(first, Contract(TURN, AFTER, label=False, control=control))
    sell_out = fork(honest, 7 * TURN, {}, hidden, "sell_out", about=ADA)
    followers = may_follow(honest)
    likings = {
        name: [liking_by_day(run, who) for run in (sell_out, honest)]
        for name, who in (("followers", followers), ("friends", ~followers))
    }
    lost = {name: float(other[-1] - own[-1]) for name, (own, other) in likings.items()}
    figures = {
        "followers": int(followers.sum()),
        "friends": int((~followers).sum()),
        "followers_lost": lost["followers"],
        "friends_lost": lost["friends"],
        "share": round(100 * lost["friends"] / lost["followers"]) if lost["followers"] > 0 else 0,
        **told(sell_out, ~followers),
    }
    lines = [
        line("followers", likings["followers"][0], colour=1),
        line("friends", likings["friends"][0], colour=2),
        line("followers_without", likings["followers"][1], dashed=True, colour=1),
        line("friends_without", likings["friends"][1], dashed=True, colour=2),
    ]
    return Lived(
        (honest, sell_out),
        figures,
        outcome_of(lost),
        (chart(lines, marks=[(7 * TURN, "turn")]),),
        equation_by_day(sell_out, likings["friends"][0]),
        colour="attitude",
    )


def told(run: LivedRun, friends: np.ndarray) -> dict[str, int]:
    """Return how often somebody called the creator out, and how many friends heard bad words of the brand."""
    arrays, _ = run.recorder.arrays()
    heard = (arrays["event_kind"] == HEARD) & (arrays["event_size"] < 0)
    who = np.unique(arrays["event_who"][heard])
    return {"call_outs": int((arrays["event_kind"] == CALLED_OUT).sum()), "heard": int(friends[who].sum())}


def outcome_of(lost: Mapping[str, float]) -> str:
    """Return whether friends lost ``none`` of their liking, ``less`` than followers, or about ``as_much``."""
    if lost["friends"] < CLEAR:
        return "none"
    return "as_much" if lost["friends"] >= LARGE * lost["followers"] else "less"


def equation_by_day(run: LivedRun, friends: np.ndarray) -> list[dict[str, float]]:
    """Return what stands beside the curve: how far a friend's word moves liking, and liking and trust of the day."""
    talk = run.model.scenario.consumers.talk
    steady = {"m": round(talk.influence * talk.credibility, 3), "h": talk.hear}
    loud = talk.call_out * talk.negativity
    return [
        {**steady, "a": round(float(liking), 3), "T": round(float(trust), 3), "c": round(loud * float(trust), 4)}
        for liking, trust in zip(friends, followers_trust_by_day(run), strict=True)
    ]


SELL_OUT = Lesson("sell_out", {"talk": tuple(TALK), "brief": tuple(BRIEF)}, live_it)
