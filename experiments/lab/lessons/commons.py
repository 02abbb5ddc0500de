"""Lesson 4: the commons. What other creators sell wears on the trust that one creator's followers have in her."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.lab.lessons.contracts import Contract, Contracts
from experiments.lab.lessons.evenings import chance_of_a_look, followers_trust_by_day, series_by_day
from experiments.lab.lessons.lesson import Lesson, Lived, chart, line
from experiments.lab.lessons.one_creator import WORLD
from experiments.lab.living import LivedRun, live
from simulation.configure import compose, scenario_of
from simulation.model import MarketModel

DAYS = 112
MINE = 30
"""Adverts of the first creator, the same in both worlds."""
CLEAR = 0.02
"""Difference in trust, from 0 to 1, below which the lesson calls both the same."""
NAMES = {"creator_names": ["ada", "ben", "cleo"]}

START = (
    "creators.number=3",
    "graph.follows=2.7",
    "graph.latent_share=0",
    "creators.disclosure_share=0",
    "brands.names=[Alder,Birch,Cedar]",
    "brands.niches=[coffee,coffee,coffee]",
    "brands.awareness=[1.0]",
    f"brands.campaign_days={DAYS}",
    "brands.budget=10000000",
    "brands.rival_budget=10000000",
)
"""Three creators with nearly the same followers, three brands of one trade; a brand has one creator."""

OTHERS = {"many": 160, "some": 40}
"""Adverts of each other creator in the world in which they sell."""
MINE_ARE = {"hidden": False, "labelled": True}
WEIGHED = {"shared": 1, "own": 0}
"""Whose adverts make people watchful: `consumers.recognition.load_shared`."""


def live_it(choices: Mapping[str, str], seed: int) -> Lived:
    """Live the world in which one creator sells, then again with the others selling too, openly."""
    parameters = [*START, f"consumers.recognition.load_shared={WEIGHED[choices['weighed']]}"]
    label = MINE_ARE[choices["mine"]]
    scenario = scenario_of(compose([*WORLD, *parameters]))
    mine = Contract(0, MINE, label=label)
    runs: list[LivedRun] = []
    for title, posts in (("alone", 0), ("crowded", OTHERS[choices["others"]])):
        rivals = [Contracts(Contract(0, posts, label=True, creator=creator)) for creator in (1, 2)]
        model = MarketModel(scenario, Contracts(mine), seed, rivals=list(rivals))
        runs.append(live(model, DAYS, title, snapshots=False, about=NAMES))
    seen = [chance_of_a_look(run, label) for run in runs]
    trusts = [followers_trust_by_day(run) for run in runs]
    loads = [series_by_day(run, "feed_load") for run in runs]
    gap = float(trusts[1][-1] - trusts[0][-1])
    figures = {
        "mine": MINE,
        "others": OTHERS[choices["others"]],
        "start": float(trusts[0][0]),
        "alone": float(trusts[0][-1]),
        "crowded": float(trusts[1][-1]),
        "gap": gap,
        "lower": -gap,
        "load_alone": float(loads[0][-1]),
        "load_crowded": float(loads[1][-1]),
        "seen_alone": seen[0],
        "seen_crowded": seen[1],
    }
    return Lived(
        tuple(runs),
        figures,
        "same" if abs(gap) < CLEAR else "higher" if gap > 0 else "lower",
        (
            chart([line("crowded", trusts[1]), line("alone", trusts[0], dashed=True)]),
            chart([line("crowded", loads[1]), line("alone", loads[0], dashed=True)], "chart_load", "unit_load"),
        ),
        equation_by_day(runs, label),
    )


def equation_by_day(runs: list[LivedRun], label: bool) -> list[dict[str, float | None]]:
    """Return what stands beside the curve: the feeds' load, and on the last day the probability of a look."""
    weight = runs[0].model.scenario.consumers.recognition.load
    loads = [series_by_day(run, "feed_load") for run in runs]
    listed: list[dict[str, float | None]] = [
        {"w": weight, "one": round(float(one), 2), "two": round(float(two), 2), "seen_one": None, "seen_two": None}
        for one, two in zip(*loads, strict=True)
    ]
    listed[-1] |= {f"seen_{name}": chance_of_a_look(run, label) for name, run in zip(("one", "two"), runs, strict=True)}
    return listed


COMMONS = Lesson("commons", {"others": tuple(OTHERS), "mine": tuple(MINE_ARE), "weighed": tuple(WEIGHED)}, live_it)
