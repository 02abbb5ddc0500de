"""Paths as text, lists or JSON into their steps: separators, markers of start and end, names in one Unicode form."""

from __future__ import annotations

import ast
import html
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl

_ARROWS = r"-+>|=+>|>+|[→⟶➔➜➝➞⇒⇨»\u203a▸►]"
_ODD = ("->", "=>", ">>", *"→⟶➔➜➝➞⇒⇨»\u203a▸►")  # what all arrows but a plain > have
_OTHERS = ("|", ";", "\t", ",")
_STARTS = ("start", "(start)", "<start>", "[start]", "begin")
_CONVERSIONS = ("conv", "(conv)", "conversion", "(conversion)", "[conversion]", "<conversion>", "converted", "end")
_NULLS = ("null", "(null)", "[null]", "<null>", "no conversion", "exit", "dropoff")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad")) | {0xA0: " ", 0x202F: " "}


def separators(column: pl.Series, asked: str | None, notes: list[str]) -> str | None:
    """Return a pattern for what separates the steps of paths, ``None`` where nothing does (each cell is one step).

    An arrow of any kind comes before a bar, a semicolon, a tab and a comma, as channels' names have those more often.
    """
    import polars as pl

    if asked is not None:
        return re.escape(asked.strip())
    if column.dtype != pl.String:
        return None
    if _is_json(column):
        notes.append("paths are lists as JSON or Python writes them")
        return None
    other = column.str.contains_any([*_ODD, *_OTHERS]).any()  # one pass, where most tables have nothing but >
    is_odd = column.str.contains_any([*_ODD]) if other else column.is_null() & column.is_not_null()
    tokens = column.filter(is_odd).str.extract_all(_ARROWS).explode().drop_nulls().unique().to_list()
    if column.filter(~is_odd).str.contains(">", literal=True).any():
        tokens = list({*tokens, ">"})
    words = sorted({token if set(token) != {">"} else ">" for token in tokens})  # ">>" is an empty step beside ">"
    if len(tokens) == 1:
        words = tokens
    counts = {
        mark: int(column.str.contains(mark, literal=True).fill_null(False).sum()) if other else 0 for mark in _OTHERS
    }
    arrows = int((is_odd | column.str.contains(">", literal=True)).fill_null(False).sum())
    many = max(counts.values())
    if words and (4 * arrows >= many or arrows == many):
        if words != [">"]:
            notes.append(f"separator: {' and '.join(repr(word) for word in words)} (separator=...)")
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    mark = next((mark for mark in _OTHERS if counts[mark] and 4 * counts[mark] >= many), None)
    if mark is not None:
        notes.append(f"separator: {mark!r} (separator=...)")
        return re.escape(mark)
    return None


