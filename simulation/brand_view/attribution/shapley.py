"""Attribution by Shapley values: channels as players of a game, each paid its mean marginal contribution.

Two games, chosen by ``value_function``; S is a set of channels, order and repetition do not count:

- ``path_set``: v(S) = conversions of the paths that touched no channel outside S. The game is a sum of unanimity games,
  one for each set T of channels touched, so its Shapley value is known in closed form (Zhao, Mahboobi, Bagheri 2018):
  the conversions of T, shared equally among its members. Exact for any number of channels; never negative; nulls play
  no part.
- ``conversion_rate``: v(S) = conversions / (conversions + nulls) of the paths that touched no channel outside S, 0 if
  there are none. Here nulls count, and a channel that lowers the rate is paid less than nothing. The values add up to
  the overall rate, and are multiplied by the number of journeys. Exact up to 12 channels by summing over all sets;
  beyond, the mean over random orders of arrival (Castro, Gomez, Tejada 2009) in antithetic pairs, an order and its
  reverse, with the standard error of that mean. In every order the contributions add up to v(all), so the sampled
  values do too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulation.brand_view.attribution.path_table import Floats, Integers, Paths

EXACT_CHANNELS = 12
BATCH = 64  # orders drawn at a time


@dataclass(frozen=True, slots=True)
class Sets:
    """Distinct sets of channels touched: ``member[first[i]:first[i + 1]]``, with what their paths brought."""

    first: Integers
    member: Integers
    conversions: Floats
    journeys: Floats
    value: Floats


@dataclass(frozen=True, slots=True)
class Values:
    """Shapley values by channel, and their standard errors where they were sampled."""

    conversions: Floats
    value: Floats | None
    error: Floats | None = None
    value_error: Floats | None = None


def by_path_set(paths: Paths) -> Values:
    """Share each path's conversions equally among the channels that it touched, each counted once."""
    row, member = _distinct(paths)
    size = np.bincount(row, minlength=len(paths.conversions))
    number = len(paths.channels)

    def share(amount: Floats) -> Floats:
        return np.bincount(member, (amount / size)[row], number)

    return Values(share(paths.conversions), None if paths.value is None else share(paths.value))


def by_conversion_rate(paths: Paths, samples: int = 1000, seed: int = 0) -> Values:
    """Pay each channel its mean contribution to the conversion rate, times the number of journeys.

    Args:
        paths: the paths.
        samples: orders of arrival beyond 12 channels, an even number >= 4 (odd: one more).
        seed: of those orders.
    """
    number = len(paths.channels)
    if paths.conversions.sum() == 0:
        return Values(np.zeros(number), None if paths.value is None else np.zeros(number))
    row, member = _distinct(paths)
    used, player = np.unique(member[paths.weight[row] > 0], return_inverse=True)
    sets = _merge(paths, row[paths.weight[row] > 0], player)
    if len(used) <= EXACT_CHANNELS:
        means = _exact(sets, len(used))
        errors = None
    else:
        means, errors = _sampled(sets, len(used), samples + samples % 2, seed)
    everything = paths.weight.sum()

    def spread(values: Floats) -> Floats:
        column = np.zeros(number)
        column[used] = values * everything
        return column

    has_value = paths.value is not None
    return Values(
        spread(means[0]),
        spread(means[1]) if has_value else None,
        None if errors is None else spread(errors[0]),
        spread(errors[1]) if errors is not None and has_value else None,
    )


def _distinct(paths: Paths) -> tuple[Integers, Integers]:
    """List the channels that each path touched, each once, sorted: the path's row, and the channel."""
    keys = np.sort(paths.row * len(paths.channels) + paths.touch)
    new = np.ones(len(keys), np.bool_)
    new[1:] = keys[1:] != keys[:-1]
    keys = keys[new]  # np.unique hashes first: ten times slower here
    return keys // len(paths.channels), keys % len(paths.channels)


