"""How long each attribution method takes on a million paths over thousands of channels, and how much memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.brand_view.attribution.path_table import Paths

METHODS = (
    *("first", "last", "last_non_direct", "linear", "position", "time_decay"),
    *("markov:1", "markov:2", "markov:3", "shapley:path_set", "shapley:conversion_rate"),
)
CHANNELS, MEAN, LONGEST, CONVERSIONS = 5_000, 4.0, 20, 0.05
POPULARITIES = ("zipf", "uniform")


def made(paths: int, popularity: str, channels: int | None = None) -> Paths:
    """Draw paths whose touches have nothing to do with one another: hardly two are alike, which is the hardest case.

    Lengths are geometric (mean 4, at most 20), 5 % convert, the others are kept as nulls. A channel's popularity is
    1 / its rank (``zipf``), or all are alike (``uniform``).
    """
    import numpy as np

    from simulation.brand_view.attribution.path_table import Paths

    channels = CHANNELS if channels is None else channels
    rng = np.random.default_rng(1)
    length = np.minimum(rng.geometric(1 / MEAN, paths), LONGEST)
    weight = 1 / np.arange(1, channels + 1) if popularity == "zipf" else np.ones(channels)
    touch = np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(length.sum()))
    conversions = (rng.random(paths) < CONVERSIONS).astype(np.float64)
    return Paths(
        channels=tuple(f"creator_{rank:05}" for rank in range(channels)),
        first=np.concatenate([[0], np.cumsum(length)]),
        touch=np.minimum(touch, channels - 1).astype(np.int64),
        conversions=conversions,
        nulls=1 - conversions,
    )


def timed(paths: int, popularity: str, method: str) -> dict[str, Any]:
    """Time one method on a table in memory, compiled code warm; seconds of the clock and of all processors, and MB."""
    import resource

    from simulation.brand_view.attribution import attribute

    attribute(made(4_000, popularity, 2_000), method, samples=4)
    table = made(paths, popularity)
    begun, worked = time.perf_counter(), time.process_time()
    credited = attribute(table, method)["conversions"].sum()
    return {
        "popularity": popularity,
        "method": method,
        "seconds": time.perf_counter() - begun,
        "processor_seconds": time.process_time() - worked,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "left_over": abs(credited - table.conversions.sum()),
    }


def read_in(paths: int) -> dict[str, float]:
    """Time the reading of such a table from a frame of texts, ``a > b > c``."""
    import numpy as np
    import polars as pl

    from simulation.brand_view.attribution.path_table import read

    table = made(paths, "zipf")
    names = pl.Series("channel", np.array(table.channels)[table.touch])
    rows = pl.DataFrame({"row": table.row, "channel": names}).group_by("row", maintain_order=True)
    frame = rows.agg(pl.col("channel").str.join(" > ")).select(path="channel")
    frame = frame.with_columns(pl.Series("conversions", table.conversions))
    begun = time.perf_counter()
    read(frame)
    return {"seconds": time.perf_counter() - begun}


def measure(paths: int, alone: Callable[..., Any], say: Callable[[str], None]) -> dict[str, Any]:
    """Time every method on both kinds of table, each in a process of its own.

    Args:
        paths: how many.
        alone: calls a function in a fresh process.
        say: prints a line.
    """
    reading = alone(read_in, paths)
    say(f"{paths:,} paths over {CHANNELS:,} channels; reading them as text: {reading['seconds']:.1f} s")
    say(f"{'popularity':>10} {'method':>24} {'seconds':>8} {'processor s':>11} {'peak MB':>8}")
    rows = []
    for popularity in POPULARITIES:
        for method in METHODS:
            row = alone(timed, paths, popularity, method)
            rows.append(row)
            say(
                f"{popularity:>10} {method:>24} {row['seconds']:>8.1f} {row['processor_seconds']:>11.1f}"
                f" {row['peak_mb']:>8.0f}"
            )
    return {"paths": paths, "channels": CHANNELS, "read_s": reading["seconds"], "methods": rows}
