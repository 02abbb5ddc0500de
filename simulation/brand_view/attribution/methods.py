"""Every method by its name, and the two ways to call them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from simulation.brand_view.attribution import rules
from simulation.brand_view.attribution.output import concatenated, tabled
from simulation.brand_view.attribution.path_table import Paths, read
from simulation.errors import InputError, InputWarning, nearest

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("first", "last", "last_non_direct", "linear", "position", "time_decay", "markov", "shapley")
VALUE_FUNCTIONS = ("path_set", "conversion_rate")
# What "method:setting" sets: so that one table can hold the same method twice, as markov and markov:2.
SETTING = {"time_decay": "half_life", "markov": "order", "shapley": "value_function"}


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of all methods, checked."""

    half_life: float | None = None
    position: Sequence[float] = (0.4, 0.2, 0.4)
    direct: str | Sequence[str] | None = None
    order: int = 1
    value_function: str = "path_set"
    samples: int = 1000
    seed: int = 0

    def check(self) -> Options:
        """Refuse what no method can use, in one line."""
        life = self.half_life
        if life is not None and not (_is_number(life) and 0 < life < math.inf):
            raise InputError(f"half_life: got {life!r}; takes days (or touches, without times) > 0")
        if not _is_whole(self.order) or not 1 <= self.order <= 3:
            raise InputError(f"order: got {self.order!r}; takes 1, 2 or 3")
        if self.value_function not in VALUE_FUNCTIONS:
            given = str(self.value_function)
            raise InputError(f"value_function: no '{given}'{nearest(given, VALUE_FUNCTIONS)}")
        if not _is_whole(self.samples) or self.samples < 4:
            raise InputError(f"samples: got {self.samples!r}; takes a whole number >= 4")
        if not _is_whole(self.seed) or self.seed < 0:
            raise InputError(f"seed: got {self.seed!r}; takes a whole number >= 0")
        return self


def attribute(
    paths: Any,
    method: str = "markov",
    *,
    half_life: float | None = None,
    position: Sequence[float] = (0.4, 0.2, 0.4),
    direct: str | Sequence[str] | None = None,
    order: int = 1,
    value_function: str = "path_set",
    samples: int = 1000,
    seed: int = 0,
    separator: str | None = None,
    dayfirst: bool | None = None,
) -> pd.DataFrame:
    """Hand out the conversions of a table of paths to the channels, by one method.

    Args:
        paths: a pandas or polars frame, a mapping of columns, or the path of a CSV or Parquet file, in path form
            (``path``, ``conversions``; ``value``, ``nulls``, ``times`` may be absent) or long form (``person``,
            ``time``, ``channel``; ``conversion``, ``value`` may be absent): see
            :mod:`simulation.brand_view.attribution.path_table`.
        method: one of :data:`METHODS`. A setting may follow a colon: ``markov:2`` (order), ``shapley:conversion_rate``,
            ``time_decay:14`` (half-life).
        half_life: of ``time_decay``, in days where the paths have times (default 7), else in touches (default 1).
        position: of ``position``: shares of the first touch, of all between, and of the last.
        direct: of ``last_non_direct``: name or names of the channels that count as direct.
        order: of ``markov``: 1, 2 or 3 touches make a state.
        value_function: of ``shapley``: ``path_set`` or ``conversion_rate``.
        samples: of ``shapley`` by conversion rate beyond 12 channels: orders of arrival drawn.
        seed: of those orders.
        separator: between the touches of a path; found out if not given, as in
            :func:`simulation.brand_view.attribution.read`, whose warnings are given as :class:`InputWarning`.
        dayfirst: whether 03/07/2026 is the third of July.

    Returns:
        One row a channel, sorted by name: ``channel``; ``conversions``; ``value`` (NaN where the paths have none);
        ``share`` of all conversions (0 if there are none); ``standard_error`` of the conversions where they were
        sampled, else NaN; and, where values were sampled, ``value_standard_error``. Conversions and value add up to the
        totals of the paths.

    Raises:
        InputError: the table or a setting cannot be used; the message is one line.
    """
    options = Options(half_life, position, direct, order, value_function, samples, seed)
    name, settings = _parse(method, options)
    return _credited(_read(paths, separator, dayfirst), name, settings)


