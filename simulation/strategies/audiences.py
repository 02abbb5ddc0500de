"""Audience reports: what public follow lists tell about creators' audiences. No trust, no traits.

Brands buy such reports ("how many of A's followers follow B too?"). The lists are read when a report is first asked
for, and nothing is computed for a strategy that asks for none.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.state.columns import ACTIVE, Float64s, Follows, Ints

type Lists = tuple[NDArray[np.int64], Ints]
"""Where each account's list of public follows begins, int64[C + 1], and the creators on the lists, end to end."""


def public_lists(follows: Follows) -> Lists:
    """Return copies of the public follow lists: active follows only, for a latent one is nobody's public act."""
    followed = (follows.tie & ACTIVE) != 0
    before = np.concatenate([[0], np.cumsum(followed)])
    return before[follows.start].astype(np.int64), follows.creator[followed]


class Audiences:
    """Who follows whom in public."""

    def __init__(self, read: Callable[[], Lists]) -> None:
        """Take what reads the public follow lists (:func:`public_lists`); it is called when a report is asked for."""
        self._read = read

    @functools.cached_property
    def _lists(self) -> Lists:
        return self._read()

    @property
    def people(self) -> int:
        """How many accounts there are, in simulated consumers."""
        return len(self._lists[0]) - 1

    def followers(self, creator: int) -> NDArray[np.int64]:
        """Return the accounts that follow a creator, ascending, in simulated consumers."""
        start, creators = self._lists
        return np.searchsorted(start, np.flatnonzero(creators == creator), side="right").astype(np.int64) - 1

    def overlap(self, a: int, b: int) -> float:
        """Return the share of the smaller of two audiences that follows both (Simpson's overlap); 0 if it is empty."""
        first, second = self.followers(a), self.followers(b)
        smaller = min(len(first), len(second))
        return len(np.intersect1d(first, second, assume_unique=True)) / smaller if smaller else 0.0

    def interest(self, fit: NDArray[np.float32]) -> Float64s:
        """Return how near each account is to a brand, by whom it follows: mean fit, float64[C]; 0 for no follows."""
        start, creators = self._lists
        total = np.concatenate([[0.0], np.cumsum(fit[creators], dtype=np.float64)])
        number = np.diff(start)
        mean: Float64s = np.diff(total[start]) / np.maximum(number, 1)
        return np.maximum(mean, 0.0)

    def choose(
        self,
        rows: Sequence[int] | Ints,
        chance: Float64s,
        values: Float64s,
        costs: Float64s,
        budget: float,
        most: int | None = None,
    ) -> list[int]:
        """Choose among creators for the greatest expected unique attention: ``sum_c v_c [1 - prod_i (1 - p_ic)]``.

        Greedy with CELF under a budget (:func:`simulation.graph.influence.audience_overlap.select_roster`, Leskovec
        et al. 2007).

        Args:
            rows: The creators to choose from.
            chance: That a follower sees the creator's campaign at all, float64[rows].
            values: What attention of each account is worth, float64[C].
            costs: Of each creator, float64[rows].
            budget: Most that the costs may add up to.
            most: Most creators; ``None``: as many as the budget pays for.

        Returns:
            Creators in the order of choice, the most valuable first.

        Raises:
            InputError: A column of the wrong length or a number out of range.
        """
        # These load the compiler, which a command that only reads its strategies must not wait for.
        from simulation.graph.generate.follows import Follows as FollowLists
        from simulation.graph.influence.audience_overlap import select_roster

        among = np.asarray(rows, np.int64)
        if not (len(chance) == len(costs) == len(among)):
            raise InputError(f"audiences: got {len(chance)} chances and {len(costs)} costs, takes {len(among)} of each")
        if len(among) == 0 or budget <= 0:
            return []
        start, creators = self._lists
        last = int(max(creators.max(initial=0), among.max()))
        place = np.full(last + 1, -1, np.int64)
        place[among] = np.arange(len(among))
        chosen = place[creators] >= 0
        before = np.concatenate([[0], np.cumsum(chosen)])
        lists = FollowLists(
            indptr=before[start].astype(np.int64),
            creator=place[creators[chosen]].astype(np.int32),
            mutual=np.zeros(int(chosen.sum()), np.uint8),
            creators=len(among),
        )
        per_edge = chance[lists.creator]
        roster = select_roster(
            lists,
            None if most is None else min(most, len(among)),
            chance=per_edge,
            values=values,
            costs=np.maximum(costs, 1e-9),
            budget=budget,
        )
        return [int(among[i]) for i in roster.creators]
