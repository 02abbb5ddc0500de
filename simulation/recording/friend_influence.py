"""What an analyst would take for influence among friends: buyers have friends who buy, also where nobody talks.

Alike people are friends (homophily), so that friends of buyers buy more often whatever is said between them. The naive
estimate takes all of that for influence; the matched one compares people of the same niches only (Aral, Muchnik,
Sundararajan 2009, PNAS 106, 21544). The truth is a world in which nobody hears anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.recording.log import RecordedMarket
from simulation.state import columns as c


def influence_estimates(model: RecordedMarket) -> dict[str, float]:
    """Return how much likelier friends of buyers are to buy the studied brand: a ratio less 1, 0 for no difference.

    ``naive_influence`` compares all people with a friend who bought on the measured days with all without;
    ``matched_influence`` compares them within strata of primary and secondary niche (Mantel, Haenszel 1959). NaN where
    one of the groups has nobody, or nobody who bought.
    """
    people, friends = model.consumers, model.tables.friends
    bought = people.purchases[:, c.STUDIED] > 0
    rows = np.repeat(np.arange(len(bought)), np.diff(friends.start))
    exposed = np.bincount(rows, weights=bought[friends.friend], minlength=len(bought)) > 0
    social = np.diff(friends.start) > 0  # who has no friends could not be exposed
    strata = people.niche.astype(np.int64) * (int(people.second.max(initial=0)) + 1) + people.second
    return {
        "naive_influence": relative_risk(bought[social], exposed[social], np.zeros(int(social.sum()), np.int64)) - 1,
        "matched_influence": relative_risk(bought[social], exposed[social], strata[social]) - 1,
    }


def relative_risk(happened: NDArray[np.bool_], exposed: NDArray[np.bool_], strata: NDArray[np.int64]) -> float:
    """Return the relative risk of ``happened`` by ``exposed`` over strata (Mantel, Haenszel); NaN where undefined."""
    with_it = np.bincount(strata, weights=exposed & happened)
    without = np.bincount(strata, weights=~exposed & happened, minlength=len(with_it))
    exposures = np.bincount(strata, weights=exposed, minlength=len(with_it))
    total = np.bincount(strata, minlength=len(with_it))
    size = np.maximum(total, 1)
    above = float((with_it * (total - exposures) / size).sum())
    below = float((without * exposures / size).sum())
    return above / below if below > 0 and above > 0 else float("nan")