def attribute_all(
    paths: Any,
    methods: Sequence[str] | None = None,
    *,
    separator: str | None = None,
    dayfirst: bool | None = None,
    **settings: Any,
) -> pd.DataFrame:
    """Hand out the conversions by several methods: one tidy table, ``method`` first, then as :func:`attribute`.

    Args:
        paths: as in :func:`attribute`.
        methods: names, perhaps with a setting (``markov:2``); by default all of :data:`METHODS`.
        separator: as in :func:`attribute`.
        dayfirst: as in :func:`attribute`.
        **settings: as in :func:`attribute`, for all methods.
    """
    known = Options.__slots__
    for name in settings:
        if name not in known:
            raise InputError(f"{name}: no such setting{nearest(name, known)}")
    if isinstance(methods, str):
        methods = [methods]
    if methods is not None and not methods:
        raise InputError("methods: got none; takes a list such as ['last', 'markov']")
    options = Options(**settings)
    labels = dict.fromkeys(str(method) for method in (METHODS if methods is None else methods))  # each once, in order
    asked = [(label, *_parse(label, options)) for label in labels]
    table = _read(paths, separator, dayfirst)
    return concatenated([(label, _credited(table, name, chosen)) for label, name, chosen in asked])


def _read(paths: Any, separator: str | None, dayfirst: bool | None) -> Paths:
    """Read a table, and warn of what may have been read wrongly."""
    table = read(paths, separator=separator, dayfirst=dayfirst)
    for note in () if table is paths else table.notes:
        if note.startswith("warning: "):
            warnings.warn(note.removeprefix("warning: "), InputWarning, stacklevel=3)
    return table


def _parse(method: str, options: Options) -> tuple[str, Options]:
    """Split ``method:setting`` and check both."""
    name, colon, setting = str(method).partition(":")
    if name not in METHODS:
        raise InputError(f"method: no '{name}'{nearest(name, METHODS)}")
    if not colon:
        return name, options.check()
    if name not in SETTING:
        raise InputError(f"method: '{name}' takes no setting after a colon; got '{method}'")
    given: Any = setting
    if name != "shapley":
        try:
            given = float(setting)
        except ValueError as error:
            raise InputError(f"method: '{method}': {SETTING[name]} is '{setting}'; takes a number") from error
        given = int(given) if name == "markov" and given.is_integer() else given
    chosen: Options = replace(options, **{SETTING[name]: given})
    return name, chosen.check()


def _credited(paths: Paths, name: str, options: Options) -> pd.DataFrame:
    if name == "markov":
        from simulation.brand_view.attribution import markov

        return tabled(paths, *markov.credit(paths, options.order))
    if name == "shapley":
        from simulation.brand_view.attribution import shapley

        if options.value_function == "path_set":
            credit = shapley.by_path_set(paths)
        else:
            credit = shapley.by_conversion_rate(paths, options.samples, options.seed)
        return tabled(paths, credit.conversions, credit.value, credit.error, credit.value_error)
    if name in rules.PLAIN:
        weights = rules.PLAIN[name](paths)
    elif name == "last_non_direct":
        weights = rules.last_non_direct(paths, options.direct)
    elif name == "position":
        weights = rules.position(paths, options.position)
    else:
        weights = rules.time_decay(paths, options.half_life)
    return tabled(paths, *rules.split(paths, weights))


def _is_number(given: Any) -> bool:
    return isinstance(given, Real) and not isinstance(given, bool)


def _is_whole(given: Any) -> bool:
    return isinstance(given, Integral) and not isinstance(given, bool)
