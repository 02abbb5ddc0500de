"""Real data beside the market: files as the sources have them, statistics by hand, distances with intervals."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from experiments import app
from experiments.validation.real_data import data_sets
from experiments.validation.real_data.data_sets import PAID, PURCHASES, SETS
from experiments.validation.real_data.likeness import LIKENESS
from experiments.validation.real_data.resampled import beside, classes
from simulation.errors import InputError

FILES: Mapping[str, str] = {  # invented, in the form of each source
    "purchases_cdnow/cdnow_customers_summary.csv": "ID,frequency,recency,T\n1,0,0,38\n2,0,0,38\n3,1,5,38\n4,9,30,38\n",
    "purchases_completejourney/transactions_sample.csv": "household_id,basket_id,product_id\n"
    + "".join(f"{h},{100 * h + b},{p}\n" for h in range(1, 7) for b in range(h * h) for p in (7, 8)),
    "adoption_brazil_farmers/nodes_toa.csv": "id,group,toa\n1,1,1\n2,1,2\n3,1,2\n4,1,3\n5,1,3\n",
    "adoption_brazil_farmers/edges.csv": "ego,nominated,field\n2,1,a\n2,1,b\n3,4,a\n4,1,a\n4,2,a\n4,9,a\n5,5,a\n",
    "posts_uci_facebook_metrics/dataset_Facebook.csv": (
        "Type,Paid,Lifetime Post Total Reach,Lifetime Engaged Users,comment,like,share\n"
        "Photo,1,100,10,1,6,1\nPhoto,0,100,20,2,14,2\nLink,0,200,40,0,3,1\nLink,,200,40,0,3,1\n"
    ),
    "ads_kag_conversion/KAG_conversion_data.csv": "ad_id,interest,Impressions,Approved_Conversion\n"
    + "".join(f"{k},{k % 8},1000,{30 if k % 8 < 2 else 2}\n" for k in range(16)),
    "trust_filmtrust/ratings.txt": "".join(f"{u} {i} {3 + u % 2}\n" for u in range(6) for i in range(4)),
    "trust_filmtrust/trust.txt": "0 2 1\n2 4 1\n1 3 1\n0 99 1\n",
    "graph_lastfm_asia/lastfm_asia_edges.csv": "node_1,node_2\n0,1\n1,2\n2,0\n2,3\n",
    "graph_deezer_ro_genres/RO_edges.csv": "node_1,node_2\n0,1\n1,2\n2,3\n",
    "graph_deezer_ro_genres/RO_genres.json": '{"0": ["Pop"], "1": ["Pop"], "2": ["Rock"], "3": ["Rock", "Pop"]}',
}
SMALL = ["market.consumers=300", "creators.number=60", "market.burn_in=7", "executor=serial", "executor.threads=1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All data sets, every other one packed."""
    for k, (name, text) in enumerate(FILES.items()):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if k % 2:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(text.encode()))
        else:
            path.write_text(text)
    return tmp_path / "data"


def whole(folder: Path, name: str) -> dict[str, object]:
    return dict(SETS[name][1](folder / name)[0])


def test_each_statistic_is_what_the_files_say(folder: Path) -> None:
    assert whole(folder, "purchases_cdnow")[PURCHASES] == pytest.approx([0.5, 0.25, 0, 0, 0.25])
    trips = np.arange(1, 7) ** 2
    assert whole(folder, "purchases_completejourney") == {
        "shape of purchase rates (NBD)": pytest.approx(trips.mean() ** 2 / (trips.var() - trips.mean()))
    }
    posts = whole(folder, "posts_uci_facebook_metrics")
    assert posts[PAID] == pytest.approx(0.5)
    assert posts["kinds of engagement (likes, comments, shares)"] == pytest.approx(np.array([23, 3, 4]) / 30)
    shape = whole(folder, "graph_lastfm_asia")
    assert shape["clustering of friends"] == pytest.approx((1 + 1 + 1 / 3 + 0) / 4)


