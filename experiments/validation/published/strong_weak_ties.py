"""Goldenberg, Libai, Muller 2001: word of mouth by strong ties inside personal networks and weak ties between them.

Who has not heard does so in a period with probability ``1 - (1 - a) (1 - b_w)^j (1 - b_s)^m``: advertisements, j weak
and m strong ties to people who have. A cascade of its own: in the market all friends are alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.validation.published.published_row import Row

PEOPLE = 3000
ADVERTS, WEAK, STRONG = 0.0005, 0.005, 0.01
WEAK_TIES = 5
PUBLISHED = {5: 154.0, 17: 64.0, 29: 47.0}
"""Strong ties -> days until 95 % have heard, in a replica of the model."""
ENOUGH = 0.95


def rows(runs: int, seed: int, people: int = PEOPLE) -> Iterator[Row]:
    """Yield the days until 95 % have heard, as published, and with one tie fewer of each kind as the replica draws."""
    for strong, theirs in PUBLISHED.items():
        for fewer, apart in ((0, "the replica draws one tie fewer of each kind"), (1, "")):
            ours = tuple(
                float(days_to_hear(strong - fewer, WEAK_TIES - fewer, seed + run, people)) for run in range(runs)
            )
            yield Row(
                "Goldenberg, Libai, Muller 2001",
                f"days until 95 % have heard, {strong} strong and {WEAK_TIES} weak ties"
                + (", one fewer of each" if fewer else ""),
                theirs,
                ours,
                "days",
                f"a cascade among {people:,} people",
                apart,
            )


def days_to_hear(strong: int, weak: int, seed: int, people: int = PEOPLE) -> int:
    """Return the period at whose end 95 % have heard; weak ties are drawn anew in each period."""
    rng = np.random.default_rng([seed, strong, weak])
    network = rng.permutation(np.arange(people) // (strong + 1))
    informed = np.zeros(people, np.bool_)
    for day in range(1, 100_000):
        of_network = np.bincount(network, informed)[network]  # who has not heard is not among those who have
        of_others = informed[rng.integers(0, people, (people, weak))].sum(axis=1)
        silence = (1 - ADVERTS) * (1 - WEAK) ** of_others * (1 - STRONG) ** of_network
        informed |= rng.random(people) >= silence
        if informed.mean() >= ENOUGH:
            return day
    raise RuntimeError("nobody hears")
