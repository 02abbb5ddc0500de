"""How many random examples a test takes: few by default, twenty times as many with `make test-slow`."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

BY_DEFAULT = 50
"""Examples of a test that does not say how many; a thousand with `make test-slow`."""


def examples(number: int, **more: Any) -> settings:
    """Return the settings of a test whose examples cost more than most: ``number`` by default, twenty times that at night.

    A test that names its own number would keep it whatever the profile says, so that no night tried more than a day.
    """
    return settings(max_examples=number * max(settings.default.max_examples // BY_DEFAULT, 1), **more)
