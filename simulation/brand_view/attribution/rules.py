"""The rules of thumb: how one path's conversions are split over its touches, whatever the other paths say.

Every touch counts: a channel touched twice by a path is paid twice (ChannelAttribution and pychattr do the same).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulation.brand_view.attribution.path_table import Floats, Paths
from simulation.errors import InputError, nearest

HALF_LIFE_DAYS = 7.0  # as in Google Analytics' time-decay model
HALF_LIFE_TOUCHES = 1.0  # each touch counts half of the one after it
DIRECT = ("direct", "direct/none", "direct traffic")  # however they are written: see _bare


def split(paths: Paths, weights: Floats) -> tuple[Floats, Floats | None]:
    """Sum what each channel gets, in conversions and in value, from one weight a touch (they add up to 1 in a path)."""
    number, length = len(paths.channels), paths.length

    def credit(amount: Floats) -> Floats:
        return np.bincount(paths.touch, weights * np.repeat(amount, length), number)

    return credit(paths.conversions), None if paths.value is None else credit(paths.value)


def first(paths: Paths) -> Floats:
    """All to the first touch."""
    weights = np.zeros(len(paths.touch))
    weights[paths.first[:-1]] = 1
    return weights


def last(paths: Paths) -> Floats:
    """All to the last touch."""
    weights = np.zeros(len(paths.touch))
    weights[paths.first[1:] - 1] = 1
    return weights


def last_non_direct(paths: Paths, direct: str | Sequence[str] | None = None) -> Floats:
    """All to the last touch that is not direct; to the last touch if every one is direct.

    Args:
        paths: the paths.
        direct: name or names of the channels that count as direct, in any case; by default ``direct``, ``(none)`` and
            ``direct / none``, with or without parentheses and spaces, and then there need not be any.
    """
    if direct is None:
        given = [name for name in paths.channels if _bare(name) in DIRECT or name.casefold() == "(none)"]
    else:
        given = [direct] if isinstance(direct, str) else list(direct)
    names = {name.casefold() for name in paths.channels}
    absent = next((name for name in given if name.casefold() not in names), None)
    if direct is not None and absent is not None:
        raise InputError(f"direct: no channel '{absent}'{nearest(absent, paths.channels)}")
    is_direct = np.isin([name.casefold() for name in paths.channels], [name.casefold() for name in given])
    # Among the places of a path, the highest that is not direct; the path's last place is below all of them but exists.
    place = np.where(is_direct[paths.touch], -1, np.arange(len(paths.touch)))
    chosen = np.maximum.reduceat(place, paths.first[:-1])
    weights = np.zeros(len(paths.touch))
    weights[np.where(chosen < 0, paths.first[1:] - 1, chosen)] = 1
    return weights


def _bare(name: str) -> str:
    """Return a channel's name without case, parentheses and spaces around a slash: ``(direct) / (none)``."""
    return "/".join(part.strip(" ()[]") for part in name.casefold().split("/"))


def linear(paths: Paths) -> Floats:
    """The same to every touch."""
    return np.repeat(1 / paths.length, paths.length)


def position(paths: Paths, shares: Sequence[float] = (0.4, 0.2, 0.4)) -> Floats:
    """Fixed shares to the first touch, to all between, and to the last.

    One touch gets all. Of two touches each gets its share of what the two ends have (half, by default), as there is
    nothing between; if the ends have nothing, half.
    """
    try:
        ends_and_middle = np.array([float(share) for share in shares])
    except (TypeError, ValueError) as error:
        raise InputError(f"position: got {shares!r}; takes three shares such as [0.4, 0.2, 0.4]") from error
    fits = ends_and_middle.shape == (3,) and (ends_and_middle >= 0).all() and abs(ends_and_middle.sum() - 1) < 1e-9
    if not fits:
        raise InputError(
            f"position: got {list(shares)}; takes three shares >= 0 that add up to 1: first, between, last"
        )
    begin, between, end = ends_and_middle / ends_and_middle.sum()
    of_two = begin / (begin + end) if begin + end else 0.5
    length = paths.length
    weights = np.repeat(between / np.maximum(length - 2, 1), length)
    weights[paths.first[:-1]] = np.where(length == 2, of_two, begin)
    weights[paths.first[1:] - 1] = np.where(length == 2, 1 - of_two, end)
    weights[paths.first[:-1][length == 1]] = 1
    return weights


def time_decay(paths: Paths, half_life: float | None = None) -> Floats:
    """Weigh a touch ``2 ** (-age / half_life)``, scaled to 1 in the path.

    Its age is its days before the path's end; without times, the number of touches after it.

    Args:
        paths: the paths.
        half_life: > 0, in days where the paths have times (default 7), else in touches (default 1).
    """
    if paths.days is None:
        age = np.repeat(paths.first[1:] - 1, paths.length) - np.arange(len(paths.touch)).astype(np.float64)
        life = HALF_LIFE_TOUCHES if half_life is None else half_life
    else:
        age = np.nan_to_num(paths.days)
        life = HALF_LIFE_DAYS if half_life is None else half_life
    # Counted from the path's last touch, which changes nothing after scaling but cannot underflow to 0 / 0.
    age = age - np.repeat(age[paths.first[1:] - 1], paths.length)
    raw: Floats = np.exp2(-age / life)
    whole: Floats = np.add.reduceat(raw, paths.first[:-1])
    return raw / np.repeat(whole, paths.length)


PLAIN: dict[str, Callable[[Paths], Floats]] = {"first": first, "last": last, "linear": linear}
