"""Affinity: how near a consumer's interests are to a niche."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour.affinity import brand_affinity, niche_affinity

NICHE = st.integers(0, 3)


@given(first=NICHE, second=NICHE, weight=st.floats(0.5, 1), target=NICHE)
def test_affinity_is_the_weighted_mean_over_both_of_a_persons_niches(
    scene: Any, first: int, second: int, weight: float, target: int
) -> None:
    world = scene()
    people, brands = world.people, world.tables.brands
    people.niche[2], people.second[2], people.weight[2] = first, second, weight
    alike = brands.similarity.astype(float)
    wanted = weight * alike[first, target] + (1 - weight) * alike[second, target]
    assert niche_affinity(2, target, people, brands) == pytest.approx(wanted, rel=1e-6)
    brands.affinity[:, 1] = brands.similarity[:, target]
    assert brand_affinity(2, 1, people, brands) == niche_affinity(2, target, people, brands)


def test_who_cares_for_one_niche_only_is_all_for_it_and_hardly_for_an_unrelated_one(scene: Any) -> None:
    world = scene()
    people, brands = world.people, world.tables.brands
    people.niche[0], people.second[0], people.weight[0] = 0, 0, 0.7
    toward = [float(niche_affinity(0, k, people, brands)) for k in range(4)]  # coffee, books, fashion, gaming
    assert toward[0] == 1.0
    assert toward[0] > toward[1] > toward[2] == toward[3]
    assert isinstance(niche_affinity(0, 1, people, brands), np.float32)
