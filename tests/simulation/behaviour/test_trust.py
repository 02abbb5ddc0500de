"""Trust: won in small steps, lost in large ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.trust import (
    authenticity_of_sponsored,
    experience,
    lose_brand_trust,
    move_brand_trust,
    trust_of,
)

SHARE = st.floats(0, 1)


@given(
    trust=st.floats(0.5, 0.98),
    evidence=st.floats(1, 50),
    asymmetry=st.floats(1, 6),
    betrayal=st.floats(0.1, 10),
    memory=st.floats(0.8, 1),
    gain=st.floats(0.1, 2),
)
def test_an_honest_creator_caught_covert_loses_more_trust_than_one_organic_post_earns(
    scene: Any, trust: float, evidence: float, asymmetry: float, betrayal: float, memory: float, gain: float
) -> None:
    world = scene(trust={"asymmetry": asymmetry, "betrayal": betrayal, "memory": memory, "gain": gain})
    follows = world.tables.follows
    follows.alpha[:], follows.beta[:] = trust * evidence, (1 - trust) * evidence
    organic, covert = world.post(0), world.post(0, brand=0, label=False)
    world.read(0, 0, organic)
    world.read(1, 0, covert, recognised=True)
    earned, lost = world.trust(0, 0) - trust, trust - world.trust(1, 0)
    assert lost > earned > 0


@given(before=st.tuples(st.floats(0.3, 0.6), st.floats(0.61, 0.95)))
def test_the_more_a_creator_was_trusted_the_more_a_betrayal_counts_against_it(
    scene: Any, before: tuple[float, float]
) -> None:
    world = scene(trust={"betrayal": 4.0})
    follows = world.tables.follows
    slot = world.post(0, brand=0)
    against = []
    for c, trust in enumerate(before):
        e = world.edge(c, 0)
        follows.alpha[e], follows.beta[e] = 10 * trust, 10 * (1 - trust)
        held = follows.beta[e]
        world.read(c, 0, slot, recognised=True)
        against.append(float(follows.beta[e] - held))
    assert against == pytest.approx([1 + 4 * trust for trust in before], rel=1e-4)


def test_a_disclosed_post_of_an_honest_creator_costs_it_no_trust(scene: Any) -> None:
    world = scene()
    world.read(0, 0, world.post(0, brand=0, label=True), recognised=True)
    assert world.trust(0, 0) > 0.5


def test_a_covert_post_that_nobody_sees_through_passes_for_an_organic_one(scene: Any) -> None:
    world = scene()
    world.read(0, 0, world.post(0), recognised=False)
    world.read(1, 0, world.post(0, brand=0, label=False), recognised=False)
    assert world.trust(0, 0) == world.trust(1, 0) > 0.5


@given(integrity=SHARE, fit=SHARE, misfit=SHARE, insincere=SHARE, disclosed=st.floats(0, 2))
def test_a_disclosed_post_feels_less_authentic_without_fit_and_without_true_use(
    scene: Any, integrity: float, fit: float, misfit: float, insincere: float, disclosed: float
) -> None:
    rule = scene(trust={"misfit": misfit, "insincere": insincere, "disclosed": disclosed}).model.rules.trust
    felt = [float(authenticity_of_sponsored(np.float32(integrity), np.float32(fit), u, rule)) for u in (True, False)]
    wanted = integrity * disclosed * (1 - misfit * (1 - fit))
    assert felt == pytest.approx([min(wanted, 1), min(wanted * (1 - insincere), 1)], abs=1e-6)
    assert 0 <= felt[1] <= felt[0] <= 1


@given(alpha=st.floats(0, 1e6), beta=st.floats(0, 1e6))
def test_trust_lies_between_nothing_and_all_and_is_one_half_without_evidence(alpha: float, beta: float) -> None:
    trust = trust_of(np.float32(alpha), np.float32(beta))
    assert isinstance(trust, np.float32)
    assert 0 <= trust <= 1
    assert trust_of(np.float32(0), np.float32(0)) == 0.5


@given(held=SHARE, association=SHARE, betrayed=SHARE)
def test_a_betrayal_takes_a_share_of_the_trust_that_the_brand_had(
    scene: Any, held: float, association: float, betrayed: float
) -> None:
    world = scene(trust={"association": association})
    world.people.trust[2] = held
    lose_brand_trust(2, 1, np.float32(betrayed), world.people, world.model.rules.trust)
    assert world.people.trust[2, 1] == pytest.approx(held * (1 - association * betrayed), abs=1e-6)
    assert world.people.trust[2, 0] == np.float32(held)


@given(held=SHARE, target=SHARE, rate=SHARE)
def test_trust_in_a_brand_moves_towards_what_was_experienced_and_not_past_it(
    scene: Any, held: float, target: float, rate: float
) -> None:
    world = scene()
    world.people.trust[2, 1] = held
    move_brand_trust(2, 1, np.float32(target), np.float32(rate), world.people)
    assert world.people.trust[2, 1] == pytest.approx(held + rate * (target - held), abs=1e-6)


@pytest.mark.parametrize(
    ("alpha", "beta", "trust"), [(0.2, 0.3, 0.4), (3.0, 1.0, 0.75), (0.0, 2.0, 0.0), (0.0, 0.0, 0.5)]
)
def test_trust_is_the_share_of_evidence_that_speaks_for_authenticity(alpha: float, beta: float, trust: float) -> None:
    assert trust_of(np.float32(alpha), np.float32(beta)) == pytest.approx(trust)


@pytest.mark.parametrize(
    ("integrity", "fit", "uses", "felt"),
    [
        # integrity 1.5 (1 - 0.4 (1 - fit)), and 0.75 of that without true use; at most 1
        (0.5, 1.0, True, 0.75),
        (0.5, 0.5, True, 0.75 * 0.8),
        (0.5, 0.0, True, 0.75 * 0.6),
        (0.5, 1.0, False, 0.75 * 0.75),
        (1.0, 1.0, True, 1.0),
        (1.0, 0.5, False, 1.5 * 0.8 * 0.75),
    ],
)
def test_how_authentic_a_disclosed_post_feels(
    scene: Any, integrity: float, fit: float, uses: bool, felt: float
) -> None:
    rule = scene(trust={"disclosed": 1.5, "misfit": 0.4, "insincere": 0.25}).model.rules.trust
    found = authenticity_of_sponsored(np.float32(integrity), np.float32(fit), uses, rule)
    assert found == pytest.approx(felt)


def test_an_experience_fades_what_was_and_adds_what_is_new(scene: Any) -> None:
    """Memory 0.5, gain 2, asymmetry 3: of an authenticity of 0.75 and a severity of 1.5."""
    world = scene(trust={"memory": 0.5, "gain": 2.0, "asymmetry": 3.0})
    follows, e = world.tables.follows, world.edge(2, 1)
    follows.alpha[:], follows.beta[:] = 4.0, 6.0
    experience(e, np.float32(0.75), np.float32(1.5), follows, world.model.rules.trust)
    assert follows.alpha[e] == pytest.approx(0.5 * 4 + 2 * 0.75)
    assert follows.beta[e] == pytest.approx(0.5 * 6 + 2 * 3 * 0.25 * 1.5)
    assert follows.alpha.sum() + follows.beta.sum() == pytest.approx(10 * (len(follows.alpha) - 1) + 3.5 + 5.25)
