"""A refusal leaves no folder, and nobody else's is touched."""

import pytest

from experiments.running.new_folder import new_folder
from simulation.errors import InputError


def refused(path):
    def begin():
        with new_folder(path):
            (path / "config.yaml").write_text("x")
            raise InputError("no")

    with pytest.raises(InputError, match="no"):
        begin()


def test_what_was_made_is_gone_where_the_input_is_refused(tmp_path):
    refused(tmp_path / "a" / "b" / "c")
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").touch()
    refused(tmp_path / "a")
    refused(tmp_path / "a" / "b")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["config.yaml", "mine"]


def test_it_stays_where_all_goes_well_or_another_error_stops_it(tmp_path):
    with new_folder(tmp_path / "a"):
        pass
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "b"):
        raise KeyboardInterrupt
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(InputError, match=r"output.dir: cannot write .*inside"),
        new_folder(tmp_path / "file" / "inside"),
    ):
        pass
