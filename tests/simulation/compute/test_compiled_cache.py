"""Where compiled code is kept: which sources it depends on, for whom, and for how long."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

import simulation
from simulation.compute import compiled_cache
from simulation.compute.compiled_cache import private_folder, sources, state
from simulation.compute.compiler import Dispatcher

REAL = Path(simulation.__file__).parent

# Which sources -------------------------------------------------------------------------------------------------------


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "market" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root / "market"


FILES = {
    "__init__.py": "",
    "jit.py": "import numpy",
    "loops.py": (
        "from typing import TYPE_CHECKING\n"
        "from market.jit import loop\n"
        "from market.columns import Tables as T\n"
        "import market.draws as draws\n"
        "if TYPE_CHECKING:\n    from market.typed import Only\nelse:\n    from market.made import Only\n"
        "@loop\ndef run(): pass\n"
    ),
    "columns.py": "def late():\n    from market.inside import function\n",
    "inside.py": "try:\n    from market.tried import x\nexcept ImportError:\n    from market.caught import x\n",
    "draws.py": "from .near import a\nfrom . import sibling\nfrom .deep.down import y\n",
    "near.py": "with open('f') as f:\n    import market.under\n",
    "deep/__init__.py": "from market.around import z\n",
    "deep/down.py": "from ..up import w\nmatch 1:\n    case 1:\n        import market.case\n",
    "graph/friends.py": "from market import jit\n@jit.kernel\ndef meet(): pass\n",
    **{f"{name}.py": "" for name in ["made", "tried", "caught", "sibling", "around", "up", "case", "under", "typed"]},
    "strategies/wise.py": "from market.jit import interpreted\nfrom market.loops import run\n# @loop in a comment\n",
}
COUNTED = {name.removesuffix(".py") for name in FILES} - {"typed", "strategies/wise"}


def test_files_with_a_decorator_count_and_whatever_they_import_wherever_they_do(tmp_path: Path) -> None:
    package = write(tmp_path, FILES)
    found = {path.relative_to(package).with_suffix("").as_posix() for path in sources(package)}
    assert found == COUNTED


def test_a_file_that_counts_changes_the_state_and_no_other_does(tmp_path: Path) -> None:
    package = write(tmp_path, FILES)
    before = state("", package)
    for name, text in FILES.items():
        (package / name).write_text(text + "\n# edited\n")
        assert (state("", package) != before) == (name.removesuffix(".py") in COUNTED), name
        (package / name).write_text(text)
    assert state("", package) == before
    assert state("numba 1", package) != before


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of the sources, and their state."""
    package = tmp_path_factory.mktemp("sources") / "simulation"
    shutil.copytree(REAL, package, ignore=shutil.ignore_patterns("__pycache__"))
    return package, state("", package)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("strategies/broadcast.py", False),
        ("strategies/named.py", False),
        ("recording/outcomes.py", False),
        ("model.py", False),
        ("diary/listener.py", False),
        ("engine/loops.py", True),
        ("behaviour/trust.py", True),
        ("state/columns.py", True),
        ("scenario/coefficients.py", True),
        ("compute/compiling.py", True),
        ("compute/handle.py", True),
        ("graph/generate/friends.py", True),
        ("brand_view/attribution/lanes.py", True),
    ],
)
def test_editing_a_strategy_or_an_outcome_compiles_nothing_anew(
    copied: tuple[Path, str], name: str, counts: bool
) -> None:
    package, before = copied
    text = (package / name).read_text()
    (package / name).write_text(text + "\n# edited\n")
    assert (state("", package) != before) == counts
    (package / name).write_text(text)


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def home(thing: Any) -> Path | None:
    """The file in the package that something comes from, as far as can be told."""
    name = thing.__name__ if isinstance(thing, ModuleType) else getattr(thing, "__module__", None)
    module = sys.modules.get(name) if isinstance(name, str) else None
    file = getattr(module, "__file__", None)
    return Path(file) if file and Path(file).is_relative_to(REAL) else None


