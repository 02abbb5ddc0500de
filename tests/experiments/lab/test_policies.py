"""The page sends names, and what is none that it offers is refused in a line: no parameter, class or file gets in."""

import pytest

from experiments.lab.policies import POLICIES, SETTINGS, changes, settings_of
from simulation.errors import InputError
from simulation.scenario.scenario import names


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"people": 10**9}, "^people: got '1000000000', takes a whole number from 1500 to 10000$"),
        ({"people": True}, "^people: got 'True', takes"),
        ({"people": "5000"}, "^people: got '5000', takes"),
        ({"days": 0}, "^days: got '0', takes"),
        ({"seed": -1}, "^seed: got '-1', takes"),
        ({"strategy": "os.system"}, "^strategy: got 'os.system', takes one of"),
        ({"strategy": {"_target_": "os.system"}}, "^strategy: got"),
        ({"peeple": 900}, "^peeple: no such setting .did you mean 'people'"),
        ({"_target_": "os.system"}, "^_target_: no such setting"),
        (["people"], "^settings: got no mapping"),
        (None, "^settings: got no mapping"),
    ],
)
def test_settings_that_the_page_does_not_offer_are_refused(given, line):
    with pytest.raises(InputError, match=line):
        settings_of(given)


def test_settings_that_are_not_given_are_the_usual_ones():
    assert settings_of({"seed": 7}) == {**SETTINGS, "seed": 7}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"labels": "none of these"}, "^labels: got 'none of these', takes one of none, hashtag"),
        ({"crises.reach": 1}, "^changes: got 'crises.reach', takes one of"),
        ({"strategy": "../../etc/passwd"}, "^strategy: got"),
        ({"labels": ["none"]}, "^labels: got"),
        ({}, "^changes: got none"),
        ("scandal", "^changes: got none"),
    ],
)
def test_changes_that_the_page_does_not_offer_are_refused(small_run, given, line):
    with pytest.raises(InputError, match=line):
        changes(small_run, 3, given)


def test_every_choice_sets_parameters_that_exist_and_may_still_change(small_run):
    for policy, options in POLICIES.items():
        for choice in options:
            values, strategy = changes(small_run, 21, {policy: choice})
            assert set(values) <= set(names())
            assert values or strategy == choice
            small_run.model.fork(None, small_run.model.scenario.with_values(values)).close()
