"""Checkpoints of somebody else: every column and every line of the header is looked at before compiled code sees it.

Each damaged file is read by a process of its own: what is refused is refused in a line, and no process is lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulation
from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.state.column_checks import COLUMNS, Column, check, sizes_of

READ = """
import os, sys
from simulation.errors import InputError
from simulation.model import MarketModel
for path in sys.stdin.read().split():
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        print(os.path.basename(path), "signal" if os.WIFSIGNALED(status) else "exit", end=" ", flush=True)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)
        continue
    try:
        model = MarketModel.load(path, engine="agents")
        model.run_for(2)
    except InputError as refused:
        os._exit(2 if "\\n" not in str(refused) and "market" in str(refused) else 3)
    except BaseException:
        os._exit(4)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def saved(tiny: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The arrays of a checkpoint in which much has happened."""
    market = tiny.market(
        "full_funnel", market={"burn_in": 2, "days": 14}, brands={"campaign_days": 7}, measurement={"touches": 4}
    )
    market.run_for(5)
    path = tmp_path_factory.mktemp("saved") / "market.npz"
    market.save(path)
    with np.load(path) as file:
        return dict(file)


def damages(name: str, column: Column, values: Any) -> Iterator[tuple[str, Any]]:
    """Yield a column as nobody should have written it, with a word for how."""
    if values.ndim and len(values):
        yield "shortened", values[:-1]
        yield "doubled", np.concatenate([values, values])
    yield "flat", values.reshape(-1, 1)
    if values.dtype.kind == "U":
        yield "retyped", np.zeros(len(values), np.int64)
        return
    yield "retyped", values.astype(np.complex64 if values.dtype.kind in "iu" else np.int16)
    yield "turned", values.astype(values.dtype.newbyteorder(">")) if values.dtype.itemsize > 1 else values.astype("S1")
    if not values.size:
        return
    changed = values.copy()
    if values.dtype.kind == "f":
        if not name.startswith("log.census."):
            changed.flat[-1] = np.nan
            yield "unknown", changed
        return
    info = np.iinfo(values.dtype)
    if (column.high is not None and info.max > 127) or (
        column.high is not None and name.startswith(("mail", "content"))
    ):
        changed.flat[-1] = info.max
        yield "too high", changed
    if column.low is not None and info.min < column.low:
        lower = values.copy()
        lower.flat[-1] = info.min
        yield "too low", lower


def every_damage(saved: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, column in COLUMNS.items():
        yield f"{name}-missing", {key: values for key, values in saved.items() if key != name}
        for how, values in damages(name, column, saved[name]):
            yield f"{name}-{how}".replace(" ", "_"), saved | {name: values}


def refused(arrays: dict[str, Any]) -> str | None:
    header = json.loads(bytes(arrays["header"]))
    columns = {name: values for name, values in arrays.items() if name != "header"}
    try:
        check(
            columns,
            header["sizes"],
            len(header["scenario"]["brands"]["names"]),
            len(header["scenario"]["market"]["niches"]),
            header["day"],
        )
    except InputError as error:
        return str(error)
    return None


def test_the_columns_that_were_written_are_taken(saved: dict[str, Any]) -> None:
    assert refused(saved) is None
    assert set(saved) - {"header"} == set(COLUMNS)
    header = json.loads(bytes(saved["header"]))
    assert header["sizes"] == sizes_of(saved)


def test_every_column_shortened_retyped_or_out_of_range_is_refused_by_name(saved: dict[str, Any]) -> None:
    number = 0
    for how, arrays in every_damage(saved):
        said = refused(arrays)
        assert said is not None, how
        assert "\n" not in said
        name = how.partition("-")[0]
        assert name.rpartition(".")[0] in said, (how, said)
        number += 1
    assert number > 4 * len(COLUMNS)


@pytest.mark.parametrize("name", ["follows", "friends"])
def test_rows_of_a_graph_must_rise(saved: dict[str, Any], name: str) -> None:
    start = saved[f"{name}.start"].copy()
    start[1], start[2] = start[-1], start[1]
    assert f"{name}.start: takes numbers that rise from 0" in str(refused(saved | {f"{name}.start": start}))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes can be forked here")
def test_no_damage_to_any_column_ends_in_a_signal(saved: dict[str, Any], tmp_path: Path) -> None:
    made = []
    for number, (_, arrays) in enumerate(every_damage(saved)):
        made.append(tmp_path / f"market-{number}.npz")
        np.savez(made[-1], **arrays)
    np.savez(tmp_path / "market-good.npz", **saved)
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input="\n".join(map(str, [*made, tmp_path / "market-good.npz"])),
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(simulation.__file__).parents[1])},
        timeout=1800,
    )
    results = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert results.pop("market-good.npz") == "exit 0", done.stderr
    assert len(results) == len(made)
    assert set(results.values()) == {"exit 2"}


def with_header(saved: dict[str, Any], **changes: Any) -> dict[str, Any]:
    header = json.loads(bytes(saved["header"])) | changes
    return saved | {"header": np.frombuffer(json.dumps(header).encode(), np.uint8)}


FLIGHT = {"brand": 0, "channel": 0, "first": 1, "days": 2, "impressions": 5.0, "cost": 1, "delivered": 0.0}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 7}, "has format 7, takes format 8"),
        ({"format": 9}, "has format 9, takes format 8"),
        ({"format": "8"}, "has format 8, takes format 8"),
        ({"seed": -1}, "header.seed: got -1"),
        ({"seed": 1.5}, "header.seed: got 1.5, takes int"),
        ({"day": 10**9}, "header.day: got 1000000000"),
        ({"people_per_consumer": 0}, "header.people_per_consumer: got 0"),
        ({"strategies": []}, "header.strategies: got 0"),
        ({"strategies": None}, "header.strategies: got None"),
        ({"notes": [1]}, "header.notes: takes a list of str"),
        ({"flights": [FLIGHT | {"brand": 99}]}, "header.brand: got 99"),
        ({"flights": [FLIGHT | {"channel": -1}]}, "header.channel: got -1"),
        ({"flights": [FLIGHT | {"cost": "1"}]}, "header.cost: got '1'"),
        ({"flights": [{"brand": 0}]}, "header: got ['brand']"),
        ({"shifts": [{}]}, "header: got []"),
        ({"sizes": {}}, "takes"),
        ({"scenario": {"market": {"consumers": "many"}}}, "market.consumers: got 'many'"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(
    saved: dict[str, Any], tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    np.savez(tmp_path / "market.npz", **with_header(saved, **changes))
    with pytest.raises(InputError) as refusal:
        MarketModel.load(tmp_path / "market.npz")
    assert said in str(refusal.value)
    assert "market.npz" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_class_that_a_checkpoint_names_is_not_imported(
    saved: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "harm_of_checkpoint.py").write_text(
        f"open({str(tmp_path / 'mark')!r}, 'w').close()\n"
        "from simulation.strategies import Plan, Strategy\nclass Harm(Strategy):\n    def plan(self, view):\n        return Plan()\n"
    )
    strategies = json.loads(bytes(saved["header"]))["strategies"]
    strategies[0] = {"_target_": "harm_of_checkpoint.Harm"}
    np.savez(tmp_path / "market.npz", **with_header(saved, strategies=strategies))
    with pytest.raises(InputError, match=r"names the class 'harm_of_checkpoint\.Harm', which is not run"):
        MarketModel.load(tmp_path / "market.npz")
    assert not (tmp_path / "mark").exists()
    assert "harm_of_checkpoint" not in sys.modules


def test_a_file_that_unpacks_to_more_than_it_is_is_refused(saved: dict[str, Any], tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "market.npz", **saved)
    with pytest.raises(InputError, match="is not a checkpoint that model.save wrote"):
        MarketModel.load(tmp_path / "market.npz")


@pytest.mark.parametrize("header", [b"[" * 200_000, b"[]", b"5", b'{"format": 6}', b"\xff"])
def test_a_header_that_is_no_header_is_refused(saved: dict[str, Any], tmp_path: Path, header: bytes) -> None:
    np.savez(tmp_path / "market.npz", **(saved | {"header": np.frombuffer(header, np.uint8)}))
    with pytest.raises(InputError, match=r"market\.npz"):
        MarketModel.load(tmp_path / "market.npz")


def test_objects_are_not_unpacked(saved: dict[str, Any], tmp_path: Path) -> None:
    np.savez(tmp_path / "market.npz", **(saved | {"mail.brand": np.array([{"a": 1}], object)}))
    with pytest.raises(InputError, match="is not a checkpoint that model.save wrote"):
        MarketModel.load(tmp_path / "market.npz")


def test_a_zip_with_other_members_is_refused(saved: dict[str, Any], tmp_path: Path) -> None:
    np.savez(tmp_path / "market.npz", **saved)
    with zipfile.ZipFile(tmp_path / "market.npz", "a") as archive:
        archive.writestr("../../outside.npy", b"x")
    with pytest.raises(InputError):
        MarketModel.load(tmp_path / "market.npz")
    assert not (tmp_path.parent.parent / "outside.npy").exists()
