"""A plain world: one without what tests that count by hand leave out, whatever the defaults are.

Tests that compute a number by hand, or hold a limit exactly, begin here and turn on what they are about. Tests of what
holds in any world stay with the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PLAIN: dict[str, Any] = {
    "consumers.traits.interest_odds": 1.0,
    "consumers.trust.record": 0.0,
    "consumers.salience.resting": 1.0,
    "consumers.salience.lasting": 1.0,
    "consumers.noticing.post": 1.0,
    "consumers.noticing.closeness": 0.0,
    "consumers.noticing.trust": 0.0,
    "consumers.noticing.fit": 0.0,
    "consumers.noticing.interest": 0.0,
    "consumers.opinions.trust_concentration": 0.0,
    "consumers.opinions.attitude_mean": 0.0,
    "consumers.opinions.attitude_spread": 0.0,
    "consumers.opinions.users": 0.0,
    "consumers.persuasion.wear_half_life": 0.0,
    "consumers.engagement.unfollow_labelled": 1.0,
    "consumers.engagement.unfollow_hidden": 1.0,
    "consumers.purchase.heard": 0.0,
    "consumers.purchase.window_shopping": 0.0,
    "creators.unfollow_elasticity": 0.0,
    "creators.fraud.size": 0.0,
}
"""The values at which salience, noticing, opinions at the start and the like change nothing, by their dotted names."""


def plain(**parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a plain scenario, these values on top: ``tiny.market(**plain(brands={"trust": [0.5]}))``."""
    nested: dict[str, Any] = {}
    for name, value in PLAIN.items():
        *path, last = name.split(".")
        part = nested
        for step in path:
            part = part.setdefault(step, {})
        part[last] = value
    return laid_over(nested, parts)


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay nested values over others."""
    both = dict(under)
    for name, value in over.items():
        both[name] = laid_over(both.get(name, {}), value) if isinstance(value, Mapping) else value
    return both
