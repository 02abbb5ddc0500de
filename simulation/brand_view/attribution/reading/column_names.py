"""The columns of a table of paths by their names, by names that other tools give them, and by names that are near."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from simulation.errors import InputError

if TYPE_CHECKING:
    import polars as pl

NAMES = ("path", "conversions", "value", "nulls", "times", "person", "time", "channel", "conversion")
_CONVERSION = (
    "converted is_conversion is_converted has_converted conv convs conversion_flag purchase purchased purchases"
)
_OTHER_NAMES = {
    "path": "channel_path conversion_path customer_journey journey touchpoints touchpoint_path path_to_conversion"
    " channel_paths",
    "conversions": f"{_CONVERSION} conversion total_conversions num_conversions number_of_conversions key_events orders"
    " transactions conversion_count",
    "value": "conversion_value conversions_value total_conversion_value total_value conv_value revenue total_revenue"
    " purchase_revenue sales amount",
    "nulls": "null total_null total_nulls non_conversions no_conversion no_conversions not_converted non_converting"
    " null_paths",
    "times": "",
    "person": "user user_id userid customer customer_id client_id clientid visitor visitor_id fullvisitorid cookie"
    " cookie_id uid user_pseudo_id person_id contact_id lead_id session_user",
    "time": "timestamp date datetime event_date event_time event_timestamp event_datetime ts touch_time visit_time"
    " visit_date day created_at session_start date_time",
    "channel": "marketing_channel channel_grouping channel_group default_channel_grouping default_channel_group"
    " touchpoint touch utm_source source_medium channel_name",
    "conversion": f"{_CONVERSION} conversions is_purchase total_conversions",
}
_ALL_PATHS = frozenset(
    (
        *("count", "counts", "n", "paths", "path_count", "total_paths", "number_of_paths", "num_paths", "journeys"),
        *("sessions", "visits", "users", "total_users", "total_count", "total", "frequency", "freq", "occurrences"),
    )
)
_OTHERS = {name: frozenset(others.split()) for name, others in _OTHER_NAMES.items()}
_WIDE = ("path", "conversions", "value", "nulls", "times")
_LONG = ("person", "time", "channel", "conversion", "value")


def plain(name: str) -> str:
    """Return a column's name in lower case, with underscores for spaces and marks."""
    return re.sub(r"[\s/.-]+", "_", name.strip().lower())


def is_known(name: str) -> bool:
    """Tell whether a column has one of our names, or one that another tool gives it."""
    bare = plain(name)
    return bare in NAMES or bare.endswith("_path") or any(bare in others for others in _OTHERS.values())


def with_our_names(frame: pl.DataFrame, where: str, warnings: list[str]) -> tuple[pl.DataFrame, bool]:
    """Return the frame with our names, and whether it is in path form; say which other names were taken for ours.

    Raises:
        InputError: a name that stands twice, or two columns that may be the same one.
    """
    exact = {name: name for name in frame.columns if name in NAMES}
    for name in frame.columns:  # "Conversions" and " value" are ours, too
        exact.setdefault(plain(name) if plain(name) in NAMES else name, name)
    if "path" in exact:
        wide = True
    elif {"person", "time", "channel"} & set(exact):
        wide = False
    else:
        wide = _other(frame, "path", exact, where) is not None or _other(frame, "person", exact, where) is None
    ours = _WIDE if wide else _LONG
    taken: dict[str, str] = {}
    for name in ours:
        if name in exact:
            taken[exact[name]] = name
            continue
        if name == "conversion" and "conversions" in exact:
            taken[exact["conversions"]] = "conversions"
            continue
        other = _other(frame, name, exact, where)
        if other is not None and other not in taken:
            taken[other] = name
            warnings.append(f"column '{other}' was read as '{name}'")
    left = [name for name in frame.columns if name not in taken]
    for name in left:
        if plain(name) in taken.values():
            warnings.append(f"column '{name}' was not read: '{plain(name)}' is there, too")
            continue
        close = _near(plain(name), ours)
        if close and close in taken.values():
            warnings.append(f"column '{name}' was not read: '{close}' is there, too")
        elif close and close not in ("path", "person", "time", "channel"):
            warnings.append(f"column '{name}' was not read: if it is '{close}', name it so")
    if wide and "nulls" not in taken.values():
        warnings += [
            f"column '{name}' was not read: if it counts all paths of a row, those that did not convert are "
            "missing; set nulls to it less conversions"
            for name in left
            if plain(name) in _ALL_PATHS
        ]
    clash = {old: new for old, new in taken.items() if old != new}
    hidden = {name: f"{name} (not read)" for name in left if name in clash.values()}
    return frame.rename({**hidden, **clash}), wide


def _other(frame: pl.DataFrame, name: str, exact: dict[str, str], where: str) -> str | None:
    """Return the one column that another tool would call so."""
    columns = [
        column
        for column in frame.columns
        if column not in exact.values() or plain(column) not in NAMES
        if plain(column) in _OTHERS[name] or (name == "path" and plain(column).endswith("_path"))
    ]
    if name in ("conversions", "conversion"):
        columns += [c for c in frame.columns if plain(c) in ("conversion", "conversions") and c not in columns]
    if len(columns) > 1:
        raise InputError(
            f"{where}: columns {' and '.join(repr(column) for column in columns[:3])} may both be '{name}'; name one so"
        )
    return columns[0] if columns else None


def _near(bare: str, ours: tuple[str, ...]) -> str | None:
    """Return our name that a column's name is near to, or stands for."""
    for name in ours:
        if bare in _OTHERS[name]:
            return name
    close = difflib.get_close_matches(bare, ours, n=1, cutoff=0.8)
    return close[0] if close and close[0] != bare else None
