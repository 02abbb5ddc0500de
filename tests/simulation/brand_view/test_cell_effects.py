"""What cells say: differences of means by hand, a covariate that sharpens them, and a panel's error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.brand_view.cell_effects import adjusted, effects
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.columns import SEARCH, STUDIED, new_test


def test_without_a_covariate_it_is_students_difference() -> None:
    from scipy.stats import ttest_ind

    rng = np.random.default_rng(1)
    a, b = rng.normal(1.0, 1, 40), rng.normal(0.4, 1, 15)
    found, reference = adjusted(a, b, np.zeros(40), np.zeros(15)), ttest_ind(a, b)
    assert found.value == pytest.approx(a.mean() - b.mean())
    assert found.value / found.error == pytest.approx(reference.statistic)
    assert found.freedom == reference.df


def test_what_was_bought_before_sharpens_the_difference_and_does_not_move_it_on_average() -> None:
    rng = np.random.default_rng(2)
    plain, sharp = [], []
    for _ in range(300):
        habit = rng.poisson(1.0, 200).astype(float)
        bought = habit + rng.poisson(0.2, 200)
        bought[:100] += 0.3
        none = np.zeros(100)
        plain.append(adjusted(bought[:100], bought[100:], none, none))
        sharp.append(adjusted(bought[:100], bought[100:], habit[:100], habit[100:]))
    values = np.array([found.value for found in sharp])
    assert values.mean() == pytest.approx(0.3, abs=4 * values.std() / np.sqrt(300))
    assert values.std() < 0.6 * np.std([found.value for found in plain])
    assert np.mean([found.error for found in sharp]) == pytest.approx(values.std(), rel=0.15), "the error is right"


def test_a_cell_in_which_nobody_bought_is_not_certain() -> None:
    found = adjusted(np.array([1.0, 0, 0, 1]), np.zeros(2), np.zeros(4), np.zeros(2))
    assert found.error > 0
    assert np.isnan(adjusted(np.ones(4), np.ones(1), np.zeros(4), np.zeros(1)).value), "one person says nothing"


def test_an_effect_is_that_of_those_who_met_the_channel_or_would_have(campaign: MarketModel) -> None:
    model = campaign.fork("none")
    holdout = new_test(200, 1 << SEARCH)._replace(before=np.zeros(200, np.uint16))
    holdout.withheld[:50] = 1 << SEARCH
    holdout.withheld[50:60] = 1  # another channel's cell: neither shown nor control, but it met the channel
    holdout.met[:100, SEARCH] = 2
    model.tables = model.tables._replace(holdout=holdout)
    model.consumers.purchases[:, STUDIED] = 0
    model.consumers.purchases[60:100, STUDIED] = np.arange(40) % 2  # half of the 40 of the control who met it
    model.consumers.purchases[100:, STUDIED] = 9  # who did not meet it does not count
    model.consumers.purchases[:10, STUDIED] = 1  # a fifth of its cell
    found = effects(model)
    assert list(found) == ["search"]
    assert found["search"].value == pytest.approx((0.5 - 0.2) * 100 * model.people_per_consumer)


def test_without_cells_there_is_nothing_to_read(start: MarketModel, lively: Callable[..., MarketModel]) -> None:
    with pytest.raises(InputError, match="cells: got none"):
        start.view().records.effects()
    with pytest.raises(InputError, match="cells: got brand Birch"):
        start.view(1).records.effects()
    with pytest.raises(InputError, match="journeys: got brand Birch"):
        start.view(1).records.journeys(0)
