"""How alike friends are in what they like, in excess of anybody's likeness to anybody; of users and of consumers."""

from __future__ import annotations

import numpy as np

from experiments.validation.real_data.resampled import ratio
from simulation.state.columns import Float64s, Ints

LIKENESS = "likeness of friends, in excess of anybody's"
NOTE = (
    "A genre of music is not a niche. Users like 6 of 84 genres on average, consumers 2 niches of the market's, so the"
    " distance says a direction and no more."
)
ALL = 1 - 1e-9
"""A cosine of anybody with anybody from which all are alike: rounding leaves that much."""


def directions(likes: Float64s) -> Float64s:
    """Return what people like as vectors of length 1, float64[people, kinds]; 0 of those who like nothing."""
    length = np.sqrt((likes**2).sum(axis=1, keepdims=True))
    return np.divide(likes, length, out=np.zeros(likes.shape), where=length > 0)


def interests_of(niche: Ints, second: Ints, weight: Float64s, niches: int) -> Float64s:
    """Return consumers' interests as vectors of length 1 over niches, float64[people, niches].

    The first niche has its weight, 1/2 to 1, the second the rest.
    """
    likes = np.zeros((len(niche), niches))
    everybody = np.arange(len(niche))
    likes[everybody, niche] = weight
    likes[everybody, second] += 1 - weight
    return directions(likes)


def cosines(vectors: Float64s, first: Ints, second: Ints) -> Float64s:
    """Return the cosine of each pair of people, float64[pairs]; ``vectors`` have length 1."""
    found: Float64s = np.einsum("ij,ij->i", vectors[first], vectors[second])
    return found


def likeness(vectors: Float64s, first: Ints, second: Ints) -> float:
    """Return how alike friends are, in excess of anybody's likeness (:func:`excess`)."""
    return excess(vectors, first, second, cosines(vectors, first, second))


def excess(vectors: Float64s, first: Ints, second: Ints, near: Float64s, often: Float64s | None = None) -> float:
    """Return the mean cosine of friends less that of anybody, over 1 less that of anybody.

    0: friends are no more alike than anybody; 1: they are the same. Anybody: two different people, drawn by their
    numbers of friends, as if the ends of all friendships were permuted. The mean over all permutations is a sum over
    people, so that none is drawn. Ours.

    Args:
        vectors: What people like, of length 1, float64[people, kinds].
        first: One end of each friendship.
        second: The other end, somebody else.
        near: Cosines of the friends (:func:`cosines`).
        often: How often each friendship counts; None: once.

    Returns:
        The excess; NaN without friendships, or if all people are alike.
    """
    often = np.ones(len(near)) if often is None else often
    ends = np.bincount(first, often, len(vectors)) + np.bincount(second, often, len(vectors))
    liked, oneself = ends @ vectors, ends @ ends
    anybody = ratio(float(liked @ liked - oneself), float(ends.sum() ** 2 - oneself))
    friends = ratio(float(near @ often), float(often.sum()))
    return (friends - anybody) / (1 - anybody) if anybody < ALL else float("nan")
