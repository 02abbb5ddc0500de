"""A run folder: whole shards or none, one configuration or a refusal, one command at a time."""

import json
import math
import os
import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pytest

import experiments
from experiments.running import shards
from experiments.running.run_folder import RunFolder, open_folder
from simulation.errors import InputError
from simulation.files.safe_writing import DamagedError, write_text

IDENTITY = {"market": {"days": 182, "people": 1e7}, "strategies": {"none": {}}, "code": "abc"}
OTHER = IDENTITY | {"market": {"days": 90, "people": 1e7}}


def write(folder, seed, value=1.0):
    tables = {"outcomes": pl.DataFrame({"arm": ["none"], "seed": [seed], "metric": ["profit"], "value": [value]})}
    folder.write(seed, tables, {"graph_hash": "g", "wall_s": 1.0})


def opened(path, identity=IDENTITY, seeds=()):
    """Open a folder, write some seeds, and leave it."""
    with open_folder(str(path), "run", {}, identity) as folder:
        for seed in seeds:
            write(folder, seed, float(seed))
    return folder


def test_the_default_folder_is_named_after_the_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = []
    for identity in (IDENTITY, IDENTITY | {"code": "abd"}, dict(reversed(IDENTITY.items()))):
        with open_folder(None, "run", {}, identity) as folder:
            made.append(folder.path)
    one, other, again = made
    assert one.parent.name == "outputs"
    assert one.name.startswith("run-")
    assert one != other
    assert again == one


@pytest.mark.parametrize(
    "name", ["../../elsewhere", "/etc/passwd", ".hidden", "a/b", "a\\b", "a\nb", "a\0b", "n" * 200]
)
def test_a_name_cannot_lead_out_of_the_folder_of_outputs(tmp_path, monkeypatch, name):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    with pytest.raises(InputError, match=r"experiment\.name: got .*, takes letters"), open_folder(None, name, {}, {}):
        pass
    assert [path for path in tmp_path.rglob("*") if path not in (inside, inside.parent)] == []


def test_a_folder_with_results_of_another_configuration_is_refused_by_the_parameters_that_differ(tmp_path):
    opened(tmp_path, seeds=[1])
    with pytest.raises(InputError, match=r"output\.dir.*market\.days \(182 there, 90 here\)"):
        opened(tmp_path, OTHER)
    assert opened(tmp_path).finished() == [1]


def test_a_folder_without_results_may_be_taken_over(tmp_path):
    opened(tmp_path)
    opened(tmp_path, IDENTITY | {"code": "new"})
    assert json.loads((tmp_path / "identity.json").read_text())["code"] == "new"


