"""Recognition: whether a sponsored post is seen for what it is (persuasion knowledge: Friestad, Wright 1994)."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.float32 import ONE, ZERO, logistic
from simulation.scenario.coefficients import RecognitionRules
from simulation.state.columns import Consumers, Creators


@behaviour
def chance_to_recognise(
    label: bool,
    fit: np.float32,
    control: np.float32,
    load: np.float32,
    knowledge: np.float32,
    recognition: RecognitionRules,
) -> np.float32:
    """``sigmoid(t0 + t_d label + t_f (1 - fit) + t_c control + t_L L + t_k PK)``."""
    logit = (
        recognition.base
        + recognition.misfit * (ONE - fit)
        + recognition.control * control
        + recognition.load * load
        + recognition.literacy * knowledge
    )
    if label:
        logit += recognition.label
    return logistic(logit)


@behaviour
def learn(c: int, consumers: Consumers, recognition: RecognitionRules) -> None:
    """A detection teaches: ``PK += eta (1 - PK)``."""
    known = consumers.knowledge[c]
    consumers.knowledge[c] = known + recognition.learning * (ONE - known)


@behaviour
def hear_of_deception(c: int, consumers: Consumers, recognition: RecognitionRules) -> None:
    """Somebody else's detection teaches too, second-hand: ``PK += hearsay (1 - PK)``."""
    known = consumers.knowledge[c]
    consumers.knowledge[c] = known + recognition.hearsay * (ONE - known)


@behaviour
def feel_load(c: int, sponsored: bool, consumers: Consumers, recognition: RecognitionRules) -> None:
    """Move the running share of sponsored posts in the whole feed: the commons that all sponsors share.

    ``L <- m L + (1 - m) [sponsored]`` at each post and each advertisement in the feed, m the ``load_memory``.
    """
    memory = recognition.load_memory
    consumers.load[c] = memory * consumers.load[c] + (ONE - memory) * (ONE if sponsored else ZERO)


@behaviour
def load_on(c: int, i: int, consumers: Consumers, creators: Creators, recognition: RecognitionRules) -> np.float32:
    """Return the share of sponsored posts that weighs on a post of creator ``i``: of the reader's feed, or its own.

    ``L + (1 - load_shared) (L_i - L)``, with L_i that of the creator's own posts.
    """
    load = consumers.load[c]
    if recognition.load_shared < ONE:
        load += (ONE - recognition.load_shared) * (creators.load[i] - load)
    return load