def test_the_hazard_of_adoption_counts_those_named_who_adopted_before(folder: Path) -> None:
    """Period 1: five at risk, none has adopted contacts, one adopts. Period 2: persons 2 and 4 named one adopter, persons
    3 and 5 none; 2 and 3 adopt. Whoever adopts in the last period has not: 1 of 2 with one contact, 2 of 7 with none."""
    found = whole(folder, "adoption_brazil_farmers")
    assert found["hazard at 1 adopted contacts over none"] == pytest.approx((1 / 2) / (2 / 7))


def test_the_best_quarter_of_interests_is_drawn_to_the_mean_where_chance_is_large(folder: Path) -> None:
    index = float(whole(folder, "ads_kag_conversion")["purchases of the most interested quarter over all"])  # type: ignore[arg-type]
    assert 2 < index < 30 / 9  # two interests of eight have 30 of 9 in the mean
    rare = data_sets.best_quarter(np.full(8, 1000.0), np.array([1.0, 0, 0, 0, 0, 0, 0, 0]))
    assert rare == pytest.approx(1, abs=0.2)


def test_people_who_trust_each_other_and_think_alike_differ_less_than_anybody(folder: Path) -> None:
    assert whole(folder, "trust_filmtrust") == {data_sets.OPINIONS: 0}  # they rate alike, odd and even users do not


def test_a_distance_is_a_difference_or_half_the_sum_of_differences() -> None:
    shares = np.array([0.5, 0.5]), np.array([0.8, 0.2])
    rows = beside("d", {"n": 2.0, "shares": shares[0]}, [], [{"n": 3.0, "shares": shares[1], "other": 1.0}])
    assert [(row.quantity, row.theirs, row.ours, row.distance, row.interval) for row in rows] == [
        ("n", 2.0, 3.0, 1.0, None),
        ("shares", None, None, pytest.approx(0.3), None),
    ]
    drawn = [{"n": 2.0 + k / 100} for k in range(101)]
    row = beside("d", {"n": 2.5}, drawn, [{"n": 3.0}])[0]
    assert row.interval == pytest.approx((0.025, 0.975))
    assert row.theirs_interval == pytest.approx((2.025, 2.975))
    assert classes([1, 1, 2, 9], 3).tolist() == [0.5, 0.25, 0.25]


def test_the_command_says_the_distances_and_what_is_not_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    command = ["task=validate", "which=data", f"data={folder}", *SMALL, "task.seeds=2", f"output.dir={out}"]
    assert app.main(command) == 0
    said = capsys.readouterr().out
    assert "CDNOW" in said
    assert "not in the folder: adoption_med_innovation, graph_ego_facebook, graph_deezer_europe" in said
    text = (out / "data.json").read_text()
    assert str(folder) not in text
    rows = json.loads(text)["rows"]
    assert {row["data"] for row in rows} == {SETS[name.split("/")[0]][0] for name in FILES}
    note = data_sets.NOTES[LIKENESS]
    assert note.startswith("A genre of music is not a niche.")
    assert f"        {note}\n" in said
    assert f"Deezer Romania, {LIKENESS}: {note}\n" in (out / "data.md").read_text()
    assert {row["quantity"]: row["note"] for row in rows if row["note"]} == {LIKENESS: note}
    shares = [row["distance"] for row in rows if row["quantity"].startswith(("purchases of a buyer", "kinds of"))]
    assert len(shares) == 2
    assert all(0 <= distance <= 1 for distance in shares)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("purchases_cdnow/cdnow_customers_summary.csv", "ID,times\n1,2\n", "cdnow_customers_summary.csv: Usecols"),
        (
            "purchases_cdnow/cdnow_customers_summary.csv",
            "ID,frequency\n1,2\n2,many\n",
            "row 2, column frequency: got 'many'",
        ),
        ("purchases_cdnow/other.csv", "ID,frequency\n1,2\n", "has no cdnow_customers_summary.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        data_sets.purchases(path.parent)


@pytest.mark.parametrize(("given", "said"), [([], "data: got nothing"), (["data=."], "data: got '.'")])
def test_a_folder_is_due(
    given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert app.main(["task=validate", "which=data", *given]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
