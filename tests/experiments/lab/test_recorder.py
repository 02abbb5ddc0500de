"""What is recorded is what the market lived; a fork shares the past and the draws, and nothing else differs."""

import numpy as np
import pytest

from experiments.lab import recorder as r
from experiments.lab.living import SNAPSHOT_EVERY, fork, has_hired, live
from experiments.lab.parcel import unpack
from experiments.lab.policies import SETTINGS, changes, market_of
from simulation.errors import InputError
from simulation.state.columns import ACTIVE, STUDIED


def test_the_last_evening_is_the_market_s_own_state(small_run):
    about, found = unpack(small_run.parcel)
    model, last = small_run.model, small_run.days
    assert about["days"] == last == 42
    follows = model.tables.follows
    active = (follows.tie & ACTIVE) != 0
    trust = follows.alpha / (follows.alpha + follows.beta)
    creator = int(np.bincount(follows.creator[active]).argmax())
    mine = trust[active & (follows.creator == creator)]
    assert found["creator_trust"][last, creator] == round(float(mine.mean()) * r.FINE_STEPS)
    assert found["audience"][last, creator] == len(mine) == model.creators.audience[creator]
    knows = model.consumers.aware[:, STUDIED] != 0
    np.testing.assert_array_equal((found["state"][last] & r.AWARE) != 0, knows)
    liking = found["attitude"][last] / r.STEPS * 2 - 1
    np.testing.assert_allclose(liking, model.consumers.attitude[:, STUDIED], atol=1 / r.STEPS + 1e-6)
    profit = found["series"][last, r.SERIES.index("profit")]
    assert profit == pytest.approx(model.outcomes()["profit"], rel=1e-5)


def test_events_are_counted_as_the_market_counts_them(small_run):
    _, found = unpack(small_run.parcel)
    kinds = np.bincount(found["event_kind"], minlength=len(r.EVENTS))
    metrics, people = small_run.model.metrics.loc[0:], small_run.model.people_per_consumer
    assert kinds[r.UNFOLLOWED] * people == pytest.approx(metrics["follows_lost"].sum())
    assert kinds[r.FOLLOWED] * people == pytest.approx(metrics["follows_won"].sum())
    mine = found["event_about"] == STUDIED
    adverts = np.isin(found["event_kind"], [r.LABELLED_ADVERT, r.HIDDEN_ADVERT]) & mine
    assert adverts.sum() == metrics["sponsored_posts"].sum() > 0
    assert kinds[r.BOUGHT] > 0
    assert (np.diff(found["event_day"].astype(int)) >= 0).all()


@pytest.mark.parametrize("day", [0, 5, SNAPSHOT_EVERY, 30, 41])
def test_a_fork_that_changes_nothing_is_the_same_run(small_run, day):
    twin = fork(small_run, day, {}, None, "twin")
    (_, one), (about, two) = unpack(small_run.parcel), unpack(twin.parcel)
    twin.close()
    assert about["forked_on"] == day
    for name, array in one.items():
        np.testing.assert_array_equal(array, two[name], err_msg=name)


def test_a_fork_shares_the_past_and_stands_in_the_same_places(small_run):
    day = 20
    other = fork(small_run, day, {"crises.failure_day": small_run.recorder.first_day + day}, None, "fails")
    (_, one), (_, two) = unpack(small_run.parcel), unpack(other.parcel)
    for name in ("trust", "attitude", "state", "series"):
        np.testing.assert_array_equal(one[name][: day + 1], two[name][: day + 1], err_msg=name)
    for name in ("people_x", "people_y", "creators_x", "friend"):
        np.testing.assert_array_equal(one[name], two[name])
    assert (one["attitude"][day + 7] != two["attitude"][day + 7]).any()
    assert r.CRISIS in two["event_kind"][two["event_day"] == day]
    again = fork(other, day + 3, {}, None, "again")  # a fork can be forked in its turn
    np.testing.assert_array_equal(unpack(again.parcel)[1]["trust"], two["trust"])
    again.close()
    other.close()


@pytest.mark.parametrize("day", [-1, 42, 1000])
def test_a_day_that_was_not_lived_is_refused(small_run, day):
    with pytest.raises(InputError, match=rf"^day: got {day}, takes 0 to 41$"):
        fork(small_run, day, {}, None, "never")


def test_a_scandal_needs_a_creator_under_contract(small_run):
    assert has_hired(small_run, 21)
    day = small_run.recorder.first_day + 21
    assert changes(small_run, 21, {"scandal": "now"}) == ({"crises.scandal_day": day}, None)
    alone = live(market_of({**SETTINGS, "people": 1_500, "days": 14, "strategy": "none"}), 3, "none")
    with pytest.raises(InputError, match="^scandal: the brand has no creator under contract on day 1;"):
        changes(alone, 1, {"scandal": "now"})
    alone.close()
    with pytest.raises(InputError, match="^run: its states are no longer kept"):
        fork(alone, 1, {}, None, "late")


def test_everybody_stands_inside_the_picture_and_nobody_on_another(small_run):
    _, found = unpack(small_run.parcel)
    places = np.stack([found["people_x"], found["people_y"]], axis=1).astype(float)
    assert len(np.unique(places, axis=0)) == len(places)
    for kind in np.unique(found["niche"]):
        island, others = places[found["niche"] == kind], places[found["niche"] != kind]
        middle = island.mean(axis=0)
        near = np.hypot(*(island - middle).T).max()
        assert (np.hypot(*(others - middle).T) > 0.9 * near).all()


@pytest.mark.slow
def test_five_thousand_people_over_half_a_year_are_less_than_three_megabytes():
    run = live(market_of(SETTINGS), SETTINGS["days"], "whole", snapshots=False)
    assert (SETTINGS["people"], SETTINGS["days"]) == (5_000, 182)
    assert len(run.parcel) < 3e6
    run.close()
