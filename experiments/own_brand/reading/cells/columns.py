"""Which column holds what: by our names, by names of other exports and languages, or as the user says."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from experiments.own_brand.reading.cells.synonyms import PLATFORM_WORDS, names_of
from experiments.own_brand.reading.cells.table_file import Table
from experiments.own_brand.reading.cells.written_numbers import CURRENCIES
from simulation.errors import InputError, cut, nearest

_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i"})
"""Letters that are no others with an accent."""
_CODES = {code.lower() for code in CURRENCIES}
_THOUSANDS = (
    "k|ths|tsd|tausend|thousands?|tys(?:iacach)?|mil(?:es|hares)?|milliers|migliaia|bin|tis|tusen(?:tal)?"
    "|[\u2019']?000s?"
)
_MILLIONS = r"m|mn|mm|mio|mln|mill|millions?|millionen|millones|milhoes|milioni|milyon"
_SCALE = rf"(?:(?P<{{0}}k>{_THOUSANDS})|(?P<{{0}}m>{_MILLIONS}))\.?"
_SIGNS = ("€", "$", "£", "¥", "₺", "zł", "zl", "tl", "kč", *sorted(_CODES))
_MONEY = f"(?:{'|'.join(map(re.escape, _SIGNS))})"
_PREPOSITIONS = ("in", "en", "em", "w", "i", "v")
_IN = f"(?:{'|'.join(_PREPOSITIONS)})"
_TITLE_SCALES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[(\[]\s*(?:{_IN}\s+)?{_MONEY}?\s*{_SCALE.format('a')}\s*(?:of\s+)?{_MONEY}?\s*[)\]]",  # Followers (k), (k€)
        rf"[(\[]?\s*(?:{_IN}\s+)?\bt\s?(?:€|eur|usd|gbp|chf|pln)\s*[)\]]?$",  # Umsatz in TEUR, (T€)
        rf"\s{_IN}\s+{_MONEY}?\s*{_SCALE.format('b')}\s*{_MONEY}?$",  # Followers in thousands, Umsatz in Tsd. EUR
        rf"\s{_SCALE.format('c')}\s*{_MONEY}$",  # spend k EUR
    )
)
"""Endings of a column's name that say that its numbers are thousands or millions."""


@dataclass
class Columns:
    """Where each field of a table stands.

    Attributes:
        at: Field -> its column.
        others: Field -> further columns that fit it, the better ones first.
        platforms: Platform -> field -> its column, where the names of columns name several platforms.
        guesses: Column -> what to say of it.
    """

    at: dict[str, int]
    others: dict[str, list[int]] = field(default_factory=dict)
    platforms: dict[str, dict[str, int]] = field(default_factory=dict)
    guesses: dict[int, list[str]] = field(default_factory=dict)


def scale_of(title: str) -> tuple[str, float]:
    """Return a column's name without thousands or millions that it says, and what its numbers are multiplied by."""
    for pattern in _TITLE_SCALES:
        if match := pattern.search(title.lower()):
            groups = match.groupdict()
            factor = 1e6 if any(groups.get(f"{place}m") for place in "abc") else 1e3
            return f"{title[: match.start()]} {title[match.end() :]}".strip(), factor
    return title, 1.0


@functools.lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a column's name in lower case without accents, signs, units, thousands and currencies."""
    name = scale_of(name)[0]
    text = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name).lower().translate(_LETTERS))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"\b(tik|you|linked|snap|face) (tok|tube|in|chat|book)\b", r"\1\2", text)
    words = re.sub(r"[^\w]+|_", " ", text).split()
    kept = [word for word in words if word not in _CODES and word not in ("pct", "percent", "the")]
    if len(kept) > 1 and kept[-1] in _PREPOSITIONS and (kept != words or name[-1] in "€$£¥%)]"):  # Fee in EUR
        kept = kept[:-1]
    return " ".join(kept or words)


def without_platform(name: str) -> tuple[str, str | None]:
    """Return a plain name without the platform that it names, and the platform."""
    words = name.split()
    found = next((word for word in words if word in PLATFORM_WORDS), None)
    if found is None:
        return name, None
    return " ".join(word for word in words if word != found), PLATFORM_WORDS[found]


