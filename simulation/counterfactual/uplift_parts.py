"""Truth by parts: what each channel, tier, niche or creator of a campaign truly earned, from worlds that lack it.

All sums are integers: purchases of simulated consumers, and money in whole cents, rounded once per world. So
differences between worlds add up exactly, and a campaign that moves nobody earns exactly nothing, part by part.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from math import factorial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.touch_log import By
from simulation.counterfactual.campaign import Part, World, Worlds
from simulation.counterfactual.replay import PAID
from simulation.errors import InputError, not_one_of
from simulation.recording.log import RecordedMarket
from simulation.recording.metric import Metric, registry

if TYPE_CHECKING:
    import pandas as pd


PARTS = registry(
    Metric(
        "purchases",
        "purchases",
        "higher",
        "Purchases that a part of the campaign made: the world with it less the world without it.",
        "n * sum (purchases with - purchases without)",
    ),
    Metric("revenue", "USD", "higher", "Revenue that the part made.", "purchases * price"),
    Metric("margin", "USD", "higher", "Margin on that revenue.", "revenue * margin"),
    Metric("cost", "USD", "lower", "What the part cost.", "cost with - cost without"),
    Metric("profit", "USD", "higher", "What the part truly earned.", "margin - cost"),
)
"""Columns of :func:`leave_one_out` and :func:`shapley`, beside ``creators``."""

MOST_PARTS = 6
"""Of :func:`shapley`: each further part doubles the worlds."""


class _Value(NamedTuple):
    """What a world came to: integers that can be subtracted."""

    purchases: int  # simulated
    revenue: int  # cents
    margin: int  # cents
    cost: int  # cents


def leave_one_out(
    start: RecordedMarket | Worlds, parts: By | Sequence[Part] = "channel", groups: int | None = None
) -> pd.DataFrame:
    """Return what the campaign and each part added: the whole campaign less the campaign without the part.

    One world more per part. The rows need not add up to the campaign: parts that do the same work each look useless
    (the other would have done it), parts that need one another each look like all of it. :func:`shapley` shares out.

    Args:
        start: The market on the campaign's first day, its strategy the campaign's; or its worlds, which keep what
            has been run.
        parts: How to cut the campaign (``channel``, ``tier``, ``niche``, ``creator``), or parts of one's own.
        groups: With ``creator``: so many groups of creators, for rosters of thousands.

    Returns:
        A row a part (index ``part``), the first ``campaign``: ``creators``, how many, and the columns of
        :data:`PARTS`, in people and USD.

    Raises:
        InputError: The market does not stand on the campaign's first day, or a part cannot be used.
    """
    with _worlds(start) as worlds:
        given = [worlds.campaign, *_parts(worlds, parts, groups)]
        whole = _value(worlds, worlds.without(()))
        return _table(worlds, given, [_less(whole, _value(worlds, worlds.without((part,)))) for part in given])


def shapley(
    start: RecordedMarket | Worlds, parts: By | Sequence[Part] = "channel", groups: int | None = None
) -> pd.DataFrame:
    """Return each part's Shapley value over worlds: what it added on average over all orders of joining in.

    Exact, from ``2 ** n`` worlds for n parts, at most 6. The rows add up to the first row, ``campaign`` (what the parts
    together added to the rest of the plan), to the cent: what cannot be divided goes to the largest remainders.

    Args:
        start: As in :func:`leave_one_out`.
        parts: As there.
        groups: As there.

    Raises:
        InputError: As there; too many parts; or parts that share a creator.
    """
    with _worlds(start) as worlds:
        given = _few(worlds, parts, groups)
        sums = np.zeros((len(given), len(_Value._fields)), object)  # Python's integers: no overflow
        for lacking, weights in _coalitions(given):
            sums += np.outer(np.array(weights, object), np.array(_value(worlds, worlds.without(lacking)), object))
        orders = factorial(len(given))
        together = _less(_value(worlds, worlds.without(())), _value(worlds, worlds.without(given)))
        cents = [_apportion(column, orders) for column in sums[:, 1:].T.tolist()]
        shares = [(numerator / orders, *money) for numerator, *money in zip(sums[:, 0], *cents, strict=True)]
        campaign = Part(
            "campaign",
            frozenset[int]().union(*(part.creators for part in given)),
            frozenset[str]().union(*(part.channels for part in given)),
        )
        return _table(worlds, [campaign, *given], [together, *shares])


def shapley_people(
    start: RecordedMarket | Worlds, parts: By | Sequence[Part] = "channel", groups: int | None = None
) -> NDArray[np.float64]:
    """Return each part's Shapley value of each consumer's purchases, float64[C, parts].

    Row by row they add up to what the parts together changed, up to rounding of the last bit.
    """
    with _worlds(start) as worlds:
        given = _few(worlds, parts, groups)
        sums = np.zeros((len(worlds.start.consumers.niche), len(given)), np.int64)
        for lacking, weights in _coalitions(given):
            sums += np.outer(worlds.without(lacking).purchases.astype(np.int64), np.array(weights))
        return sums / factorial(len(given))


def interaction(start: RecordedMarket | Worlds, a: Part, b: Part) -> dict[str, float]:
    """Return what two parts did together beyond what each did beside the other: purchases, revenue, margin, profit.

    ``v(all) - v(without a) - v(without b) + v(without both)``: above 0 they help one another, below 0 they do the same
    work twice. Costs cancel.

    Raises:
        InputError: As in :func:`leave_one_out`; or the parts share a creator.
    """
    with _worlds(start) as worlds:
        _refuse_shared((a, b))
        all_, not_a, not_b, neither = (_value(worlds, worlds.without(parts)) for parts in ((), (a,), (b,), (a, b)))
        row = _table(worlds, [a], [_less(_less(all_, not_a), _less(not_b, neither))]).iloc[0]
        return {name: float(row[name]) for name in ("purchases", "revenue", "margin", "profit")}


def interactions(
    start: RecordedMarket | Worlds, parts: By | Sequence[Part] = "channel", groups: int | None = None
) -> pd.DataFrame:
    """Return the :func:`interaction` of every pair of parts, one row each (index ``a``, ``b``)."""
    import pandas as pd

    with _worlds(start) as worlds:
        pairs = list(itertools.combinations(_parts(worlds, parts, groups), 2))
        index = pd.MultiIndex.from_tuples([(a.name, b.name) for a, b in pairs], names=["a", "b"]) if pairs else None
        return pd.DataFrame([interaction(worlds, a, b) for a, b in pairs], index=index)


@contextlib.contextmanager
def _worlds(start: RecordedMarket | Worlds) -> Iterator[Worlds]:
    """Give the worlds of a market, and close them afterwards; worlds that were given stay open."""
    if isinstance(start, Worlds):
        yield start
    else:
        with Worlds(start) as worlds:
            yield worlds


def _parts(worlds: Worlds, parts: By | Sequence[Part], groups: int | None) -> list[Part]:
    if isinstance(parts, str):
        return worlds.parts(parts, groups)
    creators = len(worlds.start.quotes)
    for part in parts:
        for channel in part.channels:
            if channel not in PAID:
                raise not_one_of(f"part {part.name}: channel", str(channel), PAID)
        wrong = [i for i in part.creators if not 0 <= i < creators]
        if wrong:
            raise InputError(f"part {part.name}: got creator {wrong[0]}, takes 0 to {creators - 1}")
    return list(parts)


def _few(worlds: Worlds, parts: By | Sequence[Part], groups: int | None) -> list[Part]:
    given = _parts(worlds, parts, groups)
    if len(given) > MOST_PARTS:
        raise InputError(
            f"shapley: got {len(given)} parts, takes at most {MOST_PARTS} (by creator, groups={MOST_PARTS - 1} helps)"
        )
    _refuse_shared(given)
    return given


def _refuse_shared(parts: Sequence[Part]) -> None:
    for a, b in itertools.combinations(parts, 2):
        if a.creators & b.creators or a.channels & b.channels:
            raise InputError(f"parts: got {a.name} and {b.name}, which overlap; takes parts that share nothing")


def _value(worlds: Worlds, world: World) -> _Value:
    purchases = int(world.purchases.sum(dtype=np.int64))
    return _Value(purchases, *worlds.earned(purchases), world.cost)


def _less(a: _Value, b: _Value) -> _Value:
    return _Value(*(x - y for x, y in zip(a, b, strict=True)))


def _coalitions(parts: Sequence[Part]) -> Iterator[tuple[list[Part], list[int]]]:
    """Yield the parts each world lacks, and its weight in each part's Shapley value, times ``n!``: integers."""
    n = len(parts)
    for there in itertools.product((False, True), repeat=n):
        size = sum(there)
        joined, left_out = factorial(size - 1) * factorial(n - size) if size else 0, 0
        if size < n:
            left_out = -factorial(size) * factorial(n - size - 1)
        yield (
            [part for part, here in zip(parts, there, strict=True) if not here],
            [joined if here else left_out for here in there],
        )


def _apportion(numerators: Iterable[int], denominator: int) -> list[int]:
    """Return whole numbers near ``numerators / denominator`` whose sum is theirs, which must be whole."""
    shares = [divmod(numerator, denominator) for numerator in numerators]
    spare = sum(remainder for _, remainder in shares) // denominator
    most = sorted(range(len(shares)), key=lambda k: -shares[k][1])[:spare]
    return [whole + (k in most) for k, (whole, _) in enumerate(shares)]


def _table(worlds: Worlds, parts: Sequence[Part], values: Sequence[tuple[float, int, int, int]]) -> pd.DataFrame:
    import pandas as pd

    people = worlds.start.people_per_consumer
    rows = [
        {
            "creators": len(part.creators),
            "purchases": purchases * people,
            "revenue": revenue / 100,
            "margin": margin / 100,
            "cost": cost / 100,
            "profit": (margin - cost) / 100,
        }
        for part, (purchases, revenue, margin, cost) in zip(parts, values, strict=True)
    ]
    return pd.DataFrame(rows, index=pd.Index([part.name for part in parts], name="part"))
