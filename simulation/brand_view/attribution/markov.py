r"""Attribution by a Markov chain: a channel's removal effect, exactly, without simulating walks.

The removal effect of channel c is the share of conversions that is lost when every transition into c leads to null
instead (Anderl et al. 2016): the share of converting walks that pass c. Conversions are handed out in proportion.

**All removals from one inverse.** Let Q be the transitions between states, and r the conversion probabilities straight
from each state. N = inv(I - Q), b = N r is the probability of converting from each state, u the row N[start, .]. Let S
be the states whose channel is c (order 1: one state). Removal zeroes the columns S of Q: Q' = Q - Q E E^T with E the
columns of the identity at S. By the Woodbury identity, with N Q = N - I and so E^T N Q E = N[S,S] - I,

    b' = inv(I - Q + Q E E^T) r = b - N Q E inv(I + E^T N Q E) E^T b = b - (N E - E) inv(N[S,S]) b[S],

and at the start, which is no state of S,

    b'(start) = b(start) - u[S] inv(N[S,S]) b[S].

For one state: b(start) - b'(start) = u[c] b[c] / N[c,c]. It reads: N[start,c] = P(ever at c) N[c,c], so u[c] / N[c,c]
is the probability of ever visiting c, and b[c] that of converting from there. For several, f = u[S] inv(N[S,S]) is the
distribution of the state in which S is first entered. The same with what conversions pay in place of r gives the
removal effect on value. u needs no solving (see :mod:`simulation.brand_view.attribution.chain`).

N is inverted as a dense matrix where that is cheaper. A sparse factorisation of I - Q fills in: of 2,000 channels with
3 % of the transitions present, L + U held 90 % of all cells (with 0.5 %: 48 %), and the 2,000 solves that the diagonal
of N needs took ten times as long as LAPACK's inverse. Chains that are large and sparse are solved channel by channel,
eight at once, in :mod:`simulation.brand_view.attribution.removal`, to a relative 1e-9 or better.
"""

from __future__ import annotations

import numpy as np

from simulation.brand_view.attribution.chain import Chain, build
from simulation.brand_view.attribution.path_table import Floats, Integers, Paths

SMALL = 1_000  # states: an inverse takes well under a second
LARGEST_DENSE = 8_000  # states: the inverse takes 512 MB
# Solving channel by channel costs some 20 passes over the transitions for every eight channels, an inverse 2 M^3 faster
# operations. At 5,000 states and 1 in 27 of all transitions, the first took 9 s of a processor, the second 12 s.
FULL = 1 / 20


def credit(paths: Paths, order: int = 1) -> tuple[Floats, Floats | None]:
    """Hand out conversions, and value, in proportion to the removal effects. Shape (channels,) each."""
    zeros = np.zeros(len(paths.channels))
    if paths.conversions.sum() == 0:
        return zeros, None if paths.value is None else zeros
    conversions, value = removal_effects(build(paths, order), len(paths.channels))
    credited = _in_proportion(conversions, paths.conversions.sum())
    return credited, None if paths.value is None else _in_proportion(value, paths.value.sum())


def conversion_rate(paths: Paths, order: int = 1) -> float:
    """Return the probability that the chain converts. It is the empirical rate, whatever the order."""
    chain = build(paths, order)
    return float(chain.entry @ _inverse(chain) @ chain.converts)


def removal_effects(chain: Chain, channels: int, *, dense: bool | None = None) -> tuple[Floats, Floats]:
    """Return what a walk loses, in conversions and in value, when a channel is removed: not yet divided by the total.

    Args:
        chain: the chain.
        channels: number of channels; those with no state lose nothing.
        dense: invert the dense matrix, or solve channel by channel; by default whichever is cheaper.
    """
    states = len(chain.channel)
    filled = len(chain.head) >= FULL * states**2
    if dense is None:
        dense = states <= SMALL or (states <= LARGEST_DENSE and states <= channels and filled)
    if dense:
        return _by_inverse(chain, channels)
    from simulation.brand_view.attribution.removal import by_channel

    return by_channel(chain, channels)


def _by_inverse(chain: Chain, channels: int) -> tuple[Floats, Floats]:
    inverse = _inverse(chain)
    converts, pays = inverse @ chain.converts, inverse @ chain.pays
    order = np.argsort(chain.channel, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(chain.channel[order])) + 1)
    lost, lost_value = np.zeros(channels), np.zeros(channels)
    alone = np.array([group[0] for group in groups if len(group) == 1], dtype=np.int64)
    reached = chain.visits[alone] / inverse[alone, alone]
    lost[chain.channel[alone]] = reached * converts[alone]
    lost_value[chain.channel[alone]] = reached * pays[alone]
    for group in groups:
        if len(group) > 1:
            entered = _first_entry(inverse, chain.visits, group)
            lost[chain.channel[group[0]]] = entered @ converts[group]
            lost_value[chain.channel[group[0]]] = entered @ pays[group]
    return lost, lost_value


def _first_entry(inverse: Floats, visits: Floats, group: Integers) -> Floats:
    """Return the probability that the states of a group are first entered at each of them: u[S] inv(N[S,S])."""
    entered: Floats = np.linalg.solve(inverse[np.ix_(group, group)].T, visits[group])
    return entered


def _inverse(chain: Chain) -> Floats:
    """Return N = inv(I - Q), computed in place: one matrix of memory."""
    from scipy.linalg import lapack

    states = len(chain.channel)
    matrix = np.zeros((states, states), order="F")
    matrix[np.repeat(np.arange(states), np.diff(chain.first)), chain.head] = -chain.probability
    matrix[np.diag_indices(states)] += 1
    factors, pivots, failed = lapack.dgetrf(matrix, overwrite_a=1)
    if failed:  # cannot be: every state leads to an end
        raise ArithmeticError(f"the chain of the paths is singular at state {failed}")
    work, _ = lapack.dgetri_lwork(states)
    inverse, _ = lapack.dgetri(factors, pivots, lwork=int(work.real), overwrite_lu=1)
    return np.asarray(inverse)


def _in_proportion(effects: Floats, total: float) -> Floats:
    whole = effects.sum()
    return effects * (total / whole) if whole > 0 else np.zeros(len(effects))