def test_every_compiled_function_and_all_that_it_names_is_among_the_sources() -> None:
    """Found by looking at the functions themselves, not at the text."""
    among, compiled = set(sources()), 0
    for module in pkgutil.walk_packages([str(REAL)], "simulation."):
        for function in list(vars(importlib.import_module(module.name)).values()):
            if isinstance(function, Dispatcher):
                compiled += 1
                plain: FunctionType = function.py_func
                assert home(plain) in among, plain
                for name in {name for code in codes(plain.__code__) for name in code.co_names}:
                    used = home(plain.__globals__.get(name))
                    assert used is None or used in among, f"{plain} uses {name}"
    assert compiled > 100


# For whom -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where caches go."""
    place = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    return place


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_folder_is_the_users_alone_from_its_first_moment_on(
    cache: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_, **__: None)
    before = os.umask(0)
    try:
        folder = private_folder("", package)
    finally:
        os.umask(before)
    assert folder == cache / "nichecast" / state("", package)
    assert (mode(folder.parent), mode(folder)) == (0o700, 0o700)
    assert private_folder("", package) == folder


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owners here")
@pytest.mark.parametrize("at", ["nichecast", "state", "around"])
def test_a_folder_that_others_could_write_to_is_not_read_though_it_is_ours(cache: Path, package: Path, at: str) -> None:
    folder = private_folder("", package)
    assert folder is not None
    (folder / "planted.nbi").write_bytes(b"code of somebody else")
    {"nichecast": folder.parent, "state": folder, "around": cache}[at].chmod(0o777)
    assert "can be written by others" in refused(package)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owners here")
@pytest.mark.parametrize("planted", ["open", "link", "own"])
def test_a_chosen_folder_is_taken_if_it_is_the_users_alone(tmp_path: Path, planted: str) -> None:
    folder = tmp_path / "chosen"
    (tmp_path / "theirs").mkdir()
    if planted == "open":
        folder.mkdir()
        folder.chmod(0o777)
    elif planted == "link":
        folder.symlink_to(tmp_path / "theirs")
    if planted == "own":
        assert compiled_cache.chosen_folder(folder) == folder
        assert mode(folder) == 0o700
        return
    with pytest.warns(RuntimeWarning, match="can be written by others|is a link"):
        assert compiled_cache.chosen_folder(folder) is None


def test_a_folder_that_was_open_to_others_is_closed(cache: Path, package: Path) -> None:
    (cache / "nichecast" / state("", package)).mkdir(parents=True, mode=0o755)
    folder = private_folder("", package)
    assert folder is not None
    assert (mode(folder.parent), mode(folder)) == (0o700, 0o700)


