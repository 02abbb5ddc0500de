"""What each channel adds to the conversion rate when channels arrive in a given order."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import kernel, prange


@kernel
def contributions(rank, first, member, conversions, value, journeys):  # type: ignore[no-untyped-def]
    """Return the change of conversions / journeys, and of value / journeys, at each channel's arrival.

    A set of channels is complete when the last of its members arrives, so one pass over the sets serves a whole order.

    Args:
        rank: place of each channel in each order, int32, shape (orders, channels).
        first: where each set's members begin, shape (sets + 1,).
        member: channels of the sets.
        conversions: of each set; ``value`` and ``journeys`` likewise.
        value: of each set.
        journeys: of each set.

    Returns:
        Shape (2, orders, channels).
    """
    orders, channels = rank.shape
    gained = np.empty((2, orders, channels))
    for k in prange(orders):
        completed = np.zeros((channels, 3))
        for s in range(len(first) - 1):
            place = 0
            for m in range(first[s], first[s + 1]):
                place = max(place, rank[k, member[m]])
            completed[place, 0] += conversions[s]
            completed[place, 1] += value[s]
            completed[place, 2] += journeys[s]
        arrival = np.empty(channels, dtype=np.int64)
        for c in range(channels):
            arrival[rank[k, c]] = c
        have = np.zeros(3)
        rate = 0.0
        paid = 0.0
        for place in range(channels):
            for what in range(3):
                have[what] += completed[place, what]
            new_rate = have[0] / have[2] if have[2] > 0.0 else 0.0
            new_paid = have[1] / have[2] if have[2] > 0.0 else 0.0
            gained[0, k, arrival[place]] = new_rate - rate
            gained[1, k, arrival[place]] = new_paid - paid
            rate = new_rate
            paid = new_paid
    return gained
