"""The configurations of the golden baseline: shipped options, on a market that runs in half a second."""

from __future__ import annotations

import dataclasses
from pathlib import Path

SEED = 1
SIZE = (
    "market.consumers=2500",
    "market.burn_in=7",
    "market.days=70",
    "brands.campaign_days=56",
    "consumers.traits.purchase_interval=7",  # short, so that few people make many purchases in ten weeks
)
"""One week of burn-in, eight weeks of campaign, two weeks after it."""


@dataclasses.dataclass(frozen=True)
class Configuration:
    """One market.

    Attributes:
        overrides: As ``simulation.build`` takes them, beside :data:`SIZE`.
        happens: Rows that must not be zero, so that the configuration cannot silently stop testing its mechanism.
        uplift: Whether to run the twin without a campaign too and record the uplift.
        credit: Whether to record what last touch credits to each channel.
    """

    overrides: tuple[str, ...]
    happens: tuple[str, ...] = ()
    uplift: bool = False
    credit: bool = False


def _of(*overrides: str, happens: str = "", uplift: bool = False, credit: bool = False) -> Configuration:
    return Configuration(overrides, tuple(happens.split()), uplift, credit)


CONFIGURATIONS: dict[str, Configuration] = {
    # The arms of the default comparison.
    "none": _of("strategy=none", happens="outcomes.purchases"),
    "broadcast": _of("strategy=broadcast", happens="totals.broadcast_impressions"),
    "hyper_targeted": _of("strategy=hyper_targeted", happens="outcomes.creators_hired uplift.purchases", uplift=True),
    "plain_world": _of(
        "strategy=hyper_targeted", "world=plain", happens="outcomes.creators_hired uplift.purchases", uplift=True
    ),
    # Strategies.
    "adaptive": _of("strategy=adaptive", happens="outcomes.cost"),
    "big_then_small": _of("strategy=big_then_small", happens="outcomes.creators_hired"),
    "community_first": _of("strategy=community_first", happens="totals.answered totals.attended totals.advised"),
    "full_funnel": _of(
        "strategy=full_funnel",
        happens="totals.search_impressions totals.retargeting_impressions uplift.purchases",
        uplift=True,
    ),
    "top_fit": _of("strategy=top_fit", happens="outcomes.creators_hired"),
    "hybrid": _of("strategy=hybrid", happens="outcomes.creators_hired totals.broadcast_impressions"),
    "macro": _of("strategy=macro", happens="outcomes.creators_hired"),
    "nano_swarm_in_a_queue": _of("strategy=nano_swarm", "strategy.lead=null", happens="outcomes.creators_left"),
    "narrowing": _of("strategy=narrowing", happens="outcomes.cost"),
    "ramp": _of("strategy=ramp", happens="outcomes.sponsored_posts"),
    # What a brand measures: its own holdout cells, attribution, sensors.
    "budget_loop_with_cells": _of(
        "strategy=budget_loop",
        "strategy.method=holdout",
        "strategy.weeks=4",
        "measurement.touches=64",
        happens="outcomes.cost",
    ),
    "clicks_only": _of(
        "strategy=full_funnel",
        "measurement=clicks_only",
        "measurement.touches=64",
        happens="credit.links.last.search credit.codes.last.creators",
        credit=True,
    ),
    "low_consent": _of(
        "strategy=search_retargeting",
        "measurement=low_consent",
        "measurement.touches=64",
        happens="credit.links.last.search",
        credit=True,
    ),
    # Brands.
    "agency": _of("strategy=overlap_aware", "brands=agency", happens="outcomes.creators_hired"),
    "launch": _of("strategy=hyper_targeted", "brands=launch", happens="totals.newly_aware"),
    "forgetting": _of(
        "strategy=hyper_targeted",
        "consumers.salience.forgotten=90",
        "brands.upkeep=[0.5]",
        happens="totals.newly_aware",
    ),
    "rivals": _of(
        "strategy=hybrid", "brands=contested", happens="money.Birch.media money.Cedar.fees money.Dogwood.media"
    ),
    "with_platform": _of(
        "strategy=picking", "strategy.lead=null", "brands=with_platform", happens="outcomes.creators_declined"
    ),
    # Crises.
    "failure": _of("strategy=broadcast", "crises=failure", happens="totals.news_heard totals.apologies_heard"),
    "scandal": _of("strategy=hyper_targeted", "crises=scandal", happens="totals.news_heard"),
    # Rules.
    "fines": _of(
        "strategy=hyper_targeted",
        "strategy.label=false",
        "regulation=hashtag",
        "regulation.enforcement=0.02",
        "regulation.temptation=1",  # so that creators hide labels although fines are likely
        happens="outcomes.fines totals.betrayed",
    ),
    "opt_in": _of("strategy=hyper_targeted", "regulation=opt_in", happens="outcomes.sponsored_posts"),
    "platform_label": _of("strategy=hyper_targeted", "regulation=platform_label", happens="totals.recognised"),
    # Platforms, conversation, graphs.
    "automated": _of("strategy=community_first", "conversation=automated", happens="totals.machines_noticed"),
    "community_forum": _of("strategy=celebrity", "platform=community_forum", happens="totals.threads_read"),
    "edge_list": _of("strategy=hyper_targeted", "graph=edge_list", happens="outcomes.creators_hired"),
    "short_video": _of("strategy=small_then_big", "platform=short_video", happens="outcomes.creators_hired"),
    # Every switch of tests/verification/test_switches.py is off.
    "everything_off": _of(
        "strategy=hyper_targeted",
        "world=plain",
        "brands.management.capacity=null",
        "brands.rivals=[none]",
        "consumers.salience.forgotten=0",
        "consumers.talk.hear=0",
        "consumers.trust.gain=0",
        "conversation=none",
        "creators=passive",
        "creators.dealing.income=0",
        "creators.dealing.quitting=0",
        "crises=none",
        "regulation=none",
        happens="outcomes.sponsored_posts",
    ),
}


def overrides_of(configuration: Configuration, folder: Path) -> list[str]:
    """Return all overrides; write the file that ``graph=edge_list`` reads into ``folder``."""
    overrides = [*SIZE, *configuration.overrides]
    if "graph=edge_list" in overrides:
        path = folder / "golden_edges.csv"
        write_edges(path)
        overrides.append(f"graph.path={path}")
    return overrides


def write_edges(path: Path, accounts: int = 2500, ties: int = 4) -> None:
    """Write a heavy-tailed friendship graph: each new account befriends older ones, the oldest most often.

    Only integer arithmetic is used (the generator of Park and Miller 1988), so the file is the same on every machine.
    """
    state, edges = 1, set()
    for new in range(ties, accounts):
        for _ in range(ties):
            state = state * 16807 % (2**31 - 1)
            # Squaring a number below 1 favours the oldest.
            edges.add((new * state // (2**31 - 1) * state // (2**31 - 1), new))
    path.write_text("source,target\n" + "".join(f"{old},{new}\n" for old, new in sorted(edges)))
