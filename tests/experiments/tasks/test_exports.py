"""The export task: two tables that another tool can read, and mistakes in one line."""

import polars as pl
import pytest

from experiments import app

SMALL = [
    "task=export",
    "market=classroom",
    "market.consumers=300",
    "market.burn_in=2",
    "market.days=15",
    "brands.campaign_days=14",
    "brands.budget=50000",
]
DATA = pytest.mark.filterwarnings("ignore::UserWarning")


def export(folder, *more):
    return app.main([*SMALL, f"output.dir={folder}", *more])


@DATA
def test_the_tables_are_written_and_agree_with_one_another(tmp_path, capsys):
    assert export(tmp_path / "a", "strategy=hyper_targeted", "strategy.posts=3", "task.by=channel") == 0
    csv, parquet = pl.read_csv(tmp_path / "a" / "mix.csv"), pl.read_parquet(tmp_path / "a" / "mix.parquet")
    panel = pl.read_parquet(tmp_path / "a" / "panel.parquet")
    assert csv.columns == parquet.columns
    assert csv["week"].to_list() == parquet["week"].to_list() == [0, 1, 2]
    assert csv["spend"].sum() == pytest.approx(parquet["spend"].sum())
    assert 0 < csv["spend"].sum() <= 50_000
    people = 600_000 / panel.height
    assert panel["purchases"].sum() * people == pytest.approx(csv["purchases"].sum())
    assert panel["uplift_purchases"].sum() * people == pytest.approx(csv["incremental_purchases"].sum())
    assert "incremental_purchases_creators" in csv.columns
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "audience_overlap.csv",
        "by_channel.csv",
        "by_creator.csv",
        "by_niche.csv",
        "by_tier.csv",
        "config.yaml",
        "daily_by_channel.csv",
        "daily_by_creator.csv",
        "daily_by_niche.csv",
        "daily_by_tier.csv",
        "mix.csv",
        "mix.parquet",
        "panel.parquet",
    ]
    channels = pl.read_csv(tmp_path / "a" / "by_channel.csv")
    assert channels["spend"].sum() == pytest.approx(csv["spend"].sum())
    paid = pl.read_csv(tmp_path / "a" / "by_creator.csv").filter(pl.col("spend") > 0)
    assert pl.read_csv(tmp_path / "a" / "audience_overlap.csv").shape == (paid.height, paid.height + 1)
    assert f"written: {tmp_path / 'a'}/mix.csv" in capsys.readouterr().out


@DATA
def test_without_a_strategy_nothing_is_spent_and_nothing_is_because_of_it(tmp_path):
    assert export(tmp_path) == 0
    mix = pl.read_parquet(tmp_path / "mix.parquet")
    assert mix["spend"].sum() == 0
    assert mix["incremental_purchases"].to_list() == [0, 0, 0]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (["task.by=tire"], "task.by: got 'tire', takes one of channel, tier, niche (did you mean 'tier'?)"),
        (["task.by=tier", "baseline=broadcast"], "baseline: got 'broadcast' with task.by=tier, takes 'none'"),
    ],
)
def test_a_cut_that_cannot_be_made_is_refused(tmp_path, capsys, more, line):
    assert export(tmp_path, *more) == 2
    assert capsys.readouterr().err == f"nichecast: {line}\n"


def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert export(tmp_path / "file" / "inside") == 2
    assert capsys.readouterr().err.startswith("nichecast: output.dir: got")
