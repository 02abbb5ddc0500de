"""Runs the arms of claims in plausible worlds: every world and seed by itself, what is finished kept in the folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.command.command import Job, job_of
from experiments.command.plain_data import with_values
from experiments.common_claims.common_claim import CommonClaim, Comparison, Setting
from experiments.common_claims.twelve_claims import SETTINGS
from experiments.running.arms import Design, resolve
from experiments.running.one_seed import Market, Trial, simulate
from experiments.running.provenance import code_version
from experiments.sweeps.points import Points
from experiments.sweeps.space import Space
from experiments.validation.measured_worlds import measured
from experiments.worlds.plausible import say_what_is_left_alone, worlds_of
from simulation.scenario import PARTS, Scenario
from simulation.scenario.creators import creators_needed

NOT_FOR_ARMS = ("task", "size", "output.dir", "worlds", "arms", "variants", "experiment")
"""What a command says that is no matter of the market of a claim's arms."""

type Measured = dict[str, list[float]]
"""Comparison -> its value in each world, the mean over the world's seeds."""


def comparisons_of(claims: Sequence[CommonClaim]) -> list[Comparison]:
    """Return all comparisons of claims, in their order."""
    return [comparison for claim in claims for comparison in claim.comparisons]


def design_of(job: Job, setting: Setting, consumers: int) -> Design:
    """Return the arms of a setting; what the command itself says of the market comes after the setting's own.

    Raises:
        InputError: an arm cannot be used.
    """
    own = [item for item in job.overrides if not item.lstrip("+~").startswith(NOT_FOR_ARMS)]
    arms = {name: list(overrides) for name, overrides in setting.arms.items()}
    variants = ",".join(f"{name}:[{','.join(each)}]" for name, each in arms.items() if each)
    first = [f"market.consumers={consumers * setting.finer}", *setting.market]
    given = [*first, *own, "dashboard.enabled=false", "worlds=none"]
    named = job_of([*given, f"arms={{{variants}}}"] if variants else given, job.config_dir, typed=False)
    names = ",".join(arms)
    made = job_of([*named.overrides, f"arms=[{names}]"], job.config_dir, typed=False)
    return resolve(made)


def in_world(design: Design, values: Mapping[str, Any]) -> tuple[Market, ...]:
    """Return a design's markets in a plausible world; what an arm itself sets stays as the arm says it."""
    moved = Space(design).at(values)
    arms = (replace(arm, scenario=_room_for_creators(arm.scenario)) for arm in moved.arms)
    return replace(moved, arms=tuple(arms)).markets


def _room_for_creators(scenario: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario with no fewer simulated consumers than there are creators."""
    whole = Scenario.from_dict(scenario)  # which refuses fewer consumers than creators where their number is given
    needed = creators_needed(whole.creators, whole.market.people, whole.graph.follows)
    if whole.creators.number is None and needed > whole.market.consumers:
        scenario = with_values(scenario, {"market.consumers": needed})
    return {part: scenario[part] for part in PARTS}


def measure(item: Mapping[str, Any], say: Any = None) -> dict[str, float]:
    """Return what the comparisons of one setting come to in one world and seed; ``item``: plain data."""
    from experiments.results.findings import findings
    from experiments.results.outcome_catalogue import measures
    from experiments.whatifs.claims import Worlds, rule

    trial = Trial(item["seed"], tuple(Market(**market) for market in item["markets"]), tuple(item["arms"]), "")
    tables, _ = simulate(replace(trial, engine=item["engine"], threads=1))
    found = findings(tables["outcomes"], item["arms"], item["arms"][0], measures(), 0.95)
    worlds = Worlds(found, tables["series"])
    claims = {name: parsed(name, text, item["arms"]) for name, text in item["comparisons"].items()}
    return {name: float(rule(claim, worlds, None).values[0]) for name, claim in claims.items()}


def parsed(name: str, text: str, arms: Sequence[str]) -> Any:
    """Return a comparison as the claims of what-ifs are read.

    Raises:
        InputError: it names what there is not.
    """
    from experiments.results.outcome_catalogue import measures
    from experiments.whatifs.claims import parse
    from simulation.recording.metrics import SERIES

    return parse(name, text, None, arms, [*measures(), *(series for series in SERIES if series not in measures())])


def run_in_worlds(
    job: Job, claims: Sequence[CommonClaim], folder: Path, consumers: int, number: int, seeds: int
) -> tuple[Measured, dict[str, Points]]:
    """Run what is missing; return each comparison's value in each world, and each setting's worlds.

    Raises:
        InputError: the set of worlds or an arm cannot be used, or a run failed.
    """
    say_what_is_left_alone(job.settings.worlds.file)
    comparisons = comparisons_of(claims)
    settings = dict.fromkeys(comparison.setting for comparison in comparisons)
    items, points = list[dict[str, Any]](), dict[str, Points]()
    for name in settings:
        design = design_of(job, SETTINGS[name], consumers)
        points[name], _ = worlds_of(job.settings.worlds.file or "plausible", number, design.scenario)
        texts = {each.name: each.text for each in comparisons if each.setting == name}
        for label, text in texts.items():
            parsed(label, text, design.names)
        for world in range(len(points[name])):
            markets = [vars(market) for market in in_world(design, points[name].at(world))]
            items += [_item(job, name, world, seed, markets, design.names, texts) for seed in range(seeds)]
    sizes = (market["scenario"]["market"]["consumers"] for item in items for market in item["markets"])
    measurements = measured(job, measure, items, folder, "runs", max(sizes, default=0))
    found: Measured = {}
    for comparison in comparisons:
        own = zip(items, measurements, strict=True)
        rows = [values[comparison.name] for item, values in own if item["setting"] == comparison.setting]
        found[comparison.name] = [_mean(rows[k : k + seeds]) for k in range(0, len(rows), seeds)]
    return found, points


def _item(
    job: Job, name: str, world: int, seed: int, markets: Any, arms: list[str], texts: dict[str, str]
) -> dict[str, Any]:
    return {
        "group": f"{name}-{world + 1}",  # of the file's name, and of the line that says what failed
        "setting": name,
        "world": world,
        "seed": job.settings.seed + seed,
        "markets": markets,
        "arms": arms,
        "comparisons": texts,
        "engine": job.settings.executor.engine,
        "version": code_version(),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
