"""Made-up results of three arms over four seeds: enough for tables, figures and reports to have something to say."""

import numpy as np
import polars as pl
import pytest

from experiments.comparing.findings import Measure, findings

ARMS = ["none", "broadcast", "hyper_targeted"]
SEEDS = [1, 2, 3, 4]
MEASURES = {
    "profit": Measure("USD", 1, "Margin on sales less the campaign's cost."),
    "cost": Measure("USD", 0, "Fees, media and hours."),
    "fees": Measure("USD", 0, "Paid to creators."),
    "media": Measure("USD", 0, "Paid for advertisements."),
    "hours_cost": Measure("USD", 0, "Hours at the wage."),
    "unspent": Measure("USD", 0, "Left of the budget."),
    "waste": Measure("1", -1, "Share of spend on people who cannot buy.", percent=True),
    "conversion": Measure("1", 1, "Buyers among those reached.", percent=True),
    "brand_trust": Measure("1", 1, "Mean trust in the brand."),
    "reach": Measure("people", 1, "People reached."),
}
LEVELS = {
    "none": [1_000_000, 0, 0, 0, 0, 0, np.nan, np.nan, 0.5, 0],
    "broadcast": [900_000, 200_000, 0, 200_000, 0, 0, 0.7, 0.02, 0.5, 5_000_000],
    "hyper_targeted": [990_000, 200_000, 150_000, 0, 50_000, 0, 0.4, 0.05, 0.51, 800_000],
}


@pytest.fixture(scope="session")
def outcomes():
    """Arms differ by their levels; seeds by a world that all arms share, and a little noise of their own."""
    rng = np.random.default_rng(1)
    rows = []
    for seed in SEEDS:
        world = rng.normal(1, 0.1)
        for arm in ARMS:
            for metric, level in zip(MEASURES, LEVELS[arm], strict=True):
                fixed = MEASURES[metric].better == 0
                rows.append((arm, seed, metric, level if fixed else level * world + level * rng.normal(0, 0.01)))
    return pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")


@pytest.fixture
def found(outcomes):
    """Findings that a test may change."""
    return findings(outcomes, ARMS, "none", MEASURES, 0.95)


@pytest.fixture(scope="session")
def found_by_all(outcomes):
    return findings(outcomes, ARMS, "none", MEASURES, 0.95)


@pytest.fixture(scope="session")
def tables():
    rng = np.random.default_rng(2)
    series = [
        (arm, seed, day, metric, 0.6 + 0.01 * rng.normal())
        for arm in ARMS
        for seed in SEEDS
        for day in range(-14, 60, 7)
        for metric in ("trust_nano", "trust_mega", "brand_trust")
    ]
    uplift = [
        row
        for arm in ARMS[1:]
        for seed in SEEDS
        for row in (
            *((arm, seed, "purchases", "count", float(at), count) for at, count in ((-1, 3.0), (0, 980.0), (1, 17.0))),
            *((arm, seed, "trust", "count", at, 20.0) for at in (-0.05, 0.0, 0.02, 0.05)),
            (arm, seed, "trust", "share", 0.0, 0.92),
            *(
                (arm, seed, "awareness", "share", float(at), share)
                for at, share in ((-1, 0.001), (0, 0.939), (1, 0.06))
            ),
        )
    ]
    nodes = [(arm, 1, node, node % 3, rng.uniform()) for arm in ARMS for node in range(40)]
    links = [(arm, 1, a, (a * 7 + 1) % 40) for arm in ARMS for a in range(40)]
    return {
        "series": pl.DataFrame(series, schema=["arm", "seed", "day", "metric", "value"], orient="row"),
        "uplift": pl.DataFrame(uplift, schema=["arm", "seed", "quantity", "kind", "at", "value"], orient="row"),
        "nodes": pl.DataFrame(nodes, schema=["arm", "seed", "node", "group", "trust"], orient="row"),
        "links": pl.DataFrame(links, schema=["arm", "seed", "a", "b"], orient="row"),
    }
