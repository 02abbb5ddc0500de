"""The scorecard: stylised facts of the market, each with its band, measured on the simulated world.

``fit`` rows were used to calibrate defaults; ``held`` rows were not. A fact that is missed is printed as missed.
"""

from __future__ import annotations

import json
import math
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from experiments.command.command import Job
    from simulation.model import MarketModel
    from simulation.scenario import Scenario


class Fact(NamedTuple):
    """One stylised fact: its band and where it comes from."""

    name: str
    split: str
    low: float
    high: float
    source: str


BENCHMARKS = "industry benchmarks 2023-2026"
BEICHERT = "derived from Beichert et al. 2024"
FACTS = (
    Fact("engagement rate nano, %", "fit", 3.0, 5.0, BENCHMARKS),
    Fact("engagement rate micro, %", "fit", 2.0, 3.5, BENCHMARKS),
    Fact("engagement rate mid, %", "fit", 1.5, 2.5, BENCHMARKS),
    Fact("engagement rate macro, %", "fit", 1.0, 1.8, BENCHMARKS),
    Fact("engagement rate mega, %", "fit", 0.7, 1.2, BENCHMARKS),
    Fact("slope of log engagement rate on log followers", "fit", -0.40, -0.15, BENCHMARKS),
    Fact("elasticity of impressions to followers", "held", 0.0, 1.0, "Tian, Dew, Iyengar 2024"),
    Fact("exponent of price on followers", "fit", 0.65, 0.88, BEICHERT),
    Fact("followers lost at a sponsored post more than at an organic one, %", "fit", 0.05, 0.5, "Cheng, Zhang 2025"),
    Fact("advertising elasticity, campaign", "fit", 0.05, 0.2, "Sethuraman, Tellis, Briesch 2011"),
    Fact("advertising elasticity, to the end", "fit", 0.1, 0.4, "Sethuraman, Tellis, Briesch 2011"),
    Fact("lift of broadcast in purchases, %", "fit", 2.0, 20.0, "Johnson, Lewis, Nubbemeyer 2017"),
    Fact("coefficient of variation of individual sales", "held", 5.0, 15.0, "Lewis, Rao 2015"),
    Fact("tail exponent of audiences", "fit", 2.0, 2.6, "Kwak et al. 2010"),
    Fact("reciprocity of the follow graph", "fit", 0.15, 0.25, "Kwak et al. 2010"),
    Fact("clustering of the friend graph", "fit", 0.1, 0.6, "Ugander et al. 2011"),
    Fact("assortativity of the friend graph", "fit", 0.0, 1.0, "Ugander et al. 2011"),
)


NAME = 36
"""Columns of a fact's name in the scorecard; what is longer goes on in the next line."""
ROW = f"{{:<{NAME}}} {{:<4}} {{:>13}} {{:>16}} {{}}"


def run(job: Job) -> int:
    """Measure all facts over ``task.seeds`` worlds, print the scorecard, and write it into ``output.dir`` if given."""
    from simulation.configure import scenario_of
    from simulation.errors import InputError

    seeds = job.config["task"].get("seeds")
    if not isinstance(seeds, int) or not 1 <= seeds <= 1000:
        raise InputError(f"task.seeds: got {seeds!r}, takes a whole number from 1 to 1000")
    card = score(scenario_of(job.config), [job.settings.seed + k for k in range(seeds)], print)
    if job.settings.output.dir is not None:
        folder = Path(job.settings.output.dir)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "validate.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    return 0


