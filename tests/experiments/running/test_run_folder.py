"""A run folder: whole shards or none, one configuration or a refusal."""

import json
import math
import os

import polars as pl
import pytest

from experiments.running.run_folder import open_folder, write_shard
from simulation.errors import InputError

IDENTITY = {"market": {"days": 182, "people": 1e7}, "strategies": {"none": {}}, "code": "abc"}


def shard(folder, seed, value=1.0):
    tables = {"outcomes": pl.DataFrame({"arm": ["none"], "seed": [seed], "metric": ["profit"], "value": [value]})}
    write_shard(folder.shard(seed), tables, {"graph_hash": "g", "wall_s": 1.0})


def test_the_default_folder_is_named_after_the_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = open_folder(None, "run", {}, IDENTITY).path
    other = open_folder(None, "run", {}, IDENTITY | {"code": "abd"}).path
    assert one.parent.name == "outputs"
    assert one.name.startswith("run-")
    assert one != other
    assert open_folder(None, "run", {"executor": {}}, dict(reversed(IDENTITY.items()))).path == one


def test_a_folder_with_results_of_another_configuration_is_refused_by_the_parameters_that_differ(tmp_path):
    shard(open_folder(str(tmp_path), "run", {}, IDENTITY), 1)
    with pytest.raises(InputError, match=r"output\.dir.*market\.days \(182 there, 90 here\)"):
        open_folder(str(tmp_path), "run", {}, IDENTITY | {"market": {"days": 90, "people": 1e7}})
    assert open_folder(str(tmp_path), "run", {}, IDENTITY).finished() == [1]


def test_a_folder_without_results_may_be_taken_over(tmp_path):
    open_folder(str(tmp_path), "run", {}, IDENTITY)
    folder = open_folder(str(tmp_path), "run", {}, IDENTITY | {"code": "new"})
    assert json.loads((folder.path / "identity.json").read_text())["code"] == "new"


def test_shards_without_an_identity_are_not_trusted(tmp_path):
    shard(open_folder(str(tmp_path), "run", {}, IDENTITY), 1)
    (tmp_path / "identity.json").unlink()
    with pytest.raises(InputError, match="unknown configuration"):
        open_folder(str(tmp_path), "run", {}, IDENTITY)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_in_the_way_is_refused_whoever_the_user_is(tmp_path, place):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"output\.dir: got '.*file.*', takes a folder that can be written"):
        open_folder(str(tmp_path / place), "run", {}, IDENTITY)


def test_what_a_killed_process_left_half_written_is_removed_and_what_a_living_one_writes_is_not(tmp_path):
    shards = open_folder(str(tmp_path), "run", {}, IDENTITY).path / "shards"
    dead, living = shards / ".seed-0000000001-2147483646", shards / f".seed-0000000002-{os.getpid()}"
    dead.mkdir()
    living.mkdir()
    open_folder(str(tmp_path), "run", {}, IDENTITY)
    assert not dead.exists()
    assert living.exists()


def test_a_shard_that_cannot_be_written_whole_is_not_there(tmp_path):
    folder = open_folder(str(tmp_path), "run", {}, IDENTITY)
    with pytest.raises(AttributeError):
        write_shard(folder.shard(3), {"outcomes": "not a table"}, {})
    assert folder.finished() == []
    assert list((tmp_path / "shards").iterdir()) == []


def test_merged_rows_are_in_the_order_of_seeds_whatever_finished_first(tmp_path):
    folder = open_folder(str(tmp_path), "run", {}, IDENTITY)
    for seed in (12, 3, 7):
        shard(folder, seed, float(seed))
    folder.merge([3, 7, 12])
    assert folder.table("outcomes")["seed"].to_list() == [3, 7, 12]
    assert folder.finished() == [3, 7, 12]


def test_a_second_writer_of_a_shard_leaves_the_first_ones_in_place(tmp_path):
    folder = open_folder(str(tmp_path), "run", {}, IDENTITY)
    shard(folder, 1, 1.0)
    before = (folder.shard(1) / "outcomes.parquet").stat().st_ino
    shard(folder, 1, 1.0)
    assert (folder.shard(1) / "outcomes.parquet").stat().st_ino == before


def test_json_has_no_numbers_that_json_does_not_know(tmp_path):
    folder = open_folder(str(tmp_path), "run", {}, IDENTITY)
    folder.write_json("x.json", {"a": math.nan, "b": [math.inf, 1.5], "c": {"d": -math.inf}})
    assert json.loads((tmp_path / "x.json").read_text()) == {"a": None, "b": [None, 1.5], "c": {"d": None}}
