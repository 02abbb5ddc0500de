"""Where results come from: hashes of the config and of the code, versions, the machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import simulation
from experiments.command.plain_data import file_digest
from simulation.errors import InputError
from simulation.files.safe_writing import digest

if TYPE_CHECKING:
    from experiments.command.command import Job
    from experiments.running.arms import Design

PACKAGES = ("numpy", "numba", "mesa", "scipy", "polars", "pandas", "networkx", "hydra-core", "pydantic", "matplotlib")
COMPUTING = ("python", "numpy", "numba", "mesa")
"""What a run's numbers are computed with; the other packages read graphs, keep tables, draw and report."""
SEEDS = (
    "Philox4x32-10 with key (replicate seed, decision) and counter (agent, day, partner, draw); the world is built by "
    "numpy SeedSequence(replicate seed, spawn_key=component); replicate seeds count up from `seed`, all arms share them"
)


def code_version(classes: Iterable[str] = ()) -> str:
    """Return a hash of all sources that numbers depend on: the model, the trial, and the user's strategy classes.

    Args:
        classes: Dotted names of strategy classes; the files of those outside the package are hashed too.
    """
    root = Path(simulation.__file__).parent
    sources = {f"simulation/{path.relative_to(root).as_posix()}": path for path in root.rglob("*.py")}
    sources["experiments/running/one_seed.py"] = Path(__file__).with_name("one_seed.py")
    for name in classes:
        module = name.rsplit(".", 1)[0]
        if not module.startswith("simulation."):
            from simulation.strategies.named import searched_here

            with searched_here():
                spec = util.find_spec(module)
            if spec is not None and spec.origin is not None and Path(spec.origin).is_file():
                sources[module] = Path(spec.origin)
    return digest({name: file_digest(path) for name, path in sources.items()})


def commit() -> str | None:
    """Return the git commit of a checkout, with ``+changes`` where files differ from it; None outside a checkout."""
    root = Path(simulation.__file__).parent.parent
    if not (root / ".git").exists():
        return None
    try:
        # Another user's checkout must not stop a run: errors mean that the commit is not known.
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, timeout=5)
        changes = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if head.returncode or changes.returncode:
        return None
    return head.stdout.strip() + ("+changes" if changes.stdout.strip() else "")


def versions() -> dict[str, str]:
    """Return the versions of Python, of this package and of those that it computes with."""
    found = {"python": platform.python_version()}
    for name in ("nichecast", *PACKAGES):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def libraries() -> dict[str, str]:
    """Return the versions of what a run's numbers are computed with; they are part of the run's identity."""
    found = versions()
    return {name: found[name] for name in COMPUTING if name in found}


def identify(job: Job, design: Design) -> dict[str, Any]:
    """Return all that the numbers depend on. How many seeds are run is not part of it: more are added to the same."""
    strategies = {job.settings.baseline: design.baseline, **design.strategies}
    identity = {
        **design.scenario,
        "strategies": strategies,
        "arms": design.names,
        "baseline": job.settings.baseline,
        "seed": job.settings.seed,
        "code": code_version(design.classes)[:16],
        "libraries": libraries(),
    }
    changes = {name: change for name in design.names if (change := design.changes(name))}
    if changes:
        identity["changes"] = changes
    files = {}
    for market in design.markets:
        graph = market.scenario["graph"]
        path = Path(str(graph.get("path") or ""))
        if graph.get("source") == "edge_list":
            if not path.is_file():
                raise InputError(f"graph.path: no such file '{path}'")
            files[str(path)] = file_digest(path)[:16]
    if files:
        identity["graph_files"] = files
    return identity


def machine() -> dict[str, Any]:
    """Describe the machine: processor, cores, memory, operating system."""
    return {
        "cpu": _processor(),
        "cores": os.cpu_count(),
        "memory_GiB": round(_memory() / 2**30, 1),
        "os": platform.platform(),
        "python": sys.implementation.name,
    }


def manifest(job: Job, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return where any task's results come from: command, config, code, seeds' scheme, versions, machine."""
    return {
        "config_hash": digest(identity),
        "code_version": identity["code"],
        "git_commit": commit(),
        "command": ["nichecast", *job.overrides],
        "config_dir": job.config_dir,
        "task": job.settings.task.name,
        "seed_scheme": SEEDS,
        "executor": job.config.get("executor", {}),
        "machine": machine(),
        "versions": versions(),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> int:
    import psutil

    return int(psutil.virtual_memory().total)
