"""The dashboard task: credit beside truth, written, drawn and concluded in a line; mistakes refused."""

import math

import pandas as pd
import pytest

from experiments import app
from experiments.dashboards import dashboard
from experiments.dashboards.credit_score import conclusion, score_of
from simulation.configure import compose, scenario_of
from simulation.evaluation.dashboard_score import Score, _row
from simulation.strategies.named import named

SMALL = [
    "market=classroom",
    "market.consumers=400",
    "market.burn_in=2",
    "market.days=15",
    "brands.campaign_days=14",
    "brands.budget=50000",
    "consumers.traits.purchase_interval=6",
]
DATA = pytest.mark.filterwarnings("ignore::UserWarning")


@DATA
def test_the_dashboard_is_written_drawn_and_concluded_in_a_line(tmp_path, capsys):
    small = [*SMALL, "executor=serial", "replicates=1", "task.resamples=20"]
    assert app.main(["task=dashboard", *small, "strategy=full_funnel", f"output.dir={tmp_path}"]) == 0
    channels, methods = pd.read_csv(tmp_path / "channels.csv"), pd.read_parquet(tmp_path / "methods.parquet")
    assert set(channels["channel"]) >= {"broadcast", "search", "creators", "direct"}
    assert len(methods) == 10
    for name in ("dashboard.png", "dashboard.svg", "config.yaml", "methods.csv", "channels.parquet"):
        assert (tmp_path / name).stat().st_size > 0
    line = capsys.readouterr().out.splitlines()[-2]
    row = methods.set_index("method").loc["last"]
    assert line.startswith(f"Last touch credits the campaign with {row['credited']:,.0f} USD; it truly added ")
    assert "into the wrong channels." in line


@DATA
def test_over_several_seeds_the_mean_error_has_an_interval_and_finished_seeds_are_found(tmp_path, capsys, monkeypatch):
    small = ["task=dashboard", *SMALL, "strategy=paid_social", "executor=serial", "task.resamples=0"]
    small += ["task.methods=[last]", "task.sensors=[links]", f"output.dir={tmp_path}"]
    assert app.main([*small, "replicates=1"]) == 0
    first = pd.read_csv(tmp_path / "methods.csv").iloc[0]
    lived = []
    monkeypatch.setattr(
        dashboard, "score_of", lambda *given, **more: lived.append(given[2]) or score_of(*given, **more)
    )
    assert app.main([*small, "replicates=2"]) == 0
    assert lived == [2]
    both = pd.read_csv(tmp_path / "methods.csv").iloc[0]
    other = pd.read_parquet(tmp_path / "shards/seed-0000000002/methods.parquet").iloc[0]
    errors = [first["credited"] - first["true"], other["credited"] - other["true"]]
    assert both["bias"] == pytest.approx(sum(errors) / 2)
    half = 12.706 * abs(errors[0] - errors[1]) / 2  # Student's t with one degree of freedom
    assert both["bias_high"] - both["bias"] == pytest.approx(half, rel=1e-3)
    assert "(means over 2 seeds; error " in capsys.readouterr().out


def test_a_channel_that_one_seed_never_met_got_nothing_there():
    row = {"sensor": "links", "method": "last", "money": 10.0, "true_money": 4.0, "error": 6.0}
    rows = pd.DataFrame([{**row, "channel": "search", "seed": 1}, {**row, "channel": "search", "seed": 2}])
    rows = pd.concat([rows, pd.DataFrame([{**row, "channel": "creators", "seed": 2}])], ignore_index=True)
    found = dashboard.averaged(rows, "channels", 0.95).set_index("channel")
    assert found.loc["creators", "money"] == 5.0
    assert found.loc["search", "money"] == 10.0


@DATA
def test_the_same_without_the_shell_is_plain_data_and_a_drawing(tmp_path):
    scenario = scenario_of(compose(SMALL))
    scored = score_of(scenario, named("full_funnel"), 3, method="linear", resamples=0, sensors=("links",))
    assert scored.score.methods["method"].tolist()[0] == "first"
    by_channel = {row["channel"]: row for row in scored.rows}
    table = scored.score.of("linear")
    assert by_channel["search"]["money"] == table.loc["search", "money"]
    drawing = scored.draw()
    assert "search" in drawing.alt
    assert scored.conclusion in drawing.caption


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ([], "strategy: got 'NoMarketing', which bought nothing"),
        (["strategy=broadcast", "task.method=lst"], "task.method: got 'lst', takes one of"),
        (["strategy=broadcast", "task.truth=sharply"], "truth: got 'sharply', takes one of leave_one_out, shapley"),
        (["strategy=broadcast", "task.resamples=some"], "task.resamples: got 'some', takes a whole number"),
        (["strategy=broadcast", "task.sensors=[]"], "task.sensors: got [], takes a list"),
        (["strategy=broadcast", "task.by=tire"], "by: got 'tire', takes one of"),
    ],
)
@DATA
def test_what_cannot_be_scored_is_refused_in_one_line(tmp_path, capsys, more, line):
    command = ["task=dashboard", *SMALL, "executor=serial", "replicates=1", f"output.dir={tmp_path}", *more]
    assert app.main(command) == 2
    said = capsys.readouterr().err
    assert line in said
    assert len(said.splitlines()) == 1


def made_up(credit, truth):
    """A score of two channels and what is credited to none."""
    table = pd.DataFrame({"channel": ["search", "creators", "direct"], "money": credit, "true_money": truth})
    table = table.assign(sensor="links", method="last", low=math.nan, high=math.nan)
    for name, of in (("share", "money"), ("true_share", "true_money")):
        table[name] = table[of] / table[of][:2].sum()
        table.loc[2, name] = math.nan
    table["error"] = table["money"] - table["true_money"]
    row = {"sensor": "links", "method": "last", **_row(table, sum(truth[:2]), 1000.0)}
    return Score(table, pd.DataFrame([row]), "leave_one_out", 1000.0, 0.0)


def test_the_conclusion_names_the_channel_that_is_favoured_most_and_the_money():
    assert conclusion(made_up([800.0, 200.0, 50.0], [100.0, 400.0, 0.0]), "last") == (
        "Last touch credits the campaign with 1,000 USD; it truly added 500 USD. It favours search most: 800 USD credited, "
        "100 USD in truth. A next budget split by it would put 60 % (600 USD of 1,000 USD) into the wrong channels."
    )


def test_the_conclusion_accuses_no_channel_where_none_is_favoured():
    assert "favours" not in conclusion(made_up([100.0, 200.0, 50.0], [100.0, 400.0, 0.0]), "last")
