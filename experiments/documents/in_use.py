"""Which mechanisms of a scenario are on, and so which of its parameters act at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulation.scenario.parameter import Entry, entries
from simulation.scenario.scenario import Scenario


class Mechanism(NamedTuple):
    """A mechanism that can be off.

    Attributes:
        name: What it is.
        is_on: Whether it is on in a scenario.
        parameters: Names, or beginnings of names that end in a dot, of parameters that act only while it is on.
        switches: Those among them that act always: they switch it on.
        module: The file of the model that holds it; the docstrings there give the publications.
    """

    name: str
    is_on: Callable[[Scenario], bool]
    parameters: tuple[str, ...]
    switches: tuple[str, ...]
    module: str


def _part(prefix: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}.{name}" for name in names)


BEHAVIOUR = "simulation.behaviour"
ALWAYS = {
    "recognition of sponsored posts": f"{BEHAVIOUR}.recognition",
    "trust in creators and brands": f"{BEHAVIOUR}.trust",
    "persuasion and wear-out": f"{BEHAVIOUR}.persuasion",
    "reactions to posts, and unfollowing": f"{BEHAVIOUR}.engagement",
    "choice": f"{BEHAVIOUR}.choice",
    "satisfaction": f"{BEHAVIOUR}.purchase",
}
"""Mechanisms that are never off, and the files that hold them."""
MECHANISMS = (
    Mechanism(
        "a generated graph",
        lambda s: s.graph.source == "generated",
        (
            *_part("graph", "follows", "friends", "follow_homophily", "friend_homophily", "latent_share"),
            *_part("creators", "followers_mu", "followers_sigma", "followers_low", "followers_high"),
        ),
        (),
        "simulation.graph.generate.friends",
    ),
    Mechanism(
        "a graph that is read",
        lambda s: s.graph.source == "edge_list",
        _part("graph", "path", "directed", "creator_share"),
        (),
        "simulation.world.social_graph",
    ),
    Mechanism(
        "interest that predicts buying",
        lambda s: s.consumers.traits.interest_odds != 1,
        ("consumers.traits.interest_odds",),
        ("consumers.traits.interest_odds",),
        "simulation.world.interest",
    ),
    Mechanism(
        "friends who are alike in what they buy",
        lambda s: s.consumers.traits.friend_likeness > 0,
        ("consumers.traits.friend_likeness",),
        ("consumers.traits.friend_likeness",),
        "simulation.world.friend_likeness",
    ),
    Mechanism(
        "salience that fades",
        lambda s: min(s.consumers.salience.resting, s.consumers.salience.lasting) < 1,
        _part("consumers.salience", "resting", "lasting", "half_life", "use", "talk"),
        _part("consumers.salience", "resting", "lasting"),
        f"{BEHAVIOUR}.salience",
    ),
    Mechanism(
        "forgetting of brands",
        lambda s: s.consumers.salience.forgotten > 0,
        ("consumers.salience.forgotten", "brands.upkeep"),
        ("consumers.salience.forgotten",),
        f"{BEHAVIOUR}.forgetting",
    ),
    Mechanism(
        "adstock",
        lambda s: s.consumers.purchase.adstock != 0 or s.consumers.persuasion.wear_half_life == 0,
        ("consumers.purchase.adstock_half", *_part("consumers.persuasion", "carryover", "advert_adstock")),
        (),
        f"{BEHAVIOUR}.persuasion",
    ),
    Mechanism(
        "word of mouth",
        lambda s: s.consumers.talk.hear > 0,
        ("consumers.talk.",),
        _part("consumers.talk", "hear"),
        f"{BEHAVIOUR}.talk",
    ),
    Mechanism(
        "talk in choice",
        lambda s: s.consumers.talk.hear > 0 and s.consumers.purchase.heard != 0,
        ("consumers.talk.memory", "consumers.purchase.heard"),
        ("consumers.purchase.heard",),
        f"{BEHAVIOUR}.choice",
    ),
    Mechanism(
        "latent follows",
        lambda s: s.graph.latent_share > 0 and s.consumers.talk.hear > 0,
        ("consumers.talk.discovery",),
        (),
        f"{BEHAVIOUR}.talk",
    ),
    Mechanism(
        "creators who decide",
        lambda s: s.creators.dealing.enabled,
        ("creators.dealing.",),
        ("creators.dealing.enabled",),
        f"{BEHAVIOUR}.creator_decisions",
    ),
    Mechanism(
        "bought followers",
        lambda s: s.creators.fraud.enabled and s.creators.fraud.accounts > 0 and s.creators.fraud.bought > 0,
        ("creators.fraud.",),
        _part("creators.fraud", "enabled", "accounts", "bought"),
        "simulation.market.creator_economy",
    ),
    Mechanism(
        "conversation",
        lambda s: s.conversation.enabled,
        ("conversation.",),
        ("conversation.enabled",),
        f"{BEHAVIOUR}.dialogue",
    ),
    Mechanism("crises", lambda s: s.crises.enabled, ("crises.",), ("crises.enabled",), f"{BEHAVIOUR}.crisis_news"),
    Mechanism(
        "apologies",
        lambda s: s.crises.enabled and s.crises.response == "apology",
        _part("crises", "apology", "repair"),
        (),
        "simulation.market.crisis_management",
    ),
    Mechanism(
        "denials",
        lambda s: s.crises.enabled and s.crises.response == "denial",
        _part("crises", "denial", "exposed"),
        (),
        "simulation.market.crisis_management",
    ),
    Mechanism(
        "rules on labels",
        lambda s: s.regulation.disclosure != "none",
        ("regulation.",),
        ("regulation.disclosure",),
        f"{BEHAVIOUR}.creator_decisions",
    ),
    Mechanism(
        "managers by hand",
        lambda s: s.brands.management.mode == "hand",
        ("brands.hours_per_creator",),
        (),
        "simulation.market.manager_hours",
    ),
    Mechanism(
        "a platform for managers",
        lambda s: s.brands.management.mode == "platform",
        _part("brands.management", "platform_hours", "platform_fee"),
        (),
        "simulation.market.manager_hours",
    ),
    Mechanism(
        "an agency",
        lambda s: s.brands.management.mode == "agency",
        _part("brands.management", "agency_hours", "agency_share"),
        (),
        "simulation.market.manager_hours",
    ),
    Mechanism(
        "rivals' campaigns",
        lambda s: any(rival != "none" for rival in s.brands.rivals),
        ("brands.rival_budget",),
        (),
        "simulation.market.planning",
    ),
)
"""Mechanisms that may be off."""


def owns(mechanism: Mechanism, name: str) -> bool:
    """Say whether a parameter acts only while a mechanism is on."""
    mine = any(name.startswith(each) if each.endswith(".") else name == each for each in mechanism.parameters)
    return mine and name not in mechanism.switches


def in_use(scenario: Scenario, with_sensors: bool = True) -> list[Entry]:
    """Return the parameters that act in a scenario; ``with_sensors``: whether touches are read (dashboards)."""
    off = [mechanism for mechanism in MECHANISMS if not mechanism.is_on(scenario)]
    return [
        entry
        for entry in entries(Scenario)
        if not any(owns(mechanism, entry.name) for mechanism in off)
        and (with_sensors or not entry.name.startswith("measurement."))
    ]


def mechanisms_on(scenario: Scenario) -> dict[str, str]:
    """Return the mechanisms that act in a scenario, with the file that holds each."""
    return ALWAYS | {mechanism.name: mechanism.module for mechanism in MECHANISMS if mechanism.is_on(scenario)}