def without_entities(frame: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Return the frame with the signs that ``&gt;`` and the like stand for in paths, as pages and feeds write them."""
    column = frame["path"]
    if str(column.dtype) != "String" or not column.str.contains("&", literal=True).any():
        return frame
    if not column.str.contains(r"&(gt|lt|amp|quot|rarr|raquo|#\d+|#x[0-9a-fA-F]+);").any():
        return frame
    notes.append("signs such as '&gt;' in paths were read as what they stand for, '>'")
    return frame.with_columns(column.map_elements(html.unescape, return_dtype=column.dtype))


def steps_of(column: pl.Series, pattern: str | None, where: str) -> tuple[NDArray[np.int64], pl.Series]:
    """Return where each row's steps begin, and all steps without the spaces around them.

    Raises:
        InputError: a list in JSON that is broken; its row is named.
    """
    import polars as pl

    if column.dtype == pl.String and _is_json(column):
        column = _from_json(column, where)
    if column.dtype == pl.List or column.dtype == pl.Array:
        lists = column.cast(pl.List(pl.String)).fill_null([])
        lists = (
            lists.to_frame("x")
            .select(pl.when(pl.col("x").list.len() == 0).then(pl.lit([""])).otherwise("x"))
            .to_series()
        )
        steps = lists.explode().fill_null("")
    else:
        text = column.cast(pl.String).fill_null("")
        if pattern is not None:
            if len(pattern.replace("\\", "")) > 1 and "|" in pattern.replace("\\|", ""):
                text, pattern = text.str.replace_all(pattern, "\x1f"), "\x1f"
            else:
                pattern = re.sub(r"\\(.)", r"\1", pattern)
            lists = text.str.split(pattern)
        else:
            lists = text.to_frame("x").select(pl.concat_list("x")).to_series()
        steps = lists.explode(empty_as_null=False, keep_nulls=False)
    first = np.concatenate([[0], np.cumsum(lists.list.len().to_numpy(), dtype=np.int64)])
    return first, steps.str.strip_chars()


def _is_json(column: pl.Series) -> bool:
    """Tell whether most cells are lists in square brackets: the others are then broken ones, or empty."""
    lists = int(column.str.contains(r"""^\s*\[\s*(["'\]\d-]|null).*\]\s*$|^\s*\[\s*\]\s*$""").sum() or 0)
    return lists > 0 and 2 * lists >= len(column)


def _from_json(column: pl.Series, where: str) -> pl.Series:
    """Read lists as JSON or as Python writes them."""
    import polars as pl

    cells: list[list[str | None]] = []
    for row, text in enumerate(column.to_list()):
        bare = (text or "").strip()
        path: Any = []
        if bare:
            try:
                path = json.loads(bare)
            except ValueError:
                try:
                    path = ast.literal_eval(bare)
                except (ValueError, SyntaxError, MemoryError, RecursionError):
                    path = None
        if not isinstance(path, list) or any(isinstance(step, list | dict) for step in path):
            raise InputError(f"{where}, row {row + 1}: {bare[:60]!r} is no list of channels, as in other rows")
        cells.append([None if step is None else str(step) for step in path])
    return pl.Series(column.name, cells, dtype=pl.List(pl.String))


def without_markers(
    first: NDArray[np.int64], steps: pl.Series, conversions: np.ndarray, notes: list[str]
) -> tuple[NDArray[np.int64], pl.Series, np.ndarray]:
    """Take out steps that mark a path's start or end where they stand in every path; say so, or say that they may be.

    Returns where each row's steps begin, the steps, and which of the old steps are kept.
    """
    import polars as pl

    stays = np.ones(len(steps), np.bool_)
    markers = [*_STARTS, *_CONVERSIONS, *_NULLS]
    named = steps.unique()
    named = named.filter(named.str.to_lowercase().is_in(markers))
    if len(named) == 0:
        return first, steps, stays
    lower = steps.str.to_lowercase()
    length = np.diff(first)
    opening, closing = first[:-1], first[1:] - 1
    starts = lower.is_in(_STARTS).to_numpy()
    ends = lower.is_in([*_CONVERSIONS, *_NULLS]).to_numpy()
    listed = ", ".join(map(repr, sorted(named.to_list())[:4]))
    every_start = starts[opening].all() and starts.sum() == len(length)
    every_end = ends[closing].all() and ends.sum() == len(length)
    room = length - every_start - every_end
    if (
        (every_start or every_end)
        and (not starts.any() or every_start)
        and (not ends.any() or every_end)
        and (room >= 1).all()
    ):
        converts = lower.gather(closing).is_in(_CONVERSIONS).to_numpy() if every_end else conversions > 0
        if np.array_equal(converts, conversions > 0) or not every_end:
            if every_start:
                stays[opening] = False
            if every_end:
                stays[closing] = False
            notes.append(f"warning: {listed} mark the start or the end of paths, and were left out as channels")
            begins = np.concatenate([[0], np.cumsum(room)])
            return begins.astype(np.int64), steps.filter(pl.Series(stays)), stays
    notes.append(f"warning: {listed} got credit as channels: take them out of the paths if they mark a start or an end")
    return first, steps, stays


def one_form(names: list[str], notes: list[str]) -> dict[str, str]:
    """Return for each channel's name the one that it is credited under: one Unicode form, nothing invisible."""
    meant = {name: visible(name) for name in names}
    joined = len(names) - len(set(meant.values()))
    if joined:
        seen: dict[str, str] = {}
        twice = next(name for name in names if seen.setdefault(meant[name], name) != name)
        notes.append(f"{joined} channels differ from another only in their Unicode form, such as {twice!r}: joined")
    folded: dict[str, str] = {}
    for name in sorted(set(meant.values())):
        if (other := folded.setdefault(name.casefold(), name)) != name:
            notes.append(f"channels {other!r} and {name!r} differ only in case: credited apart")
    return meant


def visible(text: str) -> str:
    """Return a name in composed Unicode form, without characters that cannot be seen."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_INVISIBLE).strip()
