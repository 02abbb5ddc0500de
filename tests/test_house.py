"""The house itself: the lock, the set-up script, the size of files and folders, who imports whom."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", LOCK, flags=re.MULTILINE))
ASKED = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
PACKAGES = ("simulation", "experiments")
LONGEST = 399  # lines in a Python file
LOOSE = 8  # modules at the top of a package, beside its rooms
FULL = 16  # modules in a folder
MANY = ("simulation/behaviour", "simulation/strategies")  # one file for each mechanism, each strategy


@pytest.mark.parametrize("asked", ASKED)
def test_the_lock_holds_a_version_that_satisfies_the_project(asked: str) -> None:
    requirement = Requirement(asked)
    assert requirement.name in LOCKED, "run `make lock`"
    assert requirement.specifier.contains(LOCKED[requirement.name]), "run `make lock`"


def test_the_lock_names_no_host_and_no_option() -> None:
    assert "://" not in LOCK
    assert [line for line in LOCK.splitlines() if line.startswith("-")] == []


def test_every_package_in_the_lock_has_a_hash() -> None:
    entries = re.split(r"^(?=[a-z0-9._-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(LOCKED) > 0
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_set_up_takes_uv_and_nothing_else_from_the_lock() -> None:
    lines = set_up("--uv", PATH=os.defpath).stdout
    assert re.findall(r"^\S+==\S+", lines, flags=re.MULTILINE) == [f"uv=={LOCKED['uv']}"]
    assert "--hash=sha256:" in lines


def test_no_python_file_is_longer_than_the_limit() -> None:
    for folder in ("simulation", "experiments", "tests", "docs", "scripts"):
        files = list((ROOT / folder).rglob("*.py"))
        lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
        assert lengths, f"found no Python file in {folder}"
        assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def modules_in(package: str) -> dict[str, Path]:
    """Return every module of a package by its dotted name; a folder has the name of its ``__init__``."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    assert len(found) > 50, f"found hardly a module in {package}"
    return found


@pytest.mark.parametrize("package", ["simulation", "experiments"])
def test_the_page_of_the_house_names_every_room(package: str) -> None:
    rooms = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    page = (ROOT / "docs" / "design" / "house.md").read_text("utf-8")
    assert len(rooms) > 10
    assert sorted(room for room in rooms if f"`{room}/`" not in page) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_page_of_the_house_has_its_rooms_in_the_order_of_imports(package: str) -> None:
    contracts = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c.get("containers") == [package]]
    layers = [set(re.split(r"\s*\|\s*", layer)) for layer in reversed(contracts[0]["layers"])]
    page = (ROOT / "docs" / "design" / "house.md").read_text("utf-8").partition("## `experiments/`")
    table = re.findall(r"^\|((?: `[\w./]+`,?)+) \|", page[0 if package == "simulation" else 2], flags=re.MULTILINE)
    rooms = [re.sub(r"/$|\.py$", "", name) for row in table for name in re.findall(r"`([\w./]+)`", row)]
    assert sorted(rooms) == sorted(set.union(*layers))
    height = [next(k for k, layer in enumerate(layers) if room in layer) for room in rooms]
    assert height == sorted(height)


@pytest.mark.parametrize("package", PACKAGES)
def test_few_modules_lie_loose_beside_the_rooms(package: str) -> None:
    loose = [path.name for path in (ROOT / package).glob("*.py") if path.name != "__init__.py"]
    assert len(loose) <= LOOSE, loose


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_is_too_full_to_look_through(package: str) -> None:
    folders = Counter(str(path.parent.relative_to(ROOT)) for path in modules_in(package).values())
    full = {name: number - 1 for name, number in folders.items() if number - 1 > FULL}  # its __init__ apart
    assert {name: number for name, number in full.items() if name not in MANY} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_two_modules_of_a_package_have_the_same_name(package: str) -> None:
    names = Counter(path.stem for path in modules_in(package).values() if path.stem != "__init__")
    assert [name for name, number in names.items() if number > 1] == []


def imports_of(code: str, known: Collection[str]) -> set[str]:
    """Return the known modules that code imports, at its top, for types and inside functions."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports have full names here"
            for each in node.names:
                deeper = f"{node.module}.{each.name}"
                found.add(deeper if deeper in known else str(node.module))
    return found & set(known)


def test_imports_are_found_wherever_they_stand() -> None:
    code = """
import a.b
from a import c
if TYPE_CHECKING:
    from a.d import Thing
def f():
    from a.e import work
    import os