def score(scenario: Scenario, seeds: list[int], say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Return one row per fact: the mean over worlds, its standard error, and whether it lies in the band."""
    worlds = [measure(scenario, seed) for seed in seeds]
    card = []
    say(ROW.format("fact", "split", "band", "measured", ""))
    for fact in FACTS:
        values = np.array([world[fact.name] for world in worlds])
        mean = float(values.mean())
        error = float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else float("nan")
        inside = fact.low <= mean <= fact.high
        card.append({**fact._asdict(), "mean": mean, "standard_error": error, "inside": inside})
        name, *more = textwrap.wrap(fact.name, NAME)
        band, measured = f"{fact.low:g} to {fact.high:g}", f"{mean:.3f} +- {error:.3f}"
        say(ROW.format(name, fact.split, band, measured, "" if inside else "MISSED").rstrip())
        for line in more:
            say(f"  {line}")
    say(f"{sum(row['inside'] for row in card)} of {len(card)} inside their bands, over {len(seeds)} worlds")
    return card


def measure(scenario: Scenario, seed: int) -> dict[str, float]:
    """Measure every fact on the world of one seed."""
    from simulation.model import MarketModel
    from simulation.strategies.named import named

    model = MarketModel(scenario, named("none"), seed)
    model.run_burn_in()
    return {**_feed(model.fork()), **_sales(model), **_graphs(model)}


def _feed(model: MarketModel, days: int = 14) -> dict[str, float]:
    """Posts, who sees them and what they do, by creator, over two weeks."""
    from simulation.state.columns import ENGAGED, LOST, SEEN, SPONSORED_LOST, TIERS

    creators = model.creators
    audience = creators.audience.astype(np.float64)
    posts = np.zeros((len(audience), 2))
    counts = np.zeros_like(model.tally.creator)
    for _ in range(days):
        model.step()
        slot = np.arange(model.tables.content.brand.shape[1]) < model.tables.content.number[:, None]
        paid = model.tables.content.brand != -1
        posts += np.stack([(slot & ~paid).sum(1), (slot & paid).sum(1)], axis=1)
        counts += model.tally.creator
    every = posts.sum(1)
    held = (every > 0) & (audience > 0) & (counts[:, ENGAGED] > 0)
    rate = np.full(len(audience), np.nan)
    rate[held] = counts[held, ENGAGED] / every[held] / audience[held]
    follower_posts = (posts * audience[:, None]).sum(0)
    lost_paid = counts[:, SPONSORED_LOST].sum() / follower_posts[1]
    lost_organic = (counts[:, LOST] - counts[:, SPONSORED_LOST]).sum() / follower_posts[0]
    log_f = np.log(creators.followers)
    reached = held & (counts[:, SEEN] > 0)
    found = {
        f"engagement rate {tier}, %": 100
        * float(
            (counts[:, ENGAGED] / np.maximum(every, 1))[creators.tier == k].sum() / audience[creators.tier == k].sum()
        )
        for k, tier in enumerate(TIERS)
    }
    return {
        **found,
        "slope of log engagement rate on log followers": float(np.polyfit(log_f[held], np.log(rate[held]), 1)[0]),
        "elasticity of impressions to followers": float(
            np.polyfit(log_f[reached], np.log(counts[reached, SEEN] / every[reached]), 1)[0]
        ),
        "exponent of price on followers": float(np.polyfit(log_f, np.log(model.quotes), 1)[0]),
        "followers lost at a sponsored post more than at an organic one, %": 100 * float(lost_paid - lost_organic),
    }


def _sales(model: MarketModel) -> dict[str, float]:
    """Purchases without marketing, with the budget on broadcast, and with twice the budget."""
    import dataclasses

    scenario = model.scenario
    richer = dataclasses.replace(
        scenario, brands=dataclasses.replace(scenario.brands, budget=2 * scenario.brands.budget)
    )
    worlds = {"none": model.fork("none"), "once": model.fork("broadcast"), "twice": model.fork("broadcast", richer)}
    during: dict[str, float] = {}
    end: dict[str, float] = {}
    for name, world in worlds.items():
        world.run_for(min(scenario.brands.campaign_days, scenario.market.days))
        during[name] = float(world.consumers.purchases[:, 0].sum())
        after = scenario.market.days - scenario.brands.campaign_days
        if after > 0:
            world.run_for(after)
        end[name] = float(world.consumers.purchases[:, 0].sum())
    sales = worlds["none"].consumers.purchases[:, 0].astype(np.float64)
    return {
        "advertising elasticity, campaign": math.log(during["twice"] / during["once"]) / math.log(2),
        "advertising elasticity, to the end": math.log(end["twice"] / end["once"]) / math.log(2),
        "lift of broadcast in purchases, %": 100 * (end["once"] / end["none"] - 1),
        "coefficient of variation of individual sales": float(sales.std() / sales.mean()),
    }


def _graphs(model: MarketModel) -> dict[str, float]:
    """The shape of both graphs."""
    from simulation.graph.csr import Graph
    from simulation.graph.describe.powerlaw import fit_tail
    from simulation.graph.describe.shape import profile
    from simulation.state.columns import MUTUAL

    follows, friends = model.tables.follows, model.tables.friends
    tail = fit_tail(model.creators.audience)
    mutual = int(((follows.tie & MUTUAL) != 0).sum())
    shape = profile(Graph(friends.start, friends.friend, directed=False))
    return {
        "tail exponent of audiences": float("nan") if tail is None else float(tail.alpha),
        "reciprocity of the follow graph": 2.0 * mutual / (len(follows.tie) + mutual),
        "clustering of the friend graph": shape.mean_clustering,
        "assortativity of the friend graph": shape.degree_assortativity,
    }
