"""What a brand buys with its money: the config of a mix of creators and channels, at the brand's own prices."""

from __future__ import annotations

from typing import Any

from experiments.own_brand.brand import Brand, Sales
from experiments.own_brand.currency import usd_rate
from simulation.state.columns import CHANNELS
from simulation.strategies.named import BUILT_IN

CREATORS = "creators"
"""What is spent on creators, as a channel of a sales table."""
QUARTER = 13
"""Weeks: what a brand does now is what it spent in the last quarter."""
CPM = {"broadcast": 20.0, "paid_social": 8.5, "search": 40.0, "retargeting": 15.0}
"""USD per 1,000 impressions where ``prices.csv`` does not say: the defaults of the strategies, facts.md prices."""
assert set(CPM) == set(CHANNELS)


def strategy(name: str) -> dict[str, Any]:
    """Return the config of a strategy that ships."""
    return {"_target_": BUILT_IN[name]}


def pool(brand: Brand) -> str:
    """Return whom creators are chosen from."""
    return "roster" if brand.roster else "market"


def mix(
    brand: Brand,
    creators: float = 0.0,
    broadcast: float = 0.0,
    paid_social: float = 0.0,
    search: float = 0.0,
    retargeting: float = 0.0,
) -> dict[str, Any]:
    """Return the config of a mix at the brand's prices, with these shares of the budget.

    A roster is the brand's own choice: no creator of it is left out for its fit, and none for its price.
    """
    own = {"least_fit": 0.0, "dearest": None} if brand.roster else {"dearest": 60.0 * usd_rate(brand.answers.currency)}
    return {
        **strategy("mix"),
        "pool": pool(brand),
        **own,
        "creators_share": creators,
        "broadcast_share": broadcast,
        "paid_social_share": paid_social,
        "search_share": search,
        "retargeting_share": retargeting,
        **{f"{channel}_cpm": cpm for channel, cpm in prices_of(brand).items()},
    }


def prices_of(brand: Brand) -> dict[str, float]:
    """Return the price of 1,000 impressions by channel, in the brand's currency, an agency's share included."""
    rate = usd_rate(brand.answers.currency)
    found = {channel: cpm * rate for channel, cpm in CPM.items()}
    for row in brand.prices:
        channel = row.what
        if channel in found and row.unit == "1000 impressions":
            found[channel] = row.price * (1 + row.agency_share)
    return found


def known_spend(sales: Sales | None) -> dict[str, tuple[float, ...]]:
    """Return spend by week on each channel that the market has; what else a sales table names is not bought."""
    if sales is None:
        return {}
    return {channel: weeks for channel, weeks in sales.spend.items() if channel == CREATORS or channel in CPM}


def split_of(sales: Sales | None, weeks: slice) -> dict[str, float]:
    """Return the share of each of the market's channels in what was spent in some weeks; empty: nothing that is known.

    Args:
        sales: The brand's table; None: it has none.
        weeks: Which of its rows.
    """
    totals = {channel: sum(spent[weeks]) for channel, spent in known_spend(sales).items()}
    whole = sum(totals.values())
    return {channel: spent / whole for channel, spent in totals.items() if spent > 0} if whole > 0 else {}


def plain_channel(channel: str) -> str:
    """Return a channel's name as it is written in sentences."""
    return channel.replace("_", " ")
