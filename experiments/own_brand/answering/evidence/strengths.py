"""How strong a brand's messages are, as far as its own evidence tells, in each of the worlds that fit.

A plausible world has the messages of an average brand, and brands differ. The mean elasticity of sales to advertising
is 0.12 in 56 studies (Sethuraman, Tellis, Briesch 2011), and the median of 288 brands on television is 0.014 (Shapiro,
Hitsch, Tuchman 2021; from memory). The default market's is 0.05: these are 2.4 and 0.28 times that. So where there is
evidence, a factor on what a message does is left open: normal on the scale of logarithms, around 1, with standard
deviation 1 (one brand in three is beyond 0.37 and 2.7 times), from an eighth to twice. That form is ours. Each world
gets a draw from what the evidence leaves of it, and is kept as often as it agrees with the evidence at all (sampling,
importance resampling; Rubin 1988), so that all worlds count the same afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.own_brand.messages import NAMES, RANGE, of_strength
from simulation.state.columns import Float64s

RUN_AT = (0.25, 1.0)
"""Strengths at which worlds are run; between and beyond them what a plan adds is read off a power law."""
GRID: Float64s = np.geomspace(*RANGE, 65)
SPREAD = 1.0
"""Standard deviation of the logarithms of strengths over brands."""
_BELL: Float64s = np.exp(-((np.log(GRID) / SPREAD) ** 2) / 2)
PRIOR: Float64s = _BELL / _BELL.sum()
"""Probability of each strength of ``GRID`` before any evidence."""


@dataclass(frozen=True)
class Drawn:
    """Worlds drawn from those that fit.

    Attributes:
        worlds: Which fitted world each is, [W].
        strengths: The strength of the brand's messages in it, [W].
        counting: How many of the fitted worlds count by the evidence: ``1 / sum(w^2)``.
    """

    worlds: tuple[int, ...]
    strengths: tuple[float, ...]
    counting: float


def at_strengths(added: Float64s, strengths: Float64s = GRID) -> Float64s:
    """Return what a plan adds at each strength: a power law through two runs, a straight line where one adds nothing.

    So many parameters are multiplied by a strength that nothing grows with a higher power of it: where two runs say so,
    the weaker one added less than it shows by chance, and the stronger one has the word.

    Args:
        added: What it adds at the strengths of ``RUN_AT``, [W, 2].
        strengths: [S].

    Returns:
        [W, S].
    """
    low, high = added[:, :1], added[:, 1:]
    share = (strengths - RUN_AT[0]) / (RUN_AT[1] - RUN_AT[0])
    line = low + (high - low) * share
    both = (low > 0) & (high > 0)
    with np.errstate(all="ignore"):
        power = np.log(high / low) / np.log(RUN_AT[1] / RUN_AT[0])
        curve = high * (strengths / RUN_AT[1]) ** np.minimum(power, len(NAMES))
    found: Float64s = np.where(both, curve, line)
    return found


def drawn(likelihood: Float64s, seed: int) -> Drawn | None:
    """Return as many worlds as there are, drawn by the evidence; None: no world at any strength agrees with it.

    Args:
        likelihood: Of the evidence, by world and strength, [W, S] on ``GRID``; a row of zeros is a world that failed.
        seed: Of the draws. Each world's draw comes from a part of its own of the unit interval.
    """
    evidence = likelihood @ PRIOR
    if evidence.max(initial=0.0) < LEAST:
        return None
    weights = evidence / evidence.sum()
    number = len(weights)
    random = np.random.default_rng(seed)
    ends = np.cumsum(weights) * number
    copies = np.diff(np.floor(ends + 0.5 - 1e-12), prepend=0.0).astype(int)  # systematic resampling
    copies[int(np.argmax(weights))] += number - int(copies.sum())
    place = (random.permutation(number) + 0.5) / number
    found: list[tuple[float, int]] = []
    for world, often in enumerate(copies):
        share = np.cumsum(likelihood[world] * PRIOR)
        for copy in range(often):
            level = (copy + place[world]) / often * share[-1]
            found.append((float(GRID[min(int(np.searchsorted(share, level)), len(GRID) - 1)]), world))
    found.sort()
    spread = [found[k] for k in scattered(number)]
    return Drawn(tuple(w for _, w in spread), tuple(s for s, _ in spread), 1 / float((weights**2).sum()))


LEAST = 1e-6
"""Mean likelihood over strengths below which a world does not agree with the evidence: beyond five standard errors."""


ALIKE, LITTLE = 0.99, 0.8
"""Share of worlds and strengths that count, above which evidence tells nothing, and little (ours)."""


def share_counting(likelihood: Float64s) -> float:
    """Return which share of all worlds and strengths counts by the evidence; worlds that failed take no part.

    At 1 it favours none over others: draws by it would have other strengths than the market's without any evidence of
    them.
    """
    there = likelihood[likelihood.any(axis=1)]
    return float((there @ PRIOR).mean() ** 2 / ((there**2) @ PRIOR).mean()) if there.size else 0.0


def scattered(number: int) -> list[int]:
    """Return 0 to ``number - 1``: the middle first, and the first few of them spread over all (van der Corput)."""
    found: dict[int, None] = {}
    k = 1
    while len(found) < number:
        bits = k.bit_length()
        found.setdefault(int(int(f"{k:b}"[::-1], 2) * number / (1 << bits)))
        k += 1
    return list(found)


def with_strength(names: Sequence[str], row: Sequence[Any], given: Mapping[str, Any], strength: float) -> list[Any]:
    """Return a world's row with the brand's messages so strong; the parameters that it lacks are added at its end.

    Args:
        names: What the row gives.
        row: One world.
        given: Values of parameters that the row does not give.
        strength: Against the market's.
    """
    values = dict(zip(names, row, strict=True))
    values |= of_strength({**given, **values}, strength)
    return [values[name] for name in all_names(names)]


def all_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a row with a strength."""
    return (*names, *(name for name in NAMES if name not in names))
