"""Friends alike in how much they buy: by hand, against the formula, and with the same market as without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.graph.csr import Graph
from simulation.graph.generate.friends import friend_graph
from simulation.model import MarketModel
from simulation.world.friend_likeness import alike

BUYS = {"category_share": 0.33, "purchase_interval": 30.0, "purchase_shape": 0.7}


def edges(graph: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    start, friend = (graph.indptr, graph.indices) if isinstance(graph, Graph) else (graph.start, graph.friend)
    return np.repeat(np.arange(len(start) - 1), np.diff(start)), friend


def market(tiny: Any, likeness: float, **traits: Any) -> MarketModel:
    made: MarketModel = tiny.market(
        market={"consumers": 20_000, "people": 2e7},
        graph={"friends": 10.0},
        consumers={"traits": {**BUYS, "friend_likeness": likeness, **traits}},
    )
    return made


def test_a_chain_of_three_and_a_loner_by_hand() -> None:
    chain = Graph(np.array([0, 1, 3, 4, 4]), np.array([1, 0, 2, 1], np.int32), directed=False)
    own = np.array([1.0, 2.0, -3.0, 4.0])
    # l = 0.2: sqrt(0.8) of one's own, and sqrt(0.2 / k) of the sum of friends.
    expected = [0.8**0.5 + 0.2**0.5 * 2, 0.8**0.5 * 2 + 0.1**0.5 * (1 - 3), 0.8**0.5 * -3 + 0.2**0.5 * 2, 4]
    np.testing.assert_allclose(alike(chain, 0.2, own), expected, rtol=1e-12)
    np.testing.assert_array_equal(alike(chain, 0.0, own), own)


@pytest.mark.parametrize("likeness", [0.1, 0.5])
def test_draws_stay_normal_and_friends_are_correlated_as_the_formula_says(likeness: float) -> None:
    graph = friend_graph(20_000, 10.0, seed=3)
    drawn = alike(graph, likeness, np.random.default_rng(5).standard_normal(20_000))
    assert drawn.mean() == pytest.approx(0, abs=0.05)
    assert drawn.var() == pytest.approx(1, abs=0.06)
    person, friend = edges(graph)
    friends = np.diff(graph.indptr)
    k, other = friends[person], friends[friend]
    of_person = [set(graph.neighbours(i).tolist()) for i in range(20_000)]
    pairs = zip(person.tolist(), friend.tolist(), strict=True)
    shared = np.array([len(of_person[i] & of_person[j]) for i, j in pairs])
    mixed = (likeness * (1 - likeness)) ** 0.5 * (1 / np.sqrt(k) + 1 / np.sqrt(other))
    expected = (mixed + likeness * shared / np.sqrt(k * other)).mean()
    assert np.mean(drawn[person] * drawn[friend]) == pytest.approx(expected, abs=0.03)
    assert expected > 0.15


def test_as_many_buy_as_often_and_friends_are_alike(tiny: Callable[..., Any]) -> None:
    apart, alike_ = market(tiny, 0.0), market(tiny, 0.5)
    for model in (apart, alike_):
        rate = model.consumers.rate
        assert (rate > 0).mean() == pytest.approx(0.33, abs=0.02)
        assert rate[rate > 0].mean() == pytest.approx(1 / 30, rel=0.06)
        # Gamma of shape 0.7: the squared coefficient of variation is 1 / 0.7.
        assert rate[rate > 0].var() / rate[rate > 0].mean() ** 2 == pytest.approx(1 / 0.7, rel=0.2)
    found = []
    for model in (apart, alike_):
        person, friend = edges(model.tables.friends)
        rate = model.consumers.rate
        found.append(np.corrcoef(rate[person], rate[friend])[0, 1])
    assert found[0] < 0.06
    assert found[1] > found[0] + 0.1


def test_everybody_or_nobody_may_buy(tiny: Callable[..., Any]) -> None:
    everybody, nobody = (market(tiny, 0.5, category_share=share).consumers.rate for share in (1.0, 0.0))
    assert (everybody > 0).all()
    assert everybody.mean() == pytest.approx(1 / 30, rel=0.05)
    assert not nobody.any()


def test_more_than_half_is_refused(tiny: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match=r"consumers.traits.friend_likeness: got 0.6, takes .* 0.5"):
        market(tiny, 0.6)
