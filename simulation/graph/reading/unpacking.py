"""From a file to its text: archives are unpacked, encodings made UTF-8, and what is no text is named."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from simulation.errors import InputError, nearest

_SHEET = "save the sheet as CSV"
_MAGIC = (  # first bytes, what they are, what to do
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it"),
    (b"PAR1", "a Parquet file", "write it as CSV"),
    (b"ARROW1", "an Arrow file", "write it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file", _SHEET),
    (b"SQLite format 3", "an SQLite database", "write the table of edges as CSV"),
    (b"\x89HDF", "an HDF5 file", "write the edges as CSV"),
    (b"\x93NUMPY", "a numpy array", "write it with numpy.savetxt"),
    (b"RDX", "an R data file", "write it as CSV"),
    (b"RDA", "an R data file", "write it as CSV"),
    (b"MATLAB 5.0", "a MATLAB file", "write it as CSV"),
    (b"%PDF", "a PDF", "write the edges as CSV"),
    (b"\x80\x04", "a Python pickle", "write it as CSV"),
    (b"\x80\x05", "a Python pickle", "write it as CSV"),
)
_BESIDE = ("readme", "license", "licence", "meta.")  # what lies beside the data in an archive


@dataclass(frozen=True)
class Text:
    """A file's text as UTF-8 with plain line ends, the name it has without its archive's, and what was done to it."""

    data: bytes
    name: str
    notes: tuple[str, ...] = ()


def unpack(path: Path) -> Text:
    """Return a file's text.

    Raises:
        InputError: a missing or unreadable file, a damaged archive, or something that is no text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        raise InputError(f"graph file {path} does not exist{nearest(path.name, beside)}") from None
    except OSError as error:
        raise InputError(f"graph file {path} cannot be read: {error.strerror}") from None
    name, notes = path.name, []
    if data[:2] == b"PK":
        data, name = _unzipped(data, path.name)
        notes.append(f"unpacked {name!r} from the zip archive")
    elif kind := next((kind for kind in _PACKED if data.startswith(kind[0])), None):
        data = _unpacked(data, path.name, kind)
        name = path.stem if path.suffix.lower() in (".gz", ".bz2", ".xz", ".lzma") else path.name
    elif path.suffix.lower() in (".gz", ".bz2", ".xz", ".zip") and data:
        raise InputError(f"{path.name}: named {path.suffix} but is no {_ENDINGS[path.suffix.lower()]} archive")
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{path.name}: this is {what}: {advice}")
    if data[257:262] == b"ustar":
        raise InputError(f"{path.name}: this is a tar archive: unpack it")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise InputError(f"{path.name}: damaged UTF-16 text, at byte {error.start}: save it as UTF-8") from None
        notes.append("read as UTF-16 text")
    null = data.find(b"\0")
    if null >= 0:
        line = data.count(b"\n", 0, null) + 1
        raise InputError(f"{path.name}, line {line}: binary data, not a list of edges")
    if not data.strip():
        raise InputError(f"{path.name}: the graph is empty, the file has no lines")
    if b"\r" in data:  # a return that ends a line alone is an old Macintosh's
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Text(data, name, tuple(notes))


_PACKED = (
    (b"\x1f\x8b", "gzip", gzip.decompress),
    (b"BZh", "bz2", bz2.decompress),
    (b"\xfd7zXZ", "xz", lzma.decompress),
)
_ENDINGS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zip": "zip"}
_DAMAGE = (EOFError, zlib.error, OSError, ValueError, lzma.LZMAError)


def _unpacked(data: bytes, name: str, kind: tuple[bytes, str, object]) -> bytes:
    _, word, decompress = kind
    try:
        return decompress(data)  # type: ignore[operator, no-any-return]
    except _DAMAGE as error:
        raise InputError(f"{name}: the {word} archive is damaged or cut off ({error})") from None


def _unzipped(data: bytes, name: str) -> tuple[bytes, str]:
    """Return the one file in a zip archive that can be the graph, and its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            if any(inside.startswith("xl/") for inside in names):
                raise InputError(f"{name}: this is an Excel workbook: {_SHEET}")
            if "content.xml" in names:
                raise InputError(f"{name}: this is an OpenDocument file: {_SHEET}")
            if names and all(inside.endswith(".npy") for inside in names):
                raise InputError(f"{name}: this is a numpy archive: write the edges with numpy.savetxt")
            chosen = [inside for inside in names if not _beside(inside)]
            if len(chosen) != 1:
                listed = ", ".join(chosen[:5]) + (", ..." if len(chosen) > 5 else "")
                raise InputError(f"{name}: the zip archive has {len(chosen)} files ({listed}): unpack it and name one")
            return archive.read(chosen[0]), PurePosixPath(chosen[0]).name
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, *_DAMAGE) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name}: the zip archive cannot be unpacked ({error})") from None


def _beside(inside: str) -> bool:
    """Tell whether a file in an archive is no data: a README, a licence, or what a system leaves."""
    last = PurePosixPath(inside).name.lower()
    return last.startswith((".", *_BESIDE)) or inside.startswith("__MACOSX/")