def refused(package: Path) -> str:
    """Why there is no folder, in a line."""
    with pytest.warns(RuntimeWarning) as said:
        assert private_folder("", package) is None
    (message,) = [str(warning.message) for warning in said]
    assert "\n" not in message
    assert "compiled anew by each process" in message
    return message


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owners here")
@pytest.mark.parametrize("at", ["nichecast", "state"])
def test_a_folder_of_somebody_else_is_not_used(
    cache: Path, package: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = private_folder("", package)
    assert folder is not None
    theirs = folder if at == "state" else folder.parent
    real = Path.lstat

    def lstat(path: Path) -> Any:
        found = list(real(path))
        found[4] = os.geteuid() + 1 if path == theirs else found[4]
        return os.stat_result(found)

    monkeypatch.setattr(Path, "lstat", lstat)
    assert f"{theirs} belongs to another user" in refused(package)


@pytest.mark.parametrize("at", ["nichecast", "state"])
def test_a_link_in_its_place_is_not_followed(cache: Path, package: Path, tmp_path: Path, at: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = cache / "nichecast" if at == "nichecast" else cache / "nichecast" / state("", package)
    place.parent.mkdir(parents=True)
    place.symlink_to(elsewhere)
    assert f"{place} is a link" in refused(package)
    assert list(elsewhere.iterdir()) == []


def test_a_file_system_that_cannot_close_a_folder_to_others_is_not_used(
    cache: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache / "nichecast").mkdir(parents=True, mode=0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_, **__: None)
    assert "stays open to others" in refused(package)


def test_where_no_folder_can_be_made_there_is_none_and_nothing_goes_to_the_temporary_folder(
    cache: Path, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("a file")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    refused(package)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("chosen", ["", "caches", None])
def test_without_an_absolute_folder_for_caches_it_lies_in_the_home(
    package: Path, tmp_path: Path, chosen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if chosen is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", chosen)
    assert private_folder("", package) == tmp_path / "home" / ".cache" / "nichecast" / state("", package)


# For how long ---------------------------------------------------------------------------------------------------------

DAY = 86400.0


def used(cache: Path, name: str, days: float) -> Path:
    """A folder that was last used so many days ago, with something in it."""
    folder = cache / "nichecast" / name.rjust(16, "0")
    (folder / "loops").mkdir(parents=True)
    (folder / "loops" / "see_feed.nbi").write_bytes(b"compiled")
    os.utime(folder, (time.time() - days * DAY,) * 2)
    return folder


def test_folders_long_unused_go_but_the_three_last_used_and_what_is_no_such_folder(cache: Path, package: Path) -> None:
    lately = [used(cache, f"a{k}", days) for k, days in enumerate((0.1, 0.5, 1.0))]
    long_ago = [used(cache, f"b{k}", days) for k, days in enumerate((9.0, 3.0, 40.0))]
    other = used(cache, "something else!!", 40.0)
    folder = private_folder("", package)
    assert folder is not None
    assert all(path.is_dir() for path in (folder, other, *lately))
    assert [path.exists() for path in long_ago] == [False] * 3


def test_three_folders_stay_however_old_they_are(cache: Path, package: Path) -> None:
    old = [used(cache, f"b{k}", days) for k, days in enumerate((90.0, 30.0, 40.0))]
    private_folder("", package)
    assert [path.exists() for path in old] == [False, True, True]


def test_a_start_counts_as_use(cache: Path, package: Path) -> None:
    folder = private_folder("", package)
    assert folder is not None
    os.utime(folder, (0, 0))
    assert private_folder("", package) == folder
    assert time.time() - folder.stat().st_mtime < DAY / 2


@pytest.mark.skipif(compiled_cache.fcntl is None, reason="no locks here: the age alone counts")
def test_a_folder_that_a_live_process_uses_stays_and_goes_when_that_is_over(cache: Path, package: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from simulation.compute.compiled_cache import private_folder\n"
        "print(private_folder('an older state', Path(sys.argv[1])), flush=True); sys.stdin.read()"
    )
    alive = subprocess.Popen(
        [sys.executable, "-c", code, str(package)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert alive.stdin is not None
    assert alive.stdout is not None
    with alive:
        theirs = Path(alive.stdout.readline().strip())
        assert theirs.parent == cache / "nichecast"
        for k in range(3):
            used(cache, f"a{k}", 0.1)
        os.utime(theirs, (time.time() - 40 * DAY,) * 2)
        private_folder("", package)
        assert theirs.is_dir()
        alive.stdin.close()
    private_folder("", package)
    assert not theirs.exists()


def test_a_folder_that_another_process_is_removing_does_no_harm(
    cache: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [used(cache, f"b{k}", 40.0 + k) for k in range(5)]
    real = compiled_cache._is_held

    def gone_meanwhile(folder: Path) -> bool:
        shutil.rmtree(folder)
        return real(folder)

    monkeypatch.setattr(compiled_cache, "_is_held", gone_meanwhile)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert private_folder("", package) is not None
    assert [path.exists() for path in old] == [True, True, False, False, False]


def test_what_depends_on_no_source_has_a_private_folder_or_the_one_that_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = compiled_cache.common_folder()
    assert folder == tmp_path / "nichecast"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert compiled_cache.private_folder("versions").parent == folder, "beside compiled code"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "mine"))
    assert compiled_cache.common_folder() == tmp_path / "mine"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))
    assert compiled_cache.common_folder() is None
