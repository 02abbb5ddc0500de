"""Crises, by hand: how large one is, whom it spills over to, what an answer ends, when it is over."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.compute.draws import EXPOSURE, FAILURE, draw4
from simulation.market.crisis_management import break_out, fade, watch
from simulation.model import MarketModel
from simulation.state.columns import APOLOGISED, BRAND_COUNTS, DENIED, EXPOSED, HEARD_NEGATIVE, NEVER, SILENT

CALM = {"enabled": True, "scandal": 0.0, "failure": 0.0, "cascade": 1000.0, "response": "silence"}
DAY = 40


def market(tiny: Any, **crises: Any) -> MarketModel:
    """Three creators with audiences of 30, 10 and 60, and two brands, on campaign day 38, in which nothing goes wrong."""
    made: MarketModel = tiny.market(creators={"number": 3}, crises={**CALM, **crises})
    made.day = DAY
    assert made.campaign_day == 38
    made.creators.audience[:] = [30, 10, 60]
    made.tables.brands.reputation[:], made.tables.brands.standing[:] = [0.7, 0.6], 0.1
    return made


def hire(model: MarketModel, brand: int, *creators: int) -> None:
    model.tables.contracts.posts[brand, list(creators)] = 1
    model.tables.contracts.length[brand, list(creators)] = DAY + 1


def events(model: MarketModel) -> list[tuple[Any, ...]]:
    return [(event.what, event.brand, event.creator, pytest.approx(event.size)) for event in model.history.events]


def crisis(model: MarketModel) -> list[float]:
    return [float(size) for size in model.tables.brands.crisis]


# Beginning and fading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("running", "reach", "breaks_out", "standing"),
    [
        pytest.param(0.0, 0.25, True, 0.6, id="the first: the reputation before is noted"),
        pytest.param(0.25, 0.5, True, 0.1, id="a greater one: what was noted stays"),
        pytest.param(0.5, 0.25, False, 0.1, id="a smaller one"),
        pytest.param(0.5, 0.5, False, 0.1, id="an equal one"),
        pytest.param(0.0, 0.0, False, 0.1, id="none"),
    ],
)
def test_a_greater_crisis_takes_the_place_of_a_smaller_one(
    tiny: Any, running: float, reach: float, breaks_out: bool, standing: float
) -> None:
    model = market(tiny)
    brands = model.tables.brands
    brands.crisis[1], brands.broke[1], brands.answer[1] = running, 30, DENIED
    break_out(model, 1, reach, True, "crisis: failure", 2)
    assert crisis(model) == [0.0, max(running, reach)]
    assert brands.broke.tolist() == [NEVER, DAY if breaks_out else 30]
    assert brands.answer.tolist() == [SILENT, SILENT if breaks_out else DENIED]
    assert brands.guilty.tolist() == [0, breaks_out]
    assert brands.standing == pytest.approx([0.1, standing])
    assert [tuple(event) for event in model.history.events] == [(38, "crisis: failure", 1, 2, reach)] * breaks_out


def test_news_gets_older_and_is_forgotten_below_half_a_per_cent(tiny: Any) -> None:
    model = market(tiny, fading=0.8)
    brands, scandal = model.tables.brands, model.creators.scandal
    brands.crisis[:], brands.apology[:], scandal[:] = [0.5, 0.0062], [0.0063, 1.0], [1.0, 0.006, 0.0]
    fade(model)
    assert crisis(model) == pytest.approx([0.4, 0.0])
    assert brands.apology == pytest.approx([0.8 * 0.0063, 0.8])
    assert scandal == pytest.approx([0.8, 0.0, 0.0])


def test_news_of_just_half_a_per_cent_is_still_about(tiny: Any) -> None:
    model = market(tiny, fading=1.0)
    model.tables.brands.crisis[:] = [0.005, np.nextafter(np.float32(0.005), np.float32(0))]
    fade(model)
    assert crisis(model) == [np.float32(0.005), 0.0]


@pytest.mark.parametrize(
    ("column", "row", "news"),
    [("crisis", 0, [1, 0]), ("crisis", 1, [1, 0]), ("apology", 1, [1, 0]), ("scandal", 1, [0, 1]), ("", 0, [0, 0])],
)
def test_people_look_for_news_while_there_is_any(tiny: Any, column: str, row: int, news: list[int]) -> None:
    model = market(tiny)
    model.tables.brands.news[:] = 1
    if column:
        getattr(model.creators if column == "scandal" else model.tables.brands, column)[row] = 0.25
    watch(model)
    assert model.tables.brands.news.tolist() == news


def test_without_crises_nothing_goes_wrong(tiny: Any) -> None:
    model = market(tiny, enabled=False, failure_day=38, scandal_day=38)
    hire(model, 0, 1)
    watch(model)
    assert (crisis(model), model.history.events, model.creators.scandal.sum()) == ([0, 0], [], 0)


# Scandals ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hired", "rivals", "sizes", "what"),
    [
        # association 0.8 of the creator's share of the hired audience; spillover 0.5 of that
        pytest.param([0], [], [0.8, 0.0], ["crisis: scandal"], id="the only face"),
        pytest.param([0, 1], [], [0.8 * 30 / 40, 0.0], ["crisis: scandal"], id="30 of 40"),
        pytest.param([0, 1, 2], [], [0.8 * 30 / 100, 0.0], ["crisis: scandal"], id="30 of 100"),
        pytest.param(
            [0, 1], [2], [0.6, 0.3], ["crisis: scandal", "crisis: spillover"], id="a rival with faces of its own"
        ),
        pytest.param([1, 2], [2], [0.0, 0.0], [], id="nobody hired this one"),
        pytest.param(
            [0, 1], [0, 2], [0.6, 0.3], ["crisis: scandal", "crisis: spillover"], id="30 of 90: less than the spillover"
        ),
        pytest.param(
            [0, 1], [0], [0.6, 0.8], ["crisis: scandal", "crisis: spillover", "crisis: scandal"], id="the rival's own"
        ),
    ],
)
def test_a_scandal_reflects_on_brands_by_the_creators_share_of_their_audience(
    tiny: Any, hired: list[int], rivals: list[int], sizes: list[float], what: list[str]
) -> None:
    model = market(tiny, association=0.8, spillover=0.5)
    model.creators.scandal[:] = [1.0, 0.9, 0.0]  # creator 1's is old news
    hire(model, 0, *hired)
    hire(model, 1, *rivals)
    watch(model)
    assert crisis(model) == pytest.approx(sizes)
    assert not model.tables.brands.guilty.any()
    assert events(model)[0] == ("scandal", -1, 0, 1.0)
    assert [event.what for event in model.history.events[1:]] == what
    assert {event.creator for event in model.history.events} == {0}


def test_a_face_without_an_audience_hurts_nobody(tiny: Any) -> None:
    model = market(tiny)
    model.creators.audience[:], model.creators.scandal[0] = 0, 1.0
    hire(model, 0, 0)
    watch(model)
    assert crisis(model) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("day", "hired", "scandal"),
    [(38, [0, 1], [1, 0, 0]), (38, [1, 2], [0, 0, 1]), (38, [1], [0, 1, 0]), (38, [], [0, 0, 0]), (37, [0], [0, 0, 0])],
)
def test_a_planned_scandal_is_that_of_the_studied_brands_largest_creator(
    tiny: Any, day: int, hired: list[int], scandal: list[int]
) -> None:
    model = market(tiny, scandal_day=day)
    hire(model, 0, *hired)
    hire(model, 1, 0, 1, 2)
    watch(model)
    assert model.creators.scandal.tolist() == scandal


# Failures and cascades --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("luck", [0.99, 1.01])
@pytest.mark.parametrize(("quality", "share"), [(0.0, 1.0), (0.25, 0.75), (1.0, 0.0)])
def test_a_product_fails_the_more_often_the_worse_it_is(tiny: Any, quality: float, share: float, luck: float) -> None:
    """A chance of `failure` (1 - quality) / 365 a day."""
    u = draw4(np.uint64(1), FAILURE, 1, DAY, 0, 0)[0]
    model = market(tiny, failure=float(u) * luck * 365 / (share or 1))
    model.tables.brands.quality[:] = [1.0, quality]
    watch(model)
    fails = bool(share) and luck > 1
    assert crisis(model) == [0.0, float(fails)]
    assert model.tables.brands.guilty.tolist() == [0, fails]
    assert events(model) == [("crisis: failure", 1, -1, 1.0)] * fails


@pytest.mark.parametrize(("day", "sizes"), [(38, [1.0, 0.0]), (39, [0.0, 0.0])])
def test_a_planned_failure_is_the_studied_brands(tiny: Any, day: int, sizes: list[float]) -> None:
    model = market(tiny, failure_day=day)
    watch(model)
    assert crisis(model) == sizes


def heard(*counts: int) -> list[np.ndarray]:
    """What was heard of brand 1 on the last days."""
    days = np.zeros((len(counts), 2, BRAND_COUNTS), np.int64)
    days[:, 1, HEARD_NEGATIVE] = counts
    return list(days)


@pytest.mark.parametrize(
    ("counts", "aware", "broke", "breaks_out"),
    [
        # 1,000 times what was heard in seven days, per person who knows the brand: 25 or more
        pytest.param([0, 0, 0, 0, 0, 0, 5], 200.0, NEVER, True, id="5 for 200"),
        pytest.param([1, 1, 1, 0, 1, 1, 0], 200.0, NEVER, True, id="5 in a week"),
        pytest.param([9, 0, 0, 0, 1, 1, 1, 1], 200.0, NEVER, False, id="4, and 9 before the week"),
        pytest.param([0, 0, 0, 0, 0, 0, 5], 201.0, NEVER, False, id="5 for 201"),
        pytest.param([0, 0, 0, 0, 0, 0, 5], 0.0, NEVER, False, id="nobody knows it"),
        pytest.param([0, 0, 0, 0, 0, 0, 5], 0.5, NEVER, True, id="hardly anybody does"),
        pytest.param([0, 0, 0, 0, 0, 0, 5], 200.0, DAY - 27, False, id="27 days after the last crisis"),
        pytest.param([0, 0, 0, 0, 0, 0, 5], 200.0, DAY - 28, True, id="28 days after it"),
    ],
)
def test_what_people_say_becomes_a_crisis_when_enough_of_those_who_know_the_brand_have_heard_it(
    tiny: Any, counts: list[int], aware: float, broke: int, breaks_out: bool
) -> None:
    model = market(tiny, cascade=25.0)
    model.history.brand = heard(*counts)
    model.tables.brands.known[:], model.tables.brands.broke[1] = [1.0, aware], broke
    watch(model)
    assert crisis(model) == [0.0, 0.5 * breaks_out]
    assert model.tables.brands.guilty.tolist() == [0, breaks_out]
    assert events(model) == [("crisis: cascade", 1, -1, 0.5)] * breaks_out


# Answers ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("response", ["apology", "denial"])
@pytest.mark.parametrize(
    ("monitoring", "delay", "first"),
    [(1.0, 0, 0), (1.0, 2, 2), (0.7, 2, 4), (0.0, 1, 8)],  # 7 (1 - monitoring), rounded, and the delay
)
def test_a_brand_answers_once_it_has_seen_and_thought(
    tiny: Any, response: str, monitoring: float, delay: int, first: int
) -> None:
    """What the answer ends of a crisis of 0.5 falls with the days since it broke out: share e^(-days / 5)."""
    rules = {"monitoring": monitoring, "response_delay": delay, "apology": 0.75, "denial": 0.5, "apology_life": 5.0}
    for since in (first - 1, first, first + 3):
        model = market(tiny, response=response, **rules)
        brands = model.tables.brands
        brands.crisis[1], brands.broke[1] = 0.5, DAY - since
        watch(model)
        answers = since >= first
        prompt = math.exp(-since / 5) * answers
        ended = {"apology": 0.75, "denial": 0.5}[response]
        assert brands.crisis == pytest.approx([0.0, 0.5 * (1 - ended * prompt)])
        assert brands.apology == pytest.approx([0.0, prompt if response == "apology" else 0.0])
        assert brands.answer.tolist() == [0, {"apology": APOLOGISED, "denial": DENIED}[response] * answers]
        assert events(model) == ([(response, 1, -1, prompt)] if answers else [])


@pytest.mark.parametrize(
    ("response", "crisis_", "answer"),
    [("silence", 0.5, SILENT), ("apology", 0.0, SILENT), ("apology", 0.5, APOLOGISED), ("denial", 0.5, EXPOSED)],
)
def test_nothing_more_is_said_where_there_is_nothing_to_answer_or_an_answer_was_given(
    tiny: Any, response: str, crisis_: float, answer: int
) -> None:
    model = market(tiny, response=response, monitoring=1.0, response_delay=0, exposed=1.0)
    brands = model.tables.brands
    brands.crisis[1], brands.broke[1], brands.answer[1], brands.guilty[1] = crisis_, DAY - 9, answer, 1
    watch(model)
    assert brands.crisis.tolist() == [0.0, np.float32(crisis_)]
    assert brands.answer[1] == answer
    assert model.history.events == []


@pytest.mark.parametrize(("guilty", "found", "exposed"), [(1, True, True), (1, False, False), (0, True, False)])
def test_a_denial_of_what_is_true_may_be_exposed_and_the_crisis_begins_anew(
    tiny: Any, guilty: int, found: bool, exposed: bool
) -> None:
    u = draw4(np.uint64(1), EXPOSURE, 1, DAY, 0, 0)[0]
    model = market(tiny, response="denial", exposed=float(u) * (1.01 if found else 0.99))
    brands = model.tables.brands
    brands.crisis[1], brands.broke[1], brands.answer[1], brands.guilty[1] = 0.25, DAY - 9, DENIED, guilty
    watch(model)
    assert brands.crisis.tolist() == [0.0, 1.0 if exposed else 0.25]
    assert brands.answer[1] == (EXPOSED if exposed else DENIED)
    assert events(model) == [("denial exposed", 1, -1, 1.0)] * exposed