def test_an_identity_is_written_once(tmp_path):
    opened(tmp_path, seeds=[1])
    before = (tmp_path / "identity.json").stat()
    opened(tmp_path, seeds=[2])
    after = (tmp_path / "identity.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_another_price_on_a_folder_at_work_changes_nothing_there(tmp_path):
    """The race: B on A's folder while A has no shard yet, then A's next start, then B's second one."""
    with open_folder(str(tmp_path), "run", {"a": 1}, IDENTITY) as first:
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        with pytest.raises(InputError, match="in which another command is at work"):
            opened(tmp_path, OTHER)
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
        write(first, 1, 11.0)
    assert opened(tmp_path).finished() == [1]
    with pytest.raises(InputError, match="holds results of another configuration"):
        opened(tmp_path, OTHER)
    assert opened(tmp_path).read(1).table("outcomes")["value"].to_list() == [11.0]


def test_two_commands_with_different_prices_that_start_at_once_never_share_a_number(tmp_path):
    for attempt in range(5):
        gate, done = threading.Barrier(2), {}

        def start(name, identity, gate=gate, done=done, place=tmp_path / str(attempt)):
            gate.wait()
            try:
                with open_folder(str(place), "run", {}, identity) as folder:
                    write(folder, 1, float(identity["market"]["days"]))
                    folder.merge(folder.finished())
                    done[name] = folder.table("outcomes")["value"].to_list()
            except InputError as refused:
                done[name] = str(refused)

        both = [threading.Thread(target=start, args=each) for each in (("a", IDENTITY), ("b", OTHER))]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert done["a"] == [182.0] or "output.dir" in done["a"]
        assert done["b"] == [90.0] or "output.dir" in done["b"]
        assert [182.0] in done.values() or [90.0] in done.values()


@pytest.mark.filterwarnings("always")
def test_what_an_orphan_of_another_configuration_writes_late_is_not_taken_for_ours(tmp_path):
    """A is killed before its first shard, B takes over, and a worker of A still ends its seed."""
    late = RunFolder(opened(tmp_path).path, IDENTITY)
    with open_folder(str(tmp_path), "run", {}, OTHER) as folder:
        write(late, 1, 182.0)
        assert folder.finished() == []
        with pytest.raises(DamagedError, match="holds results of another configuration"):
            folder.merge([1])
        with pytest.warns(RuntimeWarning, match="seed-0000000001: holds results of another configuration"):
            write(folder, 1, 90.0)
        folder.merge([1])
        assert folder.table("outcomes")["value"].to_list() == [90.0]


@pytest.mark.filterwarnings("always")
@pytest.mark.parametrize("damage", ["missing", "garbage", "edited"])
def test_an_identity_that_was_lost_or_changed_is_named_and_made_again_from_the_shards(tmp_path, damage):
    opened(tmp_path, seeds=[1])
    path = tmp_path / "identity.json"
    before = path.read_bytes()
    path.unlink()
    if damage == "garbage":
        path.write_text('{"market": ')
    elif damage == "edited":
        path.write_text(json.dumps(OTHER))
    with pytest.raises(InputError, match="output.dir: got '.*', which holds results of an"):
        opened(tmp_path, IDENTITY | {"code": "another"})
    with pytest.warns(RuntimeWarning, match=r"identity\.json: .*; it is written again"):
        folder = opened(tmp_path)
    assert path.read_bytes() == before
    assert folder.finished() == [1]


@pytest.mark.filterwarnings("always")
def test_a_shard_of_another_configuration_does_not_hand_the_folder_over(tmp_path):
    opened(tmp_path / "a", seeds=[1])
    opened(tmp_path / "b", OTHER, seeds=[2])
    (tmp_path / "b" / "shards" / "seed-0000000002").rename(tmp_path / "a" / "shards" / "seed-0000000002")
    with pytest.raises(InputError, match="holds results of another configuration"):
        opened(tmp_path / "a", OTHER)
    with pytest.warns(RuntimeWarning, match="seed-0000000002: holds results of another configuration"):
        assert opened(tmp_path / "a").finished() == [1]
    assert (tmp_path / "a" / "unusable" / "seed-0000000002" / "meta.json").is_file()


def test_a_folder_of_somebody_elses_files_is_not_written_over(tmp_path):
    (tmp_path / "config.yaml").write_text("mine: 1\n")
    with pytest.raises(InputError, match="holds results of an unknown configuration"):
        opened(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
    assert (tmp_path / "config.yaml").read_text() == "mine: 1\n"


@pytest.mark.parametrize("name", ["shards", "figures"])
def test_a_folder_with_a_link_in_it_is_refused(tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match=f"'{name}' is a link"):
        opened(tmp_path / "out")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "precious").write_text("mine")
    opened(tmp_path / "out")
    for name in ("config.yaml", "report.html"):
        (tmp_path / "out" / name).unlink(missing_ok=True)
        (tmp_path / "out" / name).symlink_to(tmp_path / "precious")
    with open_folder(str(tmp_path / "out"), "run", {}, IDENTITY) as folder:
        folder.write_text("report.html", "page")
    assert (tmp_path / "precious").read_text() == "mine"
    assert (tmp_path / "out" / "report.html").read_text() == "page"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_in_the_way_is_refused_whoever_the_user_is(tmp_path, place):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"output\.dir: got '.*file.*', takes a folder that can be written"):
        opened(tmp_path / place)


def fails(path, error, seeds=()):
    with open_folder(str(path), "run", {}, IDENTITY) as folder:
        folder.write_json("arms.json", {})
        for seed in seeds:
            write(folder, seed)
        raise error


