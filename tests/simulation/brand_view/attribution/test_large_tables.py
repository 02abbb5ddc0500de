"""Size: a million paths, hardly two alike, over 5,000 channels. How long it takes is for `task=benchmark` to say."""

import math

import numpy as np
import polars as pl
import pytest

from simulation.brand_view import attribution

CHANNELS, ROWS = 5_000, 1_000_000


@pytest.fixture(scope="module")
def million() -> pl.DataFrame:
    rng = np.random.default_rng(1)
    length = np.minimum(1 + rng.geometric(0.28, ROWS), 30)
    popularity = 1 / np.arange(1, CHANNELS + 1)
    channel = rng.choice(CHANNELS, length.sum(), p=popularity / popularity.sum())
    touches = pl.DataFrame({"row": np.repeat(np.arange(ROWS), length), "channel": channel})
    named = touches.with_columns(pl.format("creator_{}", "channel"))
    paths = named.group_by("row", maintain_order=True).agg(pl.col("channel").str.join(" > "))
    return paths.select(path="channel").with_columns(pl.Series("conversions", (rng.random(ROWS) < 0.05).astype(float)))


@pytest.mark.slow
@pytest.mark.parametrize("method", [*attribution.METHODS, "markov:2", "markov:3", "shapley:conversion_rate"])
def test_a_million_paths_over_five_thousand_channels_are_handed_out_to_the_last_conversion(
    method: str, million: pl.DataFrame
) -> None:
    table = attribution.attribute(million, method)
    assert len(table) == CHANNELS
    assert math.fsum(table["conversions"]) == pytest.approx(million["conversions"].sum(), rel=1e-9)
