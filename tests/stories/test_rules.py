"""Stories of rules and of control: labels, fines, opting in. Betrayal and call-outs: see the behaviours' stories."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.model import MarketModel
from simulation.strategies import Offer, Plan, Strategy, View
from simulation.strategies.hyper_targeted import HyperTargeted


class Covert(Strategy):
    """Two posts a week of every creator, labelled as the creator likes."""

    def plan(self, view: View) -> Plan:
        if view.week > 0:
            return Plan()
        posts = 2 * (view.days_left // 7)
        return Plan(tuple(Offer(i, posts, int(view.quotes[i])) for i in range(len(view.quotes))))


def labelled(tiny: Any, **regulation: Any) -> MarketModel:
    """Fifty posts a day under a rule, by creators whose habit is to hide them."""
    model: MarketModel = tiny.market(
        Covert(),
        market={"days": 40, "consumers": 60},
        brands={"campaign_days": 35, "budget": 1e9},
        creators={"number": 20, "disclosure_share": 0.0, "posting_rate": 1.0},
        regulation=regulation,
    )
    model.run_for(42)
    return model


def share_of_labels(model: MarketModel) -> float:
    """Share of creators who would label a post now."""
    return float(model.creators.labels.mean())


def test_a_rule_that_nobody_enforces_changes_little_and_a_steep_fine_much(tiny: Any) -> None:
    none = labelled(tiny, disclosure="none", enforcement=0.5)
    toothless = labelled(tiny, disclosure="hashtag", enforcement=0.001, fine=0.0, fine_share=1.0, brand_fine=0.0)
    steep = labelled(tiny, disclosure="hashtag", enforcement=0.2, fine=1e5, brand_fine=0.0)
    assert share_of_labels(none) == 0.0
    assert share_of_labels(toothless) < 0.3 < 0.9 < share_of_labels(steep)


def test_who_is_found_out_pays_and_labels_from_then_on(tiny: Any) -> None:
    model = labelled(
        tiny, disclosure="hashtag", enforcement=0.1, fine=100.0, fine_share=0.0, temptation=9.0, brand_fine=1000.0
    )
    fined = {event.creator for event in model.history.events if event.what == "fined"}
    assert len(fined) > 5
    assert (model.creators.disclosure[sorted(fined)] == 1).all()
    assert model.outcomes()["fines"] == 1000.0 * model.metrics["fined_posts"].sum() > 0
    earned = sum(deal.taken * deal.fee for deal in model.history.deals if deal.brand == 0)
    assert sum(model.journal.earned(i) for i in range(len(model.quotes))) < earned


def test_a_brand_insists_on_labels_when_its_own_fine_is_dear(tiny: Any) -> None:
    cheap = labelled(tiny, disclosure="hashtag", enforcement=0.1, fine=0.0, fine_share=0.0, brand_fine=0.0)
    dear = labelled(tiny, disclosure="hashtag", enforcement=0.1, fine=0.0, fine_share=0.0, brand_fine=1e8)
    assert cheap.tables.contracts.label[0].sum() == 0
    assert dear.tables.contracts.label[0].sum() == 20


def test_under_opt_in_sponsored_posts_reach_those_only_who_agreed(tiny: Any) -> None:
    everybody = labelled(tiny, disclosure="none")
    some = labelled(tiny, disclosure="opt_in", opted_in=0.3)
    reached = [float((model.consumers.exposures[:, 0] > 0).mean()) for model in (everybody, some)]
    assert 0.1 < reached[1] < 0.45 < reached[0]


def test_the_platforms_label_is_plainer_than_a_hashtag(tiny: Any) -> None:
    rules = {
        kind: tiny.market(regulation={"disclosure": kind, "platform_label": 2.0}).rules.recognition.label
        for kind in ("none", "hashtag", "platform_label")
    }
    assert rules["none"] == rules["hashtag"]
    assert rules["platform_label"] == np.float32(2) * rules["hashtag"]


def test_creators_of_a_scripting_brand_are_recognised_more_often(tiny: Any) -> None:
    recognised = []
    for control in (0.0, 1.0):
        model = tiny.market(
            HyperTargeted(tier="nano", posts=20),
            market={"days": 30, "consumers": 200},
            brands={"campaign_days": 28, "budget": 1e6, "control": control},
            consumers={"recognition": {"base": -4.0, "control": 3.0}},
        )
        model.run_for(30)
        recognised.append(model.metrics["recognised"].sum() / model.metrics["post_impressions"].sum())
    assert recognised[1] > 1.5 * recognised[0]


def test_a_brief_conveys_more_of_the_message_where_control_is_given_that_use(tiny: Any) -> None:
    known = {}
    for brief, control in ((0.0, 0.0), (0.0, 1.0), (3.0, 0.0), (3.0, 1.0)):
        model = tiny.market(
            HyperTargeted(tier="nano", posts=20),
            market={"days": 30, "consumers": 200},
            brands={"campaign_days": 28, "budget": 1e6, "control": control, "awareness": [0.0]},
            creators={"dealing": {"enabled": False}},
            consumers={"persuasion": {"brief": brief}, "talk": {"hear": 0.0}},
        )
        model.run_for(30)
        known[brief, control] = int((model.consumers.aware[:, 0] > 0).sum())
    assert known[0.0, 0.0] == known[3.0, 0.0]
    assert known[3.0, 1.0] > known[0.0, 1.0]
