"""Files of the market page: parameters by their names and plans by week; whatever else they say is refused in a line."""

import base64

import pytest

from experiments.lab.own_market.market_files import LARGEST, own_market
from experiments.lab.policies import SETTINGS
from simulation.errors import InputError


def file(name, text):
    return {"name": name, "data": base64.b64encode(text.encode()).decode()}


def scenario(text):
    return own_market({}, {"scenario": file("mine.yaml", text)})


def test_a_scenario_sets_what_the_page_chose_and_parameters_of_the_market():
    own = scenario(
        "people: 2000\ndays: 28\nbrands:\n  price: 45\n  names: [<b>Alma</b>, '${oc.env:HOME}', C, D]\ncrises.reach: 0.2\n"
    )
    assert own.settings == {**SETTINGS, "people": 2000, "days": 28}
    with own.model() as model:
        assert list(model.brand_names[:2]) == ["<b>Alma</b>", "${oc.env:HOME}"]
        assert list(model.scenario.brands.price) == [45.0]
        assert len(model.consumers.niche) == 2000
        assert model.scenario.brands.campaign_days == 28


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "_target_: os.system",
            r"^scenario\.yaml, line 1: got '_target_', which is no setting of the page and no parameter",
        ),
        ("people: 10\nbrands: {prise: 4}", r"^scenario\.yaml, line 2: got 'brands\.prise'.*brands\.price"),
        ("graph.path: /etc/passwd", r"^scenario\.yaml, line 1: got graph\.path, which a page may not set"),
        ("graph: {source: edge_list}", r"^scenario\.yaml, line 1: got graph\.source, which a page may not set"),
        ("market.consumers: 5", r"^scenario\.yaml, line 1: got market\.consumers, which a page may not set"),
        ("measurement.touches: 4", "which a page may not set"),
        ("creators.number: 10000000", r"creators\.number: got 10000000, takes at most 10,000 here"),
        ("people: 10", r"^people: got '10', takes a whole number"),
        ("people: yes please", r"^people: got 'yes please', takes"),
        ("strategy: {_target_: os.system}", r"^scenario\.yaml, line 1: got 'strategy\._target_', which is no"),
        ("strategy: booked", r"^strategy: got 'booked', takes one of"),
        ("brands.price: -4", r"^scenario: brands\.price"),
        ("brands.price: !!python/object/apply:os.system [ls]", r"^scenario: brands\.price"),
        ("brands.names: [" + "x," * 600 + "y]", "takes at most 500"),
        ("a: &a [" + "x," * 900 + "x]\nb: &b [" + ",".join(["*a"] * 900) + "]\nc: [*b]", "scenario.yaml"),
        ("[1, 2", "not YAML"),
        ("- 1", r"^scenario\.yaml: got"),
        ("\x00", "scenario.yaml"),
        ("x" * (LARGEST + 1), "takes at most"),
    ],
)
def test_a_scenario_that_is_none_is_refused_in_a_line(text, line):
    with pytest.raises(InputError, match=line) as refused:
        scenario(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300, "a line, and not all names that there are"
    assert "nichecast-" not in str(refused.value), "nor where the file lay"


def test_a_plan_by_week_is_what_the_brand_buys():
    own = own_market({"days": 28}, {"plan": file("p.csv", "week,channel,spend\n1,paid_social,500\n3,search,50\n")})
    assert own.plan.channels == ["paid_social", "search"]
    with own.model() as model:
        model.run_for(model.scenario.market.burn_in + 7)
        assert 0 < model.ledger.media <= 50_000


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (
            "p.csv",
            "week,channel,spend\n1,television series,5\n9,zz,5\n",
            r"^plan\.csv, row 3, column channel: got 'zz'",
        ),
        ("p.csv", "week,channel,spend\n99,search,5\n", r"^plan\.csv, row 2, column week: got '99', takes a week"),
        ("p.csv", "week,handle,posts\n1,somebody,5\n", r"^plan\.csv, row 2, column handle: got 'somebody'"),
        ("p.csv", "week,channel,spend,code\n1,search,5,rm\n", r"^plan\.csv, column 4: got 'code', takes"),
        ("p.py", "import os", r"^plan: got 'p\.py', takes a file that ends with \.csv"),
    ],
)
def test_a_plan_that_is_none_is_refused_with_its_row(name, text, line):
    with pytest.raises(InputError, match=line):
        own_market({}, {"plan": file(name, text)})


def test_a_plan_may_hire_the_creators_that_the_scenario_names():
    roster = "creators.roster: {handles: [ada, bo], followers: [5000, 9000], fee: [50, 90], niches: [beauty, beauty]}"
    files = {"scenario": file("s.yaml", roster), "plan": file("p.csv", "week,handle,posts\n1,ada,2\n2,bo,1\n")}
    assert own_market({}, files).plan.handles == ["ada", "bo"]
