"""What dashboards credit each plan with, read in the very worlds of a run; and what is said of it."""

import json

import polars as pl
import pytest

from experiments import app
from experiments.dashboards import collect, readings, sentences
from experiments.report import Context, dashboard_section
from experiments.results.findings import Measure, findings
from experiments.results.statistics import holm, paired

TINY = [
    "market.consumers=500",
    "market.people=100000",
    "market.burn_in=7",
    "market.days=28",
    "brands.campaign_days=14",
    "brands.budget=3000",
    "executor=serial",
    "executor.threads=1",
    "arms=[none,broadcast,full_funnel]",
    "replicates=2",
]
DATA = pytest.mark.filterwarnings("ignore::UserWarning")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same run with and without a dashboard."""
    folder = tmp_path_factory.mktemp("runs")
    more = ["dashboard.replicates=1", "dashboard.usual=search_retargeting", "dashboard.parts=channel"]
    assert app.main([*TINY, *more, f"output.dir={folder / 'with'}"]) == 0
    assert app.main([*TINY, "dashboard.enabled=false", f"output.dir={folder / 'without'}"]) == 0
    return folder


@DATA
def test_to_read_a_dashboard_changes_no_number(runs):
    for seed in (1, 2):
        shards = [runs / each / "shards" / f"seed-{seed:010d}" for each in ("with", "without")]
        for table in ("outcomes", "series", "uplift"):
            a, b = (pl.read_parquet(shard / f"{table}.parquet") for shard in shards)
            assert a.equals(b)


@DATA
def test_the_truth_of_an_arm_is_what_the_run_says_it_added(runs):
    truth = pl.read_parquet(runs / "with/dashboard/truth.parquet")
    outcomes = pl.read_parquet(runs / "with/outcomes.parquet")
    for arm in ("broadcast", "full_funnel"):
        for seed in (1, 2):
            row = truth.row(
                by_predicate=(pl.col("arm") == arm) & (pl.col("seed") == seed) & (pl.col("part") == "campaign")
            )
            added = outcomes.row(
                by_predicate=(pl.col("arm") == arm)
                & (pl.col("seed") == seed)
                & (pl.col("metric") == "incremental_profit")
            )
            assert row[3] - row[4] == pytest.approx(dict(zip(outcomes.columns, added, strict=True))["value"], abs=0.01)


@DATA
def test_parts_are_lived_on_so_many_seeds_as_asked_for_and_the_usual_plan_too(runs):
    truth = pl.read_parquet(runs / "with/dashboard/truth.parquet")
    parts = truth.filter((pl.col("arm") == "full_funnel") & (pl.col("part") != "campaign"))
    assert set(parts["part"]) >= {"broadcast", "search", "retargeting", "paid_social"}
    assert set(parts["seed"]) == {1}
    usual = truth.filter(pl.col("arm") == "search_retargeting")
    assert set(usual["seed"]) == {1}
    assert "search_retargeting" not in json.loads((runs / "with/summary.json").read_text())["arms"]


@DATA
def test_every_method_hands_out_all_that_was_sold(runs):
    rows = pl.read_parquet(runs / "with/dashboard/credit.parquet")
    sums = rows.group_by("arm", "seed", "sensor", "method").agg(pl.col("money").sum())
    assert sums.group_by("arm", "seed").agg((pl.col("money").max() - pl.col("money").min()) < 0.01)["money"].all()


@DATA
def test_a_repeated_run_finds_what_was_read_and_more_seeds_are_added(runs, monkeypatch):
    monkeypatch.setattr(collect, "read", lambda *_: pytest.fail("nothing is left to read"))
    more = ["dashboard.replicates=1", "dashboard.usual=search_retargeting", "dashboard.parts=channel"]
    assert app.main([*TINY, *more, f"output.dir={runs / 'with'}"]) == 0


@DATA
def test_the_report_has_the_section_with_a_picture_that_can_be_read_aloud(runs):
    page = (runs / "with/report.html").read_text()
    section = page[page.index("What a dashboard would have said") :]
    assert 'alt="Bar chart of margin by plan.' in section
    assert "the usual plan of a brand that reads a dashboard" in section
    assert "full funnel by channel" in section.lower()
    assert "What a dashboard" in (runs / "without/report.html").read_text()  # the simpler readings stay


def test_an_unknown_usual_plan_is_refused(capsys):
    assert app.main([*TINY, "dashboard.usual=ful_funnel"]) == 2
    assert (
        "dashboard.usual: got 'ful_funnel', takes a strategy (did you mean 'full_funnel'?)" in capsys.readouterr().err
    )


SEEDS = (1, 2, 3)
NOISE = {1: -1.0, 2: 0.0, 3: 1.0}


def read(credits, truths, cost=100.0, closing=None):
    """Readings of made-up plans: name -> margin credited by channel, name -> margin truly added."""
    credit_rows = [
        (arm, seed, "links", "last", channel, money + (1 + 0.2 * k) * NOISE[seed])
        for k, (arm, by_channel) in enumerate(credits.items())
        for channel, money in by_channel.items()
        for seed in SEEDS
    ]
    truth = [
        (arm, seed, "campaign", money + (2 + 0.2 * k) * NOISE[seed], cost)
        for k, (arm, money) in enumerate(truths.items())
        for seed in SEEDS
    ]
    truth += [(arm, seed, collect.CLOSE, money, cost) for arm, money in (closing or {}).items() for seed in SEEDS]
    tables = {
        "credit": pl.DataFrame(credit_rows, schema=collect.SCHEMAS["credit"], orient="row"),
        "truth": pl.DataFrame(truth, schema=collect.SCHEMAS["truth"], orient="row"),
    }
    profits = {arm: money - cost for arm, money in truths.items() if arm != "usual"}
    rows = [
        (arm, seed, "profit", profit + (2 + 0.2 * k) * NOISE[seed])
        for k, (arm, profit) in enumerate(profits.items())
        for seed in SEEDS
    ]
    outcomes = pl.DataFrame(rows, schema=["arm", "seed", "metric", "value"], orient="row")
    found = findings(outcomes, list(profits), "none", {"profit": Measure("USD", 1, "")}, 0.95)
    return readings.readings(tables, found), Context(found, [], None, {}, {}, {}, {}, tables=tables)


def test_the_first_screen_says_that_a_dashboard_would_pick_another_plan():
    found, context = read({"tv": {"broadcast": 10.0}, "web": {"search": 200.0}}, {"tv": 300.0, "web": 50.0})
    said = sentences.headline(found)
    assert said.startswith(
        "A last-touch dashboard would have picked web, not tv: it credits web with 200 USD of margin"
    )
    assert "neither" not in said
    assert said.endswith("In truth tv almost certainly earns 250 USD more.")
    assert dashboard_section.first(context) == said


def test_the_first_screen_is_silent_where_the_dashboard_is_right():
    found, _ = read({"tv": {"broadcast": 300.0}, "web": {"search": 60.0}}, {"tv": 310.0, "web": 50.0})
    assert sentences.headline(found) == ""
    assert "would have picked tv too" in sentences.verdict(found)


def test_the_first_screen_says_by_how_much_money_a_plan_is_misjudged():
    found, _ = read({"tv": {"broadcast": 30.0}, "web": {"search": 5.0}}, {"tv": 300.0, "web": 50.0})
    said = sentences.headline(found)
    assert said.startswith("The last touch credits tv with 30")
    assert "almost certainly 270" in said


def test_what_is_credited_alike_is_not_told_apart():
    found, _ = read({"tv": {"broadcast": 1.0}, "web": {"search": 1.0}}, {"tv": 300.0, "web": 50.0})
    assert "would not tell" in sentences.headline(found)
    assert "so by its account neither earns back its cost. In truth" in sentences.headline(found)


def test_search_and_retargeting_are_held_against_the_world_without_them():
    plan = {"broadcast": 20.0, "search": 150.0, "retargeting": 30.0, "direct": 900.0}
    found, context = read(
        {"tv": {"broadcast": 90.0}, "usual": plan}, {"tv": 90.0, "usual": 300.0}, closing={"usual": 60.0}
    )
    said = sentences.closing(found, "usual")
    assert "credits search and retargeting with 180" in said
    assert "they truly added 60" in said
    assert "almost certainly 120 USD too much" in said
    assert said.endswith("almost certainly too large a share, by 69.32 to 70.68 points.")
    small = {"broadcast": 150.0, "search": 20.0, "direct": 900.0}
    less, _ = read({"usual": small}, {"usual": 300.0}, closing={"usual": 250.0})
    assert sentences.closing(less, "usual").endswith("too small a share, by 69.1 to 74.1 points.")
    page = str(dashboard_section.dashboard(context))
    assert "Usual by channel" in page
    assert "the other channels, without these" in page


def test_the_sentence_and_the_table_give_the_same_share_of_the_credit():
    """Shares of 80, 50 and 30 % have a mean of 53 %; that of the sums would be 45 %."""
    found, _ = read({"usual": {"broadcast": 1.0}}, {"usual": 300.0}, closing={"usual": 60.0})
    rows = [
        ("usual", seed, "links", "last", channel, money)
        for seed, near, far in ((1, 80.0, 20.0), (2, 100.0, 100.0), (3, 90.0, 210.0))
        for channel, money in (("search", near), ("broadcast", far))
    ]
    credits = pl.DataFrame(rows, schema=collect.SCHEMAS["credit"], orient="row")
    shares = readings.Readings(credits, found.truth, (), "usual")
    assert "They get 53 % of all credit" in sentences.closing(shares, "usual")
    table = dashboard_section._split(shares, "usual")
    assert table is not None
    row = next(row for row in table.rows if getattr(row[0], "strong", "") == "search and retargeting")
    assert row[2].text == "53 %"


def test_all_that_is_said_of_dashboards_is_counted_at_once():
    """Two arms: two errors and one pair. The usual plan: its error, that of search and retargeting, that of their share."""
    plan = {"broadcast": 20.0, "search": 150.0, "retargeting": 30.0}
    found, _ = read(
        {"tv": {"broadcast": 90.0}, "web": {"search": 9.0}, "usual": plan},
        {"tv": 91.0, "web": 50.0, "usual": 300.0},
        closing={"usual": 60.0},
    )
    alone = [
        paired(found.credited("tv"), found.true("tv")),
        paired(found.credited("web"), found.true("web")),
        paired(found.credited("usual"), found.true("usual")),
    ]
    counted = [found.error(plan) for plan in ("tv", "web", "usual")]
    assert [each.tail for each in counted] == pytest.approx([each.tail for each in alone])
    every = [*counted, found.closing_error("usual"), found.closing_share("usual"), found.duel()[2]]
    assert [each.doubt for each in every] == pytest.approx(holm([each.tail for each in every]))
    assert found.duel()[3].doubt == pytest.approx(found.found.difference("tv", "web", "profit").doubt)


def test_one_seed_has_no_interval_and_the_words_say_so():
    found, _ = read({"tv": {"broadcast": 30.0}}, {"tv": 300.0})
    one = readings.Readings(found.credit.filter(seed=2), found.truth.filter(seed=2), found.arms)
    assert "(in the one seed read)" in sentences.judged(one, "tv")
