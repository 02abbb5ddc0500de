"""Beta reputation with memory g = 1 equals the closed form after n posts; with g < 1 the geometric one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.trust import experience, trust_of
from simulation.state.columns import Follows
from tests.plain_world import plain


def edge(alpha: float, beta: float) -> Follows:
    one = np.ones(1, np.uint8)
    return Follows(np.array([0, 1]), one, one, np.array([alpha], np.float32), np.array([beta], np.float32))


def rule(tiny: Any, **trust: float) -> Any:
    from simulation.scenario.coefficients import rules_of

    return rules_of(tiny.scenario(consumers={"trust": trust})).trust


@given(
    seen=st.lists(st.floats(0, 1), min_size=1, max_size=60),
    alpha=st.floats(0.1, 20),
    beta=st.floats(0.1, 20),
    gain=st.floats(0.01, 5),
    asymmetry=st.floats(0, 6),
)
def test_without_forgetting_trust_is_the_share_of_all_evidence(
    tiny: Any, seen: list[float], alpha: float, beta: float, gain: float, asymmetry: float
) -> None:
    follows, trust = edge(alpha, beta), rule(tiny, memory=1.0, gain=gain, asymmetry=asymmetry)
    for authenticity in seen:
        experience(0, np.float32(authenticity), np.float32(1), follows, trust)
    good = alpha + gain * sum(seen)
    bad = beta + gain * asymmetry * sum(1 - s for s in seen)
    assert follows.alpha[0] == pytest.approx(good, rel=1e-5)
    assert follows.beta[0] == pytest.approx(bad, rel=1e-5)
    assert trust_of(follows.alpha[0], follows.beta[0]) == pytest.approx(good / (good + bad), rel=1e-5)


@given(posts=st.integers(1, 80), memory=st.floats(0.5, 0.999), authenticity=st.floats(0, 1), asymmetry=st.floats(0, 6))
def test_with_forgetting_old_evidence_fades_geometrically(
    tiny: Any, posts: int, memory: float, authenticity: float, asymmetry: float
) -> None:
    follows, trust = edge(4.0, 2.0), rule(tiny, memory=memory, gain=0.3, asymmetry=asymmetry)
    for _ in range(posts):
        experience(0, np.float32(authenticity), np.float32(1), follows, trust)
    old, new = memory**posts, (1 - memory**posts) / (1 - memory)
    assert follows.alpha[0] == pytest.approx(4.0 * old + new * 0.3 * authenticity, rel=1e-4, abs=1e-6)
    assert follows.beta[0] == pytest.approx(2.0 * old + new * 0.3 * asymmetry * (1 - authenticity), rel=1e-4, abs=1e-6)


def test_in_a_market_where_every_post_is_seen_trust_is_the_closed_form_after_n_posts(tiny: Any) -> None:
    """One organic post a day by each creator, all of them read: n posts after n days, on every active follow."""
    days, start, evidence, gain, asymmetry = 30, 0.4, 5.0, 0.25, 2.0
    parts = plain(
        creators={"posting_rate": 1.0, "other_sponsors": 0.0},
        platform={"trust_tilt": 0.0},
        consumers={
            "trust": {"memory": 1.0, "gain": gain, "asymmetry": asymmetry, "start": start, "start_evidence": evidence},
            "engagement": {"unfollow": 0.0, "unfollow_sponsored": 0.0},
            "talk": {"discovery": 0.0},
        },
    )
    market = tiny.market(**parts)
    market.creators.posting[:] = 1.0
    market.creators.visibility[:] = 1.0
    market.consumers.attention[:] = 255
    market.run_for(days)
    follows = market.tables.follows
    active = (follows.tie & 1) == 1
    integrity = market.creators.integrity.astype(np.float64)[follows.creator]
    good = start * evidence + days * gain * integrity
    bad = (1 - start) * evidence + days * gain * asymmetry * (1 - integrity)
    trust = follows.alpha / (follows.alpha + follows.beta)
    assert trust[active] == pytest.approx((good / (good + bad))[active], rel=1e-5)
    assert trust[~active] == pytest.approx(start, rel=1e-6)
    assert 0 < active.sum() < len(active)
