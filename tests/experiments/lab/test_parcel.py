"""A parcel gives back what was packed, and nothing else is taken for one."""

import numpy as np
import pytest

from experiments.lab.parcel import pack, unpack
from simulation.errors import InputError

ABOUT = {"title": "<b>a</b> & b", "days": 3}


def parcel():
    rng = np.random.default_rng(1)
    arrays = {
        "bytes": rng.integers(0, 256, (4, 7)).astype(np.uint8),
        "words": rng.integers(0, 65_536, (4, 3)).astype(np.uint16),
        "signed": np.array([-100, 0, 100], np.int8),
        "real": np.array([0.5, np.nan, -1e30], np.float32),
        "empty": np.zeros(0, np.int32),
    }
    return arrays, pack(ABOUT, arrays, frozenset({"bytes", "words"}))


def test_arrays_come_back_bit_by_bit_also_where_differences_wrap_round():
    arrays, packed = parcel()
    about, found = unpack(packed)
    assert about["title"] == ABOUT["title"]
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_the_widest_arrays_come_first_so_that_the_browser_finds_each_aligned():
    about, _ = unpack(parcel()[1])
    sizes = [np.dtype(entry["kind"]).itemsize for entry in about["arrays"]]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packed: b"",
        lambda packed: b"PK\x03\x04" + packed[4:],
        lambda packed: packed[:40],
        lambda packed: packed[:-9],
        lambda packed: packed[:4] + b"\xff\xff\xff\xff" + packed[8:],
        lambda packed: packed.replace(b'"version": 1', b'"version": 9'),
        lambda packed: packed.replace(b'"kind": "int8"', b'"kind": "obje"'),
        lambda packed: packed.replace(b'"shape": [3]', b'"shape": [9]'),
    ],
)
def test_another_file_or_a_damaged_one_is_refused_in_a_line(spoil):
    with pytest.raises(InputError, match=r"^parcel: got .*, takes [^\n]*$"):
        unpack(spoil(parcel()[1]))


def test_a_type_that_browsers_have_no_array_for_is_a_bug():
    with pytest.raises(TypeError, match="holds: a parcel holds no int64"):
        pack(ABOUT, {"holds": np.zeros(2, np.int64)})
