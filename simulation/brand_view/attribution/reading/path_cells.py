"""Cells of text as numbers: thousands, currencies, decimal commas, true and false."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_TRUE = ("true", "t", "yes", "y")
_FALSE = ("false", "f", "no", "n")
_THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_THOUSANDS_BY_POINT = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
_DECIMAL_COMMA = r"^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$"
_CURRENCY = r"^(?:[$€£¥₹]|USD|EUR|GBP)\s*|\s*(?:[$€£¥₹]|USD|EUR|GBP)$"


def as_numbers(column: pl.Series, name: str, notes: list[str]) -> tuple[pl.Series, pl.Series]:
    """Return a column as numbers, ``None`` where a cell is empty or none, and whether a comma may mean two things.

    ``1,204`` is a thousand and two hundred and four, unless another cell of the column has a decimal comma (``0,5``).
    """
    import polars as pl

    if column.dtype == pl.Boolean:
        return column.cast(pl.Float64), pl.Series([False] * len(column), dtype=pl.Boolean)
    if column.dtype != pl.String:
        return column.cast(pl.Float64, strict=False), pl.Series([False] * len(column), dtype=pl.Boolean)
    numbers = column.cast(pl.Float64, strict=False)
    if numbers.null_count() == 0:
        return numbers, _dots_of_thousands(column)
    text = column.str.strip_chars()
    text = text.replace("", None)
    numbers = text.cast(pl.Float64, strict=False)
    nothing = pl.Series([False]).new_from_index(0, len(column))
    unread = numbers.is_null() & text.is_not_null()
    if not unread.any():
        return numbers, _dots_of_thousands(text)
    words = text.str.to_lowercase()
    if words.drop_nulls().is_in([*_TRUE, *_FALSE, "0", "1"]).all():
        notes.append(f"{name}: true and false were read as 1 and 0")
        return words.replace_strict({**dict.fromkeys(_TRUE, "1"), **dict.fromkeys(_FALSE, "0")}, default=words).cast(
            pl.Float64, strict=False
        ), nothing
    bare = text.str.replace(_CURRENCY, "").str.replace(_CURRENCY, "").str.strip_chars()
    thousands = bare.str.contains(_THOUSANDS).fill_null(False)
    commas = bare.str.contains(_DECIMAL_COMMA).fill_null(False)
    if (commas & ~thousands).any():
        if (thousands & bare.str.contains(r"\.\d+$").fill_null(False)).any():
            return numbers, nothing  # both kinds in one column: the first bad row is named
        point = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        bare = point.zip_with(commas, bare)
        notes.append(f"{name}: decimal commas")
        doubtful = nothing
    else:
        doubtful = thousands & ~bare.str.contains(r",\d{3},|\.\d+$").fill_null(False)
        if thousands.any():
            bare = bare.str.replace_all(",", "", literal=True).zip_with(thousands, bare)
            notes.append(f"{name}: commas separate thousands")
    if (bare != text).any() and text.str.contains(_CURRENCY).fill_null(False).any():
        notes.append(f"{name}: signs of a currency were left out")
    return bare.cast(pl.Float64, strict=False), doubtful


def _dots_of_thousands(text: pl.Series) -> pl.Series:
    """Return which cells have a point that may separate thousands, where every point of the column may: ``1.204``."""
    pointed = text.str.contains(".", literal=True).fill_null(False)
    if not pointed.any():
        return pointed
    doubtful = text.str.contains(_THOUSANDS_BY_POINT).fill_null(False)
    return doubtful if (doubtful == pointed).all() else pointed & ~pointed