"""
    assert imports_of(code, {"a", "a.b", "a.c", "a.d", "a.e"}) == {"a.b", "a.c", "a.d", "a.e"}


def in_circles(imports: Mapping[str, Collection[str]]) -> set[str]:
    """Return what is left when whatever imports nothing that is left, or is imported by nothing left, is taken away."""
    left = {name: {other for other in others if other != name} for name, others in imports.items()}
    while True:
        imported = {other for name in left for other in left[name]}
        ends = {name for name in left if not left[name] & left.keys() or name not in imported}
        if not ends:
            return set(left)
        left = {name: others for name, others in left.items() if name not in ends}


def test_circles_are_found() -> None:
    assert in_circles({"a": ["b"], "b": ["c", "b"], "c": []}) == set()
    assert in_circles({"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []}) == {"b", "c"}


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_and_rooms_import_one_another_in_one_direction_only(package: str) -> None:
    modules = modules_in(package)
    imports = {name: imports_of(path.read_text(encoding="utf-8"), modules) for name, path in modules.items()}
    assert in_circles(imports) == set()
    rooms: dict[str, set[str]] = {}
    for name, others in imports.items():
        room = ".".join(name.split(".")[:2])
        rooms.setdefault(room, set()).update(".".join(other.split(".")[:2]) for other in others)
    assert sum(map(len, rooms.values())) > 20, "found hardly an import"
    assert in_circles(rooms) == set()


def script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def set_up(option: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "scripts" / "env.sh"), option]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)


def which_python(home: Path, bin_folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return set_up("--which", PATH=str(bin_folder), HOME=str(home), **more)


BROKEN_SHIM = 'echo "pyenv: python3.13: command not found" >&2; exit 127'
TOO_OLD = "exit 1"  # the script asks the candidate itself whether it will do
GOOD = f'exec "{sys.executable}" "$@"'


def test_the_set_up_passes_over_a_shim_that_exists_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "a bin"
    script(folder / "python3.13", BROKEN_SHIM)
    script(folder / "python3", TOO_OLD)
    script(folder / "python3.12", GOOD)
    found = which_python(tmp_path, folder)
    assert found.returncode == 0, found.stderr
    assert os.path.samefile(found.stdout.strip(), sys.executable)


@pytest.mark.parametrize("version", ["3.12.1", "3.13.0"])
def test_the_set_up_finds_a_newer_python_among_pyenvs_versions(tmp_path: Path, version: str) -> None:
    folder = tmp_path / "bin"
    script(folder / "python3", TOO_OLD)
    script(tmp_path / ".pyenv" / "versions" / "3.11.7" / "bin" / "python", TOO_OLD)
    script(tmp_path / ".pyenv" / "versions" / version / "bin" / "python", GOOD)
    found = which_python(tmp_path, folder)
    assert found.returncode == 0, found.stderr
    assert os.path.samefile(found.stdout.strip(), sys.executable)


def test_the_set_up_tries_the_python_that_the_user_names_first(tmp_path: Path) -> None:
    named = tmp_path / "named" / "python"
    script(named, GOOD)
    script(tmp_path / "bin" / "python3.13", "touch '" + str(tmp_path / "asked") + "'; exit 1")
    found = which_python(tmp_path, tmp_path / "bin", PYTHON=str(named))
    assert found.returncode == 0, found.stderr
    assert not (tmp_path / "asked").exists()


def test_without_a_python_the_set_up_says_so_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    script(folder / "python3", TOO_OLD)
    script(folder / "uv", BROKEN_SHIM)
    found = which_python(tmp_path, folder)
    assert found.returncode != 0
    assert found.stdout == ""
    assert len(found.stderr.splitlines()) == 1
    assert "3.12" in found.stderr
    assert "PYTHON=" in found.stderr


def without_encoding(code: str) -> list[int]:
    """Lines that read or write text in whatever encoding the machine has: on Windows that is not UTF-8."""
    found = []
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        first = {"read_text": 1, "write_text": 2, "open": 99}.get(name, 0)  # this many arguments: another's method
        modes = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        binary = name == "open" and (any("b" in mode for mode in modes) or "os." in ast.unparse(call.func))
        if len(call.args) < first and not binary and "encoding" not in {each.arg for each in call.keywords}:
            found.append(call.lineno)
    return found


def test_text_is_read_and_written_as_utf_8_on_every_machine() -> None:
    assert without_encoding("p.read_text()\np.open('w')\nopen(p)\np.write_text('a')") == [1, 2, 3, 4]
    assert without_encoding("p.open('rb')\nos.open(p)\np.read_text(encoding='utf-8')\nfolder.write_text(n, 'a')") == []
    files = [path for folder in PACKAGES for path in (ROOT / folder).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): without_encoding(path.read_text(encoding="utf-8")) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_commands_for_machines_without_make_install_what_the_set_up_script_installs() -> None:
    script = (ROOT / "scripts" / "env.sh").read_text(encoding="utf-8")
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Without make")[1].split("\n## ")[0]
    pip = re.findall(r"python -m pip install -qq --disable-pip-version-check(?: --no-compile)? (.+?)(?: &&)?\n", script)
    last = [line for line in pip if "uv.txt" not in line]
    assert len(last) == 2
    for options in last:
        assert section.count(f"python -m pip install {options}") == 2, "one for PowerShell and one for the other shells"
