"""The score: what each method says that a campaign brought, beside what it truly brought."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.brand_view.attribution.methods import METHODS
from simulation.brand_view.bootstrap import resampled
from simulation.brand_view.sensors import SENSORS, Journeys, sense
from simulation.brand_view.touch_log import DIRECT
from simulation.counterfactual import uplift_parts
from simulation.errors import InputError, not_one_of
from simulation.evaluation.ranks import spearman
from simulation.recording.metric import Metric, registry

if TYPE_CHECKING:
    import pandas as pd

    from simulation.brand_view.touch_log import By
    from simulation.counterfactual.campaign import Worlds
    from simulation.scenario.measurement import Measurement

type Truth = Literal["leave_one_out", "shapley"]
TRUTHS = ("leave_one_out", "shapley")
TAGGED = {"codes": "promo codes", "survey": "survey"}
"""Sensors that name one channel a purchase: every method says the same of them."""

SCORE = registry(
    Metric("credited", "USD", "neither", "Margin that the method credits to the campaign.", "sum money"),
    Metric("true", "USD", "higher", "Margin that the campaign truly added.", "margin with - margin without"),
    Metric(
        "error",
        "USD",
        "lower",
        "How far credit is from truth, channel by channel.",
        "sum abs(money - true_money) over channels",
    ),
    Metric(
        "misallocated",
        "1",
        "lower",
        "Share of the next budget that would go to other channels than where it truly works, if it were split as the"
        " method credits; the whole of it if the method credits none.",
        "1/2 sum abs(share - true_share), shares of what is above 0",
    ),
    Metric("misallocated_money", "USD", "lower", "The same of the campaign's cost.", "misallocated * cost"),
    Metric(
        "rank_correlation",
        "1",
        "higher",
        "Spearman's correlation of credit and truth over channels; NaN with fewer than two, or if all are equal.",
        "spearman(money, true_money)",
    ),
    Metric(
        "coverage",
        "1",
        "higher",
        "Share of channels whose true money lies in the method's interval (a bootstrap over people).",
        "#(low <= true_money <= high) / #channels",
    ),
)
"""Columns of :attr:`Score.methods`, beside ``sensor`` and ``method``."""


@dataclasses.dataclass(frozen=True, eq=False)
class Score:
    """Credit and truth of one campaign.

    Attributes:
        channels: A row for each sensor, method and channel: ``sensor``, ``method``, ``channel``, ``purchases``
            (people) and ``money`` (USD of margin) credited, ``low`` and ``high`` of the money, ``share`` of the credit,
            ``true_purchases``, ``true_money``, ``true_share`` and ``error`` (money less true money). Channel ``direct``
            is what is credited to none; its truth is what would have been bought anyway. It has no shares.
        methods: A row for each sensor and method: ``sensor``, ``method`` and the columns of :data:`SCORE`.
        truth: What truth is: ``leave_one_out`` or ``shapley``.
        cost: USD that the campaign cost.
        forgotten: Largest share of touches that the rings had no room for.
    """

    channels: pd.DataFrame
    methods: pd.DataFrame
    truth: str
    cost: float
    forgotten: float

    def of(self, method: str, sensor: str = "links") -> pd.DataFrame:
        """Return the rows of one method, index ``channel``."""
        chosen = self.channels[(self.channels["method"] == method) & (self.channels["sensor"] == sensor)]
        return chosen.set_index("channel")


def score(
    worlds: Worlds,
    by: By = "channel",
    sensors: Sequence[str] = SENSORS,
    methods: Sequence[str] = METHODS,
    truth: Truth = "leave_one_out",
    measurement: Measurement | None = None,
    resamples: int = 200,
    confidence: float = 0.95,
) -> Score:
    """Set what methods make of the sensors' paths against what the campaign's channels truly added.

    Args:
        worlds: The campaign's worlds; the market kept touches (``measurement.touches``).
        by: Which creators share a channel, in credit and truth alike: see :meth:`worlds.Worlds.parts`.
        sensors: Of :data:`sensors.SENSORS`. Methods apply to ``links``; codes and the survey name a channel themselves.
        methods: As :func:`attribution.attribute` takes them.
        truth: ``leave_one_out`` (a world more for each channel) or ``shapley`` (``2 ** channels`` worlds, at most 6
            channels, adds up to the whole campaign).
        measurement: How good the sensors are; ``None``: as the scenario says.
        resamples: Of people, for the intervals; 0: none.
        confidence: Of the intervals.

    Raises:
        InputError: No touches were kept, or an argument cannot be used.
    """
    import pandas as pd

    if truth not in TRUTHS:
        raise not_one_of("truth", truth, TRUTHS)
    if resamples < 0 or not 0 < confidence < 1:
        raise InputError(f"resamples, confidence: got {resamples}, {confidence}; takes 0 or more, and 0 to 1")
    journeys = {name: sense(worlds.whole, name, by, measurement) for name in dict.fromkeys(sensors)}
    parts = worlds.parts(by)
    table = getattr(uplift_parts, truth)(worlds, parts) if parts else uplift_parts.leave_one_out(worlds, parts)
    people = worlds.start.people_per_consumer
    anyway = int(worlds.without((worlds.campaign,)).purchases.sum(dtype=np.int64))
    per_purchase = worlds.price * worlds.margin
    true = table.drop(index="campaign")[["purchases", "margin"]]
    true.loc[DIRECT] = [anyway * people, anyway * people * per_purchase]
    tables = []
    for sensor, method, seen in _estimates(journeys, methods):
        credit, low, high = resampled(seen, method, len(worlds.start.consumers.niche), resamples, confidence)
        tables.append(
            _beside(sensor, TAGGED.get(sensor, method), seen.paths.channels, credit, low, high, true, per_purchase)
        )
    channels = pd.concat(tables, ignore_index=True)
    cost = worlds.whole.ledger.cost / 100
    rows = [
        {"sensor": sensor, "method": method, **_row(group, float(table.loc["campaign", "margin"]), cost)}
        for (sensor, method), group in channels.groupby(["sensor", "method"], sort=False)
    ]
    forgotten = max((seen.forgotten for seen in journeys.values()), default=0.0)
    return Score(channels, pd.DataFrame(rows), truth, cost, forgotten)


def _estimates(journeys: dict[str, Journeys], methods: Sequence[str]) -> Iterator[tuple[str, str, Journeys]]:
    for sensor, seen in journeys.items():
        if sensor in TAGGED:
            yield sensor, "last", seen
        else:
            yield from ((sensor, method, seen) for method in methods)


def _beside(
    sensor: str,
    method: str,
    names: tuple[str, ...],
    credit: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    true: pd.DataFrame,
    per_purchase: float,
) -> pd.DataFrame:
    import pandas as pd

    credited = pd.DataFrame({"purchases": credit, "low": low * per_purchase, "high": high * per_purchase}, index=names)
    bound = 0.0 if np.isfinite(low).all() else math.nan  # of no credit; no draws, no intervals
    table = credited.reindex(true.index.union(credited.index, sort=False))
    table = table.fillna({"purchases": 0.0, "low": bound, "high": bound})
    # A channel that was credited but bought nothing, such as a tier reached by hearsay, truly added nothing.
    known = true.reindex(table.index, fill_value=0.0)
    table["money"] = table["purchases"] * per_purchase
    table["true_purchases"], table["true_money"] = known["purchases"], known["margin"]
    real = table.index != DIRECT
    for name, of in (("share", "money"), ("true_share", "true_money")):
        above = table.loc[real, of].clip(lower=0)
        table[name] = above / above.sum() if above.sum() > 0 else above * math.nan
    table["error"] = table["money"] - table["true_money"]
    table = table.rename_axis("channel").reset_index().assign(sensor=sensor, method=method)
    columns = ["sensor", "method", "channel", "purchases", "money", "low", "high", "share"]
    return table[[*columns, "true_purchases", "true_money", "true_share", "error"]]


def _row(table: pd.DataFrame, true: float, cost: float) -> dict[str, Any]:
    real = table[table["channel"] != DIRECT]
    share, true_share = real["share"].fillna(0.0), real["true_share"]
    wrong = (
        math.nan
        if true_share.isna().any()
        else 1.0
        if share.sum() == 0
        else float((share - true_share).abs().sum() / 2)
    )
    inside = (real["low"] <= real["true_money"]) & (real["true_money"] <= real["high"])
    known = real["low"].notna().any()
    return {
        "credited": float(real["money"].sum()),
        "true": true,
        "error": float(real["error"].abs().sum()),
        "misallocated": wrong,
        "misallocated_money": wrong * cost,
        "rank_correlation": spearman(real["money"].to_numpy(), real["true_money"].to_numpy()),
        "coverage": float(inside.mean()) if known and len(real) else math.nan,
    }
