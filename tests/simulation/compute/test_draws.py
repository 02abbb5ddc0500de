"""Draws depend on who decides what and when, and on nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.compute import draws
from simulation.compute.compiling import interpreted
from simulation.compute.draws import component, draw4, draw16, gumbel, philox

WORD = st.integers(0, 2**32 - 1)

# Random123's kat_vectors, philox4x32 with 10 rounds: counter, key, result. The third takes the digits of pi.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> list[np.uint64]:
    return [np.uint64(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
@pytest.mark.parametrize("way", [philox, interpreted(philox)])
def test_philox_gives_its_published_known_answers(way: object, counter: str, key: str, result: str) -> None:
    assert list(way(*words(counter), *words(key))) == [int(word, 16) for word in result.split()]  # type: ignore[operator]


@given(seed=WORD, decision=WORD, agent=WORD, day=WORD, partner=WORD, draw=WORD)
def test_compiled_and_plain_draws_are_the_same(
    seed: int, decision: int, agent: int, day: int, partner: int, draw: int
) -> None:
    key = np.uint64(seed), np.uint64(decision)
    compiled, plain = (way(*key, agent, day, partner, draw) for way in (draw4, interpreted(draw4)))
    assert [float(u) for u in compiled] == [float(u) for u in plain]
    assert all(isinstance(u, np.float32) and 0 <= u < 1 for u in plain)


def test_the_largest_draw_is_below_one_and_the_smallest_is_zero() -> None:
    """24 bits of a word: no rounding can carry a uniform up to 1."""
    assert np.float32(np.uint64(2**32 - 1) >> np.uint64(8)) * draws._TWO_TO_MINUS_24 == np.float32(1 - 2.0**-24)
    assert np.float32(np.uint64(255) >> np.uint64(8)) == 0


def uniforms(**fixed: int) -> np.ndarray:
    """Draws of 3,000 agents (or days, partners, draws, seeds, decisions: whichever is -1), float64[3000, 4]."""
    at = {"seed": 1, "decision": 1, "agent": 5, "day": 3, "partner": 2, "draw": 0} | fixed
    rows = []
    for k in range(3000):
        now = {name: k if value == -1 else value for name, value in at.items()}
        rows.append(
            draw4(
                np.uint64(now["seed"]),
                np.uint64(now["decision"]),
                now["agent"],
                now["day"],
                now["partner"],
                now["draw"],
            )
        )
    return np.array(rows, np.float64)


@pytest.mark.parametrize("varied", ["seed", "decision", "agent", "day", "partner", "draw"])
def test_draws_are_uniform_and_unrelated_whatever_they_are_keyed_by(varied: str) -> None:
    drawn = uniforms(**{varied: -1})
    for lane in drawn.T:
        assert stats.kstest(lane, "uniform").pvalue > 1e-6
    lanes_and_next = np.column_stack([drawn[:-1], drawn[1:]])
    related = np.corrcoef(lanes_and_next.T)[np.triu_indices(8, 1)]
    assert np.abs(related).max() < 5.5 / np.sqrt(len(drawn))
    assert len(np.unique(drawn)) > 0.99 * drawn.size


def test_each_part_of_the_key_matters() -> None:
    base = [np.uint64(1), np.uint64(1), 5, 3, 2, 0]
    seen = {tuple(map(float, draw4(*base)))}
    for place in range(6):
        other = list(base)
        other[place] = type(base[place])(base[place] + 1)
        seen.add(tuple(map(float, draw4(*other))))
    assert len(seen) == 7


def test_sixteen_bytes_are_the_four_words_of_one_draw_the_first_lowest() -> None:
    key = np.uint64(7), np.uint64(20), 5, 3, 8, 2
    words = philox(*(np.uint64(each) for each in (*key[2:], *key[:2])))
    for two, pair in zip((words[:2], words[2:]), draw16(*key), strict=True):
        assert int(pair).to_bytes(8, "little") == b"".join(int(word).to_bytes(4, "little") for word in two)


@given(u=st.integers(0, 2**24 - 1))
def test_a_gumbel_variate_is_finite_and_grows_with_its_uniform(u: int) -> None:
    here = gumbel(np.float32(u * 2.0**-24))
    assert np.isfinite(here)
    assert u == 0 or here >= gumbel(np.float32((u - 1) * 2.0**-24))
    assert here == pytest.approx(-np.log(-np.log((u + 0.5) * 2.0**-24)), rel=1e-6, abs=1e-6)


FROZEN = {
    "FEED": 1,
    "ADVERT": 2,
    "HEAR": 3,
    "OCCASION": 4,
    "CHOICE": 5,
    "EXPERIENCE": 6,
    "SPEAK": 7,
    "DISCOVER": 8,
    "FEED_ADVERT": 9,
    "SEARCH_ADVERT": 10,
    "RETARGETED": 11,
    "ANSWER": 12,
    "SESSION": 13,
    "NEWS": 14,
    "OPT_IN": 15,
    "VISIT": 16,
    "CONSIDER": 17,
    "WINDOW_SHOPPING": 18,
    "POST": 32,
    "FINE": 33,
    "SCANDAL": 34,
    "QUIT": 35,
    "RENEWAL": 19,
    "SEE": 20,
    "REMEMBER": 21,
    "FAILURE": 40,
    "EXPOSURE": 41,
    "CONSENT": 48,
    "CLICK": 49,
    "CLICKER": 54,
    "CODE": 50,
    "SURVEY": 51,
    "ARM": 52,
    "CELL": 53,
    "SPREAD": 64,
    "WORLD": 65,
}
"""A new decision adds a line. Never change a number: every result that was ever stored would stand for other draws."""


def test_the_identities_of_decisions_are_frozen() -> None:
    text = Path(draws.__file__).read_text()
    declared = dict(re.findall(r"^([A-Z][A-Z_]*) = np\.uint64\((\d+)\)", text, flags=re.MULTILINE))
    assert {name: int(number) for name, number in declared.items()} == FROZEN
    assert all(getattr(draws, name) == number for name, number in FROZEN.items())
    assert len(set(FROZEN.values())) == len(FROZEN)


def test_a_components_generator_depends_on_the_seed_and_its_own_path_alone() -> None:
    first = component(7, 1).random(5).tolist()
    component(7, 2).random(100)
    assert component(7, 1).random(5).tolist() == first
    others = [component(8, 1), component(7, 2), component(7, 1, 0)]
    assert all(other.random(5).tolist() != first for other in others)
