"""A folder of a brand with the tables that a test gives it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

ANSWERS = """\
name: Testmarke
niche: coffee
currency: EUR
price: 20
margin: 50 %
people: 500000
sold: {units: 5200, customers: 2000, weeks: 52}
known: 10 %
buying: repeat
budget: {amount: 10000, wages: apart}
weeks: 12
goal: profit
"""
Make = Callable[..., Path]
NOW = datetime.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as on a day of 2026: what is to come does not depend on when the tests run."""
    for module in ("cells.sheet", "tables.sales"):
        monkeypatch.setattr(f"experiments.own_brand.reading.{module}.today", lambda: NOW)


@pytest.fixture
def brand_with(tmp_path: Path) -> Make:
    """Return a function that writes ``brand.yaml`` and some tables, text or bytes by name, and returns the folder."""

    def make(files: dict[str, str | bytes] | None = None, answers: str = ANSWERS, more: str = "") -> Path:
        folder = tmp_path / "brand"
        folder.mkdir(exist_ok=True)
        (folder / "brand.yaml").write_text(answers + more, encoding="utf-8")
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make
