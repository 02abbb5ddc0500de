"""One ``brand.yaml`` being read: its entries as numbers, shares and parts, and the refusals of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from experiments.own_brand.reading.cells.columns import did_you_mean
from experiments.own_brand.reading.cells.written_numbers import Decimal, amount
from experiments.own_brand.reading.plain_yaml import Said
from experiments.own_brand.reading.questions import question_of
from simulation.errors import InputError

FILE = "brand.yaml"


@dataclass
class Form:
    """One ``brand.yaml`` being read: its entries, how numbers are written, what was assumed and noted."""

    entries: dict[str, Said]
    decimal: Decimal | None = None
    currency: str = ""
    assumed: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def refuse(self, key: str, said: Said, takes: str) -> InputError:
        """Return the refusal of one answer."""
        return InputError(f"{FILE}, line {said.line}, {key}: got {said.shown()}, takes {takes}")

    def given(self, key: str) -> Said | None:
        """Return an answer; None: it is not there, or empty. What is assumed is kept."""
        said = self.entries.get(key)
        if said is not None and not said.empty:
            return said
        if assumed := question_of(key).assumed:
            self.assumed[key] = assumed
        return None

    def number(self, key: str, said: Said, takes: str, least: float = 0.0, above: bool = False) -> float:
        """Return a number; ``above``: it must be more than ``least``."""
        found = amount(said.text or "", self.decimal) if said.text is not None else None
        money = key in ("price", "budget", "sold.revenue") or key.startswith("goal")
        odd = found is None or found.percent or (found.currencies and not money)
        if found is None or odd or found.value < least or (above and found.value == least):
            raise self.refuse(key, said, takes)
        if found.doubtful and self.decimal is None and money:
            other = "comma" if "," in (said.text or "") else "point"
            self.notes.append(
                f"{FILE}: {key}: {said.text} was read as {found.value:,.12g}; if not, set reading: {{decimal: {other}}}"
            )
        if found.currencies and self.currency and self.currency not in found.currencies:
            raise self.refuse(key, said, f"{self.currency} as currency says; nothing is converted")
        return found.value

    def share(self, key: str, said: Said) -> float:
        """Return a share; a bare number above 1 is per cent, and that is noted."""
        takes = "a share such as 45 % or 0.45"
        found = amount(said.text, self.decimal, thousands=False) if said.text is not None else None
        if found is None or found.currencies:
            raise self.refuse(key, said, takes)
        value = found.value
        if not found.percent and 1 < value <= 100:
            self.notes.append(f"{FILE}: {key}: {said.text} was read as {value:g} %")
            value /= 100
        if not 0 <= value <= 1:
            raise self.refuse(key, said, takes)
        return value

    def inside(self, key: str, said: Said, names: Iterable[str]) -> dict[str, Said]:
        """Return the entries of an answer that has several, none with another name."""
        entries = said.entries or {}
        names = list(names)
        for name, value in entries.items():
            if name.isdigit():
                raise InputError(
                    f"{FILE}, line {value.line}, {key}: got a number with a comma inside braces, takes it in quotation"
                    " marks ('1,200') or without the comma"
                )
            if name not in names:
                takes = f"{', '.join(names)}{did_you_mean(name, names)}"
                raise InputError(f"{FILE}, line {value.line}, {key}: got '{name}', takes {takes}")
        return {name: value for name, value in entries.items() if not value.empty}
