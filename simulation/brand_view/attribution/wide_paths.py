"""The path form: one row for one path, ``a > b > c``, or for many alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from simulation.brand_view.attribution.paths import (
    Floats,
    Integers,
    Paths,
    encode,
    need,
    numbers,
    refuse_value_without_conversion,
)
from simulation.brand_view.attribution.reading.path_steps import (
    separators,
    steps_of,
    without_entities,
    without_markers,
)
from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl


_TOTALS = ("total", "totals", "grand total", "sum", "all", "overall", "gesamt", "gesamtergebnis", "totaal", "totale")
_TOTAL_WORDS = {
    *_TOTALS,
    "summe",
    "gesamtsumme",
    "somme",
    "suma",
    "soma",
    "somma",
    "totalt",
    "итого",
    "всего",
    "合计",
    "总计",
}
_MEANS = (
    "average",
    "mean",
    "avg",
    "median",
    "durchschnitt",
    "mittelwert",
    "moyenne",
    "promedio",
    "media",
    "gemiddelde",
)


def from_rows(frame: pl.DataFrame, where: str, separator: str | None, notes: list[str]) -> Paths:
    """Turn rows of paths into arrays; raise ``InputError`` naming the row that cannot be used.

    ``separator`` is what stands between two steps, found out if ``None``; what was guessed is appended to ``notes``.
    """
    need(frame, ("path", "conversions"), where)
    frame = without_entities(frame, notes)
    pattern = separators(frame["path"], separator, notes)
    frame = _without_total(frame, pattern, where, notes)
    need(frame, ("path", "conversions"), where)
    conversions = numbers(frame, "conversions", where, notes, empty=None)
    value = numbers(frame, "value", where, notes) if "value" in frame.columns else None
    refuse_value_without_conversion(conversions, value, where)
    nulls = numbers(frame, "nulls", where, notes) if "nulls" in frame.columns else np.where(conversions == 0, 1.0, 0.0)

    first, steps = steps_of(frame["path"], pattern, where)
    if (steps == "").any():
        row = int(np.searchsorted(first, int((steps == "").arg_max() or 0), side="right")) - 1
        text = str(frame["path"][row] or "").strip()
        what = f"'{text}' has an empty step" if text else "path is empty"
        raise InputError(f"{where}, row {row + 1}: {what}; takes channels such as 'a {separator or '>'} b'")
    days = None
    if "times" in frame.columns:
        days = _days(frame, where, separator or separators(frame["times"], None, []), first, conversions)
    first, steps, stays = without_markers(first, steps, conversions, notes)
    _warn_of_one_step(frame["path"], first, separator, notes)
    channels, touch = encode(steps, notes)
    return Paths(channels, first, touch, conversions, nulls, value, None if days is None else days[stays], tuple(notes))


def _without_total(frame: pl.DataFrame, pattern: str | None, where: str, notes: list[str]) -> pl.DataFrame:
    """Leave out a last row that adds up the others, as exports have it; refuse such a row elsewhere."""
    import polars as pl

    if frame["path"].dtype != pl.String or frame.height < 2:
        return frame
    last = frame.height - 1
    name = (frame["path"][last] or "").strip().lower()
    if name in _MEANS and (frame["path"].head(last).str.strip_chars().str.to_lowercase() != name).all():
        notes.append(f"warning: row {last + 1} ('{frame['path'][last]}') was left out: by its name no path but a mean")
        return frame.head(last)
    words = set(re.split(r"[\W_]+", name))
    alone = frame.height > 2 and name != "" and re.search(pattern or ">", name) is None
    if alone and name not in _TOTALS and words & _TOTAL_WORDS and _adds_up(frame):
        notes.append(f"warning: row {last + 1} ('{frame['path'][last]}') was left out: it adds up the others")
        return frame.head(last)
    once = alone and frame.height > 4 and (frame["path"] == frame["path"][last]).sum() == 1
    if once and name not in _TOTALS and _adds_up(frame):
        notes.append(
            f"warning: row {last + 1} ('{frame['path'][last]}') adds up the others: take it out if it is a total"
        )
    if name != "" and not frame["path"].str.contains_any([*_TOTALS], ascii_case_insensitive=True).any():
        return frame
    path = frame["path"].str.strip_chars().fill_null("").str.to_lowercase()
    is_total = path.is_in(_TOTALS).to_numpy().copy()
    if not is_total.any() and path[last] != "":
        return frame
    elsewhere = path.str.contains(rf"(^|[^a-z])({'|'.join(_TOTALS)})([^a-z]|$)").to_numpy()
    if (elsewhere & ~is_total & path.str.contains(pattern or ">").to_numpy()).any():
        is_total[:] = False  # a channel has this name
    sums = _adds_up(frame)
    if (path[last] == "" and sums) or (is_total[last] and is_total.sum() == 1):
        wording = "it adds up the others" if sums else "by its name a total, though it does not add up the others"
        notes.append(f"warning: row {last + 1} ('{frame['path'][last] or ''}') was left out: {wording}")
        return frame.head(last)
    if is_total.any():
        row = int(is_total.argmax())
        raise InputError(f"{where}, row {row + 1}: '{frame['path'][row]}' seems to be a total; take the row out")
    return frame


def _adds_up(frame: pl.DataFrame) -> bool:
    """Tell whether the last row's conversions are the sum of those above."""
    try:
        amounts = numbers(frame, "conversions", "")
    except InputError:
        return False
    return bool(amounts[-1] > 0 and abs(amounts[:-1].sum() - amounts[-1]) <= 1e-9 * amounts[-1])