class Known:
    """The fields of one kind of table with all names that they go by."""

    def __init__(self, fields: dict[str, str], by_platform: bool = False) -> None:
        self.names = names_of(fields)
        self.by_platform = by_platform

    def count(self, header: Sequence[str]) -> int:
        """Return how many of some names are names of columns."""
        return sum(any(self._rank(name, field) is not None for field in self.names) for name in header)

    def columns(self, table: Table, asked: Mapping[str, str], needed: Sequence[str]) -> Columns:
        """Return which column holds which field.

        Args:
            table: The table.
            asked: Field -> the column's name as the user says it.
            needed: Fields that are found before others.

        Raises:
            InputError: A column that the user names is not there, or two columns have the same name.
        """
        found = Columns({})
        for name, column in asked.items():
            found.at[self._field(table, name)] = self._asked_column(table, name, column)
        taken = set(found.at.values())
        order = [*needed, *(name for name in self.names if name not in needed)]
        for name in order:
            ranks = [
                (rank, k, without_platform(plain(title))[1])
                for k, title in enumerate(table.header)
                if (rank := self._rank(title, name)) is not None and k not in taken
            ]
            if not ranks or name in found.at:
                continue
            _, best, platform = min(ranks, key=lambda item: item[:2])
            found.at[name] = best
            taken.add(best)
            if self.by_platform and platform:
                for _, k, other in sorted(ranks, key=lambda item: item[:2]):
                    if other and name not in found.platforms.setdefault(other, {}):
                        found.platforms[other][name] = k
                        taken.add(k)
            twice = [k for other, k, _ in ranks if table.header[k] == table.header[best] and k != best]
            if twice:
                raise InputError(
                    f"{table.file}, columns {best + 1} and {twice[0] + 1}: both are named '{table.header[best]}'; take"
                    " one out, or rename it"
                )
            found.others[name] = [k for _, k, _ in sorted(ranks, key=lambda item: item[:2]) if k not in taken]
            for _, k, _ in ranks:
                if k not in taken and name != "handle":  # a full name or an address beside it is no other answer
                    found.guesses.setdefault(k, []).append(
                        f"may be {words(name)} too, but '{table.header[best]}' was taken; "
                        + otherwise(table.file, name, table.header[k])
                    )
        for k, title in enumerate(table.header):
            if k not in taken and k not in found.guesses and (close := self._near(title, found.at)):
                found.guesses[k] = [f"if it is {words(close)}, " + otherwise(table.file, close, title)]
        return found

    def missing(self, table: Table, field: str) -> InputError:
        """Return the refusal of a table without a column for a field."""
        have = ", ".join(repr(name) for name in table.header[:8] if name) + (", ..." if len(table.header) > 8 else "")
        near = next((title for title in table.header if title and self._near(title, {}) == field), None)
        guess = f" (did you mean '{near}'?)" if near else ""
        takes = ", ".join(self.names[field][:4])
        return InputError(
            f"{table.file}: no column for {words(field)}; got {cut(have, 160)}; takes {takes} and the like{guess}; or"
            f" say which: " + otherwise(table.file, field, near or "NAME", short=True)
        )

    def _rank(self, title: str, field: str) -> int | None:
        """Return the place of a column's name among those of a field; None: it is none of them."""
        bare = plain(title)
        names = self.names[field]
        if bare in names:
            return names.index(bare)
        if self.by_platform:
            rest, platform = without_platform(bare)
            if platform and not rest and field == "handle":
                return len(names)
            if platform and rest in names:
                return names.index(rest)
        return None

    def _near(self, title: str, have: Mapping[str, int]) -> str | None:
        """Return the field whose name is nearly that of a column, of those that are not found yet."""
        bare = without_platform(plain(title))[0] if self.by_platform else plain(title)
        names = {name: field for field in reversed(self.names) if field not in have for name in self.names[field]}
        close = difflib.get_close_matches(bare, names, n=1, cutoff=0.84)
        return names[close[0]] if close else None

    def _field(self, table: Table, name: str) -> str:
        key = name.strip().lower().replace(" ", "_")
        if key not in self.names:
            raise InputError(
                f"brand.yaml, reading.columns.{table.file}: got '{name}', takes one of"
                f" {', '.join(self.names)}{nearest(key, self.names)}"
            )
        return key

    def _asked_column(self, table: Table, name: str, column: str) -> int:
        for fold in (str, plain):
            hits = [k for k, title in enumerate(table.header) if fold(title) == fold(column)]
            if hits:
                return hits[0]
        raise InputError(
            f"brand.yaml, reading.columns.{table.file}.{name}: got '{column}', takes a column of the file"
            f"{nearest(column, [title for title in table.header if title])}"
        )


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """Return the question after the nearest valid name; empty: none is near."""
    near = nearest(name, valid)
    return near if "did you mean" in near else ""


def words(field: str) -> str:
    """Return a field's name as a sentence has it."""
    return field.replace("_", " ")


def otherwise(file: str, field: str, column: str, short: bool = False) -> str:
    """Say how to name a column's field in ``brand.yaml``."""
    quoted = f'"{column}"' if re.search(r"[^\w ]", column) else column
    line = f"reading: {{columns: {{{file}: {{{field}: {quoted}}}}}}} in brand.yaml"
    return line if short else f"set {line}"
