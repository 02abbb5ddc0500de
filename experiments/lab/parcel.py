"""A run as one parcel of typed arrays: what the page gets once, so that playing it asks the server nothing.

A parcel is the word ``NCLB``, the length of its header (uint32, little-endian), the header as JSON in UTF-8, and all
arrays behind one another, deflated. The header lists the arrays' names, types, shapes and whether days are stored as
differences from the day before: one day is much like the next, so differences are mostly zero and pack well.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError

MAGIC = b"NCLB"
VERSION = 1
KINDS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32")
"""Types that a parcel holds: each has its typed array in the browser."""
LONGEST_HEADER = 1 << 22
LARGEST = 1 << 30

type Array = NDArray[Any]


def pack(about: dict[str, Any], arrays: dict[str, Array], by_day: frozenset[str] = frozenset()) -> bytes:
    """Return the parcel.

    Args:
        about: What the header says beside the list of arrays.
        arrays: By name.
        by_day: Names of the arrays whose rows are days, to be stored as differences.
    """
    listed, parts = [], []
    for name in sorted(arrays, key=lambda name: (-arrays[name].dtype.itemsize, name)):  # the widest first: all aligned
        array = arrays[name]
        kind = array.dtype.name
        if kind not in KINDS:
            raise TypeError(f"{name}: a parcel holds no {kind}")
        differs = name in by_day
        if differs:
            array = np.concatenate([array[:1], array[1:] - array[:-1]])  # unsigned: wraps round, and back again
        listed.append({"name": name, "kind": kind, "shape": list(array.shape), "by_day": differs})
        parts.append(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
    header = json.dumps({**about, "version": VERSION, "arrays": listed}, ensure_ascii=False).encode()
    return MAGIC + struct.pack("<I", len(header)) + header + zlib.compress(b"".join(parts), 4)


def unpack(parcel: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the header and the arrays of a parcel.

    Raises:
        InputError: It is none, is damaged, or is of another version.
    """
    if len(parcel) < 8 or parcel[:4] != MAGIC:
        raise InputError("parcel: got another file, takes one that the lab wrote")
    length = struct.unpack("<I", parcel[4:8])[0]
    try:
        if length > LONGEST_HEADER:
            raise ValueError
        about = json.loads(parcel[8 : 8 + length].decode())
        opener = zlib.decompressobj()
        body = opener.decompress(parcel[8 + length :], LARGEST)
        if about["version"] != VERSION:
            raise InputError(f"parcel: got version {about['version']!r}, takes {VERSION}")
        arrays, place = {}, 0
        for entry in about["arrays"]:
            if entry["kind"] not in KINDS:
                raise ValueError
            kind = np.dtype(entry["kind"])
            size = int(np.prod(entry["shape"], dtype=np.int64)) * kind.itemsize
            array = np.frombuffer(body[place : place + size], kind.newbyteorder("<")).astype(kind)
            array = array.reshape(entry["shape"])
            place += size
            arrays[entry["name"]] = np.cumsum(array, axis=0, dtype=kind) if entry["by_day"] else array
    except (ValueError, KeyError, TypeError, zlib.error):
        raise InputError("parcel: got a damaged file, takes one that the lab wrote") from None
    return about, arrays