def _warn_of_one_step(column: pl.Series, first: Integers, separator: str | None, notes: list[str]) -> None:
    """Say so if no path has two steps while cells have something that may separate them."""
    import polars as pl

    if first[-1] > len(first) - 1 or len(first) < 3 or column.dtype != pl.String:
        return
    many = column.str.contains(r"\S\s*[/+~^&]\s*\S|\S\s+-\s+\S|>|\||;|,").fill_null(False).sum()
    sure = 2 * int(many) > len(column) or (separator is not None and int(many))
    notes.append(
        f"{'warning: ' if sure else ''}every path has one channel, such as '{column[0]}'; if it has several, set "
        "separator=..."
    )


def _days(frame: pl.DataFrame, where: str, pattern: str | None, first: Integers, conversions: Floats) -> Floats:
    """Read ``times``: NaN in rows that leave them empty, which only rows without conversions may."""
    import polars as pl

    begins, steps = steps_of(frame["times"], pattern, where)
    touches, given = np.diff(first), np.diff(begins)
    absent = np.zeros(frame.height, dtype=bool)
    absent[given == 1] = (steps.gather(begins[:-1][given == 1]) == "").to_numpy()
    wrong = (given != touches) & ~(absent & (conversions == 0)) | (absent & (conversions > 0))
    if wrong.any():
        row = int(wrong.argmax())
        got = "no" if absent[row] else given[row]
        raise InputError(f"{where}, row {row + 1}: {got} times for {touches[row]} touches; takes one for each touch")
    days = np.full(first[-1], np.nan)
    cells = np.repeat(~absent, given)
    read = steps.cast(pl.Float64, strict=False).to_numpy()[cells]
    owner = np.repeat(np.arange(frame.height), given)[cells]
    bad = ~(np.isfinite(read) & (read >= 0))
    if bad.any():
        row = int(owner[bad.argmax()])
        raise InputError(f"{where}, row {row + 1}: times are '{frame['times'][row]}'; takes days >= 0 for each touch")
    days[np.repeat(~absent, touches)] = read
    rising = (np.diff(read) > 0) & (owner[1:] == owner[:-1])
    if rising.any():
        row = int(owner[1:][rising.argmax()])
        raise InputError(
            f"{where}, row {row + 1}: times '{frame['times'][row]}' rise; they are days before the path's end, "
            "first touch first"
        )
    return days