def _merge(paths: Paths, row: Integers, player: Integers) -> Sets:
    """Put paths that touched the same set together."""
    rows, size = np.unique(row, return_counts=True)
    first = np.concatenate([[0], np.cumsum(size)])
    players = int(player.max()) + 1
    # A set is named by the name of all its members but the last, and the last: member by member, for all sets at once.
    name = np.zeros(len(rows), dtype=np.int64)
    begun = 0
    by_size = np.argsort(-size, kind="stable")
    for place in range(int(size.max())):
        longer = by_size[: np.searchsorted(-size[by_size], -place, side="left")]
        _, ranks = np.unique(name[longer] * players + player[first[longer] + place], return_inverse=True)
        # Names given at one place are used by no set that ended before, so equal names mean equal sets.
        name[longer] = begun + ranks + 1
        begun += int(ranks.max()) + 1
    _, one, group = np.unique(name, return_index=True, return_inverse=True)
    lengths = size[one]
    begins = np.concatenate([[0], np.cumsum(lengths)])
    member = player[np.arange(begins[-1]) + np.repeat(first[one] - begins[:-1], lengths)]
    worth = np.zeros(len(paths.conversions)) if paths.value is None else paths.value
    conversions, journeys, value = (
        np.bincount(group, amount[rows], len(one)) for amount in (paths.conversions, paths.weight, worth)
    )
    return Sets(begins, member, conversions, journeys, value)


def _exact(sets: Sets, players: int) -> tuple[Floats, Floats]:
    """Sum over all 2^n sets: v(S) by adding up subsets, then each player's weighted contributions."""
    mask = np.add.reduceat(1 << sets.member, sets.first[:-1])
    inside = np.array(
        [np.bincount(mask, amount, 1 << players) for amount in (sets.conversions, sets.value, sets.journeys)]
    )
    whole = np.arange(1 << players)
    for player in range(players):
        with_player = whole[(whole >> player) & 1 == 1]
        inside[:, with_player] += inside[:, with_player ^ (1 << player)]
    rates = np.divide(inside[:2], inside[2], out=np.zeros_like(inside[:2]), where=inside[2] > 0)
    size = np.bitwise_count(whole).astype(np.int64)
    # |S|! (n - |S| - 1)! / n! for the sets that a player joins
    weight = np.array([1 / (players * math.comb(players - 1, k)) for k in range(players)])
    values = np.empty((2, players))
    for player in range(players):
        without = whole[(whole >> player) & 1 == 0]
        values[:, player] = (rates[:, without | (1 << player)] - rates[:, without]) @ weight[size[without]]
    return values[0], values[1]


def _sampled(sets: Sets, players: int, samples: int, seed: int) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Average over random orders and their reverses; the error is that of the mean over independent pairs."""
    from simulation.brand_view.attribution.arrivals import contributions

    generator = np.random.default_rng(seed)
    pairs = max(samples // 2, 2)
    total, squares = np.zeros((2, players)), np.zeros((2, players))
    shift = None
    for begin in range(0, pairs, BATCH // 2):
        drawn = min(BATCH // 2, pairs - begin)
        rank = generator.permuted(np.tile(np.arange(players, dtype=np.int32), (drawn, 1)), axis=1)
        both = np.concatenate([rank, players - 1 - rank])
        gained = contributions(both, sets.first, sets.member, sets.conversions, sets.value, sets.journeys)
        means = (gained[:, :drawn] + gained[:, drawn:]) / 2
        if shift is None:
            shift = means[:, 0].copy()  # taken off before squaring, so that the variance does not cancel
        total += means.sum(axis=1)
        squares += ((means - shift[:, None]) ** 2).sum(axis=1)
    assert shift is not None
    mean = total / pairs
    variance = np.maximum(squares / pairs - (mean - shift) ** 2, 0) * pairs / (pairs - 1)
    error = np.sqrt(variance / pairs)
    return (mean[0], mean[1]), (error[0], error[1])