@pytest.mark.parametrize("error", [InputError("a seed finds that it cannot be used"), RuntimeError("a bug")])
def test_a_command_that_fails_before_it_has_a_result_leaves_no_folder(tmp_path, error):
    with pytest.raises(type(error)):
        fails(tmp_path / "new" / "deep" / "out", error)
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_fails_leaves_what_was_there_and_what_it_has_finished(tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError):
        fails(tmp_path / "there", InputError("no"))
    with pytest.raises(InputError):
        fails(tmp_path / "new", InputError("no"), seeds=[1])
    assert (tmp_path / "there").is_dir()
    assert opened(tmp_path / "new").finished() == [1]


def test_what_a_killed_process_left_half_written_is_removed_and_what_a_living_one_writes_is_not(tmp_path):
    made = opened(tmp_path).path / "shards"
    dead, living = made / ".seed-0000000001-ab12-2147483646", made / f".seed-0000000002-cd34-{os.getpid()}"
    dead.mkdir()
    living.mkdir()
    (tmp_path / ".report.html-ab12-2147483646").write_text("half")
    opened(tmp_path)
    assert not dead.exists()
    assert living.exists()
    assert not (tmp_path / ".report.html-ab12-2147483646").exists()


def test_a_shard_that_cannot_be_written_whole_is_not_there(tmp_path):
    with open_folder(str(tmp_path), "run", {}, IDENTITY) as folder:
        with pytest.raises(AttributeError):
            folder.write(3, {"outcomes": "not a table"}, {})
        assert folder.finished() == []
    assert list((tmp_path / "shards").iterdir()) == []


def test_merged_rows_are_in_the_order_of_seeds_whatever_finished_first(tmp_path):
    folder = opened(tmp_path, seeds=(12, 3, 7))
    folder.merge([3, 7, 12])
    assert folder.table("outcomes")["seed"].to_list() == [3, 7, 12]
    assert folder.finished() == [3, 7, 12]


def test_a_second_writer_of_a_shard_leaves_the_first_ones_in_place(tmp_path):
    folder = opened(tmp_path, seeds=[1])
    before = (folder.shard(1) / "outcomes.parquet").stat().st_ino
    write(folder, 1, 1.0)
    assert (folder.shard(1) / "outcomes.parquet").stat().st_ino == before


def test_files_have_the_permissions_that_the_user_gives_to_files(tmp_path):
    before = os.umask(0o027)
    try:
        opened(tmp_path / "out", seeds=[1])
    finally:
        os.umask(before)
    assert (tmp_path / "out" / "identity.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the names of open files cannot be asked for here")
def test_a_folder_in_the_place_of_a_file_is_named(tmp_path):
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(InputError, match=r"manifest\.json: is a folder, takes the place of a file"):
        write_text(tmp_path / "manifest.json", "{}")
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_everything_is_on_disk_before_it_has_its_name(tmp_path, monkeypatch):
    happened, real = [], os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (happened.append(os.readlink(f"/proc/self/fd/{handle}")), real(handle))
    )
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda path, to: (happened.append(f"renamed {to}"), rename(path, to))[1])
    with open_folder(str(tmp_path), "run", {}, IDENTITY) as folder:
        happened.clear()
        write(folder, 1)
    end = happened.index(f"renamed {folder.shard(1)}")
    assert {Path(name).name for name in happened[:end]} >= {"outcomes.parquet"}
    assert any("meta.json" in name for name in happened[:end])
    assert str(folder.shard(1).parent) in happened[end:]


def test_json_has_no_numbers_that_json_does_not_know(tmp_path):
    folder = opened(tmp_path)
    folder.write_json("x.json", {"a": math.nan, "b": [math.inf, 1.5], "c": {"d": -math.inf}})
    assert json.loads((tmp_path / "x.json").read_text()) == {"a": None, "b": [None, 1.5], "c": {"d": None}}


def test_a_shard_under_another_seeds_name_is_not_that_seeds(tmp_path):
    folder = opened(tmp_path, seeds=[1])
    folder.shard(1).rename(folder.shard(2))
    with pytest.raises(DamagedError, match="was written as seed-0000000001"):
        shards.read_shard(folder.shard(2), folder.digest)


def test_a_folder_that_is_held_by_another_process_is_refused_and_free_when_that_is_killed(tmp_path):
    code = (
        "import sys\nfrom experiments.running.folder_lock import held\nfrom pathlib import Path\n"
        "with held(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(experiments.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="another command is at work"):
            opened(tmp_path)
        other.kill()
    opened(tmp_path)
