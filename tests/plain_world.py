"""A plain world: one without what tests that count by hand leave out, whatever the defaults are.

Tests that compute a number by hand, or hold a limit exactly, begin here and turn on what they are about. Tests of what
holds in any world stay with the defaults. The values are those of ``world=plain``, in ``configs/*/plain.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

CONFIGS = Path(__file__).resolve().parents[1] / "configs"
LEFT_OUT: dict[str, Any] = {
    "consumers": {
        "traits": ("interest_odds",),
        "trust": ("record",),
        "salience": ("resting", "lasting"),
        "noticing": ("post", "closeness", "trust", "fit", "interest"),
        "opinions": ("trust_concentration", "attitude_mean", "attitude_spread", "users"),
        "persuasion": ("wear_half_life",),
        "engagement": ("unfollow_labelled", "unfollow_hidden"),
        "purchase": ("heard", "window_shopping"),
    },
    "creators": {"fraud": ("size",), "unfollow_elasticity": ()},
}
"""What is without effect at its value in the plain world; the rest of that world tests choose for themselves."""


def _values(names: Any, world: Any) -> Any:
    """Return the values that a plain world gives to some names."""
    if isinstance(names, Mapping):
        return {name: _values(inside, world[name]) for name, inside in names.items()}
    return {name: world[name] for name in names} if names else world


PLAIN: dict[str, dict[str, Any]] = {
    part: _values(names, yaml.safe_load((CONFIGS / part / "plain.yaml").read_text("utf-8")))
    for part, names in LEFT_OUT.items()
}
"""The values at which salience, noticing, opinions at the start and the like change nothing."""


def plain(**parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a plain scenario, these values on top: ``tiny.market(**plain(brands={"trust": [0.5]}))``."""
    return laid_over(PLAIN, parts)


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay nested values over others."""
    both = dict(under)
    for name, value in over.items():
        both[name] = laid_over(both.get(name, {}), value) if isinstance(value, Mapping) else value
    return both
