"""One file that holds a whole market. (That it goes on with the same bits: ``verification/test_bits.py``.)"""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.errors import InputError
from simulation.model import MarketModel
from simulation.strategies import Plan, Strategy, View
from simulation.strategies.hyper_targeted import HyperTargeted


def test_a_market_that_is_read_again_is_the_one_that_was_written(tiny: Any, tmp_path: Path) -> None:
    strategy = HyperTargeted(tier="nano", posts=3, label=True)
    market = tiny.market(strategy, market={"burn_in": 1, "days": 9}, brands={"wage": 12.34})
    market.run_for(5)
    market.save(tmp_path / "market.npz")
    loaded = MarketModel.load(tmp_path / "market.npz")
    assert loaded.scenario == market.scenario
    assert loaded.strategy == strategy
    assert (loaded.seed, loaded.graph_hash, loaded.notes) == (market.seed, market.graph_hash, market.notes)
    assert loaded.people_per_consumer == market.people_per_consumer
    assert loaded.journal.entries == market.journal.entries
    assert loaded.journal.budgets == market.journal.budgets
    assert loaded.ledger.fees > 0
    assert loaded.quotes.tolist() == market.quotes.tolist()
    assert loaded.metrics.equals(market.metrics)
    assert loaded.outcomes() == pytest.approx(market.outcomes(), nan_ok=True)


def test_the_file_holds_data_only_and_is_written_whole_or_not_at_all(tiny: Any, tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "market.npz"
    tiny.market().save(path)
    with np.load(path, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)
    assert [entry.name for entry in path.parent.iterdir()] == ["market.npz"]


def test_an_interrupted_write_leaves_the_older_file_as_it_was(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "market.npz"
    market = tiny.market()
    market.save(path)
    before = path.read_bytes()
    market.run_for(2)

    def full_disk(file: Any, **_: Any) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full_disk)
    with pytest.raises(InputError, match="cannot write .*: No space left on device"):
        market.save(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["market.npz"]


def test_a_folder_that_cannot_be_made_is_told(tiny: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="checkpoint: cannot write"):
        tiny.market().save(tmp_path / "file" / "market.npz")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"checkpoint: cannot read .*nowhere\.npz: No such file"):
        MarketModel.load(tmp_path / "nowhere.npz")
    with pytest.raises(InputError, match="checkpoint: cannot read .*: Is a directory"):
        MarketModel.load(tmp_path)


@pytest.mark.parametrize("content", ["text", "empty", "truncated", "array", "arrays", "header", "zip"])
def test_a_file_that_is_no_checkpoint_is_told_in_one_line(tiny: Any, tmp_path: Path, content: str) -> None:
    path = tmp_path / "market.npz"
    if content == "text":
        path.write_text("consumers,creators\n1,2\n")
    elif content == "empty":
        path.write_bytes(b"")
    elif content == "truncated":
        tiny.market().save(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif content == "array":
        with path.open("wb") as file:
            np.save(file, np.arange(3))
    elif content == "arrays":
        np.savez(path, a=np.arange(3))
    elif content == "header":
        np.savez(path, header=np.frombuffer(b"not json", np.uint8))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "hello")
    with pytest.raises(InputError, match=r"market\.npz is not a checkpoint that model\.save wrote") as refused:
        MarketModel.load(path)
    assert "\n" not in str(refused.value)


def test_a_file_of_another_version_is_told(tiny: Any, tmp_path: Path) -> None:
    path = tmp_path / "market.npz"
    tiny.market().save(path)
    with np.load(path) as file:
        arrays = dict(file)
    header = json.loads(bytes(arrays["header"]))
    header["format"] = 0
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    np.savez(path, **arrays)
    with pytest.raises(InputError, match="has format 0, takes format"):
        MarketModel.load(path)


class FromCode(Strategy):
    """Takes what it keeps under another name, so that it cannot be made again from its attributes."""

    def __init__(self, tier: str) -> None:
        self.kept = tier

    def plan(self, view: View) -> Plan:
        return Plan()


class Unwritable(Strategy):
    """Keeps something that is no plain value."""

    def __init__(self, when: Any = None) -> None:
        self.when = when or np.arange(3)

    def plan(self, view: View) -> Plan:
        return Plan()


@pytest.mark.parametrize("strategy", [FromCode("nano"), Unwritable()])
def test_a_strategy_that_could_not_be_read_again_is_refused_when_it_is_written(
    tiny: Any, tmp_path: Path, strategy: Strategy
) -> None:
    with pytest.raises(InputError, match=f"checkpoint: strategy {strategy.name} cannot be written"):
        tiny.market(strategy).save(tmp_path / "market.npz")
    assert list(tmp_path.iterdir()) == []


def test_a_strategy_of_ones_own_is_written_with_its_parameters(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_plan_for_saving.py").write_text(
        "from simulation.strategies import Plan, Strategy\n"
        "class Mine(Strategy):\n"
        "    def __init__(self, share=0.5):\n"
        "        self.share = share\n"
        "    def plan(self, view):\n"
        "        return Plan()\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    from simulation.strategies.named import restore

    tiny.market(restore({"_target_": "my_plan_for_saving.Mine", "share": 0.25})).save(tmp_path / "market.npz")
    assert MarketModel.load(tmp_path / "market.npz").strategy.share == 0.25


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tiny: Any, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="Permission denied"):
        tiny.market().save(tmp_path / "market.npz")
