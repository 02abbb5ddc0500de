"""The page that reveals a contest step by step, as one HTML file that needs no server."""

from __future__ import annotations

from typing import Any

from experiments.lab.page import one_page

MODULES = ("make", "words", "chart", "dots", "contest_board", "contest_file")
"""Modules of the page, each after those that it imports."""


def board(told: dict[str, Any]) -> str:
    """Return the page.

    Args:
        told: What the contest came to, as plain data. Names of teams stand in it as they were written.
    """
    return one_page(f"Contest: {told['brand']}", MODULES, {"contest": told}, ("ui", "campaign", "contest"))
