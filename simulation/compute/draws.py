"""Random draws that depend on who decides what and when, and on nothing else.

Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): key = (run seed,
decision), counter = (agent, day, partner, draw). There is no stream and no order: hence common random numbers person by
person between two worlds, the same bits for any number of threads, and resume without saving generator state.

A decision's identity is an explicit constant below, never its position or name in the code: renaming a module must not
shift its draws. A number once used is never given to another decision.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.compute.compiling import compiled, inlined

# Decisions. Consumers:
FEED = np.uint64(1)  # partner: creator; draw: the creator's post of the day
ADVERT = np.uint64(2)  # partner: brand
HEAR = np.uint64(3)  # partner: friend
OCCASION = np.uint64(4)
CHOICE = np.uint64(5)  # partner: option
EXPERIENCE = np.uint64(6)  # partner: brand
SPEAK = np.uint64(7)  # partner: brand
DISCOVER = np.uint64(8)  # partner: creator
FEED_ADVERT = np.uint64(9)  # partner: brand
SEARCH_ADVERT = np.uint64(10)  # partner: brand
RETARGETED = np.uint64(11)  # partner: brand
ANSWER = np.uint64(12)  # partner: brand
SESSION = np.uint64(13)  # partner: brand
NEWS = np.uint64(14)  # partner: brand; draw: 1 for news of a creator, the partner then
OPT_IN = np.uint64(15)
VISIT = np.uint64(16)  # partner: brand
CONSIDER = np.uint64(17)  # partner: brand
WINDOW_SHOPPING = np.uint64(18)  # partner: brand
RENEWAL = np.uint64(19)  # partner: brand
SEE = np.uint64(20)  # partner: place in the day's feed, of the first of eight creators; draw: first of two posts
REMEMBER = np.uint64(21)  # partner: block of four brands
# What a brand's sensors catch of a consumer, outside a running market:
CONSENT = np.uint64(48)
CLICK = np.uint64(49)  # partner: source of the touch; draw: later touches of that source on that day
CODE = np.uint64(50)  # draw: the purchase, counted from 0
SURVEY = np.uint64(51)  # draw: the purchase
ARM = np.uint64(52)  # partner: the unit of a field test; day: its number
CELL = np.uint64(53)  # day: on which a brand draws its cells
CLICKER = np.uint64(54)
# Creators:
POST = np.uint64(32)
FINE = np.uint64(33)  # partner: 1 + brand, 0 for brands outside the market; draw: the creator's post of the day
SCANDAL = np.uint64(34)
QUIT = np.uint64(35)
# Brands:
FAILURE = np.uint64(40)
EXPOSURE = np.uint64(41)
# Graphs, outside a running market:
SPREAD = np.uint64(64)  # agent: node; day: run; partner: block of four arcs
WORLD = np.uint64(65)

_MULTIPLY_0 = np.uint64(0xD2511F53)
_MULTIPLY_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_8 = np.uint64(8)
_TWO_TO_MINUS_24 = np.float32(2.0**-24)


@compiled
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Philox4x32-10: four 32-bit words (held in uint64) from a counter of four words and a key of two."""
    return rounds(c0, c1, c2, c3, k0, k1)


@inlined
def rounds(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Return what :func:`philox` does, for loops in which a processor is to make several draws at once."""
    for _ in range(10):
        p0 = _MULTIPLY_0 * c0
        p1 = _MULTIPLY_1 * c2
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@compiled
def draw4(seed, decision, agent, day, partner, draw):  # type: ignore[no-untyped-def]
    """Return four independent uniforms in [0, 1), float32 with 24 random bits each.

    ``seed`` and ``decision`` are uint64 below 2**32; ``agent``, ``day``, ``partner`` and ``draw`` are integers >= 0.
    """
    w0, w1, w2, w3 = philox(np.uint64(agent), np.uint64(day), np.uint64(partner), np.uint64(draw), seed, decision)
    return (
        np.float32(w0 >> _8) * _TWO_TO_MINUS_24,
        np.float32(w1 >> _8) * _TWO_TO_MINUS_24,
        np.float32(w2 >> _8) * _TWO_TO_MINUS_24,
        np.float32(w3 >> _8) * _TWO_TO_MINUS_24,
    )


@inlined
def draw2(seed, decision, agent, day, partner, draw):  # type: ignore[no-untyped-def]
    """Return the first two uniforms of :func:`draw4`, in a loop several at once: see :func:`rounds`."""
    w0, w1, _, _ = rounds(np.uint64(agent), np.uint64(day), np.uint64(partner), np.uint64(draw), seed, decision)
    return np.float32(w0 >> _8) * _TWO_TO_MINUS_24, np.float32(w1 >> _8) * _TWO_TO_MINUS_24


@compiled
def draw16(seed, decision, agent, day, partner, draw):  # type: ignore[no-untyped-def]
    """Return sixteen independent numbers 0..255: the bytes of two uint64. Its arguments are those of :func:`draw4`."""
    w0, w1, w2, w3 = philox(np.uint64(agent), np.uint64(day), np.uint64(partner), np.uint64(draw), seed, decision)
    return w0 | (w1 << _32), w2 | (w3 << _32)


@compiled
def gumbel(u):  # type: ignore[no-untyped-def]
    """Turn a uniform of :func:`draw4` into a standard Gumbel variate, float32.

    The uniform is moved to the middle of its cell, so that the logarithm is finite.
    """
    inside = np.float64(u) + 2.0**-25
    return np.float32(-math.log(-math.log(inside)))


def component(seed: int, *path: int) -> np.random.Generator:
    """Return a numpy generator for building one component of the world: traits, graph. Never used once days run."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=path))


def beta_around(rng: np.random.Generator, mean: float, concentration: float, size: int) -> NDArray[np.float32]:
    """Draw from the Beta distribution with this mean and concentration a + b."""
    if mean in (0.0, 1.0):  # the distribution's limits, at which it is all in one point
        return np.full(size, mean, np.float32)
    return rng.beta(mean * concentration, (1 - mean) * concentration, size).astype(np.float32)
